"""Answers kept for repeated requests."""

from datetime import datetime
from uuid import UUID

from accounts.models import IdempotentReply


def reserve_reply(*, member_id: UUID, key: str, request_hash: bytes, at: datetime) -> IdempotentReply:
    """The row of a request's key, made with the first request; its `status` is 0 until there is an answer.

    A second request with the key waits here until the first has committed.
    """
    row = IdempotentReply(member_id=member_id, key=key, request_hash=request_hash, created_at=at)
    IdempotentReply.objects.bulk_create([row], ignore_conflicts=True)
    return IdempotentReply.objects.get(member_id=member_id, key=key)


def keep_reply(*, member_id: UUID, key: str, status: int, body: bytes) -> None:
    """Keep what was answered, for whoever asks again with the key."""
    IdempotentReply.objects.filter(member_id=member_id, key=key).update(status=status, body=body)


def free_key(*, member_id: UUID, key: str) -> None:
    """Let the key be used again, by the corrected request."""
    IdempotentReply.objects.filter(member_id=member_id, key=key).delete()


def forget_replies(*, before: datetime) -> int:
    """Delete the organisation's replies made before a time; returns how many."""
    deleted, _ = IdempotentReply.objects.filter(created_at__lt=before).delete()
    return deleted
