"""Links into readers on the web."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest

from feedsvc.web.services import SERVICES, Service

FEED = "https://news.example.org/feeds/fog+harbour,%D1%82.atom?limit=10"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_link_carries_the_whole_address_of_the_feed_and_nothing_of_it_is_lost(service: Service) -> None:
    link = service.link(FEED)
    parts = urlsplit(link)
    assert (parts.scheme, parts.fragment) == ("https", "")
    assert link.startswith(service.address)
    assert unquote(link.removeprefix(service.address)) == FEED
    assert not set(link.removeprefix(service.address)) & set("/?&+,:#")
