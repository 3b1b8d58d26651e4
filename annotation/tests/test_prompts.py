"""A client's prompts, found once wherever they are asked, and asked again; what people wrote, judged by others."""

from typing import Any

import pytest
from django.db import transaction

from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.projects import create_project
from annotation.actions.prompts import items_from_answers
from annotation.forms import parse_form
from annotation.forms.prompts import prompt_key, prompt_text
from annotation.forms.writings import writings
from annotation.models import Annotation, Exclusion, Item
from annotation.tests.judging import JUDGE, say, take, theirs
from annotation.tests.long_work import caller
from config.tests.work import RANKING, make_project
from config.tests.world import CANARY, NOW

IMAGE = "0189f7a0-0000-7000-8000-000000000001"
WRITING = {
    "shows": ["prompt"],
    "questions": [{"name": "answer", "kind": "text", "title": "Answer the prompt"}],
}
DIALOGUE = {
    "shows": ["prompt"],
    "questions": [
        {"name": "talk", "kind": "dialogue", "title": "Talk", "min_turns": 1, "max_turns": 5, "max_responses": 3}
    ],
}


# When two items ask the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"prompt": {"text": "Why?"}}, {"prompt": {"text": "  wHY?\n"}}),
        ({"prompt": {"text": "The ﬁne café"}}, {"prompt": {"text": "the fine  cafe\u0301"}}),
        ({"prompt": {"text": "Why?"}}, {"messages": [{"id": "x", "role": "user", "text": "why?"}]}),
        (
            {"messages": [{"id": "a", "role": "user", "text": "Why?"}]},
            {
                "messages": [
                    {"id": "b", "role": "user", "text": "Why?"},
                    {"id": "c", "role": "assistant", "text": "Because."},
                ]
            },
        ),
        ({"prompt": {"text": "Why?"}, "responses": [{"id": "a", "text": "x"}]}, {"prompt": {"text": "Why?"}}),
    ],
)
def test_prompts_that_say_the_same_have_one_key(one, other):
    assert prompt_key(one) == prompt_key(other)
    assert len(prompt_key(one)) == 32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"prompt": {"text": "Why?"}}, {"prompt": {"text": "Why"}}),
        (
            {"prompt": {"text": "Why?"}},
            {"prompt": {"text": "Why?", "images": [IMAGE]}},
        ),
        (
            {"messages": [{"id": "a", "role": "user", "text": "Why?"}]},
            {
                "messages": [
                    {"id": "s", "role": "system", "text": "Be brief."},
                    {"id": "a", "role": "user", "text": "Why?"},
                ]
            },
        ),
    ],
)
def test_other_prompts_have_another_key(one, other):
    assert prompt_key(one) != prompt_key(other)


def test_an_item_without_a_prompt_has_no_key():
    for content in ({}, {"text": "A text"}, {"messages": [{"id": "a", "role": "assistant", "text": "Hello"}]}):
        assert prompt_key(content) == ""
        assert prompt_text(content) == ""


# What was written


def test_the_turns_before_go_on_from_the_response_that_was_chosen():
    question = parse_form(DIALOGUE).question("talk")
    value = {
        "turns": [
            {
                "id": "t1",
                "prompt": {"text": "More?", "images": []},
                "responses": [{"id": "r1", "text": "No", "images": []}, {"id": "r2", "text": "Yes", "images": []}],
                "ranks": [["r2"], ["r1"]],
                "continues_with": "r2",
            },
            {
                "id": "t2",
                "prompt": {"text": "How?", "images": []},
                "responses": [{"id": "r1", "text": "So", "images": []}],
                "ranks": [["r1"]],
                "continues_with": "r1",
            },
        ]
    }
    answers = [{"question": "talk", "on": "item", "value": value}]
    (last,) = writings(question, {"prompt": {"text": "Start."}}, answers)
    assert last.text == "So"
    assert [(message["role"], message["text"]) for message in last.shown["messages"]] == [
        ("user", "Start."),
        ("user", "More?"),
        ("assistant", "Yes"),
        ("user", "How?"),
    ]
    first = list(writings(question, {}, answers, turn=0))
    assert [writing.text for writing in first] == ["No", "Yes"]
    assert first[0].shown == {"prompt": {"text": "More?"}}
    assert list(writings(question, {}, answers, turn=2)) == []


