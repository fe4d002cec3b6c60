"""Names, codes, addresses and numbers of documents."""

import pytest

from workbench.quality.context import NOTHING_KNOWN
from workbench.quality.names import check, code_spans, lost_names


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("京东方B11产线", "BOE's B12 production line", "error"),
        ("详见www.example.org/a", "See the website", "warning"),
        ("咨询电话：025-58881234", "Call us", "warning"),
        ("宁高管〔2024〕7号", "Document No. 8 [2024]", "error"),
        ("采用GPT-4模型", "It uses a language model", "warning"),
        ("由OpenAI发布", "It was published by a company", "warning"),
        ("Frank说", "He said", "information"),
    ],
)
def test_what_is_changed_or_missing_is_found(source, target, severity):
    assert [finding.severity.value for finding in check(source, target, NOTHING_KNOWN)] == [severity]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("京东方B11产线", "BOE's B11 line"),
        ("ＧＰＴ－４", "GPT-4"),
        ("咨询电话：025-58881234", "Tel: +86 25 5888 1234"),
        ("宁高管〔2024〕7号", "Document No. 7 [2024]"),
        ("宁高管〔2024〕7号", "[2024] No. 7"),
        ("人工智能AI技术", "AI technology"),
        ("EDA工具", "electronic design automation tools"),
        ("达到5GW", "reached 5 GW"),
        ("占GDP10%", "10 percent of GDP"),
    ],
)
def test_what_comes_over_is_left_alone(source, target):
    assert check(source, target, NOTHING_KNOWN) == []


def test_codes_hide_their_digits():
    text = "电话025-58881234，见〔2024〕7号"
    assert [text[slice(*span)] for span in code_spans(text)] == ["025-58881234", "〔2024〕7号"]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Wi-Fi和iPhone以及COVID19", "WIFI, an IPHONE and Covid-19", []),
        ("与ABB签约", "signed with Siemens", ["ABB"]),
        ("ＡＢＢ和abb的5G项目", "ABB's project", ["5G"]),
    ],
)
def test_a_machine_loses_no_latin_word_in_any_case(source, target, expected):
    assert lost_names(source, target) == expected
