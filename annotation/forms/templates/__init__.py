"""The project templates, in the order in which they are offered; one module each."""

from __future__ import annotations

from annotation.forms.templates import (
    collect_dialogue,
    critique_rewrite,
    edit_response,
    image_boxes,
    image_classification,
    image_polygons,
    image_preference,
    image_responses,
    named_entities,
    pairwise_comparison,
    rag_faithfulness,
    rank_responses,
    rate_response,
    red_teaming,
    text_classification,
    write_answer,
)
from annotation.forms.templates.template import OTHER_PICTURE, PICTURE, Template

TEMPLATES: tuple[Template, ...] = (
    rank_responses.TEMPLATE,
    pairwise_comparison.TEMPLATE,
    rate_response.TEMPLATE,
    write_answer.TEMPLATE,
    edit_response.TEMPLATE,
    critique_rewrite.TEMPLATE,
    collect_dialogue.TEMPLATE,
    red_teaming.TEMPLATE,
    rag_faithfulness.TEMPLATE,
    named_entities.TEMPLATE,
    text_classification.TEMPLATE,
    image_boxes.TEMPLATE,
    image_polygons.TEMPLATE,
    image_classification.TEMPLATE,
    image_preference.TEMPLATE,
    image_responses.TEMPLATE,
)


def template_named(name: str) -> Template | None:
    """The template that a new project asked for, if there is one of that name."""
    return next((template for template in TEMPLATES if template.name == name), None)


__all__ = ["OTHER_PICTURE", "PICTURE", "TEMPLATES", "Template", "template_named"]
