"""Say how a response must be improved, and improve it: a critique with the rewritten response."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Critique and rewrite

For each response you do two things: write **instructions how to improve it**, and then write **the improved response**
by following exactly these instructions. Together they teach a model to find faults and to mend them.

## First: does it need work?

**Good as it is** means that you would send it to the person who asked, without shame and without changes. Most
responses are not: look for facts, missing parts, the asked form, clarity, tone and safety before you choose this.

## The instructions

Write them to the author of the response, who is able but did not see the fault.

- **Name the place**: "the second step", "the line about prices", not "some parts".
- **Say what is wrong and why it matters** to the reader, then **what to do instead**.
- The most important fault first. Two or three that matter are better than ten that don't.
- Only what can be acted on. "Make it better" is no instruction, "Say that the first train leaves at 6:10, not 8:10"
  is one.
- No praise, no softening, no marks.

| too little | right |
|---|---|
| Wrong facts. | On Everest water boils at about 71 °C, not 100 °C. Give the number and the reason: low air pressure. |
| Too long. | The first paragraph repeats the question. Remove it and begin with the answer. |
| Tone! | The person is grieving. Open with a sentence of sympathy and drop the list of facts. |

You may mark the words that an instruction is about; it helps the reader, but the instruction must stand without it.

## The improved response

1. Do **everything** that your instructions say and **nothing else**. If you find another fault while writing, go back
   and add an instruction.
2. Keep what was good, word for word where possible.
3. Look at the *differences* at the end: each one should follow from an instruction.

Where documents are shown, the improved response may say only what they support.

Skip the item if the prompt can't be understood, or if you would have to know a field that you don't.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context", "responses"],
        "questions": [
            {
                "name": "needs_work",
                "kind": "choice",
                "title": "Does this response need work?",
                "scope": "responses",
                "options": [
                    {"value": "yes", "title": "It needs work", "key": "y", "colour": "orange"},
                    {
                        "value": "no",
                        "title": "Good as it is",
                        "key": "n",
                        "colour": "green",
                        "description": "You would send it without changes.",
                    },
                ],
            },
            {
                "name": "faults",
                "kind": "spans",
                "title": "Mark what is wrong",
                "help": "Optional: the words that your instructions are about.",
                "scope": "responses",
                "required": False,
                "options": [
                    {"value": "wrong", "title": "Wrong", "key": "1", "colour": "red"},
                    {"value": "unclear", "title": "Unclear", "key": "2", "colour": "yellow"},
                    {"value": "needless", "title": "Needless", "key": "3", "colour": "gray"},
                    {"value": "unsuitable", "title": "Unsuitable tone or content", "key": "4", "colour": "pink"},
                ],
                "when": {"question": "needs_work", "equals": "yes"},
            },
            {
                "name": "critique",
                "kind": "text",
                "title": "How must it be improved?",
                "help": "Instructions to its author: the place, what is wrong, what to do instead.",
                "scope": "responses",
                "min_length": 20,
                "max_length": 4000,
                "markdown": True,
                "when": {"question": "needs_work", "equals": "yes"},
            },
            {
                "name": "improved",
                "kind": "text",
                "title": "The improved response",
                "help": "Follow your instructions, all of them and nothing else.",
                "scope": "responses",
                "edits": True,
                "max_length": 20_000,
                "markdown": True,
                "when": {"question": "needs_work", "equals": "yes"},
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "My cat died yesterday. How do I tell my six-year-old?"},
    "responses": [
        {
            "id": "a",
            "text": "Children of six begin to understand that death is final. Best practice:\n\n1. Say that the cat "
            "has gone to sleep.\n2. Avoid long talks.\n3. Offer a new pet soon.\n\nStudies show that most children get "
            "over the loss of a pet within weeks.",
        }
    ],
}

TEMPLATE = Template(
    name="critique-rewrite",
    title="Critique and rewrite",
    description="Instructions how to improve a response, and the improved response that follows them. For critique "
    "models, self-correction and preference pairs of before and after.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
