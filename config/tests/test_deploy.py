"""What is deployed follows the code: the same processes, the same variables, nothing secret, nothing open."""

import ast
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured

from config import env, healthy
from config.embedded.supervisor import product

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "concord"}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
SECRET = re.compile(r"PASSWORD|SECRET|ACCESS_KEY")


def words_of(service: dict[str, Any]) -> list[str]:
    """A service's command without where it listens; the web's is the image's own."""
    command = service.get("command") or yaml.safe_load(DOCKERFILE.splitlines()[-1].removeprefix("CMD "))
    return [word for word in command if not word.startswith(("--bind", "--worker-tmp-dir", "--workers"))]


def table(text: str, heading: str) -> list[str]:
    """The first column of the table below a heading of a Markdown page, without back-quotes."""
    below = text.partition(f"\n{heading}\n")[2].partition("\n#")[0]
    rows = [line.split("|")[1].strip() for line in below.splitlines() if line.startswith("|")]
    return [row.strip("`") for row in rows[2:]]


# ── The processes ──


def test_compose_runs_the_processes_of_make_run_and_the_migration() -> None:
    embedded = {program.name: program.command for program in product({}, 8000, ROOT)}
    assert set(OURS) == {*embedded, "migrate"}
    for name, command in embedded.items():
        own = [word for word in command if word not in {sys.executable, "-m"}]
        own = [word for word in own if not word.startswith(("--bind", "--workers"))]
        assert [word for word in words_of(OURS[name]) if word != "python"] == own, name


def test_the_documents_name_the_same_processes() -> None:
    assert table((DEPLOY / "README.md").read_text(), "## Processes") == list(OURS)


def test_only_the_migration_can_change_the_schema() -> None:
    assert [name for name, service in OURS.items() if "DATABASE_OWNER_URL" in service["environment"]] == ["migrate"]


def test_the_processes_wait_for_the_migration_and_for_healthy_engines() -> None:
    engines = {name: {"condition": "service_healthy"} for name in SERVICES if name not in OURS}
    migrated = {"migrate": {"condition": "service_completed_successfully"}}
    for name, service in OURS.items():
        assert service["depends_on"] == (engines if name == "migrate" else migrated | engines)
    assert all("test" in SERVICES[name]["healthcheck"] for name in [*engines, "web"])


# ── Nothing open, nothing secret ──


def test_only_the_web_server_and_the_file_port_are_published_and_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {
        "web": ["127.0.0.1:${CONCORD_PORT:-8000}:8000"],
        "storage": ["127.0.0.1:${S3_PORT:-8333}:8333"],
    }
    assert [name for name, service in SERVICES.items() if "outside" not in service["networks"]] == [
        "postgres",
        "valkey",
    ]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_no_secret_has_a_default() -> None:
    found = re.findall(r"\$\{(\w+)([^}]*)\}", (DEPLOY / "compose.yaml").read_text().partition("\nconfigs:")[0])
    secrets = [(name, rest) for name, rest in found if SECRET.search(name)]
    assert len({name for name, _ in secrets}) == 7
    assert {rest for _, rest in secrets} == {":?run deploy/new_env.py first"}


def test_our_processes_run_without_rights() -> None:
    for name, service in OURS.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["user"] == "10001:10001", name
    assert {str(service["security_opt"]) for service in SERVICES.values()} == {"['no-new-privileges:true']"}
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER 10001\n" in last_stage
    assert "npm" not in last_stage


def test_engines_and_bases_are_pinned_to_a_version() -> None:
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE)
    for image in images:
        assert re.search(r":[\d.]+(-[a-z]+)*$", image), image


def test_the_image_holds_every_app_and_no_secret_file() -> None:
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert kept[1] == "*", "what is not named stays outside"
    named = {line.removeprefix("!") for line in kept if line.startswith("!")}
    assert named == {"accounts", "annotation", "config", "exports", "frontend", "deploy/requirements.lock", "manage.py"}
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE))
    assert {part.rstrip("/").split("/")[0] for line in copied for part in line.split()} == {
        name.split("/")[0] for name in named
    }


# ── The environment ──


