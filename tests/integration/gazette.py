"""An invented newspaper, published into a store, for the tests of the web."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from feedsvc import addresses, names, render, store
from feedsvc.model import Assignment, Author, Entry, Origin, Site, SourceFile
from feedsvc.store.base import Publish, Registered, Store, Withdraw

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
    return Publish(entry, assignments, render.render(entry, assignments, SITE), source)


def printed(folder: Path) -> Store:
    """A store with four topics, two of them filled; an entry that is held, and one that was withdrawn."""
    pressed = store.connect(f"sqlite:///{folder / 'gazette.db'}")
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
    return pressed
