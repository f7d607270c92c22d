"""What Prometheus is told, by one process and by several."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from feedsvc import metrics
from feedsvc.errors import StoreError

FACTS = metrics.StoreFacts(revision=41, published=7, held=2, withdrawn=1, rejections=3, scan_age=2.5)

Value = dict[str, float]


def families(exposed: bytes) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(exposed.decode())}


def values(exposed: bytes) -> Value:
    """Every sample, by its name and its labels as they are written."""
    return {
        sample.name + "".join(f" {key}={value}" for key, value in sorted(sample.labels.items())): sample.value
        for family in families(exposed).values()
        for sample in family.samples
    }


def exposed() -> Value:
    return values(metrics.exposition(lambda: FACTS))


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def test_answers_are_counted_by_feed_status_and_coding() -> None:
    requests = metrics.Requests()
    requests.add("harbour", 304, "gzip", 5)
    requests.add("harbour", 304, "gzip", 2)
    requests.add("harbour", 200, "identity", 1)
    found = exposed()
    assert found["feedsvc_requests_total coding=gzip feed=harbour status=304"] == 7
    assert found["feedsvc_requests_total coding=identity feed=harbour status=200"] == 1


def test_two_that_count_the_same_count_together() -> None:
    for _ in range(2):
        metrics.Requests().add("storms", 200, "br", 1)
    assert exposed()["feedsvc_requests_total coding=br feed=storms status=200"] == 2


def test_build_times_fall_into_buckets_by_format() -> None:
    metrics.observe_build("sample", 0.0015)
    metrics.observe_build("sample", 0.003)
    found = exposed()
    assert found["feedsvc_document_build_seconds_bucket format=sample le=0.001"] == 0
    assert found["feedsvc_document_build_seconds_bucket format=sample le=0.002"] == 1
    assert found["feedsvc_document_build_seconds_bucket format=sample le=0.004"] == 2
    assert found["feedsvc_document_build_seconds_sum format=sample"] == pytest.approx(0.0045)


def test_what_the_store_says_is_told() -> None:
    found = exposed()
    assert found["feedsvc_store_up"] == 1
    assert (found["feedsvc_revision"], found["feedsvc_rejections"]) == (41, 3)
    assert [found[f"feedsvc_entries state={state}"] for state in ("published", "held", "withdrawn")] == [7, 2, 1]
    assert found["feedsvc_scan_age_seconds"] == 2.5


def test_before_the_first_scan_there_is_no_age_of_one() -> None:
    unscanned = metrics.StoreFacts(revision=0, published=0, held=0, withdrawn=0, rejections=0)
    assert "feedsvc_scan_age_seconds" not in values(metrics.exposition(lambda: unscanned))


def test_a_store_that_does_not_answer_is_told_and_hides_nothing_else() -> None:
    def broken() -> metrics.StoreFacts:
        raise StoreError("the database is away")

    metrics.Requests().add("tides", 200, "identity", 1)
    found = values(metrics.exposition(broken))
    assert found["feedsvc_store_up"] == 0
    assert "feedsvc_revision" not in found
    assert found["feedsvc_requests_total coding=identity feed=tides status=200"] == 1


def test_the_process_tells_of_itself() -> None:
    found = exposed()
    assert found[f"process_resident_memory_bytes pid={os.getpid()}"] > 1_000_000
    assert found[f"process_cpu_seconds_total pid={os.getpid()}"] > 0


def test_names_and_types_are_as_prometheus_wants_them() -> None:
    metrics.Requests().add("all", 304, "zstd", 1)
    metrics.observe_build("atom", 0.001)
    found = families(metrics.exposition(lambda: FACTS))
    assert {name for name in found if name.startswith("feedsvc_")} == {
        "feedsvc_requests", "feedsvc_document_build_seconds", "feedsvc_prepared_bytes", "feedsvc_store_up",
        "feedsvc_revision", "feedsvc_rejections", "feedsvc_entries", "feedsvc_scan_age_seconds",
    }  # fmt: skip
    for name, family in found.items():
        assert re.fullmatch("(feedsvc|process)_[a-z_]+", name)
        assert family.documentation
        assert family.type in {"counter", "gauge", "histogram"}
        assert (family.type == "counter") == all(sample.name.endswith("_total") for sample in family.samples)


# Several processes: each is a real one, that imports the module with the folder in its environment.


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", f"import os, sys\nfrom feedsvc import metrics\n{program}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout


COUNT = "metrics.Requests().add('all', 304, 'gzip', int(sys.argv[1])); metrics.set_prepared(1000); print(os.getpid())"
EXPOSE = """
facts = metrics.StoreFacts(revision=1, published=1, held=0, withdrawn=0, rejections=0)
sys.stdout.write(metrics.exposition(lambda: facts).decode())
"""
HITS = "feedsvc_requests_total coding=gzip feed=all status=304"


@pytest.fixture
def folder() -> Iterator[Path]:
    with metrics.shared_folder() as folder:
        yield folder


def test_any_process_tells_what_all_of_them_counted(folder: Path) -> None:
    run(COUNT, "3")
    run(COUNT, "4")
    assert values(run(EXPOSE).encode())[HITS] == 7


def test_what_a_dead_process_counted_stays_and_what_it_held_goes(folder: Path) -> None:
    dead, living = int(run(COUNT, "3")), int(run(COUNT, "4"))
    assert values(run(EXPOSE).encode())["feedsvc_prepared_bytes"] == 2000
    metrics.forget_all_but([living], folder)
    assert dead != living
    found = values(run(EXPOSE).encode())
    assert (found[HITS], found["feedsvc_prepared_bytes"]) == (7, 1000)


def test_the_folder_lasts_as_long_as_its_maker_wants_it() -> None:
    with metrics.shared_folder() as folder:
        assert os.environ[metrics.FOLDER] == str(folder)
        run(COUNT, "1")
        assert list(folder.iterdir())
    assert metrics.FOLDER not in os.environ
    assert not folder.exists()


HOLD = """
with metrics.shared_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another program with a folder of its own, which it holds until its input ends."""
    command = [sys.executable, "-c", f"import sys\nfrom feedsvc import metrics\n{HOLD}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_the_folder_of_a_killed_program_is_swept_at_the_next_start(
    holder: tuple[subprocess.Popen[str], Path],
) -> None:
    process, left = holder
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert left.exists()
    with metrics.shared_folder() as folder:
        assert not left.exists()
        assert folder.exists()


def test_the_folder_of_a_program_that_runs_is_left_alone(holder: tuple[subprocess.Popen[str], Path]) -> None:
    _, theirs = holder
    with metrics.shared_folder():
        assert theirs.exists()
