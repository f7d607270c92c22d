from __future__ import annotations

import time

import pytest

from feedsvc.model import Attachment, SourceFile
from feedsvc.sources.references import Index, anywhere, attachment, key, linked, may_refer, settle

PATHS = ["a/storm.md", "storm/index.md", "a/b/Storm.md", "posts/2024-02-28-calm.markdown", "Über den Kai.md"]


@pytest.mark.parametrize(
    ("path", "called"),
    [("a/b.md", "a/b"), ("a/b/index.md", "a/b"), ("a.MDX", "a"), ("a.rst", "a"), ("a/2.0", "a/2.0")],
)
def test_an_article_is_called_by_its_path_without_suffix(path: str, called: str) -> None:
    assert key(path) == called


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("a/storm", "a/storm.md"),
        ("storm", "storm/index.md"),
        ("b/storm", None),
        (anywhere("storm"), "storm/index.md"),
        (anywhere("b/Storm.md"), "a/b/Storm.md"),
        (anywhere("/a/storm/"), "a/storm.md"),
        (anywhere("2024-02-28-calm"), "posts/2024-02-28-calm.markdown"),
        (anywhere("über den kai"), "Über den Kai.md"),
        (anywhere("orm"), None),
        (anywhere(""), None),
    ],
)
def test_a_reference_means_the_nearest_article_of_that_name(reference: str, path: str | None) -> None:
    assert Index(PATHS).find([reference], "c.md").get(reference) == path


@pytest.mark.parametrize(
    ("written", "path", "found"),
    [
        ("gate.jpg", "a/b.md", Attachment("gate.jpg", "a/gate.jpg")),
        ("./gate%20one.jpg", "a/b.md", Attachment("gate one.jpg", "a/gate one.jpg")),
        ("../gate.jpg?x=1#y", "a/b/c.md", Attachment("a/gate.jpg", "a/gate.jpg")),
        ("gate.jpg", "b.md", Attachment("gate.jpg", "gate.jpg")),
        ("{static}/img/gate.jpg", "a/b.md", Attachment("img/gate.jpg", "img/gate.jpg")),
        ("@/img/gate.jpg", "a/b.md", Attachment("img/gate.jpg", "img/gate.jpg")),
        ("**/gate.jpg", "a/b.md", Attachment("gate.jpg", "**/gate.jpg")),
        ("../gate.jpg", "b.md", None),
        ("../../../etc/passwd.txt", "a/b.md", None),
        ("/gate.jpg", "a/b.md", None),
        ("//example.org/gate.jpg", "a/b.md", None),
        ("https://example.org/gate.jpg", "a/b.md", None),
        ("page.html", "a/b.md", None),
        ("other", "a/b.md", None),
        ("..", "a/b.md", None),
        ("", "a/b.md", None),
    ],
)
def test_a_file_in_the_folder_is_told_from_all_else(written: str, path: str, found: Attachment | None) -> None:
    """S6: no path leads out of the article folder."""
    assert attachment(written, path) == found


def test_addresses_are_settled_wherever_html_has_them() -> None:
    content = (
        '<p><a title="x" href="b.md#y">b</a><img alt="" src="i.png"><video src="v.mp4"></video><a href="/c">c</a></p>'
    )
    settled, attachments, references = settle(content, "a/x.md")
    assert settled == (
        '<p><a title="x" href="article:a/b#y">b</a><img alt="" src="attachment:i.png">'
        '<video src="attachment:v.mp4"></video><a href="/c">c</a></p>'
    )
    assert [file.path for file in attachments] == ["a/i.png", "a/v.mp4"]
    assert references == ("a/b", "///c")


def test_what_only_looks_like_an_address_in_text_stays() -> None:
    content = '<p>Write href="b.md" or &lt;a href="b.md"&gt;</p>'
    assert settle(content, "a.md") == (content, (), ())


def test_known_articles_are_linked_and_of_links_to_others_the_text_stays() -> None:
    content = (
        '<a class="x" href="article:a/b#y">one</a> <a href="article:**/c%20d">two</a> <a href="article:">three</a>'
    )
    addresses = {"a/b": "https://example.org/b?x&y", "**/e": "https://example.org/e"}
    assert linked(content, addresses) == '<a class="x" href="https://example.org/b?x&amp;y#y">one</a> two three'


@pytest.mark.parametrize(
    ("data", "may"),
    [
        (b"Plain text.", False),
        (b"[a](b.md)", True),
        (b"[[b]]", True),
        (b"{% post_url x %}", True),
        (b"{{< ref x >}}", True),
    ],
)
def test_an_article_that_refers_to_none_is_told_by_its_bytes(data: bytes, may: bool) -> None:
    assert may_refer(SourceFile("a.md", "text/markdown", data, "")) is may


@pytest.mark.parametrize(
    "content",
    [
        "<a " * 50_000,
        '<a href="' * 20_000,
        '<a href="article:x">' * 10_000,
        "<a x" + " y" * 50_000,
        "<a " + "x=\"'" * 50_000,
        "<a x" + " " * 50_000,
        "<a " + "x" * 90_000,
    ],
)
def test_no_html_costs_more_than_a_moment(content: str) -> None:
    began = time.process_time()
    settled, *_ = settle(content + 'href="', "a.md")
    linked(settled, {})
    assert time.process_time() - began < 10  # what is quadratic takes minutes; a busy machine is no failure


@pytest.mark.parametrize(
    "written",
    [
        """<img src='q.png'> <a href='t.md'>T</a>""",
        """<img src=q.png> <a href=t.md>T</a>""",
        """<IMG SRC = 'q.png'> <A class=x HREF = t.md>T</A>""",
        """<img data-src='no.png' title="src='no.png'" src='q.png'/> <a title='href="no.md"' href='t.md'>T</a>""",
    ],
)
def test_how_an_address_is_quoted_makes_no_difference(written: str) -> None:
    settled, attachments, references = settle(written, "a/x.md")
    assert ([file.path for file in attachments], references) == (["a/q.png"], ("a/t",))
    assert 'src="attachment:q.png"' in settled
    assert linked(settled, {"a/t": "https://example.org/t"}).count('href="https://example.org/t"') == 1


def test_a_video_and_what_it_shows_before_it_plays_are_both_files_beside_the_article() -> None:
    settled, attachments, _ = settle("""<video src="v.mp4" poster='a.png' controls></video>""", "x.md")
    assert settled == '<video src="attachment:v.mp4" poster="attachment:a.png" controls></video>'
    assert [file.path for file in attachments] == ["v.mp4", "a.png"]


def test_a_page_of_the_site_is_linked_however_its_address_is_quoted() -> None:
    content, addresses = "<a href='/blog/second/#y'>one</a>", {"///blog/second/": "https://example.org/b"}
    assert linked(content, addresses) == '<a href="https://example.org/b#y">one</a>'
