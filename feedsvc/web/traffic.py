"""What is asked for, counted by day, feed, format and reader, and written once a minute.

Whoever answers leaves a tuple behind (prepared.py). All the rest is done later: the thread that follows the store takes
these in, twenty times a second, and another thread writes what came of them. Who asked is known by address until it is
written, a minute at most; what is written are registers that tell how many there were (sketch.py).
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from feedsvc.errors import StoreError
from feedsvc.model import Format
from feedsvc.store.base import Store
from feedsvc.store.values import Traffic
from feedsvc.web import readers, sketch
from feedsvc.web.documents import Answer

Served = tuple[Answer, str, str | None, str | None, str | None, bool]
"""An answer, and of the request: path, User-Agent, the peer's address, X-Forwarded-For, whether it named a version."""

EVERY = 60.0
"""Seconds between two times of writing: a commit a minute costs a store nothing."""

KEPT = timedelta(days=400)
"""For which traffic is kept: a year, to be compared with, and the month in which that is done."""

MOST_ROWS = 2000
"""Of feeds and readers that one process counts between two times of writing; whoever comes later is `OTHERS`."""

MOST_READERS = 2000
"""Names of readers that one process counts on one day: a store has room for what is real, and who makes up one name
after another gets no row for each."""

MOST_CLIENTS = 50_000
"""Of whom one process remembers, between two times of writing, that they asked; and, as long, what they have."""

OTHERS = "others"
"""Readers beyond those that are counted by name: somebody makes names up."""

_FEEDS = "/feeds/"
_FORMATS = frozenset(each.value for each in Format)
_ANSWERED = frozenset({200, 226, 304})

_LOG = logging.getLogger("feedsvc.web")

LONGEST = 300
"""Characters of a User-Agent, and of the end of X-Forwarded-For, that tell one from another: both may be long."""

Key = tuple[date, str, str, str]
Who = tuple[str | None, str, str]
"""The peer's address, for whom it says it asks, its User-Agent."""


@dataclass(slots=True)
class _Row:
    """What was counted of one feed, format and reader on one day, since it was last written."""

    requests: int = 0
    not_modified: int = 0
    wasted: int = 0
    subscribers: int | None = None
    clients: set[Who] = field(default_factory=set)


class Counting:
    """What one process counts. `take` and `written` may be called by different threads."""

    def __init__(self) -> None:
        self._rows: dict[Key, _Row] = {}
        self._readers: tuple[date, set[str]] = date.min, set()
        """The names that were counted on a day."""
        self._clients = 0
        self._has = _Memory()
        self._turn = threading.Lock()

    def take(self, served: Mapping[Served, int], day: date) -> None:
        """Count these answers, each so many times. Anything but a feed is none of it."""
        with self._turn:
            for one, times in served.items():
                self._take(one, times, day)

    def _take(self, served: Served, times: int, day: date) -> None:
        answer, path, user_agent, peer, forwarded, named_version = served
        kind = path.rpartition(".")[2]
        feed, status, _ = answer.label
        if status not in _ANSWERED or kind not in _FORMATS or not path.startswith(_FEEDS):
            return
        who: Who = peer, (forwarded or "")[-LONGEST:], (user_agent or "")[:LONGEST]
        reader = _reader(who[2])
        row = self._row((day, feed, kind, reader.name))
        row.requests += times
        row.not_modified += times if status == 304 else 0
        if reader.subscribers is not None:
            row.subscribers = max(row.subscribers or 0, reader.subscribers)
        row.wasted += self._wasted(answer, path, who, times, named_version)
        if reader.is_subscriber and who not in row.clients and self._clients < MOST_CLIENTS:
            row.clients.add(who)
            self._clients += 1

    def _row(self, key: Key) -> _Row:
        if key not in self._rows and (len(self._rows) >= MOST_ROWS or not self._is_named(key[0], key[3])):
            key = (*key[:3], OTHERS)
        return self._rows.setdefault(key, _Row())

    def _is_named(self, day: date, reader: str) -> bool:
        """Whether this reader is counted by its name: all that come before there are too many on a day."""
        if day > self._readers[0]:
            self._readers = day, set()
        names = self._readers[1]
        if len(names) < MOST_READERS:
            names.add(reader)
        return reader in names

    def _wasted(self, answer: Answer, path: str, who: Who, times: int, named_version: bool) -> int:
        """Of these answers, those whose bytes the client had: it asked as if it had none."""
        if named_version or answer.label[1] != 200:
            return 0
        etag = next((value for name, value in answer.headers if name == "ETag"), "")
        had = self._has.exchange(repr((who, path)), etag)
        return times if had == etag else times - 1

    def empty(self) -> dict[Key, _Row]:
        """What was counted since the last time."""
        with self._turn:
            rows, self._rows, self._clients = self._rows, {}, 0
            return rows

    def put_back(self, rows: Mapping[Key, _Row]) -> None:
        """What could not be written, to be counted on; who asked is forgotten where there is no room."""
        with self._turn:
            for key, row in rows.items():
                now = self._row(key)
                now.requests += row.requests
                now.not_modified += row.not_modified
                now.wasted += row.wasted
                said = [number for number in (now.subscribers, row.subscribers) if number is not None]
                now.subscribers = max(said, default=None)
                if self._clients < MOST_CLIENTS:
                    self._clients += len(row.clients - now.clients)
                    now.clients |= row.clients


