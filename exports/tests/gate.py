"""A gate before an engine: open, closed (connections break at once) or silent (they are taken and never answered)."""

import contextlib
import socket
import threading
from typing import Literal
from urllib.parse import urlsplit

State = Literal["open", "closed", "silent"]


class Gate:
    """Listens on a port of its own; `through(address)` is an engine's address by way of the gate."""

    def __init__(self, host: str, port: int, state: State = "open") -> None:
        self._engine = (host, port)
        self._state: State = state
        self._held: list[socket.socket] = []
        self.visitors = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    def through(self, address: str) -> str:
        """The address with the gate's port in it."""
        parts = urlsplit(address)
        secrets, _, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{secrets}@127.0.0.1:{self._listener.getsockname()[1]}").geturl()

    def turn(self, state: State) -> None:
        """Change the state; whoever is connected is thrown out."""
        self._state = state
        for held in self._held:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        self._held.clear()

    def close(self) -> None:
        self._listener.close()
        self.turn("closed")

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                self.visitors += 1
                if self._state == "closed":
                    visitor.close()
                    continue
                self._held.append(visitor)
                if self._state == "open":
                    engine = socket.create_connection(self._engine)
                    self._held.append(engine)
                    for ends in ((visitor, engine), (engine, visitor)):
                        threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)


def gate_before(address: str, state: State = "open") -> Gate:
    """A gate before the engine of a database's or broker's address."""
    parts = urlsplit(address)
    return Gate(parts.hostname or "", parts.port or 0, state)
