"""Content folders of each generator, served as they are: `feedsvc init --from`, then what the web application says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import LAYOUTS, Layout
from program import Program, free_port

from feedsvc import app
from feedsvc.app.serving import serving
from feedsvc.store.base import Store


class Served:
    """A folder that was taken up, and the web application that answers for it."""

    def __init__(self, where: Path, layout: Layout) -> None:
        self.expected = layout.expected
        self.root = where / "vault"
        layout.lay_out(self.root)
        self.before = _all_that_lies_in(self.root)
        self.program = Program(where / "feeds", free_port())
        self.program.folder.mkdir()
        self.told = self.program.run("init", "--from", str(self.root)).stdout
        self.config = app.load(self.program.folder / "config.toml")
        self.store: Store = app.open_store(self.config)
        app.pipeline(self.config, self.store).adopt()
        self.report = app.pipeline(self.config, self.store).scan()

    def feed(self, selection: str = "all") -> dict[str, Any]:
        from werkzeug.test import Client

        from feedsvc import web

        client = Client(web.create(self.config.site, self.store, serving(self.config)))
        return dict(json.loads(client.get(f"/feeds/{selection}.json").data))

    def titles(self, selection: str) -> list[str]:
        return [entry["title"] for entry in self.feed(selection)["items"]]


@pytest.fixture(scope="module", params=LAYOUTS)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    where = tmp_path_factory.mktemp(request.param)
    found = Served(where, LAYOUTS[request.param])
    yield found
    found.store.close()


def _all_that_lies_in(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_every_article_is_there_with_its_title_and_day_and_nothing_else(served: Served) -> None:
    items = served.feed()["items"]
    assert {item["title"]: item["date_published"][:10] for item in items} == served.expected.days


def test_topics_are_those_of_the_front_matter(served: Served) -> None:
    assert {topic: served.titles(topic) for topic in served.expected.topics} == served.expected.topics


def test_no_word_of_drafts_pages_and_templates_is_in_the_feed(served: Served) -> None:
    everything = json.dumps(served.feed(), ensure_ascii=False)
    assert [word for word in served.expected.absent if word in everything] == []


def test_what_generators_fill_in_is_filled_in(served: Served) -> None:
    everything = " ".join(item["content_html"] for item in served.feed()["items"])
    assert [text for text in served.expected.present if text not in everything] == []


def test_links_between_articles_lead_to_their_entries(served: Served) -> None:
    items = served.feed()["items"]
    pages = {item["url"] for item in items}
    content = " ".join(item["content_html"] for item in items)
    assert "article:" not in content
    assert "attachment:" not in content
    links_to_each_other = any(f'href="{page}"' in content for page in pages)
    assert links_to_each_other is (served.config.articles.kind not in {"eleventy", "astro"})


def test_the_site_is_called_what_its_generator_calls_it(served: Served) -> None:
    assert served.feed()["title"] == served.expected.site
    assert served.config.site.base_url.startswith(served.expected.base_url)


def test_what_was_understood_is_told(served: Served) -> None:
    good = len(served.expected.days)
    assert f"{served.config.articles.kind}, by " in served.told
    assert f": {good} good" in served.told
    assert served.report.rejected == []


def test_nothing_in_the_folder_is_touched(served: Served) -> None:
    assert _all_that_lies_in(served.root) == served.before


def test_serve_works_at_once(tmp_path: Path) -> None:
    LAYOUTS["hugo"].lay_out(tmp_path / "site")
    program = Program(tmp_path / "feeds", free_port())
    program.folder.mkdir()
    program.run("init", "--from", "../site")
    program.start()
    try:
        assert set(program.titles()) == set(LAYOUTS["hugo"].expected.days)
    finally:
        program.stop()


def _init(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    return Program(folder, 1).run("init", *arguments, check=False)


def test_a_config_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    LAYOUTS["zola"].lay_out(tmp_path / "site")
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "config.toml").write_text("# mine\n")
    refused = _init(folder, "--from", "../site")
    assert (refused.returncode > 0, "is there already" in refused.stderr) == (True, True)
    assert (folder / "config.toml").read_text() == "# mine\n"


def test_nothing_is_written_into_the_folder_itself(tmp_path: Path) -> None:
    LAYOUTS["hugo"].lay_out(tmp_path)
    refused = _init(tmp_path, "--from", ".")
    assert (refused.returncode > 0, "nothing is to be written" in refused.stderr) == (True, True)
    assert not (tmp_path / "config.toml").exists()


def test_a_dry_run_shows_the_config_and_writes_none(tmp_path: Path) -> None:
    LAYOUTS["jekyll"].lay_out(tmp_path / "site")
    shown = _init(tmp_path / "feeds", "--from", "../site", "--dry-run").stdout
    assert 'kind = "jekyll"' in shown
    assert list((tmp_path / "feeds").iterdir()) == []


def test_what_cannot_be_published_is_told_with_its_line_and_remedy(tmp_path: Path) -> None:
    LAYOUTS["hugo"].lay_out(tmp_path / "site")
    (tmp_path / "site/content/posts/broken.md").write_text("---\ntitle: a: b\n---\nB\n")
    told = _init(tmp_path / "feeds", "--from", "../site").stdout
    assert "1 rejected" in told
    assert "posts/broken.md:2: the front matter is not YAML" in told
    assert "Put quotes around a value" in told
    assert "{{< counter >}}" in told


def test_a_broken_configuration_of_the_generator_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/_config.yml").write_text("title: [\n")
    refused = _init(tmp_path / "feeds", "--from", "../site")
    assert refused.returncode == 2
    assert "_config.yml: it cannot be read" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_the_address_means_is_told_and_files_that_are_not_read_are_counted(tmp_path: Path) -> None:
    LAYOUTS["hugo"].lay_out(tmp_path / "site")
    (tmp_path / "site/content/posts/notes.org").write_text("* Notes\n")
    told = _init(tmp_path / "feeds", "--from", "../site").stdout
    assert "base_url: https://gazette.example.org/, as hugo.toml has it: each link in the feeds begins with it" in told
    assert "an address of its own, such as https://feeds.gazette.example.org" in told
    assert "not understood, files that end in: .org 1" in told
    assert "pictures at the site's root: ../site/static" in told


@pytest.mark.parametrize("name", ["jekyll", "hugo", "pelican"])
def test_the_guides_show_what_is_told(tmp_path: Path, name: str) -> None:
    """Days among it, which are those of the site's time zone."""
    guide = (Path(__file__).parents[2] / f"docs/howto/from-{name}.md").read_text(encoding="utf-8")
    shown, _, _ = guide.partition("```\n../my-site")[2].partition("…\n```")
    LAYOUTS[name].lay_out(tmp_path / "my-site")
    told = _init(tmp_path / "feeds", "--from", "../my-site", "--dry-run").stdout
    assert shown.count("\n") > 4
    assert told.startswith(f"../my-site{shown}")


def test_any_folder_of_articles_will_do(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/quiet.txt").write_text("A Quiet Day - 2024-03-05\n\nNothing happened.\n")
    told = _init(tmp_path / "feeds", "--from", "../texts").stdout
    assert "a folder of articles" in told
    assert 'kind = "auto"' in (tmp_path / "feeds/config.toml").read_text()
