"""A process that ends with its parent: what a killed parent leaves behind would hold its port and its files."""

from __future__ import annotations

import os
import threading
import time

LOOK_EVERY = 0.5
"""Seconds. Soon enough for a port to be free when its server is started again."""


def end_with_parent(parent: int) -> None:
    """Watch, from a thread, whether the parent of this id lives; without it end at once, as a crash would.

    The id comes from the parent itself: one that died before this call is no longer there to be asked for.
    """
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
