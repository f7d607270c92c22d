"""How long a search may keep its thread busy."""

from __future__ import annotations

import time

from feedsvc.errors import SearchError

_AT_LEAST = 0.05
_FOR_EACH = 2.5e-6
"""Seconds, and seconds for each entry that there is, 50 ms for 20,000: ten times what people's own searches take."""


class Patience:
    """What a search may take, in seconds of its own thread: nobody is refused because the machine has other work."""

    def __init__(self, entries: int) -> None:
        self.seconds = max(_AT_LEAST, _FOR_EACH * entries)
        self._until = time.thread_time() + self.seconds

    @property
    def is_over(self) -> bool:
        return time.thread_time() > self._until


def out_of_patience() -> SearchError:
    return SearchError(
        "This search would go through too much. Ask for less at once, or for a rarer word besides, with more letters"
        " before each *."
    )
