"""What the doctor says of what it sees, also of what no test machine can show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.doctor import Finding, Verdict, address, articles, clock, machine, store, watching, worst
from feedsvc.doctor.address import Answer
from feedsvc.store.health import Health

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)

GB = 1024**3

PLACE = store.Place("/srv/news/var", is_writable=True, free=50 * GB, is_remote=False)
OLDER, NEWEST, NEWER = "0006", "0007", "0008"  # versions of a store's tables, whatever this program's are
DATABASE = "/srv/news/var/feedsvc.db"
HEALTH = Health(f"sqlite:///{DATABASE}", Path(DATABASE), version=NEWEST, newest=NEWEST, checked=True)
ARTICLES = articles.Seen("/srv/news/articles", kinds=((".txt", 3),), folders=2)
WATCHING = watching.Seen("/srv/news/articles", is_remote=False, folders=20, watches=65536, scans="every 30s")
MACHINE = machine.Seen(workers=2, cores=2, prepared=192, memory=4096, files=4096)
OURS = Answer(200, '"0badcafe-12-55aa55aa-atom"')
ADDRESS = address.Seen("https://news.example.org", "127.0.0.1", "http://127.0.0.1:8000", "0badcafe", OURS, OURS)


def wrong(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict is not Verdict.OK]


def only(findings: Iterable[Finding]) -> Finding:
    found = wrong(findings)
    assert len(found) == 1, found
    assert found[0].remedy
    return found[0]


def test_where_all_is_well_nothing_else_is_said() -> None:
    assert not wrong(store.judge(store.Seen(HEALTH, PLACE)))
    assert not wrong(articles.judge(ARTICLES))
    assert not wrong(watching.judge(WATCHING))
    assert not wrong(clock.judge(clock.Seen(NOW, NOW, NOW, NOW, NOW)))
    assert not wrong(machine.judge(MACHINE))
    assert not wrong(address.judge(ADDRESS))


@pytest.mark.parametrize(
    ("health", "verdict", "says"),
    [
        (replace(HEALTH, exists=False), Verdict.WARNING, "not there yet"),
        (replace(HEALTH, version=None), Verdict.WARNING, "empty"),
        (replace(HEALTH, version=OLDER), Verdict.WARNING, f"version {OLDER}"),
        (replace(HEALTH, version=NEWER), Verdict.ERROR, "newer than this program"),
        (replace(HEALTH, damage=("row 7 missing from index",)), Verdict.ERROR, "row 7 missing"),
        (replace(HEALTH, checked=False), Verdict.WARNING, "too large"),
        (replace(HEALTH, follows=True), Verdict.ERROR, "follows another server"),
    ],
)
def test_a_store_is_judged_by_its_state(health: Health, verdict: Verdict, says: str) -> None:
    found = only(store.judge(store.Seen(health, PLACE)))
    assert (found.verdict, says in found.sentence) == (verdict, True)


@pytest.mark.parametrize(
    ("place", "verdict", "says"),
    [
        (replace(PLACE, is_writable=False), Verdict.ERROR, "may not be written"),
        (replace(PLACE, is_remote=True), Verdict.WARNING, "network file system"),
        (replace(PLACE, free=GB // 2), Verdict.WARNING, "512 MB are free"),
        (replace(PLACE, free=GB // 16), Verdict.ERROR, "64 MB are free"),
    ],
)
def test_a_store_is_judged_by_its_place(place: store.Place, verdict: Verdict, says: str) -> None:
    found = only(store.judge(store.Seen(HEALTH, place)))
    assert (found.verdict, says in found.sentence) == (verdict, True)


@pytest.mark.parametrize(
    ("seen", "verdict", "says"),
    [
        (replace(ARTICLES, kinds=()), Verdict.WARNING, "holds no articles"),
        (replace(ARTICLES, closed=("a", "b", "c", "d")), Verdict.ERROR, "a, b, c and 1 more"),
        (replace(ARTICLES, rejected=("x.md:3: no date. Write one",)), Verdict.WARNING, "x.md:3: no date"),
        (replace(ARTICLES, trouble="/a: it is gone. Bring it back"), Verdict.ERROR, "/a: it is gone."),
    ],
)
def test_articles_are_judged(seen: articles.Seen, verdict: Verdict, says: str) -> None:
    found = only(articles.judge(seen))
    assert (found.verdict, says in found.sentence) == (verdict, True)


def test_too_many_folders_to_watch_are_told_before_they_are_too_many() -> None:
    assert not wrong(watching.judge(replace(WATCHING, folders=52_000)))
    found = only(watching.judge(replace(WATCHING, folders=53_000)))
    assert "fs.inotify.max_user_watches=114192" in found.remedy


def test_a_folder_on_another_machine_is_looked_through() -> None:
    assert "each second" in only(watching.judge(replace(WATCHING, is_remote=True))).sentence


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (clock.Seen(NOW, revision=NOW + timedelta(minutes=1)), Verdict.ERROR),
        (clock.Seen(NOW, server=NOW - timedelta(minutes=1)), Verdict.WARNING),
        (clock.Seen(NOW, file=NOW + timedelta(minutes=1)), Verdict.WARNING),
        (clock.Seen(NOW, article=NOW + timedelta(minutes=1)), Verdict.WARNING),
    ],
)
def test_clocks_that_disagree_are_told(seen: clock.Seen, verdict: Verdict) -> None:
    assert only(clock.judge(seen)).verdict is verdict


def test_old_revisions_and_old_articles_are_no_fault_of_the_clock() -> None:
    assert not wrong(clock.judge(clock.Seen(NOW, revision=NOW - timedelta(days=900), article=NOW - timedelta(days=9))))


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (replace(MACHINE, workers=9), "9 web workers on 2 cores"),
        (replace(MACHINE, memory=512), "512 MB can be had"),
        (replace(MACHINE, files=256), "may open 256 files"),
    ],
)
def test_a_machine_that_is_too_small_is_told(seen: machine.Seen, says: str) -> None:
    assert says in only(machine.judge(seen)).sentence


@pytest.mark.parametrize(
    ("seen", "verdict", "says"),
    [
        (replace(ADDRESS, base_url="http://localhost:8000", host="0.0.0.0"), Verdict.WARNING, "listens at 0.0.0.0"),
        (replace(ADDRESS, base_url="http://news.example.org"), Verdict.WARNING, "not https"),
        (
            replace(ADDRESS, public=Answer(trouble="timed out")),
            Verdict.WARNING,
            "cannot be reached from here: timed out",
        ),
        (replace(ADDRESS, public=Answer(301, leads_to="https://x.example.org/")), Verdict.WARNING, "redirects"),
        (replace(ADDRESS, public=Answer(502)), Verdict.ERROR, "answers 502"),
        (replace(ADDRESS, public=Answer(200, '"deadbeef-1-00-atom"')), Verdict.WARNING, "another server"),
        (replace(ADDRESS, own=Answer(404), public=None), Verdict.ERROR, "is not the feedsvc of this configuration"),
    ],
)
def test_an_address_is_judged_by_what_answers_there(seen: address.Seen, verdict: Verdict, says: str) -> None:
    found = only(address.judge(seen))
    assert (found.verdict, says in found.sentence) == (verdict, True)


def test_a_weak_tag_that_a_proxy_made_is_still_ours() -> None:
    public = Answer(200, 'W/"0badcafe-12-55aa55aa-atom"')
    assert not wrong(address.judge(replace(ADDRESS, public=public)))


def test_where_no_server_runs_its_address_is_not_blamed() -> None:
    found = list(address.judge(replace(ADDRESS, own=Answer(trouble="refused"), public=None)))
    assert [finding.verdict for finding in found] == [Verdict.OK]


def test_the_worst_finding_is_the_verdict() -> None:
    kinds = [Finding("x", verdict, "…") for verdict in (Verdict.WARNING, Verdict.ERROR, Verdict.OK)]
    assert worst(kinds) is Verdict.ERROR
    assert worst(kinds[::2]) is Verdict.WARNING
    assert worst([]) is Verdict.OK
