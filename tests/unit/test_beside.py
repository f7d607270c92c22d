"""Files beside articles: which of them may be shown, and what is told of them."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from pictures import SVG, gif, jpeg, png, wav, webp

from feedsvc.model import Article, Attachment, Enclosure
from feedsvc.sources.beside import Beside, accompanied


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "articles"
    folder.mkdir()
    return folder


def lay(root: Path, path: str, data: bytes = b"x") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def measured(root: Path, path: str) -> Enclosure:
    found = Beside(root).measure(path, "attachment:x")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", png(32, 16), "image/png"),
        ("a.gif", gif(32, 16), "image/gif"),
        ("a.jpg", jpeg(32, 16), "image/jpeg"),
        ("A.JPEG", jpeg(32, 16), "image/jpeg"),
        ("a.webp", webp(32, 16), "image/webp"),
    ],
)
def test_of_a_picture_type_length_and_size_are_told(root: Path, name: str, data: bytes, kind: str) -> None:
    """E2, A7"""
    lay(root, name, data)
    assert measured(root, name) == Enclosure("attachment:x", kind, len(data), 32, 16)


def test_a_picture_that_scales_has_no_size(root: Path) -> None:
    lay(root, "a.svg", SVG)
    assert measured(root, "a.svg") == Enclosure("attachment:x", "image/svg+xml", len(SVG))


@pytest.mark.parametrize(("seconds", "told"), [(1, 1), (2.4, 2), (61.5, 62)])
def test_of_a_recording_the_duration_is_told_in_whole_seconds(root: Path, seconds: float, told: int) -> None:
    """E3"""
    lay(root, "a.wav", wav(seconds))
    assert measured(root, "a.wav") == Enclosure("attachment:x", "audio/wav", len(wav(seconds)), duration=told)


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.jpg", "a.webp", "a.avif", "a.wav", "a.mp3", "a.mp4", "a.ogg"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"no picture at all", png(3, 2)[:18], b"GIF89a\1", b"\xff\xd8\xff", wav(1)[:30], b"RIFF\0\0\0\0WEBP"],
    ids=["empty", "a NUL", "text", "half a PNG", "half a GIF", "half a JPEG", "half a WAV", "half a WebP"],
)
def test_of_a_broken_file_the_length_alone_is_told(root: Path, name: str, data: bytes) -> None:
    lay(root, name, data)
    found = measured(root, name)
    assert (found.length, found.width, found.height, found.duration) == (len(data), None, None, None)


@pytest.mark.parametrize(
    "name", ["low tide.png", "Krähe.png", "Kra\u0308he.png", "50% off.png", "釜山.png", "a#b?.png"]
)
def test_a_name_is_what_it_is_on_disk(root: Path, name: str) -> None:
    lay(root, f"a b/{name}", png(1, 1))
    wanted = Attachment(name, f"a b/{name}")
    assert Beside(root).find(wanted) == wanted


def test_of_files_alike_in_name_the_one_with_the_fewest_folders_is_meant(root: Path) -> None:
    for path in ("z/deep/quay.png", "z/quay.png", "a/b/c/quay.png"):
        lay(root, path)
    assert Beside(root).find(Attachment("quay.png", "**/quay.png")) == Attachment("quay.png", "z/quay.png")


def test_a_name_alone_is_found_whatever_its_capitals(root: Path) -> None:
    lay(root, "files/Quay.PNG")
    assert Beside(root).find(Attachment("quay.png", "**/quay.png")) == Attachment("quay.png", "files/Quay.PNG")
    assert Beside(root).find(Attachment("gone.png", "**/gone.png")) is None


def test_what_is_hidden_unfinished_or_no_file_is_not_there(root: Path) -> None:
    """S6"""
    for path in (".hidden.png", ".git/quay.png", "quay.png~", "folder.png/inside.png"):
        lay(root, path)
    os.mkfifo(root / "pipe.png")
    beside = Beside(root)
    paths = (".hidden.png", ".git/quay.png", "quay.png~", "folder.png", "pipe.png", "", ".", "no\0name", "a" * 5000)
    assert [beside.locate(path) for path in paths] == [None] * len(paths)
    assert beside.find(Attachment("quay.png", "**/quay.png")) is None


def test_nothing_outside_of_the_folder_is_there(root: Path) -> None:
    """S6"""
    outside = lay(root.parent, "outside.png", png(1, 1))
    (root / "link.png").symlink_to(outside)
    (root / "up").symlink_to(root.parent)
    (root / "loop.png").symlink_to(root / "loop.png")
    beside = Beside(root)
    for path in ("link.png", "up/outside.png", "loop.png", "../outside.png", str(outside)):
        assert beside.locate(path) is None, path
    assert beside.measure("link.png", "attachment:link.png") is None


def test_a_link_within_the_folder_is_followed(root: Path) -> None:
    file = lay(root, "pictures/quay.png", png(2, 1))
    (root / "cover.png").symlink_to(file)
    assert Beside(root).locate("cover.png") == file
    assert measured(root, "cover.png").width == 2


def test_a_stamp_is_another_once_the_file_is(root: Path) -> None:
    file, beside = lay(root, "a.png", b"one"), Beside(root)
    before = beside.stamp("a.png")
    os.utime(file, (1, 1))
    assert len({before, beside.stamp("a.png")}) == 2
    assert (beside.stamp("gone.png"), beside.stamp("no\0name")) == ("", "")


def test_it_travels_to_other_processes_and_looks_anew_there(root: Path) -> None:
    beside, wanted = Beside(root), Attachment("quay.png", "**/quay.png")
    assert beside.find(wanted) is None
    lay(root, "a/quay.png")
    assert pickle.loads(pickle.dumps(beside)).find(wanted) == Attachment("quay.png", "a/quay.png")


# What an article says of them.


def article(**fields: object) -> Article:
    return Article("", **fields)  # type: ignore[arg-type]  # as a test names them


def test_an_enclosure_is_as_long_as_its_file_whatever_its_author_says(root: Path) -> None:
    """R15, A7"""
    lay(root, "talk.wav", wav(3))
    told = Enclosure("attachment:talk.wav", "audio/x-special", 1, title="The talk")
    found = accompanied(article(enclosures=(told,), attachments=(Attachment("talk.wav", "talk.wav"),)), Beside(root))
    assert found.enclosures == (
        Enclosure("attachment:talk.wav", "audio/x-special", len(wav(3)), duration=3, title="The talk"),
    )
    assert found.media == ()


def test_the_duration_that_an_author_gives_goes_before_the_measured_one(root: Path) -> None:
    lay(root, "talk.wav", wav(3))
    told = Enclosure("attachment:talk.wav", "", duration=2)
    found = accompanied(article(enclosures=(told,), attachments=(Attachment("talk.wav", "talk.wav"),)), Beside(root))
    assert [(each.type, each.duration) for each in found.enclosures] == [("audio/wav", 2)]


def test_pictures_are_media_and_documents_are_not(root: Path) -> None:
    lay(root, "low tide.png", png(4, 2))
    lay(root, "plan.pdf")
    names = ("low tide.png", "plan.pdf", "gone.png")
    found = accompanied(article(attachments=tuple(Attachment(name, name) for name in names)), Beside(root))
    assert [each.href for each in found.media] == ["attachment:low%20tide.png"]
    assert [each.name for each in found.attachments] == list(names)


def test_an_article_without_attachments_stays_as_it_is(root: Path) -> None:
    alone = article(enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg"),))
    assert accompanied(alone, Beside(root)) is alone


def test_a_picture_that_the_article_tells_of_itself_is_told_once_with_what_its_file_says(root: Path) -> None:
    lay(root, "quay.png", png(4, 2))
    told = Enclosure("attachment:quay.png", "image/png", title="The quay")
    found = accompanied(article(media=(told,), attachments=(Attachment("quay.png", "quay.png"),)), Beside(root))
    assert found.media == (Enclosure("attachment:quay.png", "image/png", len(png(4, 2)), 4, 2, title="The quay"),)


def test_what_does_not_lie_there_is_told_and_not_enclosed(root: Path) -> None:
    lay(root, "talk.wav", wav(1))
    files = tuple(Attachment(name, name) for name in ("talk.wav", "gone.mp3", "gone.png"))
    letter = Attachment("map.png", "letter.eml//map.png")
    told = tuple(Enclosure(f"attachment:{name}", "audio/wav") for name in ("talk.wav", "gone.mp3"))
    elsewhere = Enclosure("https://example.org/far.mp3", "audio/mpeg")
    found = accompanied(article(enclosures=(*told, elsewhere), attachments=(*files, letter)), Beside(root))
    assert [each.href for each in found.enclosures] == ["attachment:talk.wav", "https://example.org/far.mp3"]
    assert [each.name for each in found.missing] == ["gone.mp3", "gone.png"]
    assert found.attachments == (*files, letter), "they are served once they are there"


@pytest.mark.parametrize(
    ("written", "lying", "found"),
    [
        ("A.PNG", ["a.png"], "a.png"),
        ("Pics/Quay.png", ["pics/quay.PNG"], "pics/quay.PNG"),
        ("Kra\u0308he.png", ["krähe.png"], "krähe.png"),
        ("A.png", ["A.png", "a.png"], "A.png"),
        ("A.PNG", ["A.png", "a.png"], None),
        ("A.PNG", ["b.png"], None),
        ("GIT/x.png", [".git/x.png"], None),
        ("A.PNG/b.png", ["a.png"], None),
        ("no\0name.png", ["a.png"], None),
    ],
)
def test_other_capitals_mean_the_one_file_that_they_fit(
    root: Path, written: str, lying: list[str], found: str | None
) -> None:
    for path in lying:
        lay(root, path, png(4, 2))
    wanted = Attachment(written, written)
    assert Beside(root).find(wanted) == (Attachment(written, found) if found else None)


def test_other_capitals_lead_to_nothing_outside_of_the_folder_and_to_what_comes_later(root: Path) -> None:
    """S6"""
    lay(root.parent, "outside.png", png(1, 1))
    (root / "link.png").symlink_to(root.parent / "outside.png")
    beside = Beside(root)
    assert [beside.find(Attachment(path, path)) for path in ("LINK.png", "../OUTSIDE.png", "A.PNG")] == [None] * 3
    lay(root, "a.png", png(1, 1))
    os.utime(root, ns=(1, 1))  # another time than before, however coarse the clock of the file system
    assert beside.find(Attachment("A.PNG", "A.PNG")) == Attachment("A.PNG", "a.png")
