"""Files beside articles, and what an export makes of them."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from gazette import PRESSED, SITE, printed, publication
from pictures import SVG, png

from feedsvc import names, web
from feedsvc.errors import ExportError
from feedsvc.export import Edition, Exporter, Report, claimed
from feedsvc.model import Attachment
from feedsvc.sources.beside import Beside
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish, Withdraw
from feedsvc.web.serving import Serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOUR = timedelta(hours=1)
NAMES = ("low tide.png", "plans/Kräne 50%.svg", "gone.png")
LOW_TIDE = "/entries/quay/low%20tide.png"


@dataclass
class Press:
    """Exports a store, and the files of an article folder with it."""

    store: Store
    articles: Path
    root: Path

    def run(self) -> Report:
        beside = Beside(self.articles)
        application = web.create(SITE, self.store, Serving(beside=beside))
        with claimed(self.root) as folder:
            report = Exporter(folder).run(Edition(application, self.store, SITE, "", 10, beside=beside))
        application.close()
        return report

    def publish(self, *names: str, **fields: object) -> None:
        self.store.apply([quay(*names, **fields)], PRESSED + HOUR)

    @property
    def copies(self) -> dict[str, bytes]:
        folder = self.root / "entries" / "quay"
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def quay(*names: str, **fields: object) -> Publish:
    return publication("quay", attachments=tuple(Attachment(name, f"a/{name}") for name in names), **fields)


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    articles = tmp_path.resolve() / "articles"
    (articles / "a" / "plans").mkdir(parents=True)
    (articles / "a" / "low tide.png").write_bytes(png(4, 2))
    (articles / "a" / "plans" / "Kräne 50%.svg").write_bytes(SVG)
    (articles / "a" / "secret.txt").write_text("not referred to")
    store = printed(tmp_path)
    store.apply([quay(*NAMES)], PRESSED)
    yield Press(store, articles, tmp_path / "public")
    store.close()


def test_files_beside_an_article_lie_below_its_page_and_no_others(press: Press) -> None:
    report = press.run()
    assert press.copies == {"low tide.png": png(4, 2), "plans/Kräne 50%.svg": SVG}
    assert (press.root / "entries" / "quay.html").exists()
    assert {LOW_TIDE, "/entries/quay/plans/Kr%C3%A4ne%2050%25.svg"} <= set(report.written)
    assert report.written.index(LOW_TIDE) < report.written.index("/entries/quay")  # before what links to it


def test_a_copy_has_the_date_of_its_file_and_is_no_link(press: Press) -> None:
    """C8"""
    file = press.articles / "a" / "low tide.png"
    os.utime(file, (10**9, 10**9))
    press.run()
    copy = press.root / "entries" / "quay" / "low tide.png"
    assert (copy.stat().st_mtime, copy.stat().st_nlink, copy.samefile(file)) == (10**9, 1, False)


def test_what_stays_the_same_is_not_touched(press: Press) -> None:
    press.run()
    copy = press.root / "entries" / "quay" / "low tide.png"
    before = copy.stat()
    os.utime(press.articles / "a" / "low tide.png", (10**9, 10**9))  # as a checkout of the same files does
    report = press.run()
    press.publish(*NAMES, title="The quay")
    assert LOW_TIDE not in {*report.written, *press.run().written}
    assert (copy.stat().st_ino, copy.stat().st_mtime) == (before.st_ino, before.st_mtime)


def test_a_picture_in_the_place_of_another_is_copied_though_nothing_was_published(press: Press) -> None:
    press.run()
    copy = press.root / "entries" / "quay" / "low tide.png"
    before = copy.stat().st_mtime
    (press.articles / "a" / "low tide.png").write_bytes(png(2, 4))
    os.utime(press.articles / "a" / "low tide.png", (before, before))
    report = press.run()
    assert report.written == [LOW_TIDE]
    assert copy.read_bytes() == png(2, 4)
    assert copy.stat().st_mtime == before + 1  # nginx makes its tag of date and size (C2)
    assert press.run().written == []


def test_a_picture_that_was_missing_is_copied_once_it_is_there(press: Press) -> None:
    press.run()
    (press.articles / "a" / "gone.png").write_bytes(png(1, 1))
    assert press.run().written == ["/entries/quay/gone.png"]


def test_a_picture_that_was_deleted_goes(press: Press) -> None:
    press.run()
    (press.articles / "a" / "low tide.png").unlink()
    assert press.run().removed == [LOW_TIDE]
    assert set(press.copies) == {"plans/Kräne 50%.svg"}


def test_what_an_article_no_longer_refers_to_goes(press: Press) -> None:
    press.run()
    press.publish("low tide.png")
    press.run()
    assert set(press.copies) == {"low tide.png"}
    assert not (press.root / "entries" / "quay" / "plans").exists()


def test_with_an_entry_that_is_taken_back_its_files_go(press: Press) -> None:
    """D2"""
    press.run()
    press.store.apply([Withdraw(names.entry_id(SITE.authority, "quay.txt"), "gone")], PRESSED + HOUR)
    report = press.run()
    assert not (press.root / "entries" / "quay").exists()
    assert LOW_TIDE in report.removed
    press.publish(*NAMES)
    assert LOW_TIDE in press.run().written


def test_a_copy_that_somebody_removed_is_made_again(press: Press) -> None:
    press.run()
    (press.root / "entries" / "quay" / "low tide.png").unlink()
    assert press.run().written == [LOW_TIDE]


def test_a_file_of_somebody_else_is_left_alone(press: Press) -> None:
    (press.root / ".feedsvc").mkdir(parents=True)
    mine = press.root / "entries" / "quay" / "low tide.png"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert press.run().foreign == [LOW_TIDE]
    assert mine.read_text() == "mine"


def test_a_link_out_of_the_article_folder_is_not_copied(press: Press, tmp_path: Path) -> None:
    """S6"""
    press.run()
    (tmp_path / "secret.png").write_bytes(png(9, 9))
    (press.articles / "a" / "low tide.png").unlink()
    (press.articles / "a" / "low tide.png").symlink_to(tmp_path / "secret.png")
    press.run()
    assert set(press.copies) == {"plans/Kräne 50%.svg"}


def test_what_is_compressed_beside_a_file_is_a_file_of_its_own(press: Press) -> None:
    for name in ("tides.csv", "tides.csv.gz"):
        (press.articles / "a" / name).write_bytes(name.encode())
    press.publish("tides.csv", "tides.csv.gz")
    press.run()
    (press.articles / "a" / "tides.csv").write_bytes(b"other")
    press.run()
    assert press.copies == {"tides.csv": b"other", "tides.csv.gz": b"tides.csv.gz"}


def test_a_film_is_copied_a_part_at_a_time(press: Press) -> None:
    size = 48 * 2**20
    with (press.articles / "a" / "film.mp4").open("wb") as film:
        film.truncate(size)
    press.publish("film.mp4")
    tracemalloc.start()
    press.run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (press.root / "entries" / "quay" / "film.mp4").stat().st_size == size
    assert peak < size / 2


def test_an_export_that_was_cut_off_knows_its_copies(press: Press) -> None:
    """C16"""

    def failing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("503 Service Unavailable", [])
        return ()

    with claimed(press.root) as folder, pytest.raises(ExportError, match="503"):
        Exporter(folder).run(Edition(failing, press.store, SITE, "", 10, beside=Beside(press.articles)))
    assert "low tide.png" in press.copies
    press.publish("plans/Kräne 50%.svg")
    report = press.run()
    assert (report.foreign, set(press.copies)) == ([], {"plans/Kräne 50%.svg"})


def test_rules_for_nginx_tell_the_types_of_all_files(press: Press) -> None:
    press.run()
    rules = (press.root / ".feedsvc" / "nginx" / "rules.conf").read_text()
    assert '"image/png" png;' in rules
    assert '"audio/mpeg" mp3;' in rules
    assert 'default_type "application/octet-stream";' in rules
