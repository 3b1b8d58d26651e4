"""When a member may work no longer."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Client, Member


def work_ends(member: Member, *, client: Client | None = None, at: datetime) -> None:
    """Have what a member holds of the work, all of it or one client's, given to others in the running transaction."""
    # The ledger of work stands above this app, which therefore can't import it: the settings, above both, say who does
    # it. A signal would hide that somebody does.
    import_string(settings.WORK_ENDS)(member=member, client=client, at=at)
