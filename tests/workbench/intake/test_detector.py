"""The language rule against its golden table, and langdetect's known faults."""

import pytest

from tests.workbench.intake.tables import rows
from workbench.intake.detector import detect

SNIPPETS = rows("detection.tsv")


def test_the_table_has_a_hundred_snippets_of_each_language() -> None:
    languages = [language for _, language, _ in SNIPPETS]
    assert (languages.count("zh"), languages.count("en")) == (100, 100)
    assert all(5 <= len(text) <= 15 for text, _, _ in SNIPPETS)


@pytest.mark.parametrize(("text", "language", "script"), SNIPPETS)
def test_a_snippet_of_5_to_15_characters_is_told_rightly(text: str, language: str, script: str) -> None:
    found = detect(text)
    assert (found.language, found.script) == (language, script)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("これは日本語の文章です。", "ja"),
        ("カタカナとひらがなを含む漢字の文章", "ja"),
        ("한국어로 작성된 문장입니다.", "ko"),
        ("Привет, как дела сегодня? Всё хорошо.", "ru"),
        ("Le gouvernement a annoncé mardi une nouvelle série de mesures pour les entreprises.", "fr"),
        ("Die Regierung hat am Dienstag neue Maßnahmen für kleine Unternehmen angekündigt.", "de"),
        ("12,345.67 %", "und"),
        ("https://example.com/page?id=1 office@example.com", "und"),
        ("", "und"),
        ("……。！", "und"),
        ("XX区委副书记、区长", "zh"),
        ("与ABC公司合作", "zh"),
        ("The zone (云洲) grew fast in the first quarter of the year 2024.", "en"),
        ("の", "und"),
    ],
)
def test_the_writing_system_decides(text: str, language: str) -> None:
    assert detect(text).language == language


def test_short_latin_text_follows_the_majority_of_its_document() -> None:
    assert detect("Bonjour", majority="fr").language == "fr"
    assert detect("Bonjour").language == "en"
    assert detect("Bonjour", majority="zh").language == "en"


def test_characters_of_both_scripts_follow_the_majority() -> None:
    assert detect("中山大同", majority_script="Hant").script == "Hant"
    assert detect("中山大同").script == "Hans"


def test_one_character_of_one_script_outweighs_the_majority() -> None:
    assert detect("會中山大同", majority_script="Hans").script == "Hant"


def test_the_answer_is_the_same_each_time() -> None:
    text = "Mixed des mots and Worte con parole och ord med flera palabras in one line."
    assert len({detect(text) for _ in range(20)}) == 1
