"""Outline things in an image."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import PICTURE, Template

GUIDELINES = """\
# Draw outlines

Outline every building, road, water and group of trees in the picture from above. A model learns from your outline
**pixel by pixel**: what lies inside belongs to the thing, what lies outside doesn't.

## The outline

1. Follow the **visible edge**, within 2 pixels. Zoom until you can see the edge as steps.
2. Points at **corners and bends**, none in between: a straight wall needs two. Curves need a point wherever a straight
   line would leave the edge by more than 2 pixels.
3. Never let an outline cross itself. Don't close it by hand: the last point is joined to the first.
4. **One outline for each thing.** Touching houses with separate roofs are separate. If something covers a thing and
   cuts it in two, outline both parts.
5. What lies on top is drawn last: trees over a road, a bridge over water. Give neighbours a common edge, no gap and no
   overlap.

## The classes

| class | outline | leave |
|---|---|---|
| **Building** | the roof, as seen; sheds and greenhouses too | its walls in a slanted picture, its shadow |
| **Road** | everything made for wheels: streets, drives, car parks | footpaths, railways |
| **Water** | rivers, lakes, pools, ditches wider than 1 metre | wet ground, water below trees |
| **Trees** | single crowns wider than 3 metres; woods as one outline | hedges, lawn, shadows |

Lines are for **fences and cables**: from post to post, in the middle of what you see.

Replace the classes by your own before you start; classes can be added later, while the work runs.

## When you can't see the edge

Shadow, cloud or blur hides it: draw where the edge **must** run, if the sides of the thing tell you; otherwise stop at
the last visible part and tick *Partly hidden*. Don't invent.

If there is nothing to outline, submit without shapes: that is a finding. Skip pictures that don't load.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["image"],
        "questions": [
            {
                "name": "areas",
                "kind": "regions",
                "title": "Outline everything of these classes",
                "help": "Points at corners and bends, what lies on top last. Nothing to outline is an answer.",
                "shapes": ["polygon", "line"],
                "options": [
                    {"value": "building", "title": "Building", "key": "1", "colour": "red"},
                    {"value": "road", "title": "Road", "key": "2", "colour": "gray"},
                    {"value": "water", "title": "Water", "key": "3", "colour": "blue"},
                    {"value": "trees", "title": "Trees", "key": "4", "colour": "green"},
                    {"value": "fence", "title": "Fence or cable (line)", "key": "5", "colour": "orange"},
                ],
            },
            {
                "name": "remarks",
                "kind": "choice",
                "title": "Does any of this apply?",
                "required": False,
                "multiple": True,
                "options": [
                    {"value": "hidden", "title": "Partly hidden", "colour": "yellow"},
                    {"value": "slanted", "title": "Taken at a slant"},
                    {"value": "poor", "title": "Too dark or blurred to be sure", "colour": "gray"},
                ],
            },
        ],
    }
)

TEMPLATE = Template(
    name="image-polygons",
    title="Draw outlines",
    description="Polygons around areas and lines along things, in order of what lies on top. For segmentation; replace "
    "the classes by your own.",
    guidelines=GUIDELINES,
    form=FORM,
    example={"image": PICTURE},
)
