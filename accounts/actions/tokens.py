"""Making, using and ending the keys of scripts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import Client, Member, Role, Token
from accounts.permissions import PERMISSIONS, Permission
from accounts.queries.doors import TokenGrant
from accounts.refusals import Fault, Invalid, NotAllowed
from accounts.secrets import new_token, secret_hash
from accounts.tenancy import organisation_scope
from accounts.tenancy.keys import cache_key

VALID_FOR = timedelta(days=90)
VALID_AT_MOST = timedelta(days=365)
USE_NOTED_EVERY = timedelta(minutes=1)


def create_token(
    *,
    name: str,
    scopes: Iterable[Permission],
    by: Member,
    at: datetime,
    client_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A key that may do what its creator may, or less; returns its row and the key itself, shown once.

    It lasts 90 days unless told otherwise, a year at most. In use it may never do more than its creator may then.
    """
    wanted = list(dict.fromkeys(scopes))
    held = PERMISSIONS[Role(by.role)]
    beyond = [
        Fault(f"/scopes/{index}", "You do not have this yourself.")
        for index, scope in enumerate(wanted)
        if scope not in held
    ]
    if beyond:
        raise NotAllowed("A token may do no more than its creator.", beyond)
    if client_id is not None and not Client.objects.filter(pk=client_id).exists():
        raise Invalid(problems=[Fault("/client_id", "There is no such client here.")])
    expires_at = expires_at or at + VALID_FOR
    if not at < expires_at <= at + VALID_AT_MOST:
        raise Invalid(problems=[Fault("/expires_at", "Choose a time within the coming year.")])
    key = new_token()
    token = Token.objects.create(
        name=name,
        member=by,
        client_id=client_id,
        scopes=wanted,
        secret_hash=secret_hash(key),
        created_at=at,
        expires_at=expires_at,
    )
    record_event("token.created", subject=token, actor=by, at=at, name=name, scopes=wanted)
    return token, key


def revoke_token(*, token: Token, by: Member, at: datetime) -> None:
    """End a key at once."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        record_event("token.revoked", subject=token, actor=by, at=at, name=token.name)


def note_token_use(grant: TokenGrant, *, at: datetime) -> None:
    """Record when a key was last of use, to the minute: most uses touch the cache alone."""
    with organisation_scope(grant.organisation_id):
        if cache.add(cache_key("token-use", grant.token_id), 1, USE_NOTED_EVERY.total_seconds()):
            with transaction.atomic():
                Token.objects.filter(pk=grant.token_id).update(last_used_at=at)
