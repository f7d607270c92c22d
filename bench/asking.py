"""One request and its answer, as it came: what is asked under load is asked once before, and looked at."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ask:
    """A GET of a path, with these fields and no others."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the body is in whatever coding it was sent in."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def get(self, name: str) -> str | None:
        """The value of a field, None where it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def size(self) -> int:
        """Bytes on the wire, near enough to tell a 304 from a 200 and one coding from another."""
        return len("HTTP/1.1 200 OK\r\n\r\n") + sum(len(f"{k}: {v}\r\n") for k, v in self.headers) + len(self.body)


def fetch(port: int, ask: Ask) -> Answer:
    """Ask a server of this machine. Raises OSError where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.putrequest("GET", ask.path, skip_accept_encoding=True)
        for name, value in ask.headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, tuple(response.getheaders()), response.read())
    finally:
        connection.close()
