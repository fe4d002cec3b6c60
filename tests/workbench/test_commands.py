"""What the commands print: data on stdout, the same bytes for a pipe, a file and a terminal."""

import json
import re
from pathlib import Path

import pytest

from db import translations
from db.records import Translation
from db.store import open_store
from tests.workbench.conftest import SENTENCES, CommandLine, Engines


def test_detect_prints_an_object_a_paragraph(command_line: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "云洲高新区召开年度工作大会，强调要加快建设世界一流的高科技园区。\n\n"
        "The zone held its yearly meeting today and set out its plans for a world-class science park.\n\n"
        "產業園區發展迅速，企業數量不斷增加，經濟效益顯著提高。\n",
        encoding="utf-8",
    )
    outcome = command_line("detect", path)
    rows = [json.loads(line) for line in outcome.out.split("\n")[:-1]]
    assert [row["paragraph"] for row in rows] == [0, 1, 2]
    assert [(row["language"], row["route"]) for row in rows] == [
        ("zh", "translate"),
        ("en", "reference"),
        ("zh", "translate"),
    ]
    assert [row["script"] for row in rows][::2] == ["Hans", "Hant"]
    assert all(row["reason"] for row in rows)


def test_segment_prints_a_sentence_a_line(command_line: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "会议强调，要加快建设世界一流的高科技园区，推动各项工作。大家说“好！”\n\n"
        "The zone grew quickly last year. It hired Dr. Li to lead the office that serves new companies.\n",
        encoding="utf-8",
    )
    assert command_line("segment", path, "--language", "zh").out == (
        "会议强调，要加快建设世界一流的高科技园区，推动各项工作。\n大家说“好！”\n"
    )
    assert command_line("segment", path, "--language", "en").out == (
        "The zone grew quickly last year.\nIt hired Dr. Li to lead the office that serves new companies.\n"
    )
    assert command_line("segment", path).out.count("\n") == 4


