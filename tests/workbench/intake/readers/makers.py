"""Small files of the formats that the readers know, made on the spot."""

import io
import zipfile
from collections.abc import Mapping

CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><h1>{title}</h1><p>{body}</p></body></html>"""
CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>园区志</dc:title><dc:date>2024-05-06</dc:date></metadata>
<manifest><item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/></spine></package>"""


def make_zip(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def make_epub() -> bytes:
    return make_zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": PACKAGE,
            "OEBPS/a.xhtml": CHAPTER.format(title="第一章 缘起", body="园区始建于一九九二年。"),
            "OEBPS/b.xhtml": CHAPTER.format(title="第二章 发展", body="三十年来，园区不断壮大。"),
        }
    )


def make_docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("云洲高新区工作简报", level=1)
    document.add_paragraph("一季度，全区经济运行平稳。工业增长较快。")
    document.add_paragraph("优化营商环境", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("指标", "增速"), ("工业增加值", "9.8%")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("表后一段。")
    document.sections[0].footer.paragraphs[0].text = "内部资料"
    document.core_properties.title = "简报"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*targets: str) -> str:
    rows = "".join(f'<Relationship Id="r{n}" Target="{target}"/>' for n, target in enumerate(targets, 1))
    return f"<Relationships>{rows}</Relationships>"


def make_workbook() -> bytes:
    """Two sheets with Chinese and English columns, and a hidden one; cells of all kinds, some left out."""
    sheet = "<worksheet><sheetData>{}</sheetData></worksheet>"
    first = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="s"><v>0</v></c>'
        '<c r="D1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>2</v></c>'
        '<c r="D2" t="inlineStr"><is><r><t>Work </t></r><r><t>began.</t></r></is></c></row>'
    )
    second = '<row><c t="s"><v>3</v></c><c t="str"><f>A1</f><v>Exports rose.</v></c></row>'
    return make_zip(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets><sheet r:id="r2"/><sheet r:id="r1"/>'
            '<sheet r:id="r3" state="hidden"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                "worksheets/b.xml", "/xl/worksheets/a.xml", "worksheets/c.xml"
            ),
            "xl/sharedStrings.xml": "<sst><si><t>中文</t></si><si><t>英文</t></si><si><t>园区</t>"
            "<rPh><t>yuanqu</t></rPh><r><t>开工。</t></r></si><si><t>出口增长。</t></si></sst>",
            "xl/worksheets/a.xml": sheet.format(first),
            "xl/worksheets/b.xml": sheet.format(second),
            "xl/worksheets/c.xml": sheet.format('<row><c t="inlineStr"><is><t>秘密</t></is></c></row>'),
        }
    )


def make_slides() -> bytes:
    """A title, a list and a table on the file's second slide, which is shown first; the third is hidden."""
    first = (
        '<sld><sp><nvPr><ph type="title"/></nvPr><p><r><t>园区</t></r><r><t>开工</t></r></p></sp>'
        "<sp><p><r><t>投资32亿元</t></r><br/><r><t>占地186亩</t></r></p></sp>"
        "<tbl><tr><tc><p><r><t>产值</t></r></p></tc><tc><p><r><t>60亿元</t></r></p></tc></tr></tbl></sld>"
    )
    return make_zip(
        {
            "ppt/presentation.xml": f'<presentation xmlns:r="{RELATIONS}"><sldIdLst><sldId id="2" r:id="r2"/>'
            '<sldId id="1" r:id="r1"/><sldId id="3" r:id="r3"/></sldIdLst></presentation>',
            "ppt/_rels/presentation.xml.rels": _relations("slides/1.xml", "slides/2.xml", "slides/3.xml"),
            "ppt/slides/1.xml": "<sld><sp><p><r><t>谢谢大家！</t></r></p></sp></sld>",
            "ppt/slides/2.xml": first,
            "ppt/slides/3.xml": '<sld show="0"><sp><p><r><t>秘密</t></r></p></sp></sld>',
        }
    )


def make_open_document() -> bytes:
    """A text with a heading, a note, a comment, a deleted sentence, a list and a table."""
    body = (
        "<text:tracked-changes><text:p>删去的话。</text:p></text:tracked-changes><text:h>园区开工</text:h>"
        "<text:p>项目<text:span>今天</text:span><text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>据园区网站。</text:p></text:note-body></text:note>开工。"
        "<office:annotation><text:p>批注</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>投资32亿元</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>产值</text:p></table:table-cell>"
        "<table:table-cell><text:p>60亿元</text:p></table:table-cell></table:table-row></table:table>"
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    meta = f'<office:meta{spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>简报</dc:title></office:meta>'
    content = f"<office:body{spaces}><office:text>{body}</office:text></office:body>"
    return make_zip({"content.xml": content, "meta.xml": meta})


def make_marked_docx() -> bytes:
    """A paragraph with moved, hidden, spelt-out and doubled words, and a foot note."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    document = docx.Document()
    paragraph = parse_xml(
        f'<w:p xmlns:w="{word}" xmlns:mc="{compatible}"><w:r><w:t>项目</w:t></w:r>'
        "<w:moveFrom><w:r><w:t>昨天</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>今天</w:t></w:r></w:moveTo>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>正式</w:t></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>kai</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>开</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r><mc:AlternateContent><mc:Choice><w:r><w:t>工。</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>工。</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    document.element.body.insert(0, paragraph)
    notes = (
        f'<w:footnotes xmlns:w="{word}"><w:footnote w:type="separator"><w:p><w:r><w:t>—</w:t></w:r></w:p>'
        "</w:footnote><w:footnote><w:p><w:r><w:t>据园区网站。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_pdf(*lines: str) -> bytes:
    """Write a PDF of one page with Latin text by hand: the smallest that readers take."""
    show = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 40 800 Td {show}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
    return content + head + b"startxref\n%d\n%%%%EOF\n" % len(content)


def make_encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf("Secret."))))
    writer.encrypt("password", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
