"""Correct a response: the edited text and what had to be changed."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Edit the response

You see a prompt and a response to it. **Make the response right with as few changes as that takes.** The pair of the
original and your version teaches a model what was wrong, so every change must be a correction, not a matter of taste.

## How to work

1. Read the prompt and the whole response before you touch a word. Look up facts, names, numbers; run code.
2. Change what is wrong: facts, missing parts, ignored wishes of the prompt, unclear sentences, broken formatting,
   anything unsafe.
3. Leave what is right **as it stands**. Don't put your words in place of equally good ones, don't reorder what reads
   well, don't make it longer for its own sake.
4. Look at the *differences* before you submit. If you can't name a reason for a change, take it back.

If the response needs nothing, leave it unchanged: that is an answer too, and a valuable one. If hardly a sentence can
stay, write it anew, and say so in the second question.

## What did you change?

Tick everything that applies, by what was wrong with the **original**:

| tick | when the original |
|---|---|
| Wrong facts | said something untrue, computed wrongly, or its code did not run |
| Something was missing | left a part of the request open, or a warning that the reader needed |
| Did not follow the prompt | had the wrong form, length, language or point of view |
| Unclear or badly ordered | could be misread, repeated itself, buried the answer |
| Formatting | broke a table, list, formula or code block |
| Unsafe or rude | could hurt somebody or gave away private data |
| Nothing | was fine, and you left it as it was |

Keep the response's language, point of view and degree of formality. Correct the spelling, but don't tick anything for
spelling alone unless it changes the meaning.

Skip the item if the prompt can't be understood or the response answers another prompt altogether.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context", "responses"],
        "questions": [
            {
                "name": "corrected",
                "kind": "text",
                "title": "Correct the response",
                "help": "As few changes as it takes. Leave it unchanged if there is nothing to correct.",
                "scope": "responses",
                "edits": True,
                "max_length": 20_000,
                "markdown": True,
            },
            {
                "name": "changes",
                "kind": "choice",
                "title": "What did you change?",
                "scope": "responses",
                "multiple": True,
                "options": [
                    {"value": "facts", "title": "Wrong facts", "key": "1", "colour": "red"},
                    {"value": "missing", "title": "Something was missing", "key": "2", "colour": "orange"},
                    {"value": "instructions", "title": "Did not follow the prompt", "key": "3", "colour": "grape"},
                    {"value": "clarity", "title": "Unclear or badly ordered", "key": "4", "colour": "blue"},
                    {"value": "formatting", "title": "Formatting", "key": "5", "colour": "gray"},
                    {"value": "unsafe", "title": "Unsafe or rude", "key": "6", "colour": "pink"},
                    {"value": "nothing", "title": "Nothing: it was fine", "key": "0", "colour": "green"},
                ],
            },
            {
                "name": "sources",
                "kind": "text",
                "title": "Where did you look it up?",
                "help": "One address or title on each line.",
                "scope": "responses",
                "required": False,
                "max_length": 4000,
                "when": {"question": "changes", "equals": "facts"},
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "How long do I boil eggs? I like them soft, just out of the fridge."},
    "responses": [
        {
            "id": "a",
            "text": "Put the eggs into cold water and bring it to the boil. Then boil them for **11 minutes** for a "
            "soft yolk. Cool them under cold water so that they don't cook on. Eggs contain many vitamins.",
        }
    ],
}

TEMPLATE = Template(
    name="edit-response",
    title="Edit a response",
    description="People correct a model's response with as few changes as possible and say what was wrong. "
    "For corrections, edit models and preference pairs of before and after.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
