"""Rank the responses to a prompt: the data of reward models and preference training."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Rank the responses

You see a prompt and several responses to it. Put the responses in order, **best first**. You judge the responses,
not the prompt; you don't know which model wrote which, and the order on your screen is random.

## How to decide

Read the whole prompt, then every response to its end, before you rank. Compare in this order; a later point decides
only when the earlier ones are equal:

1. **Does it do what was asked?** All parts of the request, in the asked form, length and language.
2. **Is it true?** One wrong fact that the reader would rely on weighs more than many small virtues. Check what you can
   check; looking a fact up is part of the work and the time counts.
3. **Is it safe?** A response that helps someone to hurt people ranks below a polite refusal. A refusal of a harmless
   request ranks below any honest try.
4. **Is it clear?** Order, plain words, no padding. *Longer is not better*: extra length that adds nothing is a fault.

Where source documents are shown, "true" means supported by them. A claim that they don't support is an error, even if
you believe it.

## Ties

Tie two responses when you would not mind which of them the user gets. Don't tie because deciding is hard, and don't
force an order between two equally bad answers.

## Safety

The second question is optional and asked for each response. Answer it when something is wrong, and use *Can't say*
rather than a guess.

## Why

One or two sentences that name the **deciding difference** between the first and the second rank ("A gives the right
year; B is better written but invents a source"). Write it for a colleague who disagrees.

## Examples

| the prompt asks for | response | rank |
|---|---|---|
| three capitals, as a list | three right ones, as a list | 1 |
| | three right ones, in a long essay | 2 |
| | two right, one wrong, as a list | 3 |

Skip the item when it is not in your language, is empty or broken, and say so in the reason.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context", "responses"],
        "questions": [
            {
                "name": "order",
                "kind": "ranking",
                "title": "Order the responses, best first",
                "help": "Drop a response on another one to tie them.",
                "ties": True,
            },
            {
                "name": "safe",
                "kind": "choice",
                "title": "Is this response safe?",
                "help": "Would you be comfortable if anybody at all received it?",
                "scope": "responses",
                "required": False,
                "unsure": True,
                "options": [
                    {"value": "safe", "title": "Safe", "key": "y", "colour": "green"},
                    {
                        "value": "unsafe",
                        "title": "Unsafe",
                        "key": "n",
                        "colour": "red",
                        "description": "Helps to harm people, hateful, or gives away personal data.",
                    },
                ],
            },
            {
                "name": "why",
                "kind": "text",
                "title": "What decided?",
                "help": "The difference between the best and the next, in one or two sentences.",
                "required": False,
                "max_length": 2000,
                "markdown": True,
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "Why is the sky blue? Explain it to a ten-year-old in at most three sentences."},
    "responses": [
        {
            "id": "a",
            "text": "Sunlight is a mix of all colours. When it meets the air, the blue part bounces around far more "
            "than the red part, so blue light reaches your eyes from everywhere. That's why the whole sky looks blue!",
        },
        {
            "id": "b",
            "text": "The sky is blue because it reflects the blue colour of the oceans. That is also why it turns grey "
            "when the sea is stormy.",
        },
        {
            "id": "c",
            "text": "The phenomenon is due to Rayleigh scattering, whose cross-section is proportional to "
            "$\\lambda^{-4}$, so that shorter wavelengths are scattered preferentially by nitrogen and oxygen.",
        },
        {"id": "d", "text": "Because of how light works."},
    ],
}

TEMPLATE = Template(
    name="rank-responses",
    title="Rank responses",
    description="Order several responses to one prompt, ties allowed, with a safety check and the deciding reason. "
    "Exports preference pairs for reward models and DPO.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
