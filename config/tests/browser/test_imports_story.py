"""What comes in is seen before it does; what leaves says what is in it."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Response, expect

from config.tests.browser.api import Api
from config.tests.browser.people import People

pytestmark = pytest.mark.xdist_group("workbench")

QUESTION = {"name": "order", "kind": "ranking", "title": "Order the responses, best first"}
FORM = {"shows": ["prompt", "responses"], "questions": [QUESTION]}
ITEMS = 360
FILLER = "word " * 5000
"""Makes the file two parts large: 9 MB in all."""


def table(folder: Path) -> Path:
    """Questions with two answers each, one of them without a question."""
    lines = [f"q-{n},Why {n}?,Because {n}. {FILLER},No {n}.,note {n}\n" for n in range(ITEMS)]
    path = folder / "answers.csv"
    path.write_text("id,question,first,second,remark\n" + "".join(lines) + "bad,,x,y,z\n")
    return path


def test_a_table_comes_in_though_the_page_is_reloaded_while_it_is_sent(
    people: People, manager: Api, tmp_path: Path
) -> None:
    project = manager.project("A table comes in", FORM, [])
    marco = people.person("marco")
    page = marco.goes_to(f"/lumen/projects/{project}/import")
    file = table(tmp_path)
    sent = parts_sent(page)

    # The second part hangs until somebody pauses.
    page.route(lambda address: "partNumber=2" in address, lambda _: None)
    with page.expect_response(arrival(1)):
        page.get_by_label("Drop files here, or choose them").set_input_files(file)
    page.get_by_role("button", name="Pause answers.csv").click()
    expect(page.get_by_text("Paused:")).to_be_visible()
    assert sorted(sent) == [1, 2]
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    broken = page.get_by_role("list", name="Files that broke off").get_by_role("listitem")
    expect(broken).to_contain_text("have arrived")
    sent.clear()
    broken.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="answers.csv")).to_be_visible()
    assert sent == [2], "what had arrived was sent again"

    # Nobody can guess that these are answers.
    expect(page.get_by_role("button", name="Nothing to add")).to_be_disabled()
    for column, target in (("first", "Response"), ("second", "Response"), ("remark", "Left out")):
        page.get_by_role("combobox", name=f"What {column} becomes").select_option(label=target)
    page.get_by_role("button", name="Read again").click()
    add = page.get_by_role("button", name=f"Add {ITEMS:,} items")
    expect(add).to_be_visible()
    expect(page.get_by_text("Because 0.").first).to_be_visible()
    expect(page.get_by_role("heading", name="1 row with a problem")).to_be_visible()
    assert manager.get(f"projects/{project}/items?limit=1")["results"] == []
    add.click()
    expect(page.get_by_role("heading", name="The items are in")).to_be_visible()
    page.get_by_role("link", name="See the items").click()
    expect(page.get_by_text(f"{ITEMS:,} items")).to_be_visible()
    first = manager.get(f"projects/{project}/items?limit=1")["results"][0]
    assert (first["external_id"], first["metadata"]) == ("q-0", {})
    assert [each["text"][:10] for each in first["content"]["responses"]] == ["Because 0.", "No 0."]


def arrival(number: int) -> Callable[[Response], bool]:
    """Tells whether an answer is the store's to a part."""
    return lambda answer: answer.ok and answer.request.method == "PUT" and f"partNumber={number}&" in answer.url


def parts_sent(page: Page) -> list[int]:
    """The numbers of the parts that the page sends, as they go."""
    numbers: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PUT" and (part := re.search(r"partNumber=(\d+)", request.url)):
            numbers.append(int(part[1]))

    page.on("request", note)
    return numbers


def test_the_same_file_again_shows_what_it_would_change(people: People, manager: Api) -> None:
    rows = [{"external_id": f"q-{n}", "content": content("sea")} for n in range(2)]
    project = manager.project("Again", FORM, rows)
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/import")
    again = [rows[0], {**rows[1], "content": content("sky")}, {**rows[1], "external_id": "q-2"}]
    data = "".join(json.dumps(row) + "\n" for row in again).encode()
    file = {"name": "again.jsonl", "mimeType": "application/jsonl", "buffer": data}
    page.get_by_label("Drop files here, or choose them").set_input_files(file)  # type: ignore[arg-type]
    changed = page.get_by_role("listitem").filter(has_text="q-1").filter(has_text="Updated")
    expect(changed.locator("del").first).to_have_text("sea")
    expect(changed.locator("ins").first).to_have_text("sky")
    page.get_by_role("button", name="Add 1, update 1").click()
    expect(page.get_by_role("heading", name="The items are in")).to_be_visible()
    for words in ("1 item added", "1 updated", "1 known already"):
        expect(page.get_by_text(words)).to_be_visible()


def content(what: str) -> dict[str, object]:
    texts = [{"id": "a", "text": "It is."}, {"id": "b", "text": "It is not."}]
    return {"prompt": {"text": f"Is the {what} blue?"}, "responses": texts}


def test_an_export_is_split_without_tearing_prompts_apart(people: People, manager: Api, tmp_path: Path) -> None:
    rows = [{"external_id": f"q-{n}", "content": content(f"sea {n // 2}")} for n in range(20)]
    project = manager.project("Split", FORM, rows, "anna")
    with people.service.api("anna") as anna:
        for held in anna.post(f"assignments/claim?project={project}", {"limit": 20})["results"]:
            ids = [each["id"] for each in held["content"]["responses"]]
            answer = {"question": "order", "on": "item", "value": {"ranks": [[each] for each in ids]}}
            anna.post(f"assignments/{held['id']}/submit", {"answers": [answer], "seconds": 9})
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/items?state=done")
    page.get_by_role("link", name="Export these").click()
    page.get_by_role("switch", name="Split into train, validation and test").press("Space")
    expect(page.get_by_text("Of 20 items about 16 are to train on")).to_be_visible()
    page.get_by_role("textbox", name="Seed").fill("7")
    page.get_by_role("button", name="Start export").click()
    job = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Download"))
    expect(job).to_contain_text("20 pairs")
    with page.expect_download() as download:
        job.get_by_role("button", name="Download").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    with zipfile.ZipFile(path) as files:
        parts = [files.read(name).decode().splitlines() for name in files.namelist() if "jsonl" in name]
    assert len(parts) == 3
    assert sum(map(len, parts)) == 20
    prompts = [{json.loads(line)["prompt"] for line in lines} for lines in parts]
    assert sum(map(len, prompts)) == 10, "a prompt stands in two parts"
