"""What a row says of its texts agrees with the texts as they are shown."""

from hypothesis import given
from hypothesis import strategies as st

from db.records import StoredDocument
from tui.presenter import sentence_breaks
from tui.visible_text import visible
from workbench.review.reviewing import ReviewText

SENTENCES = st.lists(
    st.text(min_size=1) | st.sampled_from(["\u0301a", "\ufe0f", "\ufe0f。", "\x1b[1m", "é🙂"]), max_size=5
)


@given(SENTENCES, st.sampled_from(["zh", "en"]), st.data())
def test_sentences_begin_where_the_visible_text_of_those_before_ends(
    sentences: list[str], language: str, data: st.DataObject
) -> None:
    document = StoredDocument(1, 1, "a.txt", 0, "", language, "", len(sentences), "", "", "", "")
    text = ReviewText(document, tuple(sentences))
    start = data.draw(st.integers(0, len(sentences)))
    end = data.draw(st.integers(start, len(sentences)))
    shown = visible(text.join(start, end))
    for place, found in enumerate(sentence_breaks(text, start, end), start=start + 1):
        before = visible(text.join(start, place))
        assert shown.startswith(before)
        assert found == len(before)
