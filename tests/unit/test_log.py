"""One stream of log lines, for people or for machines."""

from __future__ import annotations

import json
import logging
import os
import pickle
import re
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import structlog

from feedsvc import log
from feedsvc.errors import ConfigError


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(log.VARIABLE, raising=False)
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    logging.getLogger("feedsvc").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_machines_get_an_object_to_a_line_with_the_same_keys_first(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=True)
    structlog.get_logger("feedsvc.scan").info("scan finished", new=3, path="a\nb \udc80")
    [line] = lines(capsys)
    found = json.loads(line)
    assert list(found) == ["timestamp", "level", "logger", "event", "new", "path"]
    assert (found["level"], found["logger"], found["event"]) == ("info", "feedsvc.scan", "scan finished")
    assert (found["new"], found["path"]) == (3, "a\nb \udc80")


def test_times_are_utc_in_iso_8601(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=True)
    structlog.get_logger("feedsvc.scan").info("scan finished")
    moment = datetime.fromisoformat(json.loads(lines(capsys)[0])["timestamp"])
    assert moment.utcoffset() == timedelta(0)


def test_people_get_words_and_keys_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=False)
    structlog.get_logger("feedsvc.scan").warning("rejected", path="two\nlines.txt", line=3)
    [line] = lines(capsys)
    assert "rejected" in line
    assert "line=3" in line
    assert r"path='two\nlines.txt'" in line
    assert "\x1b" not in line  # no colours where there is no terminal


def test_libraries_write_into_the_same_stream_from_warning_on(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=True, level="debug")
    for name in ("apscheduler.scheduler", "alembic.runtime", "granian.access", "watchfiles.main"):
        logging.getLogger(name).info("hush")
        logging.getLogger(name).warning("%s did not run", "a job")
    found = [json.loads(line) for line in lines(capsys)]
    assert [line["event"] for line in found] == ["a job did not run"] * 4
    assert found[0]["logger"] == "apscheduler.scheduler"


@pytest.mark.parametrize(("level", "heard"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_our_own_lines_are_heard_from_the_level_on(level: str, heard: int, capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=True, level=level)
    logger = structlog.get_logger("feedsvc.scan")
    for name in log.LEVELS:
        getattr(logger, name)("looked")
    assert len(lines(capsys)) == heard


def test_a_logger_made_and_used_before_follows_a_later_setup(capsys: pytest.CaptureFixture[str]) -> None:
    logger = structlog.get_logger("feedsvc.scan")
    log.setup(json=False)
    logger.info("looked")
    log.setup(json=True)
    logger.info("looked")
    text, machine = lines(capsys)
    assert not text.startswith("{")
    assert json.loads(machine)["event"] == "looked"


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_traceback_is_told_in_either_form(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=form == "json")
    try:
        raise ValueError("boom")
    except ValueError:
        structlog.get_logger("feedsvc.scan").exception("broke")
    assert "ValueError: boom" in "\n".join(lines(capsys))


def test_without_a_terminal_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup()
    structlog.get_logger("feedsvc.scan").info("looked")
    assert json.loads(lines(capsys)[0])["event"] == "looked"


def test_the_environment_decides_the_form(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(log.VARIABLE, "text")
    log.setup()
    structlog.get_logger("feedsvc.scan").info("looked")
    assert not lines(capsys)[0].startswith("{")


def test_another_form_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(log.VARIABLE, "xml")
    with pytest.raises(ConfigError, match="environment FEEDSVC_LOG"):
        log.setup()


def test_what_a_server_is_given_can_travel_to_its_processes() -> None:
    assert pickle.loads(pickle.dumps(log.dict_config(json=True))) == log.dict_config(json=True)


ANSWER = {"method": "GET", "path": '/feeds/"är\n.atom', "query": "", "status": 304, "seconds": 0.0002, "agent": None}


def test_an_answer_is_a_line_like_all_others_for_machines(capfd: pytest.CaptureFixture[str]) -> None:
    log.setup(json=True)
    structlog.get_logger("feedsvc.scan").info("looked")
    access = log.AccessLog(json=True)
    access.write(**ANSWER)
    access.close()
    other, answered = (json.loads(line) for line in lines(capfd))
    assert list(answered) == [*other, *ANSWER]
    assert (answered["logger"], answered["event"]) == ("feedsvc.access", "answered")
    assert {key: answered[key] for key in ANSWER} == ANSWER
    assert re.sub(r"\d", "0", answered["timestamp"]) == re.sub(r"\d", "0", other["timestamp"])


def test_no_line_is_lost_or_torn_when_many_threads_answer(capfd: pytest.CaptureFixture[str]) -> None:
    access = log.AccessLog(json=True)
    threads = [
        threading.Thread(target=lambda: [access.write(**ANSWER, number=number) for number in range(500)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    access.close()
    assert sorted(json.loads(line)["number"] for line in lines(capfd)) == sorted([*range(500)] * 4)


def test_answers_are_written_soon(capfd: pytest.CaptureFixture[str]) -> None:
    access = log.AccessLog(json=True)
    access.write(**ANSWER)
    deadline = time.monotonic() + 5
    while not (found := capfd.readouterr().err):
        assert time.monotonic() < deadline
    access.close()
    assert json.loads(found)["status"] == 304


def test_an_answer_is_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup(json=False)
    access = log.AccessLog(json=False)
    access.write(**ANSWER)
    access.close()
    [line] = lines(capsys)
    assert "status=304" in line
    assert r"är\n.atom" in line  # on one line, whatever was asked for


def test_answers_are_given_although_nobody_reads_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as nobody:
        monkeypatch.setattr("sys.stderr", nobody)
        access = log.AccessLog(json=True)
        access.write(**ANSWER)
        access.close()
