"""Two entries, one with everything and one with next to nothing: what the renderers are known by. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.feed import Feed, Tombstone
from feedsvc.model import Assignment, Attachment, Author, Enclosure, Entry, Origin, Site, SourceFeed
from feedsvc.render.frame import Frame

SITE = Site(
    title="Harbour & Hill",
    description="News of the coast",
    base_url="https://news.example.org",
    authority="example.org,2026",
    language="en",
    timezone=ZoneInfo("UTC"),
    author=Author("The Desk", "desk@example.org", "https://example.org/desk"),
)

FEED = Feed(
    selection="north-coast",
    title="North Coast",
    description="What happens on the north coast",
    revision=7,
    updated=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    modified=datetime(2026, 3, 2, 8, 31, tzinfo=UTC),
)

RICH = Entry(
    id="tag:example.org,2026:articles/2026/f%C3%A4hre.md",
    slug="faehre-a1b2c3d4",
    path="2026/fähre.md",
    link="https://news.example.org/entries/faehre-a1b2c3d4?a=1&b=2",
    title='Fähre "Möwe" fährt wieder: 3 < 5 & ]]>',
    summary="Die Fähre fährt wieder, sagt <AT&T>.",
    content='<p>Die <a href="https://example.org/?a=1&amp;b=2">Fähre</a> fährt\u202f– ]]&gt; 🚢.</p><p>Täglich.</p>',
    language="de",
    published=datetime(2026, 3, 1, 6, 5, 4, tzinfo=UTC),
    updated=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    received=datetime(2026, 3, 1, 6, 6, tzinfo=UTC),
    digest="0" * 64,
    authors=(Author("Ada Möller", "ada@example.org", "https://example.org/ada"), Author("Bo O'Neil")),
    subjects=("Ferries",),
    image="https://news.example.org/ferry.jpg",
    enclosures=(
        Enclosure("https://news.example.org/ferry.mp3", "audio/mpeg", 1234, duration=61),
        Enclosure("https://news.example.org/ferry.pdf", "application/pdf"),
    ),
    media=(Enclosure("https://news.example.org/ferry.jpg", "image/jpeg", 4321, 640, 480, title="The ferry <at> sea"),),
    source=SourceFeed(
        title="Coast & Co.",
        id="https://coast.example.org/feed",
        url="https://coast.example.org/feed.atom",
        link="https://coast.example.org/",
        updated="2026-03-01T06:05:04+00:00",
    ),
    attachments=(Attachment("ferry.jpg", "2026/ferry.jpg"),),
    version=2,
    embargo=datetime(2026, 3, 1, 6, 5, 4, tzinfo=UTC),
    expires=datetime(2027, 3, 1, tzinfo=UTC),
    notes=("The date was taken from the title.",),
)

BARE = Entry(
    id="tag:example.org,2026:articles/fog.txt",
    slug="fog-e5f6a7b8",
    path="fog.txt",
    link="https://news.example.org/entries/fog-e5f6a7b8",
    title="Fog",
    summary="It is foggy.",
    content="<p>It is foggy.</p>",
    language="en",
    published=datetime(2026, 2, 27, 23, 59, 59, tzinfo=UTC),
    updated=datetime(2026, 2, 27, 23, 59, 59, tzinfo=UTC),
    received=datetime(2026, 2, 28, tzinfo=UTC),
    digest="1" * 64,
)

ASSIGNMENTS = (
    Assignment("north-coast", "North Coast", Origin.RULE, "ferry OR fog"),
    Assignment("ferries", "Ferries & Boats", Origin.METADATA, "Ferries"),
)

SUBSCRIPTION = Frame(
    keeps=timedelta(minutes=20),
    stylesheet="https://news.example.org/static/feed.css?v=1&w=2",
    parameters="limit=10",
    page="https://news.example.org/combine/north-coast+ferries",
    older=3,
    tombstones=(Tombstone("tag:example.org,2026:articles/gone.txt", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),),
)

ARCHIVE = Frame(archive=3, older=2, newer=4)

SEARCH = Frame(
    parameters="limit=10&q=fog%20OR%20ferry",
    search="q=fog%20OR%20ferry",
    page="https://news.example.org/search?q=topic:north-coast%20AND%20(fog%20OR%20ferry)",
)

FRAMES = (Frame(), SUBSCRIPTION, ARCHIVE, SEARCH)
