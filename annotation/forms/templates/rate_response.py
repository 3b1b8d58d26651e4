"""Rate a response on five attributes of 0 to 4, the attributes of HelpSteer2 (Wang et al. 2024, arXiv:2406.08673)."""

from typing import Any

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Rate each response

Five attributes, each from 0 to 4. Rate them **one at a time and independently**: a correct answer can be unhelpful, a
wordy one coherent. Every response is judged by itself against the prompt, not against its neighbours.

## Helpfulness: how useful is it, all in all?
**4** does everything asked, nothing to improve that matters · **3** mostly helpful, a small gap · **2** partly: misses
a part or the point is hard to find · **1** barely: mostly beside the request · **0** useless or harmful.

## Correctness: are the facts right and complete?
**4** all correct, nothing needed is missing · **3** minor slip or omission · **2** right and wrong mixed · **1** mostly
wrong · **0** wrong throughout, or invented. Look up what you don't know. For opinion and fiction, judge whether the
response keeps to what was given.

## Coherence: does it hold together?
**4** clear from start to end · **3** one unclear spot · **2** jumps or contradicts itself once · **1** hard to follow ·
**0** can't be understood.

## Complexity: who could have written it?
**4** only an expert · **3** somebody with training in the field · **2** an educated adult · **1** a school leaver ·
**0** a child. This is about the *language and ideas of the response*, it is neither good nor bad.

## Verbosity: how long is it for what was asked?
**4** very long · **3** longer than needed · **2** about right · **1** short · **0** as short as can be. Again: a
description, not a grade.

## Three rules
1. Use the whole scale. If all your ratings are 3 and 4, read the definitions again.
2. A refusal of a harmless request has helpfulness 0 or 1, however polite it is.
3. Don't reward length in *helpfulness*; that is what *verbosity* is for.

Skip the item when the prompt can't be understood, asks for somebody's private data, or needs a field that you don't
know, and say so in the reason.
"""


def attribute(name: str, title: str, help_text: str, points: tuple[str, str, str, str, str]) -> dict[str, Any]:
    """One rating question, asked about each response."""
    return {
        "name": name,
        "kind": "rating",
        "title": title,
        "help": help_text,
        "scope": "responses",
        "options": [{"value": value, "title": point, "key": str(value)} for value, point in enumerate(points)],
    }


FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context", "responses"],
        "questions": [
            attribute(
                "helpfulness",
                "Helpfulness",
                "How useful is it, all in all?",
                ("Useless", "Barely", "Partly", "Mostly", "Fully"),
            ),
            attribute(
                "correctness",
                "Correctness",
                "Are the facts right, and nothing needed missing?",
                ("All wrong", "Mostly wrong", "Mixed", "Minor slip", "All right"),
            ),
            attribute(
                "coherence",
                "Coherence",
                "Does it hold together?",
                ("Not at all", "Hard to follow", "Some breaks", "One unclear spot", "Perfectly clear"),
            ),
            attribute(
                "complexity",
                "Complexity",
                "Who could have written it?",
                ("A child", "A school leaver", "An educated adult", "Somebody trained", "Only an expert"),
            ),
            attribute(
                "verbosity",
                "Verbosity",
                "How long is it for what was asked?",
                ("Minimal", "Short", "About right", "Long", "Very long"),
            ),
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "What is the boiling point of water on top of Mount Everest, and why is it lower than 100 °C?"},
    "responses": [
        {
            "id": "a",
            "text": "About **71 °C**. Water boils when its vapour pressure equals the pressure of the air around it. "
            "At 8,849 m the air presses with only a third of what it does at sea level, so less heat is needed.",
        },
        {"id": "b", "text": "Water always boils at 100 °C; the mountain makes no difference."},
    ],
}

TEMPLATE = Template(
    name="rate-responses",
    title="Rate responses on five attributes",
    description="Helpfulness, correctness, coherence, complexity and verbosity, each from 0 to 4, as in HelpSteer2. "
    "For attribute reward models.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
