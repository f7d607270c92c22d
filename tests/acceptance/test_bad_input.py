"""Whatever is dropped into the folder, the scan goes on, says what is wrong, and what was published stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from program import Program

GOOD = "A Quiet Day - 2024-03-05\n\nNothing happened, and everyone was glad of it.\n"

BOMB = "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

REJECTED: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
    "broken-utf8.txt": "Größe der Flüsse - 2024-01-01\n\nÜber die Höhe".encode() + b" \xe9\xff\n",
    "front-matter.md": b"---\ntitle: [unclosed\n---\nText\n",
    "list.md": b"---\n- a\n- b\n---\nText\n",
    "bomb.md": BOMB.encode() + b"---\nText\n",
    "date.md": b"---\ntitle: x\ndate: 2024-13-45\n---\nText\n",
    "nul-in-a-date.md": b'{"title": "x", "date": "\\u0000 May"}\nText\n',
    "long-title.md": b"---\ntitle: " + b"x" * 10_000 + b"\n---\nText\n",
    "nested.md": b"<div>" * 100_000,
    "id-two.md": b"---\nid: tag:example.org,2026:same\ntitle: Two\n---\nText\n",
}


@pytest.fixture(scope="module")
def rejections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What `status` says of every bad file, after one scan of all of them and one good one."""
    program = Program(tmp_path_factory.mktemp("bad"), 0)
    program.write("good.txt", GOOD)
    program.write("id-one.md", "---\nid: tag:example.org,2026:same\ntitle: One\n---\nText\n")
    for path, data in REJECTED.items():
        program.write(path, data)
    (program.articles / "folder.txt").mkdir()
    os.mkfifo(program.articles / "fifo.txt")
    (program.articles / "link.txt").symlink_to("/etc/hostname")
    Path(os.fsdecode(os.fsencode(program.articles) + b"/new\nline.txt")).write_text(GOOD)
    Path(os.fsdecode(os.fsencode(program.articles) + b"/caf\xe9.txt")).write_text(GOOD)
    with (program.articles / "large.txt").open("wb") as large:
        large.truncate(100 * 2**20)
    program.run("scan")
    facts = program.status()
    assert facts["published"] == 2
    return {rejection["path"]: rejection for rejection in facts["rejections"]}


@pytest.mark.parametrize(
    "path",
    [*REJECTED, "folder.txt", "fifo.txt", "link.txt", r"new\nline.txt", r"caf\xe9.txt", "large.txt"],
)
def test_a_bad_file_is_rejected_with_a_reason_and_a_remedy(rejections: dict[str, dict[str, object]], path: str) -> None:
    """S5, S6"""
    assert rejections[path]["problem"]
    assert rejections[path]["remedy"]


def test_nothing_else_is_rejected(rejections: dict[str, dict[str, object]]) -> None:
    assert len(rejections) == len(REJECTED) + 6


@pytest.mark.parametrize(
    ("path", "line"), [("front-matter.md", 2), ("date.md", 3), ("bomb.md", 3), ("broken-utf8.txt", 3)]
)
def test_a_rejection_names_the_line(rejections: dict[str, dict[str, object]], path: str, line: int) -> None:
    assert rejections[path]["line"] == line


def test_the_second_of_two_files_with_one_id_is_told_of_the_first(rejections: dict[str, dict[str, object]]) -> None:
    """S5"""
    assert "id-one.md" in str(rejections["id-two.md"]["problem"])


@pytest.mark.parametrize(
    ("path", "data", "title"),
    [
        ("utf16.txt", GOOD.encode("utf-16"), "A Quiet Day"),
        ("cp1252.txt", "Café am Fluß – 2024-03-05\n\nEin Satz.\n".encode("cp1252"), "Café am Fluß"),
        ("controls.txt", GOOD.replace("Quiet", "Qui\x00\x07et").encode().replace(b"\x00", b""), "A Quiet Day"),
        ("surrogate.md", b"---\ntitle: '\xef\xbf\xbe\xef\xbf\xbf Odd'\n---\nText \x08\x1f.\n", "Odd"),
    ],
)
def test_odd_but_readable_input_is_published_clean(program: Program, path: str, data: bytes, title: str) -> None:
    """X2"""
    program.write(path, data)
    program.run("scan", "--strict")
    program.start()
    feed = program.feed()
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [title]


def test_an_earlier_good_version_stays_published_when_a_file_goes_bad(program: Program) -> None:
    program.write("a.txt", GOOD)
    program.run("scan")
    program.write("a.txt", b"")
    program.run("scan")
    facts = program.status()
    assert (facts["published"], [rejection["path"] for rejection in facts["rejections"]]) == (1, ["a.txt"])
    program.write("a.txt", GOOD)
    program.run("scan")
    assert program.status()["rejections"] == []
