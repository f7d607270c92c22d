"""Files beside an article and in a letter: found, measured, served below the address of its entry, and no others."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import gazette
import pytest
from newsroom import SITE
from pictures import SVG, png, wav
from werkzeug.test import Client, TestResponse

from feedsvc import store, web
from feedsvc.model import Attachment, SourceFile, Topic
from feedsvc.pipeline import Pipeline, Settings
from feedsvc.pipeline.explaining import account
from feedsvc.sources.beside import Beside
from feedsvc.sources.dialects import AUTO
from feedsvc.sources.scan import Folder
from feedsvc.store.changes import Withdraw
from feedsvc.web import attachments
from feedsvc.web.attachments import AGE
from feedsvc.web.serving import Serving

ARTICLE = """---
title: The Quay
date: 2026-02-20
image: quay.png
---
The quay at low tide: ![the quay](quay.png) and [the plan](plan.pdf). Gone: ![gone](gone.png)
"""

QUAY = {
    "quay/index.md": ARTICLE.encode(),
    "quay/quay.png": png(32, 16),
    "quay/plan.pdf": b"%PDF-1.7 plan",
    "quay/secret.txt": b"not referred to",
}


@dataclass
class Published:
    """A folder of files, published and served."""

    client: Client
    root: Path

    @property
    def item(self) -> dict[str, Any]:
        """The only entry, as JSON Feed has it."""
        (found,) = self.client.get("/feeds/all.json").json["items"]  # type: ignore[index]  # it is a feed
        return found  # type: ignore[no-any-return]

    def fetch(self, address: object, **asked: Any) -> TestResponse:
        """The whole answer, and the file closed that it comes from."""
        return self.client.get(str(address).removeprefix(SITE.base_url), buffered=True, **asked)


def publish(tmp_path: Path, files: dict[str, bytes], kind: str = AUTO) -> Published:
    folder = (tmp_path / "articles").resolve()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        os.utime(folder / name, (1, 1))  # not just now, or a scan would wait for it to be finished
    published = store.connect(f"sqlite:///{tmp_path / 'quay.db'}")
    settings = Settings.of(SITE, (), (Topic("quays", "Quays", rule="quay"),), kind, beside=Beside(folder))
    pipeline = Pipeline(Folder(folder, ("**/*.md", "**/*.eml")), published, settings)
    pipeline.adopt()
    assert pipeline.scan().rejected == []
    return Published(Client(web.create(SITE, published, Serving(beside=Beside(folder)))), folder)


@pytest.fixture
def quay(tmp_path: Path) -> Published:
    return publish(tmp_path, QUAY)


def test_a_file_that_is_not_there_is_told_of_by_a_scan_and_by_explain(tmp_path: Path) -> None:
    folder = (tmp_path / "articles").resolve()
    folder.mkdir()
    text = b"---\ntitle: Talk\nenclosure: missing.mp3\n---\n![a quay](QUAY.PNG) and ![gone](gone.png)\n"
    for name, data in {"talk.md": text, "quay.png": png(4, 2)}.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (1, 1))
    settings = Settings.of(SITE, (), (), beside=Beside(folder))
    report = Pipeline(Folder(folder, ("**/*.md",)), store.connect("sqlite://"), settings).scan()
    note = "The article names files that do not lie beside it, and are not enclosed: 'gone.png', 'missing.mp3'."
    assert ("talk.md", note) in report.decided
    file = SourceFile("talk.md", "text/markdown", text, hashlib.sha256(text).hexdigest())
    told = account(file, None, settings, datetime(2026, 2, 20, tzinfo=UTC))
    assert [value.why for value in told.values if value.field == "files"] == [(note,)]
    assert told.entry is not None
    assert (told.entry.enclosures, [each.width for each in told.entry.media]) == ((), [4])


def test_a_picture_beside_an_article_is_served_below_its_entry(quay: Published) -> None:
    item = quay.item
    assert item["image"] == f"{item['url']}/quay.png"
    found = quay.fetch(item["image"])
    assert (found.status_code, found.mimetype, found.data) == (200, "image/png", png(32, 16))
    assert f'src="{item["image"]}"' in item["content_html"]
    assert "sandbox" in found.headers["Content-Security-Policy"]


def test_its_size_and_type_are_told_by_media_rss(quay: Published) -> None:
    """E2"""
    feed = quay.client.get("/feeds/all.rss").text
    length = len(png(32, 16))
    assert f'fileSize="{length}" type="image/png" medium="image" height="16" width="32"' in feed


def test_a_document_that_is_linked_to_is_served_as_well(quay: Published) -> None:
    found = quay.fetch(f"{quay.item['url']}/plan.pdf")
    assert (found.status_code, found.mimetype) == (200, "application/pdf")


def test_a_part_of_a_file_is_served_where_a_part_is_asked_for(quay: Published) -> None:
    """E3"""
    found = quay.fetch(quay.item["image"], headers={"Range": "bytes=1-3"})
    assert (found.status_code, found.data) == (206, b"PNG")


def test_a_file_that_has_not_changed_is_not_sent_again(quay: Published) -> None:
    """C2"""
    etag = quay.fetch(quay.item["image"]).headers["ETag"]
    assert quay.fetch(quay.item["image"], headers={"If-None-Match": etag}).status_code == 304


def test_it_is_kept_no_longer_than_its_entry_is_there(tmp_path: Path) -> None:
    """C9"""
    soon = datetime.now(UTC) + timedelta(minutes=9)
    dated = ARTICLE.replace("image:", f"expires: {soon:%Y-%m-%dT%H:%M:%SZ}\nimage:")
    quay = publish(tmp_path, {**QUAY, "quay/index.md": dated.encode()})
    public, _, seconds = quay.fetch(quay.item["image"]).headers["Cache-Control"].partition(", max-age=")
    assert public == "public"
    assert 0 < int(seconds) <= 540


def test_files_of_an_entry_that_is_held_are_not_there_and_of_one_withdrawn_are_gone(tmp_path: Path) -> None:
    """D2"""
    (tmp_path / "plan.png").write_bytes(png(4, 2))
    plan = (Attachment("plan.png", "plan.png"),)
    printed = gazette.printed(tmp_path)
    client = gazette.reader(printed, beside=Beside(tmp_path.resolve()))
    told = gazette.publication("told", attachments=plan)
    held = gazette.publication("held", attachments=plan, embargo=datetime(9000, 1, 1, tzinfo=UTC))
    printed.apply([held, told], gazette.PRESSED)
    assert client.get("/entries/told/plan.png", buffered=True).status_code == 200
    assert client.get("/entries/held/plan.png").status_code == 404
    printed.apply([Withdraw(told.entry.id, "gone")], gazette.PRESSED)
    assert client.get("/entries/told/plan.png").status_code == 410


@pytest.mark.parametrize(("left", "age"), [(None, AGE), (AGE + 1, AGE), (59, 59), (0, 0), (-59, 0)])
def test_an_attachment_keeps_for_an_hour_or_until_its_entry_expires(left: int | None, age: int) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert attachments.age(None if left is None else now + timedelta(seconds=left), now) == age


@pytest.mark.parametrize("name", ["secret.txt", "index.md", "../quay/secret.txt", "gone.png", "quay.png%00"])
def test_nothing_else_of_the_folder_is_served(quay: Published, name: str) -> None:
    """S6"""
    assert quay.fetch(f"{quay.item['url']}/{name}").status_code == 404


# As the folders of generators have them.

BUNDLE = {
    "content/posts/quay/index.md": b"+++\ntitle = 'The Quay'\ndate = 2026-02-20\n+++\n![q](images/low%20tide.png)\n",
    "content/posts/quay/images/low tide.png": png(4, 2),
}
SHORTCODE = {
    "posts/quay/index.md": b'---\ntitle: The Quay\ndate: 2026-02-20\n---\n{{< figure src="quay.png" alt="q" >}}\n',
    "posts/quay/quay.png": png(4, 2),
}
VAULT = {
    "Notes/Quay.md": "---\ndate: 2026-02-20\n---\nLow tide: ![[Kräne 50%.png|300]] there.\n".encode(),
    "Files/2026/Kräne 50%.png": png(4, 2),
}
ASSETS = {
    "_posts/2026-02-20-quay.md": b"---\ntitle: The Quay\n---\n![q](/assets/img/quay.png)\n",
    "assets/img/quay.png": png(4, 2),
}
RELATIVE_URL = {
    "_posts/2026-02-20-quay.md": b"---\ntitle: The Quay\n---\n![q]({{ '/assets/img/quay.png' | relative_url }})\n",
    "assets/img/quay.png": png(4, 2),
}


@pytest.mark.parametrize(
    ("kind", "files"),
    [("hugo", BUNDLE), ("hugo", SHORTCODE), ("obsidian", VAULT), ("jekyll", ASSETS), ("jekyll", RELATIVE_URL)],
    ids=["a page bundle", "a figure in a bundle", "an embed", "a rooted path", "relative_url"],
)
def test_the_picture_of_an_article_is_fetched_from_the_address_in_each_feed(
    tmp_path: Path, kind: str, files: dict[str, bytes]
) -> None:
    """R9, E2"""
    published = publish(tmp_path, files, kind)
    (rss,) = feedparser.parse(published.client.get("/feeds/all.rss").data).entries
    (atom,) = feedparser.parse(published.client.get("/feeds/all.atom").data).entries
    (picture,) = rss.media_content
    assert (picture["type"], picture["width"], picture["height"]) == ("image/png", "4", "2")
    for content in (rss.description, atom.content[0].value, published.item["content_html"]):
        assert f'src="{picture["url"]}"' in content
    found = published.fetch(picture["url"])
    assert (found.status_code, found.mimetype, found.data) == (200, "image/png", png(4, 2))


# Recordings.

RECORDING = {
    "talks/ferries.md": b"---\ntitle: Ferries\ndate: 2026-02-20\nenclosure: ferries.wav\n---\nListen.\n",
    "talks/ferries.wav": wav(61.5),
}


@pytest.fixture
def talk(tmp_path: Path) -> Published:
    return publish(tmp_path, RECORDING)


def test_of_a_recording_every_format_tells_length_type_and_what_it_knows_of_the_duration(talk: Published) -> None:
    """A7, E3, H8, R15"""
    address, length = f"{talk.item['url']}/ferries.wav", len(wav(61.5))
    (rss,) = feedparser.parse(talk.client.get("/feeds/all.rss").data).entries
    (atom,) = feedparser.parse(talk.client.get("/feeds/all.atom").data).entries
    for entry in (rss, atom):
        (enclosure,) = entry.enclosures
        assert (enclosure.href, enclosure.type, enclosure.length) == (address, "audio/wav", str(length))
    assert rss.itunes_duration == "62"
    (told,) = talk.item["attachments"]
    assert told == {"url": address, "mime_type": "audio/wav", "size_in_bytes": length, "duration_in_seconds": 62}


def test_a_player_asks_for_the_head_and_then_for_parts(talk: Published) -> None:
    """E3, C1"""
    address, data = f"{talk.item['url']}/ferries.wav", wav(61.5)
    head = talk.client.head(address.removeprefix(SITE.base_url), buffered=True)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(data))
    assert (head.mimetype, head.headers["Accept-Ranges"]) == ("audio/wav", "bytes")
    for asked, part in {"0-1": data[:2], "100-": data[100:], "-5": data[-5:]}.items():
        found = talk.fetch(address, headers={"Range": f"bytes={asked}", "If-Range": head.headers["ETag"]})
        assert (found.status_code, found.data) == (206, part)
        assert found.headers["Content-Range"].endswith(f"/{len(data)}")
    assert talk.fetch(address, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    assert talk.fetch(address, headers={"Range": "bytes=0-1", "If-Range": '"another"'}).status_code == 200


def test_the_page_of_an_entry_plays_its_recording_and_the_policy_lets_it(talk: Published) -> None:
    """C13"""
    page = talk.fetch(talk.item["url"])
    assert f'<audio src="{talk.item["url"]}/ferries.wav" controls preload="none" aria-label="ferries.wav">' in page.text
    assert "media-src *" in page.headers["Content-Security-Policy"]
    assert f'<a href="{talk.item["url"]}/ferries.wav" type="audio/wav" download>' in page.text
    assert "<span>492 kB</span>" in page.text


def test_the_page_of_an_entry_shows_its_lead_image_and_the_policy_lets_it(tmp_path: Path) -> None:
    """C13"""
    text = b"---\ntitle: The Quay\ndate: 2026-02-20\nimage: quay.svg\n---\nAt low tide.\n"
    published = publish(tmp_path, {"quay.md": text, "quay.svg": SVG})
    page = published.fetch(published.item["url"])
    assert f'<img class="lead" src="{published.item["url"]}/quay.svg" alt="">' in page.text
    assert "img-src *" in page.headers["Content-Security-Policy"]
    found = published.fetch(published.item["image"])
    assert (found.mimetype, "sandbox" in found.headers["Content-Security-Policy"]) == ("image/svg+xml", True)


# Letters.

LETTER = """From: Mira Halden <mira@northwire.example>
Subject: Cranes over the quay
Date: Fri, 20 Feb 2026 14:05:00 +0100
Message-ID: <0118@northwire.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="y"

