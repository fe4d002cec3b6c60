"""Short official releases with their English versions, written for this project to train the aligner on.

Each file of `training/data/releases` has a line `== source`, then `number | sentence` for each source
sentence, a line `== target`, then `numbers | sentence` for each target sentence, where the numbers name the
source sentences that it belongs with, and `-` none. Target sentences in a row with the same numbers make one
bead.
The English versions are edited as releases are: merged, abridged, rearranged, with titles and leads of their
own. They have no sentence in common with the documents in `examples/`, which are kept for testing.
"""

from pathlib import Path

from aligners.evaluation import IdBead
from training.alignments import GoldPair, read_lines

FOLDER = Path(__file__).parent / "data" / "releases"


def read_releases(folder: Path = FOLDER) -> list[GoldPair]:
    """Read all releases, in order of name; raises ValueError where a file is not as described."""
    return [read_release(path) for path in sorted(folder.glob("*.txt"))]


def read_release(path: Path) -> GoldPair:
    """Read one release with its gold beads, which need not be in order of the target."""
    lines = [line for line in read_lines(path) if line]
    cut = lines.index("== target")
    source = []
    for number, line in enumerate(lines[1:cut]):
        label, _, sentence = line.partition(" | ")
        if int(label) != number:
            raise ValueError(f"{path.name}: sentence {label} stands where {number} belongs")
        source.append(sentence)
    target: list[str] = []
    gold: list[IdBead] = []
    previous: tuple[int, ...] = ()
    for line in lines[cut + 1 :]:
        label, _, sentence = line.partition(" | ")
        ids = () if label == "-" else tuple(int(word) for word in label.split())
        if ids and ids == previous:
            gold[-1] = (ids, (*gold[-1][1], len(target)))
        else:
            gold.append((ids, (len(target),)))
        target.append(sentence)
        previous = ids
    held = [number for ids, _ in gold for number in ids]
    if len(held) != len(set(held)) or not set(held) <= set(range(len(source))):
        raise ValueError(f"{path.name}: a source sentence is named twice, or there is none of that number")
    gold += [((number,), ()) for number in range(len(source)) if number not in set(held)]
    return GoldPair(path.stem, tuple(source), tuple(target), tuple(sorted(gold)))


def in_order(pair: GoldPair) -> GoldPair:
    """Give a pair whose moved beads have become gaps: the beads left are the longest chain in order."""
    matches = sorted(bead for bead in pair.gold if bead[0] and bead[1])
    best: list[tuple[int, int]] = []
    for place, (source, target) in enumerate(matches):
        size, before = 0, -1
        for other in range(place):
            if matches[other][1][-1] < target[0] and best[other][0] > size:
                size, before = best[other][0], other
        best.append((size + len(source) + len(target), before))
    place = max(range(len(best)), key=lambda number: best[number][0], default=-1)
    chain: list[IdBead] = []
    while place >= 0:
        chain.append(matches[place])
        place = best[place][1]
    gold: list[IdBead] = []
    i = j = 0
    for source, target in [*chain[::-1], ((len(pair.source),), (len(pair.target),))]:
        gold += [((number,), ()) for number in range(i, source[0])]
        gold += [((), (number,)) for number in range(j, target[0])]
        gold.append((source, target))
        i, j = source[-1] + 1, target[-1] + 1
    return GoldPair(pair.name, pair.source, pair.target, tuple(gold[:-1]))
