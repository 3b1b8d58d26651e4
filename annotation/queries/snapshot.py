"""One moment of the database, for as long as it takes to read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from psycopg import IsolationLevel


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction in which every query sees the same moment, and none can write. It must be the outermost one."""
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("a snapshot can't be taken inside another transaction")
    connection.ensure_connection()
    raw: Any = connection.connection
    before = raw.isolation_level, raw.read_only
    raw.isolation_level, raw.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic():
            yield
    finally:
        if not raw.closed:
            raw.isolation_level, raw.read_only = before
