"""The bytes of one document in the codings that were asked for, and in no other: a feed takes a third of its size.

Nearly everyone takes a coded body. So the plain one is let go as soon as there is a coded one, and made again of that
for whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable

from feedsvc.web.codings import decode, encode
from feedsvc.web.negotiate import Coding


class Bodies:
    """The same bytes in several codings; for one thread at a time. Without any it is false: they were let go."""

    __slots__ = ("_made",)

    def __init__(self, plain: bytes | None = None) -> None:
        self._made = {} if plain is None else {Coding.IDENTITY: plain}

    def __bool__(self) -> bool:
        return bool(self._made)

    @property
    def size(self) -> int:
        """Bytes of all that is held."""
        return sum(map(len, list(self._made.values())))

    def encoded(self, coding: Coding) -> bytes:
        """The body in this coding, made where it is not held."""
        if coding not in self._made:
            self._made[coding] = encode(self._plain(), coding)
        return self._made[coding]

    def keep_asked(self, codings: Iterable[Coding]) -> None:
        """Let go of what is in none of these; at least one of them is held."""
        asked = set(codings)
        self._made = {coding: body for coding, body in self._made.items() if coding in asked}

    def _plain(self) -> bytes:
        coding, body = next(iter(self._made.items()))
        return self._made.get(Coding.IDENTITY) or decode(body, coding)
