"""Laws of words: the same ones in code, API, interface and documents, in British spelling."""

import ast
import re
from collections.abc import Iterator

from config.laws.source import Finding, Source, classes, words

AMERICAN = re.compile(r"organiz|dialog(?!ue)|behavior|favorite|cancel(?:ed|ing)\b|color|center", re.IGNORECASE)
AMERICAN_TEXT = re.compile(AMERICAN.pattern.removesuffix("|color|center"), re.IGNORECASE)
"""In texts, CSS and pictures have colours and centres of their own spelling."""

CHOICES: dict[str, set[str]] = {
    "Role": {"owner", "manager", "reviewer", "annotator", "client"},
    "AssignmentState": {"open", "claimed", "submitted", "skipped", "expired", "returned", "withdrawn"},
    "AssignmentKind": {"annotate", "review", "adjudicate"},
    "ProjectState": {"draft", "active", "paused", "finished"},
    "FiguresAbout": {"people", "models"},
    "ItemState": {"open", "review", "adjudicate", "done", "gold", "withdrawn"},
    "Judgement": {"accepted", "corrected", "returned", "rejected"},
    "ResolutionKind": {"agreed", "aggregated", "adjudicated"},
    "Pause": {"", "new", "full"},
    "SkillKind": {"skill", "language"},
    "Collector": {
        "gold_score",
        "agreement",
        "seconds_per_item",
        "skips_in_a_row",
        "same_answers_in_a_row",
        "acceptance",
        "too_fast",
        "position_bias",
        "self_consistency",
        "spammer_score",
    },
    "Operator": {"<", "<=", ">", ">="},
    "Consequence": {"notify", "warn", "pause", "set_skill", "raise_overlap", "review"},
    "ImportSource": {"file", "bucket", "urls"},
    "ImportStage": {"reading", "preview", "committing", "finished"},
    "JobState": {"queued", "running", "waiting", "done", "failed", "cancelled"},
    "AssetState": {"uploading", "verifying", "ready", "refused"},
    "SuggestionMode": {"hidden", "on_demand", "ghost", "filled"},
    "Decision": {"", "accepted", "rejected"},
    "Every": {"day", "week", "month"},
    "Naming": {"names", "pseudonyms"},
    "Covers": {"everything", "week"},
}

NOUNS = frozenset(
    [
        "Organisation",
        "Client",
        "Member",
        "Project",
        "Form",
        "Item",
        "Response",
        "Turn",
        "Tag",
        "Asset",
        "Assignment",
        "Annotation",
        "Suggestion",
        "Verdict",
        "Resolution",
        "Gold",
        "Export",
        "Release",
        "Report",
        "Round",
        "Delivery",
        "Statement",
        "Event",
    ]
)
BESIDE_THEM = frozenset(
    [
        "User",
        "Invitation",
        "Token",
        "MemberClient",
        "Bucket",
        "SupportSession",
        "IdempotentReply",
        "ProjectForm",
        "GuidelinesVersion",
        "ProjectPerson",
        "Revision",
        "Clearance",
        "Skill",
        "MemberSkill",
        "Notification",
        "ItemText",
        "ItemFacts",
        "ItemVersion",
        "Exclusion",
        "GoldMark",
        "Rule",
        "Firing",
        "Tally",
        "Settling",
        "Habits",
        "KeptFigures",
        "AnswersSeen",
        "Count",
        "Counted",
        "ModelScore",
        "Threshold",
        "SavedView",
        "Import",
        "ImportProblem",
        "Comment",
        "ExportChunk",
        "ReleaseComment",
        "Schedule",
        "ReportSchedule",
    ]
)
"""Rows that the product needs besides its nouns."""
MODEL_BASES = frozenset({"Model", "TenantModel", "Job"})


def british_spelling(source: Source) -> Iterator[Finding]:
    """Our own names are spelled as they are said here; the names of libraries are theirs."""
    if source.layer == "laws":
        return
    for node, name in _given_names(source.tree):
        if found := AMERICAN.search(name):
            yield node, f"{name}: British spelling, not “{found[0]}”"
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and (found := AMERICAN_TEXT.search(node.value))
        ):
            yield node, f"a text says “{found[0]}”"


def _given_names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Names that the module itself gives: to functions, classes, arguments, variables, attributes and exports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node, node.name
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and words(node)[0] == "self":
            yield node, node.attr


def choices_use_the_words(source: Source) -> Iterator[Finding]:
    """The values of every TextChoices are the design's, no more and no fewer."""
    for node, bases in classes(source):
        if "TextChoices" not in bases:
            continue
        if node.name not in CHOICES:
            yield node, f"{node.name} is not among the choices of config/laws/vocabulary.py"
        elif (found := set(_values(node))) != CHOICES[node.name]:
            yield node, f"{node.name} differs from the design in {sorted(found ^ CHOICES[node.name])}"


def _values(choices: ast.ClassDef) -> Iterator[str]:
    for node in choices.body:
        if isinstance(node, ast.Assign):
            value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
            if isinstance(value, ast.Constant):
                yield str(value.value)


def models_use_the_words(source: Source) -> Iterator[Finding]:
    """A row is called by its noun of the design; a new one is added there first."""
    if source.layer != "models":
        return
    abstract = {"Job"}
    for node, bases in classes(source):
        if bases & MODEL_BASES and node.name not in NOUNS | BESIDE_THEM | abstract:
            yield node, f"{node.name} is not a noun of the design (config/laws/vocabulary.py)"
