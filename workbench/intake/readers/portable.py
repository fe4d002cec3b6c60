"""PDF files with a text layer; the only importer of pypdf."""

import io
import logging

from workbench.errors import InputError
from workbench.intake.blocks import Block, Extract, Metadata

MAX_PAGES = 5_000
NO_TEXT = "its pages are pictures; run text recognition (OCR) over it first"


def read(name: str, content: bytes) -> Extract:
    """Give the text of all pages as lines; page breaks are line feeds, so that sentences go on over them.

    Raises InputError for files that are damaged, encrypted, or too long.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name}: encrypted with a password; save it without one first")
        if len(reader.pages) > MAX_PAGES:
            raise InputError(f"{name}: has more than {MAX_PAGES} pages; split it first")
        pages = [page.extract_text().strip("\n") for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    except DependencyError as error:
        raise InputError(f"{name}: encrypted; save it without encryption first") from error
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise InputError(
            f"{name}: damaged, or no PDF file ({_first_line(error)}); get the file again"
        ) from error
    text = "\n".join(page for page in pages if page)
    is_name = title.lower().endswith((".doc", ".docx", ".pdf", ".indd")) or title.lower().startswith(
        "microsoft"
    )
    return Extract(text, (Block(0, len(text)),), Metadata(title="" if is_name else title))


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0] or type(error).__name__
