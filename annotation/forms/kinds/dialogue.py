"""`dialogue`: write prompts and responses, turn after turn. The order of the responses is their rating.

Value: `{"turns": [{"id": "t1", "prompt": {"text": "…", "images": ["<asset>"]}, "responses": [{"id": "r1", "text": "…",
"images": [], "source": "human", "tags": ["safe"], "spans": [{"start": 0, "end": 5, "labels": ["claim"]}],
"ratings": {"helpful": 4}}], "ranks": [["r1"], ["r2"]], "continues_with": "r1"}]}`. Ranks as in `ranking`, spans as in
`spans`. The next turn goes on from `continues_with`, by default the first of the best rank. Where the item has
messages, the first turn goes on from them; it needs no prompt of its own if the last message is the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from annotation.forms.fields import Fields, is_integer, repeated
from annotation.forms.identifiers import is_asset_id, read_identifier, read_images
from annotation.forms.marking import Labels, Marking, carries, labels_of
from annotation.forms.options import Option, option_values, read_options, read_scale, read_value
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.ranks import canonical_ranks, check_ranks, has_ties, order_as_number
from annotation.forms.target import Content, Scope, Target, text_of

MOST_TURNS = 50
MOST_WRITTEN = 20
"""Responses of one turn."""
MOST_ASPECTS = 20
MOST_SPANS = 1_000
"""Of one response."""
LONGEST_TEXT = 100_000
LONGEST_DIALOGUE = 1024 * 1024
"""In bytes of UTF-8, all texts together."""
HUMAN = "human"
Block = Mapping[str, Any]
"""A turn, a prompt or a response of a value."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that each response is rated on."""

    name: str
    title: str
    options: tuple[Option[int], ...]

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "title": self.title, "options": [option.to_json() for option in self.options]}