--y
Content-Type: text/html; charset=utf-8

<p>The cranes: <img alt="cranes" src="cid:cranes@northwire.example"></p>
--y
Content-Type: image/png
Content-ID: <cranes@northwire.example>
Content-Transfer-Encoding: base64

{picture}
--y
Content-Type: application/pdf
Content-Disposition: attachment; filename="tide tables.pdf"
Content-Transfer-Encoding: base64

{tables}
--y--
"""


def test_what_came_with_a_letter_is_served_from_the_letter(tmp_path: Path) -> None:
    """S6: what the store has of it, and nothing beside it."""
    written = LETTER.format(
        picture=base64.encodebytes(png(4, 2)).decode(), tables=base64.encodebytes(b"%PDF-1.7 tides").decode()
    )
    published = publish(tmp_path, {"inbox/cranes.eml": written.encode()})
    (published.root / "inbox" / "cranes.eml").unlink()
    item = published.item
    (tables,) = item["attachments"]
    assert tables["url"] == f"{item['url']}/tide%20tables.pdf"
    found = published.fetch(tables["url"])
    assert (found.status_code, found.mimetype, found.data) == (200, "application/pdf", b"%PDF-1.7 tides")
    assert (tables["mime_type"], tables["size_in_bytes"]) == (found.mimetype, len(found.data))
    assert f'src="{item["url"]}/cranes.png"' in item["content_html"]
    assert published.fetch(f"{item['url']}/cranes.png").data == png(4, 2)
    again = {"Range": "bytes=1-3", "If-Range": found.headers["ETag"]}
    assert published.fetch(tables["url"], headers=again).data == b"PDF"
    assert published.fetch(tables["url"], headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    assert published.fetch(f"{item['url']}/other.pdf").status_code == 404
