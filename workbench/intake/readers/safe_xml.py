"""XML from bytes, safely: no entity is expanded, nothing is fetched."""

from typing import Any

from workbench.errors import InputError

Node = Any
"""An element of lxml, which has no types."""


def parse(name: str, content: bytes) -> Node:
    """Give the root element. Raises InputError where the XML is not well-formed or declares entities."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: not well-formed XML ({error}); repair it or export it again") from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(True for _ in info.internalDTD.iterentities()):
        raise InputError(f"{name}: declares entities of its own, which are not read; export it without them")
    return root


def local_name(element: Node) -> str:
    """Give an element's name without its namespace, empty for comments and instructions."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
