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


def create_client(*, name: str, by: Member, at: datetime) -> Client:
    """A new customer of the organisation. Whoever is bound to some clients makes no other ones."""
    if my_clients() is not None:
        raise NotAllowed("You work for some of the clients only.")
    try:
        with transaction.atomic():
            client = Client.objects.create(name=name, created_at=at)
    except IntegrityError:
        raise NameTaken(f"There is a client named {name} already.") from None
    record_event("client.created", subject=client, actor=by, at=at, name=name)
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
