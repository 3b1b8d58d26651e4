"""What must hold of a project's ledger at every moment, whatever people did."""

from collections import Counter
from uuid import UUID

from django.db.models import Sum

from annotation.actions.recounting import live_counts
from annotation.agreement.facts import item_facts, words
from annotation.agreement.live import add, item_counts, said
from annotation.models import LIVE, Annotation, Assignment, Item, ItemFacts, Revision, Tally
from annotation.queries.facts import wrongly_found
from annotation.queries.forms import current_form
from annotation.queries.heard import heard_items
from annotation.queries.recounts import recount
from annotation.queries.workflow import workflow_of


def check_ledger(project):
    """Fail if an item is asked of too many or too few, is lost, or is counted wrongly."""
    for item in Item.objects.filter(project=project):
        rows = list(Assignment.objects.filter(item=item))
        answered = set(Annotation.objects.filter(item=item, withdrawn_at=None).values_list("assignment_id", flat=True))
        assert item.submitted == len(answered), "submitted"
        exactly_so_many_are_asked(item, rows, requeue=workflow_of(project).requeue_skips)
        nobody_is_there_twice(rows)
        what_it_waits_for_is_being_asked(item, rows, answered)
        whoever_comes_finds_it(item, rows)
    rejected = Annotation.objects.filter(project=project, verdict="rejected", withdrawn_at=None)
    assert not rejected.exists(), "rejected work counts"
    counts_equal_a_recount(project)
    agreement_is_counted_from_what_people_said(project)
    items_are_found_by_what_people_said(project)


def exactly_so_many_are_asked(item, rows, *, requeue):
    """As many live places as the overlap says, and the free ones counted."""
    places = [row for row in rows if row.kind == "annotate"]
    live = [row for row in places if row.state in LIVE]
    states = Counter(row.state for row in live)
    free = sum(row.state == "open" and row.reserved_for_id is None for row in live)
    assert item.free_places == free, (item.state, states)
    if item.state == "gold":
        assert states["open"] == 0, "gold is claimed as it is given"
    elif item.state == "withdrawn":
        assert states["open"] + states["claimed"] == 0, "nobody is asked about a withdrawn item"
    elif requeue:
        assert len(live) == item.overlap, (item.state, item.overlap, states)
    else:
        skipped = sum(row.state == "skipped" for row in places)
        assert len(live) <= item.overlap <= len(live) + skipped, (item.overlap, states)


def nobody_is_there_twice(rows):
    """One live or finished place of a person on an item."""
    held = [row for row in rows if row.kind == "annotate" and row.member_id]
    held = [row.member_id for row in held if row.state in ("claimed", "submitted", "returned", "skipped")]
    assert len(held) == len(set(held)), "somebody is twice on an item"


def what_it_waits_for_is_being_asked(item, rows, answered):
    """An item's state says who is asked at this moment; nobody waits for what nobody is asked."""
    if item.state in ("gold", "withdrawn"):
        return
    asked = [row for row in rows if row.state in ("open", "claimed", "returned")]
    if any(row.kind == "annotate" and row.pk not in answered for row in asked):
        expected = "open"
    elif any(row.kind == "review" for row in asked):
        expected = "review"
    else:
        expected = "adjudicate" if any(row.kind == "adjudicate" for row in asked) else "done"
    assert item.state == expected, (item.state, [(row.kind, row.state) for row in rows])


def whoever_comes_finds_it(item, rows):
    """An item with a free place stands in a line; in that of fresh ones only if nobody has been there."""
    if item.free_places:
        been = any(row.kind == "annotate" and row.member_id for row in rows)
        assert item.begun_no is not None or not been, "an item that somebody began stands among the fresh ones"
        assert item.line in (3, item.priority), item.line


def counts_equal_a_recount(project):
    """The tallies add up to what the tables say."""
    sums = Tally.objects.filter(project=project).values_list("subject", "state").annotate(n=Sum("n"))
    rows = [("item", state) for state in Item.objects.filter(project=project).values_list("state", flat=True)]
    rows += Assignment.objects.filter(project=project).values_list("kind", "state")
    revisions = Revision.objects.filter(project=project)
    rows += [("revision", "")] * revisions.count()
    assert {(subject, state): n for subject, state, n in sums if n} == Counter(rows)
    seconds = Tally.objects.filter(project=project).aggregate(n=Sum("seconds"))["n"]
    assert (seconds or 0) == (revisions.aggregate(n=Sum("seconds"))["n"] or 0)


def agreement_is_counted_from_what_people_said(project):
    """The counts of agreement are those of hearing every item, however they came about, and so says a recount."""
    heard = {}
    for item in heard_items(project):
        people = {} if item.gold else {given.person: said(given.answers) for given in item.given}
        for key, amount in item_counts(current_form(project), people).items():
            add(heard, key, amount)
    assert live_counts(project) == heard, "counts of agreement"
    assert recount(project) == heard, "the recount of agreement"


def items_are_found_by_what_people_said(project):
    """Every item has the facts of hearing it anew, however they came about, and a recount finds none that has not."""
    kept = dict(ItemFacts.objects.filter(project=project).values_list("item_id", "facts"))
    stand = Annotation.objects.filter(project=project, withdrawn_at=None)
    for item in heard_items(project, whole=True):
        people = {} if item.gold else {given.person: said(given.answers) for given in item.given}
        models = {response: item.models.get(response, "") for response in item.lengths}
        days = {moment.date() for moment in stand.filter(item=UUID(item.item)).values_list("submitted_at", flat=True)}
        found = words(project.pk, item_facts(current_form(project), people, models, days))
        assert set(kept.get(UUID(item.item), "").split()) == set(found.split()), item
    assert not list(wrongly_found(project))
