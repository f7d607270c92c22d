"""What searching asks of an engine. Two modules give it, sisters with the same functions: fts5.py and tsquery.py."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy.engine import Connection

from feedsvc.expressions import Expression
from feedsvc.store.patience import Patience
from feedsvc.store.records import Record


class Match(NamedTuple):
    """An entry that an expression holds for, and its place in the order of a window."""

    key: int
    published: datetime
    id: str


class Index(Protocol):
    """The words of what is in the table `indexed`."""

    def add(self, connection: Connection, rows: Sequence[Record]) -> None:
        """Take in the words of these rows, which are in the table by now."""

    def remove(self, connection: Connection, keys: Sequence[int]) -> None:
        """Forget those of these entries, whose rows are in the table still."""

    def matches(
        self, connection: Connection, expression: Expression, *, held: bool = False, patience: Patience | None = None
    ) -> Generator[Match]:
        """Every published entry for which it holds, and every held one if so asked, in the order of a window.

        What is not taken from the iterator is not looked for, as far as that can be. Raises SearchError where the
        patience ends.
        """
