"""People at their browsers: each has a profile of their own, and whatever goes wrong in it is noted."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Response,
    expect,
    sync_playwright,
)

from config.embedded import frontend
from config.tests.browser.service import Login, Service
from config.tests.waiting import until

PATIENCE = 30_000.0  # milliseconds; two busy cores may need them
FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
"""
# Looks at every frame, where `expect` would look again only after 100, 250, 500 and then 1000 ms.
SETTLED = """async () => {
  const busy = () =>
    !document.querySelector('main, [role=alert]') ||
    [...document.querySelectorAll('[role=status]')].some((each) => /Loading|Fetching/.test(each.textContent));
  for (const end = performance.now() + 5000; busy() && performance.now() < end; )
    await new Promise(requestAnimationFrame);
}"""
# What Chromium itself writes about requests. The first is how a page learns that nobody is signed in; the others are
# for tests of just that.
NOBODY = r"/api/v1/me: Failed to load resource: the server responded with a status of 401"
CLAIM = r"/(assignments|reviews|adjudications)/claim\S*"
NOT_LISTED = rf"{CLAIM}: Failed to load resource: the server responded with a status of 403"
REFUSED = r"Failed to load resource: the server responded with a status of 40[0-9]"
OFFLINE = r"Failed to load resource: net::ERR_INTERNET_DISCONNECTED"


@contextmanager
def browser_at(path: str) -> Iterator[Browser]:
    """A browser process. Its driver runs on the wheel's Node: its own one wants a library that a bare Debian lacks."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(frontend.node()))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody with a browser profile, and one page open in it."""

    def __init__(self, name: str, context: BrowserContext, service: Service, problems: list[str]) -> None:
        self.name, self.context, self.service = name, context, service
        self.expected = [NOBODY]
        self._problems = problems
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        context.on("page", self._watch)
        self.page = context.new_page()

    @property
    def login(self) -> Login:
        return self.service.login(self.name)

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._note(f"{page.url}: {error.stack or error}"))
        page.on("crash", lambda: self._note(f"{page.url} crashed"))
        page.on("response", self._answered)
        page.on("dialog", lambda dialog: (self._note(f"{page.url} asks: {dialog.message}"), dialog.dismiss()))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"{message.location.get('url')}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"{response.request.method} {response.url} answers {response.status}")

    def _note(self, problem: str) -> None:
        if not any(re.search(pattern, problem) for pattern in self.expected):
            self._problems.append(f"{self.name}: {problem}")

    def goes_to(self, path: str) -> Page:
        """Opens a page of the service and waits until it shows something of its own."""
        self.page.goto(self.service.address + path)
        self.settled()
        return self.page

    def settled(self) -> None:
        """Waits until the page has what it asked for."""
        with suppress(Error):  # it led on to another page meanwhile
            self.page.evaluate(SETTLED)
        expect(self.page.locator("main, [role=alert]").first).to_be_visible()
        expect(self.page.get_by_role("status").filter(has_text=re.compile("Loading|Fetching"))).to_have_count(0)

    def signs_in(self, *, as_: str = "") -> None:
        """Fills the sign-in page that is open, and waits for what comes next."""
        login = self.service.login(as_ or self.name)
        self.page.get_by_label("Email").fill(login.email)
        self.page.get_by_label("Password", exact=True).fill(login.password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile("/accounts/login"))

    def desk(self) -> "Desk":
        return Desk(self.page)


class People:
    """Hands out people, signed in or not, and keeps what went wrong in their browsers."""

    def __init__(self, browser: Browser, service: Service) -> None:
        self.browser, self.service = browser, service
        self.problems: list[str] = []
        self.everybody: list[Person] = []

    def stranger(self, name: str, **options: object) -> Person:
        """Somebody who is not signed in."""
        context = self.browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900}, **options)  # type: ignore[arg-type]
        return self.met(Person(name, context, self.service, self.problems))

    def person(self, name: str, **options: object) -> Person:
        """Somebody who has signed in before, in another window so to say."""
        person = self.stranger(name, **options)
        person.context.add_cookies(session_of(self.service, name))
        return person

    def met(self, person: Person) -> Person:
        self.everybody.append(person)
        return person

    def leave(self) -> None:
        """Closes every window."""
        for person in self.everybody:
            try:
                person.context.close()
            except Error as error:  # its browser was killed by the test
                assert "closed" in str(error)  # noqa: PT017

    def photographed(self, folder: Path) -> list[str]:
        """Pictures of the open pages, for a test that failed."""
        pictures = []
        for number, person in enumerate(self.everybody):
            picture = folder / f"{number}-{re.sub(r'[^a-z0-9]', '-', person.name)}.png"
            try:
                person.page.screenshot(path=picture, timeout=5000)
            except Error as error:
                pictures.append(f"no picture of {person.name}'s page: {error.message.splitlines()[0]}")
            else:
                pictures.append(f"{picture} ({person.page.url})")
        return pictures


