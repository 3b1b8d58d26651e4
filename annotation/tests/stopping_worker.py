"""A real Celery worker whose processes stop dead, one after another, each at its place, until somebody kills them.

    python -m annotation.tests.stopping_worker --lease 1 --set annotation.actions.imports.BATCH_LINES=50 \
        --stop annotation.actions.imports.place_items:2:after --stop …

The worker has one child process at a time. A child says `stopped <pid>` when it is where it should die; it then holds
its lease until it is killed, and Celery starts the next one. After the last `--stop` they are ordinary workers.
"""

import argparse
import importlib
import os
import threading
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def stop_at(place: str) -> None:
    """Let a function's so manieth call be the last thing that this process does."""
    path, call, moment = place.split(":")
    module, name = found(path)
    real, calls = getattr(module, name), [0]

    def stopping(*given: Any, **more: Any) -> Any:
        calls[0] += 1
        if calls[0] == int(call) and moment == "before":
            stop()
        answer = real(*given, **more)
        if calls[0] == int(call):
            stop()
        return answer

    setattr(module, name, stopping)


def stop() -> None:
    os.write(1, b"stopped %d\n" % os.getpid())  # Celery has taken `print` for its log
    threading.Event().wait()


def found(path: str) -> tuple[Any, str]:
    module, _, name = path.rpartition(".")
    return importlib.import_module(module), name


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lease", type=float, default=1)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--stop", action="append", default=[])
    given = parser.parse_args()

    import billiard
    import django

    django.setup()
    from celery.signals import worker_process_init

    from annotation.actions import jobs
    from config.celery import app

    jobs.LEASE = timedelta(seconds=given.lease)
    for setting in given.set:
        path, _, number = setting.partition("=")
        setattr(*found(path), int(number))
    children = billiard.Value("i", 0)

    def begin(**_: Any) -> None:
        with children.get_lock():
            number, children.value = children.value, children.value + 1
        if number < len(given.stop):
            stop_at(given.stop[number])

    worker_process_init.connect(begin)
    app.worker_main(
        [
            "worker",
            "--concurrency=1",
            "--loglevel=CRITICAL",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
    )


if __name__ == "__main__":
    main()
