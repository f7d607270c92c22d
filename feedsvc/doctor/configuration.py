"""The configuration: what was read, and what it says that will not do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc.config import Config
from feedsvc.doctor.finding import Area, Finding
from feedsvc.errors import ConfigError

_AREA = Area("configuration")


@dataclass(frozen=True, slots=True)
class Seen:
    """A configuration in which no mistake was found."""

    file: str | None
    topics: int
    warnings: tuple[str, ...]


def look(config: Config) -> Seen:
    return Seen(str(config.path) if config.path else None, len(config.topics), config.warnings)


def judge(seen: Seen) -> Iterator[Finding]:
    if seen.file is None:
        remedy = "Go to the folder that holds it, name it by --config, or run `feedsvc init` for a first one"
        yield _AREA.warning("There is no config.toml here, and every key has its default.", remedy)
    else:
        yield _AREA.ok(f"{seen.file} is good, with {seen.topics:,} topic{'s' * (seen.topics != 1)}.")
    for said in seen.warnings:
        problem, _, remedy = said.partition(": ")
        yield _AREA.warning(f"{problem}.", f"{remedy[:1].upper()}{remedy[1:].rstrip('.')}")


def judge_mistakes(refused: ConfigError) -> Iterator[Finding]:
    """Every mistake of a configuration that cannot be used; nothing else can be looked at before they are mended."""
    for mistake in refused.mistakes:
        what = f"{mistake.key}: {mistake.problem}" if mistake.key else mistake.problem
        yield _AREA.error(f"{mistake.where}: {what}.", mistake.remedy)
