"""Translation units for property tests."""

from hypothesis import strategies as st

from workbench.formats.units import Unit

# what a file of any format can hold: no surrogates, no control characters but tab and line ends
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r=+-@'\"<>&;[]{}\u2028\u0085高新区亿⟦1⟧"),
    max_size=40,
)
MOMENTS = (
    st.datetimes()
    .map(lambda moment: moment.replace(microsecond=0, year=max(moment.year, 1000)))
    .map(lambda moment: moment.isoformat() + "Z")
)

UNITS = st.builds(
    Unit,
    source_text=TEXTS,
    target_text=TEXTS,
    source_language=st.sampled_from(["zh", "zh-Hant"]),
    target_language=st.sampled_from(["en", "de"]),
    state=st.sampled_from(["", "proposed", "accepted", "edited", "rejected", "needs-review"]),
    origin=TEXTS,
    score=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    is_draft=st.booleans(),
    note=TEXTS,
    document=TEXTS,
    created_at=st.just("") | MOMENTS,
    is_manual=st.booleans(),
    is_bookmarked=st.booleans(),
)
