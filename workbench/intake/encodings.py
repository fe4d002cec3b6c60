# ruff: noqa: E501 (a list of characters or a pattern stays on one line)
"""Which encoding a file's bytes are in, with the reason for the choice.

Order: byte order mark, declaration in the markup, strict UTF-8, UTF-16 without a mark, then GB18030, Big5
and the others weighed by how many of their characters are everyday ones. GB18030 reads all of GB 2312 and
GBK, and pages that declare those often use characters outside them, so it stands in for both.
"""

import codecs
import re
from dataclasses import dataclass

from workbench.errors import EncodingError, InputError

SAMPLE_BYTES = 65_536
GIVEN = "given by the user"
"""The reason for an encoding that nobody had to find."""
EVERYDAY_SHARE = 0.15  # of the Han characters, from which a guess is believed; real text has .35 and more
_STANDS_IN = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "big5": "big5hkscs", "x-x-big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "utf-8", "us-ascii": "utf-8",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_MAGIC = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive"), (b"\x1f\x8b", "gzip data"), (b"%PDF-", "a PDF file"), (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"), (b"SQLite format 3", "an SQLite database"), (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"{\\rtf", "a Rich Text (RTF) file"),
)  # fmt: skip
_SAVE_AS = "save it as .docx, .xlsx or .pptx"
_DECLARED = re.compile(
    rb"""(?:charset\s*=\s*["']?|<\?xml[^>]{0,100}?encoding\s*=\s*["'])\s*([A-Za-z0-9_.:-]{2,30})""",
    re.IGNORECASE,
)
_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建"
    "月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知"
    "较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志"
    "世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗"
    "完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际"
    "这個們來為國時對會經過發動產種後進業現實體機關與開說學電將組見計別運農決戰則據處隊給門規熱領東導壓濟術極聯認權證轉單"
    "風帶場車務萬達積議聲報鬥類離華確張馬節話溫傳許廣記須際總員題黨應從當點樣間數變條結問無軍長資邊級圖統較"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that it was in (a Python codec name) and, in words, how that was found."""

    text: str
    encoding: str
    reason: str


def decode(content: bytes, *, where: str, encoding: str | None = None, is_markup: bool = False) -> Decoded:
    """Turn bytes into text, to the letter: line ends stay as they are.

    `encoding` overrides the search. Raises InputError for empty or binary content and EncodingError for
    bytes that are text in no encoding that is known, or not in the one given.
    """
    if not content:
        raise InputError(f"{where}: the file is empty; give a file with text")
    if encoding is not None:
        return _decode_given(content, where, encoding)
    for mark, name, spoken in _MARKS:
        if content.startswith(mark):
            return _decode_strictly(content, where, name, f"byte order mark of {spoken}")
    _refuse_known_binaries(content, where)
    declared = _declared(content) if is_markup else None
    if declared is not None:
        name, spoken = declared
        try:
            return Decoded(content.decode(name), name, f"declared in the file as {spoken}")
        except UnicodeDecodeError:
            pass
    return _guess(content, where, declared[1] if declared else "")


def _decode_given(content: bytes, where: str, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(_STANDS_IN.get(encoding.lower(), encoding)).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise EncodingError(
            f"{where}: there is no encoding named {encoding!r}; try utf-8, gb18030 or big5"
        ) from error
    if name == "utf-8" and content.startswith(codecs.BOM_UTF8):
        name = "utf-8-sig"
    return _decode_strictly(content, where, name, GIVEN)


def _decode_strictly(content: bytes, where: str, name: str, reason: str) -> Decoded:
    try:
        return Decoded(content.decode(name), name, reason)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{where}: byte {error.start} is no {name} ({reason}); give the right one with --encoding"
        ) from error


def _refuse_known_binaries(content: bytes, where: str) -> None:
    for magic, spoken in _MAGIC:
        if content.startswith(magic):
            advice = _SAVE_AS if "Office" in spoken or "RTF" in spoken else "give it the ending of its format"
            raise InputError(f"{where}: this is {spoken}, not text; {advice}, or leave it out")


def _declared(content: bytes) -> tuple[str, str] | None:
    found = _DECLARED.search(content[:4096])
    if found is None:
        return None
    spoken = found.group(1).decode("ascii").lower()
    try:
        name = codecs.lookup(_STANDS_IN.get(spoken, spoken)).name
    except LookupError:
        return None
    return (name, spoken) if not name.startswith("utf-16") else None


def _guess(content: bytes, where: str, declared: str) -> Decoded:
    note = f"; the declared {declared} does not fit" if declared else ""
    if b"\0" not in content:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            _refuse_control_characters(text, where)
            plain = "plain ASCII" if text.isascii() else "valid UTF-8"
            return Decoded(text, "utf-8", plain + note)
    candidates = [(_everyday_share(content, name), name) for name in ("utf-16-le", "utf-16-be")]
    if b"\0" in content:
        candidates = [(max(share, _zero_byte_share(content, name)), name) for share, name in candidates]
    else:
        candidates += [(_everyday_share(content, name), name) for name in ("gb18030", "big5hkscs")]
    for share, name in sorted(candidates, reverse=True):
        if share < EVERYDAY_SHARE:
            break
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        return Decoded(text, name, f"most everyday characters when read as {name} ({share:.0%}){note}")
    if b"\0" in content:
        raise InputError(f"{where}: byte {content.index(0)} is NUL, so this is binary data; give a text file")
    return _guess_rarer(content, where, note)


def _guess_rarer(content: bytes, where: str, note: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SAMPLE_BYTES]).best()
    names = ["cp1252"] if _high_byte_share(content) < 0.1 else []
    names += [best.encoding] if best is not None else []
    for name in names:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        _refuse_control_characters(text, where)
        return Decoded(text, name, f"neither UTF-8 nor Chinese; {name} fits best{note}")
    raise EncodingError(
        f"{where}: these bytes are text in no encoding that is known; name it with --encoding, or leave the file out"
    )


def _refuse_control_characters(text: str, where: str) -> None:
    sample = text[:SAMPLE_BYTES]
    controls = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\v\x1b\x1a")
    if controls * 20 > len(sample):
        raise InputError(
            f"{where}: one character in {len(sample) // controls} is a control code: binary data"
        )


def _everyday_share(content: bytes, name: str) -> float:
    """Give the share of everyday Han among what is not ASCII or punctuation, 0 where invalid."""
    sample = content[:SAMPLE_BYTES]
    text = sample.decode(name, errors="replace")
    if len(sample) < len(content):
        text = text[:-1]
    if "\ufffd" in text:
        return 0.0
    seen = everyday = 0
    for character in text:
        if character < "\x80":
            if character < " " and character not in "\t\n\r\f":
                return 0.0
        elif not (
            "\u2010" <= character <= "\u2044" or "\u3000" <= character <= "\u301f" or character >= "\uff00"
        ):
            seen += 1
            everyday += character in _EVERYDAY
    return everyday / seen if seen else 0.0


def _zero_byte_share(content: bytes, name: str) -> float:
    """Give the share of ASCII characters that UTF-16 text of mostly Latin letters shows as zero bytes."""
    sample = content[:SAMPLE_BYTES]
    if len(content) % 2:
        return 0.0
    high, low = (sample[1::2], sample[0::2]) if name == "utf-16-le" else (sample[0::2], sample[1::2])
    if 0 in low:
        return 0.0
    printable = sum(
        1 for zero, byte in zip(high, low, strict=True) if zero == 0 and (byte >= 32 or byte in b"\t\r\n")
    )
    return printable / len(low)


def _high_byte_share(content: bytes) -> float:
    sample = content[:SAMPLE_BYTES]
    return sum(byte >= 0x80 for byte in sample) / len(sample)
