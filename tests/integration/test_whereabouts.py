"""Links between articles, in whatever order these come to be known."""

from __future__ import annotations

import os
from pathlib import Path

from feedsvc import addresses, store
from feedsvc.model import Format
from feedsvc.pipeline import Pipeline, Settings
from feedsvc.render.specimen import SITE
from feedsvc.selections import EVERYTHING
from feedsvc.sources.scan import Folder, Look
from feedsvc.store.base import Store


def write(folder: Path, name: str, text: str) -> None:
    """As a careful program does, so that it counts as finished at once."""
    unfinished = folder / f".{name}.tmp"
    unfinished.write_text(text, encoding="utf-8")
    os.utime(unfinished, (1, 1))
    unfinished.rename(folder / name)


def pipeline(folder: Path, store: Store, kind: str = "obsidian") -> Pipeline:
    return Pipeline(Folder(folder, ["**/*.md"]), store, Settings.of(SITE, (), (), kind))


def contents(store: Store) -> str:
    window = store.window(EVERYTHING, Format.ATOM, 50)
    assert window is not None
    return b" ".join(window.shown).decode()


def page(slug: str) -> str:
    return addresses.entry(SITE.base_url, slug)


def test_articles_that_refer_to_each_other_are_linked_by_one_scan(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nslug: first\ndate: 2024-03-05\n---\nSee [[b]].\n")
    write(tmp_path, "b.md", "---\nslug: second\ndate: 2024-03-05\n---\nSee [[a]] and [[c]].\n")
    with_store = store.connect("sqlite://")
    pipeline(tmp_path, with_store).scan()
    said = contents(with_store)
    assert f'href="{page("first")}"' in said.replace("&quot;", '"')
    assert f'href="{page("second")}"' in said.replace("&quot;", '"')
    assert "article:" not in said


def test_drafts_embargoed_and_missing_articles_are_no_targets(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ndate: 2024-03-05\n---\nSee [[b|one]], [[c|two]] and [[d|three]].\n")
    write(tmp_path, "b.md", "---\nslug: secret\ndraft: true\n---\nNo.\n")
    write(tmp_path, "c.md", "---\nslug: later\nembargo: 2090-01-01\n---\nNo.\n")
    with_store = store.connect("sqlite://")
    pipeline(tmp_path, with_store).scan()
    said = contents(with_store)
    assert "See one, two and three." in said
    assert "secret" not in said
    assert "later" not in said


def test_a_link_to_an_article_of_an_earlier_scan_leads_to_its_stored_address(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nslug: first\ndate: 2024-03-05\n---\nAlone.\n")
    with_store = store.connect("sqlite://")
    pipeline(tmp_path, with_store).scan()
    write(tmp_path, "b.md", "See [[a]].\n")
    pipeline(tmp_path, with_store).scan(["b.md"])
    assert page("first") in contents(with_store)


class Counting(Folder):
    """Counts how often all of it was looked at."""

    looks = 0

    def look(self) -> Look:
        self.looks += 1
        return super().look()


def test_the_folder_is_walked_once_in_a_whole_scan_and_not_at_all_for_a_saved_file(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nslug: first\ndate: 2024-03-05\n---\nSee [[b]].\n")
    write(tmp_path, "b.md", "---\nslug: second\ndate: 2024-03-05\n---\nSee [[a]].\n")
    folder, with_store = Counting(tmp_path, ["**/*.md"]), store.connect("sqlite://")
    line = Pipeline(folder, with_store, Settings.of(SITE, (), (), "obsidian"))
    line.scan()
    assert folder.looks == 1
    write(tmp_path, "c.md", "See [[a]].\n")
    line.scan(["c.md"])
    assert folder.looks == 1
    assert contents(with_store).count(page("first")) > contents(with_store).count(page("second")) > 0


def test_a_file_that_a_glance_finds_gone_is_no_target(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nslug: first\ndate: 2024-03-05\n---\nAlone.\n")
    with_store = store.connect("sqlite://")
    line = pipeline(tmp_path, with_store)
    line.scan()
    (tmp_path / "a.md").unlink()
    write(tmp_path, "b.md", "---\nslug: second\ndate: 2024-03-05\n---\nSee [[a]].\n")
    line.scan(["a.md", "b.md"])
    entry = with_store.entry("second")
    assert entry is not None and page("first") not in entry.entry.content


def test_links_outlast_a_change_of_settings(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nslug: first\ndate: 2024-03-05\n---\nSee [b](b.md).\n")
    write(tmp_path, "b.md", "---\nslug: second\ndate: 2024-03-05\n---\nText.\n")
    with_store = store.connect("sqlite://")
    before = pipeline(tmp_path, with_store)
    before.adopt()
    before.scan()
    updated = [entry.entry.updated for entry in with_store.entries()]
    assert pipeline(tmp_path, with_store, "hugo").adopt()
    assert page("second") in contents(with_store)
    assert [entry.entry.updated for entry in with_store.entries()] == updated


def test_addresses_of_a_sites_pages_lead_to_the_articles_that_these_are(tmp_path: Path) -> None:
    links = (
        "[b](../2024-02-02-second/), [c](/blog/third.html#top), [s](/news/own-slug/), [t](/tags/third/), [x](/about/)"
    )
    write(tmp_path, "a.md", f"---\ndate: 2024-03-05\n---\nSee {links}.\n")
    write(tmp_path, "2024-02-02-second.md", "---\nslug: second\n---\nText.\n")
    write(tmp_path, "third.md", "---\nslug: the-third\ndate: 2024-03-05\n---\nText.\n")
    write(tmp_path, "d.md", "---\nslug: own-slug\ndate: 2024-03-05\n---\nText.\n")
    with_store = store.connect("sqlite://")
    pipeline(tmp_path, with_store, "jekyll").scan()
    write(tmp_path, "a.md", f"---\ndate: 2024-03-05\n---\nSee {links}, still.\n")
    pipeline(tmp_path, with_store, "jekyll").scan()
    said = contents(with_store).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert f'<a href="{page("second")}">b</a>' in said
    assert f'<a href="{page("the-third")}#top">c</a>' in said
    assert f'<a href="{page("own-slug")}">s</a>' in said
    assert f'<a href="{SITE.base_url}/tags/third/">t</a>' in said
    assert f'<a href="{SITE.base_url}/about/">x</a>' in said


PACKAGE = """<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:example:all" version="1">
<contentMeta><headline>All of the Harbour</headline></contentMeta><groupSet root="g"><group id="g">
<itemRef residref="urn:example:lock"><headline>The lock</headline></itemRef>
<itemRef residref="urn:example:quay"><headline>The quay</headline></itemRef></group></groupSet></packageItem>
"""


def test_a_package_of_news_leads_to_the_items_in_it_that_are_published(tmp_path: Path) -> None:
    with_store = store.connect("sqlite://")
    wire = Pipeline(Folder(tmp_path, ["**/*.md", "**/*.xml"]), with_store, Settings.of(SITE, (), ()))
    write(tmp_path, "lock.md", "---\nid: urn:example:lock\nslug: lock\n---\nIt opens.\n")
    wire.scan()
    write(tmp_path, "package.xml", PACKAGE)
    wire.scan(["package.xml"])
    said = contents(with_store).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert f'<li><a href="{page("lock")}">The lock</a></li>' in said
    assert "<li>The quay</li>" in said
