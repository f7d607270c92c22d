"""Selections in addresses: each has one, others lead to it, what cannot be is told at once (standards.md, C11, S3)."""

from __future__ import annotations

import time
from itertools import permutations
from pathlib import Path
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, notes, printed, publication, reader, titles
from lxml import etree
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app

from feedsvc.model import Format
from feedsvc.store.changes import Registered

POLITICS = quote("политика")
DAY = "max-age=86400"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Ferries: new, old, 1, 2; weather: storm, 1; ferries and weather: 1; harbour politics: new, debate."""
    store = printed(tmp_path_factory.mktemp("selections"))
    store.apply(
        [
            *notes(1, 1, "ferries", "weather"),
            *notes(2, 2, "ferries"),
            publication("storm", "weather"),
            publication("debate", "harbour-politics"),
        ],
        PRESSED,
    )
    return reader(store)


def moved_to(client: Client, path: str) -> tuple[int, str]:
    response = client.get(path, headers={"Host": "evil.example.net"})
    return response.status_code, response.headers.get("Location", "").removeprefix(SITE.base_url)


@pytest.mark.parametrize(
    ("selection", "shown"),
    [
        ("ferries+weather", {"Note 1"}),
        ("ferries,weather", {"New ferry", "Old ferry", "Note 1", "Note 2", "Storm"}),
        ("ferries-weather", {"New ferry", "Old ferry", "Note 2"}),
        ("ferries-harbour-politics", {"Old ferry", "Note 1", "Note 2"}),
        ("all-ferries", {"Storm", "Debate"}),
        ("all-ferries-weather", {"Debate"}),
        ("ferries+harbour-politics,weather-ferries", {"New ferry", "Storm"}),
        ("harbour-politics+weather", set()),
        ("weather,политика", {"Storm", "Note 1"}),
    ],
)
@pytest.mark.parametrize("suffix", list(Format))
def test_topics_combine(client: Client, selection: str, shown: set[str], suffix: str) -> None:
    """S2, S3: the same in every format; a combination that nothing is about is an empty feed."""
    answer = client.get(f"/feeds/{selection}.{suffix}")
    assert answer.status_code == 200
    assert set(titles(answer)) == shown
    assert len(titles(answer)) == len(shown)


@pytest.mark.parametrize("suffix", list(Format))
def test_a_combination_calls_itself_by_its_canonical_address(client: Client, suffix: str) -> None:
    """C12, W2."""
    address = f"{SITE.base_url}/feeds/ferries+weather,{POLITICS}.{suffix}"
    answer = client.get(f"/feeds/ferries+weather,{POLITICS}.{suffix}")
    assert answer.headers["Link"].startswith(f'<{address}>; rel="self"')
    if suffix != Format.JSON:
        assert etree.fromstring(answer.data).xpath("//*[local-name()='link'][@rel='self']/@href") == [address]


@pytest.mark.parametrize("suffix", list(Format))
def test_any_order_leads_to_the_one_address_with_the_parameters_kept(client: Client, suffix: str) -> None:
    """C11: 301, known to be permanent, whatever the Host; canonical themselves, and without what means nothing."""
    for terms in permutations(["ferries+harbour-politics", "weather", "политика-weather"]):
        for asked in (",".join(terms), ",".join(terms).replace("ferries+harbour-politics", "harbour-politics+ferries")):
            found = moved_to(client, f"/feeds/{asked}.{suffix}?utm_source=x&limit=007&brief")
            canonical = f"/feeds/ferries+harbour-politics,weather,{POLITICS}-weather.{suffix}"
            if asked == "ferries+harbour-politics,weather,политика-weather":
                assert found[0] == 200
            else:
                assert found == (301, f"{canonical}?brief=300&limit=7")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("weather+ferries", "ferries+weather"),
        ("weather,weather", "weather"),
        ("all+weather", "weather"),
        ("weather-ferries+harbour-politics", "harbour-politics+weather-ferries"),
        ("WEATHER+ferries", "ferries+weather"),
        ("Ferries,Weather", "ferries,weather"),
    ],
)
def test_other_ways_to_say_it_lead_to_the_one_address(client: Client, asked: str, canonical: str) -> None:
    """C11."""
    assert moved_to(client, f"/feeds/{asked}.rss") == (301, f"/feeds/{canonical}.rss")
    assert client.get(f"/feeds/{canonical}.rss").status_code == 200
    assert DAY in client.get(f"/feeds/{asked}.rss").headers["Cache-Control"]


@pytest.mark.parametrize(
    "asked",
    [
        "unknown",
        "ferries+unknown",
        "unknown,ferries",
        "ferries-unknown",
        "ferries-ferries",
        "ferries-all",
        "-ferries",
        "+ferries",
        "ferries+",
        "ferries-",
        "ferries,",
        "ferries++weather",
        ",",
        "+",
        "-",
        "ferries weather",
        "ferries&weather",
        "ferries;weather",
        "(ferries)",
        "search+ferries",
        "..",
        "ferries%2F..%2Fweather",
        "ferries%00",
        "ferries%0D%0ASet-Cookie:x=y",
        "%FF",
    ],
)
@pytest.mark.parametrize("suffix", list(Format))
def test_what_names_no_topics_is_not_found(client: Client, asked: str, suffix: str) -> None:
    """C11, S3: and never an empty feed."""
    assert client.get(f"/feeds/{asked}.{suffix}").status_code == 404


@pytest.mark.parametrize("parameters", ["limit=0", "brief=2", "limit=1&limit=x"])
def test_what_is_asked_in_vain_is_refused_before_anything_is_looked_up(client: Client, parameters: str) -> None:
    for selection in ("ferries+weather", "weather+ferries"):
        assert client.get(f"/feeds/{selection}.rss?{parameters}").status_code == 400


@pytest.mark.parametrize(
    "piece", ["ferries+", "ferries-", "ferries,", "a-", "-", "+", ",", "ferries+weather,", "ﬀ", "İ", "all-", "x"]
)
def test_a_hostile_selection_is_refused_at_once(client: Client, piece: str) -> None:
    """C11: 20,000 signs, of which most could be topics, or nearly."""
    for asked in ((piece * 20_000)[:20_000], (piece * 2000)[:2000] + "ferries", (piece * 400)[:1500]):
        environ = EnvironBuilder(f"/feeds/{asked}.atom").get_environ()
        begun = time.process_time()
        _, status, _ = run_wsgi_app(client.application, environ)
        assert time.process_time() - begun < 0.1
        assert status[:3] in {"404", "301"}


def test_twenty_topics_can_be_combined_and_no_more(tmp_path: Path) -> None:
    """S3: each is a lookup for every entry that is considered."""
    store = printed(tmp_path)
    slugs = sorted(f"topic-{number}" for number in range(21))
    store.register([Registered(slug, slug, "") for slug in slugs], PRESSED)
    client = reader(store)
    assert client.get(f"/feeds/{','.join(slugs[:20])}.atom").status_code == 200
    assert client.get(f"/feeds/{','.join(slugs)}.atom").status_code == 404
