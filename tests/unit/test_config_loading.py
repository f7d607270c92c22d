"""What load makes of a folder, an environment and flags as publishers and platforms have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc import config
from feedsvc.model import Author, Topic


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_articles_of_the_current_folder_are_served(folder: Path) -> None:
    loaded = config.load(None, {}, {})
    assert loaded.path is None
    assert loaded.articles.path == folder / "articles"
    assert loaded.store.url == f"sqlite:///{folder}/var/feedsvc.db"


def test_the_file_of_the_current_folder_is_read_unasked(folder: Path) -> None:
    write(folder / "config.toml", '[site]\ntitle = "The Harbour Gazette"')
    loaded = config.load(None, {}, {})
    assert loaded.site.title == "The Harbour Gazette"
    assert loaded.path == Path("config.toml")
    assert loaded.locate("site.title") == "config.toml line 2"


def test_dates_still_to_come_are_waited_for_unless_the_file_says_otherwise(folder: Path) -> None:
    assert config.load(None, {}, {}).site.waits
    write(folder / "config.toml", '[articles]\nfuture = "publish"\nlearn_chrome = true')
    loaded = config.load(None, {}, {})
    assert (loaded.site.waits, loaded.articles.learn_chrome) == (False, True)


def test_paths_in_the_file_start_from_its_folder(tmp_path: Path) -> None:
    text = '[articles]\npath = "copy"\n[store]\nurl = "sqlite:///kept.db"'
    loaded = config.load(write(tmp_path / "elsewhere" / "config.toml", text), {}, {})
    assert loaded.articles.path == tmp_path / "elsewhere" / "copy"
    assert loaded.store.url == f"sqlite:///{tmp_path}/elsewhere/kept.db"


def test_defaults_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    loaded = config.load(write(tmp_path / "elsewhere" / "config.toml", ""), {}, {})
    assert loaded.articles.path == tmp_path / "elsewhere" / "articles"
    assert loaded.store.url == f"sqlite:///{tmp_path}/elsewhere/var/feedsvc.db"


def test_paths_in_flags_and_variables_start_from_the_current_folder(tmp_path: Path, folder: Path) -> None:
    file = write(tmp_path / "elsewhere" / "config.toml", "")
    loaded = config.load(file, {"articles.path": Path("copy")}, {"FEEDSVC_STORE__URL": "sqlite:///kept.db"})
    assert loaded.articles.path == folder / "copy"
    assert loaded.store.url == f"sqlite:///{folder}/kept.db"


def test_a_platforms_port_opens_the_host_and_warns_of_a_missing_address() -> None:
    loaded = config.load(None, {}, {"PORT": "5000"})
    assert (loaded.server.host, loaded.server.port) == ("0.0.0.0", 5000)
    assert loaded.locate("server.host") == "environment PORT"
    assert any("site.base_url" in warning for warning in loaded.warnings)


def test_our_own_variable_outranks_the_platforms_port() -> None:
    assert config.load(None, {}, {"PORT": "5000", "FEEDSVC_SERVER__PORT": "6000"}).server.port == 6000


def test_a_host_in_the_file_outranks_the_one_that_a_platform_needs(folder: Path) -> None:
    file = write(folder / "config.toml", '[server]\nhost = "127.0.0.1"\nport = 8001')
    server = config.load(file, {}, {"PORT": "5000"}).server
    assert (server.host, server.port) == ("127.0.0.1", 5000)


def test_a_platforms_database_stands_in_for_the_default_alone(folder: Path) -> None:
    platform = {"DATABASE_URL": "postgres://ida:secret@db/news"}
    assert config.load(None, {}, platform).store.url == "postgresql+psycopg://ida:secret@db/news"
    file = write(folder / "config.toml", '[store]\nurl = "sqlite:////kept.db"')
    assert config.load(file, {}, platform).store.url == "sqlite:////kept.db"


def test_a_database_of_another_kind_is_another_programs(folder: Path) -> None:
    assert config.load(None, {}, {"DATABASE_URL": "mysql://db/shop"}).store.url.startswith("sqlite:///")


def test_the_password_of_the_store_is_not_shown() -> None:
    loaded = config.load(None, {"store.url": "postgresql://ida:secret@db/news"}, {})
    assert "secret" not in repr(loaded)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("news.local", "http://news.local:8000"),
    ],
)
def test_the_base_url_defaults_to_where_the_server_listens(host: str, address: str) -> None:
    assert config.load(None, {"server.host": host}, {}).site.base_url == address


def test_an_authority_of_ones_own_silences_the_warning_of_its_want() -> None:
    [warning] = config.load(None, {}, {}).warnings
    assert "site.authority" in warning
    assert config.load(None, {"site.authority": "example.org,2026"}, {}).warnings == ()


def test_a_variable_that_lacks_an_underscore_is_warned_of() -> None:
    environ = {"FEEDSVC_SITE_TITLE": "x", "FEEDSVC_SITE__AUTHORITY": "example.org,2026"}
    [warning] = config.load(None, {}, environ).warnings
    assert "FEEDSVC_SITE__TITLE" in warning


def test_variables_that_kubernetes_sets_for_a_service_of_our_name_are_no_keys() -> None:
    environ = {"FEEDSVC_PORT": "tcp://10.0.0.7:80", "FEEDSVC_SERVICE_HOST": "10.0.0.7"}
    assert config.load(None, {}, environ).server.port == 8000


def test_an_author_who_is_not_named_is_the_site() -> None:
    assert config.load(None, {"site.title": "Northwire"}, {}).site.author == Author("Northwire")


def test_topics_are_plain_values_with_titles_made_of_their_slugs(folder: Path) -> None:
    file = write(folder / "config.toml", '[[topics]]\nslug = "north-korea"\nrule = "Pyongyang"\nparent = "world"')
    assert config.load(file, {}, {}).topics == (Topic("north-korea", "North Korea", "", "Pyongyang", "world"),)


def test_old_slugs_are_told_to_whoever_answers_for_them(folder: Path) -> None:
    file = write(
        folder / "config.toml",
        """\
feeds.retired = ["gossip", "weather-maps"]

[[topics]]
slug = "technology"
aliases = ["tech", "computers"]

[[topics]]
slug = "sport"
aliases = ["sports"]
""",
    )
    loaded = config.load(file, {}, {})
    assert loaded.topics[0].aliases == ("tech", "computers")
    assert loaded.aliases == {"tech": "technology", "computers": "technology", "sports": "sport"}
    assert loaded.retired == {"gossip", "weather-maps"}


def test_a_key_that_is_not_there_has_the_place_of_its_table(folder: Path) -> None:
    file = write(folder / "config.toml", '[[topics]]\nslug = "a"\n\n[[topics]]\nslug = "b"\n')
    assert config.load(file, {}, {}).locate("topics.1.parent") == f"{file} line 4"


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistakes(folder: Path) -> None:
    file = folder / "config.toml"
    file.write_bytes(b'\xef\xbb\xbf[site]\r\ntitle = "x"\r\n')
    loaded = config.load(file, {}, {})
    assert (loaded.site.title, loaded.locate("site.title")) == ("x", f"{file} line 2")


def test_the_configuration_that_comes_along_is_without_mistakes_and_warnings() -> None:
    loaded = config.load(Path(__file__).parents[2] / "config.toml", {}, {})
    assert loaded.warnings == ()
    assert len(loaded.topics) >= 6
