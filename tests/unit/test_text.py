from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Line, SourceFile
from feedsvc.sources import parse
from feedsvc.sources._chrome import take_out
from feedsvc.sources._head import byline, date_alone, dated_headline, dateline, dates_alone
from feedsvc.sources._paragraphs import paragraphs


def read(text: str, path: str = "harbour.txt", chrome: frozenset[str] = frozenset()) -> Article:
    return parse(SourceFile(path, "text/plain", text.encode(), "0" * 64), chrome)


@pytest.mark.parametrize(
    ("line", "title", "date"),
    [
        ("Harbour Closed - 2002-07-29", "Harbour Closed", "2002-07-29"),
        ("Harbour Closed – July 29, 2002", "Harbour Closed", "July 29, 2002"),
        ("Harbour Closed — Monday, 29 July 2002 14:05 KST", "Harbour Closed", "Monday, 29 July 2002 14:05 KST"),
        ("Harbour Closed | 29.07.2002", "Harbour Closed", "29.07.2002"),
        ("29.07.2002 | Harbour Closed", "Harbour Closed", "29.07.2002"),
        ("2002-07-29: Harbour Closed", "Harbour Closed", "2002-07-29"),
        ("Harbour Closed (2002/07/29)", "Harbour Closed", "2002/07/29"),
        ("[2002/07/29] Harbour Closed", "Harbour Closed", "2002/07/29"),
        ("Harbour Closed - (2002/07/29)", "Harbour Closed", "2002/07/29"),
        ("Harbour Closed - 2002-07-29 14:05 (KST)", "Harbour Closed", "2002-07-29 14:05 (KST)"),
        ("Harbour Closed - 03/04/2002", "Harbour Closed", "03/04/2002"),
        ("Closed Since 2001-01-02 - 29 July 2002", "Closed Since 2001-01-02", "29 July 2002"),
    ],
)
def test_a_headline_carries_its_date_behind_or_before_it(line: str, title: str, date: str) -> None:
    found = dated_headline(line)
    assert found is not None
    assert (found.title, found.date) == (title, date)
    assert found.where == ("behind" if line.startswith(title) else "before")


@pytest.mark.parametrize(
    "line",
    [
        "Harbour Closed", "Harbour Closed on 2002-07-29", "Harbour Closed, 29 July 2002", "2002-07-29", "- 2002-07-29",
        "2002-07-29 |", "(2002-07-29)", "29 July 2002 was the day", "Tides: 22.07.2002 – 29.07.2002",
        "Flight - 2002-29", "Closed (since 29 July 2002)",
    ],
)  # fmt: skip
def test_a_line_without_a_headline_and_a_date_set_apart_is_no_dated_headline(line: str) -> None:
    assert dated_headline(line) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2002-07-29", ("published", "2002-07-29")),
        ("[Monday, July 29, 2002]", ("published", "Monday, July 29, 2002")),
        ("Published: 29 July 2002, 2:05 pm", ("published", "29 July 2002, 2:05 pm")),
        ("Posted on July 29, 2002.", ("published", "July 29, 2002")),
        ("DATE 29.07.2002", ("published", "29.07.2002")),
        ("Last updated at 2002-07-29 14:05 UTC", ("updated", "2002-07-29 14:05 UTC")),
        ("Published: 2002-07-29 14:05 (KST)", ("published", "2002-07-29 14:05 (KST)")),
        ("(Last modified: 29 July 2002)", ("updated", "29 July 2002")),
        ("Last update: 14:05 GMT, 29 July 2002", ("updated", "14:05 GMT, 29 July 2002")),
        ("Aktualisiert am 29.07.2002", ("updated", "29.07.2002")),
        ("Mis à jour le 29 juillet 2002 à 14h05", ("updated", "29 juillet 2002 à 14h05")),
        ("Обновлено: 29 июля 2002 г.", ("updated", "29 июля 2002 г.")),
        ("Veröffentlicht am 29. Juli 2002", ("published", "29. Juli 2002")),
        ("29 July 2002 was a hot day", None),
        ("Released to the owners 2002-07-29", None),
        ("Published: soon", None),
    ],
)
def test_a_line_may_hold_a_date_alone(line: str, found: tuple[str, str] | None) -> None:
    assert date_alone(line) == found


def test_a_line_may_hold_both_dates() -> None:
    article = read("Harbour Closed\n\nPublished: 2002-07-29 | Updated: 2002-07-30 09:00\n\nThe gates are shut.\n")
    assert (article.published, article.updated) == ("2002-07-29", "2002-07-30 09:00")
    assert dates_alone("2002-07-29 | 2002-07-30") == dates_alone("2002-07-29 - Updated: soon") == {}


@pytest.mark.parametrize("label", ["Updated:", "Last updated on", "Last modified", "Update:", "UPDATED"])
@pytest.mark.parametrize("below", ["", "\n\nAll rights reserved.\n\n* * *"])
def test_the_date_of_the_last_change_may_stand_at_the_end(label: str, below: str) -> None:
    article = read(f"Harbour Closed - 2002-07-29\n\nThe gates are shut.\n\n{label} 2002-07-30{below}\n")
    assert (article.published, article.updated) == ("2002-07-29", "2002-07-30")
    assert article.body == f"The gates are shut.{below}"
    assert (article.lines["updated"], article.origins["updated"]) == (5, "the date on a line at the end")


@pytest.mark.parametrize(
    "end",
    ["2002-07-30", "Updated: soon", "The gates were last\nUpdated 2002-07-30", "Updated 2002-07-30 by the master",
     "Updated 2002-07-30\n\nOne.\n\nTwo.\n\nThree."],
)  # fmt: skip
def test_what_only_looks_like_it_at_the_end_is_text(end: str) -> None:
    article = read(f"Harbour Closed - 2002-07-29\n\nThe gates are shut.\n\n{end}\n")
    assert article.updated is None
    assert article.body.replace("\n", " ").endswith(end.replace("\n", " "))


@pytest.mark.parametrize(
    ("line", "names", "date"),
    [
        ("By Mira Halden", ["Mira Halden"], None),
        ("BY MIRA HALDEN", ["MIRA HALDEN"], None),
        ("by: Ole van den Brandt", ["Ole van den Brandt"], None),
        ("By MIRA HALDEN and Ole Brandt", ["MIRA HALDEN", "Ole Brandt"], None),
        ("By Mira Halden, Tor J. Lind & Élise D'Anjou", ["Mira Halden", "Tor J. Lind", "Élise D'Anjou"], None),
        ("By Mira Halden, Staff Writer", ["Mira Halden"], None),
        ("By Mira Halden in Ostmark", ["Mira Halden"], None),
        ("By Mira Halden | 29 July 2002", ["Mira Halden"], "29 July 2002"),
        ("By Northwind News Staff", ["Northwind News Staff"], None),
    ],
)
def test_a_byline_names_people(line: str, names: list[str], date: str | None) -> None:
    assert byline(line) == (tuple(map(Author, names)), date)


@pytest.mark.parametrize(
    "line",
    ["By", "By Friday", "By Friday the gates were shut", "By and large, all is well.", "Bygone Days", "By 2010 X"],
)
def test_what_only_begins_like_a_byline_is_none(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    ("paragraph", "path", "date"),
    [
        ("OSTMARK, July 29, 2002 (Northwind) — The gates", "a.txt", "July 29, 2002"),
        ("Ostmark, 29 July 2002 (Northwind) -- The gates", "a.txt", "29 July 2002"),
        ("NEW OSTMARK, Westland, July 29 (Northwind) – The gates", "2002/a.txt", "July 29, 2002"),
        ("OSTMARK, July 29 — The gates", "news/2002/07/a.txt", "July 29, 2002"),
        ("OSTMARK, 29 July - The gates", "2002-07-30-a.txt", "29 July, 2002"),
        ("OSTMARK, July 29 — The gates", "a.txt", None),
        ("OSTMARK, Dec. 31 — The gates", "2003/01/a.txt", None),
        ("OSTMARK, Feb. 30 — The gates", "2003/02/a.txt", None),
        ("OSTMARK (Northwind) — The gates", "2002/a.txt", None),
        ("The storm of July 29, 2002 – the worst – broke", "2002/a.txt", None),
        ("OSTMARK, July 29, 2002. The gates are shut", "2002/a.txt", None),
    ],
)
def test_a_dateline_gives_a_date_where_the_year_is_known(paragraph: str, path: str, date: str | None) -> None:
    found = dateline(paragraph, path)
    assert (found and found.written) == date
    assert found is None or ("folder" in found.origin) is (found.written not in paragraph)


