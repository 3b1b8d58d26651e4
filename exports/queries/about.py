"""What a data set's card says, as an export wrote it down when it froze its rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from annotation.forms import parse_form
from exports.formats.records import About


def read_about(frozen: Mapping[str, Any]) -> About:
    """The card of an export's `about`."""
    forms = {version: parse_form(definition) for version, definition in frozen["forms"]}
    return About(
        project=frozen["project"],
        client=frozen["client"],
        form=forms[frozen["form"]],
        forms=forms,
        guidelines=frozen["guidelines"],
        created_at=datetime.fromisoformat(frozen["created_at"]),
        licence=frozen["licence"],
        release=frozen["release"],
        notes=frozen["notes"],
        items=frozen["items"],
        annotations=frozen["annotations"],
        agreement=frozen["agreement"],
        more=frozen.get("more", {}),
    )
