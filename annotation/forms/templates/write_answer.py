"""Write the answer that a model should learn to give: demonstrations for fine-tuning."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Write the answer

Write the response that you would want a very good assistant to give. It will be shown to a model as an example, so
what you write is copied thousands of times: a wrong fact, too.

## Before you write
- Read the prompt twice. What does the person want to *do* with the answer?
- Look up every fact, number and name that you don't know for certain. The time counts as work.
- If the prompt asks for something harmful, write a short and kind refusal, and offer what you can help with.

## While you write
1. **Start with the answer.** No "Great question!", no repetition of the prompt.
2. As long as needed and no longer. Most answers are between one sentence and four paragraphs.
3. Markdown where it helps: lists for steps, tables for comparisons, fenced blocks for code. Code must run.
4. Say what is uncertain, and what would settle it.
5. Your own words. Text copied from a site, or from another model, is rejected.

## Before you submit
Read it aloud once. Would you send it to somebody whose opinion you value?

Skip the prompt when you know too little about its subject to be sure of your answer: that is no fault of yours.

Where documents are shown, use only what stands in them, and say so if they don't hold the answer.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "messages", "context"],
        "questions": [
            {
                "name": "answer",
                "kind": "text",
                "title": "Write the best answer you can",
                "min_length": 20,
                "max_length": 20_000,
                "markdown": True,
            },
            {
                "name": "confidence",
                "kind": "rating",
                "title": "How sure are you that it is right?",
                "options": [
                    {"value": 1, "title": "Not sure", "key": "1"},
                    {"value": 2, "title": "Fairly sure", "key": "2"},
                    {"value": 3, "title": "Certain", "key": "3"},
                ],
            },
            {
                "name": "sources",
                "kind": "text",
                "title": "Where did you look it up?",
                "help": "One address or title on each line.",
                "required": False,
                "max_length": 4000,
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "My sourdough doesn't rise in winter. What can I change without buying anything?"},
}

TEMPLATE = Template(
    name="write-answer",
    title="Write an answer",
    description="People write the response a model should give, say how sure they are, and name their sources. "
    "For supervised fine-tuning.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