# The library


def prompt(name: str, text: str, **metadata: Any) -> NewItem:
    return NewItem(name, {"prompt": {"text": text}}, metadata)


@pytest.fixture
def library(acme, globex):
    """Two projects of Umbrella that share prompts, one of Initech, and another organisation's."""
    theirs(globex)
    with acme.scope(), transaction.atomic():
        first, second = (make_project(acme, name=name, form=WRITING, overlap=1) for name in ("First", "Second"))
        other = create_project(
            client=acme.clients[1],
            name="Other",
            form=parse_form(WRITING),
            overlap=1,
            by=acme.manager,
            at=NOW,
            guidelines="",
        )
        rows = [prompt(f"p{number}", f"Why is planet {number} round?", lang="en") for number in range(8)]
        add_items(project=first, rows=rows, by=acme.manager, at=NOW)
        rows = [prompt("again", "WHY is planet 3  round?"), prompt("french", "Pourquoi la lune ?", lang="fr")]
        add_items(project=second, rows=rows, by=acme.manager, at=NOW)
        add_items(project=other, rows=[prompt("secret", "Why is Initech secret?")], by=acme.manager, at=NOW)
    return first, second, other


def listed(world, client, member=None, **query):
    """Every row of the library, page by page."""
    rows, query = [], {"limit": 3, **query}
    for _ in range(10):
        answer = caller(world, member).get(f"clients/{client.pk}/prompts", **query)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["results"]
        if answer.json()["next"] is None:
            return rows
        query["cursor"] = answer.json()["next"]
    raise AssertionError("the pages never end")


def test_each_prompt_of_a_client_stands_once_with_where_it_is_asked(acme, library):
    first, second, _ = library
    rows = listed(acme, acme.clients[0])
    assert len(rows) == len({row["key"] for row in rows}) == 9
    (shared,) = [row for row in rows if "planet 3" in row["text"]]
    assert shared["count"] == 2
    assert {project["id"] for project in shared["projects"]} == {str(first.pk), str(second.pk)}
    assert not [row for row in rows if "secret" in row["text"] or CANARY in row["text"]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "planet"}, 8),
        ({"q": "plan"}, 8),
        ({"q": "planet 5"}, 1),
        ({"q": "lune"}, 1),
        ({"q": "p5"}, 0),
        ({"metadata.lang": "fr"}, 1),
        ({"metadata.lang": "en", "q": "round"}, 8),
    ],
)
def test_prompts_are_found_by_their_own_words_and_their_items_metadata(acme, library, query, count):
    assert len(listed(acme, acme.clients[0], **query)) == count


def test_prompts_of_one_project(acme, library):
    assert len(listed(acme, acme.clients[0], project=str(library[1].pk))) == 2


def test_the_wall_between_clients_stands_in_the_library(acme, globex, library):
    assert len(listed(acme, acme.clients[0], acme.client)) == 9
    assert caller(acme, acme.client).get(f"clients/{acme.clients[1].pk}/prompts").status_code == 404
    assert caller(globex).get(f"clients/{acme.clients[0].pk}/prompts").status_code == 404
    assert caller(acme, acme.ann).get(f"clients/{acme.clients[0].pk}/prompts").status_code == 403
    assert listed(acme, acme.clients[0], project=str(library[2].pk)) == []


@pytest.mark.parametrize("query", [{"colour": "red"}, {"project": "x"}, {"q": "!"}, {"cursor": "x"}, {"state": "open"}])
def test_what_is_no_filter_of_prompts_is_refused(acme, library, query):
    assert caller(acme).get(f"clients/{acme.clients[0].pk}/prompts", **query).status_code == 400


