"""The frame of the pages that are exported: they look the same on screen and paper, and fetch nothing."""

import html

from workbench.formats.xml_stream import legal

WIDTH = 72  # rem
END = "</body>\n</html>\n"

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: "Noto Serif", "Noto Serif CJK SC", "Songti SC", SimSun, serif; margin: 2rem auto;
       max-width: {width}rem; line-height: 1.6; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ vertical-align: top; text-align: left; padding: .2rem .8rem; border-bottom: 1px solid #ddd;
         overflow-wrap: anywhere; }}
.note {{ font-size: .85em; display: block; }}
{style}@media print {{ body {{ margin: 0; max-width: none; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
"""


def head(title: str, style: str, *, width: int = WIDTH) -> str:
    """Give all that stands before a page's content; `style` is the page's own CSS, `width` in rem."""
    return _HEAD.format(title=as_html(title), style=style, width=width)


def as_html(text: str) -> str:
    """Give text as it stands in a page, between tags or in quotation marks."""
    return html.escape(legal(text))