@dataclass(frozen=True, kw_only=True)
class Dialogue(Question):
    """Write a dialogue. `tags` are put on whole responses, `labels` on spans of their texts."""

    min_turns: int
    max_turns: int
    min_responses: int
    max_responses: int
    ties: bool
    prompt_images: bool
    response_images: bool
    tags: tuple[Option[str], ...]
    labels: tuple[Option[str], ...]
    ratings: tuple[Aspect, ...]

    kind: ClassVar[str] = "dialogue"
    writes: ClassVar[bool] = True
    scopes: ClassVar[tuple[Scope, ...]] = ("item",)

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Dialogue:
        fewest_turns, most_turns = read_range(fields, "turns", 10, MOST_TURNS)
        fewest_responses, most_responses = read_range(fields, "responses", 8, MOST_WRITTEN)
        return cls(
            **common,
            min_turns=fewest_turns,
            max_turns=most_turns,
            min_responses=fewest_responses,
            max_responses=most_responses,
            ties=fields.flag("ties", default=True),
            prompt_images=fields.flag("prompt_images", default=False),
            response_images=fields.flag("response_images", default=False),
            tags=read_options(fields, read_value, fewest=0, key="tags"),
            labels=read_options(fields, read_value, fewest=0, key="labels"),
            ratings=read_aspects(fields),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "min_turns": self.min_turns,
            "max_turns": self.max_turns,
            "min_responses": self.min_responses,
            "max_responses": self.max_responses,
            "ties": self.ties,
            "prompt_images": self.prompt_images,
            "response_images": self.response_images,
            "tags": [tag.to_json() for tag in self.tags],
            "labels": [label.to_json() for label in self.labels],
            "ratings": [aspect.to_json() for aspect in self.ratings],
        }

    def is_empty(self, value: Value) -> bool:
        return not any(map(says_something, blocks(value)))

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        rows = value.rows("turns", self.max_turns)
        if complete and 0 < len(rows) < self.min_turns:
            value.refuse(f"must have {self.min_turns} or more", "turns")
        identifiers = []
        size = 0
        for number, (pointer, entry) in enumerate(rows):
            row = Fields(entry, pointer, value.found)
            if row.is_object:
                identifiers.append(read_identifier(row))
                asked = number == 0 and awaits_response(target.content)
                size += self._check_turn(row, prompted=complete and not asked, complete=complete)
                row.close()
        refuse_same(value, "turns", identifiers)
        if size > LONGEST_DIALOGUE:
            value.refuse(f"hold {size} bytes of text, more than {LONGEST_DIALOGUE}", "turns")

    def _check_turn(self, turn: Fields, *, prompted: bool, complete: bool) -> int:
        """Note what is wrong with a turn; returns the bytes of its texts. `prompted` asks for a prompt."""
        size = 0
        if turn.offers("prompt") or prompted:
            prompt = Fields(turn.get("prompt"), f"{turn.pointer}/prompt", turn.found)
            if prompt.is_object:
                size = len(check_block(prompt, images=self.prompt_images, filled=prompted).encode())
                prompt.close()
        texts = self._check_responses(turn, complete=complete)
        responses = list(texts)
        placed = check_ranks(turn, responses, ties=self.ties, complete=complete)
        if complete and len(responses) > 1 and not (placed or turn.get("ranks")):
            turn.refuse("must put the responses in order", "ranks")
        following = turn.get("continues_with")
        if following is not None and following not in responses:
            turn.refuse("is not a response of this turn", "continues_with")
        return size + sum(texts.values())

    def _check_responses(self, turn: Fields, *, complete: bool) -> dict[str, int]:
        """Note what is wrong with a turn's responses; returns their ids and the bytes of their texts."""
        problems_before = len(turn.found)
        rows = turn.rows("responses", self.max_responses)
        if complete and len(rows) < self.min_responses and len(turn.found) == problems_before:
            turn.refuse(f"must have {self.min_responses} or more", "responses")
        written = []
        for pointer, entry in rows:
            row = Fields(entry, pointer, turn.found)
            if row.is_object:
                written.append((read_identifier(row), self._check_response(row, complete=complete)))
                row.close()
        refuse_same(turn, "responses", [identifier for identifier, _ in written])
        return {identifier: size for identifier, size in written if identifier}

    def _check_response(self, row: Fields, *, complete: bool) -> int:
        """Note what is wrong with a response; returns the bytes of its text."""
        text = check_block(row, images=self.response_images, filled=complete)
        row.text("source", 100, default=HUMAN)
        self._tags().check(row, "tags")
        self._marking().check(row, text, complete=complete, most=MOST_SPANS)
        given = row.get("ratings") if row.offers("ratings") else {}
        ratings = Fields(given, f"{row.pointer}/ratings", row.found)
        if ratings.is_object:
            for aspect in self.ratings:
                check_rating(ratings, aspect, complete=complete)
            ratings.close()
        return len(text.encode())

    def _marking(self) -> Marking:
        return Marking(labels_of(self.labels, multiple=True), overlap=True)

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        return {"turns": [self._canonical_turn(turn) for turn in value["turns"]]}

    def _canonical_turn(self, turn: Block) -> dict[str, Any]:
        responses = [self._canonical_response(response) for response in turn.get("responses", ())]
        identifiers = [response["id"] for response in responses]
        ranks = canonical_ranks(turn.get("ranks", ()), identifiers)
        if len(identifiers) == 1:
            ranks = [identifiers]
        return {
            "id": turn["id"],
            "prompt": canonical_block(turn.get("prompt", {})),
            "responses": responses,
            "ranks": ranks,
            "continues_with": turn.get("continues_with") or next(chain.from_iterable(ranks), None),
        }

    def _canonical_response(self, response: Block) -> dict[str, Any]:
        ratings = response.get("ratings", {})
        return {
            "id": response["id"],
            **canonical_block(response),
            "source": response.get("source", HUMAN),
            "tags": self._tags().ordered(response.get("tags", ())),
            "spans": self._marking().canonical(response.get("spans", ())),
            "ratings": {
                aspect.name: ratings[aspect.name] for aspect in self.ratings if ratings.get(aspect.name) is not None
            },
        }

    def _tags(self) -> Labels:
        return labels_of(self.tags, multiple=True)

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Dialogue)
        for tag in gone(self.tags, newer.tags):
            yield Loss(self.name, f"the tag {tag!r} is gone", any_response(tagged(tag)))
        for label in gone(self.labels, newer.labels):
            yield Loss(self.name, f"the label {label!r} is gone", any_response(carries("spans", label)))
        points = {aspect.name: option_values(aspect.options) for aspect in newer.ratings}
        for aspect in self.ratings:
            if points.get(aspect.name) != option_values(aspect.options):
                detail = (
                    f"the points of {aspect.name!r} change" if aspect.name in points else f"{aspect.name!r} is gone"
                )
                yield Loss(self.name, detail, any_response(rated(aspect.name)))
        if self.ties and not newer.ties:
            yield Loss(self.name, "ties are no longer allowed", any_turn(lambda turn: has_ties(turn["ranks"])))
        if self.prompt_images and not newer.prompt_images:
            yield Loss(self.name, "prompts no longer have images", any_turn(lambda turn: pictured(turn["prompt"])))
        if self.response_images and not newer.response_images:
            yield Loss(self.name, "responses no longer have images", any_response(pictured))

    def asset_ids(self, value: Value) -> Iterator[str]:
        for turn in objects(value.get("turns")):
            for block in objects([turn.get("prompt")]) + objects(turn.get("responses")):
                images = block.get("images")
                yield from filter(is_asset_id, images if isinstance(images, list) else ())

    def columns(self, value: Value, responses: Sequence[str]) -> dict[str, Any]:
        """`rating`: for each turn and response k for the best of k ranks, down to 1 for the last."""
        return {"rating": {turn["id"]: order_as_number(turn["ranks"]) for turn in value["turns"]}}


