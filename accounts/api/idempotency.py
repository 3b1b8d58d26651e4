"""`Idempotency-Key`: a repeated POST gets the first one's answer and does nothing again."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import orjson
from django.db import connection
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.replies import free_key, keep_reply, reserve_reply
from accounts.api.renderers import JSONRenderer
from accounts.refusals import Refused

HEADER = "Idempotency-Key"


class KeyReused(Refused):
    """The same key came with another request."""

    type = "idempotency-key-reused"
    title = "This Idempotency-Key was used for another request"
    status = 422


class Replayed(Exception):
    """Carries the stored answer past the handler."""

    def __init__(self, reply: Response) -> None:
        super().__init__()
        self.reply = reply


def replayed(request: Request, member_id: UUID, *, at: datetime) -> Response | None:
    """The stored answer of an earlier request with this key, if there is one.

    The key's row is inserted first: a second request with the key waits until the first has committed.
    """
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return None
    if not 1 <= len(key) <= 120 or not key.isprintable():
        raise ValidationError({HEADER: "1–120 printable characters."})
    request_hash = _request_hash(request)
    stored = reserve_reply(member_id=member_id, key=key, request_hash=request_hash, at=at)
    if bytes(stored.request_hash) != request_hash:
        raise KeyReused
    if not stored.status:
        return None
    reply = Response(orjson.loads(bytes(stored.body)) if stored.body else None, status=stored.status)
    reply["Idempotency-Replayed"] = "true"
    return reply


def remember(request: Request, member_id: UUID, response: Response, *, shown_once: Iterable[str] = ()) -> None:
    """Keep a success under the request's key; a refusal leaves the key free for the corrected request.

    The fields `shown_once` are secrets: they are kept as null, and a repeated answer says null.
    """
    key = request.headers.get(HEADER)
    undone = connection.needs_rollback  # a raised refusal: the key's row goes with everything else
    if request.method != "POST" or key is None or undone or response.has_header("Idempotency-Replayed"):
        return
    if 200 <= response.status_code < 300:
        kept = {**response.data, **dict.fromkeys(shown_once)} if shown_once else response.data
        body = b"" if kept is None else JSONRenderer().render(kept)
        keep_reply(member_id=member_id, key=key, status=response.status_code, body=body)
    elif response.status_code == 409:
        free_key(member_id=member_id, key=key)


def _request_hash(request: Request) -> bytes:
    body = orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(b"\0".join([request.get_full_path().encode(), body])).digest()
