"""The example documents and their gold agree with each other and with ORIGINS.md."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLD = EXAMPLES / "gold"
PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6} ?\)")
HAN = re.compile(r"[\u4e00-\u9fff]")
BEAD = re.compile(r"\[([\d, ]*)\]:\[([\d, ]*)\]")

Beads = list[tuple[list[int], list[int]]]


class BlockText(HTMLParser):
    """Collects the text of a page's body, less scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"head", "script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"head", "script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def table(path: Path) -> list[dict[str, str]]:
    header, *rows = path.read_text("utf-8").rstrip("\n").split("\n")
    return [dict(zip(header.split("\t"), row.split("\t"), strict=True)) for row in rows]


def stated_encodings() -> dict[str, str]:
    origins = (EXAMPLES / "ORIGINS.md").read_text("utf-8")
    return dict(re.findall(r"^\| ((?:zh|en)/\S+) \| (\S+) \|", origins, flags=re.MULTILINE))


def squeezed(text: str) -> str:
    """The text without white space and pinyin artefacts, for comparing."""
    return re.sub(r"\s+", "", PINYIN.sub("", text))


def visible_text(file: str) -> str:
    text = (EXAMPLES / "documents" / file).read_bytes().decode(stated_encodings()[file])
    if file.endswith(".html"):
        parser = BlockText()
        parser.feed(text)
        text = "".join(parser.parts)
    return squeezed(text)


def sentences(name: str, language: str) -> list[str]:
    return (GOLD / f"{name}.{language}").read_text("utf-8").rstrip("\n").split("\n")


def beads_of(name: str) -> Beads:
    lines = (GOLD / f"{name}.gold").read_text("utf-8").rstrip("\n").split("\n")
    matches = [BEAD.fullmatch(line) for line in lines]
    assert all(matches), name
    sides = [[[int(i) for i in side.split(",") if i.strip()] for side in m.groups()] for m in matches if m]
    return [(source, target) for source, target in sides]


def shapes(names: list[str]) -> Counter[str]:
    return Counter(f"{len(source)}-{len(target)}" for name in names for source, target in beads_of(name))


def cut_at_openings(file: str) -> Iterator[tuple[dict[str, str], str]]:
    """Every route of a file with the squeezed text from its opening up to the next one's."""
    text = visible_text(file)
    rows = [row for row in table(GOLD / "routes.tsv") if row["file"] == file]
    starts = [0]
    for row in rows:
        starts.append(text.index(squeezed(row["opening"]), starts[-1] + (len(starts) > 1)))
    starts = [*starts[1:], len(text)]
    for row, (start, end) in zip(rows, pairwise(starts), strict=True):
        yield row, text[start:end]


PAIRS = table(GOLD / "pairs.tsv")
NAMES = [pair["name"] for pair in PAIRS]
FILES = sorted(f"{path.parent.name}/{path.name}" for path in (EXAMPLES / "documents").glob("*/*"))
SIDES = [(p["name"], language, p[f"{language}_file"]) for p in PAIRS for language in ("zh", "en")]


def test_every_document_is_in_origins_and_routes() -> None:
    assert sorted(stated_encodings()) == FILES
    assert sorted({row["file"] for row in table(GOLD / "routes.tsv")}) == FILES


@pytest.mark.parametrize("file", FILES)
def test_paragraphs_are_numbered_without_gaps(file: str) -> None:
    rows = [row for row in table(GOLD / "routes.tsv") if row["file"] == file]
    counted = Counter(row["document"] for row in rows)
    expected = [(str(document), str(i)) for document, n in enumerate(counted.values()) for i in range(n)]
    assert [(row["document"], row["paragraph"]) for row in rows] == expected


@pytest.mark.parametrize("file", FILES)
def test_routes_leave_no_text_out(file: str) -> None:
    assert "".join(text for _, text in cut_at_openings(file)) == visible_text(file)


