"""A store and an empty folder: what is written there, what is left alone, and what it costs."""

from __future__ import annotations

import gzip
import os
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, TOPICS, printed, publication
from werkzeug.test import Client

from feedsvc import names, web
from feedsvc.errors import ExportError
from feedsvc.export import Edition, Exporter, Folder, Report, claimed
from feedsvc.export.layout import SUFFIXES, file_of
from feedsvc.export.manifest import Manifest, Redirect, Written, from_json
from feedsvc.export.nginx.keeping import keeps
from feedsvc.store.base import Store
from feedsvc.store.changes import Registered, Withdraw
from feedsvc.web.codings import encode, encode_small
from feedsvc.web.negotiate import Coding
from feedsvc.web.serving import Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOUR = timedelta(hours=1)
ARCHIVE = 10


@dataclass
class Press:
    """Exports a store into a folder, and knows what the store was asked for."""

    store: Store
    root: Path
    serving: Serving
    settings: str = ""
    asked: list[str] = field(default_factory=list)
    fails_at: str | None = None

    def run(self, *, quickly: bool = False) -> Report:
        """An export by a process of its own."""
        with claimed(self.root) as folder:
            return self.export(folder, quickly=quickly)

    def export(self, folder: Folder, *, quickly: bool = False) -> Report:
        self.asked.clear()
        application = web.create(SITE, self.store, self.serving)

        def asked(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            self.asked.append(environ["PATH_INFO"])
            if environ["PATH_INFO"] == self.fails_at:
                start_response("503 Service Unavailable", [])
                return ()
            return application(environ, start_response)

        serving = self.serving
        edition = Edition(
            asked, self.store, SITE, self.settings, serving.archive, serving.aliases, frozenset(serving.retired)
        )
        report = Exporter(folder, quickly=quickly).run(edition)
        application.close()
        return report

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Modification time and inode of every file that is served."""
        there = ((path, path.stat()) for path in self.root.rglob("*") if path.is_file())
        found = {path.relative_to(self.root).as_posix(): (stat.st_mtime_ns, stat.st_ino) for path, stat in there}
        return {path: stamp for path, stamp in found.items() if not path.startswith(".feedsvc/")}

    def gone(self) -> set[str]:
        marks = self.root / ".feedsvc" / "gone"
        return {path.relative_to(marks).as_posix() for path in marks.rglob("*") if path.is_file()}

    def rules(self) -> str:
        return (self.root / ".feedsvc" / "nginx" / "rules.conf").read_text()


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    store = printed(tmp_path)
    yield Press(store, tmp_path / "public", Serving(limit=ARCHIVE, archive=ARCHIVE))
    store.close()


def _withdraw(press: Press, slug: str, hours: int = 1) -> None:
    press.store.apply([Withdraw(names.entry_id(SITE.authority, f"{slug}.txt"), "gone")], PRESSED + hours * HOUR)


def test_every_address_of_the_site_is_a_file_with_the_bytes_that_are_served(press: Press) -> None:
    press.run()
    client = Client(web.create(SITE, press.store, press.serving))
    politics = quote("политика")
    paths = ["/", "/feeds.opml", "/topics/ferries", f"/topics/{politics}", "/entries/new-ferry", "/favicon.ico"]
    paths += [
        f"/feeds/{topic}.{suffix}" for topic in ("all", "ferries", politics) for suffix in ("atom", "rss", "json")
    ]
    paths += ["/feeds/all/archive/1.atom", "/static/style.css", "/static/feed.css"]
    for path in paths:
        with client.get(path) as served:
            assert (press.root / file_of(path)).read_bytes() == served.get_data(), path


def test_beside_a_file_are_its_codings_where_they_are_smaller(press: Press) -> None:
    press.run()
    for name in ("index.html", "feeds/all.atom", "entries/new-ferry.html"):
        body = (press.root / name).read_bytes()
        for coding, suffix in SUFFIXES.items():
            encoded = press.root / f"{name}{suffix}"
            assert encoded.read_bytes() == encode_small(body, coding)
            assert encoded.stat().st_mtime == (press.root / name).stat().st_mtime
    assert not list(press.root.glob("404*.gz"))


def test_where_somebody_waits_a_feed_is_compressed_quickly_and_an_entry_still_well(press: Press) -> None:
    press.run(quickly=True)
    for name, encoded in {"feeds/all.atom": encode, "entries/new-ferry.html": encode_small}.items():
        body = (press.root / name).read_bytes()
        assert (press.root / f"{name}.br").read_bytes() == encoded(body, Coding.BR)


def test_a_feed_has_the_date_of_its_last_change_on_every_machine(press: Press, tmp_path: Path) -> None:
    """C8"""
    press.run()
    elsewhere = replace(press, root=tmp_path / "elsewhere")
    elsewhere.run()
    for root in (press.root, elsewhere.root):
        assert (root / "feeds" / "ferries.atom").stat().st_mtime == PRESSED.timestamp()


def test_a_second_export_asks_for_nothing_and_touches_nothing(press: Press) -> None:
    first = press.run()
    before = press.stamps()
    again = press.run()
    assert (again.written, again.removed, press.asked) == ([], [], [])
    assert press.stamps() == before
    assert {f"/{path}" for path in before} >= {f"/{file_of(address)}" for address in first.written}


def test_one_new_entry_costs_what_it_moves_however_many_there_are(press: Press) -> None:
    many = [publication(f"wave-{number}", "weather", published=PRESSED - number * HOUR) for number in range(60)]
    press.store.apply(many, PRESSED)
    press.run()
    before = press.stamps()
    press.store.apply([publication("third-ferry", "ferries")], PRESSED + HOUR)
    report = press.run()
    newest = [f"/feeds/all/archive/7.{suffix}" for suffix in ("atom", "rss", "json")]
    newest += [f"/feeds/ferries/archive/1.{suffix}" for suffix in ("atom", "rss", "json")]
    feeds = [f"/feeds/{feed}.{suffix}" for feed in ("all", "ferries") for suffix in ("atom", "rss", "json")]
    pages = ["/entries/third-ferry", "/topics/ferries", "/feeds.opml", "/"]
    assert sorted(press.asked) == sorted([*newest, *feeds, *pages])
    assert set(report.written) <= set(press.asked)
    replaced = {path for path, (_, inode) in press.stamps().items() if before.get(path, (0, 0))[1] != inode}
    assert replaced == {
        f"{file_of(address)}{suffix}" for address in report.written for suffix in ("", *SUFFIXES.values())
    }


def test_a_correction_reaches_the_archive_document_that_holds_it_and_no_other(press: Press) -> None:
    """P2"""
    many = [publication(f"wave-{number}", "weather", published=PRESSED - number * HOUR) for number in range(60)]
    press.store.apply(many, PRESSED)
    press.run()
    press.store.apply(
        [publication("wave-20", "weather", title="High tide", published=PRESSED - 20 * HOUR)], PRESSED + HOUR
    )
    report = press.run()
    archives = {address for address in report.written if "/archive/" in address and address.endswith(".atom")}
    assert {address.partition("/archive/")[0] for address in archives} == {"/feeds/all", "/feeds/weather"}
    for address in archives:
        if int(address.rpartition("/")[2].partition(".")[0]) < 6:
            assert "High tide" in (press.root / file_of(address)).read_text()


def test_what_is_taken_back_is_removed_and_marked_as_gone(press: Press) -> None:
    """D2"""
    press.run()
    assert press.gone() == {"entries/false-alarm"}
    assert not (press.root / "entries" / "secret-plan.html").exists()
    _withdraw(press, "old-ferry")
    report = press.run()
    assert report.removed == ["/entries/old-ferry"]
    assert press.gone() == {"entries/false-alarm", "entries/old-ferry"}
    assert not list((press.root / "entries").glob("old-ferry*"))
    assert "Old ferry" not in (press.root / "feeds" / "ferries.rss").read_text()


def test_what_comes_back_is_gone_no_longer(press: Press) -> None:
    press.run()
    press.store.apply([publication("false-alarm", "ferries")], PRESSED + HOUR)
    press.run()
    assert press.gone() == set()
    assert (press.root / "entries" / "false-alarm.html").exists()


def test_a_retired_topic_is_removed_with_everything_under_it(press: Press) -> None:
    """C11"""
    press.run()
    press.serving = replace(press.serving, retired=frozenset({"ferries"}))
    press.run()
    assert {"feeds/ferries.atom", "topics/ferries", "feeds/ferries/archive/1.json"} <= press.gone()
    assert not list(press.root.glob("feeds/ferries*.*"))
    assert not (press.root / "topics" / "ferries.html").exists()


def test_a_renamed_topic_leads_to_its_new_name(press: Press) -> None:
    """C11"""
    press.serving = replace(press.serving, aliases={"boats": "ferries"})
    press.run()
    assert 'location = "/feeds/boats.rss"' in press.rules()
    assert f'return 301 "{SITE.base_url}/feeds/ferries.rss"' in press.rules()


def test_another_setting_is_followed_though_nothing_was_published(press: Press) -> None:
    press.run()
    press.serving, press.settings = Serving(limit=1, archive=ARCHIVE), "limit=1"
    report = press.run()
    assert "/feeds/ferries.atom" in report.written
    assert "/static/style.css" not in report.written
    assert (press.root / "feeds" / "ferries.atom").read_text().count("<entry>") == 1


def test_other_bytes_never_have_the_date_of_those_before(press: Press) -> None:
    """nginx makes its ETag of date and size, and a client may ask by the date alone (C2)."""
    press.run()
    file = press.root / "feeds" / "ferries.atom"
    before = file.stat()
    press.store.apply([publication("new-ferry", "ferries", title="Mew ferry")], PRESSED)
    press.run()
    assert file.stat().st_size != before.st_size or b"Mew ferry" in file.read_bytes()
    assert file.stat().st_mtime == before.st_mtime + 1


def test_files_of_others_are_left_alone(press: Press) -> None:
    press.run()
    (press.root / "robots.txt").write_text("User-agent: *\n")
    (press.root / "entries" / "third-ferry.html").write_text("mine")
    press.store.apply([publication("third-ferry", "ferries")], PRESSED + HOUR)
    report = press.run()
    assert report.foreign == ["/entries/third-ferry"]
    assert (press.root / "entries" / "third-ferry.html").read_text() == "mine"
    assert (press.root / "robots.txt").exists()


def test_a_file_that_somebody_removed_is_written_again_when_it_is_asked_for(press: Press) -> None:
    press.run()
    missing = [press.root / "feeds" / "all.atom", press.root / "feeds" / "all.json.gz", press.root / "index.html.br"]
    for file in missing:
        file.unlink()
    press.store.apply([publication("third-ferry", "ferries")], PRESSED + HOUR)
    press.run()
    assert all(file.exists() for file in missing)


def test_a_folder_that_is_not_empty_is_not_ours(press: Press) -> None:
    press.root.mkdir()
    (press.root / "thesis.txt").write_text("Years of work")
    with pytest.raises(ExportError, match=r"is not empty, and not from feedsvc.*Choose"):
        press.run()
    assert [file.name for file in press.root.iterdir()] == ["thesis.txt"]


def test_two_exports_do_not_write_into_one_folder(press: Press) -> None:
    with claimed(press.root), pytest.raises(ExportError, match="another `feedsvc export` writes into it"):
        press.run()


def test_an_export_that_was_cut_off_is_taken_up_again(press: Press) -> None:
    """C16: what it wrote is known as ours, and what it did not is written."""
    press.fails_at = "/feeds.opml"
    with pytest.raises(ExportError, match="503"):
        press.run()
    press.fails_at = None
    many = [publication(f"wave-{number}", "weather") for number in range(100)]  # more than are asked for at once
    press.store.apply(many, PRESSED)
    press.fails_at = "/entries/wave-75"
    with pytest.raises(ExportError, match="503"):
        press.run()
    assert (press.root / "entries" / "wave-1.html").exists()
    _withdraw(press, "wave-1")
    press.fails_at = None
    report = press.run()
    assert report.foreign == []
    assert not (press.root / "entries" / "wave-1.html").exists()
    assert (press.root / "entries" / "wave-99.html").exists()


def test_a_failed_export_leaves_what_was_published_before(press: Press) -> None:
    """C16"""
    press.run()
    before = press.stamps()
    press.store.apply([publication("third-ferry", "ferries")], PRESSED + HOUR)
    press.fails_at = "/entries/third-ferry"
    with claimed(press.root) as folder:
        with pytest.raises(ExportError, match="503"):
            press.export(folder)
        assert press.stamps() == before
        press.fails_at = None
        assert "/entries/third-ferry" in press.export(folder).written


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"version": 99}', b"\xff"])
def test_a_damaged_manifest_is_told(press: Press, damage: bytes) -> None:
    press.run()
    (press.root / ".feedsvc" / "manifest.json").write_bytes(damage)
    with pytest.raises(ExportError, match=r"manifest\.json .*Export into an empty folder"):
        press.run()


def test_a_folder_that_cannot_be_written_is_told(press: Press, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    press.root = tmp_path / "file" / "public"
    with pytest.raises(ExportError, match="file"):
        press.run()


def test_an_address_too_long_for_a_file_has_a_shorter_one_that_nginx_knows(press: Press) -> None:
    slug = "港" * 84
    press.store.apply([publication(slug, "ferries")], PRESSED)
    press.run()
    (page,) = (
        file for file in (press.root / "entries").iterdir() if file.name.startswith("港") and file.suffix == ".html"
    )
    assert "港" in page.read_text()
    assert len(f"{page.name}.zst".encode()) <= 255
    assert f'location = "/entries/{slug}"' in press.rules()


def test_the_server_for_nginx_is_written_once_and_its_rules_whenever_they_change(press: Press) -> None:
    press.serving = replace(press.serving, longest_max_age=timedelta(minutes=1))
    assert press.run().has_new_rules
    server = press.root / ".feedsvc" / "nginx" / "server.conf"
    server.write_text("mine")
    press.store.apply([publication("third-ferry", "ferries")], PRESSED + HOUR)
    assert not press.run().has_new_rules
    press.serving = replace(press.serving, shortest_max_age=HOUR, longest_max_age=HOUR)
    press.settings = "an hour"
    assert press.run().has_new_rules
    assert "max-age=3600" in press.rules()
    assert server.read_text() == "mine"


def test_a_store_that_is_another_one_is_published_as_it_is(press: Press, tmp_path: Path) -> None:
    press.run()
    (tmp_path / "other").mkdir()
    other = printed(tmp_path / "other")
    other.register([Registered(slug, title, "") for slug, title in TOPICS.items()], PRESSED)
    other.apply([publication("rival-ferry", "ferries")], PRESSED)
    replace(press, store=other).run()
    assert (press.root / "entries" / "rival-ferry.html").exists()
    other.close()


def test_whoever_reads_meanwhile_never_gets_half_a_file(press: Press) -> None:
    """C16: while a feed is replaced again and again, each read of it is a whole one, and so is its coding."""
    press.run()
    feed, torn, done = press.root / "feeds" / "all.atom", [], threading.Event()

    def read() -> None:
        while not done.is_set():
            plain = feed.read_bytes()
            encoded = gzip.decompress(feed.with_name("all.atom.gz").read_bytes())
            torn.extend(
                body for body in (plain, encoded) if not body.endswith(b"</feed>") and not body.endswith(b"</feed>\n")
            )

    reading = threading.Thread(target=read)
    reading.start()
    for number in range(5):
        press.store.apply([publication(f"wave-{number}", "weather")], PRESSED + number * HOUR)
        press.run()
    done.set()
    reading.join()
    assert torn == []


def test_files_are_for_everybody_to_read(press: Press) -> None:
    """A web server is another user."""
    former = os.umask(0o022)
    try:
        press.run()
    finally:
        os.umask(former)
    assert (press.root / "feeds" / "all.atom").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("address", ["/../etc/passwd", "/entries/../../x", "/feeds//x", "/.feedsvc/lock", "/a%00b", ""])
def test_no_address_is_a_file_outside_of_the_folder(address: str) -> None:
    """S6"""
    with pytest.raises(ValueError, match="no address of a file"):
        file_of(address)


def test_how_long_feeds_keep_is_told_in_steps_and_in_parameters_that_nginx_can_read() -> None:
    feeds = {f"topic-{number}": 60 + number // 2 for number in range(1000)}
    said = {f"/feeds/{feed}.atom": _keeping(seconds) for feed, seconds in feeds.items()}
    told = keeps(said)
    assert told.usual == "public, max-age=300"
    assert {value for _, value in told.others} == {"public, max-age=60", "public, max-age=120"}
    assert all(len(names) < 4000 for names, _ in told.others)
    for feed, seconds in feeds.items():
        named = [value for names, value in told.others if re.fullmatch(names, feed)]
        assert len(named) < 2
        assert int(re.sub(r"\D", "", (named or [told.usual])[0])) <= seconds


def _keeping(seconds: int) -> Written:
    return Written("0", headers=(("Cache-Control", f"public, max-age={seconds}"),))


def test_a_manifest_is_what_it_was_when_it_is_read_again() -> None:
    headers = (("Content-Type", "text/html"), ("Vary", "Accept-Encoding"))
    written = {"/entries/a": Written("00ff", 1, (".gz", ".br"), headers), "/": Written("11", 2, (), headers)}
    known = Manifest("f", "e", 7, written, {"/entries/b"}, {"/feed": Redirect("/x", "no-store")}, {"^/$": headers})
    assert from_json(known.to_json(), "here") == known
