"""Going through all the pages that a person can reach."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, urljoin, urlsplit

from config.tests.browser.people import Person

ELSEWHERE = re.compile(r"^/(static|api|accounts)/|^/admin/.*(\?|/add/|/delete/|/history/|logout)")
ANY_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b")


def walk(person: Person, starts: Iterable[str], look: Callable[[Person], None], *, of_a_kind: int = 2) -> list[str]:
    """Opens the pages, and what they link to, and looks at each; of pages that differ in an id alone, only some.

    Returns the addresses in the order of the visits.
    """
    waiting, seen, kinds = deque(starts), set(), Counter[str]()
    visited = []
    while waiting:
        path = waiting.popleft()
        if path in seen or kinds[kind_of(path)] >= of_a_kind:
            continue
        seen.add(path)
        kinds[kind_of(path)] += 1
        person.goes_to(path)
        look(person)
        visited.append(path)
        waiting.extend(links(person))
    return visited


def kind_of(path: str) -> str:
    """The address without what tells one row from another."""
    parts = urlsplit(path)
    names = sorted(name for name, _ in parse_qsl(parts.query))
    return f"{ANY_ID.sub('*', parts.path)}?{'&'.join(names)}"


def links(person: Person) -> list[str]:
    """Where the page leads within the service."""
    found = person.page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    whole = [urlsplit(urljoin(person.page.url, link)) for link in found]
    here = urlsplit(person.page.url).netloc
    paths = [parts._replace(scheme="", netloc="", fragment="").geturl() for parts in whole if parts.netloc == here]
    return [path for path in paths if not ELSEWHERE.search(path)]
