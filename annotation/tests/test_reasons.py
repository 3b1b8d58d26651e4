"""Reasons in words: English here, and every language of the interface."""

import json
import re
from pathlib import Path

import pytest

from annotation.agreement.reasons import SENTENCES, Code, Reason

LOCALES = Path(__file__).parents[2] / "frontend/src/i18n/locales"


def spoken(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((LOCALES / language / "manage.json").read_text())["reason"]
    return {code: re.sub(r"\{\{(\w+)\}\}", r"{\1}", sentence) for code, sentence in found.items()}


def test_every_reason_has_a_sentence_in_english():
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_has_a_sentence_on_the_pages_with_the_same_numbers(language):
    numbers = {code: set(re.findall(r"\{(\w+)\}", sentence)) for code, sentence in spoken(language).items()}
    assert numbers == {code.value: set(re.findall(r"\{(\w+)\}", words)) for code, words in SENTENCES.items()}


def test_pages_in_english_say_what_files_and_scripts_say():
    assert spoken("en") == {code.value: sentence for code, sentence in SENTENCES.items()}


def test_a_reason_says_how_much_there_was_and_how_much_is_needed():
    assert Reason(Code.TOO_FEW_ANSWERS, 3, 10).to_json() == {
        "code": "too_few_answers",
        "n": 3,
        "needed": 10,
        "detail": "Too few answers to tell: 3 of at least 10.",
    }
