"""The clock by which articles are published and explained, unless another one is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """In whole seconds, as documents tell it."""
    return datetime.now(UTC).replace(microsecond=0)