@pytest.fixture
def target(acme, library):
    with acme.scope(), transaction.atomic():
        return make_project(acme, name="Target", form=WRITING, overlap=1)


def sample(world, into, count, seed="s", client=0, **wanted):
    body = {"filter": wanted, "count": count, "seed": seed, "into": {"project_id": str(into.pk)}}
    return caller(world).post(f"clients/{world.clients[client].pk}/prompts/sample", body)


def texts(world, project):
    with world.scope(), transaction.atomic():
        return [prompt_text(item.content) for item in Item.objects.filter(project=project).order_by("position")]


def test_a_sample_asks_other_prompts_each_time_and_none_twice(acme, library, target):
    assert sample(acme, target, 4).json()["created"] == 4
    assert sample(acme, target, 100).json()["created"] == 5
    assert sample(acme, target, 100).json()["created"] == 0
    assert len(texts(acme, target)) == len({text.casefold() for text in texts(acme, target)}) == 9
    with acme.scope(), transaction.atomic():
        item = Item.objects.filter(project=target).first()
        assert item.provenance["project"] in {str(project.pk) for project in library[:2]}


def test_a_seed_draws_the_same_prompts(acme, library, target):
    with acme.scope(), transaction.atomic():
        others = [make_project(acme, name=f"Twin {n}", form=WRITING, overlap=1) for n in range(2)]
    for into, seed in ((target, "one"), (others[0], "one"), (others[1], "two")):
        sample(acme, into, 4, seed, project=str(library[0].pk))
    assert texts(acme, target) == texts(acme, others[0])
    assert set(texts(acme, target)) != set(texts(acme, others[1])) or texts(acme, target) != texts(acme, others[1])


def test_a_sample_keeps_to_its_filter(acme, library, target):
    assert sample(acme, target, 100, q="lune").json()["created"] == 1
    assert texts(acme, target) == ["Pourquoi la lune ?"]


def test_no_prompt_crosses_to_another_client(acme, globex, library, target):
    assert sample(acme, library[2], 4).status_code == 400
    assert sample(acme, target, 4, client=1).status_code == 400
    assert sample(acme, target, 4, project=str(library[2].pk)).json()["created"] == 0
    body = {"count": 1, "seed": "s", "into": {"project_id": str(target.pk)}}
    assert caller(globex).post(f"clients/{globex.clients[0].pk}/prompts/sample", body).status_code == 400
    assert texts(acme, target) == []


def test_prompts_that_do_not_fit_the_form_are_left_out_with_the_reason(acme, library):
    with acme.scope(), transaction.atomic():
        ranking = make_project(acme, name="Ranks", form=RANKING)
    made = sample(acme, ranking, 3).json()
    assert made["created"] == 0
    assert made["skipped"] == [{"because": "not_fitting", "count": 3}]
    assert "/content/responses" in made["detail"]


# Answers as responses


def write(project, member, text, *, items=1):
    """Somebody's texts for their next items."""
    for assignment in claim(project=project, member=member, limit=items, at=NOW):
        answers = [{"question": "answer", "on": "item", "value": {"text": text}}]
        submit_annotation(assignment=lock_own(assignment), answers=answers, seconds=1, by=member, at=NOW)


@pytest.fixture
def written(acme, globex):
    """Two prompts in a project of writing; Ann and Ben have answered the first, Ann the second."""
    theirs(globex)
    with acme.scope():
        source = make_project(acme, name="Write", form=WRITING, overlap=2)
        rows = [prompt("one", "Why?"), prompt("two", "How?")]
        add_items(project=source, rows=rows, by=acme.manager, at=NOW)
        write(source, acme.ann, "Ann says so", items=2)
        write(source, acme.ben, "Ben says so")
        yield source, make_project(acme, name="Rank", form=RANKING, overlap=2)


