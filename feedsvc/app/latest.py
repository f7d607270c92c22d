"""A part that is made anew whenever the configuration has changed under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from feedsvc.config import Config, Current
from feedsvc.pipeline.garbage import collecting_seldom

Part = TypeVar("Part")


def _everything(config: Config) -> object:
    return config


class Latest(Generic[Part]):
    """A part made of the configuration, and made anew whenever that has changed, as far as the part reads it.

    The old one is never altered, but what is as it was may be taken from it.
    """

    def __init__(
        self,
        following: Current,
        make: Callable[[Config, Part | None], Part],
        reads: Callable[[Config], object] = _everything,
    ) -> None:
        self._following = following
        self._make = make
        self._reads = reads
        self._version = following.version
        config = following.get()
        self._read = reads(config)
        self._part = make(config, None)

    def get(self) -> Part:
        config = self._following.get()
        if self._version != self._following.version:
            self._version = self._following.version
            self._take_up(config)
        return self._part

    def _take_up(self, config: Config) -> None:
        read = self._reads(config)
        if read != self._read:
            with collecting_seldom():
                self._part = self._make(config, self._part)
            self._read = read
