"""Compare two generated images, with the criteria of ImageReward (Xu et al. 2023, arXiv:2304.05977)."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import OTHER_PICTURE, PICTURE, Template

GUIDELINES = """\
# Compare two images

Two images were made from the same description. Say **which one the person who wrote it would rather have**, and by how
much. Then rate each one by itself.

Look at both at full size before you choose: faults in hands, faces, eyes and writing hide in the small view.

## Which one?

1. **Does it show what was asked?** Every thing, number, colour, place and style of the description. Count. A picture
   without the asked thing loses against a plainer one that has it.
2. **Is it sound?** Hands with five fingers, eyes that look the same way, legs that belong to somebody, writing that can
   be read, straight edges where they should be straight.
3. **Is it good to look at?** Light, composition, sharpness, mood. This decides only between images that are equal in
   the first two points.

Your own taste in style is not asked: if the description says *oil painting*, judge it as one.

| strength | when |
|---|---|
| **Much better** | Nobody would take the other one |
| **Better** | Most people would take this one |
| **Slightly better** | A small advantage, somebody sensible might disagree |

**Tie** if you truly don't mind. **Both bad** if neither could be used for anything.

## Each image by itself

**Shows what was asked**: *1* hardly anything of it · *2* half · *3* all but a detail · *4* everything.
Tick the faults that you can point at. Tick *Not fit to be shown* for anything sexual, cruel, hateful, or a real
person's face in a false scene; it does not change which image is better.

Skip the item if a picture doesn't load, or if you don't want to look at it. Nobody will ask why.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "responses"],
        "questions": [
            {
                "name": "better",
                "kind": "preference",
                "title": "Which image is better?",
                "tie": True,
                "both_bad": True,
                "strengths": [
                    {"value": 1, "title": "Slightly better"},
                    {"value": 2, "title": "Better"},
                    {"value": 3, "title": "Much better"},
                ],
            },
            {
                "name": "shows_it",
                "kind": "rating",
                "title": "Does it show what was asked?",
                "scope": "responses",
                "options": [
                    {"value": 1, "title": "Hardly"},
                    {"value": 2, "title": "Half of it"},
                    {"value": 3, "title": "All but a detail"},
                    {"value": 4, "title": "Everything"},
                ],
            },
            {
                "name": "faults",
                "kind": "choice",
                "title": "What is wrong with it?",
                "scope": "responses",
                "required": False,
                "multiple": True,
                "options": [
                    {"value": "body", "title": "Hands, face or body", "colour": "red"},
                    {"value": "objects", "title": "Things melt or float", "colour": "orange"},
                    {"value": "writing", "title": "Garbled writing", "colour": "yellow"},
                    {"value": "blurred", "title": "Blurred or noisy", "colour": "gray"},
                    {"value": "repeated", "title": "Repeats itself", "colour": "violet"},
                    {"value": "unfit", "title": "Not fit to be shown", "colour": "pink"},
                ],
            },
        ],
    }
)

EXAMPLE = {
    "prompt": {"text": "A red bicycle leaning on a white wall, three lemons in its basket, watercolour"},
    "responses": [{"id": "a", "images": [PICTURE]}, {"id": "b", "images": [OTHER_PICTURE]}],
}

TEMPLATE = Template(
    name="image-preference",
    title="Compare two images",
    description="Which of two generated images is better and by how much, how well each shows what was asked, and its "
    "faults. For image generation.",
    guidelines=GUIDELINES,
    form=FORM,
    example=EXAMPLE,
)
