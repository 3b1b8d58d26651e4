"""Languages by their BCP 47 tags."""

import re

TAG = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", re.IGNORECASE)


def language_tag(text: str) -> str | None:
    """A tag as RFC 5646 §2.1.1 writes it (`EN-gb` is `en-GB`, `zh-hant` is `zh-Hant`); None for what is no tag.

    Only the shape is looked at: which languages there are is nobody's list here.
    """
    if not TAG.fullmatch(text):
        return None
    first, *others = text.lower().split("-")
    return "-".join([first, *map(_cased, others, [first, *others])])


def _cased(subtag: str, before: str) -> str:
    """Regions in capitals, scripts with one; after a singleton (`x`, `u`) everything stays small."""
    if len(before) > 1 and len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(before) > 1 and len(subtag) == 4 and subtag.isalpha() else subtag
