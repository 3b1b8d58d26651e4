"""The server does not start on a database that would not keep organisations apart."""

from typing import Any

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe_database(**_: Any) -> None:
    """Raise `ImproperlyConfigured`, naming each defect, if the app role or the schema breaks a rule of tenancy."""
    defects = run_checks(tags=[Tags.database], databases=["default"])
    if defects:
        raise ImproperlyConfigured("The database is not safe to serve: " + "; ".join(error.msg for error in defects))
