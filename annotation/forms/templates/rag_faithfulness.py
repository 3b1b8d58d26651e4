"""Check a response against the documents it was made from, span by span, as in RAGTruth (Niu et al. 2024,
arXiv:2401.00396)."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Faithful to the documents?

A system answered a question from the documents that are shown. You check **every claim** of the response against these
documents, and mark what they don't carry.

The measure is the documents, **not the truth**. A correct fact that no document states is unsupported; a wrong fact
that a document states is supported. You are not asked whether the documents are right.

## How to work

1. Read the question, then all documents, then the response.
2. Go through the response sentence by sentence. For each claim ask: *where does it say so?*
3. Mark the **smallest stretch that is wrong**: the number, the name, the half sentence. Not the whole paragraph.
4. If everything is carried, submit without marks: "nothing to mark" is a finding.

## The labels

| label | when | example (document: "The bridge opened in 1932 after eight years.") |
|---|---|---|
| **Contradicts** | A document says otherwise | "It opened in **1923**." |
| **Not in the documents** | No document says so, whether true or not | "It is **the longest in Australia**." |
| **Goes too far** | A document says less, or less surely | "It was **always** meant to take eight years." |
| **Wrong source** | The claim is carried, but not by the document that the response names | "According to **[2]**, …" |

- Common knowledge that merely links sentences ("Sydney is a city") is not marked. If the answer rests on it, mark it.
- A sum or comparison that follows from the documents is carried. Do the sum.
- "The documents don't say" is a claim too: mark it if they do.
- Don't mark style, length or order. They are no questions of faithfulness.
- Contradicts wins over the other labels; otherwise take the first in the table that fits.

You may also mark, in the documents, the passages that carry the answer. It takes a minute and makes disputes short.

## Does it answer?

Judge separately whether the question is answered **by what is carried**. *Rightly declines*: the documents don't hold
the answer and the response says so. *Wrongly declines*: they do hold it.

Skip the item if a document is missing, unreadable or in a language that you don't read well.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "context", "responses"],
        "questions": [
            {
                "name": "unfaithful",
                "kind": "spans",
                "title": "Mark what the documents don't carry",
                "help": "The smallest stretch. Nothing to mark is an answer.",
                "scope": "responses",
                "overlap": False,
                "options": [
                    {"value": "contradicts", "title": "Contradicts", "key": "1", "colour": "red"},
                    {"value": "unsupported", "title": "Not in the documents", "key": "2", "colour": "orange"},
                    {"value": "overstated", "title": "Goes too far", "key": "3", "colour": "yellow"},
                    {"value": "misattributed", "title": "Wrong source", "key": "4", "colour": "violet"},
                ],
            },
            {
                "name": "answers",
                "kind": "choice",
                "title": "Does it answer the question?",
                "scope": "responses",
                "options": [
                    {"value": "fully", "title": "Fully", "colour": "green"},
                    {"value": "partly", "title": "Partly", "colour": "yellow"},
                    {"value": "no", "title": "Not at all", "colour": "red"},
                    {
                        "value": "rightly_declines",
                        "title": "Rightly declines",
                        "colour": "teal",
                        "description": "The documents don't hold the answer, and it says so.",
                    },
                    {
                        "value": "wrongly_declines",
                        "title": "Wrongly declines",
                        "colour": "pink",
                        "description": "The documents hold the answer.",
                    },
                ],
            },
            {
                "name": "evidence",
                "kind": "spans",
                "title": "Mark what the answer rests on",
                "help": "Optional: the passages that carry the response.",
                "scope": "context",
                "required": False,
                "options": [{"value": "evidence", "title": "Evidence", "colour": "cyan"}],
            },
            {
                "name": "note",
                "kind": "text",
                "title": "What was hard to decide?",
                "required": False,
                "max_length": 2000,
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "When did the Sydney Harbour Bridge open, and how long did it take to build?"},
    "context": [
        {
            "id": "history",
            "title": "History",
            "text": "Work on the bridge began on 28 July 1923. The two halves of the arch met on 19 August 1930, and "
            "the bridge was opened to traffic on 19 March 1932.",
        },
        {
            "id": "figures",
            "title": "Figures",
            "text": "The arch spans 503 metres. Its top stands 134 metres above the water. About six million rivets "
            "hold the steel together.",
        },
    ],
    "responses": [
        {
            "id": "a",
            "text": "The bridge opened on **19 March 1932** after nearly nine years of work [1]. With 503 metres it "
            "was the longest arch in the world [2], held together by eight million rivets.",
        }
    ],
}

TEMPLATE = Template(
    name="rag-faithfulness",
    title="Check faithfulness to documents",
    description="Mark, word by word, what a response claims beyond its documents, and say whether the question is "
    "answered. For retrieval-augmented generation and hallucination detectors.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
