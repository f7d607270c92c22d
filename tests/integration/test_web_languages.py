"""Pages in the site's language: German as the proof, Arabic for the other direction, English where nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gazette import PRESSED, SITE, printed, publication
from lxml import html
from werkzeug.test import Client, TestResponse

from feedsvc import web
from feedsvc.pipeline.account import Fate
from feedsvc.rejection import Rejection
from feedsvc.store.base import Store
from feedsvc.store.changes import Track, TrackedFile
from feedsvc.web.serving import Serving
from feedsvc.web.translations import catalogs
from feedsvc.web.why import FATES

LOCAL = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
PAGE = {"Accept": "text/html"}
STORM = datetime(2026, 2, 28, 12, 5, tzinfo=UTC)  # 14:05 in Helsinki


def opened(folder: Path) -> Iterator[Store]:
    store = printed(folder)
    store.apply([publication("storm", "weather", published=STORM, language="en")], PRESSED)
    yield store
    store.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Which nobody writes into."""
    yield from opened(tmp_path_factory.mktemp("languages"))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Store]:
    yield from opened(tmp_path)


@dataclass
class Reading:
    """A reader of the gazette in one language."""

    store: Store
    language: str
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        site = replace(SITE, language=self.language, base_url="http://127.0.0.1:8000")
        self.client = Client(web.create(site, self.store, Serving()))

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, headers=PAGE, environ_overrides=LOCAL)

    def page(self, address: str) -> html.HtmlElement:
        return html.document_fromstring(self.get(address).text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def all_of(page: html.HtmlElement, xpath: str) -> list[str]:
    return [text(element) for element in page.xpath(xpath)]


PAGES = (
    "/", "/topics/ferries", "/entries/storm", "/archive", "/archive/2026/02",
    "/search?q=storm", "/subscribe", "/combine", "/combine/ferries+weather", "/status", "/none",
)  # fmt: skip


# The words.


@pytest.mark.parametrize("language", ["en", "en-US", "de-AT"])
def test_a_page_says_in_which_language_it_is(store: Store, language: str) -> None:
    reading = Reading(store, language)
    for address in PAGES:
        root = reading.page(address)
        assert (root.get("lang"), root.get("dir")) == (language, "ltr"), address


def test_a_german_site_speaks_german(store: Store) -> None:
    reading = Reading(store, "de-AT")
    assert "Suche" in all_of(reading.page("/"), "//header//nav/a")
    assert all_of(reading.page("/"), "//footer//a")[1:] == ["Archiv", "Alle Feeds als OPML"]
    assert all_of(reading.page("/topics/harbour-politics"), "//h1") == ["Harbour politics"]
    assert all_of(reading.page("/search"), "//form[@role='search']//option") == ["Neueste zuerst", "Passendste zuerst"]


def test_no_english_is_left_on_a_german_page(store: Store) -> None:
    """Of what a catalog has in other words: each message in turn is looked for where words stand alone."""
    german = catalogs.words("de").translations
    english = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogs.read(catalogs.file_of("de"))
        if message.id and german.gettext(message.id if isinstance(message.id, str) else message.id[0]) != message.id
    }
    reading = Reading(store, "de")
    for address in PAGES:
        page = reading.page(address)
        for english_part in page.xpath("//*[@lang='en']"):
            english_part.drop_tree()
        said = {" ".join(each.split()) for each in page.xpath("//text() | //@aria-label | //@title | //@placeholder")}
        assert said & english == set(), address


def test_each_entry_keeps_its_own_language(store: Store) -> None:
    reading = Reading(store, "de")
    [article] = reading.page("/entries/storm").xpath("//article")
    assert article.get("lang") == "en"
    [found] = reading.page("/search?q=storm").xpath("//article")
    assert (found.get("lang"), found.xpath(".//time/@lang")) == ("en", ["de"])


def test_dates_are_written_as_the_language_does(store: Store) -> None:
    written = {language: Reading(store, language).page("/search?q=storm") for language in ("en", "en-US", "de", "fr")}
    times = {language: re.sub(r"\s", " ", *all_of(page, "//article//time")) for language, page in written.items()}
    assert times == {
        "en": "28 February 2026, 14:05",
        "en-US": "February 28, 2026, 2:05 PM",
        "de": "28. Februar 2026, 14:05",
        "fr": "28 février 2026, 14:05",
    }


def test_months_are_written_as_the_language_does(store: Store) -> None:
    assert "Februar 2026" in all_of(Reading(store, "de").page("/archive"), "//main//a")
    assert all_of(Reading(store, "de").page("/archive/2026/02"), "//h1") == ["Februar 2026"]


def test_a_feed_in_a_browser_says_what_it_is_in_german(store: Store) -> None:
    """Its stylesheet has another address in each language, since browsers keep it."""
    addresses = set()
    for language, said in (("en", "This is a feed."), ("de", "Dies ist ein Feed.")):
        reading = Reading(store, language)
        [address] = re.findall(r'<\?xml-stylesheet type="text/css" href="([^"]+)"', reading.get("/feeds/all.atom").text)
        assert said in reading.get(address).text
        addresses.add(address)
    assert len(addresses) == 2


