"""Write dialogues from a brief: prompts, several responses in order, turn after turn."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Write a dialogue

The item is a **brief**: it says what the conversation should be about, and sometimes how it begins. You write both
sides. What you write is training data as it stands: the prompts teach what people ask, the responses teach how to
answer, and **the order of the responses is their rating**.

## The prompt

- Write as somebody who **needs** something, with their own words, gaps and detours. Real people rarely write "Please
  provide a comprehensive overview of…".
- Vary: a bare question, a request with conditions, a pasted text or picture, a complaint, a change of mind.
- Use pictures only if you made them or may use them, and if the prompt needs them. Nobody recognisable, no private
  data: invent names, numbers and addresses.

## The responses

Write **at least two** that differ in quality, all of them plausible:

1. The best one you can: right, complete, as long as needed, kind. Look up what you are not sure of. Code must run.
2. One that somebody might really give, with a fault that matters: a wrong fact, a missed condition, padding, a tone
   that doesn't fit, a needless refusal.

Don't write absurd ones; nothing is learnt from them. Don't copy from sites or from other models: it is rejected.

## The order

Best first. Tie two only if you would not mind which of them the user gets. The conversation goes on from the best one
unless you choose another; the next prompt must then fit **that** response.

## Tags and marks

Tag a whole response where a tag fits. Mark the words that make a response worse, so that a model can learn *where* the
fault is: the smallest stretch that shows it, rarely more than a sentence. The best response usually has no marks.

## How many turns

At least two, so that the second prompt must build on the first response: a follow-up, a correction, "and what if…".
Stop when the person would stop. A natural end after two turns beats a forced sixth.

## Before you submit

Read it aloud from the top. Would you believe that it took place? Does every response know what was said before?

Skip the brief if you know too little about its subject, and say so; that is no fault of yours.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context"],
        "questions": [
            {
                "name": "dialogue",
                "kind": "dialogue",
                "title": "Write the dialogue",
                "help": "Responses best first. The next turn goes on from the best one unless you choose another.",
                "min_turns": 2,
                "max_turns": 8,
                "min_responses": 2,
                "max_responses": 5,
                "ties": True,
                "prompt_images": True,
                "response_images": True,
                "tags": [
                    {"value": "refuses", "title": "Refuses", "colour": "gray"},
                    {"value": "asks_back", "title": "Asks back", "colour": "blue"},
                    {"value": "looked_up", "title": "Facts looked up", "colour": "green"},
                    {"value": "creative", "title": "Invented on purpose", "colour": "violet"},
                ],
                "labels": [
                    {"value": "wrong", "title": "Wrong", "key": "1", "colour": "red"},
                    {"value": "ignores", "title": "Ignores what was asked", "key": "2", "colour": "orange"},
                    {"value": "unclear", "title": "Unclear", "key": "3", "colour": "yellow"},
                    {"value": "padding", "title": "Padding", "key": "4", "colour": "gray"},
                    {"value": "tone", "title": "Wrong tone", "key": "5", "colour": "pink"},
                    {"value": "harmful", "title": "Harmful", "key": "6", "colour": "grape"},
                ],
            },
            {
                "name": "note",
                "kind": "text",
                "title": "Anything the reviewer should know?",
                "help": "Sources that you used, or what was hard about the brief.",
                "required": False,
                "max_length": 2000,
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {
        "text": "**Brief 14: cooking for one.** Somebody who lives alone, has one pan and little money, asks about "
        "food. At least two turns. One response should miss a condition that was stated earlier."
    },
}

TEMPLATE = Template(
    name="collect-dialogue",
    title="Collect dialogues",
    description="People write prompts and several responses in order, tag them, mark faults, and go on for as many "
    "turns as they like. For demonstrations, preferences and multi-turn data from zero.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
