"""Hypothesis strategies for alignments."""

from hypothesis import strategies as st

from aligners.beads import Bead


@st.composite
def covers(draw: st.DrawFn, most: int = 12) -> tuple[Bead, ...]:
    """Draw beads that cover two texts of up to `most` beads in order."""
    shapes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=most))
    beads = []
    source = target = 0
    for source_size, target_size in shapes:
        beads.append(Bead(source, source + source_size, target, target + target_size))
        source, target = source + source_size, target + target_size
    return tuple(beads)
