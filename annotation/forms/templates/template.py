"""A project template: everything a new project needs before its items come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotation.forms.form import Form

PICTURE = "00000000-0000-4000-8000-000000000001"
OTHER_PICTURE = "00000000-0000-4000-8000-000000000002"
"""These stand for uploaded images in an example content; previews draw a placeholder for them."""


@dataclass(frozen=True, slots=True)
class Template:
    """`guidelines` are Markdown for annotators, `example` is a content that the form can be tried on."""

    name: str
    title: str
    description: str
    guidelines: str
    form: Form
    example: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "guidelines": self.guidelines,
            "form": self.form.to_json(),
            "example": self.example,
        }
