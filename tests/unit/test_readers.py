"""Who asks, and for how many: what readers say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web.readers import BROWSER, LONGEST, MOST_SUBSCRIBERS, UNNAMED, Reader, read

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

SAID = {
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)": ("Feedly", 12),
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 1 subscriber; )": ("Feedly", 1),
    "NewsBlur Feed Fetcher - 7 subscribers - https://www.newsblur.com/site/1/x (Mac OS X)": (
        "NewsBlur Feed Fetcher",
        7,
    ),
    "Feedbin feed-id:1234 - 34 subscribers": ("Feedbin", 34),
    "Mozilla/5.0 (compatible; theoldreader.com; 5 subscribers; feed-id=0123abcd)": ("theoldreader.com", 5),
    "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 21 subscribers; )": ("Inoreader", 21),
    "BazQux/2.4 (+https://bazqux.com/fetcher; 3 subscribers)": ("BazQux", 3),
    "Bloglovin/1.0 (http://www.bloglovin.com; 0 subscribers)": ("Bloglovin", 0),
    "FreshRSS/1.24.1 (Linux; https://freshrss.org)": ("FreshRSS", None),
    "Mozilla/5.0 (compatible; Miniflux/2.1.3; +https://miniflux.app)": ("Miniflux", None),
    "NetNewsWire (RSS Reader; https://netnewswire.com/)": ("NetNewsWire", None),
    "newsboat/2.30.1 (Linux x86_64)": ("newsboat", None),
    "Tiny Tiny RSS/23.04 (https://tt-rss.org/)": ("Tiny Tiny RSS", None),
    "Reeder/5050001 CFNetwork/1494.0.7 Darwin/23.4.0": ("Reeder", None),
    "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.12.0": ("Thunderbird", None),
    "feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/": ("feedparser", None),
    "python-requests/2.32.3": ("python-requests", None),
    "curl/8.5.0": ("curl", None),
    "Slackbot 1.0 (+https://api.slack.com/robots)": ("Slackbot", None),
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": ("Googlebot", None),
    CHROME: (BROWSER, None),
    FIREFOX: (BROWSER, None),
    "": (UNNAMED, None),
    "   ": (UNNAMED, None),
    "(nothing but a comment)": (UNNAMED, None),
}


@pytest.mark.parametrize("said", SAID)
def test_a_reader_is_known_by_its_name_and_says_for_how_many_it_asks(said: str) -> None:
    assert read(said) == Reader(*SAID[said])


def test_no_user_agent_names_nobody() -> None:
    assert read(None) == Reader(UNNAMED)


@pytest.mark.parametrize("version", ["1.0", "2.0-beta", "3"])
def test_versions_of_one_program_are_one_reader(version: str) -> None:
    assert read(f"Gull Reader/{version} (https://gull.example)").name == "Gull Reader"


def test_a_number_that_cannot_be_is_none() -> None:
    assert read(f"Gull/1 ({MOST_SUBSCRIBERS + 1} subscribers)").subscribers is None
    assert read(f"Gull/1 ({MOST_SUBSCRIBERS} subscribers)").subscribers == MOST_SUBSCRIBERS


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("newsboat/2.30.1", True),
        ("", True),
        ("Gull/1 (12 subscribers)", False),
        (CHROME, False),
        ("Slackbot 1.0", False),
        ("feedsvc-doctor", False),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0 Safari/537.36",
            False,
        ),
        ("HarbourCrawler/1", False),
    ],
)
def test_one_who_reads_alone_counts_as_a_subscriber(said: str, counts: bool) -> None:
    assert read(said).is_subscriber is counts


@given(st.text())
def test_whatever_is_sent_has_a_short_name_on_one_line(said: str) -> None:
    name = read(said).name
    assert 0 < len(name) <= LONGEST
    assert name.isprintable() and not set(name) & set("<>&\"'\\") - set("&'")


@given(st.integers(0, MOST_SUBSCRIBERS), st.sampled_from(["subscribers", "subscriber", "readers", "users"]))
def test_the_number_is_read_in_whatever_words(number: int, word: str) -> None:
    assert read(f"Gull/2 (+https://gull.example; {number} {word})") == Reader("Gull", number)
