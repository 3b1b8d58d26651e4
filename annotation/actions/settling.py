"""Settling: what an item waits for, after anything that may have changed it.

The caller has locked the item. People answer first, one more at a time while they disagree; then reviewers judge what
the project wants judged; then an adjudicator settles what is still in dispute; then the item is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.actions.events import record_event
from annotation.actions.counting import count_answers
from annotation.actions.people import project_done
from annotation.agreement.deciding import Decided
from annotation.agreement.items import ItemAgreement, item_agreement
from annotation.distribution import Answered, Decision, ItemFacts, Step, Workflow, next_step
from annotation.models import LIVE, TOP_UP_LINE, Annotation, Assignment, Item, ItemState, Judgement, Resolution
from annotation.queries.forms import form_at
from annotation.queries.gold import gold_score
from annotation.queries.heard import independent
from annotation.queries.truth import Weighed, weigh
from annotation.queries.workflow import workflow_of

STATE_AFTER = {
    Step.WAIT: ItemState.OPEN,
    Step.TOP_UP: ItemState.OPEN,
    Step.REVIEW: ItemState.REVIEW,
    Step.ADJUDICATE: ItemState.ADJUDICATE,
    Step.RESOLVE: ItemState.DONE,
}
JUDGED = {Judgement.ACCEPTED, Judgement.CORRECTED}

TOP_UP = """
WITH opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason, top_up)
  SELECT gen_random_uuid(), i.organisation_id, i.project_id, i.id, 'annotate',
    1 + coalesce((SELECT max(a.place) FROM annotation_assignment a WHERE a.item_id = i.id AND a.kind = 'annotate'), 0),
    'open', '', %(uncertain)s
  FROM annotation_item i WHERE i.id = %(item)s RETURNING item_id
)
UPDATE annotation_item i SET free_places = i.free_places + 1, overlap = i.overlap + 1, line = %(line)s,
  begun_no = nextval('annotation_begun_no')
FROM opened WHERE i.id = opened.item_id
"""

# The item is locked, so its open places belong to this transaction. With its last top-up it leaves their line.
WITHDRAW_TOP_UPS = """
WITH spare AS (
  SELECT id FROM annotation_assignment
  WHERE item_id = %(item)s AND kind = 'annotate' AND state = 'open' AND top_up AND reserved_for_id IS NULL
  ORDER BY place DESC LIMIT %(withdrawn)s
), gone AS (
  UPDATE annotation_assignment a SET state = 'withdrawn', closed_at = now()
  FROM spare WHERE a.id = spare.id RETURNING a.item_id
), counted AS (SELECT item_id, count(*)::smallint AS places FROM gone GROUP BY item_id)
UPDATE annotation_item i SET overlap = i.overlap - c.places, free_places = i.free_places - c.places,
  line = CASE WHEN i.overlap - c.places > p.overlap THEN i.line ELSE i.priority END
FROM counted c, annotation_project p WHERE i.id = c.item_id AND p.id = i.project_id
"""

# A place for each annotation to be judged; numbers go on, because what was judged before stays on record.
ASK_REVIEWERS = """
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason,
  annotation_id)
SELECT gen_random_uuid(), n.organisation_id, n.project_id, n.item_id, 'review',
  coalesce((SELECT max(p.place) FROM annotation_assignment p WHERE p.item_id = n.item_id AND p.kind = 'review'), 0)
    + row_number() OVER (ORDER BY n.id),
  'open', '', n.id
FROM annotation_annotation n
WHERE n.id = ANY (%(annotations)s) AND NOT EXISTS (
  SELECT FROM annotation_assignment r
  WHERE r.annotation_id = n.id AND r.kind = 'review' AND r.state IN ('open', 'claimed'))
"""

ASK_ADJUDICATOR = """
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
SELECT gen_random_uuid(), organisation_id, project_id, id, 'adjudicate',
  1 + coalesce((SELECT max(p.place) FROM annotation_assignment p WHERE p.item_id = i.id AND p.kind = 'adjudicate'), 0),
  'open', ''
FROM annotation_item i WHERE i.id = ANY (%(items)s) AND NOT EXISTS (
  SELECT FROM annotation_assignment a
  WHERE a.item_id = i.id AND a.kind = 'adjudicate' AND a.state IN ('open', 'claimed'))
