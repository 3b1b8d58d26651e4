"""Every template can be used as it is."""

from __future__ import annotations

import json

import pytest

from annotation.forms import content_problems, parse_form, with_handles
from annotation.forms.templates import TEMPLATES, Template, template_named

SHORTEST_GUIDELINES = 600


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_a_template_is_complete_and_its_example_fits_its_form(template: Template) -> None:
    assert content_problems(template.example, template.form) == []
    assert parse_form(template.form.to_json()) == template.form
    assert len(template.guidelines) > SHORTEST_GUIDELINES
    assert template.guidelines.startswith("# ")
    assert json.loads(json.dumps(template.to_json())) == template.to_json()
    order = [response["id"] for response in template.example.get("responses", ())]
    assert with_handles(template.example, order).content


def test_template_names_are_unique_and_found() -> None:
    assert len({template.name for template in TEMPLATES}) == len(TEMPLATES)
    assert template_named("rank-responses") is TEMPLATES[0]
    assert template_named("nothing") is None
