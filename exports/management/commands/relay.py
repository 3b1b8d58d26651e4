"""`manage.py relay`: the process that wakes workers for the long work that waits in the database."""

import logging
import signal
import sys
import threading
from datetime import timedelta
from types import FrameType
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, connection
from kombu import Producer
from kombu.exceptions import ChannelError, KombuError
from redis.exceptions import RedisError

from exports.actions.relay import PATIENCE, relay_due
from exports.queries.due import DueJob

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 5.0
MOST_WAITING = 50
"""Hints in the broker that no worker has taken yet. Whoever uploads a hundred thousand files must not fill the broker:
the other jobs wait in the database."""


class Broker:
    """One connection to the broker, made anew after an error. Nothing is tried twice here: the next round will."""

    def __init__(self) -> None:
        self._producer: Producer | None = None

    @property
    def producer(self) -> Producer:
        """What sends, on a connection that is made when it is needed."""
        if self._producer is None:
            self._producer = current_app.amqp.Producer(current_app.connection_for_write())
        return self._producer

    def room(self) -> int:
        """How many hints the broker may be given."""
        channel: Any = self.producer.channel
        try:
            queue = channel.queue_declare(current_app.conf.task_default_queue, passive=True)
        except ChannelError:  # an empty queue does not exist
            return MOST_WAITING
        return max(0, MOST_WAITING - int(queue.message_count))

    def publish(self, task: str, job: DueJob) -> None:
        """Send a task's message, with the organisation in its header."""
        current_app.send_task(
            task,
            kwargs={"job_id": str(job.id)},
            headers={"organisation": str(job.organisation_id)},
            producer=self.producer,
            retry=False,
            ignore_result=True,
        )

    def close(self) -> None:
        """Give the connection up, broken as it may be; the next use makes another one."""
        broken, self._producer = self._producer, None
        if broken is not None and broken.connection is not None:
            broken.connection.collect(socket_timeout=0.1)


class Command(BaseCommand):
    """Runs until it is told to stop. A broker or database that is away is waited for."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0.3, help="Seconds between two looks.")
        parser.add_argument("--patience", type=float, default=PATIENCE.total_seconds(), help="Seconds between hints.")

    def handle(self, *_: Any, every: float, patience: float, **__: Any) -> None:
        leaving = threading.Event()

        def leave(signum: int, frame: FrameType | None) -> None:
            """At once, wherever it is: whatever was begun is done again by the next relay."""
            leaving.set()  # whoever cleans up after the exit may raise an error in its place
            sys.exit(0)

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, leave)
        broker, pause = Broker(), every
        while not leaving.is_set():
            try:
                if room := broker.room():
                    relay_due(broker.publish, most=room, patience=timedelta(seconds=patience))
                pause = every
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The database is away: %s", error)
                connection.close()
                pause = _longer(pause)
            except (KombuError, RedisError, OSError) as error:
                logger.warning("The broker is away: %s", error)
                broker.close()
                pause = _longer(pause)
            leaving.wait(pause)


def _longer(pause: float) -> float:
    return min(LONGEST_PAUSE, 2 * pause)
