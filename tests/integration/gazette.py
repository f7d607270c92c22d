"""An invented newspaper, published into a store, for the tests of the web."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
from lxml import html
from werkzeug.test import Client, TestResponse

from feedsvc import addresses, names, render, store, web
from feedsvc.errors import StoreError
from feedsvc.expressions import Text
from feedsvc.feed import Feed
from feedsvc.model import Assignment, Author, Entry, Format, Origin, Site, SourceFile
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish, Registered, Withdraw
from feedsvc.store.reading import News
from feedsvc.web.serving import Serving

SITE = Site(
    title="The Harbour Gazette",
    description="News of the coast & the islands",
    base_url="https://gazette.example.org/news",
    authority="example.org,2026",
    language="en",
    timezone=ZoneInfo("Europe/Helsinki"),
    author=Author("The Desk"),
)
TOPICS = {"ferries": "Ferries", "harbour-politics": "Harbour politics", "политика": "Политика", "weather": "Weather"}
PRESSED = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When everything that a test does not publish itself was published."""


def publication(slug: str, *topics: str, **fields: object) -> Publish:
    """An entry in these topics, rendered; `fields` are those of Entry."""
    title = slug.replace("-", " ").capitalize()
    known: dict[str, object] = {
        "id": names.entry_id(SITE.authority, f"{slug}.txt"),
        "slug": slug,
        "path": f"{slug}.txt",
        "link": addresses.entry(SITE.base_url, slug),
        "title": title,
        "summary": f"{title}, in short.",
        "content": f"<p>{title}, <em>at length</em>.</p>",
        "language": SITE.language,
        "published": PRESSED - timedelta(days=1),
        "updated": PRESSED - timedelta(days=1),
        "received": PRESSED,
        "digest": names.entry_slug(slug, str(fields)),
        **fields,
    }
    entry = Entry(**known)  # type: ignore[arg-type]  # the fields that a test names are of the right types
    assignments = tuple(Assignment(topic, TOPICS[topic], Origin.METADATA, topic) for topic in topics)
    source = SourceFile(entry.path, "text/plain", entry.content.encode(), entry.digest)
    indexed = Text.of(entry, topics).index()
    return Publish(entry, assignments, render.render(entry, assignments, SITE), source, indexed)


def notes(first: int, last: int, *topics: str, **fields: object) -> list[Publish]:
    """The entries `note-1`, `note-2` and so on, from one number to another, an hour apart, the last one the newest."""
    begun = PRESSED - timedelta(days=365)
    return [
        publication(f"note-{number}", *topics, **{"published": begun + timedelta(hours=number), **fields})
        for number in range(first, last + 1)
    ]


def numbered(last: int, first: int = 1) -> list[str]:
    """The titles of these notes, newest first."""
    return [f"Note {number}" for number in range(last, first - 1, -1)]


def printed(folder: Path) -> Store:
    """A store with four topics, two of them filled; an entry that is held, and one that was withdrawn."""
    file = folder / "gazette.db"
    if not file.exists():
        file.write_bytes(_as_printed())
    return store.connect(f"sqlite:///{file}")


@cache
def _as_printed() -> bytes:
    """The file of such a store: one is made in each process, and copied for whoever wants his own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "gazette.db"
        printed_at(f"sqlite:///{file}").close()
        return file.read_bytes()


def printed_at(url: str) -> Store:
    """The same, in the store at this URL."""
    pressed = store.connect(url)
    pressed.register([Registered(slug, title, f"All about {title}") for slug, title in TOPICS.items()], PRESSED)
    taken_back = publication("false-alarm", "ferries")
    pressed.apply(
        [
            publication("new-ferry", "ferries", "harbour-politics", authors=(Author("Ada Möller"),)),
            publication("old-ferry", "ferries", published=PRESSED - timedelta(days=3)),
            publication("secret-plan", "ferries", embargo=datetime(9000, 1, 1, tzinfo=UTC)),
            taken_back,
        ],
        PRESSED,
    )
    pressed.apply([Withdraw(taken_back.entry.id, "gone")], PRESSED)
    pressed.remember("last_scan", PRESSED.isoformat())
    return pressed


def reader(store: Store, site: Site = SITE, **serving: object) -> Client:
    """A client of this store's feeds and pages; `serving` are fields of Serving."""
    return Client(web.create(site, store, Serving(**serving)))  # type: ignore[arg-type]  # as a test names them


def page(client: Client, path: str) -> html.HtmlElement:
    """The page at this address, which has to be there."""
    response = client.get(path)
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def texts(tree: html.HtmlElement, xpath: str) -> list[str]:
    """Of these elements, as a reader sees them: white space is one blank."""
    return [" ".join(found.text_content().split()) for found in tree.xpath(xpath)]


def titles(response: TestResponse) -> list[str]:
    """Of the entries of a feed document, whatever its format."""
    if response.mimetype == Format.JSON.media_type:
        return [item["title"] for item in json.loads(response.data)["items"]]
    return [entry.title for entry in feedparser.parse(response.data).entries]


class Failing:
    """A real store, until `error` is set: from then on every question to it ends in that, or those in `fails` alone.

    So does the wait for its news where that is a StoreError, which is all that one may raise.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.epoch = store.epoch
        self.error: Exception | None = None
        self.fails: frozenset[str] | None = None
        """Names of questions; None: all, and the wait for news."""

    def news(self) -> News:
        return _FailingNews(self, self._store.news())

    def __getattr__(self, name: str) -> Any:
        question = getattr(self._store, name)

        def ask(*arguments: object, **named: object) -> Any:
            if self.error is not None and (self.fails is None or name in self.fails):
                raise self.error
            return question(*arguments, **named)

        return ask


class _FailingNews:
    def __init__(self, store: Failing, news: News) -> None:
        self._store = store
        self._news = news

    def wait(self, patience: float) -> list[Feed]:
        if self._store.fails is None and isinstance(self._store.error, StoreError):
            raise self._store.error
        return self._news.wait(patience)

    def close(self) -> None:
        self._news.close()
