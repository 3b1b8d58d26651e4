"""Draw a box around every object."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import PICTURE, Template

GUIDELINES = """\
# Draw boxes

Draw a box around **every** object of the classes below. A detector learns from what you mark *and* from what you leave
unmarked: a forgotten object teaches it not to see.

## The box

1. **Tight**: each side touches the outermost pixel of the object. A hair's breadth too large is better than cut off.
2. Around **what can be seen**. Don't guess the part behind something else or beyond the edge of the picture.
3. Everything that belongs to the object: the mirrors of a car, the handbag strap on a shoulder, the tail. Not its
   shadow and not its reflection.
4. **One box for each object**, also in a crowd. If a thing is cut in two by a post, it is one box over both parts.
5. Zoom in before you place a corner. Nudge with the arrow keys; it is faster than drawing again.

## What counts

| mark it | leave it |
|---|---|
| a fifth or more of it can be seen | only a hand, a wheel, a tip can be seen |
| 10 pixels or more on its longer side | smaller than that |
| blurred, but you are sure what it is | you would have to guess what it is |
| behind glass | on a poster, a screen or in a mirror |

## The classes

- **Person**: anybody, whole or in part. Riders get a box of their own.
- **Vehicle**: cars, lorries, buses, trains, motorcycles and bicycles, parked or moving. Toys are not vehicles.
- **Animal**: living ones of any size.
- **Traffic sign or light**: what is there to be obeyed. Not advertising.

Replace them by your own before you start; classes can be added later, while the work runs.

## Crowds

If more than 30 objects of one class stand so close that you can't tell them apart, mark the 30 clearest ones and tick
**Too many to mark all**.

If there is nothing to mark, submit without boxes: that is a finding. Skip pictures that don't load, and those that you
don't want to look at; nobody will ask why.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["image"],
        "questions": [
            {
                "name": "objects",
                "kind": "regions",
                "title": "Draw a box around every object",
                "help": "Tight, around what can be seen, one for each object. No object at all is an answer.",
                "shapes": ["box"],
                "options": [
                    {"value": "person", "title": "Person", "key": "1", "colour": "blue"},
                    {"value": "vehicle", "title": "Vehicle", "key": "2", "colour": "orange"},
                    {"value": "animal", "title": "Animal", "key": "3", "colour": "green"},
                    {"value": "sign", "title": "Traffic sign or light", "key": "4", "colour": "red"},
                ],
            },
            {
                "name": "remarks",
                "kind": "choice",
                "title": "Does any of this apply?",
                "required": False,
                "multiple": True,
                "options": [
                    {"value": "too_many", "title": "Too many to mark all", "colour": "orange"},
                    {"value": "poor", "title": "Too dark or blurred to be sure", "colour": "gray"},
                    {"value": "private", "title": "Shows private data", "colour": "red"},
                ],
            },
        ],
    }
)

TEMPLATE = Template(
    name="image-boxes",
    title="Draw boxes",
    description="A labelled box around every object of an image. For object detection; replace the classes by your "
    "own.",
    guidelines=GUIDELINES,
    form=FORM,
    example={"image": PICTURE},
)
