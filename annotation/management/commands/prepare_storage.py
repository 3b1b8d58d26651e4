from django.core.management.base import BaseCommand

from annotation import storage


class Command(BaseCommand):
    help = "Make the bucket and its CORS rule; run again, it changes nothing."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        storage.prepare()
        self.stdout.write("The storage is ready.")
