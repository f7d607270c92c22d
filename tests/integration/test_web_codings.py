"""Content codings: who gets which, and that each is a representation of its own (standards.md, C4-C7)."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from gazette import PRESSED, notes, printed, reader
from werkzeug.test import Client

DECODERS: dict[str | None, Callable[[bytes], bytes]] = {
    None: bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompress(data),
}
PATHS = [
    "/feeds/ferries.atom",
    "/feeds/all.rss",
    "/feeds/ferries-weather.json",
    "/feeds.opml",
    "/",
    "/entries/old-ferry",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    store = printed(tmp_path_factory.mktemp("codings"))
    store.apply(notes(1, 20, "ferries"), PRESSED)
    return reader(store)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.9", "gzip"),
        ("br;q=0.001, gzip;q=0", "br"),
        ("gzip;q=0.5, identity", None),
        ("identity, gzip", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0, *", "br"),
        ("*;q=0", None),
        ("*;q=0, zstd;q=0.1", "zstd"),
        ("identity;q=0", None),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0, *;q=0", None),
        ("gzip;q=0", None),
        ("gzip;q=0.000", None),
        ("gzip;q=nonsense", None),
        ("deflate, compress, aes128gcm", None),
        ("", None),
        (",,;q=1,", None),
        ("gzip" * 20_000, None),
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_the_coding_that_is_wanted_most_is_sent(client: Client, path: str, accepted: str, coding: str | None) -> None:
    """C7: q=0 and identity honoured, `*` too; what is unknown, or refuses everything, gets the plain document."""
    plain, response = client.get(path), client.get(path, headers={"Accept-Encoding": accepted})
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == coding
    assert DECODERS[coding](response.data) == plain.data
    assert int(response.headers["Content-Length"]) == len(response.data)


@pytest.mark.parametrize("path", PATHS)
def test_each_coding_has_a_tag_of_its_own_and_knows_no_other(client: Client, path: str) -> None:
    """C4, C5: strong tags, one for each; a client that has another coding gets the one that it asks for now."""
    codings = ["identity", "gzip", "br", "zstd"]
    tags = {coding: client.get(path, headers={"Accept-Encoding": coding}).headers["ETag"] for coding in codings}
    assert len(set(tags.values())) == len(codings)
    assert all(tag.startswith('"') for tag in tags.values())
    for coding in codings:
        for known in codings:
            asked = {"Accept-Encoding": coding, "If-None-Match": tags[known]}
            assert client.get(path, headers=asked).status_code == (304 if known == coding else 200)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_that_it_was_chosen_by_coding(client: Client, path: str) -> None:
    """C6: also where nothing was encoded, and the 304."""
    for coding in ("identity", "gzip"):
        response = client.get(path, headers={"Accept-Encoding": coding})
        unchanged = client.get(path, headers={"Accept-Encoding": coding, "If-None-Match": response.headers["ETag"]})
        assert "Accept-Encoding" in response.vary
        assert unchanged.headers["Vary"] == response.headers["Vary"] == client.get(path).headers["Vary"]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_every_process_makes_the_same_bytes(tmp_path: Path, coding: str) -> None:
    """C5: one strong tag, one sequence of bytes; gzip keeps no time."""
    store = printed(tmp_path)
    here, there = reader(store), reader(store)
    for path in PATHS:
        one, other = [client.get(path, headers={"Accept-Encoding": coding}) for client in (here, there)]
        assert (one.data, one.headers) == (other.data, other.headers)
        assert coding != "gzip" or one.data[4:8] == b"\0\0\0\0"


def test_errors_and_redirects_are_sent_plain(client: Client) -> None:
    for path in ("/feeds/none.atom", "/feeds/ferries.atom?limit=0", "/feed", "/entries/false-alarm"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers
