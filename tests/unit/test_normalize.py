"""What an article becomes: each field of the entry, and what is refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feedsvc.errors import Rejected
from feedsvc.model import Article, Attachment, Author, Enclosure, Entry, Identity, Site, SourceFile, State
from feedsvc.normalize import normalize

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
SITE = Site(
    title="Straits Wire",
    description="News from the straits.",
    base_url="https://news.example.org",
    authority="example.org,2026",
    language="en",
    timezone=ZoneInfo("Asia/Seoul"),
    author=Author("Straits Wire", "desk@example.org"),
)
PATH = "asia/talks.txt"


def source(path: str = PATH, media_type: str = "text/plain", data: bytes = b"one") -> SourceFile:
    return SourceFile(path, media_type, data, hashlib.sha256(data).hexdigest())


def entry(body: str = "Ministers met.", *, file: SourceFile | None = None, site: Site = SITE, **given: Any) -> Entry:
    """The entry of a new article with a title and a date, unless `given` says otherwise."""
    article = Article(**{"body": body, "title": "Talks", "published": "2026-02-01T00:00:00Z"} | given)
    return normalize(article, file or source(), None, site, NOW)


def identity(entry: Entry, file: SourceFile, state: State = State.PUBLISHED) -> Identity:
    return Identity(entry.id, entry.slug, entry.path, file.sha256, entry.digest, entry.received, entry.updated, state)


def rejection(body: str = "Ministers met.", **given: Any) -> Rejected:
    with pytest.raises(Rejected) as caught:
        entry(body, **given)
    return caught.value


# id and slug


def test_the_id_is_a_tag_uri_of_authority_and_path() -> None:
    assert entry().id == "tag:example.org,2026:articles/asia/talks.txt"


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("HTTPS://Example.ORG/Talks?a=%c3%a9", "https://example.org/Talks?a=%C3%A9"),
        ("tag:example.org,2020:talks", "tag:example.org,2020:talks"),
        ("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("talks-17", "tag:example.org,2026:talks-17"),
        (" talks in Seoul ", "tag:example.org,2026:talks%20in%20Seoul"),
        ("cafe\u0301", "tag:example.org,2026:caf%C3%A9"),
        ("C:\\talks", "tag:example.org,2026:C:%5Ctalks"),
        ("https:", "tag:example.org,2026:https:"),
    ],
)
def test_the_authors_id_is_kept_and_made_an_iri_where_it_is_none(written: str, id: str) -> None:
    """A3, X7."""
    assert entry(id=written).id == id


def test_an_id_too_long_for_a_store_is_rejected() -> None:
    rejected = rejection(id="x" * 3000, lines={"id": 2})
    assert (rejected.problem, rejected.line) == ("id: 3,021 bytes, of 2,000 allowed", 2)


def test_the_known_id_and_slug_outlive_a_rename() -> None:
    """S4."""
    first = entry()
    moved = normalize(Article("Ministers met.", title="Talks"), source("x/y.txt"), identity(first, source()), SITE, NOW)
    assert (moved.id, moved.slug, moved.path) == (first.id, first.slug, "x/y.txt")


def test_the_authors_own_id_and_slug_outrank_the_known_ones() -> None:
    first = entry()
    article = Article("Ministers met.", title="Talks", id="talks-17", slug="Talks in Séoul")
    again = normalize(article, source(), identity(first, source()), SITE, NOW)
    assert (again.id, again.slug) == ("tag:example.org,2026:talks-17", "talks-in-seoul")


def test_a_short_id_keeps_the_authority_under_which_it_was_first_made() -> None:
    """A3."""
    first = entry(id="talks-17")
    moved = replace(SITE, authority="example.net,2027")
    article = Article("Ministers parted.", title="Talks", id="talks-17")
    assert normalize(article, source(data=b"two"), identity(first, source()), moved, NOW).id == first.id
    assert normalize(article, source(data=b"two"), None, moved, NOW).id == "tag:example.net,2027:talks-17"


def test_a_slug_of_marks_alone_is_rejected() -> None:
    assert rejection(slug="?!", lines={"slug": 4}).line == 4


# title, summary, content


def test_markup_in_a_title_is_text() -> None:
    """R10."""
    assert entry(title=" a < b \n <b>AT&T</b> ").title == "a < b <b>AT&T</b>"


def test_a_missing_title_is_the_first_words() -> None:
    made = entry(
        "The ministers of both countries met in the old town hall for the first time since the war ended.", title=None
    )
    assert made.title == "The ministers of both countries met in the old town hall for the first time…"
    assert made.notes == ("The title is the first words: the article has none.",)


def test_a_title_without_words_to_make_it_of_is_the_files_name() -> None:
    assert entry('<img src="/a.png">', body_type="text/html", title=" ", file=source("a/harbour-at-dusk.md")).title == (
        "harbour-at-dusk"
    )


def test_a_title_of_ten_thousand_characters_is_rejected() -> None:
    rejected = rejection(title="x" * 10_000, lines={"title": 3})
    assert (rejected.problem, rejected.line) == ("title: 10,000 characters, of 1,000 allowed", 3)


def test_plain_text_becomes_escaped_paragraphs() -> None:
    """X6."""
    body = "One & <b>two</b>\nhttps://x.example\n \n\nThree ]]>\n"
    made = entry(body)
    assert made.content == "<p>One &amp; &lt;b&gt;two&lt;/b&gt;\nhttps://x.example</p>\n<p>Three ]]&gt;</p>"
    assert made.summary == "One & <b>two</b> https://x.example"


def test_html_is_sanitized_and_seen_from_the_permalink() -> None:
    """S1, R9."""
    made = entry("<p></p><p>a <a href='#n' onclick=f()>b</a></p><script>c</script>", body_type="text/html", slug="t")
    assert made.content == '<p></p><p>a <a href="https://news.example.org/entries/t#n">b</a></p>'
    assert made.summary == "a b"


def test_html_is_seen_from_the_articles_own_link() -> None:
    made = entry("<img src=b.png>", body_type="text/html", link="https://x.example/a/")
    assert made.content == '<img src="https://x.example/a/b.png">'


def test_the_authors_summary_outranks_the_first_paragraph() -> None:
    assert entry(summary="In\nshort: a < b").summary == "In short: a < b"
    assert entry(summary="<p>In <b>short</b> &amp; plain</p>").summary == "In short & plain"


def test_a_long_summary_ends_between_words() -> None:
    made = entry("word " * 200)
    assert made.summary == "word " * 99 + "word…"


def test_text_without_spaces_is_cut_without_parting_a_joined_emoji() -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"
    made = entry(family * 100)
    assert made.summary == family * 71 + "…"
    assert entry("北" * 600).summary == "北" * 499 + "…"


def test_an_article_without_text_shows_its_summary_or_title() -> None:
    """R8, A9: no entry is empty."""
    assert entry("", summary="In short").content == "<p>In short</p>"
    titled = entry("<p> </p><!-- -->", body_type="text/html", title="A & B")
    assert (titled.content, titled.summary) == ("<p>A &amp; B</p>", "A & B")


def test_an_article_that_says_nothing_is_rejected() -> None:
    assert rejection(" \n", title=" ").problem == "the file has no title, no summary and no text"


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown"])
def test_html_nested_too_deep_is_rejected_with_the_files_line(media_type: str) -> None:
    body = "<p>fine</p>\n" + "<div>\n" * 300
    file = source(media_type=media_type, data=f"---\ntitle: x\n---\n{body}".encode())
    assert rejection(body, body_type="text/html", file=file).line == 4 + 257


# language, people, links, subjects


@pytest.mark.parametrize(
    ("written", "tag"),
    [("EN-gb", "en-GB"), ("pt_BR", "pt-BR"), ("ZH-hANT-tw", "zh-Hant-TW"), ("de-1996", "de-1996"), ("x-AB", "x-ab")],
)
def test_a_language_tag_gets_its_customary_case(written: str, tag: str) -> None:
    """R12."""
    made = entry(language=written)
    assert (made.language, made.notes) == (tag, ())


def test_what_is_no_language_tag_is_noted_and_the_sites_is_taken() -> None:
    made = entry(language="English, mostly")
    assert made.language == "en"
    assert made.notes == ("'English, mostly' is no language tag such as en-GB: the site's, en, was taken.",)


def test_without_authors_the_site_is_the_author() -> None:
    """A2."""
    assert entry().authors == (SITE.author,)


def test_an_email_or_address_that_is_none_is_left_out_and_noted() -> None:
    """A2, R11."""
    made = entry(
        authors=(Author(" Ada \n Park ", "ada at example", "javascript:x"), Author("Bo", "bo@example.org", "/bo"))
    )
    assert made.authors == (Author("Ada Park"), Author("Bo", "bo@example.org", "https://news.example.org/bo"))
    assert len(made.notes) == 2


def test_an_author_without_a_name_is_known_by_the_email() -> None:
    assert entry(authors=(Author("", "bo@example.org"), Author(" "))).authors == (
        Author("bo@example.org", "bo@example.org"),
    )


def test_the_link_is_the_permalink_unless_the_article_has_its_own() -> None:
    """R2."""
    assert entry(slug="talks").link == "https://news.example.org/entries/talks"
    assert entry(link="/talks in séoul").link == "https://news.example.org/talks%20in%20s%C3%A9oul"
    assert entry(link="https://bücher.example/a").link == "https://xn--bcher-kva.example/a"


@pytest.mark.parametrize("field", ["link", "image"])
@pytest.mark.parametrize("written", ["javascript:alert(1)", "mailto:a@example.org", "https://[bad", "https:page"])
def test_what_is_no_web_address_is_rejected(field: str, written: str) -> None:
    rejected = rejection(**{field: written, "lines": {field: 5}})
    assert (rejected.problem, rejected.line) == (f"{field}: {written!r} is no web address", 5)


@pytest.mark.parametrize(
    ("played", "enclosure"),
    [
        ('<audio controls src="/a.mp3?x=1&amp;y=2"></audio>', ("https://news.example.org/a.mp3?x=1&y=2", "audio/mpeg")),
        ('<video><source src="b.webm"><source src="b.mp4"></video>', ("https://news.example.org/b.webm", "video/webm")),
        ('<audio><source src="/c" type="audio/ogg; codecs=opus"></audio>', ("https://news.example.org/c", "audio/ogg")),
        ('<video src="/d" poster="/d.png">No video</video>', ("https://news.example.org/d", "video/mp4")),
        ('<audio></audio><audio src="/e.oga"></audio>', ("https://news.example.org/e.oga", "audio/ogg")),
    ],
)
def test_the_first_recording_that_the_text_plays_is_an_enclosure(played: str, enclosure: tuple[str, str]) -> None:
    made = entry(f'<p>Hear:</p>{played}<audio src="/later.mp3"></audio>', body_type="text/html", link="/talks.html")
    assert [(each.href, each.type, each.length) for each in made.enclosures] == [(*enclosure, 0)]


def test_what_is_known_of_a_recording_beside_the_article_comes_along() -> None:
    measured = Enclosure("attachment:talk.mp3", "audio/mpeg", 4096, duration=61)
    picture = Enclosure("attachment:gate.png", "image/png", 9)
    made = entry(
        '<audio src="attachment:talk.mp3"></audio>',
        body_type="text/html",
        slug="talks",
        media=(measured, picture),
        attachments=(Attachment("talk.mp3", "asia/talk.mp3"), Attachment("gate.png", "asia/gate.png")),
    )
    at = "https://news.example.org/entries/talks"
    assert made.enclosures == (replace(measured, href=f"{at}/talk.mp3"),)
    assert made.media == (replace(picture, href=f"{at}/gate.png"),)


def test_a_recording_that_is_not_there_is_not_enclosed_and_told_of() -> None:
    gone = tuple(Attachment(f"{name}.mp3", f"{name}.mp3") for name in "abcde")
    body = '<audio src="attachment:a.mp3#t=9"></audio><audio src="https://example.org/far.mp3"></audio>'
    made = entry(body, body_type="text/html", attachments=gone, missing=gone)
    assert [each.href for each in made.enclosures] == ["https://example.org/far.mp3"]
    assert [note for note in made.notes if "beside" in note] == [
        "The article names files that do not lie beside it, and are not enclosed: 'a.mp3', 'b.mp3', 'c.mp3' and 2 more."
    ]


def test_a_recording_that_the_author_encloses_goes_before_one_that_the_text_plays() -> None:
    own = Enclosure("https://example.org/own.mp3", "audio/mpeg", 5)
    made = entry('<audio src="/other.mp3"></audio>', body_type="text/html", enclosures=(own,))
    assert made.enclosures == (own,)
    paper = Enclosure("https://example.org/own.pdf", "application/pdf", 5)
    made = entry('<audio src="/other.mp3"></audio>', body_type="text/html", enclosures=(paper,))
    assert [each.type for each in made.enclosures] == ["application/pdf", "audio/mpeg"]


def test_enclosures_are_absolute_typed_and_single() -> None:
    """A7, R15."""
    made = entry(
        enclosures=(
            Enclosure("/a.MP3", "", -5),
            Enclosure("https://news.example.org/a.MP3", "audio/x"),
            Enclosure("/b.weird", "not a type", 7),
            Enclosure("/c", "Audio/OGG", 8),
            Enclosure(" ", ""),
        )
    )
    assert made.enclosures == (
        Enclosure("https://news.example.org/a.MP3", "audio/mpeg", 0),
        Enclosure("https://news.example.org/b.weird", "application/octet-stream", 7),
        Enclosure("https://news.example.org/c", "audio/ogg", 8),
    )


def test_subjects_are_each_once_and_in_order() -> None:
    assert entry(topics=("North  Korea", "", "Talks", "NORTH KOREA", " ")).subjects == ("North Korea", "Talks")


# moments


def test_a_date_is_understood_in_the_sites_time_zone() -> None:
    assert entry(published="2002-07-29").published == datetime(2002, 7, 28, 15, tzinfo=UTC)


def test_a_date_that_cannot_be_read_is_rejected_with_its_line() -> None:
    rejected = rejection(published="2024-13-45", lines={"published": 3})
    assert rejected.problem == 'published: month 13 does not exist in "2024-13-45"'
    assert rejected.line == 3


def test_an_ambiguous_date_leaves_a_note() -> None:
    made = entry(published="03/04/2002")
    assert made.published == datetime(2002, 4, 2, 15, tzinfo=UTC)
    assert len(made.notes) == 1
    assert "day first" in made.notes[0]


@pytest.mark.parametrize(
    "path", ["2002-07-29-talks.md", "asia/2002-07-29.txt", "2002/07/29/talks.txt", "a/2002/07/29/x"]
)
def test_without_a_date_the_files_path_gives_it(path: str) -> None:
    assert entry(published=None, file=source(path)).published == datetime(2002, 7, 28, 15, tzinfo=UTC)


@pytest.mark.parametrize("path", ["2002-13-45-talks.md", "12002-07-29.txt", "2002-07-299.txt", "2002-07-29/talks.txt"])
def test_digits_that_only_look_like_a_date_are_none(path: str) -> None:
    assert entry(published=None, file=source(path)).published == NOW


def test_an_article_with_no_date_but_that_of_its_last_change_is_published_then() -> None:
    changed = entry(published=None, updated="2026-02-03T10:00:00Z")
    assert changed.published == changed.updated == datetime(2026, 2, 3, 10, tzinfo=UTC)
    assert changed.notes == ("published is the date of the last change: the article has no other.",)
    assert entry(published=None, updated="2026-05-01T00:00:00Z").published == NOW


def test_months_and_days_of_one_digit_in_a_path_are_a_date() -> None:
    found = entry(published=None, file=source("_posts/2024-3-4-odd.md"))
    assert found.published.astimezone(SITE.timezone).date().isoformat() == "2024-03-04"


def test_without_any_date_it_is_the_time_first_received_for_good() -> None:
    first = normalize(Article("a", title="b"), source(), None, SITE, NOW.replace(microsecond=5))
    later = normalize(
        Article("c", title="b"), source(data=b"2"), identity(first, source()), SITE, NOW + timedelta(days=9)
    )
    assert first.published == later.published == first.received == later.received == NOW


@pytest.mark.parametrize(
    "written", ["1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01T09:00:00", "0001-01-01T00:00:00Z"]
)
def test_what_stands_for_no_date_is_none_and_the_next_source_is_taken(written: str) -> None:
    note = f"published: {written} is what programs write that have no date: it was left out."
    made = entry(published=written, file=source("2026-02-14-talks.txt"))
    assert made.published == datetime(2026, 2, 13, 15, tzinfo=UTC)
    assert made.notes[0] == note
    assert entry(published=written).published == NOW
    assert entry(published=written, file=source("1970-01-01-talks.txt")).published == NOW
    assert entry(updated=written, embargo=written, expires=written).updated == datetime(2026, 2, 1, tzinfo=UTC)


FUTURE = {"published": "2026-04-01T08:00:00Z"}
EAGER = replace(SITE, waits=False)


def test_a_date_still_to_come_waits_for_nobody_where_the_site_says_so() -> None:
    """R5: and no feed says that it was published in the future."""
    made = entry(site=EAGER, **FUTURE)
    assert (made.published, made.updated, made.embargo) == (NOW, NOW, None)
    assert made.notes == (
        "published is the time at which the file was first received: its own date, 2026-04-01 08:00:00 UTC, was still "
        'to come, and articles.future is "publish".',
    )
    assert entry(site=EAGER).notes == ()


def test_what_went_out_at_once_keeps_its_date_when_its_own_has_come() -> None:
    file, article = source(), Article("Ministers met.", title="Talks", **FUTURE)
    first = normalize(article, file, None, EAGER, NOW)
    later = normalize(article, file, identity(first, file), EAGER, NOW + timedelta(days=60))
    assert later == first


def test_an_embargo_holds_though_dates_do_not() -> None:
    made = entry(site=EAGER, embargo="2026-05-01T00:00:00Z", **FUTURE)
    assert made.embargo == made.published == datetime(2026, 5, 1, tzinfo=UTC)


def test_the_later_of_date_and_embargo_is_the_publication() -> None:
    """R5."""
    made = entry(published="2026-02-01", embargo="2026-04-01T08:00:00Z")
    assert made.published == made.embargo == made.updated == datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert entry(published="2026-02-01", embargo="2026-01-01").embargo is None


def test_a_date_in_the_future_is_an_embargo() -> None:
    """R5."""
    made = entry(published="2026-03-01T12:00:01Z")
    assert made.embargo == made.published == NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, PATH),
        ({"published": None, "embargo": "2026-01-31T00:00:00Z"}, PATH),
        ({"published": None}, "asia/2026-02-01-talks.txt"),
    ],
)
def test_an_entry_that_its_authors_dates_let_nobody_see_is_rejected(given: dict[str, Any], path: str) -> None:
    rejected = rejection(expires="2026-01-31T00:00:00Z", lines={"expires": 6}, file=source(path), **given)
    assert rejected.line == 6
    assert "is not after the publication" in rejected.problem


def test_an_entry_whose_author_gave_no_date_has_expired_rather_than_gone_wrong() -> None:
    expired = datetime(2020, 1, 1, tzinfo=UTC)
    assert entry(published=None, expires="2020-01-01T00:00:00Z").expires == expired
    assert entry(published=None, embargo="2019-01-01", expires="2020-01-01T00:00:00Z").expires == expired
    assert entry(published="2019-01-01", expires="2020-01-01T00:00:00Z").expires == expired


def test_what_was_decided_of_a_date_is_noted_once() -> None:
    notes = entry(published="03/04/2025", expires="2027-01-01").notes
    assert len(notes) == len(set(notes)) > 0


@pytest.mark.parametrize(
    ("written", "updated"),
    [
        (None, "2026-02-01T00:00:00Z"),
        ("2026-02-03T00:00:00Z", "2026-02-03T00:00:00Z"),
        ("2026-01-03T00:00:00Z", "2026-02-01T00:00:00Z"),
        ("2031-01-03T00:00:00Z", "2026-03-01T12:00:00Z"),
    ],
)
def test_updated_lies_between_publication_and_now(written: str | None, updated: str) -> None:
    """A4."""
    assert entry(updated=written).updated == datetime.fromisoformat(updated)


# what a change is


def edited(
    body: str = "Ministers parted.", days: int = 1, state: State = State.PUBLISHED, **given: Any
) -> tuple[Entry, Entry]:
    """An entry, and what it becomes when its file has other bytes, so many days later."""
    first = entry()
    article = Article(**{"body": body, "title": "Talks", "published": "2026-02-01T00:00:00Z"} | given)
    known = identity(first, source(), state)
    return first, normalize(article, source(data=b"two"), known, SITE, NOW + timedelta(days=days))


def test_updated_moves_when_the_content_does() -> None:
    """A4."""
    first, second = edited()
    assert second.digest != first.digest
    assert second.updated == NOW + timedelta(days=1)


def test_updated_never_goes_back_even_if_the_clock_does() -> None:
    """A4."""
    first, second = edited(days=-90)
    assert second.updated == first.updated + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("written", "updated"), [("2026-02-20", datetime(2026, 2, 19, 15, tzinfo=UTC)), ("2025-12-01", NOW)]
)
def test_the_authors_updated_counts_where_it_moves_on(written: str, updated: datetime) -> None:
    assert edited(days=0, updated=written)[1].updated == updated


def test_a_topic_more_is_no_change() -> None:
    """S4."""
    first, second = edited("Ministers met.", topics=("asia",), expires="2027-01-01")
    assert (second.digest, second.updated) == (first.digest, first.updated)
    assert second.subjects == ("asia",)


@pytest.mark.parametrize(
    "given",
    [
        {"title": "Talks end"},
        {"summary": "In short"},
        {"link": "https://x.example/"},
        {"language": "fr"},
        {"authors": (Author("Ada"),)},
        {"image": "/a.png"},
        {"enclosures": (Enclosure("/a.mp3", ""),)},
        {"published": "2026-02-02T00:00:00Z"},
    ],
    ids=str,
)
def test_what_readers_see_is_a_change(given: dict[str, Any]) -> None:
    first, second = edited("Ministers met.", **given)
    assert second.digest != first.digest
    assert second.updated > first.updated


def test_the_same_bytes_read_under_other_settings_are_no_change() -> None:
    first = entry()
    article = Article("Ministers met.", title="Talks", published="2026-02-01T00:00:00Z")
    site = replace(SITE, language="fr")
    again = normalize(article, source(), identity(first, source()), site, NOW + timedelta(days=1))
    assert again.digest != first.digest
    assert again.updated == first.updated


def test_an_edit_that_nobody_could_see_moves_nothing() -> None:
    first, second = edited(state=State.HELD)
    assert second.updated == second.published == first.published


def test_a_site_that_moves_to_https_changes_nothing() -> None:
    """A3, S4: links of its own that authors wrote out are the site's too."""
    body = '<p>a <a href="/b">b</a> <img srcset="c.png 2x"> <a href="http://news.example.org/d">d</a></p>'
    before = entry(body, body_type="text/html", image="/i.png", site=replace(SITE, base_url="http://news.example.org"))
    after = normalize(
        Article(body, "text/html", title="Talks", published="2026-02-01T00:00:00Z", image="/i.png"),
        source(data=b"two"),
        identity(before, source()),
        SITE,
        NOW + timedelta(days=1),
    )
    assert after.content != before.content
    assert (after.id, after.slug, after.digest, after.updated) == (
        before.id,
        before.slug,
        before.digest,
        before.updated,
    )


def test_who_stands_in_for_an_author_that_is_not_named_is_no_news() -> None:
    """S4: the site's author is named after its title, and a new title changes no entry."""
    renamed = replace(SITE, title="Another name", author=Author("Another name"))
    assert entry().digest == entry(site=renamed).digest
    assert entry(authors=(Author("Ada"),)).digest != entry(authors=(Author("Bo"),)).digest
