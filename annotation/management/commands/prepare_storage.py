"""`manage.py prepare_storage`: the bucket and who may talk to it."""

from django.core.management.base import BaseCommand

from annotation import storage


class Command(BaseCommand):
    """Makes the bucket and its CORS rule."""

    help = "Make the bucket and its CORS rule; run again, it changes nothing."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        storage.prepare()
        self.stdout.write("The storage is ready.")
