"""A publisher drops files into a folder, a subscriber reads feeds: the main job, end to end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import listparser
import pytest
from program import CONFIG, PATIENCE, Program, eventually

AGENCY = """Accessibility links

Breaking News

Ferries Return to the Strait After Storm - 2024-03-05

The first ferries crossed the strait on Tuesday, a day after the storm had passed.

Crews had spent the night clearing the harbour of drifting timber.
"""


@pytest.fixture
def served(program: Program) -> Program:
    program.write("ferries.txt", AGENCY)
    program.write("science/moss.md", "---\ntitle: Moss\ndate: 2024-03-04\ntags: [Botany]\n---\nMoss *grows*.\n")
    program.start()
    eventually(lambda: len(program.titles()) == 2)
    return program


def test_agency_copy_becomes_an_entry_without_the_chrome_of_its_page(served: Program) -> None:
    entry = served.feed("shipping").entries[0]
    assert entry.title == "Ferries Return to the Strait After Storm"
    assert entry.published == "2024-03-04T23:00:00+00:00"  # midnight in Paris
    assert entry.summary == "The first ferries crossed the strait on Tuesday, a day after the storm had passed."
    assert "Breaking News" not in entry.content[0].value
    assert "Crews had spent the night" in entry.content[0].value


def test_topics_come_from_rules_metadata_and_folders(served: Program) -> None:
    assert served.titles("shipping") == ["Ferries Return to the Strait After Storm"]
    assert served.titles("botany") == served.titles("science") == ["Moss"]


def test_an_empty_topic_is_a_valid_empty_feed_and_an_unknown_one_is_not_found(served: Program) -> None:
    """S3"""
    empty = served.feed("empty")
    assert (empty.bozo, empty.entries, empty.feed.title.split(" ")[0]) == (False, [], "Nothing")
    assert served.get("/feeds/unheard-of.atom").status == 404


def test_the_opml_lists_every_topic_and_a_reader_takes_it_whole(served: Program) -> None:
    """O4"""
    outlines = listparser.parse(served.get("/feeds.opml").body)
    assert not outlines.bozo
    assert {feed.url for feed in outlines.feeds} == {
        f"https://post.example.org/feeds/{topic}.atom" for topic in ("all", "botany", "empty", "science", "shipping")
    }


def test_a_second_poll_is_answered_304_also_after_a_restart(served: Program) -> None:
    """C2, C4, X9"""
    first = served.get("/feeds/all.rss")
    served.stop()
    served.start()
    again = served.get("/feeds/all.rss", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert served.get("/feeds/all.rss").body == first.body


def test_a_new_a_changed_a_renamed_and_a_removed_file_are_each_followed(served: Program) -> None:
    """A3, A4, R3, D2"""
    served.write("late.txt", "Late News - 2024-03-06\n\nA paragraph.\n")
    eventually(lambda: served.titles()[0] == "Late News")
    first = served.feed().entries[0]

    served.write("late.txt", "Late News, Corrected - 2024-03-06\n\nA paragraph.\n")
    eventually(lambda: served.titles()[0] == "Late News, Corrected")
    changed = served.feed().entries[0]
    assert (changed.id, changed.link, changed.published) == (first.id, first.link, first.published)
    assert changed.updated_parsed > first.updated_parsed

    served.articles.joinpath("late.txt").rename(served.articles / "moved.txt")
    eventually(lambda: "moved.txt" in served.log.read_text())
    assert served.feed().entries[0] == changed

    served.articles.joinpath("moved.txt").unlink()
    eventually(lambda: "Late News, Corrected" not in served.titles())
    assert served.get(first.link.removeprefix("https://post.example.org")).status == 410


def test_saving_the_same_text_again_changes_nothing(served: Program) -> None:
    """S4"""
    before = served.get("/feeds/all.atom")
    served.articles.joinpath("ferries.txt").write_text(AGENCY)
    served.write("mark.txt", "A Mark - 2024-01-01\n\nTo know that the other was seen.\n")
    eventually(lambda: "A Mark" in served.titles())
    assert served.feed().entries[0] == _first_entry(before.body)


def _first_entry(document: bytes) -> object:
    return feedparser.parse(document).entries[0]


def test_an_embargo_is_kept_to_the_moment_and_an_expiry_too(served: Program) -> None:
    """R5"""
    soon = datetime.now(UTC) + timedelta(seconds=10)  # time to ask what is held, by a process of its own
    embargo, expires = soon.isoformat(), (soon + timedelta(seconds=4)).isoformat()
    served.write(
        "held.md", f"---\ntitle: Held\ntopics: [secrets]\nembargo: {embargo}\nexpires: {expires}\n---\nText.\n"
    )
    eventually(lambda: served.status()["held"] == 1)
    assert "Held" not in served.get("/").text
    assert served.get("/feeds/secrets.atom").status == 404
    eventually(lambda: "Held" in served.titles())
    assert datetime.now(UTC) >= soon.replace(microsecond=0)
    eventually(lambda: "Held" not in served.titles())
    assert served.get("/feeds/secrets.atom").status == 200


def test_an_edited_config_is_taken_up_and_a_broken_edit_is_not(served: Program) -> None:
    served.configure(CONFIG.replace("The Tidewater Post", "The Ebb"))
    eventually(lambda: served.feed().feed.title == "The Ebb")
    served.configure(CONFIG.replace("title =", "titel =", 1))
    eventually(lambda: "titel" in served.log.read_text())
    assert served.feed().feed.title == "The Ebb"
    served.configure(CONFIG + "\n[[topics]]\nslug = 'moss'\ntitle = 'Moss and lichen'\nrule = 'moss'\n")
    eventually(lambda: served.get("/feeds/moss.atom").status == 200 and served.titles("moss") == ["Moss"])


def test_a_broken_edit_is_an_alarm_on_the_editors_page_until_it_is_mended(program: Program) -> None:
    config = CONFIG.replace('base_url = "https://post.example.org"\n', "")  # of this machine: the page is open there
    program.configure(config)
    program.start()
    assert "not in force" not in program.get("/status").text
    program.configure(config.replace("title =", "titel =", 1))
    eventually(lambda: "site.titel: there is no such key" in program.get("/status").text)
    program.configure(config)
    eventually(lambda: "not in force" not in program.get("/status").text)


def test_a_folder_that_vanishes_withdraws_nothing(served: Program) -> None:
    away = served.articles.rename(served.folder / "away")
    eventually(lambda: "cannot be read" in served.log.read_text())
    assert len(served.titles()) == 2
    assert served.status()["alarms"]
    away.rename(served.articles)
    served.write("back.txt", "Back Again - 2024-03-09\n\nIt is back.\n")
    eventually(lambda: "Back Again" in served.titles())
    assert len(served.titles()) == 3


def test_a_worker_that_dies_is_started_again(served: Program) -> None:
    found = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    assert served.process is not None
    workers = [
        int(line.split()[0])
        for line in found.splitlines()
        if line.split()[1:2] == [str(served.process.pid)] and "feedsvc work" in line
    ]
    assert len(workers) == 1
    os.kill(workers[0], signal.SIGKILL)
    served.write("after.txt", "After the Fall - 2024-03-09\n\nIt goes on.\n")
    eventually(lambda: "After the Fall" in served.titles())


def test_it_can_be_killed_and_started_again_on_the_same_port(served: Program) -> None:
    before = served.get("/feeds/all.atom")
    served.stop(signal.SIGKILL)
    eventually(lambda: _is_free(served.port))
    served.start()
    assert served.get("/feeds/all.atom").body == before.body


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_scan_with_other_settings_beside_it_changes_no_link(served: Program) -> None:
    before = served.get("/feeds/all.atom").body
    served.environ["FEEDSVC_SITE__BASE_URL"] = "https://other.example.org"
    refused = served.run("scan", check=False)
    assert (refused.returncode, "other settings" in refused.stderr) == (2, True)
    del served.environ["FEEDSVC_SITE__BASE_URL"]
    assert "nothing new" in served.run("scan").stdout
    assert served.get("/feeds/all.atom").body == before


def test_an_edited_port_changes_no_link_until_the_next_start(program: Program) -> None:
    config = CONFIG.replace('base_url = "https://post.example.org"\n', "")
    program.configure(config)
    program.write("a.txt", AGENCY)
    program.start()
    eventually(lambda: len(program.titles()) == 1)
    program.configure(config.replace("[server]", "[server]\nport = 1234").replace("Tidewater", "Ebbing"))
    eventually(lambda: "Ebbing" in program.feed().feed.title)
    assert f":{program.port}/" in program.feed().entries[0].link


def test_a_second_worker_stands_by_and_takes_over(served: Program, tmp_path: Path) -> None:
    second = Program(served.folder, served.port)
    with (tmp_path / "second.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "feedsvc", "work"], cwd=second.folder, stdout=log, stderr=log)
    eventually(lambda: "standing by" in (tmp_path / "second.log").read_text())
    served.stop()
    served.write("later.txt", "Later News - 2024-03-09\n\nAfter the first has gone.\n")
    eventually(lambda: "later.txt" in (tmp_path / "second.log").read_text())
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_it_stops_when_told_to_and_leaves_nothing_behind(served: Program) -> None:
    assert served.stop(signal.SIGTERM) == 0
    with pytest.raises(OSError):
        served.get("/healthz")


def test_it_stops_also_when_it_is_told_many_times(served: Program) -> None:
    process = served.process
    assert process is not None
    for _ in range(20):
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert "worker died" not in served.log.read_text()
    served.process = None


def test_it_shows_what_it_found_and_where_the_feeds_are(served: Program) -> None:
    eventually(lambda: "https://post.example.org/feeds/shipping.atom" in served.log.read_text())
    assert "entries: 2" in served.log.read_text()
    assert f"on this machine at http://127.0.0.1:{served.port}/" in served.log.read_text()


def test_without_a_config_it_serves_the_articles_beside_it(program: Program) -> None:
    (program.folder / "config.toml").unlink()
    program.write("a.txt", AGENCY)
    program.start()
    eventually(lambda: program.titles() == ["Ferries Return to the Strait After Storm"])
    assert program.feed().entries[0].link.startswith(f"http://127.0.0.1:{program.port}/entries/")
    assert program.run("scan", check=False).returncode == 2  # links made of the usual port would be others
    assert "nothing new" in program.run("scan", "--port", str(program.port)).stdout
