"""The answers that all are compared on, taken from our own server: the peers serve the same bytes."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bench.asking import Answer, Ask
from bench.servers import PATH, Server

DOCUMENT = Path("feed.atom")
COMPRESSED = Path("feed.atom.gz")
FIELDS = Path("fields.json")

IDENTITY = Ask(PATH)
GZIP = Ask(PATH, {"Accept-Encoding": "gzip"})

_OF_THE_SERVER = {"date", "server", "connection", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One document as it is answered to three requests; `poll` is the request of who has the compressed one."""

    identity: Answer
    gzip: Answer
    poll: Ask
    not_modified: Answer

    @classmethod
    def of(cls, server: Server) -> Sample:
        """Raises SystemExit where one answer does not fit the others."""
        identity, compressed = server.ask(IDENTITY), server.ask(GZIP)
        poll = Ask(PATH, {**GZIP.headers, "If-None-Match": compressed.get("ETag") or "none"})
        taken = cls(identity, compressed, poll, server.ask(poll))
        if wrong := [problem for problem, is_so in taken._problems().items() if is_so]:
            raise SystemExit(f"the server on port {server.port} does not answer as it should: {', '.join(wrong)}")
        return taken

    @property
    def asks(self) -> dict[str, list[Ask]]:
        return {"304": [self.poll], "200 gzip": [GZIP], "200 identity": [IDENTITY]}

    @property
    def titles(self) -> list[str]:
        """Of the feed's entries, in their order."""
        return [title.text or "" for title in etree.fromstring(self.identity.body).iterfind("{*}entry/{*}title")]

    def lay_out(self, folder: Path) -> None:
        """Write both bodies, and the fields of each answer, where the code of a peer reads them at its start."""
        folder.mkdir(parents=True)
        (folder / DOCUMENT).write_bytes(self.identity.body)
        (folder / COMPRESSED).write_bytes(self.gzip.body)
        answers = {"identity": self.identity, "gzip": self.gzip, "not_modified": self.not_modified}
        (folder / FIELDS).write_text(json.dumps({kind: _own(answer) for kind, answer in answers.items()}))

    def _problems(self) -> dict[str, bool]:
        answers = (self.identity, self.gzip, self.not_modified)
        return {
            "not 200, 200, 304": [answer.status for answer in answers] != [200, 200, 304],
            "not Atom": not (self.identity.get("Content-Type") or "").startswith("application/atom+xml"),
            "compressed unasked": self.identity.get("Content-Encoding") is not None,
            "not compressed": self.gzip.get("Content-Encoding") != "gzip",
            "another document when compressed": _plain(self.gzip) != self.identity.body,
            "a body of a 304": bool(self.not_modified.body),
            "another ETag on the 304": _opaque(self.not_modified) != _opaque(self.gzip),
            "no Vary": not all("Accept-Encoding" in (answer.get("Vary") or "") for answer in answers[:2]),
        }


def _plain(answer: Answer) -> bytes:
    return gzip.decompress(answer.body) if answer.get("Content-Encoding") == "gzip" else answer.body


def _opaque(answer: Answer) -> str:
    """The tag as weak comparison takes it: Django's is weak on the one and strong on the other."""
    return (answer.get("ETag") or "").removeprefix("W/")


def _own(answer: Answer) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers if name.lower() not in _OF_THE_SERVER]
