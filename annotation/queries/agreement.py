"""How well people agree, told from counts that change with every answer (see `annotation.agreement.live`).

Only what each said on their own counts. Review makes people agree with the reviewer, and so does not: neither a
correction, nor what was answered anew after it was returned. What somebody answered after they had seen a suggestion
for it, or another person's answer, is not their own. Answers that were taken back or rejected are in no figure, and
neither is gold.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from accounts.models import Member
from annotation.agreement.items import item_agreement
from annotation.agreement.live import live_agreement
from annotation.models import Annotation, Item, Project
from annotation.queries.counts import pairs, read_for_agreement
from annotation.queries.forms import current_form
from annotation.queries.people import shown_person


def agreement(project: Project) -> list[dict[str, Any]]:
    """One row for each question of the current form; fresh after every submission."""
    rows = live_agreement(current_form(project), read_for_agreement(project))
    return [{**row, "interval_at": _moment(row["interval_at"]), "counted_at": project.counted_at} for row in rows]


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def agreement_on(item: Item, *, named: bool) -> dict[str, Any]:
    """How well the people on one item agree, from 0 to 1: all of them, by question, and each with the others. It is
    what its workflow goes by: everything that counts, as it was before anybody judged it.
    """
    rows = list(Annotation.objects.filter(item=item, withdrawn_at=None).select_related("member__user").order_by("id"))
    found = item_agreement(current_form(item.project), [row.independent_answers or row.answers for row in rows])
    return {
        "agreement": found.mean,
        "questions": [{"question": name, "agreement": figure} for name, figure in found.by_question.items()],
        "people": [
            {"member": shown_person(row.member_id, str(row.member), named=named), "agreement": figure}
            for row, figure in zip(rows, found.of_each, strict=True)
        ],
    }


def people_agreement(project: Project, *, named: bool) -> list[dict[str, Any]]:
    """How often each person's answers are like those of the others who judged the same, by question: of `shared`
    comparisons so many were `alike`. Rankings are compared by pairs of responses; marks and texts are alike in part.
    """
    found: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0, 0.0]))
    for met in pairs(project):
        for person in met.people:
            own = found[person][met.question]
            own[0] += met.shared
            own[1] += met.alike
    people = Member.objects.filter(pk__in=found).select_related("user")
    names = {str(member.pk): str(member) for member in people}
    rows = [
        {
            "member": shown_person(UUID(person), names[person], named=named),
            "questions": [
                {"question": question, "shared": shared, "alike": alike, "share": alike / shared}
                for question, (shared, alike) in sorted(own.items())
            ],
        }
        for person, own in found.items()
        if person in names
    ]
    return sorted(rows, key=lambda row: (row["member"]["name"], str(row["member"]["id"])))
