"""Which generator a folder is of, and what its configuration says; whole folders are in tests/acceptance."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc import config
from feedsvc.errors import ConfigError
from feedsvc.generators import Proposal, recognise
from feedsvc.generators.foreign import foreign
from feedsvc.generators.lines import config_lines
from feedsvc.generators.proposal import Said


def write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("_config.yml", "title: A", "jekyll"),
        ("_posts/2024-03-05-a.md", "", "jekyll"),
        ("hugo.toml", "", "hugo"),
        ("hugo.yaml", "title: A", "hugo"),
        ("config.json", '{"baseURL": "/"}', "hugo"),
        ("config/_default/hugo.toml", "", "hugo"),
        ("config.toml", 'baseURL = "/"', "hugo"),
        ("config.toml", 'base_url = "/"', "zola"),
        ("zola.toml", "", "zola"),
        ("config.toml", "[site]\n", "auto"),
        ("pelicanconf.py", "", "pelican"),
        (".eleventy.js", "", "eleventy"),
        ("eleventy.config.mjs", "", "eleventy"),
        ("astro.config.ts", "", "astro"),
        (".obsidian/app.json", "{}", "obsidian"),
        ("readme.md", "", "auto"),
    ],
)
def test_a_folder_is_known_by_its_configuration(tmp_path: Path, name: str, text: str, kind: str) -> None:
    assert recognise(write(tmp_path, **{name: text})).kind == kind


def test_a_vault_in_which_a_site_is_written_is_the_sites(tmp_path: Path) -> None:
    assert recognise(write(tmp_path, **{".obsidian/app.json": "{}", "hugo.toml": ""})).kind == "hugo"


SAID = Said("The Gazette", "News", "https://example.org/a", "nb", "Europe/Oslo", "Mira Halden", "mira@example.org")

CONFIGURATIONS = {
    "jekyll": (
        "_config.yml",
        "title: The Gazette\ntagline: News\nurl: https://example.org\nbaseurl: /a\nlang: nb\ntimezone: Europe/Oslo\n"
        "author: {name: Mira Halden}\nemail: mira@example.org\n",
    ),
    "hugo": (
        "hugo.yaml",
        "baseurl: https://example.org/a\ntimeZone: Europe/Oslo\ndefaultContentLanguage: nb\n"
        "languages: {nb: {title: The Gazette, params: {description: News}}}\n"
        "params: {author: {name: Mira Halden, email: mira@example.org}}\n",
    ),
}


@pytest.mark.parametrize("kind", CONFIGURATIONS)
def test_everything_that_a_generator_says_of_the_site_is_taken(tmp_path: Path, kind: str) -> None:
    name, text = CONFIGURATIONS[kind]
    assert recognise(write(tmp_path, **{name: text})).said == SAID


def test_python_is_read_and_not_run(tmp_path: Path) -> None:
    text = "import os\nSITENAME = 'The Gazette'\nSITEURL = os.environ['URL']\nPATH = 'texts'\nopen('touched', 'w')\n"
    proposal = recognise(write(tmp_path, **{"pelicanconf.py": text}))
    assert (proposal.said.title, proposal.said.base_url, proposal.path) == ("The Gazette", None, tmp_path / "texts")
    assert not (tmp_path / "touched").exists()


def test_what_publishconf_says_goes_before_pelicanconf(tmp_path: Path) -> None:
    files = {"pelicanconf.py": "SITEURL = ''\n", "publishconf.py": "SITEURL = 'https://example.org'\n"}
    assert recognise(write(tmp_path, **files)).said.base_url == "https://example.org"


def test_pelicans_own_paths_are_kept(tmp_path: Path) -> None:
    text = "PATH = '.'\nARTICLE_PATHS = ['news/']\nPAGE_PATHS = ['about']\nARTICLE_EXCLUDES = ['news/old']\n"
    proposal = recognise(write(tmp_path, **{"pelicanconf.py": text}))
    assert proposal.include == tuple(f"news/**/*.{suffix}" for suffix in ("md", "markdown", "rst", "html", "htm"))
    assert proposal.exclude == ("about/**", "news/old/**")


def test_strings_of_javascript_are_read_and_templates_are_not(tmp_path: Path) -> None:
    text = "export default defineConfig({\n  site: `https://${host}/`,\n  base: '/news',\n  // site: 'x'\n})\n"
    assert recognise(write(tmp_path, **{"astro.config.mjs": text})).said.base_url in {None, "x/news"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "title: [\n"),
        ("_config.yml", "a: " + "[" * 5_000),
        ("_config.yml", 'a: !!int ""'),
        ("_config.yml", "a: !!bool x"),
        ("_config.yml", "a: !!timestamp x"),
        ("hugo.toml", "title = \n"),
        ("hugo.json", "{"),
        ("pelicanconf.py", "SITENAME = (\n"),
        ("pelicanconf.py", "A = " + "(" * 500),
        ("hugo.toml", "# " + "x" * 2**21),
    ],
)
def test_a_broken_configuration_is_refused_by_its_name(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        recognise(write(tmp_path, **{name: text}))
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "- a\n"),
        ("_config.yml", "collections: true\ndefaults: 1"),
        ("_config.yml", "collections: [{a: b}, 1]"),
        ("hugo.json", "[1]"),
        ("hugo.yaml", ""),
        ("hugo.yaml", "title: [a]"),
        ("hugo.yaml", "1: 2"),
        ("hugo.toml", "languages = ['en']\nparams = 'x'\nmodule = []"),
        ("hugo.toml", "languages.en = ['x']"),
        ("zola.toml", "extra = 'y'"),
        ("zola.toml", "author = 1\nextra = [1]"),
    ],
)
def test_a_configuration_of_another_shape_says_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert recognise(write(tmp_path, **{name: text})).said == Said()


def test_a_configuration_with_keys_that_are_no_text_may_be_of_anybody(tmp_path: Path) -> None:
    assert recognise(write(tmp_path, **{"config.yaml": "1: 2\n"})).kind == "auto"


@pytest.mark.parametrize("text", ["collections: [recipes, posts]", "collections: {recipes: {output: true}, drafts: }"])
def test_collections_are_told_in_either_form(tmp_path: Path, text: str) -> None:
    (told,) = recognise(write(tmp_path, **{"_config.yml": text})).unread
    assert told.startswith("the collection recipes:")


def test_templates_and_hidden_files_of_a_vault_are_left_out(tmp_path: Path) -> None:
    files = {
        ".obsidian/templates.json": '{"folder": "Templates"}',
        ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Tpl"}',
        ".obsidian/app.json": '{"userIgnoreFilters": ["Private/", "a.md", "/x.*/"]}',
    }
    assert recognise(write(tmp_path, **files)).exclude == ("Templates/**", "Tpl/**", "Private/**", "a.md")


@pytest.mark.parametrize("said", [SAID, Said(), Said(title='Quotes " and \\ and \x7f and \t', author="X")])
def test_the_lines_of_a_proposal_are_a_configuration_that_says_the_same(tmp_path: Path, said: Said) -> None:
    proposal = Proposal("hugo", "hugo.toml", tmp_path, ("**/*.md",), tuple(f"a{n}/**" for n in range(30)), said)
    authority = "example.org,2026" if said.base_url else None
    text = "\n".join(config_lines(proposal, "../site/content", authority, ["../site/static"]))
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    found = config.load(tmp_path / "config.toml", {}, {})
    assert found.articles.kind == "hugo"
    assert found.articles.exclude == proposal.exclude
    assert found.articles.static == (tmp_path / "../site/static",)
    assert tomllib.loads(text)["articles"]["path"] == "../site/content"
    if said is SAID:
        assert (found.site.title, found.site.timezone) == ("The Gazette", ZoneInfo("Europe/Oslo"))
        assert (found.site.base_url, found.site.language) == ("https://example.org/a", "nb")


STATIC = {
    "hugo": ({"hugo.toml": 'staticDir = ["static", "more", "none"]', "static/a": "", "more/a": ""}, ["static", "more"]),
    "zola": ({"zola.toml": "", "static/a.png": ""}, ["static"]),
    "astro": ({"astro.config.mjs": 'publicDir: "./open"', "open/a.png": "", "public/a.png": ""}, ["open"]),
    "eleventy": (
        {
            ".eleventy.js": 'input: "src"\nc.addPassthroughCopy("src/img"); c.addPassthroughCopy({"./public/": "/"})',
            "src/img/a.png": "",
            "public/a.png": "",
        },
        ["public"],
    ),
    "jekyll": ({"_config.yml": "", "assets/a.png": ""}, []),
}


@pytest.mark.parametrize("kind", STATIC)
def test_folders_of_what_the_site_has_at_its_root_are_found(tmp_path: Path, kind: str) -> None:
    files, expected = STATIC[kind]
    proposal = recognise(write(tmp_path, **files))
    assert (proposal.kind, [folder.relative_to(tmp_path).as_posix() for folder in proposal.static]) == (kind, expected)


def test_copies_from_beside_the_input_folder_are_looked_for_at_the_top(tmp_path: Path) -> None:
    text = 'input: "src"\nc.addPassthroughCopy("assets"); c.addPassthroughCopy({"static/x": "/y"})'
    proposal = recognise(write(tmp_path, **{".eleventy.js": text, "src/a.md": ""}))
    assert proposal.static == (tmp_path,)
    assert proposal.unread == ("the passthrough copy of static/x to /y: what lies there is not found",)


def test_files_that_are_not_read_are_counted_where_articles_are(tmp_path: Path) -> None:
    files = dict.fromkeys(("content/a.org", "content/b/c.ORG", "content/d.adoc", "content/e.md", "x.org"), "")
    assert foreign(recognise(write(tmp_path, **{"hugo.toml": ""} | files))) == {".org": 2, ".adoc": 1}


def test_of_jekyll_only_posts_are_counted(tmp_path: Path) -> None:
    files = {"_posts/2024-01-01-a.textile": "", "docs/b.textile": "", "_posts/c.html": ""}
    assert foreign(recognise(write(tmp_path, **files))) == {".textile": 1}


def test_hugos_folders_of_other_languages_are_named(tmp_path: Path) -> None:
    text = (
        "defaultContentLanguage = 'de'\n[languages.de]\ncontentDir = 'content/de'\n"
        "[languages.en]\ncontentDir = 'content/en'\n[languages.fr]\n"
    )
    proposal = recognise(write(tmp_path, **{"hugo.toml": text}))
    assert proposal.path == tmp_path / "content/de"
    assert proposal.unread == ("the language en, whose articles lie in content/en: make it a site of its own",)
