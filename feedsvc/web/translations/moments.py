"""Days, months and hours as a language writes them. Pure, but that it remembers."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import DateTimePattern, parse_pattern

from feedsvc.web.translations.locales import locale, locale_or_english

_REMEMBERED = 4096
"""Days that stay written, some 500 KB: to write one costs 15 us, and a page has up to a hundred."""

_MIDNIGHT = (0, 0)


class Moments:
    """How one language writes them; in what CLDR does not know, days are 2002-07-29, which needs no translation.

    The calendar is the Gregorian one, digits are 0 to 9: Babel knows no others.
    """

    def __init__(self, tag: str) -> None:
        self._locale = locale_or_english(tag)
        self._day, self._short, self._month = _patterns(locale(tag))
        self._hour: DateTimePattern = self._locale.time_formats["short"]
        self._together = str(self._locale.datetime_formats["medium"])
        self._written = lru_cache(_REMEMBERED)(self._write)

    def day(self, day: date) -> str:
        """29 July 2002; July 29, 2002; 29. Juli 2002."""
        return self._written(day.year, day.month, day.day)

    def _write(self, year: int, month: int, day: int) -> str:
        return self._day.apply(date(year, month, day), self._locale)

    def month(self, first: date) -> str:
        """July 2002."""
        return self._month.apply(first, self._locale)

    def short_day(self, day: date) -> str:
        """Without a year, in as little room as there is: 29/07, 7/29, 29.7."""
        return self._short.apply(day, self._locale)

    def time(self, moment: datetime) -> str:
        """14:05, 2:05 PM."""
        return self._hour.apply(moment, self._locale)

    def moment(self, moment: datetime) -> str:
        """29 July 2002, 14:05; the day alone at midnight, which is what a date without an hour is stored as."""
        return self.day(moment) if (moment.hour, moment.minute) == _MIDNIGHT else self.minute(moment)

    def minute(self, moment: datetime) -> str:
        """The same, of what happened at midnight also 0:00."""
        return self._together.replace("{1}", self.day(moment)).replace("{0}", self.time(moment))


def _patterns(known: Locale | None) -> tuple[DateTimePattern, DateTimePattern, DateTimePattern]:
    """Of a day, of one without its year, of a month."""
    if known is None:
        return parse_pattern("yyyy-MM-dd"), parse_pattern("MM-dd"), parse_pattern("yyyy-MM")
    return known.date_formats["long"], known.datetime_skeletons["Md"], known.datetime_skeletons["yMMMM"]
