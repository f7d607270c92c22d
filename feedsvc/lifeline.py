"""A process that ends with its parent: what a killed parent leaves behind would hold its port and its files."""

from __future__ import annotations

import os
import threading
import time

LOOK_EVERY = 0.5
"""Seconds. Soon enough for a port to be free when its server is started again."""


def end_with_parent() -> None:
    """Watch, from a thread, whether the parent lives; without it end at once, as a crash would: nothing needs more."""
    threading.Thread(target=_watch, args=(os.getppid(),), name="lifeline", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
