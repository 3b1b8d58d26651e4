"""Whole installations of other tools are brought: projects, people, work, times, ground truth and pictures."""

import base64
import json
import os
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Member
from annotation.models import Annotation, Asset, Assignment, Gold, Item, Project, Suggestion
from annotation.tests.long_work import bucket  # noqa: F401  # a fixture
from config.migration.installation import Api, NotMoved
from config.migration.state import Brought, State

pytestmark = pytest.mark.usefixtures("bucket")
RECORDED = Path(__file__).parent / "data" / "label_studio_installation" / "answers.json"
TOKEN = "a-token"


class Recorded(BaseHTTPRequestHandler):
    """Answers as the installation did; pages of two tasks, and one failure at first."""

    answers: dict = {}
    files: dict = {}
    failures: list = []

    def do_GET(self):
        if self.headers.get("Authorization") != f"Token {TOKEN}" and self.headers.get("X-Argilla-Api-Key") != TOKEN:
            return self._send(401, {"detail": "Invalid token."})
        if self.failures:
            return self._send(self.failures.pop(), {})
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path in self.files:
            return self._send(200, base64.b64decode(self.files[parts.path]))
        if parts.path == "/api/tasks":
            return self._tasks(query)
        if parts.path.endswith("/records"):
            rows, start = self.answers[parts.path]["items"], int(query["offset"])
            return self._send(200, {"items": rows[start : start + int(query["limit"])], "total": len(rows)})
        found = self.answers.get(parts.path)
        return self._send(404 if found is None else 200, found or {"detail": "Not found."})

    def _tasks(self, query):
        found = self.answers[f"/api/tasks?project={query['project']}"]
        start = 2 * (int(query["page"]) - 1)
        tasks = found["tasks"][start : start + 2]
        return self._send(200 if tasks else 404, {**found, "tasks": tasks})

    def _send(self, status, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@contextmanager
def serving(answers, files=(), failures=()):
    handler = type("Handler", (Recorded,), {"answers": answers, "files": dict(files), "failures": list(failures)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def recorded():
    return json.loads(RECORDED.read_text())


@pytest.fixture
def move(acme, globex, tmp_path):
    def run(tool, url, *more, token=TOKEN):
        arguments = ["--url", url, "--token", token, "--organisation", acme.slug, "--client", acme.clients[0].name]
        arguments += ["--by", acme.manager.user.email, "--state", str(tmp_path / "state.json")]
        call_command("migrate_from", tool, *arguments, *more, verbosity=0)
        return json.loads((tmp_path / "state.report.json").read_text())["projects"]

    return run


@pytest.mark.django_db(transaction=True)
def test_a_label_studio_installation_is_brought_whole(acme, move, recorded):
    with serving(recorded["json"], recorded["files"], failures=[503]) as url:
        report = move("label-studio", url, "--allow-private")
    assert [(row["title"], row["state"]) for row in report] == [("Moods of news", "done"), ("Cats and dogs", "done")]
    with acme.scope(), transaction.atomic():
        moods, pets = Project.objects.order_by("id")
        assert (moods.name, moods.guidelines, moods.client_id) == (
            "Moods of news",
            "Read carefully.",
            acme.clients[0].pk,
        )
        assert (Item.objects.filter(project=moods).count(), Item.objects.filter(project=pets).count()) == (4, 2)
        texts = dict(Item.objects.filter(project=moods).values_list("external_id", "metadata"))
        assert texts["1"] == {"source": "s0"}
        work = Assignment.objects.filter(project=moods, kind="annotate")
        assert work.filter(state="submitted").count() == 3
        assert work.filter(state="skipped").count() == 1
        assert {"ada@example.org", "Bob Byte"} <= {member.user.name for member in Member.objects.all()}
        assert Suggestion.objects.filter(project=moods).count() == 1
        assert Gold.objects.filter(project=moods).count() == 1
        assert Asset.objects.filter(project=pets, purpose="image", status="ready").count() == 2
        answers = {
            tuple(region["shape"] for answer in row.answers for region in answer["value"].get("regions", ()))
            for row in Annotation.objects.filter(project=pets)
        }
        assert answers == {("box",), ("rotated_box",), ()}
    assert {lost["what"]: lost["count"] for row in report for lost in row["lost"]} == {
        "drafts": 1,
        "answers of tasks that were skipped": 1,
        "the borders between several texts of one answer": 1,
        "brush masks": 1,
        "questions for brush masks": 1,
    }


@pytest.mark.django_db(transaction=True)
def test_running_it_again_brings_what_is_new_and_doubles_nothing(acme, move, recorded):
    moods = recorded["json"]["/api/tasks?project=1"]
    with serving(recorded["json"], recorded["files"]) as url:
        move("label-studio", url, "--allow-private")
        before = counts(acme)
        moods["tasks"].append(
            {**moods["tasks"][3], "id": 99, "data": {"text": "Ada went to London!"}, "predictions": []}
        )
        moods["total"] += 1
        again = move("label-studio", url, "--allow-private")
    assert counts(acme) == {**before, "Item": before["Item"] + 1}
    assert [row["created"] for row in again] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_what_failed_is_said_and_brought_the_next_time(acme, move, recorded, tmp_path):
    pets = recorded["json"].pop("/api/tasks?project=2")
    recorded["json"]["/api/tasks?project=2"] = {"tasks": "?"}
    with serving(recorded["json"], recorded["files"]) as url:
        with pytest.raises(CommandError, match="not brought"):
            move("label-studio", url, "--allow-private")
        states = json.loads((tmp_path / "state.json").read_text())["projects"]
        assert [(row["state"], bool(row["problem"])) for row in states.values()] == [("done", False), ("failed", True)]
        recorded["json"]["/api/tasks?project=2"] = pets
        report = move("label-studio", url, "--allow-private")
    assert [row["state"] for row in report] == ["done", "done"]
    assert counts(acme)["Project"] == 2


@pytest.mark.django_db(transaction=True)
def test_projects_of_one_name_stay_apart_and_are_found_again_without_the_file(acme, move, recorded, tmp_path):
    for row in recorded["json"]["/api/projects/"]["results"]:
        row["title"] = "Same"
    with serving(recorded["json"], recorded["files"]) as url:
        move("label-studio", url, "--allow-private")
        before = counts(acme)
        (tmp_path / "state.json").unlink()
        move("label-studio", url, "--allow-private")
    assert counts(acme) == before
    with acme.scope(), transaction.atomic():
        assert sorted(Project.objects.values_list("name", flat=True)) == ["Same", "Same (2)"]


def counts(world):
    with world.scope(), transaction.atomic():
        return {model.__name__: model.objects.count() for model in (Project, Item, Annotation, Member, Gold)}


ARGILLA = {
    "/api/v1/users": {"items": [{"id": "u1", "username": "ann@acme.example", "first_name": "Ann", "last_name": "A"}]},
    "/api/v1/me/datasets": {"items": [{"id": "d1", "name": "Moods", "guidelines": "Be fair.", "status": "ready",
                                       "distribution": {"strategy": "overlap", "min_submitted": 2}}]},
    "/api/v1/datasets/d1/fields": {"items": [{"name": "text", "settings": {"type": "text"}}]},
    "/api/v1/datasets/d1/questions": {"items": [
        {"id": "q1", "name": "mood", "title": "Which mood?", "required": True,
         "settings": {"type": "label_selection", "options": [{"value": "good", "text": "Good"}, {"value": "bad"}]}}]},
    "/api/v1/datasets/d1/records": {"items": [
        {"id": f"r{number}", "external_id": f"e{number}", "fields": {"text": f"Text {number}"}, "metadata": {},
         "responses": [{"user_id": "u1", "status": "submitted", "values": {"mood": {"value": "good"}},
                        "updated_at": "2024-01-02T00:00:00"}] if number % 2 else [],
         "suggestions": [{"question_id": "q1", "value": "bad", "agent": "m1", "score": 0.5}]}
        for number in range(150)]},
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_argilla_installation_is_brought_whole(acme, move):
    with serving(ARGILLA) as url:
        [report] = move("argilla", url, "--allow-private")
    assert (report["state"], report["created"], report["answered"], report["lost"]) == ("done", 150, 75, [])
    with acme.scope(), transaction.atomic():
        project = Project.objects.get()
        assert (project.name, project.guidelines, project.overlap) == ("Moods", "Be fair.", 2)
        assert Suggestion.objects.count() == 150
        assert {row.member_id for row in Assignment.objects.filter(state="submitted")} == {acme.ann.pk}


@pytest.mark.django_db(transaction=True)
def test_a_wrong_token_says_so_and_brings_nothing(acme, move, recorded):
    with serving(recorded["json"]) as url, pytest.raises(CommandError, match="refuses the token"):
        move("label-studio", url, "--allow-private", token="another")
    assert counts(acme)["Project"] == 0


@pytest.mark.django_db(transaction=True)
def test_a_private_address_is_only_asked_where_somebody_said_so(acme, move, recorded):
    with serving(recorded["json"]) as url, pytest.raises(CommandError, match="--allow-private"):
        move("label-studio", url)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", ["ann", "client"])
def test_only_owners_and_managers_may_do_it(acme, globex, by, tmp_path):
    arguments = ["--url", "http://127.0.0.1:1", "--token", "t", "--organisation", acme.slug, "--client"]
    arguments += [acme.clients[0].name, "--by", getattr(acme, by).user.email, "--state", str(tmp_path / "s.json")]
    with pytest.raises(CommandError, match="no owner or manager"):
        call_command("migrate_from", "label-studio", *arguments)


@pytest.mark.parametrize("url", ["ftp://example.org", "example.org", "http://user:word@example.org"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(NotMoved, match="no address"):
        Api(url, {}, allow_private=False)


def test_the_file_of_another_installation_is_refused(tmp_path):
    State(tmp_path / "s.json", "https://one.example").keep("1", Brought(project="p"))
    assert State(tmp_path / "s.json", "https://one.example").projects["1"].project == "p"
    with pytest.raises(ValueError, match="another installation"):
        State(tmp_path / "s.json", "https://two.example")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("CONCORD_LABEL_STUDIO" not in os.environ, reason="no Label Studio to ask: its address and a token")
def test_a_running_label_studio_is_brought_whole(acme, move):
    """`CONCORD_LABEL_STUDIO` is `<address> <token>` of one that has the two projects of the recording."""
    url, token = os.environ["CONCORD_LABEL_STUDIO"].split()
    report = move("label-studio", url, "--allow-private", token=token)
    assert [(row["title"], row["state"], row["created"]) for row in report] == [
        ("Moods of news", "done", 4),
        ("Cats and dogs", "done", 2),
    ]
    assert sum(row["answered"] for row in report) == 6
