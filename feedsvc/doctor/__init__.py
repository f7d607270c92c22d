"""Looks at config, store, articles, address, clock, watching and machine: says what is wrong and what to do.

Sisters, one for each of these. In each, `look` sees what there is and gives it as a value, `Seen`; `judge` makes
findings of that value and touches nothing, so that every sentence can be tried without the fault that calls for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from feedsvc.config import Config
from feedsvc.doctor import address, articles, clock, configuration, machine, store, watching
from feedsvc.doctor.finding import Finding, Verdict, worst

__all__ = ["Finding", "Verdict", "examine", "worst"]


def examine(config: Config, *, offline: bool = False) -> Iterator[Finding]:
    """Everything, one after the other; each finding comes when it is made. `offline`: nobody is asked over HTTP."""
    yield from configuration.judge(configuration.look(config))
    storing = store.look(config)
    inside = storing.inside
    yield from store.judge(storing)
    reading = articles.look(config, inside.rejected if inside else ())
    yield from articles.judge(reading)
    yield from watching.judge(watching.look(config, reading.folders))
    yield from clock.judge(clock.look(datetime.now(UTC), storing, reading.newest))
    yield from machine.judge(machine.look(config))
    yield from address.judge(address.look(config, inside.epoch if inside else None, offline=offline))
