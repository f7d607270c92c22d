"""The pages that people read, taken apart for the tests that hold them against the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")],
    key=lambda page: (len(page.parts), page),
)

_FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the page it is on, what kind of text it says it is, and the text without its indent."""

    page: Path
    kind: str
    text: str


def name(page: Path) -> str:
    """A page as a test names it."""
    return page.relative_to(ROOT).as_posix()


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(*kinds: str) -> Iterator[Block]:
    """The fenced blocks of these kinds, on all pages."""
    for page in PAGES:
        for indent, kind, text in _FENCED.findall(read(page)):
            if kind in kinds:
                yield Block(page, kind, re.sub(f"^{indent}", "", text, flags=re.MULTILINE))


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCED.sub("", read(page))


def inline(page: Path) -> list[str]:
    """What stands in backticks between the words of a page."""
    return _INLINE.findall(prose(page))


def rows(page: Path, head: str) -> Iterator[list[str]]:
    """The cells of the table with this head."""
    _, found, table = read(page).partition(f"{head}\n")
    assert found, f"{name(page)} has no table {head}"
    for line in table.split("\n\n")[0].splitlines()[1:]:
        yield [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
