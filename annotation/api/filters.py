"""What the item browser's addresses have in common: filters, order and place in the list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.api.base import OrganisationView
from accounts.api.pages import bad_cursor, cursor_at, cursor_of
from accounts.permissions import Permission
from annotation.models import ItemState, Judgement, Project
from annotation.queries.browse import METADATA, NAMES, SORTS, Place, member_behind, sort_of
from annotation.queries.reviews import names_shown

RANGE = "A number or a range: `2`, `1..3`, `1..`, `..3`."
BY_NAME = {
    "state": f"Some of {', '.join(ItemState.values)}, with commas between them.",
    "answers": f"How many have answered. {RANGE}",
    "agreement": f"How well they agree, from 0 to 1. {RANGE}",
    "certainty": f"How probable the least certain of its answers is, from 0 to 1, where that is asked for. {RANGE}",
    "priority": f"From -1 (low) to 2 (urgent). {RANGE}",
    "answered": "Days (UTC) on one of which an answer that counts was given: `2026-01-31`, "
    "`2026-01-31..2026-02-28` with both ends, `2026-01-31..`, `..2026-02-28`.",
    "member": "Who has answered it; of several, with commas between them, all have.",
    "said": 'A question and an option that somebody chose, as a JSON list: `["safe","yes"]`; with a second option, '
    'those of which two people chose one each about the same thing: `["safe","yes","no"]`. With `member`, only what '
    "they said counts. Gold items are left out.",
    "truth": "A question and how far the answers to it are decided, as a JSON list: "
    '`["safe","decided"]`, `tied` or `review`, as the project\'s figures tell it (`truth`) and of the same moment; a '
    "question about responses is in the state of any of them.",
    "model": 'One or two models whose responses it shows, as a JSON list: `["chat@2","chat@3"]`.',
    "judged": "A question about responses, an answer to it and a model, as a JSON list: somebody gave a response of "
    'the model that answer. `["safe","no","chat@2"]`, or `["quality","<=2","chat@2"]`: 2 of a rating or lower.',
    "won": "A question that compares responses, a model and another one, as a JSON list: somebody preferred a response "
    'of the former to one of the latter. `["order","chat@3","chat@2"]`; `null` in place of either is any other model.',
    "score": "An automatic score's name and version, the least and the greatest value of a response, as a JSON list: "
    '`["reward","1",null,0.2]`; `null` leaves an end open.',
    "ids": "Some items by their ids, with commas between them.",
    "verdict": f"One of {', '.join(Judgement.values)}; `none` for answers that nobody has judged.",
    "gold": "`true` or `false`.",
    "assigned": "`true` or `false`, or a member: for whom a place is kept, or who is at work on it.",
    "q": "Words of its texts and its external id; the last one may be unfinished. Any metadata is a filter as well: "
    "`metadata.<key>=<value>`.",
    "sort": f"One of {', '.join(SORTS)}; with `-` for the other way round.",
}
PARAMETERS = [OpenApiParameter(name, str, description=text) for name, text in BY_NAME.items()]
FILTERS = [parameter for parameter in PARAMETERS if parameter.name != "sort"]
PEOPLE = ("member", "assigned")
KINDS = {int: int, float: (int, float), datetime.fromisoformat: str}


class BrowsingView(OrganisationView):
    """Takes the filters of the item browser in its address."""

    query = frozenset(NAMES)

    def _refuse_unknown_parameters(self, request: Request) -> None:
        unknown = set(request.query_params) - self.query - {"limit", "cursor"}
        if request.method != "GET":
            super()._refuse_unknown_parameters(request)
        elif unknown := {name for name in unknown if not name.startswith(METADATA)}:
            raise ValidationError(dict.fromkeys(sorted(unknown), "This parameter is not known here."))

    def filters(self, request: Request, project: Project) -> dict[str, Any]:
        """The query of the address; those who read pseudonyms in this project name people by these."""
        sent = request.query_params.dict()
        query: dict[str, Any] = {name: value for name, value in sent.items() if name not in {"limit", "cursor"}}
        named = self.may(Permission.SEE_PEOPLE)
        if named and names_shown(project, may_manage=self.may(Permission.MANAGE_PROJECTS)):
            return query
        return query | {name: _behind(query[name]) for name in PEOPLE if name in query}


def _behind(value: Any) -> Any:
    try:
        return ",".join(str(member_behind(UUID(each))) for each in str(value).split(","))
    except ValueError:
        return value


def place_of(request: Request, sort: str) -> Place | None:
    """Where the page before ended; the cursor of another order leads nowhere."""
    sent = cursor_of(request)
    if sent is None:
        return None
    by = sort_of(sort)
    try:
        name, value, tie = sent
        if name != sort:
            raise bad_cursor()
        if value is None and by.nullable and type(tie) is int and abs(tie) < 2**63:
            return Place(None, tie)
        if not isinstance(value, KINDS[by.read]) or isinstance(value, bool):  # type: ignore[arg-type]
            raise bad_cursor()
        if isinstance(value, int) and abs(value) >= 2**31 and by.field != "position":
            raise bad_cursor()
        return Place(by.read(value), UUID(tie))
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise bad_cursor() from None


def cursor_after(sort: str, place: Place | None) -> str | None:
    """The cursor of the next page."""
    if place is None:
        return None
    value, tie = place
    return cursor_at(sort, value.isoformat() if isinstance(value, datetime) else value, tie)
