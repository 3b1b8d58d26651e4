"""Answers kept for repeated requests."""

from datetime import datetime

from accounts.models import IdempotentReply


def forget_replies(*, before: datetime) -> int:
    """Delete the organisation's replies made before a time; returns how many."""
    deleted, _ = IdempotentReply.objects.filter(created_at__lt=before).delete()
    return deleted
