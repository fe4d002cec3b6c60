"""The aligner with the encoder that ships with the project, on sentences of our own."""

import pytest

from aligners.beads import Verdict
from aligners.evaluation import bead_ids
from aligners.registry import get_aligner

SOURCE = [
    "灵潭高新区举行项目签约仪式。",
    "昨天下午，十二个项目在会展中心集中签约，总投资达86亿元。",
    "项目涵盖集成电路、生物医药和新能源。",
    "管委会主任在仪式上致辞。",
    "他说，园区将为企业提供最好的服务。",
    "去年园区生产总值增长了百分之八。",
    "全年新增高新技术企业一百二十家。",
    "下一步，园区将建设三个实验室。",
]
TARGET = [
    "Lingtan High-tech Zone holds a signing ceremony for new projects.",
    "Twelve projects were signed at the convention centre yesterday afternoon.",
    "They represent a total investment of 8.6 billion yuan.",
    "The projects cover integrated circuits, biomedicine and new energy.",
    "The director of the administrative committee spoke at the ceremony and said the zone would offer "
    "companies the best service.",
    "Last year the zone's gross product grew by eight percent.",
    "It gained 120 new high-tech enterprises over the year.",
    "Next, the zone will build three laboratories.",
]
OTHER = [
    "The cat slept by the stove all winter.",
    "My grandmother baked bread on Sundays.",
    "We took the night train to the sea.",
    "It rained for three days without a break.",
    "The old violin had lost two strings.",
    "Nobody remembered who had painted the door.",
    "A letter came from her cousin in Lisbon.",
    "They sold the boat in the autumn.",
]


@pytest.mark.models
def test_a_short_release_is_aligned_and_found_parallel() -> None:
    from workbench.engines.encoder import load_encoder

    alignment = get_aligner().align(SOURCE, TARGET, encode=load_encoder().encode)
    assert bead_ids(alignment.beads) == [
        ((0,), (0,)),
        ((1,), (1, 2)),
        ((2,), (3,)),
        ((3, 4), (4,)),
        ((5,), (5,)),
        ((6,), (6,)),
        ((7,), (7,)),
    ]
    assert alignment.verdict is Verdict.PARALLEL


@pytest.mark.models
def test_unrelated_sentences_are_not_parallel() -> None:
    from workbench.engines.encoder import load_encoder

    alignment = get_aligner().align(SOURCE, OTHER, encode=load_encoder().encode)
    assert alignment.verdict is Verdict.NOT_PARALLEL
