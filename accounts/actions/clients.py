"""Making and naming an organisation's customers."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.actions.events import record_event
from accounts.models import Client, Member
from accounts.queries.clients import my_clients
from accounts.refusals import NotAllowed, Refused


class NameTaken(Refused):
    """Another client of the organisation has this name."""

    type = "name-taken"
    title = "This name is taken"


def create_client(*, name: str, by: Member, at: datetime, clearance_required: bool = False) -> Client:
    """A new customer of the organisation. Whoever is bound to some clients makes no other ones."""
    if my_clients() is not None:
        raise NotAllowed("You work for some of the clients only.")
    try:
        with transaction.atomic():
            client = Client.objects.create(name=name, clearance_required=clearance_required, created_at=at)
    except IntegrityError:
        raise NameTaken(f"There is a client named {name} already.") from None
    record_event("client.created", subject=client, actor=by, at=at, name=name)
    if clearance_required:
        _record_requirement(client, by=by, at=at)
    return client


def change_client(
    *, client: Client, by: Member, at: datetime, name: str | None = None, clearance_required: bool | None = None
) -> Client:
    """Give a client another name, or have nobody work for it any more without clearance; `client` is locked by the
    caller. Who holds work of it and is not cleared finishes that, and is given no more.
    """
    if name is not None:
        rename_client(client=client, name=name, by=by, at=at)
    if clearance_required is not None and clearance_required != client.clearance_required:
        client.clearance_required = clearance_required
        client.save(update_fields=["clearance_required"])
        _record_requirement(client, by=by, at=at)
    return client


def rename_client(*, client: Client, name: str, by: Member, at: datetime) -> Client:
    """Give a client another name."""
    if name == client.name:
        return client
    before, client.name = client.name, name
    try:
        with transaction.atomic():
            client.save(update_fields=["name"])
    except IntegrityError:
        raise NameTaken(f"There is a client named {name} already.") from None
    record_event("client.renamed", subject=client, actor=by, at=at, name=name, before=before)
    return client


def _record_requirement(client: Client, *, by: Member, at: datetime) -> None:
    record_event("client.clearance_set", subject=client, actor=by, at=at, required=client.clearance_required)
