"""What happens to a paragraph, by its language and its kind, with the reason in words."""

from collections import Counter
from collections.abc import Sequence

from db.records import Route
from workbench.intake.detector import Detection, detect
from workbench.intake.paragraphs import Draft

_NAMES = {"zh": "Chinese", "en": "English", "ja": "Japanese", "ko": "Korean", "ru": "Russian", "fr": "French"}
MAJORITY_SAMPLE = 60  # paragraphs, enough to tell a document's main language


def detect_all(drafts: Sequence[Draft]) -> list[Detection]:
    """Tell each paragraph's language; for Latin text what the format itself declares comes first."""
    first = [detect(draft.text) for draft in drafts]
    language, script = majority(drafts, first)
    found = []
    for draft, detection in zip(drafts, first, strict=True):
        final = detection
        is_latin = detection.script == "Latn" and language not in (detection.language, "zh", "und")
        if is_latin or (detection.language == "zh" and detection.script != script):
            final = detect(draft.text, majority=language, majority_script=script)
        if draft.language not in ("", "zh", final.language) and final.script == "Latn":
            final = Detection(draft.language, "Latn", f"the file declares {draft.language}")
        found.append(final)
    return found


def majority(drafts: Sequence[Draft], detections: Sequence[Detection]) -> tuple[str, str]:
    """Give the language and script of most of a text, furniture left out where there is anything else."""
    weights: Counter[tuple[str, str]] = Counter()
    for is_furniture in (False, True):
        for draft, detection in zip(drafts, detections, strict=True):
            if bool(draft.furniture) == is_furniture and detection.language != "und":
                weight = len(draft.text) * (3 if detection.language in ("zh", "ja", "ko") else 1)
                weights[detection.language, detection.script] += weight
        if weights:
            return weights.most_common(1)[0][0]
    return "und", ""


def route(draft: Draft, detection: Detection, document_language: str) -> tuple[Route, str]:
    """Decide on one paragraph: Chinese is translated, English is a reference, the rest is skipped."""
    if draft.furniture:
        return Route.SKIP, f"{draft.kind}: {draft.furniture}"
    language = detection.language
    if language == "und":
        return Route.SKIP, f"nothing to translate: {detection.reason}"
    name = _NAMES.get(language, language)
    if language not in ("zh", "en"):
        return Route.SKIP, f"{name} is neither Chinese nor English: {detection.reason}"
    if document_language in ("zh", "en") and language != document_language:
        return Route.SKIP, f"a short {name} piece in a text of another language: {detection.reason}"
    if language == "zh":
        return Route.TRANSLATE, f"Chinese: {detection.reason}"
    return Route.REFERENCE, f"English: {detection.reason}"