_sessions: dict[tuple[str, str], list[dict[str, str]]] = {}


def session_of(service: Service, name: str) -> list:  # type: ignore[type-arg]  # of playwright's private cookie type
    """The cookies of a person who has signed in; once for each person, since sign-ins are limited."""
    key = (service.address, name)
    if key not in _sessions:
        login, address = service.login(name), f"{service.address}/accounts/login/"
        with httpx.Client(trust_env=False, timeout=30) as client:
            client.get(address)
            fields = {"login": login.email, "password": login.password, "remember": "on"}
            token = client.cookies["csrftoken"]
            answer = client.post(address, data={**fields, "csrfmiddlewaretoken": token}, headers={"Referer": address})
            assert answer.status_code == 302, f"{name} could not sign in: {answer.status_code}"
            _sessions[key] = [
                {"name": cookie, "value": value, "url": service.address} for cookie, value in client.cookies.items()
            ]
    return _sessions[key]


class Desk:
    """The labeling screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def item(self) -> Locator:
        """The item that is on the screen, not the one that waits below it."""
        return self.page.locator("main#main[data-assignment]")

    @property
    def assignment(self) -> str:
        """The id of the current item's assignment."""
        return self.item.get_attribute("data-assignment") or ""

    def opens(self, project: str, organisation: str = "lumen") -> "Desk":
        """Goes to the project's work and waits for its first item."""
        address = re.match(r"https?://[^/]+", self.page.url)
        assert address, "the desk's page must have been at the service before"
        self.page.goto(f"{address.group()}/{organisation}/work/{project}")
        expect(self.item).to_be_visible()
        return self

    def prompt(self) -> str:
        """The words of the prompt, as they are shown."""
        return plain(self.item.locator('section:has(> h2:text-is("Prompt")) > :not(h2)').first.inner_text())

    def shown(self) -> list[str]:
        """The words of the responses, in the order on the screen."""
        cards = self.item.locator("article[data-response] > :not(header)")
        return [plain(text) for text in cards.all_inner_texts()]

    def types(self, keys: str | list[str]) -> None:
        """Presses keys one after the other, as fast as a keyboard can; letters, or a list of named keys."""
        for key in keys:
            self.page.keyboard.press(key)

    def ranked(self) -> list[str]:
        """For each response in the order on the screen, the rank that its button says it has, or ''."""
        cards = self.item.locator("article[data-response]")
        pressed = [card.locator("header button[aria-pressed=true]") for card in cards.all()]
        return [button.inner_text() if button.count() else "" for button in pressed]

    def submits(self, by: str = "keyboard") -> None:
        """Presses Enter, or the button, and waits until another item, or none, is on the screen."""
        before = self.assignment
        if by == "mouse":
            self.item.get_by_role("button", name="Submit", exact=True).click()
        else:
            self.page.keyboard.press("Enter")
        expect(self.page.locator(f'main#main[data-assignment="{before}"]')).to_have_count(0)
        expect(self.item.or_(self.nothing_left).first).to_be_visible()

    def runs(self, command: str) -> None:
        """Finds a command in the palette and runs it, once a dialog that is about to close has closed."""
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.page.keyboard.press("Control+k")
        field = self.page.get_by_role("combobox", name="What do you want to do?")
        field.fill(command)
        found = self.page.get_by_role("listbox", name="Commands").get_by_role("option", selected=True)
        expect(found).to_contain_text(command)
        field.press("Enter")

    def loses_the_network(self) -> None:
        """The network goes away, once the parts that are fetched in a quiet moment are there."""
        names = "performance.getEntriesByType('resource').map(({ name }) => name)"
        until(lambda: any("/SignOut-" in name for name in self.page.evaluate(names)))  # the last one
        self.page.wait_for_load_state("networkidle")
        self.page.context.set_offline(True)

    @property
    def nothing_left(self) -> Locator:
        """What is shown when there is no more work."""
        return self.page.get_by_role("heading", name=re.compile("All done for now|Nothing to do right now"))

    def waiting(self, count: int) -> None:
        """Waits until so many answers are still to be sent."""
        expect(self.page.locator("[data-waiting]")).to_have_attribute("data-waiting", str(count))


def plain(text: str) -> str:
    """One space between words, so that a text compares equal however it was laid out."""
    return " ".join(text.split())
