"""The demo's dialogues: conversations to go on with, and briefs to begin one from nothing.

The conversations and the two responses that people compared are real: HH-RLHF (Bai et al., 2022), MIT, see
dialogues.LICENSE.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotation.actions.items import NewItem

HERE = Path(__file__).parent
GUIDELINES = """\
# Write dialogues, and say which response is better

Each item is either a conversation that somebody began, or a short brief. Go on from there as a user would.

1. **Write the prompt** that comes next. Be a real person with a real wish: specific, and in your own words.
2. **Write two responses or more**, as different from each other as two good assistants would be.
3. **Put them in order, best first.** Their order is their rating. Tie two only when either would do.
4. **Tag** what is special about a response, and **mark** the words that are wrong or hard to check.
5. Add another turn where the conversation has more to say. It goes on from the response that you ranked best, or
   from another one that you choose.

Invent no names, addresses or numbers of real people. Skip a conversation that you would rather not go on with.
"""
BRIEFS = [
    ("brief-weekend", "Plan something for a rainy weekend with a friend who visits you. Ask for help with it."),
    ("brief-explain", "Ask to have something from your work or studies explained to somebody who knows nothing of it."),
]
FORM = {
    "shows": ["text", "messages"],
    "questions": [
        {
            "name": "dialogue",
            "kind": "dialogue",
            "title": "What comes next?",
            "help": "A prompt, and at least two responses to it. Best first.",
            "min_responses": 2,
            "max_turns": 6,
            "prompt_images": True,
            "tags": [
                {"value": "helpful", "title": "Helpful", "colour": "green"},
                {"value": "too_long", "title": "Too long", "colour": "yellow"},
                {"value": "made_up", "title": "Made up", "colour": "orange"},
                {"value": "unsafe", "title": "Unsafe", "colour": "red"},
            ],
            "labels": [
                {"value": "wrong", "title": "Wrong", "colour": "red"},
                {"value": "unclear", "title": "Hard to check", "colour": "yellow"},
            ],
        },
    ],
}


def rows() -> Iterator[dict[str, Any]]:
    """The rows of dialogues.jsonl: what was said, the prompt that came next, two responses, the better one first."""
    with (HERE / "dialogues.jsonl").open() as lines:
        yield from map(json.loads, lines)


def items() -> list[NewItem]:
    """Conversations without their last exchange, and two briefs."""
    begun = [NewItem(row["external_id"], {"messages": row["messages"]}, {"next": next_turn(row)}) for row in rows()]
    return begun + [NewItem(name, {"text": brief}, {}) for name, brief in BRIEFS]


def next_turn(row: dict[str, Any]) -> dict[str, Any]:
    """What people wrote next, as the turn of an answer."""
    responses = [
        {"id": f"r{n}", "text": text, "images": [], "source": "human", "tags": [], "spans": [], "ratings": {}}
        for n, text in enumerate(row["responses"], 1)
    ]
    prompt = {"text": row["prompt"], "images": []}
    ranks = [[response["id"]] for response in responses]
    return {"id": "t1", "prompt": prompt, "responses": responses, "ranks": ranks, "continues_with": "r1"}
