"""CoNLL: tokens with their tags, no span moved, and back again."""

from __future__ import annotations

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from annotation.forms import parse_form
from annotation.imports.conll import READER
from annotation.tests.given import given
from exports.formats.conll import Conll, between_spaces, words
from exports.tests.marked_data import PATIENT, written
from exports.tests.recorded import Recorded, about, annotation, item

LABELS = ("PER", "ORG", "creative work")


def spans_form(scope="text"):
    options = [{"value": label} for label in LABELS]
    question = {
        "name": "names",
        "kind": "spans",
        "title": "Names",
        "scope": scope,
        "options": options,
        "multiple": True,
    }
    return parse_form({"shows": [scope], "questions": [question]})


def said(number, *spans, annotator="ann", on="text"):
    rows = [{"start": start, "end": end, "labels": list(labels)} for start, end, *labels in spans]
    return annotation(number, [{"question": "names", "on": on, "value": {"spans": rows}}], annotator=annotator)


def texts(*records, scope="text"):
    return Recorded(about(spans_form(scope)), records)


def one(text, *spans, **options):
    found, counts = written(Conll, texts(item(0, {"text": text}, said(0, *spans))), **options)
    (data,) = found.values()
    return data.decode(), counts


def rows(text):
    return [tuple(line.split("\t")) for line in text.splitlines() if line][1:]


def test_words_and_signs_are_tokens_and_spans_are_tagged():
    text, counts = one("Ann Lee, of ACME.", (0, 7, "PER"), (12, 16, "ORG"))
    assert text == "-DOCSTART-\tO\n\nAnn\tB-PER\nLee\tI-PER\n,\tO\nof\tO\nACME\tB-ORG\n.\tO\n\n"
    assert counts == {
        "documents": 1,
        "items": 1,
        "lost_blank": 0,
        "lost_labels": 0,
        "lost_nested": 0,
        "lost_overlapping": 0,
        "spans": 2,
        "tokens": 6,
    }


def test_ends_are_tagged_too_by_choice():
    text, _ = one("Ann B. Lee, ACME", (0, 10, "PER"), (12, 16, "ORG"), scheme="bioes", tokens="spaces")
    assert rows(text) == [("Ann", "B-PER"), ("B.", "I-PER"), ("Lee", "E-PER"), (",", "O"), ("ACME", "S-ORG")]


def test_a_token_is_cut_where_a_span_ends_inside_of_it():
    assert rows(one("unbelievable", (2, 9, "PER"))[0]) == [("un", "O"), ("believa", "B-PER"), ("ble", "O")]


def test_spaces_at_the_ends_of_spans_are_no_tokens():
    assert rows(one("a b c", (1, 4, "PER"))[0]) == [("a", "O"), ("b", "B-PER"), ("c", "O")]
    assert one("a   b", (1, 3, "PER"))[1]["lost_blank"] == 1


def test_of_spans_that_cover_each_other_the_longest_is_written():
    text, counts = one("a b c d e", (0, 5, "PER"), (2, 3, "ORG"), (4, 7, "ORG"), (0, 5, "ORG"), (8, 9, "ORG"))
    assert rows(text) == [("a", "B-ORG"), ("b", "I-ORG"), ("c", "I-ORG"), ("d", "O"), ("e", "B-ORG")]
    assert (counts["lost_nested"], counts["lost_overlapping"], counts["spans"]) == (2, 1, 2)


def test_lines_are_sentences_unless_a_span_goes_on():
    assert one("a\nb\n\nc", (0, 3, "PER"))[0] == "-DOCSTART-\tO\n\na\tB-PER\nb\tI-PER\n\nc\tO\n\n"


def test_spans_beside_each_other_stay_apart():
    assert rows(one("a b", (0, 1, "PER"), (2, 3, "PER"))[0]) == [("a", "B-PER"), ("b", "B-PER")]


def test_further_labels_are_counted():
    assert one("a", (0, 1, "PER", "ORG"))[1]["lost_labels"] == 1


