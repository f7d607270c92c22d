"""The sentences of a stylesheet: what a feed says to people in a browser has no other place. Pure.

They stand there in English, as `content: "…"`, and are told from marks such as `content: "·"` by their letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import BinaryIO

_SENTENCE = re.compile(r'(?<=content: ")[^"\\]*[A-Za-z]{2}[^"\\]*(?=";)')


def worded(stylesheet: bytes, gettext: Callable[[str], str]) -> bytes:
    """The stylesheet with its sentences in another language."""
    return _SENTENCE.sub(lambda found: _quoted(gettext(found[0])), stylesheet.decode()).encode()


def extract(
    file: BinaryIO,
    _keywords: Mapping[str, object],
    _tags: Collection[str],
    options: Mapping[str, object],  # noqa: ARG001  # Babel hands them over by this name
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Its sentences, as Babel asks for those of a file: line, function, message, comments."""
    for number, line in enumerate(file.read().decode().splitlines(), 1):
        for found in _SENTENCE.finditer(line):
            yield number, "gettext", found[0], []


def _quoted(text: str) -> str:
    """What ends a string in CSS, escaped (CSS Syntax 3, section 4.3.7)."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
