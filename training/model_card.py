"""The model card: what the package is trained on, how good it is, what it does wrong, how to make it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.corpora import CORPORA
from training.package import PACKAGE_VERSION

REFERENCE_SYSTEMS = (  # BLEU / chrF on the same sets, as the corpora's README gives them
    ("Argos Translate zh→en package", "23.4 / 53.6", "19.2 / 49.4"),
    ("OPUS-MT zh-en", "23.0 / 53.6", "19.2 / 50.0"),
    ("Firefox Translations base, 44 MB", "28.8 / 57.8", "29.4 / 57.9"),
)
SUMMARY = """\
For Argos Translate 1.11 and the Bitext Workbench; runs on CTranslate2, int8. A pre-norm transformer of width
{width} with {encoder_layers} encoder and {decoder_layers} decoder layers, {million_parameters:.1f} million
parameters, one table of {vocabulary:,} SentencePiece pieces for source, target and output. It started from
the vectors of the Universal Sentence Encoder multilingual (Apache-2.0) and was trained for {hours:.1f} hours
on {device}: {steps:,} steps, {million_tokens:.1f} million target tokens."""
ABOUT_THE_TEXTS = """\
None of this text is in the package or the repository. Some of it may be used for research only or states no
licence: look at the table before you use the weights beyond this workbench. Pairs that share a run of 16
Chinese or 48 English letters with a development set were left out. The shares are those of the last part of
the training; the first 17.9 million target tokens had less news (41%), more law (17%), technology (11%)."""
RECIPE = """\
```
python -m pip install -e '.[training]'
python -m training.translator --corpora ../shared/corpora --hours {hours:.2f}
```

The state of a run (training/state, not in the repository) lets it go on with more `--hours`. Without that
state, `--start-from workbench/models/translate-zh_en.argosmodel` starts from the weights of this package."""
ABOUT_THE_WAYS = """\
`Bare` is the model alone, as argostranslate runs it. The workbench's engine sends figures, dates and Latin
names past the model as marks and tries outputs with visible faults again; no glossary and no memory took
part."""
KNOWN_FAULTS = """\
- It is a draft: short training on little data. Short plain sentences can mostly be understood, of longer ones
  the subject. Expect wrong words, dropped clauses, invented words and detail; never publish its output
  unread. Metadata (`"draft": true`), the workbench's database, screens and exports say so.
- Bare, figures are often wrong: digits dropped, swapped or repeated, 亿 and 万 in the wrong magnitude. The
  workbench therefore sends them past the model as placeholders ⟦1⟧…⟦9⟧, and checks them.
- Names (people, companies, places) are often replaced by others, left out or spelled as nonsense.
- Bare, it repeats itself; `no_repeat_ngram_size=3, repetition_penalty=1.1` in CTranslate2, which the
  workbench uses for a second try, nearly ends that.
- Taiwan's statutes are a tenth of the text: headings and numbered clauses may sound like law.
- Text is normalised before it is read: NFKC, straight quotation marks, Traditional characters to Simplified
  ones. Line breaks are not known to it: give it one sentence at a time.
- Of long sentences it leaves clauses out. Above 50 characters the workbench therefore gives it clause by
  clause what is longer, and loses some of what holds the clauses together."""


def model_card(state: Path) -> str:
    """Return the card in Markdown, from what the steps of the pipeline left in the state folder."""
    evaluation = json.loads((state / "evaluation.json").read_text(encoding="utf-8"))
    training = json.loads((state / "training.json").read_text(encoding="utf-8"))
    filtered = json.loads((state / "filter.json").read_text(encoding="utf-8"))
    parts = [
        f"# Chinese→English translation package {PACKAGE_VERSION} (draft)",
        _summary(training),
        "## How good it is",
        _figures(evaluation),
        "## Known faults",
        KNOWN_FAULTS,
        "## What it is trained on",
        _corpora(filtered),
        "## How to make it again",
        RECIPE.format(**training),
        "## Samples",
        _samples(evaluation),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(training: dict[str, Any]) -> str:
    return SUMMARY.format(
        million_parameters=training["parameters"] / 1e6,
        million_tokens=training["target_tokens"] / 1e6,
        **training["shape"],
        **training,
    )


def _figures(evaluation: dict[str, Any]) -> str:
    bare, whole = evaluation["judgements"]
    lines = ["| test set | metric | bare | in the workbench |", "|---|---|---|---|"]
    for each, other in zip(bare["scores"], whole["scores"], strict=True):
        lines.append(f"| {each['test_set']} | {each['metric']} | {each['points']} | {other['points']} |")
    for name, rate in bare["faults"].items():
        lines.append(f"| {evaluation['lines']:,} lines | {name} | {rate:.1%} | {whole['faults'][name]:.1%} |")
    signatures = sorted({f"`{each['metric']}|{each['signature']}`" for each in bare["scores"]})
    speed = f"{evaluation['sentences_per_second']:.0f} sentences of 20–40 characters a second"
    lines += [
        "",
        f"sacrebleu, beam 4. Signatures: {', '.join(signatures)}.",
        "",
        ABOUT_THE_WAYS,
        "",
        f"Speed, greedy, bare, threads: {evaluation['threads']}: {speed}.",
        "",
        "For comparison, BLEU / chrF:",
        "",
        "| system | flores_dev | newstest2017 |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {flores} | {news} |" for name, flores, news in REFERENCE_SYSTEMS]
    return "\n".join(lines)


def _corpora(filtered: dict[str, Any]) -> str:
    lines = [
        "| corpus | register | licence as stated | pairs kept | share of tokens |",
        "|---|---|---|---|---|",
    ]
    for each in CORPORA:
        kept = filtered[each.name]["kept"]
        lines.append(f"| {each.name} | {each.register} | {each.licence} | {kept:,} | {each.share:.1%} |")
    return "\n".join([*lines, "", ABOUT_THE_TEXTS])


def _samples(evaluation: dict[str, Any]) -> str:
    lines = ["As they come, not chosen, from our own table of government Chinese:", ""]
    for source, output, reference in evaluation["samples"]:
        lines += [f"- {source}", f"  - package: {output}", f"  - reference: {reference}"]
    return "\n".join(lines)
