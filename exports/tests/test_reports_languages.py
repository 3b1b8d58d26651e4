"""A report's document in each language: the sentences of the pages, and numbers and dates as they are written there."""

import json
from pathlib import Path

import pytest

from annotation.agreement.reasons import Code, Reason
from exports.reports import shown, words
from exports.reports.levels import CODES
from exports.reports.pdf import pdf
from exports.reports.section import NOTES, NOTES_OF_KINDS
from exports.reports.spoken import LANGUAGES, VALUE, say, sentences, speaking
from exports.tests.pdf_text import pdf_text

LOCALES = Path(__file__).parents[2] / "frontend/src/i18n/locales"
ON_PAPER = ("document.", "person.", "reason.")
"""What the page says nowhere, or in other files of words."""


@pytest.fixture(scope="module")
def content():
    return json.loads((Path(__file__).parent / "data/report.json").read_text())


def locale(language, name):
    return json.loads((LOCALES / language / f"{name}.json").read_text())


def at(part, path):
    for step in path.split("."):
        part = part[step]
    return part


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_what_the_page_says(language):
    page, people = locale(language, "quality"), locale(language, "standing")
    shared = {path: said for path, said in sentences(language).items() if not path.startswith(ON_PAPER)}
    assert shared == {path: at(page, path) for path in shared}
    titles = {path: said for path, said in sentences(language).items() if path.startswith("person.")}
    assert titles == {f"person.{figure}": each["title"] for figure, each in people["figure"].items()}


def test_every_sentence_is_there_in_every_language_with_the_same_values():
    english, spanish = sentences("en"), sentences("es")
    reasons = {path for path in spanish if path.startswith("reason.")}
    assert reasons == {f"reason.{code.value}" for code in Code}, "which English says in the engine itself"
    assert set(spanish) - reasons == set(english)
    values = {path: set(VALUE.findall(said)) for path, said in english.items()}
    assert values == {path: set(VALUE.findall(said)) for path, said in spanish.items() if path not in reasons}


def test_every_code_of_a_report_has_its_sentence():
    for language in LANGUAGES:
        with speaking(language):
            assert all(say(f"code.{code}") for code in CODES)
            assert all(say(f"note.{note}") for note in (*NOTES, *NOTES_OF_KINDS.values()))
            assert all(words.undefined(Reason(code, 3, 10).to_json()) for code in Code)


def test_why_something_is_undefined_is_said_in_the_language_of_the_document():
    reason = Reason(Code.TOO_FEW_TEXTS, 3, 100).to_json()
    assert words.undefined(reason) == "Too few compared pairs of texts: 3 of at least 100."
    with speaking("es"):
        assert words.undefined(reason) == "Muy pocas parejas de textos comparadas: 3 de al menos 100."


def test_numbers_and_dates_are_written_as_the_language_writes_them():
    told = (
        lambda: shown.coefficient(-0.1234),
        lambda: shown.share(0.5),
        lambda: shown.whole(1234),
        lambda: shown.whole(1234567),
        lambda: shown.plain(12345.67),
        lambda: shown.between(0.1, 0.25),
        lambda: shown.chance(0.0001),
        lambda: shown.moment("2026-11-22T17:05:00Z"),
        lambda: say("why.few_items", count=1),
        lambda: say("why.few_items", count=12345),
    )
    assert [each() for each in told] == [
        "−0.123",
        "50.0%",
        "1,234",
        "1,234,567",
        "12,345.7",
        "0.100 to 0.250",
        "< 0.001",
        "22 November 2026, 17:05 UTC",
        "Only 1 item was answered by several people, so the interval is wide.",
        "Only 12,345 items were answered by several people, so the interval is wide.",
    ]
    with speaking("es"):
        assert [each() for each in told] == [
            "−0,123",
            "50,0\u00a0%",
            "1234",
            "1.234.567",
            "12.345,7",
            "de 0,100 a 0,250",
            "< 0,001",
            "22 de noviembre de 2026, 17:05 UTC",
            "Solo 1 elemento lo respondieron varias personas, así que el intervalo es ancho.",
            "Solo 12.345 elementos los respondieron varias personas, así que el intervalo es ancho.",
        ]


def test_the_document_is_in_one_language_with_all_of_its_letters(content):
    said = " ".join(pdf_text(pdf(content, language="es")))
    (section,) = content["projects"]
    with speaking("es"):
        assert words.verdict(section) in said
        assert all(shown.coefficient(row["alpha"]) in said for row in section["questions"])
        assert shown.moment(content["made_at"]) in said
    assert "Cómo se obtienen estas cifras" in said
    assert "¿Ayudarían más respuestas?" in said
    english = [
        sentence
        for path, sentence in sentences("en").items()
        if path.startswith("document.") and len(sentence) > 12 and "{{" not in sentence
        if sentence in said and sentence != sentences("es")[path]
    ]
    assert english == []
    assert b"/Lang (es)" in pdf(content, language="es")


def test_what_is_said_after_a_document_is_in_the_language_before_it(content):
    pdf(content, language="es")
    assert say("level.good") == "Reliable"
