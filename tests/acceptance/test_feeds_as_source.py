"""An archive of another system, put into the article folder as it was exported: what subscribers get of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from program import Program

CORPUS = Path(__file__).parent.parent / "corpus"
SCRIPTS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Quay</title>
<link>https://quay.example.org/</link><language>en</language>
<item><title>العبّارة في الضباب</title><guid>urn:q:ar</guid><dc:language>ar</dc:language>
<pubDate>Mon, 16 Feb 2026 08:00:00 GMT</pubDate><description>انتظرت العبّارة ساعتين.</description></item>
<item><title>霧の中のフェリー</title><guid>urn:q:ja</guid><dc:language>ja</dc:language>
<pubDate>Mon, 16 Feb 2026 08:00:00 GMT</pubDate><description>フェリーは待った。</description></item>
</channel></rss>"""


def explained(program: Program, what: str) -> dict[str, Any]:
    return dict(json.loads(program.run("explain", "--json", what).stdout))


@pytest.fixture
def export(program: Program) -> Program:
    program.write("export.xml", (CORPUS / "wxr" / "in_full.wxr").read_bytes())
    return program


def test_an_export_of_wordpress_is_served_with_its_ids_links_and_dates(export: Program) -> None:
    """A3, A13"""
    export.start()
    found = feedparser.parse(export.get("/feeds/all.atom").body)
    (entry,) = found.entries
    assert (entry.id, entry.link) == ("https://quay.example.org/?p=17", "https://quay.example.org/2026/02/fog/")
    assert entry.published_parsed[:5] == (2026, 2, 16, 7, 0)
    assert entry.author == "Mira Halden"
    assert entry.source.title == "Quay Notes"
    assert b"gull@example.org" not in export.get("/feeds/all.atom").body


def test_explain_says_how_to_ask_for_one_of_many_and_answers(export: Program) -> None:
    export.run("scan")
    refused = export.run("explain", "export.xml", check=False)
    assert refused.returncode == 2
    assert "this file holds 1 articles. Name one of them, such as export.xml//" in refused.stderr
    member = refused.stderr.strip().rpartition(" ")[2]
    told = {value["field"]: value["value"] for value in explained(export, member)["values"]}
    assert told["id"] == "https://quay.example.org/?p=17"


def test_a_rejected_item_is_named_with_its_line_in_the_file(program: Program) -> None:
    item = "<item>\n<title>Fog</title>\n<pubDate>some day</pubDate>\n</item>"
    program.write("quay.xml", f"<rss version='2.0'>\n<channel>\n<title>Quay</title>\n{item}\n</channel></rss>")
    told = program.run("check", check=False)
    assert "quay.xml//" in told.stdout + told.stderr
    assert ":6: published: no date can be read" in told.stdout + told.stderr


def test_right_to_left_and_east_asian_entries_come_out_right_everywhere(program: Program) -> None:
    """A10, S2"""
    program.write("quay.xml", SCRIPTS)
    program.start()
    items = {item["id"]: item for item in json.loads(program.get("/feeds/all.json").body)["items"]}
    assert items["urn:q:ar"]["title"] == "العبّارة في الضباب"
    assert (items["urn:q:ar"]["language"], items["urn:q:ja"]["language"]) == ("ar", "ja")
    assert 'xml:lang="ar"' in program.get("/feeds/all.atom").text
    rss = program.get("/feeds/all.rss").text
    assert "<dc:language>ja</dc:language>" in rss
    assert "フェリーは待った。" in rss
    pages = [program.get(path).text for path in _pages(program)]
    assert any('lang="ar" dir="' in page and "انتظرت العبّارة" in page for page in pages)
    assert any('lang="ja"' in page and "霧の中のフェリー" in page for page in pages)


def _pages(program: Program) -> list[str]:
    """The paths of the entries' pages, as the page of all entries has them."""
    links = program.get("/").text.split('href="')[1:]
    paths = {link.partition('"')[0].removeprefix("https://post.example.org") for link in links}
    return sorted(path for path in paths if path.startswith("/entries/") and path.count("/") == 2)
