"""The whole pipeline, small: from corpora to a package, and on from that package."""

import gzip
import json

import pytest

from training.corpora import CORPORA, DEVELOPMENT_SETS
from training.translator import STEPS, main, parse

SENTENCES = [
    ("我们在{n}年发展经济。", "We develop the economy in {n}."),
    ("他们有{n}个问题。", "They have {n} problems."),
    ("新的技术很重要，有{n}家企业。", "The new technology is important to {n} firms."),
    ("今天有{n}人来北京。", "Today {n} people come to Beijing."),
]


@pytest.fixture
def corpora(tmp_path):
    folder = tmp_path / "corpora"
    (folder / "train").mkdir(parents=True)
    (folder / "dev").mkdir()
    for number, corpus in enumerate(CORPORA):
        rows = [
            (zh.format(n=n), en.format(n=n))
            for n in range(number * 20 + 10, number * 20 + 30)
            for zh, en in SENTENCES
        ]
        with gzip.open(folder / "train" / f"{corpus.name}.tsv.gz", "wt", encoding="utf-8") as out:
            out.writelines(f"{zh}\t{en}\n" for zh, en in rows)
    for name in DEVELOPMENT_SETS:
        (folder / "dev" / f"{name}.zh").write_text("今天他们来了。\n" * 5, encoding="utf-8")
        (folder / "dev" / f"{name}.en").write_text("They came today.\n" * 5, encoding="utf-8")
    return folder


def arguments(folder, corpora, **changes):
    (folder / "government.tsv").write_text(
        "我们有了新的企业，发展经济。\tWe have new firms.\n", encoding="utf-8"
    )
    (folder / "unseen.txt").write_text("今天他们来了。今天没有人来。\nOnly English.\n", encoding="utf-8")
    options = {
        "corpora": corpora,
        "state": folder / "state",
        "package": folder / "zh_en.argosmodel",
        "card": folder / "CARD.md",
        "government": folder / "government.tsv",
        "unseen": folder,
        "hours": 0.0004,
        "vocabulary": 345,
        "width": 32,
        "encoder-layers": 1,
        "decoder-layers": 1,
        "tokens": 200,
        "candidates": 100,
        **changes,
    }
    return [part for name, value in options.items() for part in (f"--{name}", str(value))]


@pytest.mark.models
def test_the_pipeline_makes_a_package_with_a_card_and_goes_on_from_it(tmp_path, corpora):
    pytest.importorskip("sacrebleu")
    first = tmp_path / "first"
    first.mkdir()
    main(arguments(first, corpora))
    card = (first / "CARD.md").read_text(encoding="utf-8")
    assert "| flores_dev | BLEU |" in card
    evaluation = json.loads((first / "state" / "evaluation.json").read_text(encoding="utf-8"))
    assert [(each["way"], len(each["scores"])) for each in evaluation["judgements"]] == [
        ("bare", 6),
        ("in the workbench", 6),
    ]
    assert evaluation["lines"] == 5 + 5 + 1 + 2
    steps = json.loads((first / "state" / "training.json").read_text(encoding="utf-8"))["steps"]
    main(arguments(first, corpora))
    assert json.loads((first / "state" / "training.json").read_text(encoding="utf-8"))["steps"] == steps

    second = tmp_path / "second"
    second.mkdir()
    more = arguments(second, corpora, **{"start-from": first / "zh_en.argosmodel"})
    main(["prepare", "train", "average", "export", *more])
    assert (second / "zh_en.argosmodel").stat().st_size > 10_000
    one, other = ((place / "state" / "vocabulary.model").read_bytes() for place in (first, second))
    assert one == other


def test_a_wrong_step_is_refused_with_the_right_ones(capsys):
    with pytest.raises(SystemExit):
        parse(["trian"])
    assert "trian" in (said := capsys.readouterr().err)
    assert all(step in said for step in STEPS)
