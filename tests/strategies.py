"""Hypothesis strategies for texts and files as they may come."""

from hypothesis import strategies as st

from db.records import Document, Paragraph, Route, RuleHit, Segment, SourceFile

ODD_CHARACTERS = "\u2028\u2029\u0085\x0b\x0c\x00\x1b\ufeff\u200b\u202e，。：“”（）𠮷🙂́é'\"%?;--[]\\\t"
"""What breaks programs that take text for markup, for SQL, or for one byte a character."""


def odd_texts(*, least: int = 0, most: int = 30) -> st.SearchStrategy[str]:
    """Draw any text that can be written as UTF-8, odd characters often."""
    characters = st.one_of(
        st.sampled_from(ODD_CHARACTERS),
        st.sampled_from("云洲高新区 the zone"),
        st.characters(exclude_categories=["Cs"]),
    )
    return st.text(characters, min_size=least, max_size=most)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    """Draw a paragraph whose segments lie in its text in order."""
    pieces = draw(st.lists(odd_texts(least=1), max_size=4))
    gaps = draw(st.lists(st.sampled_from(["", " ", "\n"]), min_size=len(pieces), max_size=len(pieces)))
    text = ""
    segments = []
    for piece, gap in zip(pieces, gaps, strict=True):
        segments.append(Segment(len(text), len(text) + len(piece), piece))
        text += piece + gap
    start = draw(st.integers(0, 1000))
    language, script = draw(st.sampled_from([("zh", "Hans"), ("zh", "Hant"), ("en", "Latn"), ("und", "")]))
    return Paragraph(
        text=text,
        start=start,
        end=start + len(text),
        kind=draw(st.sampled_from(["heading", "body"])),
        language=language,
        script=script,
        route=draw(st.sampled_from(Route)),
        reason=draw(odd_texts()),
        segments=tuple(segments),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document of up to three paragraphs."""
    return Document(
        title=draw(odd_texts()),
        start=0,
        end=draw(st.integers(0, 5000)),
        language=draw(st.sampled_from(["zh", "en", "und"])),
        script=draw(st.sampled_from(["Hans", "Hant", "Latn", ""])),
        paragraphs=tuple(draw(st.lists(paragraphs(), max_size=3))),
        published_on=draw(st.sampled_from(["", "2024-02-29"])),
        source_name=draw(odd_texts()),
        document_number=draw(st.sampled_from(["", "云高管发〔2024〕7号"])),
        issuing_body=draw(odd_texts()),
    )


@st.composite
def source_files(draw: st.DrawFn) -> SourceFile:
    """Draw a file with any bytes, any text and up to three documents."""
    starts = draw(st.lists(st.integers(0, 500), unique=True, max_size=5).map(sorted))
    hits = tuple(
        RuleHit("pinyin", start, start + draw(st.integers(0, 9)), draw(odd_texts()), draw(st.booleans()))
        for start in starts
    )
    return SourceFile(
        path=draw(odd_texts(least=1)),
        format="text",
        content=draw(st.binary(max_size=200)),
        encoding="gb18030",
        encoding_reason=draw(odd_texts()),
        text=draw(odd_texts(most=200)),
        hits=hits,
        documents=tuple(draw(st.lists(documents(), max_size=3))),
    )
