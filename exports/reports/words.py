"""The words of a report's codes, in English: what the PDF says. The page has its own, in its reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exports.reports import shown

Json = Mapping[str, Any]

LEVELS = {"good": "Good", "tentative": "Tentative", "low": "Low", "undefined": "Not defined"}
VERDICTS = {
    "good": "People agree well: the labels can be relied on.",
    "good_unsure": "People agree well as far as these items tell; with more of them it might turn out lower.",
    "tentative": "People agree well enough for tentative conclusions.",
    "tentative_unsure": "People seem to agree well enough for tentative conclusions; the interval reaches lower.",
    "low": "People agree too little for the labels to be relied on as they are.",
    "no_answers": "Nobody has answered this question yet.",
    "no_overlap": "No two people have answered this question on the same item, so agreement can't be told.",
    "no_variation": "Everybody gave the same answer, so agreement can't be told from chance.",
    "no_coefficient": "Written answers have no agreement coefficient; how alike they are is told below.",
}
FIGURES = {
    "gold": "Gold",
    "agreement": "With others",
    "spammer_score": "Spammer score",
    "too_fast": "Too fast",
    "runs": "Longest run",
    "entropy": "Variety",
    "position_bias": "First shown",
    "drift": "Drift",
    "self_consistency": "Same again",
}
NOTES = {
    "independent_answers": "Only independent answers count: what each person said before any review, suggestion or "
    "other person's answer was seen. Corrections, reworked answers and adjudications are in no figure of agreement.",
    "alpha": "α is Krippendorff's alpha (1 perfect, 0 as by chance, below 0 systematic disagreement), on the metric "
    "that suits the question: nominal for choices, ordinal for ratings, interval for orders and preferences, Jaccard "
    "distance for several choices. AC1 is Gwet's coefficient, which stays high where one category prevails and alpha "
    "can't.",
    "intervals": "Intervals are 95%: of alpha by a jackknife over items, of shares by Wilson's method.",
    "bands": "Good is an alpha of .800 or more, tentative .667 or more, low anything below (Krippendorff 2004).",
    "reasons": "“Without” someone is alpha of all the others: how much one person's answers weigh, not who is right.",
    "item_agreement": "An item's agreement is the mean similarity of every two people's answers to it, from 0 to 100%.",
    "gold_apart": "Gold items, whose answer is known, tell of people only and are in no figure of agreement.",
    "rankings": "Of a ranking every two responses are compared, each pair in both directions; the item is the unit.",
    "people": "Of people every figure stands with the number of answers behind it. A spammer score is 0 for answers "
    "that say nothing of the truth and 1 for answers that are always right (Raykar and Yu 2012). What stands out does "
    "so among everybody with at most 5% false alarms expected (Benjamini and Hochberg 1995).",
    "strengths": "Strengths are those of Bradley and Terry's model with Davidson's ties, on the log scale around 0.",
    "similarity": "Texts are compared by Levenshtein similarity and chrF: likeness, which is no agreement.",
    "marks": "Marks are matched one to one by their overlap; their labels must be the same.",
}


def verdict(section: Json) -> str:
    """The whole project in one sentence."""
    levels = [each["level"] for each in section["headline"] if each["code"] != "no_coefficient"]
    good = levels.count("good")
    if not levels or levels.count("undefined") == len(levels):
        return "It can't be told yet how well people agree."
    if good == len(levels):
        return "People agree well on every question." if good > 1 else "People agree well."
    if not good:
        return f"People do not agree well yet on any of the {len(levels)} questions." if len(levels) > 1 else (
            "People do not agree well yet."
        )  # fmt: skip
    return f"People agree well on {good} of {len(levels)} questions."


def named(section: Json, level: str) -> str:
    """The questions of a level, by their titles."""
    titles = {row["question"]: row["title"] for row in section["questions"]}
    return ", ".join(f"“{titles[each['question']]}”" for each in section["headline"] if each["level"] == level)


def because(reason: Json, titles: Mapping[Any, str]) -> str:
    """Why agreement is low."""
    match reason["because"]:
        case "prevalence":
            most = _title(reason["category"], titles)
            return (
                f"{shown.share(reason['share'])} of all answers are “{most}”: where one answer prevails, agreement by "
                "chance is high and alpha low. Look at AC1 as well."
            )
        case "confused":
            one, other = (_title(each, titles) for each in reason["categories"])
            return f"“{one}” and “{other}” make up {shown.share(reason['share'])} of all differences."
        case "person":
            return f"Without {reason['person']['name']} alpha would be {shown.coefficient(reason['alpha'])}."
        case "few_items":
            return f"Only {shown.whole(reason['items'])} items were answered by two people or more."
        case "ties":
            return f"{shown.share(reason['share'])} of all comparisons were ties."
        case other:
            return str(other)


def scope(content: Json) -> str:
    """What the report is of."""
    told = content["scope"]
    if release := told["release"]:
        return f"Release {release['number']}, “{release['name']}”"
    if told["since"] and told["until"]:
        return f"Answers from {shown.moment(told['since'])} until {shown.moment(told['until'])}"
    if told["since"]:
        return f"Answers from {shown.moment(told['since'])} on"
    if told["until"]:
        return f"Answers until {shown.moment(told['until'])}"
    return "All answers so far"


def listing(parts: Sequence[str]) -> str:
    """One thing, or several."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _title(value: Any, titles: Mapping[Any, str]) -> str:
    return titles.get(value) or str(value)