"""

# Nobody looks at what is no longer asked for; who is looking already may go on, every appeal is answered, and whom a
# manager asked is asked.
NO_LONGER_ASKED = """
UPDATE annotation_assignment SET state = 'withdrawn', closed_at = now()
WHERE item_id = %(item)s AND state = 'open'
  AND (kind = 'adjudicate' AND returned IS NULL AND NOT %(adjudicate)s
       OR kind = 'review' AND NOT annotation_id = ANY (%(annotations)s))
  AND NOT EXISTS (SELECT FROM annotation_verdict v WHERE v.annotation_id = annotation_assignment.annotation_id
                  AND v.appealed_at IS NOT NULL AND v.appeal_closed_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says of one item."""

    item: Item
    places: Sequence[Assignment]
    annotations: Sequence[Annotation]
    independent: Sequence[Annotation]
    settled: Resolution | None

    @property
    def waiting(self) -> int:
        """Places that an answer is still missing from; who is asked a new question later has answered."""
        answered = {annotation.assignment_id for annotation in self.annotations}
        return sum(
            place.kind == "annotate" and place.state in ("open", "claimed", "returned") and place.pk not in answered
            for place in self.places
        )

    @property
    def spare(self) -> int:
        """Places that were asked for because people were too uncertain, beyond what the project asks of every item, and
        that nobody has yet.
        """
        top_ups = sum(place.top_up and place.state == "open" and not place.reserved_for_id for place in self.places)
        beyond: int = self.item.overlap - self.item.project.overlap
        return max(0, min(top_ups, beyond))

    @property
    def asked(self) -> set[UUID | None]:
        """The annotations that a reviewer is asked about now."""
        return {
            place.annotation_id
            for place in self.places
            if place.kind == "review" and place.state in ("open", "claimed")
        }

    @property
    def adjudicator_asked(self) -> bool:
        """Whether a manager has asked for an adjudicator, who has not answered yet."""
        return any(
            place.kind == "adjudicate" and place.state in ("open", "claimed") and place.returned
            for place in self.places
        )

    @property
    def say_the_same(self) -> bool:
        """Whether everybody's answers are equal."""
        return bool(self.annotations) and all(each.answers == self.annotations[0].answers for each in self.annotations)


def settle(item_id: UUID, *, at: datetime) -> Step | None:
    """Count what counts on an item and see to the next step; None for an item that nobody waits for.

    Costs as much as the item has answers.
    """
    ledger = _ledger(item_id)
    item = ledger.item
    count_answers(item, ledger.independent)
    if item.state in (ItemState.GOLD, ItemState.WITHDRAWN):
        Item.objects.filter(pk=item.pk).update(submitted=len(ledger.annotations))
        return None
    workflow = workflow_of(item.project)
    agreement = _note_agreement(ledger)
    weighed = weigh(item, ledger.annotations, agreement.by_question, workflow)
    decision = next_step(_facts(ledger, agreement.mean, weighed, workflow), workflow)
    _take_step(ledger, decision, at=at)
    _resolve(ledger, weighed.decided, done=decision.step == Step.RESOLVE, at=at)
    Item.objects.filter(pk=item.pk).update(
        submitted=len(ledger.annotations),
        agreement=agreement.mean,
        certainty=weighed.certainty,
        state=STATE_AFTER[decision.step],
    )
    if decision.step == Step.RESOLVE:
        project_done(item.project, at=at)
    return decision.step


def _ledger(item_id: UUID) -> Ledger:
    item = Item.objects.select_related("project").get(pk=item_id)
    answers = list(Annotation.objects.filter(independent(), item_id=item_id).order_by("id"))
    return Ledger(
        item=item,
        places=list(Assignment.objects.filter(item_id=item_id, state__in=LIVE).defer("draft")),
        annotations=[annotation for annotation in answers if annotation.withdrawn_at is None],
        independent=answers,
        settled=Resolution.objects.filter(item_id=item_id, replaced_at=None).first(),
    )


def _note_agreement(ledger: Ledger) -> ItemAgreement:
    """How well the independent answers to the item agree, all and each with the others; kept with the answers."""
    if len(ledger.annotations) < 2:
        return ItemAgreement(None, {}, [])
    form = form_at(ledger.item.project_id, ledger.item.project.form_version)
    own = [annotation.independent_answers or annotation.answers for annotation in ledger.annotations]
    found = item_agreement(form, own)
    changed = []
    for annotation, agreement in zip(ledger.annotations, found.of_each, strict=True):
        if annotation.agreement != agreement:
            annotation.agreement = agreement
            changed.append(annotation)
    Annotation.objects.bulk_update(changed, ["agreement"])
    return found


def _facts(ledger: Ledger, agreement: float | None, weighed: Weighed, workflow: Workflow) -> ItemFacts:
    by_gold = any(rule.by == "gold_score" for rule in workflow.review.rules)
    return ItemFacts(
        waiting=ledger.waiting,
        places=ledger.item.overlap,
        answered=[
            Answered(
                key=str(annotation.pk),
                member=str(annotation.member_id),
                number=annotation.number,
                judged=annotation.verdict in JUDGED and annotation.pk not in ledger.asked,
                asked=annotation.pk in ledger.asked or annotation.verdict == Judgement.RETURNED,
                agreement=annotation.agreement,
                gold_score=gold_score(ledger.item.project, annotation.member_id) if by_gold else None,
            )
            for annotation in ledger.annotations
        ],
        agreement=agreement,
        settled=ledger.settled is not None and ledger.settled.kind == "adjudicated",
        adjudicator_asked=ledger.adjudicator_asked,
        certainty=weighed.certainty,
        uncounted=weighed.uncounted,
        decided=None if weighed.decided is None else ledger.say_the_same or weighed.decided.complete,
        spare=ledger.spare,
    )


def _take_step(ledger: Ledger, decision: Decision, *, at: datetime) -> None:
    step, overlap = decision.step, ledger.item.overlap
    values: dict[str, Any] = {
        "item": ledger.item.pk,
        "line": TOP_UP_LINE,
        "uncertain": True,
        "withdrawn": decision.withdrawn,
        "annotations": [UUID(key) for key in decision.review],
        "adjudicate": step == Step.ADJUDICATE,
    }
    with connection.cursor() as cursor:
        if decision.withdrawn:
            cursor.execute(WITHDRAW_TOP_UPS, values)
        if any(place.kind != "annotate" and place.state == "open" for place in ledger.places):
            cursor.execute(NO_LONGER_ASKED, values)
        if step == Step.TOP_UP:
            cursor.execute(TOP_UP, values)
        elif step == Step.REVIEW:
            cursor.execute(ASK_REVIEWERS, values)
        elif step == Step.ADJUDICATE:
            cursor.execute(ASK_ADJUDICATOR, {"items": [ledger.item.pk]})
    if step == Step.TOP_UP:
        record_event("item.topped_up", subject=ledger.item, actor=None, at=at, overlap=overlap + 1)
    if decision.withdrawn:
        fewer = overlap - decision.withdrawn
        record_event("item.top_up_withdrawn", subject=ledger.item, actor=None, at=at, overlap=fewer)


def _resolve(ledger: Ledger, decided: Decided | None, *, done: bool, at: datetime) -> None:
    """An item whose people all say the same, or whose differences are decided, has its final answer; one that is open
    again has none for now.
    """
    standing = ledger.settled
    if standing is not None and standing.kind == "adjudicated":
        return
    final = _final(ledger, decided) if done else None
    if standing is not None:
        if final is not None and (standing.kind, standing.answers) == (final.kind, final.answers):
            return
        Resolution.objects.filter(pk=standing.pk).update(replaced_at=at)
    if final is not None:
        final.created_at = at
        final.save()


def _final(ledger: Ledger, decided: Decided | None) -> Resolution | None:
    """The final answer that people's answers come to by themselves."""
    latest = max(ledger.annotations, key=lambda each: each.form_version, default=None)
    if latest is None:
        return None
    final = Resolution(
        project_id=ledger.item.project_id,
        item=ledger.item,
        form_version=latest.form_version,
        content_version=latest.content_version,
    )
    if ledger.say_the_same:
        final.kind, final.answers = "agreed", latest.answers
    elif decided is not None and decided.complete:
        final.kind, final.answers, final.certainty = "aggregated", decided.answers, decided.certainty
        final.content_version = ledger.item.content_version
        final.left_out = [{"question": question, "on": on} for question, on in decided.left_out]
    else:
        return None
    return final
