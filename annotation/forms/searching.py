"""What of an item is found by words: the texts it shows, its external id, and its metadata and the models behind its
responses as exact entries.

Words are folded, so that how they are typed does not matter: compatibility forms (NFKC), case, accents, Arabic vowel
signs and the shapes of alef, Hebrew points. Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer,
Burmese) and Korean, whose words carry their endings, are cut into pairs of neighbouring signs, as Lucene's CJK analyzer
does: any two signs in a row are found wherever they stand. Words are not stemmed: the items' language is not known.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, chain
from typing import Any
from uuid import UUID

from annotation.forms.target import Content, text_of

LONGEST_WORD = 60
LONGEST_ENTRY = 200
"""Of a metadata key and value together; longer ones are known by their digest."""
MOST_BYTES = 256 * 1024
"""Of all words of one item, in the order of reading: PostgreSQL's search documents end at 1 MiB."""
SHORTEST_BEGINNING = 3
"""A shorter word begins too many others."""
MOST_WANTED = 50
"""Words of one search; later ones are not looked for."""
EXCERPT = 200

UNSPACED = "".join(
    [
        "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf",
        "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff",
    ]
)
INDIC = "\u0900-\u0dff"
"""Their vowel signs are parts of words, though Python takes them for none."""
SIGNS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+"
)
"""Accents, points, vowel signs and lengthenings that people leave out when they search."""
ASCII = re.compile("[a-z0-9]+")
RUN = re.compile(rf"([{UNSPACED}]+)|((?:(?![{UNSPACED}])(?:[^\W_]|[{INDIC}]))+)")


def shown_texts(content: Content) -> Iterator[str]:
    """Every text of an item's content, what is asked first: prompt, messages, text, responses, context."""
    yield text_of(content.get("prompt", {}))
    for message in content.get("messages", ()):
        yield text_of(message)
    yield text_of(content)
    for response in content.get("responses", ()):
        yield text_of(response)
    for document in content.get("context", ()):
        yield from (str(document.get("title", "")), text_of(document))


def excerpt(content: Content) -> str:
    """The first 200 characters of what an item shows, on one line."""
    first = next((text for text in shown_texts(content) if text and not text.isspace()), "")
    return " ".join(first[: 100 * EXCERPT].split())[:EXCERPT]


def words(text: str, *, wanted: bool = False) -> list[str]:
    """The folded words of a text, in order, each once; `wanted` are those that a search must find."""
    plain = folded(text)
    if plain.isascii():
        found: Iterable[str] = ASCII.findall(plain)
    else:
        found = (
            part for unspaced, word in RUN.findall(plain) for part in ([word] if word else _pairs(unspaced, wanted))
        )
    # Most words of a text stand in it often: only different ones are cut.
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in dict.fromkeys(found)))


def _pairs(run: str, wanted: bool) -> Iterable[str]:  # noqa: FBT001
    """The pairs of neighbouring signs, and the last sign, which a search for a pair does without."""
    last = len(run) - 1 if wanted and len(run) > 1 else len(run)
    return (run[place : place + 2] for place in range(last))


def folded(text: str) -> str:
    """A text as it is compared."""
    if text.isascii():
        return text.lower()
    apart = SIGNS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", apart)


def entry(key: str, value: object) -> str:
    """A metadata key with one of its values, as a word that no text has (its first sign is `=`)."""
    said = value if isinstance(value, str) else json.dumps(value)
    if len(key) + len(said) > LONGEST_ENTRY:
        key, said = "#", hashlib.blake2b(f"{key}={said}".encode(), digest_size=16).hexdigest()
    return f"={key}={said}"


def entries(metadata: Mapping[str, Any]) -> Iterator[str]:
    """The entries of metadata: every key that has a plain value, or a list of them."""
    for key, value in metadata.items():
        for said in value if isinstance(value, list) else [value]:
            if not isinstance(said, dict | list):
                yield entry(key, said)


def model_entry(model: str) -> str:
    """A model as a word that no text and no metadata has (its first sign is `@`)."""
    return f"@{model}"


def shown_models(content: Content) -> list[str]:
    """The models behind an item's responses, each once."""
    return list(dict.fromkeys(filter(None, (response.get("model") for response in content.get("responses", ())))))


def scope_of(project_id: UUID) -> str:
    """What begins every word of a project, so that an index of words is read for that project alone.

    It is short, and two projects may have the same: whoever searches asks for the project as well.
    """
    return base64.b64encode(project_id.bytes[-6:]).decode() + ":"


def search_document(scope: str, external_id: str, content: Content, metadata: Mapping[str, Any]) -> str:
    """What an item is found by, in the words of a PostgreSQL tsvector without positions."""
    texts = chain.from_iterable(map(words, chain([external_id], shown_texts(content))))
    # Words of texts are letters and digits, which need no quoting, and none begins as an entry does.
    exact = chain(map(model_entry, shown_models(content)), entries(metadata))
    found = [quoted(scope + each) for each in dict.fromkeys(exact)]
    found += [f"'{scope}{word}'" for word in dict.fromkeys(texts)]
    if sum(map(len, found)) * 4 > MOST_BYTES:
        sizes = accumulate(len(word.encode()) for word in found)
        found = [word for word, size in zip(found, sizes, strict=True) if size <= MOST_BYTES]
    return " ".join(found)


def search_query(scope: str, text: str, wanted: Iterable[tuple[str, str]] = (), *, models: Iterable[str] = ()) -> str:
    """A PostgreSQL tsquery for items that have all the words of a text, the last of which may be a beginning, all of
    the wanted metadata (key, value), and a response of each of the models; "" when there is nothing to look for.
    """
    found = words(text, wanted=True)[:MOST_WANTED]
    terms = [quoted(scope + word) for word in found]
    if found and _may_be_unfinished(found[-1]):
        terms[-1] += ":*"
    terms += [quoted(scope + entry(key, value)) for key, value in wanted]
    terms += [quoted(scope + model_entry(model)) for model in models]
    return " & ".join(terms)


def holds(text: str, sought: str) -> bool:
    """Whether a text has all the words of a search, as `search_query` asks for them."""
    wanted = words(sought, wanted=True)[:MOST_WANTED]
    if not wanted:
        return True
    present = set(words(text))
    whole, last = wanted[:-1], wanted[-1]
    return present.issuperset(whole) and (
        last in present or (_may_be_unfinished(last) and any(word.startswith(last) for word in present))
    )


def _may_be_unfinished(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING or re.fullmatch(rf"[{UNSPACED}]", word) is not None


def quoted(lexeme: str) -> str:
    """A lexeme inside a tsvector or a tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
