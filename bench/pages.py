"""Pages for people: how large each kind is, whom it asks, how soon it shows, and a prepared one beside nginx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import html
from rich import box
from rich.table import Table

from bench import missing
from bench.asking import Answer, Ask
from bench.contenders import Contender, compete
from bench.peers import Peer, nginx, ours
from bench.peers.sample import GZIP, Sample
from bench.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

ROUNDS = 5
SECONDS = 3
ENTRIES = 500
TOPICS = 50
VISITS = 9
"""Of each page, by a browser that has never been there; the median counts."""

LARGEST = 30.0  # KB of a page with its stylesheet, compressed
SLOWEST = 200.0  # milliseconds until something is painted
OF_NGINX = 0.4  # of its answers a second

_ASKED = f"Asked: at most {LARGEST:.0f} KB, no other host, {SLOWEST:.0f} ms, {OF_NGINX} of nginx on the same bytes."

_PREPARED = ("home", "topic", "entry")
"""Pages that are answered from memory, as most are; what nginx would serve as files."""

_PAINTED = """
() => new Promise(resolve => new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") resolve(entry.startTime);
}).observe({type: "paint", buffered: true}))
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser saw of a page."""

    size: float
    """KB on the wire but for pictures, headers left out."""
    others: int
    """Requests to other hosts."""
    painted: float
    """Milliseconds from the click to the first text."""


def measure(where: Path, smaller: int) -> Table:
    """A site with entries in many topics, as `feedsvc serve` serves it."""
    rounds, seconds, visits = (1, 1, 3) if smaller > 1 else (ROUNDS, SECONDS, VISITS)
    us = ours.peer(where / "feedsvc", ENTRIES, TOPICS)
    with us.start() as server:
        pages = _pages(server)
        seen = _visited(server, pages, visits)
        shares = _compared(us, server, where / "nginx", pages, (rounds, seconds))
    return _table(pages, seen, shares)


def _pages(server: Server) -> dict[str, str]:
    """One of each kind: its name, and its path."""
    topic = "/topics/rule-0"
    entry = _first(server, "/", "entries")
    return {
        "home": "/",
        "topic": topic,
        "entry": entry,
        "subscribe": "/subscribe",
        "combine": "/combine",
        "combined": topic.replace("topics", "combine"),
        "archive": "/archive",
        "month": _first(server, "/archive", "archive"),
        "search": "/search?q=the",
        "status": "/status",
        "nothing there": "/entries/nothing",
    }


def _first(server: Server, path: str, kind: str) -> str:
    """The path of the first page of a kind that the page at `path` links to."""
    page = html.document_fromstring(server.ask(Ask(path)).body)
    linked = (urlsplit(address).path for address in page.xpath("//main//a/@href"))
    return next(found for found in linked if found.startswith(f"/{kind}/"))


def _visited(server: Server, pages: Mapping[str, str], visits: int) -> dict[str, Visit]:
    """In Debian's Chromium, which asks for pages, stylesheets and pictures as it always does."""
    program = missing.program("chromium", "chromium")
    missing.demand_module("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program, args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        )
        base = f"http://127.0.0.1:{server.port}"
        seen = {name: [_visit(browser, base, path) for _ in range(visits)] for name, path in pages.items()}
        browser.close()
    return {name: _middle(those) for name, those in seen.items()}


def _visit(browser: Browser, base: str, path: str) -> Visit:
    """With an empty cache."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(base + path)
    painted = page.evaluate(_PAINTED)
    own = [request for request in asked if request.url.startswith(base)]
    size = sum(request.sizes()["responseBodySize"] for request in own if request.resource_type != "image")
    context.close()
    return Visit(size / 1000, len(asked) - len(own), painted)


def _middle(visits: Sequence[Visit]) -> Visit:
    return Visit(visits[0].size, max(each.others for each in visits), median(each.painted for each in visits))


def _compared(
    us: Peer, server: Server, folder: Path, pages: Mapping[str, str], effort: tuple[int, int]
) -> dict[str, float]:
    """Of pages that are prepared: our answers a second as a part of nginx's, which has the very bytes as files."""
    (peer,) = nginx.peers(folder, Sample.of(server))
    asks = {name: [Ask(pages[name], GZIP.headers)] for name in _PREPARED}
    for (ask,) in asks.values():
        _lay_out(folder / "public", ask.path, server.ask(Ask(ask.path)), server.ask(ask))
    with peer.start() as other:
        costs = compete([Contender(us.name, server, asks), Contender(peer.name, other, asks)], *effort)
    return {name: costs[us.name, name].rate / costs[peer.name, name].rate for name in _PREPARED}


def _lay_out(public: Path, path: str, plain: Answer, compressed: Answer) -> None:
    """Where nginx finds both; it gives the compressed one to who can read it, as we do."""
    file = public / (path.strip("/") or "index.html")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(plain.body)
    file.with_name(f"{file.name}.gz").write_bytes(compressed.body)


def _table(pages: Mapping[str, str], seen: Mapping[str, Visit], shares: Mapping[str, float]) -> Table:
    title = f"Pages of a site of {ENTRIES} entries in {TOPICS} topics"
    table = Table(title=title, caption=_ASKED, box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("page", no_wrap=True)
    for heading in ("KB with its\nstylesheet", "other\nhosts", "first paint,\nms", "gzip, of\nnginx"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name in pages:
        visit = seen[name]
        share = f"{shares[name]:.2f}" if name in shares else ""
        table.add_row(name, f"{visit.size:.1f}", str(visit.others), f"{visit.painted:.0f}", share)
    return table
