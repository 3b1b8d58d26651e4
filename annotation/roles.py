"""Roles of clients: who gives no keys away says whom to lend some to, for an hour at a time.

The client's AWS account trusts the installation's own, on condition that it names an *external id*. That is made here,
another one for each client, and nobody can choose it: so nobody has us take on a role that was meant for somebody else
(the "confused deputy"). The token service is asked at an address that whoever runs the installation has set, never at
one of a client's choosing; what it lends signs requests to the client's own store.

Source: AWS IAM user guide, "Access to AWS accounts owned by third parties"; AWS STS API reference, AssumeRole.
"""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from boto3.session import Session
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

SECONDS = 3600
"""The longest that a role may be lent to who has it from another role; also what AWS lends by default."""
SPARE = timedelta(minutes=10)
MOST_KEPT = 1000
SESSION = "concord"

_kept: dict[tuple[str, str], tuple[Credentials, datetime]] = {}
_lock = threading.Lock()


class RoleError(Exception):
    """The role was not lent; the text says why, for a person."""


def external_id(client_id: UUID) -> str:
    """What the client's account must ask for before it trusts the installation's."""
    return f"{SESSION}-{client_id}"


def can_borrow() -> bool:
    """Whether the installation has a token service to ask."""
    return settings.STS is not None


def borrowed(role_arn: str, *, client_id: UUID) -> Credentials:
    """Keys of a client's role, good for ten minutes at least. Raises `RoleError`."""
    key = (role_arn, external_id(client_id))
    with _lock:
        known = _kept.get(key)
    if known and known[1] > datetime.now(UTC) + SPARE:
        return known[0]
    answer = _assume(*key)
    lent = Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])
    with _lock:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = (lent, answer["Expiration"])
    return lent


def forget_roles() -> None:
    """Borrow anew from now on, as a check does that is to find out whether the role is still lent."""
    with _lock:
        _kept.clear()


def _assume(role_arn: str, external: str) -> dict[str, Any]:
    sts = settings.STS
    if sts is None:
        raise RoleError("This installation takes on no roles: whoever runs it has named no token service.")
    service = Session().client(
        "sts",
        endpoint_url=sts.endpoint,
        region_name=sts.region,
        aws_access_key_id=sts.access_key,
        aws_secret_access_key=sts.secret_key,
        config=Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2}, proxies={}),
    )
    try:
        found: dict[str, Any] = service.assume_role(
            RoleArn=role_arn, RoleSessionName=SESSION, ExternalId=external, DurationSeconds=SECONDS
        )["Credentials"]
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))[:60]
        raise RoleError(f"The role is not lent to us ({code}): does it trust us, with this external id?") from None
    except BotoCoreError:
        raise RoleError("The token service does not answer.") from None
    return found
