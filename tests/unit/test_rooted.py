"""Addresses from the root of a site, and the files in the article folder that they may mean."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pictures import png

from feedsvc.model import Article, Attachment, Enclosure
from feedsvc.sources.beside import Beside
from feedsvc.sources.rooted import unrooted


@pytest.fixture
def beside(tmp_path: Path) -> Beside:
    root = tmp_path.resolve()
    for path in ("assets/low tide.png", "static/talk.wav", "_posts/a.md", ".git/x.png"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(png(1, 1))
    return Beside(root)


def html(body: str, **fields: object) -> Article:
    return Article(body, "text/html", **fields)  # type: ignore[arg-type]  # as a test names them


def test_a_file_that_lies_there_is_an_attachment(beside: Beside) -> None:
    found = unrooted(html('<img alt="x" src="/assets/low%20tide.png?w=3">'), beside)
    assert found.body == '<img alt="x" src="attachment:assets/low%20tide.png">'
    assert found.attachments == (Attachment("assets/low tide.png", "assets/low tide.png"),)


def test_so_are_the_lead_image_and_recordings_also_from_where_generators_keep_them(beside: Beside) -> None:
    talk = Enclosure("/talk.wav", "audio/wav")
    found = unrooted(Article("", image="/assets/low tide.png", enclosures=(talk,)), beside)
    assert (found.image, found.enclosures[0].href) == ("attachment:assets/low%20tide.png", "attachment:talk.wav")
    assert {file.path for file in found.attachments} == {"assets/low tide.png", "static/talk.wav"}


@pytest.mark.parametrize(
    "address",
    ["/assets/gone.png", "/about/", "/", "//cdn.example.org/assets/x.png", "/_posts/a.md", "/.git/x.png", "/../x.png"],
)
def test_any_other_address_stays_as_it_is(beside: Beside, address: str) -> None:
    """S6"""
    article = html(f'<a href="{address}">there</a>', image=address)
    assert unrooted(article, beside) == article


def test_what_looks_like_an_address_in_a_text_stays(beside: Beside) -> None:
    article = html('<pre>src="/assets/low tide.png"</pre>')
    assert unrooted(article, beside) == article


def test_files_outside_of_the_folder_are_found_where_the_configuration_names_theirs(tmp_path: Path) -> None:
    """S6"""
    for path in ("static/img/quay.png", "secret.png", "content/a.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(png(2, 1))
    beside = Beside(tmp_path.resolve() / "content", (tmp_path.resolve() / "static",))
    found = unrooted(html('<img src="/img/quay.png"> <img src="/../secret.png">'), beside)
    assert found.body == '<img src="attachment:img/quay.png"> <img src="/../secret.png">'
    (attachment,) = found.attachments
    assert attachment == Attachment("img/quay.png", "/img/quay.png")
    assert beside.locate(attachment.path) == tmp_path.resolve() / "static/img/quay.png"
    assert beside.stamp(attachment.path)
    assert beside.measure(attachment.path, "x") == Enclosure("x", "image/png", len(png(2, 1)), 2, 1)
    assert beside.locate("/../secret.png") is None
    assert pickle.loads(pickle.dumps(beside)) == beside
