"""A full build of the same Markdown folder by Hugo, by Pelican and by us; and how soon one edit is in the feeds."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from rich.table import Table

from bench.folders import write_markdown
from bench.site import Bench, Run, middle, timed
from feedsvc import app
from feedsvc.model import Format
from feedsvc.render import assemble
from feedsvc.selections import EVERYTHING
from feedsvc.store.values import Window

RUNS = 3
EDITS = 15

_HUGO = """baseURL = "https://example.org/"
title = "Bench"
disableKinds = ["section"]
[taxonomies]
tag = "tags"
[services.rss]
limit = 50
"""
_HUGO_PAGE = "<!doctype html><title>{{ .Title }}</title>{{ .Content }}"
_HUGO_LIST = """<!doctype html><title>{{ .Title }}</title>
{{ range first 50 .Pages }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}
"""

_PELICAN = """SITEURL = "https://example.org"
SITENAME = "Bench"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
FEED_ALL_RSS = "feeds/all.rss.xml"
TAG_FEED_RSS = "feeds/tag/{slug}.rss.xml"
FEED_MAX_ITEMS = 50
"""


def measure(where: Path, smaller: int) -> Table:
    """10,000 articles in 20 topics."""
    count = 10_000 // smaller
    bench = Bench(where / "feedsvc")
    bench.configure(topics=0)
    write_markdown(bench.articles, count)
    ours = _first_scans(bench)
    edit = _edits(bench)
    table = Table("", "full build, s", "articles/s", "peak MB", "one edit, ms", "as ours", title="Site generators")
    table.add_row("feedsvc", *_row(count, ours), f"{edit * 1000:.1f}", "1")
    hugo = _hugo(where / "hugo", bench.articles) if shutil.which("hugo") else None
    _add(table, "Hugo", count, hugo, edit)
    pelican = _pelican(where / "pelican", bench.articles) if _has_pelican() else None
    _add(table, "Pelican", count, pelican, edit)
    return table


def _add(table: Table, name: str, count: int, run: Run | None, edit: float) -> None:
    """A peer rebuilds everything for one edit."""
    if run is None:
        table.add_row(name, "not installed")
    else:
        table.add_row(name, *_row(count, run), f"{run.seconds * 1000:.0f}", f"{run.seconds / edit:,.0f}")


def _row(count: int, run: Run) -> tuple[str, str, str]:
    return f"{run.seconds:.2f}", f"{count / run.seconds:,.0f}", f"{run.peak / 1e6:.0f}"


def _first_scans(bench: Bench) -> Run:
    runs = []
    for _ in range(RUNS):
        bench.forget()
        runs.append(bench.scan())
    return middle(runs)


def _edits(bench: Bench) -> float:
    """Median seconds from the look at one edited file to its entry in the store and the feed spliced."""
    pipeline, store = bench.parts()
    site = app.load(bench.folder / "config.toml").site
    target = sorted(bench.articles.iterdir())[7]
    text, taken = target.read_text(), []
    for number in range(EDITS):
        unfinished = target.with_suffix(".tmp")
        unfinished.write_text(f"{text}\nEdit {number}.\n")
        time.sleep(0.02)  # so that the rename's time differs from the write's: a file renamed into place has settled
        unfinished.rename(target)
        begun = time.perf_counter()
        report = pipeline.scan({target.name})
        window = store.window(EVERYTHING, Format.ATOM, 50) or _absent()
        assemble(window.feed, Format.ATOM, window.shown, site)
        taken.append(time.perf_counter() - begun)
        if report.changed != [target.name]:
            raise SystemExit(f"the edit was not taken: {report}")
    store.close()
    return median(taken)


def _absent() -> Window[bytes]:
    raise SystemExit("the feed of everything is missing")


def _hugo(site: Path, articles: Path) -> Run:
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (site / "config.toml").write_text(_HUGO)
    (layouts / "single.html").write_text(_HUGO_PAGE)
    (layouts / "list.html").write_text(_HUGO_LIST)
    shutil.copytree(articles, site / "content")
    return middle([timed(["hugo", "--quiet", "--destination", f"public-{number}"], site) for number in range(RUNS)])


def _pelican(site: Path, articles: Path) -> Run:
    site.mkdir()
    (site / "settings.py").write_text(_PELICAN)
    shutil.copytree(articles, site / "content")
    return timed([sys.executable, "-m", "pelican", "--settings", "settings.py", "--quiet"], site)  # a minute: once


def _has_pelican() -> bool:
    return subprocess.run([sys.executable, "-c", "import pelican"], capture_output=True, check=False).returncode == 0
