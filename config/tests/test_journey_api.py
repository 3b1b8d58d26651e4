"""Journey A by scripts: from a file of prompts to the file that a trainer loads, through the API alone with tokens.

Every answer is checked against the committed schema.
"""

import hashlib
import json
from fractions import Fraction
from typing import Any
from uuid import uuid4

import httpx
import pytest

from config.tests.browser.api import Api
from config.tests.browser.rankings import GIVEN, PEOPLE, alpha, expected_counts, expected_pairs, levels, rows
from config.tests.browser.service import Service

pytestmark = pytest.mark.xdist_group("browser")

ITEMS = rows()
TEXTS = [{each["text"]: each["id"] for each in item["content"]["responses"]} for item in ITEMS]


@pytest.fixture(scope="module")
def manager(service: Service):
    with service.api("marco") as api:
        yield api


@pytest.fixture(scope="module")
def project(manager: Api) -> str:
    """A project with the items imported and three people on its list."""
    client = next(client for client in manager.every("clients") if client["name"] == "Northwind Search")
    templates = {template["name"]: template for template in manager.get("templates")}
    wish = {"name": "By script", "client_id": client["id"], "template": "rank-responses", "overlap": 3}
    made = manager.post("projects", wish, key="project")
    assert manager.post("projects", wish, key="project") == made
    assert made["guidelines"] == templates["rank-responses"]["guidelines"]
    manager.staff(made["id"], *PEOPLE)
    return str(made["id"])


@pytest.fixture(scope="module")
def imported(manager: Api, project: str) -> list[dict[str, Any]]:
    """The items, imported from a file in the storage."""
    job = manager.imported(project, "prompts.jsonl", ITEMS)
    assert (job["state"], job["created"], job["problem_count"]) == ("done", len(ITEMS), 0), job
    assert job["done"] == job["total"] > 0
    return list(manager.every(f"projects/{project}/items"))


@pytest.fixture(scope="module")
def ranked(service: Service, manager: Api, project: str, imported: list[Any]) -> list[Any]:
    """The agreement rows after two people, and after three."""
    figures = []
    for number, person in enumerate(PEOPLE, 1):
        with service.api(person) as annotator:
            ranks_everything(annotator, project, GIVEN[person])
        assert manager.get(f"projects/{project}/progress")["places"]["submitted"] == number * len(ITEMS)
        figures.append(manager.get(f"projects/{project}/agreement")["questions"][0])
    return figures


def ranks_everything(annotator: Api, project: str, given: tuple[str, ...]) -> None:
    """Claims in batches and submits each item; each request is sent twice, as if its answer had been lost."""
    left = len(given)
    while left:
        key = str(uuid4())
        claimed = annotator.post(f"assignments/claim?project={project}", {"limit": 4}, key=key)["results"]
        again = annotator.post(f"assignments/claim?project={project}", {"limit": 4}, key=key)["results"]
        assert [each["id"] for each in again] == [each["id"] for each in claimed]
        assert len(claimed) == min(4, left)
        for assignment in claimed:
            answers, path = [order(assignment, given)], f"assignments/{assignment['id']}/submit"
            first = annotator.post(path, {"answers": answers, "seconds": 20}, key=assignment["id"])
            assert annotator.post(path, {"answers": answers, "seconds": 20}, key=assignment["id"]) == first
        left -= len(claimed)
    assert annotator.post(f"assignments/claim?project={project}", {"limit": 4})["results"] == []


def order(assignment: dict[str, Any], given: tuple[str, ...]) -> dict[str, Any]:
    """The person's ranking of what they were shown, in the handles that stand for the responses there."""
    shown = {each["text"]: each["id"] for each in assignment["content"]["responses"]}
    number = next(number for number, texts in enumerate(TEXTS) if texts.keys() == shown.keys())
    handles = {TEXTS[number][text]: handle for text, handle in shown.items()}
    value = [[handles[response] for response in level] for level in levels(given[number])]
    return {"question": "order", "on": "item", "value": {"ranks": value}}


def test_the_items_are_those_of_the_file_in_its_order(imported: list[dict[str, Any]]) -> None:
    assert [{key: row[key] for key in ITEMS[0]} for row in imported] == ITEMS


def test_importing_the_same_file_again_adds_nothing(manager: Api, project: str, imported: list[Any]) -> None:
    job = manager.imported(project, "again.jsonl", ITEMS)
    assert (job["created"], job["updated"], job["skipped"], job["problem_count"]) == (0, 0, len(ITEMS), 0)


def test_annotators_see_neither_ids_nor_models_nor_metadata(
    service: Service, manager: Api, imported: list[Any]
) -> None:
    project = manager.ranking_project("Blind", ITEMS[:2], "anna")
    with service.api("anna") as annotator:
        claimed = annotator.post(f"assignments/claim?project={project}", {"limit": 2})["results"]
    for assignment in claimed:
        responses = assignment["content"]["responses"]
        assert [set(each) for each in responses] == [{"id", "text"}] * 4
        assert [each["id"] for each in responses] == ["r1", "r2", "r3", "r4"]
    said = json.dumps(claimed)
    secrets = [ITEMS[0]["external_id"], "qa-1", "preference", *(row["id"] for row in imported)]
    assert [secret for secret in secrets if secret in said] == []