def make(acme, source, target, **options):
    return items_from_answers(
        source=source, target=target, question=options.pop("question", "answer"), by=acme.manager, at=NOW, **options
    )


def test_what_people_wrote_is_ranked_by_others(acme, written):
    source, target = written
    made = make(acme, source, target)
    assert (made.created, dict(made.skipped)) == (1, {"too_few": 1})
    (item,) = Item.objects.filter(project=target)
    assert item.content["prompt"] == {"text": "Why?"}
    responses = item.content["responses"]
    assert {row["text"] for row in responses} == {"Ann says so", "Ben says so"}
    assert {(row["source"], row["model"]) for row in responses} == {("human", "")}
    assert item.prompt_key == prompt_key({"prompt": {"text": "why?"}})


def test_each_response_knows_the_answer_it_was(acme, written):
    source, target = written
    make(acme, source, target)
    (item,) = Item.objects.filter(project=target)
    origins = item.provenance["responses"]
    for response in item.content["responses"]:
        origin = origins[response["id"]]
        annotation = Annotation.objects.get(pk=origin["annotation"])
        assert annotation.answers[0]["value"]["text"] == response["text"]
        assert origin["revision"] == annotation.revision
        assert str(annotation.pk) not in str(item.content)


def test_nobody_judges_what_they_wrote(acme, written):
    source, target = written
    make(acme, source, target)
    (item,) = Item.objects.filter(project=target)
    excluded = Exclusion.objects.filter(item=item)
    assert set(excluded.values_list("member_id", "reason")) == {(acme.ann.pk, "author"), (acme.ben.pk, "author")}
    for person, expected in ((acme.ann, []), (acme.ben, []), (acme.cleo, [item.pk])):
        assert [row.item_id for row in claim(project=target, member=person, limit=5, at=NOW)] == expected


def test_made_again_nothing_doubles_and_later_answers_are_added(acme, written):
    source, target = written
    make(acme, source, target)
    again = make(acme, source, target)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    write(source, acme.cleo, "Cleo says so", items=2)
    later = make(acme, source, target)
    assert (later.created, later.updated, later.unchanged) == (1, 0, 1)
    assert Item.objects.filter(project=target).count() == 2


def test_an_item_that_people_have_judged_is_left_as_it_is(acme, written):
    source, target = written
    make(acme, source, target)
    item = Item.objects.get(project=target)
    claim(project=target, member=acme.cleo, limit=1, at=NOW)
    annotation = Annotation.objects.filter(project=source, member=acme.ann, item__external_id="one").get()
    annotation.answers = [{"question": "answer", "on": "item", "value": {"text": "Something else"}}]
    annotation.save()
    made = make(acme, source, target)
    assert dict(made.skipped) == {"too_few": 1, "worked_on": 1}
    assert Item.objects.get(pk=item.pk).content == item.content


def test_rejected_and_withdrawn_answers_are_no_responses(acme, globex):
    with acme.scope(), transaction.atomic():
        source = make_project(acme, name="Write", form=WRITING, overlap=2)
        source.workflow = {"review": {"percent": 100}}
        source.save()
        set_person(project=source, member=acme.reviewer, grants=JUDGE, by=acme.manager, at=NOW)
        add_items(project=source, rows=[prompt("one", "Why?")], by=acme.manager, at=NOW)
        write(source, acme.ann, "Ann says so")
        write(source, acme.ben, "Ben says so")
        first, _ = take(source, acme.reviewer)
        say(first, acme.reviewer, "rejected")
        target = make_project(acme, name="Rank", form=RANKING)
        assert dict(make(acme, source, target).skipped) == {"too_few": 1}


