"""The whole intake: over the examples, over the routing table, and its errors."""

import csv
import os
from itertools import pairwise
from pathlib import Path

import pytest

from db.records import Paragraph, Route, SourceFile
from tests.workbench.intake.tables import rows
from workbench.errors import EncodingError, InputError
from workbench.intake.finding import find_files, passed_over
from workbench.intake.reading import read_content, read_file, reclean

EXAMPLES = Path(__file__).parents[3] / "examples"
HEADING = "云洲高新区召开年度工作会议"
BODY = "会议强调，各单位要切实抓好落实，确保全年目标任务圆满完成。"


def paragraphs(source: SourceFile) -> list[Paragraph]:
    return [paragraph for document in source.documents for paragraph in document.paragraphs]


def table(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / "gold" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROUTES = table("routes.tsv")
PAIRS = table("pairs.tsv")
ROUTING = [("\t".join(row[:-3]), *row[-3:]) for row in rows("routing.tsv")]


@pytest.mark.parametrize("file", sorted({row["file"] for row in ROUTES}))
def test_every_paragraph_of_an_example_is_routed_as_its_gold_says(file: str) -> None:
    found = paragraphs(read_file(EXAMPLES / "documents" / file))
    gold = [row for row in ROUTES if row["file"] == file]
    assert [(p.route.value, p.kind, p.language, p.script if p.language == "zh" else "-") for p in found] == [
        (row["route"], row["kind"], row["language"], row["script"]) for row in gold
    ]
    assert all(p.text.startswith(row["opening"]) for p, row in zip(found, gold, strict=True))


@pytest.mark.parametrize("side", ["zh", "en"])
@pytest.mark.parametrize("name", [row["name"] for row in PAIRS])
def test_the_sentences_of_an_example_are_those_of_its_gold(name: str, side: str) -> None:
    row = next(row for row in PAIRS if row["name"] == name)
    source = read_file(EXAMPLES / "documents" / row[f"{side}_file"])
    found = [s.text for p in paragraphs(source) if p.route is not Route.SKIP for s in p.segments]
    gold = (EXAMPLES / "gold" / f"{name}.{side}").read_text(encoding="utf-8").split("\n")
    assert found == [line for line in gold if line]


def test_the_examples_carry_what_their_pages_say_of_them() -> None:
    notices = read_file(EXAMPLES / "documents/zh/tongzhi-huibian.txt").documents
    assert [(d.title, d.published_on, d.document_number, d.issuing_body) for d in notices] == [
        (
            "关于举办2024年度高新技术企业认定政策宣讲会的通知",
            "2024-04-28",
            "云高科〔2024〕15号",
            "云洲高新区科技创新局",
        ),
        ("关于科创大道部分路段实施交通管制的公告", "2024-05-06", "", "云洲高新区建设与交通局"),
    ]
    page = read_file(EXAMPLES / "documents/zh/t20240611_3382.html")
    (document,) = page.documents
    assert (document.published_on, document.source_name) == ("2024-06-11", "行政审批局")
    assert (page.encoding, page.encoding_reason) == ("gb18030", "declared in the file as gb2312")


@pytest.mark.parametrize(("text", "route", "kind", "language"), ROUTING)
def test_a_paragraph_is_routed_as_the_table_says(text: str, route: str, kind: str, language: str) -> None:
    source = read_content("x.txt", f"{HEADING}\n\n{BODY}\n\n{text}\n\n会议同时指出，{BODY}\n".encode())
    (found,) = [paragraph for paragraph in paragraphs(source) if paragraph.text == text]
    assert (found.route.value, found.kind, found.language) == (route, kind, language)
    assert found.reason


def test_the_routing_table_has_at_least_120_cases() -> None:
    assert len(rows("routing.tsv")) >= 120


@pytest.mark.parametrize("file", sorted({row["file"] for row in ROUTES}))
def test_places_and_spans_of_paragraphs_lead_back_into_the_text(file: str) -> None:
    source = read_file(EXAMPLES / "documents" / file)
    last = 0
    for paragraph in paragraphs(source):
        assert last <= paragraph.start < paragraph.end <= len(source.text)
        last = paragraph.end
        assert source.text[paragraph.start] == paragraph.text[0]
        assert source.text[paragraph.end - 1] in (paragraph.text[-1], ")", "）")
        assert all(paragraph.text[s.start : s.end] == s.text for s in paragraph.segments)
    hits = source.hits
    assert all(a.end <= b.start for a, b in pairwise(hits))


def test_furniture_can_be_restored_and_a_rule_switched_off() -> None:
    text = f"{HEADING}\n\n來源：云洲日報\n\n產(chǎn)業(yè)發(fā)展很快，{BODY}\n"
    source = read_content("x.txt", text.encode())
    assert [p.route for p in paragraphs(source)] == [Route.TRANSLATE, Route.SKIP, Route.TRANSLATE]
    assert paragraphs(source)[2].text == f"產業發展很快，{BODY}"
    off = [type(hit)(hit.rule, hit.start, hit.end, hit.replacement, is_active=False) for hit in source.hits]
    restored = reclean(source, off)
    assert [p.route for p in paragraphs(restored)] == [Route.TRANSLATE] * 3
    assert paragraphs(restored)[2].text == f"產(chǎn)業(yè)發(fā)展很快，{BODY}"
    assert {(hit.rule, hit.start) for hit in restored.hits} == {(hit.rule, hit.start) for hit in source.hits}
    assert reclean(restored, source.hits) == source


def test_boundaries_between_documents_can_be_corrected() -> None:
    source = read_file(EXAMPLES / "documents/zh/tongzhi-huibian.txt")
    first, second = source.documents
    (whole,) = reclean(source, source.hits, boundaries=[0]).documents
    assert whole.paragraphs == first.paragraphs + second.paragraphs
    places = [first.start, first.paragraphs[4].start, second.start]
    parts = reclean(source, source.hits, boundaries=places).documents
    assert [document.start for document in parts] == places
    assert reclean(source, source.hits, boundaries=[first.start, second.start]).documents == source.documents


def test_a_chinese_and_an_english_side_become_two_documents_in_the_order_given() -> None:
    english = "The meeting stressed that all units must deliver on their goals."
    text = f"{HEADING}\nZone Holds Its Annual Work Meeting\n{BODY}\n{english}\n"
    first, second = read_content("x.txt", text.encode()).documents
    assert (first.language, first.title, len(first.paragraphs)) == ("zh", HEADING, 2)
    assert (second.language, second.title, len(second.paragraphs)) == (
        "en",
        "Zone Holds Its Annual Work Meeting",
        2,
    )
    assert {p.route for p in second.paragraphs} == {Route.REFERENCE}


def test_a_line_of_two_languages_is_cut_in_runs() -> None:
    text = f"{BODY} The meeting stressed that all units must deliver on their goals.\n"
    first, second = read_content("x.txt", text.encode()).documents
    assert first.paragraphs[0].text == BODY
    assert second.paragraphs[0].text == "The meeting stressed that all units must deliver on their goals."


def test_a_gloss_in_brackets_stays_in_its_sentence() -> None:
    text = "园区引进了国际机构（Yunzhou Joint Center for Advanced Materials and Robotics）的研发总部。\n"
    (document,) = read_content("x.txt", text.encode()).documents
    assert len(document.paragraphs) == 1


def test_folders_are_searched_in_order_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", ".hidden.txt", "picture.png", "sub/c.md", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文字", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.html", "b.txt", "sub/c.md"]
    assert [path.name for path in passed_over([tmp_path, tmp_path / "b.txt"])] == ["picture.png"]


def test_a_link_that_leads_round_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文字", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [path.name for path in find_files([tmp_path])] == ["a.txt"]
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert [path.name for path in find_files([tmp_path])] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n\t\n", "no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG picture"),
        ("page.txt", b"%PDF-1.4 ...", "PDF file"),
        ("noise.txt", bytes(range(256)) * 8, "binary"),
        ("zeros.txt", b"abc\0\0\0def", "binary"),
        ("page.html", b"<html><body></body></html>", "no text"),
        ("script.html", b"<script>var a = 1</script>", "no text"),
    ],
)
def test_bad_content_is_refused_in_one_line(name: str, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_content(name, content)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")


def test_a_wrong_encoding_is_named_with_its_place() -> None:
    with pytest.raises(EncodingError, match=r"byte 3 .* --encoding"):
        read_content("x.txt", b"abc\xff", encoding="utf-8")
    with pytest.raises(EncodingError, match="no encoding named"):
        read_content("x.txt", b"abc", encoding="klingon")


def test_missing_unknown_and_empty_paths_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("x", encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    cases = {
        tmp_path / "none.txt": "no such file",
        tmp_path / "a.xyz": "type",
        tmp_path: "no file in here",
        tmp_path / "gone.txt": "leads nowhere",
    }
    for path, message in cases.items():
        with pytest.raises(InputError, match=message):
            list(find_files([path]))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("文字", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="rights"):
        read_file(path)


def test_a_folder_given_as_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path)


def test_a_whole_chinese_sentence_in_an_english_text_is_translated() -> None:
    text = "The zone held its meeting today and set out its plans.\n\n{}\n\nAll repeated it in the hall.\n"
    for chinese, route in (("我们要建设世界一流的园区。", Route.TRANSLATE), ("园区", Route.SKIP)):
        documents = read_content("a.txt", text.format(chinese).encode()).documents
        routes = [p.route for d in documents for p in d.paragraphs if p.language == "zh"]
        assert routes == [route]
