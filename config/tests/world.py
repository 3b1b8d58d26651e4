"""Two organisations with the same kinds of people, so that every database test could leak."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from accounts.actions.clients import create_client
from accounts.actions.members import add_member
from accounts.actions.organisations import create_organisation
from accounts.models import Client, Member, Organisation, Role, User
from accounts.tenancy import organisation_scope

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
CANARY = "CANARY-GLOBEX"  # stands in everything of the organisation that nobody else may see


@dataclass
class World:
    """One organisation: its people by role, and two clients. `client` people are bound to the first client."""

    organisation: Organisation
    clients: list[Client]
    members: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def slug(self) -> str:
        return self.organisation.slug

    def scope(self):
        return organisation_scope(self.organisation.pk)


def person(email: str, name: str = "") -> User:
    """A user with a verified address and the tests' one password, whose hash is cheap."""
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(email, PASSWORD, name=name or email.partition("@")[0].title())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_world(slug: str, mark: str = "") -> World:
    """An organisation with an owner, a manager, a reviewer, three annotators and a client's person."""
    owner = person(f"owner@{slug}.example", f"{mark}Olga Owner")
    organisation = create_organisation(name=f"{mark}{slug.title()}", slug=slug, owner=owner, at=NOW)
    with organisation_scope(organisation.pk), transaction.atomic():
        boss = Member.objects.get(user=owner)
        clients = [create_client(name=f"{mark}{name}", by=boss, at=NOW) for name in ("Umbrella", "Initech")]
        world = World(organisation, clients, {"owner": boss})
        for name, role in {
            "manager": Role.MANAGER,
            "reviewer": Role.REVIEWER,
            "ann": Role.ANNOTATOR,
            "ben": Role.ANNOTATOR,
            "cleo": Role.ANNOTATOR,
            "client": Role.CLIENT,
        }.items():
            bound = [clients[0].pk] if role == Role.CLIENT else []
            user = person(f"{name}@{slug}.example", f"{mark}{name.title()}")
            world.members[name] = add_member(user=user, role=role, by=boss, at=NOW, client_ids=bound)
    return world
