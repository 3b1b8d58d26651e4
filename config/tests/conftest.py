"""The running service, for the tests of whole journeys."""

from collections.abc import Iterator

import pytest

from config.tests.browser.service import NAME, Service, running
from config.tests.database import make_test_database


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Iterator[Service]:
    """One for each process that walks journeys: those are of two xdist groups, `browser` and `workbench`."""
    with django_db_blocker.unblock():
        make_test_database(NAME)
    with running(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """The ends of the logs, under a test that failed."""
    report = yield
    service = getattr(item, "funcargs", {}).get("service")
    if report.failed and isinstance(service, Service):
        report.sections += [(f"log of {name}", lines) for name, lines in service.last_lines().items()]
    return report