def test_a_repeated_submission_is_counted_once(manager: Api, project: str, imported: list[Any], ranked: object) -> None:
    for number, item in enumerate(imported):
        given = list(manager.every(f"projects/{project}/items/{item['id']}/annotations"))
        found = sorted(each["answers"][0]["value"]["ranks"] for each in given)
        assert found == sorted(levels(GIVEN[person][number]) for person in PEOPLE)
        assert max(each["seconds"] for each in given) <= 20, "nobody has worked for longer than it took"


def test_a_key_that_was_used_for_other_answers_is_refused(service: Service, project: str, ranked: object) -> None:
    with service.api("anna") as annotator:
        (mine, *_) = annotator.every(f"assignments?project={project}&state=submitted")
        body = {"answers": [], "seconds": 1}
        answer = annotator.answer("POST", f"assignments/{mine['id']}/submit", body, key=mine["id"])
    assert (answer.status_code, answer.json()["type"]) == (422, "idempotency-key-reused")


def test_the_agreement_is_krippendorffs_alpha(ranked: list[dict[str, Any]]) -> None:
    """By hand: of the 36 pairs of responses, three people are all of one mind on 20 (6 of them ties). 11 stand two to
    one (a spread of 8 each), on 3 two agree and one ties (2), on 1 two tie (2), on 1 everybody differs (6): 102.
    84 of the 108 judgements put a response first. 1 - 215 * 102 / (4 * 108 * 84).
    Two people: 1 - 143 * 40 / (4 * 72 * 56).
    """
    alone, two, three = ranked
    assert (alone["alpha"], alone["annotations"]) == (None, 0)
    of_two, of_three = 1 - Fraction(143 * 40, 4 * 72 * 56), 1 - Fraction(215 * 102, 4 * 108 * 84)
    assert (alpha(PEOPLE[:2]), alpha(PEOPLE)) == (of_two, of_three)
    assert (two["alpha"], three["alpha"]) == pytest.approx((float(of_two), float(of_three)), abs=1e-12)
    assert (three["metric"], three["coefficient"]) == ("interval", "krippendorff_alpha")
    assert (three["items"], three["units"], three["annotations"]) == (6, 36, 18)
    assert three["low"] < three["alpha"] < three["high"]


@pytest.fixture(scope="module")
def exported(manager: Api, project: str, ranked: object) -> dict[str, Any]:
    """The finished export of merged preference pairs."""
    wish = {"format": "trl_preference", "options": {"question": "order", "rows": "merged"}}
    job = manager.post(f"projects/{project}/exports", wish, key="export")
    assert manager.post(f"projects/{project}/exports", wish, key="export")["id"] == job["id"]
    found: dict[str, Any] = manager.finished(f"exports/{job['id']}", "done", "failed", "cancelled")
    assert found["state"] == "done", found["error"]
    return found


def download(manager: Api, job: dict[str, Any]) -> bytes:
    """The file's bytes, had by the link."""
    link = manager.get(f"exports/{job['id']}/download")
    with httpx.Client(trust_env=False) as storage:
        answer = storage.get(link["url"])
    assert answer.is_success
    assert job["filename"] in answer.headers["Content-Disposition"]
    return answer.content


def test_the_preference_file_holds_what_the_majority_prefers(manager: Api, exported: dict[str, Any]) -> None:
    data = download(manager, exported)
    assert [json.loads(line) for line in data.decode().splitlines()] == expected_pairs(ITEMS)
    assert (exported["size"], exported["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_what_was_left_out_is_counted(exported: dict[str, Any]) -> None:
    assert exported["counts"].items() >= expected_counts(ITEMS).items()
    assert exported["counts"].items() >= {"items": 6, "annotations": 18}.items()
    assert exported["done"] == exported["total"] == 18


def test_on_request_each_person_has_rows_of_their_own(manager: Api, project: str, ranked: object) -> None:
    wish = {"format": "trl_preference", "options": {"question": "order", "rows": "annotators"}}
    job = manager.finished(f"exports/{manager.post(f'projects/{project}/exports', wish)['id']}", "done", "failed")
    found = [json.loads(line) for line in download(manager, job).splitlines()]
    pairs = {(row["external_id"], row["chosen_id"], row["rejected_id"], row["annotator"]) for row in found}
    assert len(pairs) == len(found)
    people = {row["annotator"] for row in found}
    assert len(people) == len(PEOPLE)
    of_each = sorted(len([row for row in found if row["annotator"] == person]) for person in people)
    assert of_each == sorted(sum(map(ordered_pairs, GIVEN[person])) for person in PEOPLE)


def ordered_pairs(digits: str) -> int:
    """How many pairs of responses one ranking puts in order."""
    return sum(one != other for at, one in enumerate(digits) for other in digits[at + 1 :])