def test_people_who_answered_about_the_same_text_have_a_file_each():
    first = item(0, {"text": "a b"}, said(0, (0, 1, "PER")), said(1, annotator="bob/../x"))
    second = item(1, {"text": "c"}, said(2, annotator="bob/../x"))
    found, _ = written(Conll, texts(first, second))
    mine, others = found
    assert mine == "ann.conll"
    assert others.startswith("x-")
    assert rows(found[mine].decode()) == [("a", "B-PER"), ("b", "O")]
    assert found[others].count(b"-DOCSTART-") == 2


def test_one_file_is_enough_where_nobody_answered_about_the_same():
    records = [item(0, {"text": "a"}, said(0)), item(1, {"text": "b"}, said(1, annotator="bob"))]
    assert list(written(Conll, texts(*records))[0]) == ["annotations.conll"]
    assert written(Conll, texts(item(0, {"text": "a"})))[0] == {"annotations.conll": b""}


def test_splits_are_files():
    records = [item(0, {"text": "a"}, said(0), split="test"), item(1, {"text": "b"}, said(1), split="train")]
    assert sorted(written(Conll, texts(*records))[0]) == ["test.conll", "train.conll"]


def test_texts_of_responses_are_documents_each():
    content = {"responses": [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}]}
    answers = [
        {
            "question": "names",
            "on": f"responses.{name}",
            "value": {"spans": [{"start": 0, "end": 3, "labels": ["PER"]}]},
        }
        for name in ("a", "b")
    ]
    found, counts = written(Conll, texts(item(0, content, annotation(0, answers)), scope="responses"))
    assert counts["documents"] == 2
    assert found["annotations.conll"].count(b"-PER") == 2


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("naïve café", ["naïve", "café"]),
        ("cafe\u0301!", ["cafe\u0301", "!"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("👩‍👧 ok", ["👩‍", "👧", "ok"]),
        ("a_b 3.5", ["a_b", "3", ".", "5"]),
        ("a\u2028b", ["a", "b"]),
    ],
)
def test_words_are_those_of_any_script(text, tokens):
    assert [text[start:end] for start, end in words(text)] == tokens


def test_a_text_cannot_pretend_to_be_the_head_of_a_document():
    text = "-DOCSTART- x"
    assert [text[start:end] for start, end in between_spaces(text)] == ["-", "DOCSTART-", "x"]


WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=6)


@PATIENT
@for_any(st.lists(WORDS, min_size=1, max_size=12), st.data(), st.sampled_from(["iob2", "bioes"]))
def test_what_was_marked_comes_back(tokens, data, scheme):
    text = " ".join(tokens)
    places, at = [], 0
    for token in tokens:
        places.append((at, at + len(token)))
        at += len(token) + 1
    cuts = sorted(data.draw(st.sets(st.integers(0, len(tokens)), max_size=6)))
    spans = [
        (places[first][0], places[last - 1][1], data.draw(st.sampled_from(LABELS)))
        for first, last in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    found, counts = written(Conll, texts(item(0, {"text": text}, said(0, *spans))), scheme=scheme, tokens="spaces")
    (row,) = READER.read(given(found), {})
    back = row.item.annotations[0]["answers"][0]["value"]["spans"]
    assert row.item.content["text"].replace("- DOCSTART-", "-DOCSTART-") == text
    assert [(span["start"], span["end"], *span["labels"]) for span in back] == spans
    assert counts["spans"] == len(spans)


@PATIENT
@for_any(
    st.text(max_size=40).filter(lambda text: text.strip()),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(LABELS)), max_size=6),
    st.sampled_from(["words", "spaces"]),
)
def test_every_span_is_written_or_counted_and_no_sign_of_the_text_is_lost(text, spans, tokens):
    valid = [(start, min(end, len(text)), label) for start, end, label in spans if start < min(end, len(text))]
    written_text, counts = one(text, *valid, tokens=tokens)
    lost = counts["lost_nested"] + counts["lost_overlapping"] + counts["lost_blank"]
    assert counts["spans"] + lost == len(valid)
    assert "".join(token for token, _ in rows_by_newline(written_text)) == "".join(text.split())
    assert sum(tag.startswith("B-") for _, tag in rows_by_newline(written_text)) == counts["spans"]


def rows_by_newline(text):
    return [tuple(line.split("\t")) for line in text.split("\n") if line][1:]
