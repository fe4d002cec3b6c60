"""As many out as in, whatever comes in; nothing silently wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbench.engines.packages import build_package
from workbench.engines import translator as module
from workbench.engines.faults import WEIGHTS
from workbench.engines.models import install_package
from workbench.engines.tokenizers import open_package
from workbench.engines.translator import PackageTranslator, load_translator, prepare
from workbench.errors import ModelError


@pytest.fixture(scope="module")
def tiny(tiny_package: Path, tmp_path_factory: pytest.TempPathFactory) -> PackageTranslator:
    """A translator whose outputs are senseless, as a test of the checks should be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path_factory.mktemp("argos") / "packages"))
        return PackageTranslator(install_package(tiny_package), beam_size=2)


SEGMENTS = st.lists(
    st.text(st.sampled_from("高新区發展，。；2024 aA_⟦1⟧\u200b\n\t\u3000𠮷\x00"), max_size=30), max_size=12
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(segments=SEGMENTS)
def test_as_many_come_out_as_go_in(tiny: PackageTranslator, segments: list[str]) -> None:
    results = list(tiny.translate(segments))
    assert [index for index, _ in results] == list(range(len(segments)))
    for segment, (_, result) in zip(segments, results, strict=True):
        assert "\n" not in result.text
        assert set(result.warnings) <= set(WEIGHTS)
        assert result.score <= 0
        if not segment.strip():
            assert result.text == ""
        if not result.text and prepare(segment):
            assert result.warnings


def test_windows_change_nothing(tiny: PackageTranslator, monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [f"高新区第{number % 7}条。" for number in range(20)] + ["", "abc"]
    whole = list(tiny.translate(segments))
    monkeypatch.setattr(module, "FIRST_WINDOW_SEGMENTS", 2)
    monkeypatch.setattr(module, "WINDOW_SEGMENTS", 3)
    in_parts = list(tiny.translate(segments))
    assert [(i, r.text, r.warnings) for i, r in in_parts] == [(i, r.text, r.warnings) for i, r in whole]
    assert [r.score for _, r in in_parts] == pytest.approx([r.score for _, r in whole], abs=1e-3)


def test_the_model_reads_simplified_text_of_plain_width_on_one_line() -> None:
    assert prepare("ＧＤＰ達８００億元，\u200b增長８．３％。\n二") == "GDP达800亿元，增长8.3%。 二"
    assert prepare("● 云栈数据") == "云栈数据"
    assert prepare("★★") == "★★"


def test_text_without_chinese_is_given_back(tiny: PackageTranslator) -> None:
    for text in ("GDP 2024", "www.example.com/a_b", "..."):
        assert next(tiny.translate([text]))[1].text == text


def test_long_text_reaches_the_model_in_pieces_that_it_takes(
    tiny: PackageTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    queue = PackageTranslator._queue

    def recording(self: PackageTranslator, texts: list[str], **options: float) -> list[object]:
        seen.extend(texts)
        return queue(self, texts, **options)

    monkeypatch.setattr(PackageTranslator, "_queue", recording)
    text = "今天高新区发布公告，新建企业三十家，" * 60 + "没有标点的长文字" * 60
    assert len(list(tiny.translate([text]))) == 1
    tokenizer = tiny._tokenizer
    assert max(len(tokenizer.encode(piece)) for piece in seen) <= module.LONGEST_PIECE_TOKENS
    assert len(seen) > 10


@pytest.mark.parametrize(("longest", "is_cut"), [(20, True), (0, False), (True, False), ("20", False)])
def test_a_package_may_ask_for_clauses(
    tmp_path: Path, packages_folder: Path, monkeypatch: pytest.MonkeyPatch, longest: object, *, is_cut: bool
) -> None:
    package = install_package(build_package(tmp_path / "a.argosmodel", longest_text=longest))
    translator = PackageTranslator(package)
    first: list[list[str]] = []
    queue = PackageTranslator._queue

    def recording(self: PackageTranslator, texts: list[str], **options: float) -> list[object]:
        first.append(list(texts))
        return queue(self, texts, **options)

    monkeypatch.setattr(PackageTranslator, "_queue", recording)
    clauses = ["今天上午大会在高新区开幕，", "很多企业前来参加，大家说好。"]
    assert len(list(translator.translate(["".join(clauses)]))) == 1
    assert first[0] == (clauses if is_cut else ["".join(clauses)])


def test_a_fault_is_tried_again_and_the_lightest_candidate_kept(
    tiny: PackageTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[dict[str, float]] = []
    queue = PackageTranslator._queue

    def recording(self: PackageTranslator, texts: list[str], **options: float) -> list[object]:
        calls.append(dict(options))
        return queue(self, texts, **options)

    monkeypatch.setattr(PackageTranslator, "_queue", recording)
    result = next(tiny.translate(["2024年，高新区增长8.3%，新建企业30家。"]))[1]
    assert result.warnings
    assert calls[0] == {}
    assert module.SECOND_TRY in calls


def test_the_score_is_the_mean_log_probability_of_a_token(tiny: PackageTranslator) -> None:
    text = "高新区"
    running = tiny._queue([text])[0]
    found = running.result.result()
    tokens = found.hypotheses[0]
    candidate = tiny._candidate(text, running, tokens, found.scores[0])
    scored = tiny._loaded.model.score_batch([tiny._tokenizer.encode(text)], [tokens])[0].log_probs
    scored = scored[: candidate.token_count]
    assert candidate.score == pytest.approx(sum(scored) / len(scored), abs=1e-3)


def test_no_underscore_becomes_a_space(tiny: PackageTranslator) -> None:
    assert tiny._tokenizer.decode(["▁a", "_", "b"]).strip() == "a_b"


def test_the_name_changes_with_the_package(tiny_package: Path, packages_folder: Path, tmp_path: Path) -> None:
    first = PackageTranslator(install_package(tiny_package)).name
    second = PackageTranslator(install_package(build_package(tmp_path / "b.argosmodel", seed=5))).name
    assert first != second
    assert first.startswith("argos:translate-zh_en-tiny:0.1-")


def test_a_broken_installed_package_is_one_line(packages_folder: Path, tmp_path: Path) -> None:
    package = install_package(build_package(tmp_path / "full.argosmodel", draft=False))
    (package.path / "model" / "model.bin").write_bytes(b"broken")
    with pytest.raises(ModelError) as caught:
        load_translator()
    assert "\n" not in str(caught.value)


NO_SOCKETS = """
import socket, sys
def refuse(*a, **k):
    raise AssertionError("a socket was asked for")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
class NoSocket(socket.socket):
    def __init__(self, *a, **k):
        refuse()
socket.socket = NoSocket
from workbench.engines.translator import load_translator
from workbench.engines.encoder import load_encoder
results = list(load_translator().translate(["高新区今天发布公告。", "", "本區產業發展。"]))
assert len(results) == 3
assert load_encoder().encode(["高新区", "zone"]).shape == (2, 512)
heavy = {"torch", "sentence_transformers", "argostranslate.translate", "stanza", "spacy", "scipy"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


def test_translating_and_encoding_open_no_socket_and_load_nothing_heavy(
    tiny_package: Path, packages_folder: Path
) -> None:
    install_package(tiny_package)
    done = subprocess.run([sys.executable, "-c", NO_SOCKETS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_tokens_are_those_of_argostranslate(tiny: PackageTranslator) -> None:
    theirs = open_package(tiny._package.path).tokenizer
    for text in ("高新区今天发布公告。", "2024年 ⟦1⟧", ""):
        tokens = tiny._tokenizer.encode(text)
        assert tokens == theirs.encode(text)
        assert tiny._tokenizer.decode(tokens) == theirs.decode(tokens)


def test_alternatives_differ_and_the_best_comes_first(tiny: PackageTranslator) -> None:
    found = tiny.alternatives("高新区今天发布公告。", 6)
    assert 1 < len(found) <= 6
    assert len({result.text for result in found}) == len(found)
    weights = [module.faults.weight(result.warnings) for result in found]
    assert weights == sorted(weights)
    assert [result.text for result in tiny.alternatives("English only", 3)] == ["English only"]
