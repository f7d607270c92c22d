"""The articles that come along, served as the first `make serve` serves them: each is a shape that newsrooms have."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from program import Program, eventually, free_port

from feedsvc import names
from feedsvc.sources import MEDIA_TYPES

ROOT = Path(__file__).parents[2]
DRAFTS = {"culture/festival-draft.md", "politics/budget-night-notes.md"}
EMBARGOED = "science/comet-sample-embargo.md"
AUTHORITY = "northwire.example,2024"

SHAPES = {
    "chrome above, date behind a hyphen": ("Ten Danube Nations Agree to Share Flood Warnings", "2025-11-03"),
    "month in words behind a dash": ("Seabed Observatory Hears the Atlantic Breathe", "2025-07-29"),
    "date before, with a bar": ("Swiss Watchmakers Find New Buyers for Old Movements", "2026-03-14"),
    "date before, in brackets": ("Mombasa Tea Auction Ends Its Shouting Days", "2024-08-13"),
    "date behind, in brackets": ("Fell Runners Finish Northern Traverse in Record Cold", "2026-02-08"),
    "a date that is ambiguous": ("Copper Eases as Two Smelters Return From Repairs", "2026-04-02"),
    "a date line of its own": ("The Pharmacy That Comes by River", "2025-09-09"),
    "a dateline": ("One Timetable for the Aegean", "2026-05-18"),
    "a dateline without its year": ("Dockers in Valparaíso Return to Work With a New Kind of Shift", "2025-10-12"),
    "a dated file name, text": ("A Drained Bog in Ireland Starts to Drink Again", "2025-06-02"),
    "a dated file name, Markdown": ("The map that drivers trust is the one they drew", "2026-08-17"),
    "wrapped lines": ("Swifts Delay the Bells of Girona", "2025-07-11"),
    "CRLF": ("Gas Price Falls as Europe Ends Winter With Full Stores", "2025-04-02"),
    "Windows-1252": ("Prague’s Oldest Café Finds Its Missing Guest Book", "2024-10-28"),
    "UTF-8 with a BOM": ("Night Train From Vienna to Istanbul to Run Daily", "2026-11-19"),
    "UTF-16": ("Meteorite Kept as a Doorstop Turns Out to Be Older Than the Earth", "2025-11-12"),
    "front matter in YAML": ("Under the wind farm, a reef that nobody planned", "2026-09-24"),
    "front matter in TOML": ("Thirty-one hours over a broken cable", "2025-05-30"),
    "NITF": ("A Thermometer Left in a Well Has Kept a Century of Winters", "2026-03-05"),
    "an HTML page": ("The Stair That Keeps Time", "2026-04-18"),
    "ninjs": ("Two Villages Share One Ropeway, and Its Bell", "2026-06-11"),
    "front matter in JSON": ("Метеостанции, которые чинят сами себя", "2025-12-04"),
}
"""A shape -> the headline of an article in it, and the day on which that was published, at home."""


@pytest.fixture(scope="module")
def northwire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The project's own config.toml and articles/, served from a store that nobody has seen before."""
    folder = tmp_path_factory.mktemp("northwire")
    program = Program(folder, free_port())
    program.environ = {
        "FEEDSVC_CONFIG": str(ROOT / "config.toml"),
        "FEEDSVC_STORE__URL": f"sqlite:///{folder}/feedsvc.db",
        "FEEDSVC_SERVER__WORKERS": "1",
        "FEEDSVC_FEEDS__LIMIT": "1000",
    }
    program.start()
    try:
        eventually(lambda: program.status()["last_scan"])
        yield program
    finally:
        program.stop()


@pytest.fixture(scope="module")
def status(northwire: Program) -> dict[str, Any]:
    return northwire.status()


@pytest.fixture(scope="module")
def entries(northwire: Program) -> dict[str, dict[str, Any]]:
    """Every entry of /feeds/all.json by its title."""
    document = json.loads(northwire.get("/feeds/all.json").body)
    return {entry["title"]: entry for entry in document["items"]}