def read_range(fields: Fields, what: str, usual: int, most: int) -> tuple[int, int]:
    """`min_…` and `max_…` of something."""
    problems_before = len(fields.found)
    fewest = fields.number(f"min_{what}", 1, most, default=1)
    highest = fields.number(f"max_{what}", 1, most, default=usual)
    if fewest > highest and len(fields.found) == problems_before:
        fields.refuse(f"is more than max_{what}", f"min_{what}")
    return fewest, highest


def read_aspects(fields: Fields) -> tuple[Aspect, ...]:
    """What each response is rated on; the names are unique."""
    aspects = []
    for pointer, entry in fields.rows("ratings", MOST_ASPECTS):
        row = Fields(entry, pointer, fields.found)
        if row.is_object:
            aspects.append(Aspect(row.name("name"), row.text("title", 300, shortest=1), read_scale(row)))
            row.close()
    for name in sorted(repeated([aspect.name for aspect in aspects if aspect.name])):
        fields.refuse(f"the name {name!r} stands more than once", "ratings")
    return tuple(aspects)


def awaits_response(content: Content) -> bool:
    """Whether the item's conversation ends with words of the user."""
    messages = content.get("messages", ())
    return bool(messages) and messages[-1]["role"] == "user"


def check_block(block: Fields, *, images: bool, filled: bool) -> str:
    """Note what is wrong with text and images of a prompt or response; returns the text."""
    problems_before = len(block.found)
    text = block.text("text", LONGEST_TEXT, default="")
    shown = read_images(block)
    if shown and not images:
        block.refuse("this question takes no images here", "images")
    if filled and not text.strip() and not shown and len(block.found) == problems_before:
        block.refuse("needs a text or images" if images else "needs a text", "text")
    return text


def check_rating(ratings: Fields, aspect: Aspect, *, complete: bool) -> None:
    """Note what is wrong with the rating of one aspect."""
    rating, points = ratings.get(aspect.name), option_values(aspect.options)
    if rating is None:
        if complete:
            ratings.refuse("is missing", aspect.name)
    elif not is_integer(rating) or rating not in points:
        ratings.refuse("must be one of the points " + ", ".join(map(str, points)), aspect.name)


def refuse_same(fields: Fields, key: str, identifiers: Sequence[str]) -> None:
    """Note each id that stands more than once."""
    for identifier in sorted(repeated([identifier for identifier in identifiers if identifier])):
        fields.refuse(f"the id {identifier!r} stands more than once", key)


def canonical_block(block: Block) -> dict[str, Any]:
    """Text and images, both always there."""
    return {"text": text_of(block), "images": list(block.get("images", ()))}


def blocks(value: Value) -> Iterator[Block]:
    """Everything written in a well-formed value: prompts and responses."""
    for turn in value.get("turns", ()):
        yield turn.get("prompt", {})
        yield from turn.get("responses", ())


def objects(value: object) -> list[Block]:
    """The objects of a list, as far as it is one."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def says_something(block: Block) -> bool:
    """Whether anything was written or shown."""
    return bool(text_of(block).strip() or block.get("images"))


def gone(older: Sequence[Option[str]], newer: Sequence[Option[str]]) -> list[str]:
    """The options that an edited form lacks."""
    kept = set(option_values(newer))
    return [value for value in option_values(older) if value not in kept]


def any_turn(holds: Callable[[Block], bool]) -> Callable[[Value], bool]:
    """Whether something holds for a turn of a canonical value."""
    return lambda value: any(map(holds, value["turns"]))


def any_response(holds: Callable[[Block], bool]) -> Callable[[Value], bool]:
    """Whether something holds for a response of a canonical value."""
    return any_turn(lambda turn: any(map(holds, turn["responses"])))


def tagged(tag: str) -> Callable[[Block], bool]:
    """Whether a response carries a tag."""
    return lambda response: tag in response["tags"]


def rated(aspect: str) -> Callable[[Block], bool]:
    """Whether a response was rated on an aspect."""
    return lambda response: aspect in response["ratings"]


def pictured(block: Block) -> bool:
    """Whether a prompt or response has images."""
    return bool(block["images"])
