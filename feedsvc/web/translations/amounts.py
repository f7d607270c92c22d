"""Numbers, shares, sizes and lengths of time as a language writes them. Pure, but that it remembers."""

from __future__ import annotations

import math
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import format_timedelta
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from feedsvc.web.translations.locales import locale_or_english

_REMEMBERED = 4096
"""Numbers that stay written: to write one costs 20 us."""

_SIZES = ("kilobyte", "megabyte", "gigabyte", "terabyte")
_Unit = Literal["day", "hour", "minute", "second"]
_SPANS: tuple[tuple[_Unit, int], ...] = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class Amounts:
    """How one language writes them; in what CLDR does not know, as English does."""

    def __init__(self, tag: str) -> None:
        self._locale = locale_or_english(tag)
        self.number = lru_cache(_REMEMBERED)(self._written)

    def _written(self, number: float) -> str:
        """1,234 or 1.234."""
        return format_decimal(number, locale=self._locale)

    def percent(self, part: float) -> str:
        """Of a share, from 0 to 1, in whole hundredths."""
        return format_percent(part, locale=self._locale)

    def size(self, size: int) -> str:
        """Of a file, in powers of a thousand, with one decimal: 12 bytes, 1.5 MB."""
        if size < 1000:
            return format_unit(size, "byte", "long", locale=self._locale)
        power = 1
        while round(size / 1000**power, 1) >= 1000 and power < len(_SIZES):
            power += 1
        return format_unit(round(size / 1000**power, 1), _SIZES[power - 1], "short", locale=self._locale)

    def span(self, length: timedelta) -> str:
        """In the largest unit of which there are two, whole: 47 hours, 2 days; below two seconds in thousandths."""
        seconds = abs(length.total_seconds())
        if seconds < 2:
            return format_unit(round(seconds * 1000), "millisecond", "short", locale=self._locale)
        unit, whole = _whole(seconds)
        return format_timedelta(whole, unit, math.inf, locale=self._locale)

    def ago(self, length: timedelta) -> str:
        """The same, of what was so long ago: 47 hours ago; below two seconds, one."""
        unit, whole = _whole(abs(length.total_seconds()))
        return format_timedelta(-whole, unit, math.inf, add_direction=True, locale=self._locale)

    def ahead(self, length: timedelta) -> str:
        """The same, of what is still to come: in 47 hours."""
        unit, whole = _whole(abs(length.total_seconds()))
        return format_timedelta(whole, unit, math.inf, add_direction=True, locale=self._locale)


def _whole(seconds: float) -> tuple[_Unit, timedelta]:
    """The largest unit of which there are two, and how many, as a length."""
    unit, worth = next(((unit, worth) for unit, worth in _SPANS if seconds >= 2 * worth), _SPANS[-1])
    return unit, timedelta(seconds=max(seconds // worth, 1) * worth)
