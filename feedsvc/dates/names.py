"""The names of months and weekdays: a language is one row of each. Pure."""

from __future__ import annotations

import unicodedata

_MONTHS = """
January February March April May June July August September October November December
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
_WEEKDAYS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
понедельник вторник среда четверг пятница суббота воскресенье
"""


def _spellings(table: str, shortest: int) -> dict[str, frozenset[int]]:
    """Each name, in full and cut short, with and without accents: the places in their rows that it may stand for."""
    places: dict[str, set[int]] = {}
    for row in table.casefold().splitlines():
        for place, name in enumerate(row.split()):
            for spelling in (name, _without_accents(name)):
                for length in (shortest, shortest + 1, len(name)):
                    places.setdefault(spelling[:length], set()).add(place)
    return {spelling: frozenset(found) for spelling, found in places.items()}


def _without_accents(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


WEEKDAY = _spellings(_WEEKDAYS, shortest=2)
"""By name, in small letters: the days that it may stand for, Monday being 0."""
MONTH = {name: min(found) + 1 for name, found in _spellings(_MONTHS, shortest=3).items() if len(found) == 1}
"""By name, in small letters: the month, January being 1."""

ENGLISH_MONTHS = _MONTHS.split()[:12]
ENGLISH_WEEKDAYS = _WEEKDAYS.split()[:7]
