"""When the configuration says to scan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from feedsvc.config import Config


def trigger(config: Config) -> BaseTrigger:
    scan = config.schedule.scan
    if isinstance(scan, timedelta):
        return IntervalTrigger(seconds=scan.total_seconds(), timezone=UTC)
    return CronTrigger.from_crontab(scan, timezone=config.site.timezone)


def next_scan(config: Config, scanned: datetime) -> datetime | None:
    scan = config.schedule.scan
    if isinstance(scan, timedelta):
        return scanned + scan
    following: datetime | None = trigger(config).get_next_fire_time(scanned, scanned + timedelta(seconds=1))
    return following
