"""The project templates, in the order in which they are offered; one module each."""

from __future__ import annotations

from annotation.forms.templates import (
    image_classification,
    image_responses,
    pairwise_comparison,
    rank_responses,
    rate_response,
    text_classification,
    write_answer,
)
from annotation.forms.templates.template import PICTURE, Template

TEMPLATES: tuple[Template, ...] = (
    rank_responses.TEMPLATE,
    pairwise_comparison.TEMPLATE,
    rate_response.TEMPLATE,
    image_responses.TEMPLATE,
    image_classification.TEMPLATE,
    text_classification.TEMPLATE,
    write_answer.TEMPLATE,
)


def template_named(name: str) -> Template | None:
    """The template that a new project asked for, if there is one of that name."""
    return next((template for template in TEMPLATES if template.name == name), None)


__all__ = ["PICTURE", "TEMPLATES", "Template", "template_named"]