def variables_read() -> set[str]:
    """Every name that `config/settings.py` and `config/env.py` ask the environment for."""
    found = set()
    for module in ("settings.py", "env.py"):
        for node in ast.walk(ast.parse((ROOT / "config" / module).read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.args[0].value
                if isinstance(name, str) and re.fullmatch(r"[A-Z][A-Z0-9_]+", name):
                    found.add(name)
    return found


def test_the_readme_lists_every_variable_that_is_read() -> None:
    listed = table((ROOT / "README.md").read_text(), "## Configuration")
    assert len(listed) == len(set(listed))
    assert set(listed) == variables_read()


def test_compose_gives_only_variables_that_are_read() -> None:
    given = {name for service in OURS.values() for name in service["environment"]}
    assert given <= variables_read()


# ── deploy/.env ──


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("new_env.py", "env.example"):
        shutil.copy(DEPLOY / name, tmp_path)
    return tmp_path


def new_env(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "new_env.py")]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def values(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_holds_no_secret() -> None:
    lines = (DEPLOY / "env.example").read_text().splitlines()
    secrets = [line for line in lines if not line.startswith("#") and SECRET.search(line)]
    assert len(secrets) == 7
    assert [line for line in secrets if not line.endswith("=")] == []


def test_two_installs_share_no_secret_and_their_owner_alone_reads_them(folder: Path) -> None:
    new_env(folder)
    first = values(folder)
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    (folder / ".env").unlink()
    new_env(folder)
    second = values(folder)
    secrets = [name for name in first if SECRET.search(name)]
    assert [name for name in secrets if first[name] == second[name]] == []
    assert min(len(first[name]) for name in secrets) >= 50


def test_a_generated_secret_key_is_accepted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_env(folder)
    monkeypatch.setenv("SECRET_KEY", values(folder)["SECRET_KEY"])
    env.secret("SECRET_KEY")


def test_an_existing_file_is_never_overwritten(folder: Path) -> None:
    (folder / ".env").write_text("SECRET_KEY=mine\n")
    again = new_env(folder)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert values(folder) == {"SECRET_KEY": "mine"}


def test_the_passwords_of_the_example_fit_the_database_script(folder: Path) -> None:
    new_env(folder)
    kept = values(folder)
    script = ["/bin/sh", str(DEPLOY / "postgres" / "first_start.sh")]
    (folder / "psql").write_text("#!/bin/sh\ncat\n")
    (folder / "psql").chmod(0o755)
    environment = {**kept, "PATH": f"{folder}:{os.environ['PATH']}", "ROLES": str(DEPLOY / "postgres" / "roles.sql")}
    said = subprocess.run(script, check=True, env=environment, capture_output=True, text=True).stdout
    assert "CREATE ROLE concord_app LOGIN" in said
    assert f"PASSWORD '{kept['DATABASE_APP_PASSWORD']}'" in said
    assert f"PASSWORD '{kept['DATABASE_OWNER_PASSWORD']}'" in said
    assert "_PASSWORD'" not in said
    quoted = {**environment, "DATABASE_APP_PASSWORD": "x'; DROP ROLE concord_app; --"}
    refused = subprocess.run(script, check=False, env=quoted, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "DATABASE_APP_PASSWORD must be" in refused.stderr


# ── The Dockerfile ──


def hadolint(path: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("hadolint")), str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_hadolint_finds_nothing() -> None:
    found = hadolint(DEPLOY / "Dockerfile")
    assert (found.returncode, found.stdout) == (0, "")


def test_hadolint_finds_an_unpinned_base(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:latest\n")
    assert "DL3007" in hadolint(tmp_path / "Dockerfile").stdout


# ── The health check of the image ──


def test_a_silent_server_is_unhealthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://concord.example")
    assert healthy.main(1) == 1


@pytest.mark.django_db(transaction=True)
def test_a_server_with_all_its_engines_is_healthy(live_server: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert healthy.main(live_server.thread.port) == 0


@pytest.mark.django_db(transaction=True)
def test_a_server_without_its_storage_is_unhealthy(live_server: Any, settings: Any) -> None:
    from dataclasses import replace

    settings.ALLOWED_HOSTS = ["*"]
    settings.S3 = replace(settings.S3, endpoint="http://127.0.0.1:1")
    assert healthy.main(live_server.thread.port) == 1


def test_a_variable_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "concord.example")
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        env.http_address("PUBLIC_URL")
