"""The names of things inside contents and answers: ids that others can point at, and the ids of assets."""

from __future__ import annotations

import re
from uuid import UUID

from annotation.forms.fields import Fields

MOST_IMAGES = 20
IDENTIFIER = re.compile(r"\S{1,100}")


def read_identifier(row: Fields) -> str:
    """An id that answers can name: 1 to 100 printable characters without spaces."""
    identifier = row.text("id", 100, shortest=1)
    if identifier and not (IDENTIFIER.fullmatch(identifier) and identifier.isprintable()):
        row.refuse("must be 1 to 100 printable characters without spaces", "id")
    return identifier


def read_images(fields: Fields, most: int = MOST_IMAGES) -> list[str]:
    """The `images` of a prompt, message or response."""
    images = fields.rows("images", most)
    for pointer, image in images:
        check_image(fields, pointer, image)
    return [image for _, image in images]


def check_image(fields: Fields, pointer: str, image: object) -> None:
    """Note an image that is not named by the id of an asset."""
    if not is_asset_id(image):
        fields.refuse_at(pointer, "must be the id of an asset")


def is_asset_id(image: object) -> bool:
    """Whether this looks like the id of an asset, a lower-case UUID."""
    try:
        return isinstance(image, str) and str(UUID(image)) == image
    except ValueError:
        return False
