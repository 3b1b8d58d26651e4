"""What a report's codes say, as its page says it (see `spoken`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exports.reports import shown
from exports.reports.spoken import grouped, language, say

Json = Mapping[str, Any]
WORST_FIRST = ("low", "tentative", "good")


def level(code: str) -> str:
    """What a band of alpha is called."""
    return say(f"level.{code}")


def verdict(section: Json) -> str:
    """The whole project in one sentence."""
    known = [each["level"] for each in section["headline"] if each["level"] != "undefined"]
    good = known.count("good")
    if not known:
        return say("verdict.unknown")
    if good == len(known):
        return say("verdict.all")
    if set(known) == {"low"}:
        return say("verdict.low", count=len(known))
    if not good:
        return say("verdict.none", count=len(known))
    return say("verdict.some", count=good, all=shown.whole(len(known)))


def weakest(section: Json) -> str:
    """The question that needs a look most, if one does."""
    known = [each for each in section["headline"] if each["level"] != "undefined"]
    if not known:
        return ""
    worst = min(known, key=lambda each: (WORST_FIRST.index(each["level"]), each["alpha"]))
    if worst["level"] == "good":
        return ""
    return say("verdict.weakest", title=_titles(section)[worst["question"]], alpha=shown.coefficient(worst["alpha"]))


def named(section: Json, of_level: str) -> str:
    """The questions of a level, by their titles."""
    titles = _titles(section)
    return ", ".join(f"“{titles[each['question']]}”" for each in section["headline"] if each["level"] == of_level)


def because(reason: Json, question: Json) -> str:
    """Why agreement on a question is low."""
    titles = {option["value"]: option["title"] for option in question["options"]}
    match reason["because"]:
        case "prevalence":
            return say(
                "why.prevalence",
                share=shown.share(reason["share"]),
                option=shown.category(reason["category"], titles),
                percent=shown.share(reason["percent"]),
                ac1=shown.coefficient((question["ac1"] or {}).get("value")),
            )
        case "confused":
            one, other = (shown.category(each, titles) for each in reason["categories"])
            return say("why.confused", one=one, other=other, share=shown.share(reason["share"]))
        case "person":
            return say("why.person", name=reason["person"]["name"], alpha=shown.coefficient(reason["alpha"]))
        case "few_items":
            return say("why.few_items", count=reason["items"])
        case other:
            return say(f"why.{other}", share=shown.share(reason["share"]))


def undefined(reason: Json | None) -> str:
    """Why there is no figure. The engine says it in English itself."""
    if not reason:
        return ""
    return str(reason["detail"]) if language() == "en" else say(f"reason.{reason['code']}", **_numbers(reason))


def _numbers(reason: Json) -> dict[str, Any]:
    return {name: reason[name] for name in ("n", "needed")}


def truth(told: Json) -> str:
    """What the answers come to."""
    parts = [
        say("truth.decided", count=told["decided"]),
        say("truth.tied", count=told["tied"]),
        say("truth.review", count=told["needs_review"]),
    ]
    if told["expected_accuracy"] is not None:
        parts.append(say("truth.accuracy", share=shown.share(told["expected_accuracy"])))
    if told["labels_saved"]:
        parts.append(say("truth.saved", labels=shown.whole(told["labels_saved"])))
    return say("document.truth", told=listing(parts))


def learnt(row: Json) -> str:
    """What a small model learnt, and whether more answers would help it."""
    last, gain, ceiling = row["curve"][-1], row["gain"], row["ceiling"]
    told = {"n": shown.whole(last["n"]), "accuracy": shown.share(last["accuracy"]), "ceiling": shown.share(ceiling)}
    said = say("probe.saysAlone" if ceiling is None else "probe.says", **told)
    if gain:
        points = {name: grouped(f"{100 * gain[end]:+.1f}") for name, end in GAIN.items()}
        said += " " + say("probe.helps" if gain["low"] > 0 else "probe.open", **points)
    return said


GAIN = {"gain": "value", "low": "low", "high": "high"}


def scope(content: Json) -> str:
    """What the report is of."""
    told = content["scope"]
    if release := told["release"]:
        return say("document.scope.release", number=release["number"], name=release["name"])
    since, until = (shown.moment(told[end]) if told[end] else "" for end in ("since", "until"))
    which = {(True, True): "between", (True, False): "since", (False, True): "until"}
    return say(f"document.scope.{which.get((bool(since), bool(until)), 'everything')}", since=since, until=until)


def listing(parts: Sequence[str]) -> str:
    """One thing, or several."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + say("document.and") + parts[-1]


def _titles(section: Json) -> dict[str, str]:
    return {row["question"]: row["title"] for row in section["questions"]}
