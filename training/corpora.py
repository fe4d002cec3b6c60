"""The training corpora, their share of the mix, and how their lines are read.

A corpus is `train/NAME.tsv.gz` below the corpora folder: one pair a line, `source<TAB>target`. The share is
the part of all target tokens that a corpus gives to training, whatever its size: newspaper and government
Chinese is what the package is for, so small corpora of that register are read several times while the big
ones are sampled. The first 17.9 million target tokens of the shipped package had less news (0.41), more law
(0.17) and more technology (0.11); until 31.7 million, all lengths of a corpus were drawn alike (see
`dataset.pair_weights`), with more terms and fewer of the news test sets (0.20).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEVELOPMENT_SETS = ("flores_dev", "newstest2017")


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus of the mix: file stem, register, share of the target tokens, licence as its publisher
    states it.
    """

    name: str
    register: str
    share: float
    licence: str


CORPORA = (
    Corpus("wmt_news", "news", 0.225, "research use"),
    Corpus("nyt_digest_toyboxman", "news", 0.080, "publisher's text"),
    Corpus("mtzh_economist_shizheng", "news", 0.120, "publisher's text, Chinese by machine"),
    Corpus("mtzh_nyt_newsarchive", "news", 0.130, "publisher's text, Chinese by machine"),
    Corpus("mtzh_ted_shizheng", "news", 0.002, "publisher's text, Chinese by machine"),
    Corpus("kaiyuanshe_report", "reports", 0.045, "CC BY-SA 4.0"),
    Corpus("un_sdg_opensdg", "reports", 0.008, "MIT"),
    Corpus("econ_data_bigegg", "reports", 0.003, "not stated"),
    Corpus("xuexi_dream_oyh", "government", 0.002, "not stated"),
    Corpus("dict_org_titles_beijing", "government", 0.002, "not stated"),
    Corpus("dict_tw_law_titles", "government", 0.005, "official texts, no copyright"),
    Corpus("tw_law", "law", 0.100, "official texts, no copyright"),
    Corpus("lctt", "technology", 0.080, "Apache-2.0 repository, mixed originals"),
    Corpus("python_docs_po", "documentation", 0.010, "CC0 / PSF"),
    Corpus("mindspore_docs", "documentation", 0.005, "CC BY"),
    Corpus("opensource_guide", "documentation", 0.008, "CC BY"),
    Corpus("kajweb_sent", "general", 0.060, "dictionary examples"),
    Corpus("tatoeba_cmn", "general", 0.020, "CC BY 2.0 FR"),
    Corpus("aichallenger_valid", "general", 0.010, "not stated"),
    Corpus("mlqe_pe_enzh", "general", 0.030, "CC0"),
    Corpus("tico19_all", "general", 0.015, "CC0"),
    Corpus("xquad_paras", "general", 0.008, "CC BY-SA"),
    Corpus("dict_cccedict", "terms", 0.020, "CC BY-SA 4.0"),
    Corpus("dict_geonames", "terms", 0.007, "CC BY 4.0"),
    Corpus("dict_companies_matchina", "terms", 0.002, "MIT"),
    Corpus("dict_tico19_terms", "terms", 0.003, "CC0"),
)


def read_pairs(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield (source, target) of one corpus, cleaned of marks that are no text; lines without exactly one
    tab are skipped.
    """
    with gzip.open(folder / "train" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 2:
                yield clean(fields[0]), clean(fields[1])


def read_development_set(folder: Path, name: str) -> tuple[list[str], list[str]]:
    """Return the (source, target) lines of a development set; the two files have the same number of lines."""
    sides = []
    for language in ("zh", "en"):
        text = (folder / "dev" / f"{name}.{language}").read_text(encoding="utf-8")
        sides.append(text.rstrip("\n").split("\n"))
    if len(sides[0]) != len(sides[1]):
        raise ValueError(f"{name}: {len(sides[0])} Chinese lines, {len(sides[1])} English lines")
    return sides[0], sides[1]


_DECORATION = re.compile(r"`+|\s*:::\s*$|^\s*(?:[-*•·]|\d+\.)\s+(?=\S)|[\u200b-\u200f\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Drop list bullets, back-ticks and invisible characters; runs of white space become one space."""
    return _SPACES.sub(" ", _DECORATION.sub("", text)).strip()
