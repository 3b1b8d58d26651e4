"""Compare two responses: a ranking of two, so that everything that holds for rankings holds here."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Compare two responses

Two responses answer the same prompt. Put the better one first, or tie them.

- Judge **what the person who wrote the prompt would rather receive**, not what you would have written.
- Read both to the end. Which one stands first on your screen is chance.
- Correctness decides before style. A confident wrong answer is worse than an honest "I don't know".
- Length is neither good nor bad. Ask of each extra sentence whether the reader would miss it.
- **Tie** when you truly don't mind which one is given. If you lean to one side, even slightly, say so.

Then say **how sure** you are. "Slightly better" is a useful answer: it tells the model builders that the two are close.

Skip the item if both responses are empty, cut off at the same place, or not in your language.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context", "responses"],
        "questions": [
            {"name": "better", "kind": "ranking", "title": "Which response is better?", "ties": True},
            {
                "name": "margin",
                "kind": "rating",
                "title": "How much better?",
                "required": False,
                "help": "Leave it open for a tie.",
                "options": [
                    {"value": 1, "title": "Slightly", "description": "A coin would not be far off."},
                    {"value": 2, "title": "Better", "description": "Most people would agree."},
                    {"value": 3, "title": "Much better", "description": "The other one misses the point or is wrong."},
                ],
            },
            {
                "name": "why",
                "kind": "text",
                "title": "What decided?",
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
    description="Which of two responses is better, and by how much. The quickest way to preference data.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
