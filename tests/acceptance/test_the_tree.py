"""The tree of topics, end to end: parents, aliases, titles, descriptions, OPML folders, codes, related topics."""

from __future__ import annotations

from http.client import HTTPConnection

import listparser
import pytest
from program import CONFIG, Program, eventually

TREE = """
[[topics]]
slug = "economy"
title = "Economy, Work & Money"
description = "What is made, and for whom."
aliases = ["business"]
codes = ["subj:04000000"]

[[topics]]
slug = "markets"
title = "Markets"
parent = "economy"
codes = ["medtop:20000385", "house:MKT"]

[[topics]]
slug = "tea"
title = "Tea"
parent = "markets"
rule = 'tea AND (auction OR harvest)'
"""

ARTICLES = {
    "coded.md": "---\ntitle: By subject code\ntopics: ['iptc:04000000']\n---\nNothing else says so.\n",
    "uri.md": "---\ntitle: By address\ntopics: ['http://cv.iptc.org/newscodes/mediatopic/20000385']\n---\nUp.\n",
    "house.md": "---\ntitle: By house code\ntopics: ['HOUSE:mkt']\n---\nRates fell.\n",
    "unknown.md": "---\ntitle: By a code that no topic has\ntopics: ['medtop:20000065']\n---\nRates stayed.\n",
    "auction.md": "---\ntitle: By rule\n---\nThe tea auction was short.\n",
    "named.md": "---\ntitle: By former name\ntopics: [Business]\n---\nA shop opened.\n",
}


@pytest.fixture
def paper(program: Program) -> Program:
    program.configure(CONFIG + TREE)
    for path, text in ARTICLES.items():
        program.write(path, text)
    program.start()
    eventually(lambda: len(program.titles()) == len(ARTICLES))
    return program


def titles(program: Program, selection: str) -> set[str]:
    return set(program.titles(selection))


def test_codes_of_either_list_and_of_the_house_bring_their_topics(paper: Program) -> None:
    assert titles(paper, "markets") == {"By address", "By house code", "By rule"}
    assert "By subject code" in titles(paper, "economy")
    assert paper.get("/feeds/medtop-20000065.atom").status == 404


def test_what_is_in_a_child_is_in_its_parent_and_its_parent(paper: Program) -> None:
    assert titles(paper, "tea") == {"By rule"}
    assert titles(paper, "economy") == set(paper.titles()) - {"By a code that no topic has"}


def test_a_former_name_leads_to_the_topic_in_addresses_and_in_metadata(paper: Program) -> None:
    connection = HTTPConnection("127.0.0.1", paper.port)
    connection.request("GET", "/feeds/business.rss")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://post.example.org/feeds/economy.rss")
    answer.read()
    connection.close()
    assert "By former name" in titles(paper, "economy")


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_a_feed_has_the_title_and_the_description_of_its_topic(paper: Program, format: str) -> None:
    feed = paper.feed("economy", format).feed
    assert "Economy, Work & Money" in feed.title
    assert feed.subtitle == "What is made, and for whom."


def test_the_list_of_feeds_is_folders_along_the_tree(paper: Program) -> None:
    feeds = listparser.parse(paper.get("/feeds.opml").body).feeds
    folders = {feed.url.rpartition("/")[2]: feed.categories for feed in feeds}
    assert folders["tea.atom"] == [["Economy, Work & Money", "Markets"]]
    assert folders["markets.atom"] == [["Economy, Work & Money", "Markets"]]  # in the folder of its own children
    assert folders["economy.atom"] == [["Economy, Work & Money"]]
    assert folders["shipping.atom"] == []


def test_each_topic_of_an_entry_has_its_reason(paper: Program) -> None:
    told = paper.run("explain", "auction.md").stdout
    assert "tea" in told and "auction" in told and "markets" in told


def test_the_page_of_a_topic_names_what_is_above_and_below_it(paper: Program) -> None:
    page = paper.get("/topics/markets").text
    assert "/topics/economy" in page and "/topics/tea" in page
