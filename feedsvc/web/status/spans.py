"""How long something took or is ago, as one would say it. Pure."""

from __future__ import annotations

from datetime import timedelta

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def span(length: timedelta) -> str:
    """In the largest unit of which there are two, whole: 47 hours, 2 days; below two seconds in thousandths."""
    seconds = abs(length.total_seconds())
    for unit, worth in _UNITS:
        if seconds >= 2 * worth:
            return f"{seconds // worth:,.0f} {unit}s"
    return f"{round(seconds * 1000)} ms"
