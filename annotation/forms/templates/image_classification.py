"""Say what an image shows."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import PICTURE, Template

GUIDELINES = """\
# Classify the image

Say what the image **mainly** shows. One class for each image.

- The *main* subject is what the photographer pointed at: in the focus, in the middle, or the largest. A dog in the
  background of a portrait does not make it a picture of an animal.
- If two subjects are equal, take the one higher in the list.
- Judge what is visible, not what you know about the place or the file.
- **Something else** is for clear images whose class is missing here: write it down in a word or two. These words become
  next month's classes, so be consistent.
- **Can't say** is for images that are too dark, blurred or cut to be judged. It is a proper answer, don't guess.

Skip pictures that don't load, and those that you don't want to look at; nobody will ask why.

Then mark what makes the image hard to use; mark nothing if it is fine.

Replace the example classes by your own before you start; classes can be added later, while the work runs.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["image"],
        "questions": [
            {
                "name": "subject",
                "kind": "choice",
                "title": "What does the image mainly show?",
                "unsure": True,
                "other": True,
                "options": [
                    {"value": "person", "title": "A person or people", "key": "1", "colour": "blue"},
                    {"value": "animal", "title": "An animal", "key": "2", "colour": "orange"},
                    {"value": "object", "title": "A made thing", "key": "3", "colour": "grape"},
                    {"value": "place", "title": "A place or landscape", "key": "4", "colour": "green"},
                    {"value": "document", "title": "Text or a document", "key": "5", "colour": "gray"},
                ],
            },
            {
                "name": "faults",
                "kind": "choice",
                "title": "Is anything wrong with it?",
                "required": False,
                "multiple": True,
                "options": [
                    {"value": "blurred", "title": "Blurred"},
                    {"value": "exposure", "title": "Too dark or too bright"},
                    {"value": "cut", "title": "Subject cut off"},
                    {"value": "watermark", "title": "Watermark or writing over it"},
                ],
            },
        ],
    }
)

TEMPLATE = Template(
    name="image-classification",
    title="Classify images",
    description="One class for each image, with other and unsure, and a list of quality faults.",
    guidelines=GUIDELINES,
    form=FORM,
    example={"image": PICTURE},
)
