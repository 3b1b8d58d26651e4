"""What an item shows: prompt, messages, text, image, context documents and responses (the schema of the design, §5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from annotation.forms.fields import Fields, repeated
from annotation.forms.form import CONTENT_KEYS, MOST_RESPONSES, Form
from annotation.forms.identifiers import check_image, read_identifier, read_images
from annotation.forms.problems import Problem
from annotation.forms.target import Content, Targets, response_ids

MOST_MESSAGES = 500
MOST_DOCUMENTS = 100
LONGEST_CONTENT = 1024 * 1024
"""In bytes of UTF-8, all texts of one item together."""
ROLES = ("system", "user", "assistant", "tool")


def content_problems(content: object, form: Form | None = None) -> list[Problem]:
    """What is wrong with an item's content, and with a form also what that form misses in it.

    Whether the images exist is for the caller to ask: here they only look like asset ids.
    """
    found: list[Problem] = []
    fields = Fields(content, "", found)
    if not fields.is_object:
        return found
    size = sum(read(fields) for key, read in READERS.items() if fields.offers(key))
    fields.close()
    if size > LONGEST_CONTENT:
        fields.refuse(f"holds {size} bytes of text, more than {LONGEST_CONTENT}")
    if not found and isinstance(content, dict):
        if not any(content.values()):
            fields.refuse("is empty; it may hold: " + ", ".join(CONTENT_KEYS))
        found.extend(missing_for(form, content) if form else ())
    return found


def read_prompt(fields: Fields) -> int:
    """Text and images of the one prompt."""
    prompt = Fields(fields.get("prompt"), f"{fields.pointer}/prompt", fields.found)
    size = read_block(prompt)
    prompt.close()
    return size


def read_image(fields: Fields) -> int:
    """The one image of an item about an image."""
    check_image(fields, f"{fields.pointer}/image", fields.get("image"))
    return 0


def read_entries(fields: Fields, key: str, most: int, read: Callable[[Fields], int]) -> int:
    """A list of things with ids of their own, unique in the list."""
    size = 0
    identifiers = []
    for pointer, entry in fields.rows(key, most):
        row = Fields(entry, pointer, fields.found)
        if row.is_object:
            identifiers.append(read_identifier(row))
            size += read(row)
            row.close()
    for identifier in sorted(repeated([identifier for identifier in identifiers if identifier])):
        fields.refuse(f"the id {identifier!r} stands more than once", key)
    return size


def read_message(row: Fields) -> int:
    """One message of a conversation."""
    row.one_of("role", ROLES)
    return read_block(row)


def read_document(row: Fields) -> int:
    """One context document: a title and a text."""
    return measure(row.text("title", 500, default="")) + measure(row.text("text", LONGEST_CONTENT))


def read_response(row: Fields) -> int:
    """One response, and who wrote it."""
    row.text("source", 100, default="")
    row.text("model", 200, default="")
    return read_block(row)


def read_block(row: Fields) -> int:
    """Text, images or both; not neither."""
    problems_before = len(row.found)
    text = row.text("text", LONGEST_CONTENT, default="")
    images = read_images(row)
    if row.is_object and not text and not images and len(row.found) == problems_before:
        row.refuse("needs a text or images")
    return measure(text)


def measure(text: str) -> int:
    """The size of a text in bytes of UTF-8."""
    return len(text.encode())


READERS: dict[str, Callable[[Fields], int]] = {
    "prompt": read_prompt,
    "messages": partial(read_entries, key="messages", most=MOST_MESSAGES, read=read_message),
    "text": lambda fields: measure(fields.text("text", LONGEST_CONTENT, shortest=1)),
    "image": read_image,
    "context": partial(read_entries, key="context", most=MOST_DOCUMENTS, read=read_document),
    "responses": partial(read_entries, key="responses", most=MOST_RESPONSES, read=read_response),
}
"""Each checks one key of the content and returns the bytes of its texts."""


def missing_for(form: Form, content: Content) -> Iterator[Problem]:
    """What the form shows and the content lacks.

    Context is an extra that an item may go without. Where both prompt and messages are shown, one is enough; a
    dialogue may begin from a text as well, such as a brief.
    """
    like = {"prompt", "messages"} | ({"text"} if any(question.writes for question in form.questions) else set())
    for key in form.shows:
        if content.get(key) or key == "context":
            continue
        if key in like and any(content.get(twin) for twin in like.intersection(form.shows)):
            continue
        yield Problem(f"/{key}", "is missing, and the project's form shows it")
    yield from count_problems(form, len(response_ids(content)))
    item = Targets(content).of("item")["item"]
    if not item.images and any(question.on_images and question.scope == "item" for question in form.questions):
        yield Problem("", "has no image, and a question of the project's form is answered on one")


def count_problems(form: Form, given: int) -> Iterator[Problem]:
    """What is wrong with the number of responses; where none are given, a form that shows them has said so."""
    if 0 < given < form.fewest_responses():
        yield Problem("/responses", f"has {given}, and the project's form needs at least {form.fewest_responses()}")
    if given > form.most_responses():
        yield Problem("/responses", f"has {given}, and the project's form takes at most {form.most_responses()}")


def image_ids(content: Content) -> list[str]:
    """The assets that the content shows, each once, in the order of their first appearance."""
    images = [content["image"]] if "image" in content else []
    for block in [content.get("prompt", {}), *content.get("messages", ()), *content.get("responses", ())]:
        images.extend(block.get("images", ()))
    return list(dict.fromkeys(images))
