"""Many things taken some at a time, so that neither memory nor a transaction holds all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def in_batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """All of them in their order, so many at a time; no more is taken than is asked for."""
    remaining = iter(things)
    while batch := list(islice(remaining, size)):
        yield batch
