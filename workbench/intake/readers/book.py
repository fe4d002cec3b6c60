"""EPUB books: the chapters in reading order. Source: the EPUB 3.3 specification, package documents."""

import posixpath
import re
from urllib.parse import unquote

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract, Metadata
from workbench.intake.encodings import decode
from workbench.intake.metadata import find_date
from workbench.intake.readers import markup
from workbench.intake.readers.packages import open_package, read_member
from workbench.intake.readers.safe_xml import local_name, parse

_PAGE = re.compile(r"\.(?:x?html?|xml)$", re.IGNORECASE)


def read(name: str, content: bytes) -> Extract:
    """Give the blocks of all chapters. Raises InputError where the book is damaged or not an EPUB."""
    package = open_package(name, content)
    container = parse(name, read_member(name, package, "META-INF/container.xml"))
    roots = [e.get("full-path") for e in container.iter() if local_name(e) == "rootfile"]
    if not roots or not roots[0]:
        raise InputError(f"{name}: names no package document, so it is no EPUB; get the file again")
    opf = parse(name, read_member(name, package, roots[0]))
    items = {e.get("id"): e.get("href") or "" for e in opf.iter() if local_name(e) == "item"}
    writer = BlockWriter()
    for reference in (e for e in opf.iter() if local_name(e) == "itemref"):
        href = unquote(items.get(reference.get("idref"), ""))
        path = posixpath.normpath(posixpath.join(posixpath.dirname(roots[0]), href))
        if not _PAGE.search(path) or path not in package.namelist():
            continue
        page = decode(read_member(name, package, path), where=f"{name}: {path}", is_markup=True)
        extract = markup.read_chapter(f"{name}: {path}", page.text)
        for block in extract.blocks or ():
            writer.add(extract.text[block.start : block.end], kind=block.kind, furniture=block.furniture)
    fields = {local_name(e): (e.text or "").strip() for e in reversed(list(opf.iter()))}
    return writer.extract(
        Metadata(
            title=fields.get("title", ""),
            published_on=find_date(fields.get("date", "")),
            source_name=fields.get("publisher", ""),
        )
    )
