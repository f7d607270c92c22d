"""Why the folder as a whole was not trusted when it was last looked at, as the store remembers it."""

from __future__ import annotations

from collections.abc import Iterable

from feedsvc.store.base import Store

_KEY = "alarms"


def remember(store: Store, alarms: Iterable[str]) -> None:
    """Keep these in place of those before: one line each. Raises StoreError."""
    store.remember(_KEY, "\n".join(alarms))


def remembered(store: Store) -> list[str]:
    """Sentences; none where all is well. Raises StoreError."""
    return (store.recollect(_KEY) or "").splitlines()
