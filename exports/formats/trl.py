"""`trl_preference`: rankings and preferences as pairs, in TRL's "preference" type
(https://huggingface.co/docs/trl/dataset_formats#preference), as DPO, ORPO and reward trainers read it.

Standard format: `{"prompt": "…", "chosen": "…", "rejected": "…"}`. Conversational format: each a list of messages
`{"role", "content"}`. A data set is of one format throughout, so the file is too: choose "conversational" when any item
has messages (an item with only a prompt becomes one user message), else "standard". With an implicit prompt there is
no such column, and `chosen` and `rejected` begin with it. Further columns are ours; trainers drop what they don't know.
With pictures there is a column `images`, in the form that vision trainers read; without, items that have some are
counted. Pictures of responses are no part of a row either way: trainers compare texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotation.forms import Form, image_ids, response_ids
from exports.formats.columns import Columns, ColumnType, Row
from exports.formats.comparisons import (
    RankedItem,
    Ranking,
    Votes,
    compared_by,
    consensus,
    majority,
    margin,
    more_than_half,
    orders,
    pair_votes,
    ranked_items,
)
from exports.formats.conversations import (
    Prompt,
    Wording,
    columns_of,
    named,
    pictures_asked,
    style_option,
    texts_of,
    worded,
    wording,
)
from exports.formats.counts import Counts
from exports.formats.options import Option, choice, columns, flag, question
from exports.formats.records import DataSet, ItemRecord
from exports.formats.rows import Rows

NAMES = (
    "annotations",
    "items",
    "items_with_images",
    "items_without_prompt",
    "pairs_split",
    "pairs_tied",
    "pairs_without_text",
    "rows",
)
VOTES: Columns = {
    "votes_for": "integer",
    "votes_against": "integer",
    "votes_tied": "integer",
    "agreement": "number",
}
IDS: Columns = {"external_id": "text", "chosen_id": "text", "rejected_id": "text"}
TOO_MANY = "items_with_too_many_responses"


class TrlPreference(Rows):
    """Preference pairs.

    `rows` "merged": one row for each unordered pair of responses that the majority orders; people who tie a pair
    abstain, pairs with as many votes for either side are split, pairs that everybody ties are tied, both left out
    and counted. Where ties count a majority is more than half of all, those who tie the pair among them. `rows`
    "annotators": one row for each person and pair that the person orders. `rows` "kemeny": one row for each pair that
    every consensus of all orders puts so (see `kemeny`), which may be against a majority where majorities go round.
    """

    name = "trl_preference"
    title = "Preference pairs for TRL (JSONL)"
    description = "Prompt, chosen and rejected, from rankings, preferences and dialogues, for DPO and reward trainers."
    file = "preferences"
    losses = {
        **Rows.losses,
        "items_without_prompt": "items without a prompt that such a file can hold",
        "pairs_without_text": "pairs of which a response has no text",
        TOO_MANY: "items with more than 8 responses",
    }

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        super().__init__(options, form)
        self.counts = Counts(*NAMES)
        self._asked = named(form, options)
        self._question = compared_by(self._asked)
        self._wording = wording(options, self._asked)
        self._merging: str = options["rows"]
        self._implicit = options.get("prompt") == "implicit"
        self._majority = more_than_half if options.get("ties") == "count" else majority

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (
            question("question", "Question", form, orders),
            choice(
                "rows",
                "Rows",
                ("merged", "What most people prefer"),
                ("annotators", "Each person's preferences"),
                ("kemeny", "The order that is closest to everybody's (at most 8 responses)"),
            ),
            choice(
                "ties",
                "Who finds both as good",
                ("abstain", "Does not count"),
                ("count", "Counts: more than half of all must prefer one"),
            ),
            choice("prompt", "Prompt", ("explicit", "In a column of its own"), ("implicit", "Before both responses")),
            flag("margin", "How much better it is, in a column `margin`"),
            style_option(),
            flag("images", "With the pictures of the prompts, for vision models"),
            columns(("prompt", "chosen", "rejected", *VOTES, *IDS, "annotator", "images", "margin")),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(orders, form.questions)) else "The form has no question that puts responses in order."

    def prepare(self, data: DataSet) -> None:
        super().prepare(data)
        self._wording = worded(self._wording, self.chosen, data)

    def columns(self) -> Columns:
        words = ("chosen", "rejected") if self._implicit else ("prompt", "chosen", "rejected")
        margins: dict[str, ColumnType] = {"margin": "number"} if self.chosen.get("margin") else {}
        pictures: dict[str, ColumnType] = {"images": "images"} if self._wording.pictures else {}
        return {
            **columns_of(self._wording, *words),
            **VOTES,
            **IDS,
            **pictures,
            **margins,
            **self._whose(),
        }

    def _whose(self) -> dict[str, ColumnType]:
        if not self._asked.compares:
            return {"annotator": "text", "turn": "text"}
        return {"annotator": "text"} if self._merging == "annotators" else {}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        """The item's rows, pairs in the order of the content."""
        for item in ranked_items(self._asked, record):
            yield from self._item_rows(item)

    def _item_rows(self, item: RankedItem) -> Iterator[Row]:
        self.counts.add("annotations", len(item.rankings))
        prompt = self._wording.prompt(item.content)
        if prompt is None:
            self.counts.add("items_without_prompt")
            return
        if image_ids(item.content):
            self.counts.add("items_with_images")
        if self._merging == "annotators":
            for ranking in item.rankings:
                yield from self._pairs(item, prompt, [ranking], {"annotator": ranking.annotator})
        else:
            yield from self._pairs(item, prompt, item.rankings, {})

    def _pairs(
        self, item: RankedItem, prompt: Prompt, rankings: Sequence[Ranking], extra: dict[str, str]
    ) -> Iterator[Row]:
        texts = texts_of(item.content.get("responses", ()))
        every = list(pair_votes(self._question, response_ids(item.content), rankings))
        settled = self._settled(item, every)
        for votes in every:
            winner = self._winner(votes, settled)
            if winner is None:
                self.counts.add("pairs_split" if votes.for_first or votes.for_second else "pairs_tied")
            elif not (texts[votes.first] and texts[votes.second]):
                self.counts.add("pairs_without_text")
            else:
                row = self._row(item, prompt, votes, winner)
                if self.chosen.get("margin"):
                    row["margin"] = margin(self._question, rankings, row["chosen_id"], row["rejected_id"])
                yield {**row, **extra, **item.more}

    def _settled(self, item: RankedItem, votes: Sequence[Votes]) -> set[tuple[str, str]]:
        """What the consensus says, where that is asked for."""
        if self._merging != "kemeny":
            return set()
        found = consensus(response_ids(item.content), votes)
        if found is None:
            self.counts.add(TOO_MANY)
        return found or set()

    def _winner(self, votes: Votes, settled: set[tuple[str, str]]) -> str | None:
        if self._merging != "kemeny":
            return self._majority(votes)
        pairs = ((votes.first, votes.second), (votes.second, votes.first))
        return next((better for better, worse in pairs if (better, worse) in settled), None)

    def _row(self, item: RankedItem, prompt: Prompt, votes: Votes, winner: str) -> Row:
        row = preference(item, prompt, votes, winner, self._wording)
        if self._wording.pictures:
            row["images"] = pictures_asked(item.content)
        return without_prompt(row) if self._implicit else row


def preference(item: RankedItem, prompt: Prompt, votes: Votes, winner: str, chosen: Wording) -> Row:
    """One row. `agreement` is votes_for by votes_for + votes_against; above 0.5 but for a consensus, null of nobody."""
    texts = texts_of(item.content["responses"])
    loser = votes.second if winner == votes.first else votes.first
    won, lost = votes.for_first, votes.for_second
    if winner == votes.second:
        won, lost = lost, won
    return {
        "prompt": prompt,
        "chosen": chosen.completion(texts[winner]),
        "rejected": chosen.completion(texts[loser]),
        "votes_for": won,
        "votes_against": lost,
        "votes_tied": votes.tied,
        "agreement": won / (won + lost) if won + lost else None,
        "external_id": item.external_id,
        "chosen_id": winner,
        "rejected_id": loser,
    }


def without_prompt(row: Row) -> Row:
    """The row with its prompt at the beginning of what is chosen and rejected."""
    prompt = row.pop("prompt")
    return row | {"chosen": prompt + row["chosen"], "rejected": prompt + row["rejected"]}
