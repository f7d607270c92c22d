"""An article folder on disk, a real store, and the pipeline between them, with a clock that is set by hand."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from feedsvc.model import Author, Format, Site, Topic
from feedsvc.pipeline import Pipeline, Report, Resorting, Settings
from feedsvc.render import assemble
from feedsvc.selections import of_topic
from feedsvc.sources.scan import Folder
from feedsvc.store.base import Store

SITE = Site(
    title="The Tidewater Post",
    description="News from the coast",
    base_url="https://post.example.org",
    authority="post.example.org,2026",
    language="en",
    timezone=ZoneInfo("Europe/Paris"),
    author=Author("Harbour Desk"),
)
SHIPPING = Topic("shipping", "Shipping", rule="harbour OR ferry", parent="sea")
SEA = Topic("sea", "The Sea")
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def agency(title: str, day: str = "2026-02-28", text: str = "The ferry left on time.") -> str:
    return f"{title} - {day}\n\n{text}\n"


@dataclass
class Newsroom:
    root: Path
    store: Store
    site: Site = SITE
    topics: tuple[Topic, ...] = (SHIPPING, SEA)
    chrome: tuple[str, ...] = ()
    now: datetime = START
    _pipeline: Pipeline = field(init=False)

    def __post_init__(self) -> None:
        self.root.mkdir(exist_ok=True)
        self.reopen()

    def reopen(self, **site: object) -> bool:
        """A pipeline made anew, with what is given of the site changed; whether entries had to be made anew."""
        self.site = replace(self.site, **site)  # type: ignore[arg-type]  # the fields of Site, by name
        self._pipeline = self.beside(*self.topics)
        return self._pipeline.adopt()

    def beside(self, *topics: Topic) -> Pipeline:
        """A pipeline of these topics, that the store does not follow yet."""
        folder = Folder(self.root, ("**/*.txt", "**/*.md", "**/*.xml", "**/*.json"))
        return Pipeline(folder, self.store, Settings.of(self.site, self.chrome, topics), lambda: self.now)

    def write(self, path: str, text: str | bytes) -> Path:
        """A finished file: its last write was long ago."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        os.utime(file, (1, 1))
        return file

    def scan(self, *paths: str, settled: bool = True, **flags: bool) -> Report:
        """A scan of the whole folder or of some paths; what is missing counts as missing for long, if `settled`."""
        if settled:
            self._pipeline.scan(paths or None, **{**flags, "dry": True})
            missed = self._pipeline._missed
            missed.update(dict.fromkeys(missed, 0))
        self.now += timedelta(minutes=1)
        return self._pipeline.scan(paths or None, **flags)

    def resort(self, seconds: float = math.inf) -> Resorting | None:
        self.now += timedelta(minutes=1)
        return self._pipeline.resort(seconds)

    @property
    def is_sorted(self) -> bool:
        return self._pipeline.is_sorted

    def turn(self) -> datetime | None:
        return self._pipeline.turn()

    def ids(self, selection: str = "all") -> list[str]:
        return [text.split(b"</id>")[0].split(b"<id>")[1].decode() for text in self.fragments(selection)]

    def titles(self, selection: str = "all") -> list[str]:
        return [entry.title for entry in self.store.listing(of_topic(selection), 100)]

    def fragments(self, selection: str = "all", format: Format = Format.ATOM) -> list[bytes]:
        window = self.store.window(of_topic(selection), format, 1000)
        return window.shown if window else []

    def document(self, selection: str = "all", format: Format = Format.ATOM) -> bytes:
        window = self.store.window(of_topic(selection), format, 1000)
        assert window is not None
        return assemble(window.feed, format, window.shown, self.site)
