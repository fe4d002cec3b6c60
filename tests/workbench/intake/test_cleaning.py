# ruff: noqa: E501 (a case stays on one line)
"""Cleaning finds what is wrong, changes nothing else, and can be taken back."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.intake.cleaning import RULES, apply, find_hits

WRAPPED = """　　今年以来，面对复杂多变的外部环境，高新区坚持稳中求进工作总基
调，全力以赴拼经济、抓项目、促创新，全区经济运行起步平稳、开局良
好。初步核算，一季度全区实现地区生产总值128.6亿元，同比增长7.4%。
新增企业12家。
　　投资结构持续优化。"""
STOPPED = (
    "会议总结了过去一年的工作 沈主任出席会议并讲话 过去一年全区实现收入17.4亿元,增长8.75%,居全市前列;"
    "新注册外资7000多万美元 一批重点项目加快推进 2024年将着力打造“争第一 创唯一”的创新生态,推动融合发展 "
    "力争实现收入19亿元,同比增长10% 大家纷纷表示将以更加饱满的热情投入工作"
)
ENGLISH = """The high-tech zone reported steady growth in the first quarter of the year
and expects exports to rise in the second, said its director, who spoke of a
turn for the better.

Another paragraph that is short.
1. One item.
2. Two items.
"""

CASES = [
    ("pinyin of a known character", "產(chǎn)業(yè)發(fā)展", "產業發展"),
    ("pinyin with a blank inside", "會(huì )員專(zhuān)業(yè)", "會員專業"),
    ("pinyin in full-width brackets", "產（chǎn）業（yè）", "產業"),
    ("other pages' pinyin", "積(jí)極標準(zhǔn)機關(guān)應(yīng)轉(zhuǎn)實現(xiàn)", "積極標準機關應轉實現"),
    ("a repeated pair of an unknown character", "龍(lóng)飛鳳舞，龍(lóng)馬精神", "龍飛鳳舞，龍馬精神"),
    ("a reading given once", "他姓仇(qiú)，是本地人。", "他姓仇(qiú)，是本地人。"),
    ("letters that are no pinyin", "經(abc)濟(ok)發(fish)展", "經(abc)濟(ok)發(fish)展"),
    ("an English gloss", "產業(chain)發展(growth)", "產業(chain)發展(growth)"),
    ("full-width digits", "２０２４年增长５．９％", "2024年增长5.9%"),
    ("full-width letters", "Ａ股ＥＤＡ平台", "A股EDA平台"),
    ("zero width and direction", "高\u200b新\u202e区\ufeff", "高新区"),
    ("control codes", "高\x07新\x1b区", "高新区"),
    ("line separators", "一。\u2028二。\u2029三。\r四。\r\n五。", "一。\n二。\n三。\n四。\r\n五。"),
    ("mojibake of Han", "ä¸\xadå›½ grows", "中国 grows"),
    ("mojibake of quotes", "the â€œLittle Giantâ€\x9d title", "the “Little Giant” title"),
    ("accents that are right", "café à la Köln, naïve", "café à la Köln, naïve"),
    ("a lead marker", "[abstract] on the morning", "on the morning"),
    ("a Chinese lead marker", "【摘要】园区发展很快。", "园区发展很快。"),
    ("a year range stays", "2023-2025年行动方案", "2023-2025年行动方案"),
    ("ASCII punctuation stays", "今年,全区(含园区)增长5%;明年:10%", "今年,全区(含园区)增长5%;明年:10%"),
    ("a credit line glued with a blank", "会议圆满结束。 (张三李四)", "会议圆满结束。\n(张三李四)"),
    ("a credit line glued without one", "会议圆满结束。（记者 周牧云）", "会议圆满结束。\n（记者 周牧云）"),
    ("a name in brackets stays", "由主任（张三）负责实施（李四）", "由主任（张三）负责实施（李四）"),
    ("an English credit line", "It grew fast. (liu tao, xie linglong)", "It grew fast.\n(liu tao, xie linglong)"),
    (
        "wrapped lines with indents",
        WRAPPED,
        WRAPPED.replace("总基\n调", "总基调").replace("开局良\n好", "开局良好").replace("7.4%。\n新增", "7.4%。新增"),
    ),
    (
        "spaces for stops",
        STOPPED,
        STOPPED.replace(" ", "。").replace("争第一。创唯一", "争第一 创唯一"),
    ),
    ("spaces of a title", "从“多头跑”到“一次办” 营商环境再升级", "从“多头跑”到“一次办” 营商环境再升级"),
    (
        "wrapped English",
        ENGLISH,
        ENGLISH.replace("year\nand", "year and").replace("of a\nturn", "of a turn"),
    ),
    (
        "a title glued to its text",
        "关于加快高新技术产业发展的(精)\n\n关于加快高新技术产业发展的决定为进一步加快发展，特作如下决定。",
        "关于加快高新技术产业发展的(精)\n\n关于加快高新技术产业发展的决定\n为进一步加快发展，特作如下决定。",
    ),
    (
        "the data block of a regulation",
        "关于印发计划的通知文章属性•【制定机关】云洲市政府•【字号】云政发〔2024〕1号•【主题分类】工业正文关于印发计划的通知云政发〔2024〕1号各单位：",
        "关于印发计划的通知\n文章属性•【制定机关】云洲市政府•【字号】云政发〔2024〕1号•【主题分类】工业\n正文\n关于印发计划的通知\n云政发〔2024〕1号\n各单位：",
    ),
]  # fmt: skip
texts = st.text(
    alphabet=st.sampled_from(
        list(
            "產业发(chǎn)（yè） \n\r\t\u2028\u200b２０４Ａ％。，“”•【】文章属性正文关于的通知abc def.ä¸\xadå›½"
        )
    ),
    max_size=300,
)


@pytest.mark.parametrize(("text", "cleaned"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_rule_changes_what_it_should_and_no_more(text: str, cleaned: str) -> None:
    hits = find_hits(text)
    assert apply(text, hits)[0] == cleaned


def test_every_rule_has_a_case() -> None:
    used = {hit.rule for _, text, _ in CASES for hit in find_hits(text)}
    assert used == {rule.id for rule in RULES}


@given(texts | st.text(max_size=300))
def test_hits_come_in_order_without_overlap(text: str) -> None:
    hits = find_hits(text)
    assert all(0 <= hit.start <= hit.end <= len(text) for hit in hits)
    assert all(a.end <= b.start and (a.start, a.end) != (b.start, b.end) for a, b in pairwise(hits))


@given(texts)
def test_hits_that_are_off_give_the_text_back(text: str) -> None:
    off = [replace(hit, is_active=False) for hit in find_hits(text)]
    cleaned, offsets = apply(text, off)
    assert cleaned == text
    assert [offsets.start(place) for place in range(len(text))] == list(range(len(text)))


@given(texts, st.randoms(use_true_random=False))
def test_every_place_leads_back_to_the_same_character(text: str, random: object) -> None:
    hits = [replace(hit, is_active=random.random() < 0.6) for hit in find_hits(text)]  # type: ignore[attr-defined]
    cleaned, offsets = apply(text, hits)
    active = [hit for hit in hits if hit.is_active]
    untouched = "".join(
        text[a:b]
        for a, b in zip([0, *(h.end for h in active)], [*(h.start for h in active), len(text)], strict=True)
    )
    kept = [place for place in range(len(text)) if not any(h.start <= place < h.end for h in active)]
    assert "".join(text[place] for place in kept) == untouched
    for place in kept:
        there = offsets.cleaned(place)
        assert cleaned[there] == text[place]
        assert offsets.start(there) == place
        assert offsets.end(there + 1) == place + 1


def test_hits_that_overlap_are_refused() -> None:
    hits = find_hits("產(chǎn)業(yè)")
    with pytest.raises(ValueError, match="overlaps"):
        apply("產(chǎn)業(yè)", [hits[0], replace(hits[0])])