def test_every_article_is_published_but_the_drafts_and_the_embargoed_one(status: dict[str, Any]) -> None:
    paths = (ROOT / "articles").rglob("*")
    files = {path.relative_to(ROOT / "articles").as_posix() for path in paths if path.suffix in MEDIA_TYPES}
    assert files >= DRAFTS
    assert status["rejections"] == []
    assert (status["published"], status["held"]) == (len(files - DRAFTS) - 1, 1)


def test_every_configured_topic_has_something_to_show(status: dict[str, Any]) -> None:
    few = {feed["topic"]: feed["entries"] for feed in status["feeds"] if feed["entries"] < 2}
    assert few == {}
    assert len(status["feeds"]) >= 6


@pytest.mark.parametrize(("title", "day"), SHAPES.values(), ids=SHAPES)
def test_every_shape_gets_its_headline_and_its_day(entries: dict[str, dict[str, Any]], title: str, day: str) -> None:
    published = datetime.fromisoformat(entries[title]["date_published"])
    assert published.astimezone(ZoneInfo("Europe/London")).date().isoformat() == day


def test_nothing_says_that_it_comes_from_the_future(entries: dict[str, dict[str, Any]]) -> None:
    """R5: readers hide or pin what is dated ahead of them."""
    now = datetime.now(UTC)
    assert [title for title, entry in entries.items() if datetime.fromisoformat(entry["date_published"]) > now] == []


def test_an_article_without_any_date_is_as_old_as_our_knowledge_of_it(entries: dict[str, dict[str, Any]]) -> None:
    published = datetime.fromisoformat(entries["A Keyboard for Scripts That Nobody Types"]["date_published"])
    assert (datetime.now(UTC) - published).total_seconds() < 600


def test_not_a_word_of_what_is_under_embargo_leaves(northwire: Program) -> None:
    assert northwire.get(_page("science/meteorite-doorstop.txt")).status == 200
    assert northwire.get(_page(EMBARGOED)).status == 404
    for path in ("/feeds/all.atom", "/feeds/all.rss", "/feeds/all.json", "/feeds/science.atom", "/", "/topics/science"):
        answer = northwire.get(path)
        assert answer.status == 200, path
        assert "Halcyon" not in answer.text, path


def test_letters_of_every_encoding_and_language_arrive(entries: dict[str, dict[str, Any]]) -> None:
    languages = {entry.get("language") for entry in entries.values()}
    assert languages >= {"de", "es", "ru", "ar", "ja"}
    everything = " ".join(entry["content_html"] for entry in entries.values())
    for letters in ("€60", "Žižkov", "→ within a gram", "Карского", "アマモ", "جِمال", "Kapıkule"):
        assert letters in everything, letters


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
def test_newsboat_imports_the_opml_and_has_each_entry_once(
    northwire: Program, entries: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """O4, and newsboat merges entries by id across feeds: what is in five topics is there once."""
    (tmp_path / "feeds.opml").write_bytes(northwire.get("/feeds.opml").body)
    (tmp_path / "config").touch()
    (tmp_path / "urls").touch()
    _newsboat(tmp_path, "-i", "feeds.opml")
    _newsboat(tmp_path, "-x", "reload")
    with closing(sqlite3.connect(tmp_path / "cache.db")) as cache:
        titles = [title for (title,) in cache.execute("SELECT title FROM rss_item")]
    assert sorted(titles) == sorted(entries)


def _newsboat(folder: Path, *arguments: str) -> None:
    own = ["-C", "config", "-u", "urls", "-c", "cache.db"]
    subprocess.run(["newsboat", *own, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def _page(path: str) -> str:
    """Where the entry of an article is, or will be."""
    return f"/entries/{names.entry_slug(path, names.entry_id(AUTHORITY, path))}"
