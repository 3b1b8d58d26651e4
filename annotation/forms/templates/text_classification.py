"""Put a text into a class."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Classify the text

Choose the class that fits the **writer's** attitude to the subject, as the text states it.

- **Positive** or **Negative**: a fair reader would say the writer likes, or dislikes, what is written about.
- **Neutral**: facts, questions, announcements; no attitude is shown. A neutral text is not a text you are unsure about.
- **Mixed**: both are clearly there ("great camera, awful battery") and neither prevails.
- **Can't say**: you don't understand it, or a missing context would turn it round.

## Hard cases

| text | class | because |
|---|---|---|
| "Oh great, another update." | Negative | irony counts as it is meant |
| "It's not bad at all." | Positive | read the whole, not the words |
| "The film lasts two hours." | Neutral | a fact, however tired it sounds |
| "My friend hates it." | Neutral | not the writer's own attitude |

Skip texts that are empty or that you don't want to read; nobody will ask why.

Don't judge whether the writer is right, polite or spells well. If the text holds personal data such as an address or
a telephone number, tick the box: the manager will remove it.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["text", "context"],
        "questions": [
            {
                "name": "sentiment",
                "kind": "choice",
                "title": "What is the writer's attitude?",
                "unsure": True,
                "options": [
                    {"value": "positive", "title": "Positive", "key": "1", "colour": "green"},
                    {"value": "neutral", "title": "Neutral", "key": "2", "colour": "gray"},
                    {"value": "negative", "title": "Negative", "key": "3", "colour": "red"},
                    {"value": "mixed", "title": "Mixed", "key": "4", "colour": "yellow"},
                ],
            },
            {
                "name": "flags",
                "kind": "choice",
                "title": "Does any of this apply?",
                "required": False,
                "multiple": True,
                "options": [
                    {"value": "personal_data", "title": "Holds personal data", "key": "p", "colour": "orange"},
                    {"value": "wrong_language", "title": "Not in the project's language", "key": "l"},
                ],
            },
        ],
    }
)

TEMPLATE = Template(
    name="text-classification",
    title="Classify texts",
    description="One class for each text, with clear rules for hard cases. Replace the classes by your own.",
    guidelines=GUIDELINES,
    form=FORM,
    example={"text": "The screen is gorgeous and the battery lasts all day. I only wish it weighed less."},
)