def test_some_documents_of_both_languages_have_no_counterpart() -> None:
    paired = {pair[side] for pair in PAIRS for side in ("zh_file", "en_file")}
    lonely = Counter(file.split("/")[0] for file in FILES if file not in paired)
    assert len(PAIRS) >= 6
    assert lonely["zh"] >= 2
    assert lonely["en"] >= 1


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_stands_in_exactly_one_bead(name: str) -> None:
    beads = beads_of(name)
    for side, language in enumerate(("zh", "en")):
        ids = sorted(i for bead in beads for i in bead[side])
        assert ids == list(range(len(sentences(name, language))))
    assert all(source or target for source, target in beads)


@pytest.mark.parametrize("name", NAMES)
def test_beads_are_runs_of_neighbours_in_source_order(name: str) -> None:
    beads = beads_of(name)
    for side in (side for bead in beads for side in bead if side):
        assert side == list(range(side[0], side[-1] + 1))
    starts = [source[0] for source, _ in beads if source]
    assert starts == sorted(starts)


def test_gold_is_not_all_one_to_one() -> None:
    counted = shapes(NAMES)
    assert counted["1-1"] / counted.total() <= 0.7


def test_every_kind_of_bead_occurs() -> None:
    assert {"1-0", "0-1", "1-1", "1-2", "2-1", "1-3", "3-1", "2-2"} <= shapes(NAMES).keys()


def test_some_texts_were_moved() -> None:
    moved = []
    for name in NAMES:
        starts = [target[0] for source, target in beads_of(name) if source and target]
        moved += [name] if starts != sorted(starts) else []
    assert 2 <= len(moved) < len(NAMES)


@pytest.mark.parametrize(("name", "language", "file"), SIDES)
def test_gold_sentences_are_the_content_of_their_document(name: str, language: str, file: str) -> None:
    content = "".join(text for row, text in cut_at_openings(file) if row["route"] != "skip")
    assert "".join(squeezed(sentence) for sentence in sentences(name, language)) == content


@pytest.mark.parametrize(("name", "language", "file"), SIDES)
def test_gold_sentences_are_clean(name: str, language: str, file: str) -> None:
    for sentence in sentences(name, language):
        assert sentence == sentence.strip()
        assert sentence
        assert PINYIN.sub("", sentence) == sentence


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("zh/")])
def test_chinese_documents_have_300_to_900_characters(file: str) -> None:
    counted: Counter[str] = Counter()
    for row, text in cut_at_openings(file):
        if row["route"] != "skip":
            counted[row["document"]] += len(HAN.findall(text))
    assert counted
    assert all(300 <= count <= 900 for count in counted.values()), counted


def test_routes_follow_the_language_unless_skipped() -> None:
    for row in table(GOLD / "routes.tsv"):
        expected = "translate" if row["file"].startswith("zh/") else "reference"
        assert row["route"] in {expected, "skip"}
        assert (row["route"] == "skip") == (row["kind"] in {"boilerplate", "navigation"})
        assert (row["script"] in {"Hans", "Hant"}) == (row["language"] == "zh")


def test_one_text_is_traditional_with_pinyin_artefacts() -> None:
    hant = {row["file"] for row in table(GOLD / "routes.tsv") if row["script"] == "Hant"}
    assert hant == {"zh/xinchun-dahui.txt"}
    raw = (EXAMPLES / "documents" / hant.pop()).read_text("utf-8")
    assert len(PINYIN.findall(raw)) > 50


def test_the_encodings_are_what_makes_the_files_hard() -> None:
    for file, encoding in stated_encodings().items():
        content = (EXAMPLES / "documents" / file).read_bytes()
        if encoding != "utf-8":
            with pytest.raises(UnicodeDecodeError):
                content.decode("utf-8")
    page = (EXAMPLES / "documents" / "zh/t20240611_3382.html").read_bytes()
    assert b"charset=gb2312" in page
    with pytest.raises(UnicodeDecodeError):
        page.decode("gb2312")