class _Memory:
    """Which version of what each client was last given, as hashes under a key that nobody but this process has."""

    def __init__(self) -> None:
        self._key = os.urandom(16)
        self._given: OrderedDict[bytes, str] = OrderedDict()

    def exchange(self, what: str, etag: str) -> str | None:
        """What was given before."""
        known = hashlib.blake2b(what.encode(errors="replace"), key=self._key, digest_size=8).digest()
        before = self._given.pop(known, None)
        self._given[known] = etag
        if len(self._given) > MOST_CLIENTS:
            self._given.popitem(last=False)
        return before


class Ledger:
    """Writes what was counted into the store, in a thread of its own, for a store may make one wait."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._counting = Counting()
        self._next = clock() + EVERY
        self._writing: threading.Thread | None = None
        self._hindrance: str | None = None

    def take(self, served: Mapping[Served, int]) -> None:
        self._counting.take(served, datetime.now(UTC).date())

    def keep_up(self) -> None:
        """Write what was counted if it is time; return at once."""
        if self._clock() < self._next or (self._writing is not None and self._writing.is_alive()):
            return
        self._next = self._clock() + EVERY
        self._writing = threading.Thread(target=self.write, name="traffic", daemon=True)
        self._writing.start()

    def close(self) -> None:
        """Write what is left."""
        if self._writing is not None:
            self._writing.join()
        self.write()

    def write(self) -> None:
        """What cannot be written is kept for the next time: nobody who reads a feed is to hear of it."""
        rows = self._counting.empty()
        if not rows:
            return
        try:
            salts = {day: self._store.salt(day) for day in sorted({key[0] for key in rows})}
            today = datetime.now(UTC).date()
            self._store.count_traffic([_traffic(key, row, salts[key[0]]) for key, row in rows.items()], today - KEPT)
            self._hindrance = None
        except StoreError as error:
            if str(error) != self._hindrance:  # when it begins, not every minute
                _LOG.warning("traffic is counted, but cannot be written yet: %s", error)
            self._hindrance = str(error)
            self._counting.put_back(rows)


def _traffic(key: Key, row: _Row, salt: bytes) -> Traffic:
    registers = bytearray(sketch.REGISTERS if row.clients else 0)
    for peer, forwarded, user_agent in row.clients:
        sketch.add(registers, salt, f"{client(peer, forwarded)} {user_agent}")
    return Traffic(*key, row.requests, row.not_modified, row.wasted, row.subscribers, bytes(registers))


@lru_cache(maxsize=2000)
def _reader(user_agent: str) -> readers.Reader:
    return readers.read(user_agent)


def client(peer: str | None, forwarded: str) -> str:
    """Where somebody asks from, as far as it tells one from another: of IPv6 the network (RFC 4291, section 2.5.4).

    A peer at home or on this machine is a proxy, if it says for whom it asks: the last that it names is the one that it
    saw. It is good for counting alone, since everybody may claim it.
    """
    address = _address(peer)
    if address is None or not address.is_private:
        return _place(address)
    return _place(_address(forwarded.rpartition(",")[2].strip()) or address)


def _place(address: ipaddress.IPv4Address | ipaddress.IPv6Address | None) -> str:
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address or "")


def _address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found
