"""What pages say of their own accord: nothing outside of the catalogs, and these are complete."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from click.testing import CliRunner
from documentation import ROOT
from template_words import untold

from feedsvc.errors import RequestError
from feedsvc.web.translations import catalogs, harvest
from feedsvc.web.translations.__main__ import main
from feedsvc.web.translations.catalogs import words
from feedsvc.web.translations.stylesheet import worded

TEMPLATES = sorted((ROOT / "feedsvc/web/templates").glob("*.html"))
LANGUAGES = [path.stem for path in catalogs.files()]


@pytest.fixture(scope="module")
def said() -> Catalog:
    """Everything."""
    return harvest.messages()


def translated(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(said: str | Sequence[str]) -> list[str]:
    """Of a message or a translation: one, or those of singular and plurals."""
    return [said] if isinstance(said, str) else [*said]


def values(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+>", text))


# The catalogs, and what they are made from.


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_catalog_has_every_message_and_no_other(said: Catalog, tag: str) -> None:
    """Where it has not: `python -m feedsvc.web.translations`, then translate what that lists."""
    assert harvest.state(harvest.updated(harvest.opened(tag), said)) == harvest.State((), (), ())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_names_the_same_values_in_the_same_markup(tag: str) -> None:
    for message in translated(catalogs.read(catalogs.file_of(tag))):
        english, others = forms(message.id)[-1], forms(message.string)
        assert values(others[-1]) == values(english), others
        for other in others:
            assert values(other) <= values(english), other  # a singular need not say how many
            assert tags(other) == tags(english), other
            assert isinstance(other % defaultdict(str), str)  # a per cent sign of its own would end a page in an error


def test_every_message_can_be_filled_in(said: Catalog) -> None:
    for message in translated(said):
        for form in forms(message.id):
            assert form % defaultdict(str)


@pytest.mark.parametrize("template", TEMPLATES, ids=[template.name for template in TEMPLATES])
def test_a_template_says_nothing_that_has_no_translation(template: Path) -> None:
    assert untold(template.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('{% if x %}<p lang="en">{{ x }} more</p>{% endif %}', ["\ufffc more"]),
        ('<nav aria-label="Pages">{{ _("Pages") }}</nav>', ["Pages"]),
        ('<input placeholder="Words" {% if x %}title="{{ x }}"{% endif %}>', ["Words"]),
        ('<meta name="description" content="About us">', ["About us"]),
        ('<meta name="robots" content="noindex">{{ _("None.") }} · 304 <code>word</code>', []),
        ('{{ heading("Nothing here") }}', ["Nothing here"]),
        ('{{ x or "Nothing" }}{{ _("of %(x)s", x="some other") }}', ["Nothing", "some other"]),
        ('{% trans n=x | length %}one{% pluralize %}{{ n }} <b>many</b>{% endtrans %}', []),
        ('<a class="{{ "on top" }}">{{ x.get("slug", "no") }}</a>', ["on top"]),
    ],
)  # fmt: skip
def test_words_in_a_template_are_found_wherever_they_are(source: str, found: list[str]) -> None:
    assert untold(source) == found


def test_what_is_told_to_whoever_asked_is_written_where_it_is_raised(said: Catalog) -> None:
    """A sentence that is put together elsewhere would be in no catalog."""
    calls = [
        (path, node)
        for folder in ("web", "store")
        for path in (ROOT / "feedsvc" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"RequestError", "SearchError"}
    ]
    assert len(calls) > 8
    for path, call in calls:
        assert [type(given) for given in call.args] == [ast.Constant], f"{path.name}:{call.lineno}"
        assert ast.literal_eval(call.args[0]) in said, f"{path.name}:{call.lineno}"


def test_a_refusal_keeps_its_sentence_and_what_that_speaks_of_apart() -> None:
    refused = RequestError("The parameter %(name)s must be a name.", name="100%")
    assert str(refused) == "The parameter 100% must be a name."
    assert (refused.sentence, refused.values) == ("The parameter %(name)s must be a name.", {"name": "100%"})


def test_catalogs_are_installed_with_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    installed = project["tool"]["setuptools"]["package-data"]["feedsvc"]
    assert any(catalogs.file_of("de") in (ROOT / "feedsvc").glob(pattern) for pattern in installed)


# The sentences of the stylesheet.


def test_a_feed_in_a_browser_speaks_the_language_too() -> None:
    stylesheet = (ROOT / "feedsvc/web/static/feed.css").read_bytes()
    german = worded(stylesheet, words("de").translations.gettext).decode()
    assert 'content: "Dies ist ein Feed.' in german and "This is a feed" not in german
    assert worded(stylesheet, words("en").translations.gettext) == stylesheet


def test_no_translation_ends_its_string() -> None:
    assert worded(b'a { content: "Hello"; }', lambda _: 'a "b" \\ c') == b'a { content: "a \\"b\\" \\\\ c"; }'
    assert worded(b'a { content: "\xc2\xb7"; }', lambda _: "?") == b'a { content: "\xc2\xb7"; }'


# How a catalog is brought up to date.


def catalog(**said: str) -> Catalog:
    made = Catalog(locale="de", fuzzy=False)
    for message, string in said.items():
        made.add(message.replace("_", " "), string)
    return made


def test_what_is_no_longer_said_is_kept_until_a_person_takes_it_out() -> None:
    updated = harvest.updated(catalog(Search="Suche", Elephants="Elefanten"), catalog(Search=""))
    assert harvest.state(updated) == harvest.State((), (), ("Elephants",))
    assert b'#~ msgstr "Elefanten"' in harvest.written(updated, "de")


def test_what_is_said_in_other_words_is_proposed_and_not_used() -> None:
    known = catalog(All_topics_of_this_site="Alle Themen dieser Seite")
    updated = harvest.updated(known, catalog(All_the_topics_of_this_site=""))
    assert harvest.state(updated).fuzzy == ("All the topics of this site",)
    assert updated["All the topics of this site"].string == "Alle Themen dieser Seite"
    assert catalogs.compiled(updated).gettext("All the topics of this site") == "All the topics of this site"


def test_what_is_new_is_to_be_translated() -> None:
    updated = harvest.updated(catalog(Search="Suche"), catalog(Search="", Penguins=""))
    assert harvest.state(updated) == harvest.State(("Penguins",), (), ())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_same_messages_make_the_same_file(
    said: Catalog, tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = harvest.written(harvest.updated(harvest.opened(tag), said), tag)
    (tmp_path / f"{tag}.po").write_bytes(once)
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    assert harvest.written(harvest.updated(harvest.opened(tag), said), tag) == once


def test_a_new_language_begins_with_every_message_and_its_own_plurals(said: Catalog) -> None:
    begun = harvest.updated(harvest.opened("pl"), said)
    assert len(harvest.state(begun).missing) == len(translated(said))
    assert b"nplurals=3" in harvest.written(begun, "pl")


def test_the_command_begins_a_catalog_and_lists_what_is_to_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    begun = CliRunner().invoke(main, ["FR"])
    assert begun.exit_code == 0 and "fr.po: to translate: Archive" in begun.output.splitlines()
    (tmp_path / "fr.po").write_text(
        (tmp_path / "fr.po").read_text("utf-8") + '\nmsgid "Gone"\nmsgstr "Parti"\n', "utf-8"
    )
    assert "fr.po: said no more: Gone" in CliRunner().invoke(main).output.splitlines()
    assert '#~ msgstr "Parti"' in (tmp_path / "fr.po").read_text("utf-8")


@pytest.mark.parametrize("tag", ["english", "tlh", "../de"])
def test_the_command_begins_none_of_a_language_that_nobody_knows(tag: str) -> None:
    refused = CliRunner().invoke(main, [tag])
    assert refused.exit_code == 2 and tag in refused.output


# Which words a site gets.


@pytest.mark.parametrize(
    ("tag", "language", "search"),
    [
        ("de", "de", "Suche"),
        ("de-AT", "de-AT", "Suche"),
        ("en", "en", "Search"),
        ("en-US", "en-US", "Search"),
        ("ar", "en", "Search"),
        ("den", "en", "Search"),
        ("x-de", "en", "Search"),
    ],
)
def test_a_region_gets_the_words_of_its_language_and_a_language_without_a_catalog_english(
    tag: str, language: str, search: str
) -> None:
    found = words(tag)
    assert (found.language, found.translations.gettext("Search")) == (language, search)
    assert found.is_english == (search == "Search")