# What went wrong.


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/none", 404, "Unter dieser Adresse gibt es nichts."),
        ("/entries/false-alarm", 410, "Was unter dieser Adresse stand, hat der Herausgeber zurückgezogen."),
        ("/feeds/all.atom?limit=x", 400, "Der Parameter limit muss eine ganze Zahl von 1 bis 1000 sein, nicht 'x'."),
    ],
)
def test_an_error_is_told_in_german_on_a_page_and_in_english_to_a_program(
    store: Store, address: str, status: int, sentence: str
) -> None:
    reading = Reading(store, "de")
    page = reading.get(address)
    assert (page.status_code, all_of(html.document_fromstring(page.text), "//h1")) == (status, [sentence])
    told = reading.client.get(address)
    assert (told.status_code, told.mimetype) == (status, "text/plain")
    assert sentence not in told.text and re.match(r"[A-Z][\w ,':]+", told.text)


def test_what_was_asked_stays_text_whatever_it_holds(store: Store) -> None:
    page = Reading(store, "de").get("/feeds/all.atom?limit=%3Cb%3E%25s%25(x)s")
    assert page.status_code == 400
    assert "&lt;b&gt;%s%(x)s" in page.text and "<b>" not in page.text


def test_a_search_that_cannot_be_read_is_refused_in_german_and_explained_in_english(store: Store) -> None:
    """The words of the parser are those of `feedsvc check`: they have no translation, and say so."""
    page = Reading(store, "de").page("/search?q=%28storm")
    [problem] = page.xpath("//*[@id='problem']")
    assert all_of(problem, "./p") == ["Diese Suche ist nicht zu verstehen."]
    [pointed] = problem.xpath("./pre")
    assert (pointed.get("lang"), pointed.get("dir")) == ("en", "ltr")
    assert Reading(store, "en").page("/search?q=%28storm").xpath("//pre/@lang") == []


def test_a_refused_parameter_is_explained_in_german_beside_the_form(store: Store) -> None:
    page = Reading(store, "de").page("/search?q=storm&order=newest")
    assert all_of(page, "//*[@id='problem']/p") == [
        "Der Parameter order muss einer dieser Werte sein: date, relevance – nicht 'newest'."
    ]


# The editors' view.


def test_the_editors_view_is_in_german_and_marks_what_is_not(fresh: Store) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    fresh.apply(
        [Track(TrackedFile("a.txt", 1, 1, 1, rejection=Rejection("a.txt", "no headline", "Write one")))], PRESSED
    )
    fresh.remember("last_scan", (now - timedelta(hours=3)).isoformat())
    fresh.remember("last_scan_took", "1234.5")
    page = Reading(fresh, "de").page("/status")
    assert all_of(page, "//h1") == ["Status"]
    [scan] = page.xpath("//section[@aria-labelledby='scan']")
    assert re.search(r"vor 3 Stunden; Dauer: 20 Minuten", text(scan))
    [rejections] = page.xpath("//section[@aria-labelledby='rejections']")
    assert all_of(rejections, "./*[@lang='en']") == ["no headline", "Write one"]


def test_a_number_has_the_points_of_its_language_also_in_a_drawing(fresh: Store) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    fresh.apply([publication(f"now-{number}", "weather", published=now) for number in range(3)], now)
    page = Reading(fresh, "de").page("/status")
    [drawing] = page.xpath("//*[local-name()='svg'][.//*[@id='entries-title']]")
    assert drawing.get("direction") == "ltr"
    assert re.search(r"^\d+\. \w+ \d{4}: 3 Beiträge$", text(drawing.xpath(".//*[local-name()='g']/*")[0]))


def test_who_may_not_look_is_told_so_in_german(store: Store) -> None:
    site = replace(SITE, language="de")
    page = Client(web.create(site, store)).get("/status", headers=PAGE)
    assert page.status_code == 403 and "Diese Seite ist für die Redaktion." in page.text
    assert page.headers["Cache-Control"] == "no-store" and "noindex" in page.headers["X-Robots-Tag"]


def test_everything_that_can_become_of_a_file_has_a_word() -> None:
    german = catalogs.words("de").translations
    assert set(FATES) == set(Fate)
    assert all(german.gettext(said) != said for said in FATES.values())


# The other direction, and words that there are not.


@pytest.mark.parametrize("language", ["ar", "az-Arab"])
def test_a_page_of_a_language_that_is_written_from_the_right_is_laid_out_so(store: Store, language: str) -> None:
    reading = Reading(store, language)
    for address in PAGES:
        assert reading.page(address).get("dir") == "rtl", address


def test_where_no_catalog_is_the_page_speaks_english_and_marks_what_is_the_publishers(store: Store) -> None:
    page = Reading(store, "ar").page("/")
    assert page.get("lang") == "en"
    assert "Archive" in all_of(page, "//footer//a")
    assert page.xpath("//footer/p[1]/@lang") == ["ar"]
    [result] = Reading(store, "ar").page("/search?q=storm").xpath("//article//time")
    assert result.get("lang") == "ar" and "فبراير" in text(result)


def test_a_date_that_runs_the_other_way_turns_nothing_around_it(store: Store) -> None:
    """UAX 9, section 2.4: between U+2068 and U+2069. Where both run the same way, nothing needs that."""
    told = {
        language: text(Reading(store, language).page("/status").xpath("//figcaption")[0]) for language in ("ar", "de")
    }
    assert re.search(r"\A\u2068[^\u2068]+\u2069 to \u2068[^\u2068]+\u2069: no entries\.\Z", told["ar"])
    assert "\u2068" not in told["de"]


def test_where_the_words_are_the_sites_own_nothing_is_marked(store: Store) -> None:
    assert Reading(store, "de").page("/").xpath("//footer/p[1]/@lang") == []
    assert Reading(store, "tlh").page("/").get("lang") == "en"
