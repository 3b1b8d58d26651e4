"""CoNLL: tokens and tags of every scheme become texts with spans."""

import pytest

from annotation.forms import answer_problems, parse_form
from annotation.imports.conll import READER, tagged
from annotation.tests.given import given, lost_of, rows_of, sample

NEWS = """-DOCSTART- -X- O O

EU NNP I-NP I-ORG
rejects VBZ I-VP O
German JJ I-NP I-MISC
call NN I-NP O

Peter NNP I-NP I-PER
Blackburn NNP I-NP I-PER

-DOCSTART- -X- O O

BRUSSELS NNP I-NP I-LOC
"""


def marked(row):
    text = row.item.content["text"]
    spans = row.item.annotations[0]["answers"][0]["value"]["spans"]
    return text, [(text[span["start"] : span["end"]], *span["labels"]) for span in spans]


def test_sentences_of_the_wild_come_in():
    rows = rows_of(READER, given({"emerging.dev.conll": sample("wnut17", "emerging.dev.conll")}))
    assert marked(rows[0]) == (
        "Stabilized approach or not ? That ´ s insane and good .",
        [],
    )
    assert marked(rows[1])[1] == [("Redondo Beach Blvd", "location"), ("Gardena", "location"), ("Compton", "location")]
    assert rows[1].where == "emerging.dev.conll, line 14"


def test_documents_hold_their_sentences_as_lines():
    first, second = rows_of(READER, given({"eng.train.conll": NEWS}))
    assert marked(first) == (
        "EU rejects German call\nPeter Blackburn",
        [("EU", "ORG"), ("German", "MISC"), ("Peter Blackburn", "PER")],
    )
    assert marked(second) == ("BRUSSELS", [("BRUSSELS", "LOC")])
    assert first.item.external_id == "eng.train.conll:1"
    assert first.item.metadata == {"split": "train"}
    assert lost_of([first, second]) == {"columns between token and tag": 2}


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("I-A I-A O I-A", [(0, 1, "A"), (3, 3, "A")]),  # IOB1
        ("I-A B-A I-A", [(0, 0, "A"), (1, 2, "A")]),  # IOB1, two beside each other
        ("B-A I-A B-A O", [(0, 1, "A"), (2, 2, "A")]),  # IOB2
        ("B-A I-B", [(0, 0, "A"), (1, 1, "B")]),
        ("B-A I-A E-A S-A S-B", [(0, 2, "A"), (3, 3, "A"), (4, 4, "B")]),  # BIOES
        ("B-A L-A U-B O", [(0, 1, "A"), (2, 2, "B")]),  # BILOU
        ("E-A I-A", [(0, 0, "A"), (1, 1, "A")]),
        ("A A O B", [(0, 1, "A"), (3, 3, "B")]),  # no scheme
        ("B-A-B I-A-B", [(0, 1, "A-B")]),
    ],
)
def test_every_scheme_is_read(tags, spans):
    assert list(tagged(tags.split())) == spans


def test_bad_lines_spoil_their_sentence_alone():
    data = b"a\tO\n\nlonely\n\nb\tB-X\n\n\xff\tO\n\n" + b"x" * (1 << 21) + b"\tO\n\nc\tO\n"
    rows = rows_of(READER, given({"a.conll": data}))
    assert [row.item and row.item.content["text"] for row in rows] == ["a", None, "b", None, None, "c"]
    assert [row.problems[0].detail for row in rows if row.problems] == [
        "line 3 has no tag",
        "line 7 is not UTF-8",
        "line 9 is longer than 1 MiB",
    ]


def test_an_endless_document_is_refused_without_being_kept():
    (row,) = rows_of(READER, given({"a.conll": "-DOCSTART- O\n\n" + "word\tO\n" * 300_000}))
    assert row.item is None
    assert "1048576 characters" in row.problems[0].detail


def test_the_form_has_the_labels_and_holds_the_answers():
    files = given({"a.conll": NEWS})
    form = parse_form(READER.form(files))
    assert [option.value for option in form.questions[0].options] == ["ORG", "MISC", "PER", "LOC"]
    for row in READER.read(files, {}):
        assert answer_problems(form, row.item.content, row.item.annotations[0]["answers"]) == []
    assert READER.form(given({"a.conll": ""})) is None


def test_offsets_count_code_points():
    assert marked(*rows_of(READER, given({"a.bio": "👩‍👧\tO\né\tB-X\n"}))) == ("👩‍👧 é", [("é", "X")])


def test_it_is_recognised():
    assert READER.detect(given({"a.txt": NEWS})) > 0.9
    assert READER.detect(given({"a.txt": "Just a text.\nNothing more."})) == 0
    assert READER.detect(given({"data.txt": "0 0.5 0.5 0.1 0.1"})) == 0
