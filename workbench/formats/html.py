"""A page that shows units side by side, for reading and printing: no script, nothing that is fetched."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from workbench.formats.html_page import END, as_html, head
from workbench.formats.units import Unit, replacing

STYLE = """td { padding-top: .4rem; padding-bottom: .4rem; white-space: pre-wrap; }
td:last-child { border-left: 1px solid #ddd; }
.draft td:last-child { background: #fff7e0; }
.draft td:last-child::after { content: " draft"; color: #946200; font-size: .75em; }
.note { color: #666; }
h2 { margin-top: 2.5rem; }
"""


def write_html(path: Path, units: Iterable[Unit], *, title: str = "Bitext") -> int:
    """Write a table for each run of units of one document, and give the number of units. Raises
    OutputError."""
    count = 0
    with replacing(path) as file:
        file.write(head(title, STYLE))
        file.write(f"<h1>{as_html(title)}</h1>\n")
        for document, group in groupby(units, key=lambda unit: unit.document):
            if document:
                file.write(f"<h2>{as_html(document)}</h2>\n")
            file.write("<table>\n")
            for unit in group:
                file.write(_row(unit))
                count += 1
            file.write("</table>\n")
        file.write(END)
    return count


def _row(unit: Unit) -> str:
    draft = ' class="draft"' if unit.is_draft else ""
    note = f'<span class="note">{as_html(unit.note)}</span>' if unit.note else ""
    cells = (
        f'<td lang="{as_html(unit.source_language)}">{as_html(unit.source_text)}</td>'
        f'<td lang="{as_html(unit.target_language)}">{as_html(unit.target_text)}{note}</td>'
    )
    return f"<tr{draft}>{cells}</tr>\n"
