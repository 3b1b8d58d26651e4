"""The documents of the house: links lead somewhere, decisions are complete, nothing of one machine is written down."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "config" / "decisions"
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "deploy").glob("*.md"), *DECISIONS.glob("*.md")]
# In halves, so that this file does not hold what it looks for.
FOREIGN = re.compile(
    "|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "/wo" + "rk/main"])
)


def dead_links(page: Path) -> list[str]:
    """The relative links of a page that lead nowhere."""
    found = LINK.findall(page.read_text())
    return [target for target, _ in found if target and not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("[one](page.md) [two](gone.md) [three](https://example.com)")
    assert dead_links(tmp_path / "page.md") == ["gone.md"]


def test_the_list_of_decisions_is_complete_and_numbered() -> None:
    records = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\)", (DECISIONS / "README.md").read_text(), flags=re.MULTILINE)
    assert [name for _, name in listed] == records
    assert [number for number, _ in listed] == [f"{place:04}" for place in range(1, len(records) + 1)]


@pytest.mark.parametrize("record", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda record: record.name)
def test_a_decision_says_why_what_and_what_follows(record: Path) -> None:
    text = record.read_text()
    assert text.startswith(f"# {record.name[:4]} ")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert [heading for heading in headings if heading != "Measured"] == ["Context", "Decision", "Consequences"]


def test_no_registry_and_no_folder_of_one_machine_is_named() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], check=False, cwd=ROOT, capture_output=True, text=True).stdout
    if not listed:
        pytest.skip("this is no git checkout")
    found = []
    for name in listed.rstrip("\0").split("\0"):
        path = ROOT / name
        if path.is_file() and FOREIGN.search(path.read_text(errors="ignore")):
            found.append(name)
    assert found == []
