"""How fast the labeling screen is, measured in a real browser against the running product (`make bench-screen`).

Prints figures, judges nothing: a busy machine says little. Goals, from the design of the screen: submit → next item
painted within 30 ms (median) and 50 ms (p95) with 50 ms of network delay; 500 shapes dragged at 60 frames a second;
a text of 100 kB with 1,000 spans ready within 300 ms.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Page, expect

from config.embedded import browser as installed
from config.tests.browser.api import Api
from config.tests.browser.people import People, browser_at
from config.tests.browser.rankings import rows
from config.tests.browser.service import NAME, Service, running
from config.tests.database import make_test_database

DELAY = 50  # milliseconds between the browser and the server
ITEMS = 60
SHAPES = 500
SPANS = 1000
LONG = 100_000  # characters
CELLS = Path(__file__).parents[2] / "demo" / "blood_cells"

PAINTED = """
window.painted = [];
addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  const before = document.querySelector('main#main')?.dataset.assignment;
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const now = document.querySelector('main#main')?.dataset.assignment;
      if (now && now !== before) window.painted.push(performance.now() - event.timeStamp);
      port1.close();
    };
    port2.postMessage(null);
  });
}, true);
"""
FRAMES = """
window.frames_ = []; window.stop_ = false;
const tick = (last) => requestAnimationFrame((now) => {
  window.frames_.push(now - last);
  if (!window.stop_) tick(now);
});
requestAnimationFrame(tick);
"""
READY = """
window.ready = [];
addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  const began = event.timeStamp;
  // Two frames and a task later everything that the item set off has had its turn.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
    window.ready.push(performance.now() - began);
  })));
}, true);
"""


def measure() -> None:
    """Runs the product on a database of its own and measures each figure once."""
    make_test_database(NAME)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as service,
        desk(service) as people,
        service.api("marco") as manager,
    ):
        report("next item painted after Enter", next_item(people, manager))
        report(f"frames while one of {SHAPES} shapes is dragged", dragged(people, manager))
        report(f"item of {LONG // 1000} kB with {SPANS} spans ready after Enter", long_text(people, manager))


@contextmanager
def desk(service: Service) -> Iterator[People]:
    """People with a browser."""
    with browser_at(installed.found()) as browser:
        people = People(browser, service)
        yield people
        people.leave()
    for problem in people.problems:
        print("!", problem)


def report(what: str, figures: Sequence[float]) -> None:
    """One line: median, 95th percentile, greatest, and of how many."""
    if not figures:
        print(f"{what}: not measured")
        return
    last = quantiles(figures, n=20)[-1] if len(figures) > 1 else figures[0]
    print(
        f"{what}: median {median(figures):.1f} ms, p95 {last:.1f}, greatest {max(figures):.1f}, of {len(figures)}",
        flush=True,
    )


def next_item(people: People, manager: Api) -> list[float]:
    """Ranks items as fast as they come, over a network with a delay."""
    items = rows(ITEMS)
    project = manager.ranking_project("Quick", items, "anna", overlap=1)
    anna = people.person("anna")
    anna.context.add_init_script(PAINTED)
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    anna.context.new_cdp_session(anna.page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": DELAY, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    for _ in items[1:]:
        desk.types("1234")
        # Nobody reads faster than the next item is laid out.
        expect(anna.page.locator("[data-below]")).to_have_count(1)
        desk.submits()
    painted: list[float] = anna.page.evaluate("window.painted")
    return painted


def dragged(people: People, manager: Api) -> list[float]:
    """Drags one shape among many for two seconds; the lengths of the frames meanwhile."""
    labels = [{"value": "cell", "title": "Cell", "colour": "red"}]
    form = {
        "shows": ["image"],
        "questions": [
            {"name": "cells", "kind": "regions", "title": "Cells", "shapes": ["box"], "options": labels},
        ],
    }
    project = made(manager, "Shapes", form)
    picture = next(iter(sorted(CELLS.glob("*.jpg"))))
    asset = manager.uploaded(project, picture.name, picture.read_bytes(), media_type="image/jpeg", purpose="image")
    manager.post(f"projects/{project}/items", {"items": [{"external_id": "one", "content": {"image": asset["id"]}}]})
    manager.staff(project, "anna")
    with people.service.api("anna") as anna:
        (held,) = anna.post(f"assignments/claim?project={project}", {"limit": 1})["results"]
        boxes = [[[20 + x * 24, 20 + y * 22], [36 + x * 24, 36 + y * 22]] for x in range(25) for y in range(20)]
        regions = [{"shape": "box", "points": points, "labels": ["cell"]} for points in boxes]
        answers = [{"question": "cells", "on": "item", "value": {"regions": regions}}]
        anna.ask("PUT", f"assignments/{held['id']}/draft", {"answers": answers})
    person = people.person("anna")
    person.goes_to("/lumen/work/recent")
    person.desk().opens(project)
    page = person.page
    shape = page.locator("g[data-shape]").nth(250)
    expect(shape).to_be_visible()
    return drag(page, shape.bounding_box() or {})


def drag(page: Page, box: Any) -> list[float]:
    """Moves the mouse in small steps with the button down."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for step in range(120):
        page.mouse.move(x + step % 60, y + step // 2)
    page.evaluate("window.stop_ = true")
    page.mouse.up()
    frames: list[float] = page.evaluate("window.frames_.slice(2)")
    return frames


def long_text(people: People, manager: Api) -> list[float]:
    """Goes from a short item to a long one whose spans are marked already."""
    labels = [{"value": "name", "title": "Name", "colour": "blue"}]
    question = {"name": "names", "kind": "spans", "title": "Names", "scope": "text", "options": labels}
    project = made(manager, "Long texts", {"shows": ["text"], "questions": [question]})
    words = "Ada wrote to Charles — with 🎉 and é — about the *engine*, and he answered her. "
    text = (words * (LONG // len(words) + 1))[:LONG]
    contents = [text if number % 2 else "Ada wrote." for number in range(8)]
    items = [{"external_id": str(number), "content": {"text": each}} for number, each in enumerate(contents)]
    manager.post(f"projects/{project}/items", {"items": items})
    manager.staff(project, "ben")
    with people.service.api("ben") as ben:
        for held in ben.post(f"assignments/claim?project={project}", {"limit": 8})["results"]:
            length = len(held["content"]["text"])
            step = max(length // SPANS, 10)
            spans = [{"start": at, "end": at + 5, "labels": ["name"]} for at in range(0, length - 5, step)]
            answers = [{"question": "names", "on": "text", "value": {"spans": spans}}]
            ben.ask("PUT", f"assignments/{held['id']}/draft", {"answers": answers})
    person = people.person("ben")
    person.context.add_init_script(READY)
    person.goes_to("/lumen/work/recent")
    desk = person.desk().opens(project)
    while desk.nothing_left.count() == 0:
        desk.submits()
    ready: list[float] = person.page.evaluate("window.ready")
    return ready[0::2]


def made(manager: Api, name: str, form: dict[str, Any]) -> str:
    """A new project with this form, for one person each item."""
    client = next(manager.every("clients"))["id"]
    project: str = manager.post("projects", {"name": name, "client_id": client, "form": form, "overlap": 1})["id"]
    return project
