"""Two organisations with the same kinds of people, so that every database test could leak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Client, Event, Member, MemberClient, Organisation, Role, User
from accounts.queries.events import subject_kind
from accounts.tenancy import organisation_scope

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
CANARY = "CANARY-GLOBEX"  # stands in everything of the organisation that nobody else may see
CLIENTS = ("Umbrella", "Initech")
ROLES = {
    "owner": Role.OWNER,
    "manager": Role.MANAGER,
    "reviewer": Role.REVIEWER,
    "ann": Role.ANNOTATOR,
    "ben": Role.ANNOTATOR,
    "cleo": Role.ANNOTATOR,
    "client": Role.CLIENT,
}


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


@cache
def password_hash() -> str:
    """The hash of everybody's password, made once in a process: where the service checks it, it is costly."""
    return make_password(PASSWORD)


def person(email: str, name: str = "") -> User:
    """A user with a verified address and the tests' one password."""
    return people({email: name or email.partition("@")[0].title()})[0]


def people(names: Mapping[str, str]) -> Sequence[User]:
    """Such a user for each address."""
    from allauth.account.models import EmailAddress

    users = [User(email=email, name=name, password=password_hash()) for email, name in names.items()]
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def make_world(slug: str, mark: str = "") -> World:
    """An organisation with an owner, a manager, a reviewer, three annotators and a client's person.

    Nearly every test begins with two of them, so the rows that the product's actions would leave are written table by
    table; `test_world.py` holds them against what the actions do leave.
    """
    organisation = Organisation(slug=slug, name=f"{mark}{slug.title()}", created_at=NOW)
    titles = {name: "Olga Owner" if name == "owner" else name.title() for name in ROLES}
    users = people({f"{name}@{slug}.example": f"{mark}{title}" for name, title in titles.items()})
    with organisation_scope(organisation.pk), transaction.atomic():
        organisation.save(force_insert=True)
        clients = Client.objects.bulk_create(Client(name=f"{mark}{name}", created_at=NOW) for name in CLIENTS)
        members = Member.objects.bulk_create(
            Member(user=user, role=role, joined_at=NOW) for user, role in zip(users, ROLES.values(), strict=True)
        )
        MemberClient.objects.bulk_create(
            MemberClient(member=member, client=clients[0]) for member in members if member.role == Role.CLIENT
        )
        Event.objects.bulk_create(_events(organisation, clients, members))
    return World(organisation, clients, dict(zip(ROLES, members, strict=True)))


def _events(organisation: Organisation, clients: Sequence[Client], members: Sequence[Member]) -> list[Event]:
    """What the audit trail says of an organisation that was made so, in the order in which it happened."""
    owner, *others = members

    def event(kind: str, subject: Organisation | Client | Member, **data: str) -> Event:
        known = {"subject_kind": subject_kind(subject), "subject_id": subject.pk}
        return Event(kind=kind, at=NOW, actor=owner, data=data, **known)

    return [
        event("member.added", owner, role=owner.role),
        event("organisation.created", organisation, name=organisation.name),
        *(event("client.created", client, name=client.name) for client in clients),
        *(event("member.added", member, role=member.role) for member in others),
    ]
