# ruff: noqa: E501, SIM905 (a pattern stays on one line, a list of words reads best as words)
"""HTML pages: every block of the page, in order, with those outside its main text marked.

lxml finds the blocks, their place in the page (menu, footer) tells part of the furniture; trafilatura, its
only importer, finds the main text, and what stands before or after all of it is furniture too. Nothing is
dropped.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract, Metadata
from workbench.intake.metadata import find_date

Node = Any
"""An element of lxml, which has no types."""

MAX_PAGE_CHARACTERS = 3_000_000  # larger pages are judged by their structure alone
MAX_LINKS_CHARACTERS = 200
LINKS_SHARE = 0.7  # of the characters, from which a block is links and nothing else
_SILENT = frozenset(
    "script style noscript template svg iframe head object canvas select option textarea button".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS | frozenset(
    "p div section article main header footer nav aside ul ol li dl dt dd table tr td th caption figure figcaption "
    "blockquote pre form fieldset address center body html hr br tbody thead tfoot details summary".split()
)
_KINDS = {"li": "list item", "caption": "caption", "figcaption": "caption"} | dict.fromkeys(
    _HEADINGS, "heading"
)
_PLACES = {"nav": "menu", "footer": "footer", "aside": "side column", "form": "form"}
_NAMED_PLACE = re.compile(
    r"(?:^|[\s_-])(nav|navbar|navigation|menu|topbar|foot|footer|copyright|breadcrumbs?|crumbs?|sidebar|share|sharing|"
    r"pager|pagination|prevnext|related|recommend(?:ed)?|comments?|advert|ads?|banner|toolbar|login|search|friendlinks?|links?|bottom|"
    r"footlink|sitemap|header|head|top)(?:$|[\s_-])",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PAGE_NAME = re.compile(
    r"\s*(?:[_|｜]|\s[-–—]\s).*$|[-–—][^-–—]{0,20}(?:网|網|门户|门户网站|政府|管委会|委员会)$"
)
_META_DATES = ("pubdate", "article:published_time", "publishdate", "date", "dc.date", "createdate")
_META_SOURCES = ("contentsource", "source", "article:author")


@dataclass(slots=True)
class _Piece:
    """A block as it is gathered: text, kind, place in the page, characters inside links."""

    text: str
    kind: str
    place: str
    link_characters: int


@dataclass(slots=True)
class _Gatherer:
    """Gathers the blocks of a page in one walk over its tree."""

    pieces: list[_Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    link_depth: int = 0
    link_characters: int = 0

    def take(self, text: str | None, *, is_preformatted: bool = False) -> None:
        if text:
            text = text if is_preformatted else _SPACE.sub(" ", text)
            self.words.append(text)
            if self.link_depth:
                self.link_characters += len(text.strip())

    def flush(self) -> None:
        text = "".join(self.words).strip()
        if text:
            kind = next((kind for kind in reversed(self.kinds) if kind), "")
            place = next((place for place in self.places if place), "")
            self.pieces.append(_Piece(text, kind, place, self.link_characters))
        self.words.clear()
        self.link_characters = 0


def read(name: str, text: str) -> Extract:
    """Give all blocks of a page, with title, date and source where the page names them."""
    root = _parse(name, text)
    if root is None:
        return Extract("", ())
    pieces = _gather(root).pieces
    writer = BlockWriter()
    for piece, belongs in zip(pieces, _main_text(text, pieces), strict=True):
        writer.add(
            piece.text, kind=_kind(piece, belongs=belongs), furniture=_furniture(piece, belongs=belongs)
        )
    return writer.extract(_metadata(root))


def read_chapter(name: str, text: str) -> Extract:
    """Give all blocks of a page that is text from top to bottom, as in a book: only its places tell furniture."""
    root = _parse(name, text)
    writer = BlockWriter()
    for piece in _gather(root).pieces if root is not None else ():
        writer.add(piece.text, kind=_kind(piece, belongs=True), furniture=_furniture(piece, belongs=True))
    return writer.extract()


def _parse(name: str, text: str) -> Node:
    """Give the root element of a page, None where there is nothing on it.

    Raises InputError where the parser gives up on the page's nesting, as it would lose what stands there.
    """
    from lxml import etree, html

    parser = html.HTMLParser()
    try:
        root = html.fromstring(_XML_DECLARATION.sub("", text).replace("\0", ""), parser=parser)
    except (etree.ParserError, ValueError):
        root = None
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise InputError(f"{name}: its elements are nested hundreds deep, like a bomb; not read")
    return root


def _kind(piece: _Piece, *, belongs: bool) -> str:
    if piece.place or not belongs or _is_links(piece):
        is_menu = piece.place in ("menu", "breadcrumb", "pager", "share") or piece.link_characters * 2 > len(
            piece.text
        )
        return "navigation" if is_menu else "boilerplate"
    return piece.kind


def _is_links(piece: _Piece) -> bool:
    """True for a short block that is made of links; headings and list items may well be one link."""
    is_short = len(piece.text) <= MAX_LINKS_CHARACTERS and not piece.kind
    return is_short and piece.link_characters > LINKS_SHARE * len(piece.text)


def _furniture(piece: _Piece, *, belongs: bool) -> str:
    if piece.place:
        return f"{piece.place} of the page"
    if _is_links(piece):
        return "links and nothing else"
    return "" if belongs else "outside the main text of the page"


def _gather(root: Node) -> _Gatherer:
    from lxml import etree

    gatherer = _Gatherer()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            gatherer.take(element.tail)
        elif event == "start" and (tag in _SILENT or (tag == "tr" and _is_data_row(element))):
            if tag == "tr":
                gatherer.flush()
                _take_row(gatherer, element)
            walk.skip_subtree()
        elif event == "start":
            _enter(gatherer, element, tag)
        elif tag in _SILENT or (tag == "tr" and _is_data_row(element)):
            gatherer.take(element.tail)
        else:
            _leave(gatherer, element, tag)
    gatherer.flush()
    return gatherer


def _enter(gatherer: _Gatherer, element: Node, tag: str) -> None:
    if tag in _BLOCKS:
        gatherer.flush()
        gatherer.kinds.append(_KINDS.get(tag, ""))
        gatherer.places.append(_place(element, tag))
    if tag == "a":
        gatherer.link_depth += 1
    gatherer.take(element.text, is_preformatted=tag == "pre")


def _leave(gatherer: _Gatherer, element: Node, tag: str) -> None:
    if tag in _BLOCKS:
        gatherer.flush()
        gatherer.kinds.pop()
        gatherer.places.pop()
    if tag == "a":
        gatherer.link_depth -= 1
    gatherer.take(element.tail)


def _place(element: Node, tag: str) -> str:
    if tag in _PLACES:
        return _PLACES[tag]
    if tag in ("body", "html", "h1", "article", "main"):
        return ""
    match = _NAMED_PLACE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    if match is None or element.find(".//h1") is not None or element.find(".//article") is not None:
        return ""
    word = match.group(1).lower()
    if word.startswith(("bread", "crumb")):
        return "breadcrumb"
    if word.startswith("foot") or word in ("copyright", "bottom"):
        return "footer"
    return "menu" if word.startswith(("nav", "menu", "header", "head", "top")) else word


def _is_data_row(element: Node) -> bool:
    return (
        len(element) > 1 and element.find(".//table") is None and len(element.findall(".//p")) <= len(element)
    )


def _take_row(gatherer: _Gatherer, element: Node) -> None:
    cells = [
        _SPACE.sub(" ", " ".join(cell.itertext())).strip() for cell in element if isinstance(cell.tag, str)
    ]
    place = next((place for place in gatherer.places if place), "")
    kind = "table row" if sum(map(bool, cells)) > 1 else ""
    gatherer.pieces.append(_Piece("\t".join(cells).strip(), kind, place, 0))
    gatherer.take(element.tail)


def _main_text(text: str, pieces: list[_Piece]) -> list[bool]:
    """Tell for each block whether it belongs to the main text: found there, or between two that are."""
    if len(text) > MAX_PAGE_CHARACTERS or len(pieces) < 3:
        return [True] * len(pieces)
    import trafilatura

    found = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True) or ""
    found = re.sub(r"\W+", "", found)
    inside = [
        bool(key := re.sub(r"\W+", "", piece.text)) and not piece.place and len(key) > 3 and key in found
        for piece in pieces
    ]
    if not any(inside):
        return [True] * len(pieces)
    first = inside.index(True)
    last = len(inside) - 1 - inside[::-1].index(True)
    return [
        first <= index <= last or (piece.kind == "heading" and index < first)
        for index, piece in enumerate(pieces)
    ]


def _metadata(root: Node) -> Metadata:
    fields: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or "").lower()
        fields.setdefault(key, (element.get("content") or "").strip())
    heading = root.find(".//h1")
    title = _SPACE.sub(" ", heading.text_content()).strip() if heading is not None else ""
    if not title:
        title = (
            fields.get("articletitle")
            or fields.get("og:title")
            or _PAGE_NAME.sub("", root.findtext(".//title") or "")
        )
    return Metadata(
        title=_SPACE.sub(" ", title).strip(),
        published_on=next((date for key in _META_DATES if (date := find_date(fields.get(key, "")))), ""),
        source_name=next((fields[key] for key in _META_SOURCES if fields.get(key)), ""),
    )
