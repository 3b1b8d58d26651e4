"""What a data folder remembers."""

import json
import socket
import stat
from pathlib import Path

import pytest

from config.embedded.installation import Installation, Refused, _is_free, opened


def moved_for_nothing(first: Installation, second: Installation) -> list[str]:
    """The ports that were chosen anew although nobody has taken them; whatever else runs here may take some."""
    return [name for name, port in second.ports.items() if port != first.ports[name] and _is_free(first.ports[name])]


def test_secrets_of_two_fresh_installs_differ_in_every_value(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as one, opened(tmp_path / "b") as other:
        mine, theirs = vars(one.secrets), vars(other.secrets)
    assert [name for name in mine if mine[name] == theirs[name]] == []


def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    with opened(tmp_path / "data"):
        pass
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600


def test_a_second_start_keeps_secrets_and_ports(tmp_path: Path) -> None:
    with opened(tmp_path / "data", for_tests=True) as first:
        pass
    with opened(tmp_path / "data", for_tests=True) as second:
        assert vars(second.secrets) == vars(first.secrets)
        assert not moved_for_nothing(first, second)


def test_a_second_start_at_the_same_time_is_refused_in_one_line(tmp_path: Path) -> None:
    with opened(tmp_path / "data"), pytest.raises(Refused, match=r"^Concord is already running on .*\.$"):
        opened(tmp_path / "data").__enter__()


def test_a_port_that_someone_took_since_is_chosen_anew(tmp_path: Path) -> None:
    with opened(tmp_path / "data", for_tests=True) as first:
        pass
    stranger = socket.create_server(("127.0.0.1", first.ports["postgres"]))
    with stranger, opened(tmp_path / "data", for_tests=True) as second:
        assert second.ports["postgres"] != first.ports["postgres"]
        assert not moved_for_nothing(first, second)


def test_the_web_takes_the_next_free_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        with opened(tmp_path / "data", web_port=taken) as installation:
            port = installation.ports["web"]
    assert taken < port < taken + 100
    assert installation.environment()["PUBLIC_URL"].endswith(f":{port}")


def test_no_two_engines_share_a_port(tmp_path: Path) -> None:
    with opened(tmp_path / "data"):
        ports = json.loads((tmp_path / "data" / "ports.json").read_text())
    assert len(set(ports.values())) == len(ports)
