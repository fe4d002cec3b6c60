"""A page that shows units side by side, for reading and printing: no script, nothing that is fetched."""

import html
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from workbench.formats.units import Unit, replacing
from workbench.formats.xml_stream import legal

HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: "Noto Serif", "Noto Serif CJK SC", "Songti SC", SimSun, serif; margin: 2rem auto;
        max-width: 72rem; line-height: 1.6; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
td {{ vertical-align: top; padding: .4rem .8rem; border-bottom: 1px solid #ddd; white-space: pre-wrap;
      overflow-wrap: anywhere; }}
td:last-child {{ border-left: 1px solid #ddd; }}
.draft td:last-child {{ background: #fff7e0; }}
.draft td:last-child::after {{ content: " draft"; color: #946200; font-size: .75em; }}
.note {{ color: #666; font-size: .85em; display: block; }}
h2 {{ margin-top: 2.5rem; }}
@media print {{ body {{ margin: 0; max-width: none; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
"""


def write_html(path: Path, units: Iterable[Unit], *, title: str = "Bitext") -> int:
    """Write a table for each run of units of one document, and give the number of units. Raises
    OutputError."""
    count = 0
    with replacing(path) as file:
        file.write(HEAD.format(title=_escaped(title)))
        for document, group in groupby(units, key=lambda unit: unit.document):
            if document:
                file.write(f"<h2>{_escaped(document)}</h2>\n")
            file.write("<table>\n")
            for unit in group:
                file.write(_row(unit))
                count += 1
            file.write("</table>\n")
        file.write("</body>\n</html>\n")
    return count


def _row(unit: Unit) -> str:
    draft = ' class="draft"' if unit.is_draft else ""
    note = f'<span class="note">{_escaped(unit.note)}</span>' if unit.note else ""
    cells = (
        f'<td lang="{_escaped(unit.source_language)}">{_escaped(unit.source_text)}</td>'
        f'<td lang="{_escaped(unit.target_language)}">{_escaped(unit.target_text)}{note}</td>'
    )
    return f"<tr{draft}>{cells}</tr>\n"


def _escaped(text: str) -> str:
    return html.escape(legal(text))
