"""Of several workers on one store one leads; and a look whether there is a store makes none."""

from __future__ import annotations

from feedsvc.store import connect


def test_one_worker_leads_and_another_is_told_at_once_that_it_does_not(store_url: str) -> None:
    first, second = connect(store_url), connect(store_url)
    with first.leading() as leads:
        assert leads
        with second.leading() as second_leads:
            assert not second_leads
        with second.scanning():  # the right to scan is another: `feedsvc scan` goes on beside a worker
            pass
    with second.leading() as second_leads:
        assert second_leads
    first.close()
    second.close()


def test_leading_ends_with_whatever_ends_it(store_url: str) -> None:
    first, second = connect(store_url), connect(store_url)
    try:
        with first.leading():
            raise KeyError
    except KeyError:
        pass
    with second.leading() as leads:
        assert leads
    first.close()
    second.close()


def test_in_memory_one_leads_too() -> None:
    store = connect("sqlite://")
    with store.leading() as first, store.leading() as second:
        assert (first, second) == (True, False)
