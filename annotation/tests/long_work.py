"""What the tests of long work share: a project, its form and items."""

from typing import Any

from django.db import transaction

from accounts.tenancy import organisation_scope
from annotation.actions.items import NewItem
from annotation.models import Project, ProjectForm
from config.tests.world import NOW, World

FORM: dict[str, Any] = {
    "version": 1,
    "shows": ["prompt", "responses"],
    "questions": [
        {"name": "order", "kind": "ranking", "title": "Order the responses", "ties": True},
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}


def make_project(world: World, *, overlap: int = 3, name: str = "Ranking", client: int = 0) -> Project:
    """A project whose form ranks two responses to a prompt."""
    with organisation_scope(world.organisation.pk), transaction.atomic():
        project = Project.objects.create(client=world.clients[client], name=name, overlap=overlap, created_at=NOW)
        ProjectForm.objects.create(
            project=project, version=1, definition=FORM, created_at=NOW, created_by=world.manager
        )
    return project


def content(text: str = "Why is the sky blue?") -> dict[str, Any]:
    return {"prompt": {"text": text}, "responses": [{"id": "a", "text": "Rayleigh."}, {"id": "b", "text": "The sea."}]}


def row(external_id: str, text: str = "Why is the sky blue?", **metadata: Any) -> NewItem:
    return NewItem(external_id, content(text), metadata)
