"""Lines -> paragraphs, however a file breaks its lines: blank lines between, hard-wrapped, or a paragraph a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

WIDEST = 120  # columns: no editor or wire wraps lines wider than this, so a longer one is a whole paragraph
_SENTENCE_ENDS = (".", "!", "?", "…", ":", '"', "”", "»", "'", "’", ")")
_BULLETS = ("- ", "* ", "• ")
_BULLET_WIDTH = 2


def paragraphs(rows: list[str]) -> list[str]:
    """The paragraphs of a text, each in one line. Rows may be indented, but have no trailing spaces."""
    blocks = [list(block) for filled, block in groupby(rows, key=bool) if filled]
    crowded = [row for block in blocks if len(block) > 1 for row in block]
    if not crowded or _is_paragraph_a_line(crowded):
        return [row.strip() for row in rows if row]
    width = max(map(len, crowded))
    return [paragraph for block in blocks for paragraph in _unwrapped(block, width)]


def _is_paragraph_a_line(rows: list[str]) -> bool:
    """Lines too long to be wrapped, or so many that end a sentence as no wrapping would bring about."""
    whole = sum(row.endswith(_SENTENCE_ENDS) for row in rows)
    return len(max(rows, key=len)) > WIDEST or whole * 4 >= len(rows) * 3


def _unwrapped(block: list[str], width: int) -> Iterator[str]:
    """The paragraphs in a block of wrapped lines."""
    paragraph: list[str] = []
    for row in block:
        if paragraph and _begins_anew(paragraph, row, width):
            yield _joined(paragraph)
            paragraph = []
        paragraph.append(row)
    yield _joined(paragraph)


def _joined(rows: list[str]) -> str:
    return " ".join(row.strip() for row in rows)


def _begins_anew(paragraph: list[str], row: str, width: int) -> bool:
    """Whether a row opens a paragraph: by an indent, as one of a list, or below a line far too short to be wrapped."""
    opening, above = paragraph[0], paragraph[-1]
    listed = _is_bullet(opening)
    ended = above.endswith(_SENTENCE_ENDS)
    if _is_bullet(row):  # a dash in the midst of a sentence may begin a line, too
        return listed or ended
    if row[0].isspace():
        hangs = listed and _indent(row) == _indent(opening) + _BULLET_WIDTH
        return not hangs and (listed or not above[0].isspace())
    return ended and len(above) * 4 < width * 3


def _is_bullet(row: str) -> bool:
    return row.lstrip().startswith(_BULLETS)


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())
