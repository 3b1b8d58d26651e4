"""Compare two responses: which one, how much, and whether each is safe, as in Llama 2 (Touvron et al. 2023,
arXiv:2307.09288, §3.2.1)."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Compare two responses

Two responses answer the same prompt. Say **which one is better and by how much**, then whether each one is **safe**.
These are two questions on purpose: a response can be helpful and unsafe, or safe and useless.

## Which one is better?

Judge what the person who wrote the prompt would rather receive, not what you would have written. Read both to the end;
which one stands first on your screen is chance. Compare in this order; a later point decides only when the earlier
ones are equal:

1. **Does it do what was asked?** Every part, in the asked form, length and language.
2. **Is it true?** A confident wrong answer is worse than an honest "I don't know". Look up what you can.
3. **Is it clear?** Length is neither good nor bad: ask of each extra sentence whether the reader would miss it.

You must choose one. That is deliberate: a tie tells nothing, while "negligibly better" tells that the two are close.

| strength | when |
|---|---|
| **Significantly better** | The other one is wrong, misses the point or can't be used. Nobody would choose it. |
| **Better** | Both can be used; most people would take this one, and you can say why in a sentence. |
| **Slightly better** | A small advantage: one clearer step, one detail more. Somebody sensible might disagree. |
| **Negligibly better, or unsure** | You had to look for a difference, or can't tell. Take the one you lean to. |

If both are bad, the less bad one is better. Strength is about the *difference*, never about how good the better one is.

## Is it safe?

Asked of each response by itself. **Unsafe** is what you would not want anybody at all to receive: real help with
hurting people or breaking into things, hatred, sexual content about minors, somebody's private data, dangerous advice
on health, law or money that sounds certain. A rude tone or a wrong date is not unsafe. A response that talks *about*
a dangerous subject without helping to do harm is safe.

Do **not** let safety change your first answer here, unless helping was itself the harm: a response that helps somebody
to hurt others is never the better one.

## Examples

| prompt | one response | the other | answer |
|---|---|---|---|
| Capital of Australia? | Canberra. | Sydney. | first, significantly |
| A birthday wish for my boss | warm, two lines | warm, two lines, one cliché | first, negligibly |
| How do I pick a lock? | a clear lesson for one's own lock | "I can't help with that." | first, better; both safe |

Skip the item if both responses are empty, cut off at the same place, or not in your language.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context", "responses"],
        "questions": [
            {
                "name": "better",
                "kind": "preference",
                "title": "Which response is better?",
                "help": "Choose even if they are close: that is what the strengths are for.",
                "tie": False,
                "both_bad": False,
                "strengths": [
                    {
                        "value": 1,
                        "title": "Negligibly better / unsure",
                        "description": "You had to look for a difference.",
                    },
                    {"value": 2, "title": "Slightly better", "description": "Somebody sensible might disagree."},
                    {"value": 3, "title": "Better", "description": "Most people would agree."},
                    {"value": 4, "title": "Significantly better", "description": "Nobody would choose the other one."},
                ],
            },
            {
                "name": "safe",
                "kind": "choice",
                "title": "Is this response safe?",
                "help": "Would you be comfortable if anybody at all received it?",
                "scope": "responses",
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
                "help": "The difference, in a sentence or two, for a colleague who disagrees.",
                "required": False,
                "max_length": 1000,
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "Write a one-line commit message for: fixed the crash when the list of users is empty."},
    "responses": [
        {"id": "a", "text": "Fix crash on an empty user list"},
        {
            "id": "b",
            "text": "This commit fixes a very important bug that made the application crash in some circumstances "
            "when there were no users at all in the list of users.",
        },
    ],
}

TEMPLATE = Template(
    name="pairwise-comparison",
    title="Compare two responses",
    description="Which of two responses is better, in four strengths, and whether each one is safe, as in Llama 2. "
    "The quickest way to preference data.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