def test_translate_gives_as_many_lines_as_it_gets(
    command_line: CommandLine, engines: Engines, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("云洲。\n\n高新区\u2028大会。\r\n结束", encoding="utf-8")
    outcome = command_line("translate", "--text", path)
    assert outcome.out == "[云洲。]\n[]\n[高新区\u2028大会。]\n[结束]\n"
    rows = [
        json.loads(line) for line in command_line("translate", "--text", path, "--json").out.split("\n")[:-1]
    ]
    assert [row["source"] for row in rows] == ["云洲。", "", "高新区\u2028大会。", "结束"]
    path.write_bytes(b"")
    assert command_line("translate", "--text", path).out == ""


def test_align_prints_beads_that_score_reads(
    command_line: CommandLine, engines: Engines, folder: Path, tmp_path: Path
) -> None:
    sides = []
    for language in ("zh", "en"):
        lines = (folder / f"a-{language}.txt").read_text(encoding="utf-8").replace("\n\n", "\n")
        sides.append(tmp_path / language)
        sides[-1].write_text(lines, encoding="utf-8")
    outcome = command_line("align", "--source", sides[0], "--target", sides[1])
    assert re.fullmatch(r"(\[\d+\]:\[\d+\]:[\d.]+\n){12}", outcome.out)
    assert outcome.err.startswith("parallel: ")
    (tmp_path / "predicted").write_text(outcome.out, encoding="utf-8")
    gold = "".join(f"[{n}]:[{n}]\n" for n in range(SENTENCES))
    (tmp_path / "gold").write_text(gold, encoding="utf-8")
    scores = json.loads(command_line("score", tmp_path / "gold", tmp_path / "predicted", "--json").out)
    assert scores["strict"]["f1"] == 1.0
    assert "1.000" in command_line("score", tmp_path / "gold", tmp_path / "predicted").out
    rows = command_line("align", "--source", sides[0], "--target", sides[1], "--json").out.split("\n")[:-1]
    assert [json.loads(row)["source"] for row in rows] == [[n] for n in range(SENTENCES)]


def test_run_and_what_follows_it(
    command_line: CommandLine, engines: Engines, folder: Path, database: Path, tmp_path: Path
) -> None:
    first = command_line("run", folder, "--db", database, "--export", tmp_path / "out", "--json")
    assert (first.code, first.err) == (0, "")
    row = json.loads(first.out)
    assert (len(row["pairs"]), row["translated"], row["aligned"]) == (2, 2 * SENTENCES, 2)
    for name in ("notes.doc", "more.DOC", "odd.\x1b[7m"):
        (folder / name).write_bytes(b"x")
    second = command_line("run", folder, "--db", database, "--json")
    passed_over = "workbench: passed over, as their types are not read: .doc 2, others 1\n"
    assert (second.code, second.err) == (0, passed_over)
    again = json.loads(second.out)
    assert (again["translated"], again["aligned"]) == (0, 0)
    assert {file["outcome"] for file in again["files"]} == {"unchanged"}
    listed = command_line("documents", "--db", database, "--json").out.split("\n")[:-1]
    assert len({json.loads(line)["id"] for line in listed}) == 5
    paragraphs = command_line("documents", "--db", database, "--paragraphs", 1, "--json").out.split("\n")[:-1]
    assert {json.loads(line)["route"] for line in paragraphs} == {"reference"}
    assert command_line("documents", "--db", database, "--paragraphs", 1).out.count("reference") == SENTENCES
    assert command_line("documents", "--db", database).out.count("\n") == 5
    assert "0 segments translated" in command_line("translate", "--db", database).out
    assert "0 pairs aligned" in command_line("align", "--db", database).out
    accepted = command_line("export", "tmx", tmp_path / "reviewed.tmx", "--accepted", "--db", database)
    assert (accepted.code, accepted.err) == (0, f"{tmp_path / 'reviewed.tmx'}: 0 units\n")
    wrong = command_line("export", "sqlite", tmp_path / "x", "--at-least", "0.9", "--db", database)
    assert (wrong.code, (tmp_path / "x").exists()) == (2, False)
    for name in ("tmx", "tsv", "sqlite"):
        outcome = command_line("export", name, tmp_path / f"x.{name}", "--db", database)
        assert (outcome.code, outcome.out) == (0, "")
        assert (tmp_path / f"x.{name}").stat().st_size > 0


def test_the_database_comes_from_the_environment(
    command_line: CommandLine, engines: Engines, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_DB", str(database))
    assert command_line("run", folder).code == 0
    assert command_line("documents").out.count("\n") == 5


RULES = '[cleaning]\noff = ["full-width"]\n[segmentation.zh]\nterminals = "；"\n'


def test_rules_of_the_user_work_in_every_command_that_reads(
    command_line: CommandLine, engines: Engines, tmp_path: Path
) -> None:
    path, rules, database = tmp_path / "a.txt", tmp_path / "rules.toml", tmp_path / "x.db"
    path.write_text("２０２４年要抓项目；要抓招商。\n", encoding="utf-8")
    rules.write_text(RULES, encoding="utf-8")
    assert command_line("segment", path).out == "2024年要抓项目；要抓招商。\n"
    assert command_line("segment", path, "--rules", rules).out == "２０２４年要抓项目；\n要抓招商。\n"
    assert "２０２４" in json.loads(command_line("detect", path, "--rules", rules).out)["text"]
    assert command_line("run", path, "--db", database).code == 0
    assert command_line("clean", 1, "--rules", rules, "--db", database).code == 0
    assert "   2 segments" in command_line("documents", "--db", database).out
    assert command_line("clean", 2, "--on", "full-width", "--db", database).code == 0
    assert "2024年要抓项目" in command_line("documents", "--paragraphs", 3, "--db", database).out
    rules.write_text("", encoding="utf-8")
    assert command_line("run", path, "--rules", rules, "--db", database).code == 0
    assert "   1 segments" in command_line("documents", "--db", database).out
    rules.write_text("[nothing]", encoding="utf-8")
    for arguments in (("segment", path), ("detect", path), ("run", path), ("clean", 1)):
        outcome = command_line(*arguments, "--rules", rules)
        assert (outcome.code, outcome.err.count("\n")) == (4 if arguments[0] == "clean" else 3, 1)


def test_the_rules_of_the_examples_are_valid(command_line: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("欢迎关注云洲公众号\n\n要抓项目；要抓招商。\n", encoding="utf-8")
    rules = Path(__file__).parents[2] / "examples" / "rules.toml"
    assert command_line("segment", path, "--rules", rules).out == "要抓项目；\n要抓招商。\n"


def test_very_long_sentences_stay_whole_and_offer_their_clauses(
    command_line: CommandLine, tmp_path: Path
) -> None:
    long = "会议强调，要坚持稳中求进的工作总基调，" * 6 + "推动各项工作再上新的台阶。"
    path = tmp_path / "a.txt"
    path.write_text(f"{long}\n\n大家都说好。\n", encoding="utf-8")
    assert command_line("segment", path).out == f"{long}\n大家都说好。\n"
    pieces = command_line("segment", path, "--clauses").out.split("\n")[:-1]
    assert len(pieces) > 6
    assert "".join(pieces) == long + "大家都说好。"
    first, second = (
        json.loads(line) for line in command_line("segment", path, "--json").out.split("\n")[:-1]
    )
    assert [first["text"][start:end] for start, end in first["clauses"]] == pieces[:-1]
    assert second["clauses"] == [[0, 6]]


def test_a_file_without_text_leaves_no_database_behind(command_line: CommandLine, tmp_path: Path) -> None:
    path, database = tmp_path / "a.txt", tmp_path / "x.db"
    for content in (b"", b" \n", bytes(range(256)) * 9):
        path.write_bytes(content)
        assert command_line("run", path, "--db", database).code == 3
        assert not list(tmp_path.glob("x.db*"))


def test_drafts_of_all_engines_stand_side_by_side(
    command_line: CommandLine, engines: Engines, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("高新区发展很快。\n\n大家都很高兴。\n", encoding="utf-8")
    database = tmp_path / "b.db"
    command_line("run", path, "--db", database)
    with open_store(database) as store:
        again = Translation("大家都很高兴。", "All are\tglad.", "en", "other/1", -1.5, is_draft=True)
        translations.save(store, [again])
    head, *rows = (line.split("\t") for line in command_line("drafts", 1, "--db", database).out.splitlines())
    assert sorted(head) == ["fake/1", "other/1", "segment", "source"]
    column = {name: number for number, name in enumerate(head)}
    assert [row[column["source"]] for row in rows] == ["高新区发展很快。", "大家都很高兴。"]
    assert [row[column["other/1"]] for row in rows] == ["", "All are glad."]
    objects = [
        json.loads(line) for line in command_line("drafts", 1, "--db", database, "--json").out.splitlines()
    ]
    assert objects[1]["drafts"]["other/1"] == {"text": "All are\tglad.", "score": -1.5, "warnings": []}
    assert list(objects[0]["drafts"]) == ["fake/1"]
