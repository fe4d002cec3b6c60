"""Figures that a machine translation lost, and figures that it only writes in another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.lost_figures import lost_figures

FIGURES_KEPT = [
    ("投资3.6亿元", "an investment of 360 million yuan"),
    ("投资3.6亿元", "RMB 0.36 billion"),
    ("投资3.57亿元", "about 360 million yuan"),
    ("产值1200亿元", "output of 120 billion yuan"),
    ("产值1.2万亿元", "1.2 trillion yuan"),
    ("5万人", "50,000 people"),
    ("5万人", "fifty thousand people"),
    ("30家企业", "thirty companies"),
    ("3家企业", "three companies"),
    ("5月8日", "May 8"),
    ("2024年12月", "December 2024"),
    ("第2次会议", "the second meeting"),
    ("1,234.5公里", "1,234.5 km"),
    ("１２３家", "123 firms"),
    ("100多家", "more than a hundred"),
    ("增长12.0%", "12%"),
    ("5G基站", "5G base stations"),
    ("１１日晚", "on the evening of the 11th"),
    ("18日上午9时", "on the morning of the 18th"),
    ("二十世纪70 年代", "in the 1970s"),
    ("15 世纪 80 年代", "in the 1480s"),
    ("翻一番", "doubled"),
    ("四分之一决赛", "the quarter-finals"),
    ("〔2024〕3号", "No. 3 [2024]"),
]
FIGURES_LOST = [
    ("投资3.6亿元", "an investment of 36 million yuan", "3.6亿元"),
    ("投资180亿元", "an investment of 18 billion yen", "180亿元"),
    ("2024年", "in 2023", "2024年"),
    ("增长8.3%", "up 8.5 percent", "8.3%"),
    ("30家企业", "thirteen companies", "30"),
    ("4000家", "4100 companies", "4000"),
    ("增长5%", "up 5 percentage points", "5%"),
    ("投资36亿元", "36 million yuan", "36亿元"),
    ("18日开工", "Work has begun.", "18日"),
    ("5月8日开工", "Work began on June 8.", "5月8日"),
    ("2024年开工", "Work has begun.", "2024年"),
    ("增长两成", "grew", "两成"),
    ("新增十五家", "New ones were added.", "十五"),
]


@pytest.mark.parametrize(("source", "target"), FIGURES_KEPT)
def test_figures_are_compared_by_value(source: str, target: str) -> None:
    assert lost_figures(source, target) == []


@pytest.mark.parametrize(("source", "target", "lost"), FIGURES_LOST)
def test_a_changed_or_missing_figure_is_lost(source: str, target: str, lost: str) -> None:
    assert lost_figures(source, target) == [lost]


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_lost_stands_in_the_source(source: str, target: str) -> None:
    assert all(figure and figure in source for figure in lost_figures(source, target))


FIGURES = st.fixed_dictionaries(
    {
        "count": st.integers(11, 9999).map(lambda n: (f"企业{n}家", f"{n:,} firms")),
        "share": st.integers(11, 9999).map(lambda n: (f"增长{n / 100:.2f}%", f"up {n / 100:.2f} percent")),
        "money": st.integers(100, 999).map(lambda n: (f"投资{n / 100:.2f}亿元", f"RMB {n} million")),
    }
)


@given(FIGURES, st.sampled_from(["count", "share", "money"]))
def test_each_figure_counts(figures: dict[str, tuple[str, str]], dropped: str) -> None:
    source = "，".join(chinese for chinese, _ in figures.values())
    said = {name: english for name, (_, english) in figures.items()}
    assert lost_figures(source, ", ".join(said.values())) == []
    del said[dropped]
    (lost,) = lost_figures(source, ", ".join(said.values()))
    assert lost in figures[dropped][0]
