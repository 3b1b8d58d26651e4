"""A real browser in front of the running service."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from config.embedded import browser as installed
from config.embedded.installation import Refused
from config.tests.browser.api import Api
from config.tests.browser.people import PATIENCE, People, browser_at
from config.tests.browser.service import Service


@pytest.fixture(scope="package")
def chromium_path() -> str:
    """A browser of this machine. Without one the tests are skipped, with a word on how to get one; on CI not."""
    try:
        path = installed.found()
    except Refused as refusal:
        pytest.fail(str(refusal))
    if not path:
        pytest.skip(installed.ADVICE)
    return path


@pytest.fixture(scope="package")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser process for all; it ends with these tests, because Django's own tests can't run beside its loop."""
    expect.set_options(timeout=PATIENCE)
    with browser_at(chromium_path) as browser:
        yield browser


@pytest.fixture
def people(chromium: Browser, service: Service) -> Iterator[People]:
    """Everybody with a browser. Errors on a console, of a script or of the content policy fail the test."""
    people = People(chromium, service)
    yield people
    people.leave()
    assert not people.problems, "\n".join(people.problems)


@pytest.fixture(scope="module")
def manager(service: Service) -> Iterator[Api]:
    """The API as the manager's script sees it."""
    with service.api("marco") as api:
        yield api


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Pictures of what everybody saw, under a test that failed."""
    report = yield
    people = getattr(item, "funcargs", {}).get("people")
    if report.when == "call" and report.failed and isinstance(people, People):
        folder = item.config._tmp_path_factory.mktemp("pictures")  # type: ignore[attr-defined]
        report.sections.append(("what people saw", "\n".join(people.photographed(folder))))
        report.sections.append(("what went wrong in their browsers", "\n".join(people.problems)))
    return report
