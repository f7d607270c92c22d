"""Asks the application that serves, in this process, so that a file holds the same bytes as the server's answer.

Here alone is known how that is done, and which addresses there are beside those that the store knows of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from werkzeug.http import parse_date
from werkzeug.test import Client

from feedsvc.errors import ExportError
from feedsvc.export import layout
from feedsvc.export.manifest import STEM, Headers
from feedsvc.web.redirects import GUESSES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

GUESSED = (*GUESSES, "/topics/all")
"""Addresses that people and programs try; each is a redirect."""

# What differs with each body or at each moment, what a web server says by itself, and what only a download needs.
_UNSHARED = frozenset(
    {"etag", "content-length", "last-modified", "date", "expires", "accept-ranges", "content-disposition"}
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be asked for the file of an address: in most cases that address."""

    address: str
    path: str
    method: str = "GET"
    accept: str = "*/*"
    status: int = 200
    """Of the answer that makes the file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server would say, to one who has nothing yet and takes no coding."""

    status: int
    body: bytes
    headers: Headers
    """But for those that differ with each body, the address itself being replaced by STEM."""
    last_modified: datetime | None

    def header(self, name: str) -> str:
        """Empty where it has none."""
        return next((value for key, value in self.headers if key == name), "")


class Asker:
    """Asks one application. Raises ExportError where the server could not answer itself."""

    def __init__(self, application: WSGIApplication) -> None:
        self._client = Client(application)

    def ask(self, question: Question) -> Answer:
        return self._asked(question.path, question.method, {"Accept": question.accept})

    def navigate(self, address: str) -> Answer:
        """What a browser gets that is to show it."""
        return self._asked(address, "GET", {"Sec-Fetch-Dest": "document"})

    def _asked(self, path: str, method: str, fields: dict[str, str]) -> Answer:
        stem = f"{layout.stem_of(path)}."
        with self._client.open(path, method=method, headers=fields) as response:
            if response.status_code >= 500:
                reason = "the store does not answer, or something went wrong that the log tells of. Try again"
                raise ExportError(f"{path} was answered {response.status_code}: {reason}")
            shared = [(name, value) for name, value in response.headers if name.lower() not in _UNSHARED]
            headers = tuple(sorted((name, value.replace(stem, f"{STEM}.")) for name, value in shared))
            return Answer(
                response.status_code, response.get_data(), headers, parse_date(response.headers.get("Last-Modified"))
            )


def itself(address: str) -> Question:
    """An address is asked for as it stands."""
    return Question(address, address)


def refusals(gone: str | None) -> list[Question]:
    """What is told to those who ask for what is not there: to people in a page, to programs in a line.

    `gone` is an address that is answered 410, if there is one: nobody can be told so otherwise.
    """
    paths = {404: ("/there-is-nothing-at-this-address", "GET"), 405: ("/", "POST")}
    if gone is not None:
        paths[410] = (gone, "GET")
    return [
        Question(f"/{status}.{suffix}", path, method, accept, status)
        for status, (path, method) in paths.items()
        for suffix, accept in {"html": "text/html", "txt": "text/plain"}.items()
    ]


def static_addresses() -> list[str]:
    """Of the stylesheets and icons that pages refer to, and of the icon that is asked for unasked."""
    static = files("feedsvc.web") / "static"
    return [*sorted(f"/static/{file.name}" for file in static.iterdir()), "/favicon.ico"]
