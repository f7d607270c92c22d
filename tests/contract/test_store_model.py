"""Any changes in any order: the store against a model of it that fits on a page and looks everything up by force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from histories import TOPICS, changes, emptied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publishing import AT, HOUR, kinds, log_of

from feedsvc.model import Format
from feedsvc.selections import of_topic
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Publish, Release, Withdraw


class Model:
    """What a store should show: every question is answered by going through all that was ever published."""

    def __init__(self) -> None:
        self.last: dict[str, Publish] = {}
        self.states: dict[str, str] = {}
        self.been: set[str] = set()
        self.kinds: list[str] = []
        self.revisions = {"all": 0}
        self.updated: dict[str, datetime] = {}

    def apply(self, changes: Sequence[Change], at: datetime) -> None:
        for change in changes:
            entry_id = change.entry.id if isinstance(change, Publish) else change.entry_id
            was, former = self._feeds(entry_id), self.last.get(entry_id)
            self._take(change, entry_id, at)
            self._log(entry_id, was, former, at)

    def _take(self, change: Change, entry_id: str, at: datetime) -> None:
        state = self.states.get(entry_id)
        if isinstance(change, Publish):
            self.last[entry_id] = change
            self.states[entry_id] = self._natural(entry_id, at)
        elif isinstance(change, Withdraw) and state:
            self.states[entry_id] = "withdrawn"
        elif isinstance(change, Release) and state == "held":
            self.states[entry_id] = self._natural(entry_id, at)

    def _natural(self, entry_id: str, at: datetime) -> str:
        entry = self.last[entry_id].entry
        if entry.expires and entry.expires <= at:
            return "withdrawn"
        return "held" if entry.embargo and entry.embargo > at else "published"

    def _feeds(self, entry_id: str) -> set[str]:
        """The feeds that an entry is in, `all` among them."""
        if self.states.get(entry_id) != "published":
            return set()
        return {"all", *(assignment.topic for assignment in self.last[entry_id].assignments)}

    def _log(self, entry_id: str, was: set[str], former: Publish | None, at: datetime) -> None:
        now = self._feeds(entry_id)
        kind = self._kind(entry_id, was, now, former)
        if kind is None:
            return
        self.kinds.append(kind)
        if now:
            self.been.add(entry_id)
        for selection in was | now:
            moment = self.last[entry_id].entry.updated if now else at
            self.updated[selection] = max(moment, self.updated.get(selection, moment))
            self.revisions[selection] = len(self.kinds)

    def _kind(self, entry_id: str, was: set[str], now: set[str], former: Publish | None) -> str | None:
        if not was and not now:
            return None
        if not now:
            return "withdrawn"
        if not was or former is None:
            return "restored" if entry_id in self.been else "published"
        latest = self.last[entry_id]
        if (former.entry.digest, former.entry.updated) != (latest.entry.digest, latest.entry.updated):
            return "updated"
        if was != now:
            return "retopicked"
        return "rendered" if former.fragments != latest.fragments else None

    def window(self, selection: str, suffix: Format) -> list[bytes]:
        inside = [self.last[entry_id] for entry_id in self.states if selection in self._feeds(entry_id)]
        inside.sort(key=lambda change: (change.entry.published, change.entry.id), reverse=True)
        return [fragment.data for change in inside for fragment in change.fragments if fragment.format is suffix]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(changes, max_size=6), min_size=1, max_size=6))
def test_whatever_happens_the_store_shows_what_the_model_shows(
    store: Store, store_url: str, batches: list[list[Change]]
) -> None:
    emptied(store_url)
    model = Model()
    for number, batch in enumerate(batches):
        at = AT + number * HOUR
        model.apply(batch, at)
        assert store.apply(batch, at) == len(model.kinds)
    assert kinds(store_url) == model.kinds
    assert {feed.selection for feed in store.feeds()} == model.revisions.keys() - {"all"}
    for selection, newest in model.revisions.items():
        assert_same_feed(store, model, selection, newest)


def assert_same_feed(store: Store, model: Model, selection: str, newest: int) -> None:
    for suffix in Format:
        window = store.window(of_topic(selection), suffix, 9)
        assert window is not None
        assert window.shown == model.window(selection, suffix)
        assert window.feed.revision == newest
        assert window.feed.updated == model.updated.get(selection, window.feed.updated)
    assert len(store.listing(of_topic(selection), 9)) == store.sizes().get(selection, (0, AT))[0] == len(window.shown)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(changes, max_size=12))
def test_how_changes_are_cut_into_batches_does_not_matter(store: Store, store_url: str, batch: list[Change]) -> None:
    found = []
    for cut in (1, 5, 12):
        emptied(store_url)
        for start in range(0, len(batch), cut):
            store.apply(batch[start : start + cut], AT)
        windows = [store.window(of_topic(selection), Format.ATOM, 9) for selection in ("all", *TOPICS)]
        found.append((log_of(store_url), windows, store.sizes(), replace(store.counts())))
    assert found[0] == found[1] == found[2]
