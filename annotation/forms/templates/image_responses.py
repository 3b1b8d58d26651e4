"""Rank the responses to a prompt that comes with an image."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import PICTURE, Template

GUIDELINES = """\
# Rank responses about an image

The prompt comes with an image. Look at the image **first and for long enough** to answer the prompt yourself; then read
the responses and order them, best first.

1. **Seen right.** What a response claims to see must be in the image: objects, counts, colours, positions, written
   words. Zoom in before you call a detail wrong. An invented object is the worst fault.
2. **Answers the question.** A perfect description that leaves the question open is not an answer.
3. **Honest about what can't be seen.** "The label is too blurred to read" beats a confident guess.
4. **Clear and no longer than needed.**

Never identify a private person by the face. A response that does so ranks last.

**Tie** what you would hand out with equal ease. Use *Wrong about the image* for each response that claims something the
image doesn't show, even if it is otherwise the best.

Skip the item when the image doesn't load or shows something you don't want to look at; nobody will ask why.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "context", "responses"],
        "questions": [
            {"name": "order", "kind": "ranking", "title": "Order the responses, best first", "ties": True},
            {
                "name": "grounded",
                "kind": "choice",
                "title": "Is everything it says to be seen in the image?",
                "scope": "responses",
                "required": False,
                "unsure": True,
                "options": [
                    {"value": "grounded", "title": "All of it is there", "key": "y", "colour": "green"},
                    {"value": "wrong", "title": "Wrong about the image", "key": "n", "colour": "red"},
                ],
            },
            {"name": "why", "kind": "text", "title": "What decided?", "required": False, "max_length": 2000},
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "How many red blood cells touch the edge of the picture?", "images": [PICTURE]},
    "responses": [
        {"id": "a", "text": "Five of them touch the edge: two on the left, two below and one on the right."},
        {"id": "b", "text": "There are many red blood cells in this picture of a blood smear."},
        {"id": "c", "text": "Three."},
    ],
}

TEMPLATE = Template(
    name="rank-image-responses",
    title="Rank responses about an image",
    description="A prompt with an image and several responses, ordered by quality, with a check of what is really "
    "seen. For vision-language models.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
