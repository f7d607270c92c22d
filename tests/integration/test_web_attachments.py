"""The files beside an article: found, measured, and served below the address of its entry, and no others."""

from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from newsroom import SITE
from werkzeug.test import Client, TestResponse

from feedsvc import store, web
from feedsvc.model import Topic
from feedsvc.pipeline import Pipeline, Settings
from feedsvc.sources.beside import Beside
from feedsvc.sources.scan import Folder
from feedsvc.web.serving import Serving


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" * (width + 1) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


ARTICLE = """---
title: The Quay
date: 2026-02-20
image: quay.png
---
The quay at low tide: ![the quay](quay.png) and [the plan](plan.pdf). Gone: ![gone](gone.png)
"""


@pytest.fixture
def client(tmp_path: Path) -> Client:
    folder = (tmp_path / "articles").resolve()
    (folder / "quay").mkdir(parents=True)
    (folder / "quay" / "index.md").write_text(ARTICLE)
    (folder / "quay" / "quay.png").write_bytes(png(32, 16))
    (folder / "quay" / "plan.pdf").write_bytes(b"%PDF-1.7 plan")
    (folder / "quay" / "secret.txt").write_text("not referred to")
    published = store.connect(f"sqlite:///{tmp_path / 'quay.db'}")
    settings = Settings.of(SITE, (), (Topic("quays", "Quays", rule="quay"),), beside=Beside(folder))
    pipeline = Pipeline(Folder(folder, ("**/*.md",)), published, settings)
    pipeline.adopt()
    report = pipeline.scan()
    if report.again:
        time.sleep(1.05)
        report = pipeline.scan()
    assert report.rejected == []
    return Client(web.create(SITE, published, Serving(beside=Beside(folder))))


@pytest.fixture
def item(client: Client) -> dict[str, object]:
    (found,) = client.get("/feeds/all.json").json["items"]  # type: ignore[index]  # it is a feed
    return found


def fetch(client: Client, address: object, **asked: Any) -> TestResponse:
    """The whole answer, and the file closed that it comes from."""
    return client.get(str(address).removeprefix(SITE.base_url), buffered=True, **asked)


def test_a_picture_beside_an_article_is_served_below_its_entry(client: Client, item: dict[str, object]) -> None:
    assert item["image"] == f"{item['url']}/quay.png"
    found = fetch(client, item["image"])
    assert (found.status_code, found.mimetype, found.data) == (200, "image/png", png(32, 16))
    assert f'src="{item["image"]}"' in str(item["content_html"])
    assert "sandbox" in found.headers["Content-Security-Policy"]


def test_its_size_and_type_are_told_by_media_rss(client: Client) -> None:
    feed = client.get("/feeds/all.rss").text
    length = len(png(32, 16))
    assert f'fileSize="{length}" type="image/png" medium="image" height="16" width="32"' in feed


def test_a_document_that_is_linked_to_is_served_as_well(client: Client, item: dict[str, object]) -> None:
    found = fetch(client, f"{item['url']}/plan.pdf")
    assert (found.status_code, found.mimetype) == (200, "application/pdf")


def test_a_part_of_a_file_is_served_where_a_part_is_asked_for(client: Client, item: dict[str, object]) -> None:
    """E3"""
    found = fetch(client, item["image"], headers={"Range": "bytes=1-3"})
    assert (found.status_code, found.data) == (206, b"PNG")


def test_a_file_that_has_not_changed_is_not_sent_again(client: Client, item: dict[str, object]) -> None:
    """C2"""
    etag = fetch(client, item["image"]).headers["ETag"]
    assert fetch(client, item["image"], headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("name", ["secret.txt", "index.md", "../quay/secret.txt", "gone.png", "quay.png%00"])
def test_nothing_else_of_the_folder_is_served(client: Client, item: dict[str, object], name: str) -> None:
    """S6"""
    assert fetch(client, f"{item['url']}/{name}").status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """S6"""
    inside = tmp_path / "articles"
    inside.mkdir()
    (tmp_path / "outside.png").write_bytes(png(1, 1))
    (inside / "link.png").symlink_to(tmp_path / "outside.png")
    (inside / ".hidden.png").write_bytes(png(1, 1))
    beside = Beside(inside.resolve())
    assert [beside.locate(name) for name in ("link.png", ".hidden.png", "../outside.png", "no\0name")] == [None] * 4
