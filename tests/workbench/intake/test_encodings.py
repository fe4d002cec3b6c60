"""The encoding of bytes is found, with a reason; a wrong one is never taken in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import EncodingError, InputError
from workbench.intake.encodings import decode

SIMPLIFIED = "云洲高新区召开年度工作会议，会议强调，各单位要切实抓好落实，确保全年目标任务圆满完成。"
TRADITIONAL = "雲洲新區召開年度工作會議，會議強調，各單位要切實抓好落實，確保全年目標任務圓滿完成。"
MIXED = "The zone (云洲高新区) reported growth of 5.9%，同比提高0.3个百分点，继续保持平稳增长的态势。"


@pytest.mark.parametrize("text", [SIMPLIFIED, SIMPLIFIED[:20], MIXED, SIMPLIFIED * 3000])
@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_simplified_text_is_read_in_the_encoding_it_is_in(text: str, encoding: str, found: str) -> None:
    decoded = decode(text.encode(encoding), where="x")
    assert (decoded.text, decoded.encoding) == (text, found)
    assert decoded.reason


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:20], TRADITIONAL * 3000])
@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_text_is_read_in_the_encoding_it_is_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), where="x").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_english_in_utf_16_without_a_mark_is_no_binary(encoding: str) -> None:
    text = "The zone reported growth.\r\nExports rose.\n"
    assert decode(text.encode(encoding), where="x").text == text


def test_western_text_is_not_taken_for_chinese() -> None:
    text = "The café’s menu – “à la carte” – is new. It opened in Köln last week, with 30 seats."
    assert decode(text.encode("cp1252"), where="x").text == text


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_a_declared_gb_encoding_is_read_as_gb18030(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>朱镕基喆㐀€</p>'
    decoded = decode(page.encode("gb18030"), where="x", is_markup=True)
    assert (decoded.text, decoded.encoding) == (page, "gb18030")
    assert declared.lower() in decoded.reason


def test_a_false_declaration_gives_way_and_is_named() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><p>{SIMPLIFIED}</p>'
    decoded = decode(page.encode("gb18030"), where="x", is_markup=True)
    assert (decoded.text, decoded.encoding) == (page, "gb18030")
    assert "utf-8 does not fit" in decoded.reason


def test_the_user_overrides_everything() -> None:
    decoded = decode(SIMPLIFIED.encode("gb18030"), where="x", encoding="gb2312")
    assert (decoded.text, decoded.encoding, decoded.reason) == (SIMPLIFIED, "gb18030", "given by the user")


def test_a_cut_text_says_which_byte_is_wrong() -> None:
    with pytest.raises(EncodingError, match="x: byte "):
        decode(SIMPLIFIED.encode("utf-8")[:-1], where="x", encoding="utf-8")


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n", where="x").text == "a\r\nb\rc\n"


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_read_to_the_letter_or_refused_in_one_line(content: bytes) -> None:
    try:
        decoded = decode(content, where="x")
    except InputError as error:
        assert str(error).startswith("x: ")
        assert "\n" not in str(error)
    else:
        assert decoded.text == content.decode(decoded.encoding)