def test_whoever_corrected_a_text_does_not_judge_it_either(acme, globex):
    with acme.scope(), transaction.atomic():
        source = make_project(acme, name="Write", form=WRITING, overlap=2)
        source.workflow = {"review": {"percent": 100}}
        source.save()
        set_person(project=source, member=acme.reviewer, grants=JUDGE, by=acme.manager, at=NOW)
        add_items(project=source, rows=[prompt("one", "Why?")], by=acme.manager, at=NOW)
        write(source, acme.ann, "Ann says so")
        write(source, acme.ben, "Ben says so")
        first, _ = take(source, acme.reviewer)
        better = [{"question": "answer", "on": "item", "value": {"text": "Better"}}]
        say(first, acme.reviewer, "corrected", answers=better)
        target = make_project(acme, name="Rank", form=RANKING)
        make(acme, source, target)
        item = Item.objects.get(project=target)
        assert "Better" in {row["text"] for row in item.content["responses"]}
        members = set(Exclusion.objects.filter(item=item).values_list("member_id", flat=True))
        assert members == {acme.ann.pk, acme.ben.pk, acme.reviewer.pk}


def test_the_last_turn_of_dialogues_is_ranked(acme, globex):
    def turn(number, prompt_text, *responses):
        rows = [{"id": f"r{n}", "text": text} for n, text in enumerate(responses, 1)]
        return {
            "id": f"t{number}",
            "prompt": {"text": prompt_text},
            "responses": rows,
            "ranks": [[row["id"]] for row in rows],
        }

    with acme.scope(), transaction.atomic():
        source = make_project(acme, name="Talk", form=DIALOGUE, overlap=1)
        add_items(project=source, rows=[prompt("one", "A brief")], by=acme.manager, at=NOW)
        (held,) = claim(project=source, member=acme.ann, limit=1, at=NOW)
        value = {"turns": [turn(1, "Hello?", "Hi", "Ho"), turn(2, "More?", "Yes", "No", "Maybe")]}
        answers = [{"question": "talk", "on": "item", "value": value}]
        submit_annotation(assignment=lock_own(held), answers=answers, seconds=1, by=acme.ann, at=NOW)
        shows = {**RANKING, "shows": ["prompt", "messages", "responses"]}
        target = make_project(acme, name="Rank", form=shows)
        assert make(acme, source, target, question="talk").created == 1
        (item,) = Item.objects.filter(project=target)
        assert {row["text"] for row in item.content["responses"]} == {"Yes", "No", "Maybe"}
        assert [row["text"] for row in item.content["messages"]] == ["A brief", "Hello?", "Hi", "More?"]
        assert make(acme, source, target, question="talk", turn=0).created == 1


def test_other_clients_questions_and_projects_are_refused(acme, globex):
    with acme.scope(), transaction.atomic():
        source = make_project(acme, name="Write", form=WRITING, overlap=2)
        target = make_project(acme, name="Rank", form=RANKING)
        foreign = create_project(
            client=acme.clients[1],
            name="Other",
            form=parse_form(RANKING),
            overlap=1,
            by=acme.manager,
            at=NOW,
            guidelines="",
        )
        add_items(project=source, rows=[prompt("one", "Why?")], by=acme.manager, at=NOW)
        for person in (acme.ann, acme.ben):
            write(source, person, "So")
    stranger = theirs(globex)

    def ask(into, of, question="answer", **more):
        body = {"project_id": str(of.pk), "question": question, **more}
        return caller(acme).post(f"projects/{into.pk}/items/from-answers", body)

    assert ask(foreign, source).status_code == 400
    assert ask(target, stranger).status_code == 400
    assert ask(target, source, "order").json()["errors"][0]["pointer"] == "/question"
    assert ask(target, target, "why").status_code == 400
    assert ask(target, source, items={"query": {"colour": "red"}}).status_code == 400
    assert ask(target, source, items={"query": {"q": "nothing"}}).json()["created"] == 0
    assert ask(target, source, items={"query": {"q": "why"}}).json()["created"] == 1
    body = {"project_id": str(source.pk), "question": "answer"}
    assert caller(acme, acme.reviewer).post(f"projects/{target.pk}/items/from-answers", body).status_code == 403