def test_the_lines_of_all_findings_are_kept() -> None:
    """S5: a later complaint about a date can name its line."""
    article = read("Print\n\nHarbour Closed\n\nBy Mira Halden\n2002-07-29\n\nThe gates are shut.\n")
    assert article == Article(
        body="The gates are shut.",
        title="Harbour Closed",
        published="2002-07-29",
        authors=(Author("Mira Halden"),),
        dropped=(Line(1, "Print"),),
        lines={"title": 3, "authors": 5, "published": 6},
        origins={
            "encoding": "UTF-8",
            "title": "the first line, which stands by itself",
            "authors": "the byline",
            "published": "the date on a line of its own",
        },
    )


def test_every_line_that_is_left_out_says_why() -> None:
    article = read("Ostmark Daily\n\nHome\n\n2026-11-22\n\nWorld\n\n* * *\n\nHarbour Closed - 2002-07-29\n\nText.\n")
    assert [(line.number, line.why) for line in article.dropped] == [
        (1, "stands above the headline with the date"),
        (3, "is found around the articles of many sites"),
        (5, "is a date of the page's own: the headline has one"),
        (7, "stands above the headline with the date"),
        (9, "holds no letter and no digit"),
    ]
    configured = read("A Headline\n\nPROMO\n\nText.", chrome=frozenset({"Promo"}))
    assert [line.why for line in configured.dropped] == ["equals a line of articles.chrome"]


def test_configured_chrome_goes_wherever_a_whole_line_equals_it() -> None:
    rows = ["Ostmark  DAILY", "the Ostmark Daily said", "", "  ostmark\tdaily"]
    assert take_out(rows, frozenset({"Ostmark Daily"}), first=5) == [
        Line(5, "Ostmark  DAILY"),
        Line(8, "ostmark\tdaily"),
    ]
    assert rows == ["", "the Ostmark Daily said", "", ""]


def test_a_headline_of_any_length_is_passed_on() -> None:
    title = "Harbour " * 1250 + "Closed"
    assert read(f"{title} - 2002-07-29\n\nThe gates are shut.\n").title == title


def test_wrapped_lines_are_joined_and_whole_ones_are_not() -> None:
    wide = (
        "The harbour of Ostmark will be closed to large ships for three weeks, its master said on Monday in a letter to"
    )
    assert paragraphs(["one", "", "two"]) == ["one", "two"]
    assert paragraphs(["The gates of the harbour", "are shut."]) == ["The gates of the harbour are shut."]
    assert paragraphs(["The gates are shut.", "Ferries sail."]) == ["The gates are shut.", "Ferries sail."]
    assert paragraphs([f"{wide} the owners", f"{wide} all"]) == [f"{wide} the owners", f"{wide} all"]


SENTENCES = st.lists(
    st.sampled_from(["the gates", "are shut", "By", "Share", "2002-07-29", "-", "–", "July 29,", "3", "(", ")"]),
    min_size=1,
).map(" ".join)


@given(st.lists(SENTENCES.map(lambda words: f"Then {words}."), min_size=1, max_size=6))
def test_no_line_of_the_text_below_a_dated_headline_is_lost(sentences: list[str]) -> None:
    article = read("\n\n".join(["Home", "Harbour Closed - 2002-07-29", *sentences]))
    assert article.body == "\n\n".join(sentences)
    assert article.dropped == (Line(1, "Home"),)


LINES = st.sampled_from(
    ["", "Print", "Harbour Closed", "Harbour Closed - 2002-07-29", "By Mira Halden", "29 July 2002",
     "Updated 2002-07-30", "The gates of the harbour are shut to all ships from now on, as its", "master said.",
     "OSTMARK, July 29, 2002 - He",
     "- a list", "   An indent", "* * *", "(2002/07/28) Ships", "\u200b", "\tİ\ud7ff"]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=16))
def test_every_word_of_a_file_comes_out_somewhere(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        article = read(text)
    except Rejected:
        assert set(lines) <= {"", "Print", "* * *", "By Mira Halden", "29 July 2002", "Updated 2002-07-30", "\u200b"}
        return
    found = [article.body, article.title or "", article.published or "", article.updated or "", "By", "Updated"]
    found += [author.name for author in article.authors] + [line.text for line in article.dropped]
    assert set(re.findall(r"\w+", text)) <= set(re.findall(r"\w+", " ".join(found)))


@pytest.mark.parametrize(
    "text", ["a\n" * 200_000, "2002 " * 100_000, "word " * 13 + "\n" * 300_000, "- \n" * 100_000, "By " * 100_000]
)
def test_no_text_costs_more_than_a_moment(text: str) -> None:
    began = time.process_time()
    assert read(text).body is not None
    assert time.process_time() - began < 10  # what is quadratic takes minutes; a busy machine is no failure
