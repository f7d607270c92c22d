"""Numbers by day as bars: where each is drawn. Pure.

Everything is in the units of the drawing's own box (SVG 2, section 8.2), which is as wide as the page makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 720, 170
_LEFT, _BOTTOM, _TOP = 44, 22, 8
"""Room for the numbers beside the lines, and for the dates below."""
_BAR = 0.8
"""Of the room of a day: the rest keeps two of them apart."""
_TICKS = 6
"""Dates below: more would meet on a narrow screen."""
_STEPS = (1, 2, 5)
"""Between two lines, times a power of ten: what people count in."""


@dataclass(frozen=True, slots=True)
class Day:
    """One bar; `part` is what of it is drawn apart."""

    day: date
    count: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    part: float
    """The height of what is drawn apart, from the bottom."""
    day: Day


@dataclass(frozen=True, slots=True)
class Line:
    """Across, with its number."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A date below."""

    at: float
    day: date


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing and its numbers; what they count, and how that is said, is the page's."""

    name: str
    """By which the drawing's parts are told from those of others on the page."""
    days: tuple[Day, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    dates: tuple[Tick, ...]
    total: int
    part: int
    """Of the total, what is drawn apart."""
    most: Day
    """The first of those with the most."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    base: int = HEIGHT - _BOTTOM


def plot(name: str, days: Sequence[Day]) -> Plot:
    """The drawing of these days, oldest first, at least one."""
    most = max(days, key=lambda day: day.count)
    step = _step(most.count)
    top = max(step * -(-most.count // step), step)
    return Plot(
        name=name,
        days=tuple(days),
        bars=tuple(_bar(place, day, len(days), top) for place, day in enumerate(days)),
        lines=tuple(Line(_y(value, top), value) for value in range(0, top + 1, step)),
        dates=tuple(_dates(days)),
        total=sum(day.count for day in days),
        part=sum(day.part for day in days),
        most=most,
    )


def _step(highest: int) -> int:
    """The smallest that makes four lines or fewer above the bottom."""
    power = 1
    while True:
        for step in _STEPS:
            if highest <= 4 * step * power:
                return step * power
        power *= 10


def _y(value: int, top: int) -> float:
    return round(HEIGHT - _BOTTOM - value / top * (HEIGHT - _BOTTOM - _TOP), 2)


def _room(days: int) -> float:
    return (WIDTH - _LEFT) / max(days, 1)


def _bar(place: int, day: Day, days: int, top: int) -> Bar:
    room, base = _room(days), HEIGHT - _BOTTOM
    y = _y(day.count, top)
    return Bar(
        x=round(_LEFT + place * room + room * (1 - _BAR) / 2, 2),
        y=y,
        width=round(room * _BAR, 2),
        height=round(base - y, 2),
        part=round(base - _y(day.part, top), 2),
        day=day,
    )


def _dates(days: Sequence[Day]) -> list[Tick]:
    """Counted from the last, which is today."""
    room, every = _room(len(days)), -(-len(days) // _TICKS)
    places = range(len(days) - 1, -1, -every)
    return [Tick(round(_LEFT + (place + 0.5) * room, 2), days[place].day) for place in reversed(places)]
