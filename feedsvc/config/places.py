"""Where each key was read, worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property


class Places(Mapping[str, str]):
    """Key -> place in words, made by a function when first asked for.

    A configuration without mistakes never asks; to find the line of every key takes twice the time of reading the file.
    """

    def __init__(self, find: Callable[[], Mapping[str, str]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> Mapping[str, str]:
        return self._find()

    def __getitem__(self, key: str) -> str:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
