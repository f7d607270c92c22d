"""feedsvc get: what is served, without a server."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

from program import Program

GOOD = "A Quiet Day - 2024-03-05\n\nNothing happened in the harbour, and everyone was glad of it.\n"


def published(program: Program) -> Program:
    program.write("a.txt", GOOD)
    program.run("scan")
    return program


def raw(program: Program, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "feedsvc", "get", *arguments]
    return subprocess.run(command, cwd=program.folder, capture_output=True, check=False)


def fields(head: bytes) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in head.decode().splitlines()[1:] if line)


def test_the_answer_is_what_a_server_answers_to_the_byte(program: Program) -> None:
    published(program)
    addresses = ("/", "/feeds/all.atom", "/feeds/shipping.json?limit=5", "/feeds.opml", "/topics/shipping")
    printed = {address: raw(program, address) for address in addresses}
    program.start()
    for address, ended in printed.items():
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert ended.stdout == program.get(address).body, address


def test_headers_are_printed_before_the_body_where_they_are_asked_for(program: Program) -> None:
    ended = raw(published(program), "-i", "/feeds/all.json")
    head, _, body = ended.stdout.partition(b"\n\n")
    assert head.startswith(b"HTTP/1.1 200 OK\n")
    assert fields(head)["Content-Type"] == "application/feed+json; charset=utf-8"
    assert json.loads(body)["items"][0]["title"] == "A Quiet Day"


def test_a_head_is_the_headers_alone(program: Program) -> None:
    whole = raw(published(program), "-i", "/feeds/all.rss").stdout.partition(b"\n\n")
    head = raw(program, "-I", "/feeds/all.rss").stdout.partition(b"\n\n")
    assert (head[0], head[2]) == (whole[0], b"")


def test_a_header_that_is_sent_counts(program: Program) -> None:
    packed = raw(published(program), "-H", "Accept-Encoding: gzip", "/feeds/all.atom").stdout
    assert gzip.decompress(packed) == raw(program, "/feeds/all.atom").stdout


def test_a_304_ends_with_3_and_no_body(program: Program) -> None:
    etag = fields(raw(published(program), "-I", "/feeds/all.atom").stdout)["ETag"]
    ended = raw(program, "-H", f"If-None-Match: {etag}", "/feeds/all.atom")
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, b"", b"feedsvc: 304 Not Modified\n")


def test_a_redirect_ends_with_3_and_says_where_it_leads(program: Program) -> None:
    ended = published(program).run("get", "/rss.xml", check=False)
    assert ended.returncode == 3
    assert "https://post.example.org/feeds/all.rss" in ended.stderr


def test_a_topic_that_is_not_known_ends_with_4_and_says_what_was_meant(program: Program) -> None:
    ended = published(program).run("get", "/feeds/shiping.atom", check=False)
    assert ended.returncode == 4
    assert ended.stderr.startswith("feedsvc: 404 Not Found: there is nothing at /feeds/shiping.atom. Did you mean ")
    assert "/feeds/shipping.atom" in ended.stderr
    assert "/feeds/shipping.json" not in ended.stderr


def test_the_whole_address_will_do_and_anothers_is_refused(program: Program) -> None:
    path = raw(published(program), "/feeds/all.atom").stdout
    assert raw(program, "https://post.example.org/feeds/all.atom").stdout == path
    assert raw(program, "feeds/all.atom").stdout == path
    refused = raw(program, "https://elsewhere.example.org/feeds/all.atom")
    assert (refused.returncode, b"is not below https://post.example.org" in refused.stderr) == (2, True)


def test_what_is_no_header_is_refused(program: Program) -> None:
    for written in ("Accept", ": x", "Accept: a\r\nHost: b"):
        refused = raw(program, "-H", written, "/")
        assert (refused.returncode, b"is no header" in refused.stderr) == (2, True)


def test_where_nothing_was_published_nothing_is_left_behind(program: Program) -> None:
    before = sorted(program.folder.rglob("*"))
    assert raw(program, "/feeds/all.atom").returncode == 0
    assert sorted(program.folder.rglob("*")) == before
