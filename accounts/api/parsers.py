"""JSON in, with limits: hostile documents are a 400, never a 500."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from accounts.safe_json import UnsafeJson, loads


class SafeJSONParser(BaseParser):
    """Parses a request's JSON within the limits of `accounts.safe_json`."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            return loads(stream.read(most + 1), max_bytes=most)
        except UnsafeJson as error:
            raise ParseError(f"The body is not JSON that is taken here: {error}.") from None
