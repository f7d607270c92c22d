"""Authors as RSS writes them: `mail@host (Name)`, as its specification has it, and what people write instead."""

from __future__ import annotations

import re

from feedsvc.model import Author

_MAIL = r"(?P<mail>[^\s@()<>\"]+@[^\s@()<>\"]+)"
_NAME = r"\"?(?P<name>[^\"<>]*?)\"?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_MAIL}\s*(?:\({_NAME}\))?",
        rf"{_NAME}\s*\({_MAIL}\)",
        rf"{_NAME}\s*<(?:mailto:)?{_MAIL}>",
    )
)
_NOBODY = re.compile(r"no-?reply@|nospam@", re.IGNORECASE)
"""Where no mail arrives: Blogger gives it to all of its authors."""


def author(written: str) -> Author | None:
    """The person; None where nobody is named."""
    line = " ".join(written.split())
    found = next(filter(None, (shape.fullmatch(line) for shape in _SHAPES)), None)
    if found is None:
        return Author(line) if line else None
    name, mail = (found["name"] or "").strip(), found["mail"]
    if _NOBODY.match(mail):
        return Author(name) if name else None
    return Author(name or mail, mail)
