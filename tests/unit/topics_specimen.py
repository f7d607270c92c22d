"""An entry for the tests of topics: every field that rules search has a word that no other has."""

from __future__ import annotations

from datetime import UTC, datetime

from feedsvc.model import Entry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = Entry(
    id="tag:example.org,2026:articles/x.txt",
    slug="x",
    path="x.txt",
    link="https://example.org/entries/x",
    title="Envoy lands in Pyongyang",
    summary="The visit is the first in years.",
    content="<p>Talks on the <b>missile</b> programme &amp; caf&#233;s begin.</p><p>Nothing was signed.</p>",
    language="en",
    published=NOW,
    updated=NOW,
    received=NOW,
    digest="0",
)
