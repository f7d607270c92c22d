"""Dialects of Markdown; what each makes of its marks is in tests/corpus, a folder for each."""

from __future__ import annotations

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.config.shape import ArticlesTable
from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources import parse
from feedsvc.sources.dialects import AUTO, KINDS, Manuscript, told
from feedsvc.sources.dialects.code import Shelter, fenced, spans
from feedsvc.sources.front_matter import Keys


def read(text: str, kind: str, path: str = "note.md", media_type: str = "text/markdown") -> Article:
    return parse(SourceFile(path, media_type, text.encode(), "0" * 64), frozenset(), kind)


def test_the_kinds_of_the_configuration_are_the_dialects_that_there_are() -> None:
    assert get_args(ArticlesTable.model_fields["kind"].annotation) == KINDS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a `b` c", ["`b`"]),
        ("``a ` b`` `c`", ["``a ` b``", "`c`"]),
        ("`a\n\nb`", []),
        ("`a\nb`", ["`a\nb`"]),
        ("```\na\n```\nb", ["```\na\n```"]),
        ("```\na", ["```\na"]),
        ("~~~ go\n```\n~~~~\nb", ["~~~ go\n```\n~~~~"]),
        ("- ```\n  a\n  ```\n", ["```\n  a\n  ```"]),
        ("> ```\n> a\n> ```\n", ["```\n> a\n> ```"]),
        ("``` a ` b\nc\n```", ["``` a ` b\nc\n```"]),
        ("a ~~b~~ c", []),
        ("````\n```\n````", ["````\n```\n````"]),
    ],
)
def test_code_is_found_as_commonmark_has_it(text: str, code: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == code


@given(st.lists(st.sampled_from(["`", "``", "```", "~~~", "\n", "a", " ", "> ", "- "]), max_size=30).map("".join))
def test_what_is_sheltered_comes_back_as_it_was(text: str) -> None:
    shelter = Shelter(text)
    assert shelter.restored(shelter.text) == text
    assert shelter.text.count("\n") == text.count("\n")


@given(st.text("`a\n~", max_size=20))
def test_a_fence_holds_whatever_is_in_it(code: str) -> None:
    text = fenced(code)
    assert list(spans(text)) == [(1, len(text) - 1)]


def test_a_mark_of_our_own_in_a_text_is_no_mark() -> None:
    body = read("A note with a\x020\x03\x04b in it, and some `kept` code.", "obsidian").body
    assert "kept" not in body.split("<code>")[0]


@pytest.mark.parametrize(
    ("path", "text", "is_told"),
    [
        ("a.md", "Plain text.", False),
        ("a.md", "A template's {{ braces }} and {% signs %}.", False),
        ("a.md", "In bash, [[ -f x ]] and a [[1]](#link).", False),
        ("a.md", "100%% #sure", False),
        ("_posts/a.md", "Plain text.", True),
        ("a.md", "{% highlight c %}", True),
        ("a.md", "{{ site.url }}", True),
        ("a.md", "{{< x >}}", True),
        ("a.md", "{{ x(y=1) }}", True),
        ("a.md", "[[Note]]", True),
        ("a.md", "> [!note]\n> x", True),
    ],
)
def test_a_file_shows_its_dialect_only_by_what_means_nothing_elsewhere(path: str, text: str, is_told: bool) -> None:
    assert (told(path, text) is not None) is is_told


def test_code_goes_on_behind_the_title_that_it_begins_in() -> None:
    body = read("# T\n\n> [!NOTE] Use `foo\n> bar` now", AUTO).body
    assert "<strong>Use <code>foo bar</code> now</strong>" in body


def test_code_in_a_module_goes_with_it() -> None:
    article = read("export const a = 1\n```\n\n\nb\n```\n\nText.\n", "astro", "a.mdx", "text/mdx")
    assert article.body.strip() == "<p>Text.</p>"


def test_half_a_mark_that_a_dialect_leaves_ends_with_what_it_is() -> None:
    assert Shelter("").restored("a\x020") == "a\x020"


@pytest.mark.parametrize("output", ['{{ "a" }}', '{{- "a" -}}', '{{\n"a"\n}}', '{{"a"}}'])
def test_an_output_is_filled_in_however_it_is_spaced(output: str) -> None:
    assert read(output, "jekyll", "_posts/2024-01-01-b.md").body.strip() == "<p>a</p>"


def test_a_shortcode_may_close_itself() -> None:
    assert read('{{< figure src="a.png" />}}', "hugo").body == read('{{< figure src="a.png" >}}', "hugo").body


def test_what_is_left_out_is_told_with_its_line_and_why() -> None:
    article = read("---\ntitle: A\n---\nOne.\n\n```\ntwo\n```\n\n{{< three\n  four >}}\n\n{{< five >}}\n", "hugo")
    line, later = article.dropped
    assert (line.number, line.text) == (10, "{{< three four >}}")
    assert (later.number, later.text) == (13, "{{< five >}}")
    assert "Hugo" in line.why


def test_a_manuscript_knows_what_front_matter_says_within_tables() -> None:
    body = Manuscript("a.md", Keys({"a": {"b": "c"}, "d": ["e"]}, {}), "", 1)
    assert (body.value("a.b"), body.value("a"), body.value("d"), body.value("x.y")) == ("c", None, None, None)


HOSTILE = {
    "ticks": "`" * 50_000 + "[[a]]",
    "uneven ticks": "".join("`" * (number % 90 + 1) + " " for number in range(2_000)),
    "fences": "```\n~~~\n" * 10_000,
    "braces": "{{" * 50_000,
    "shortcodes": "{{< " * 25_000,
    "quotes in shortcodes": '{{< a "' * 10_000,
    "tags": "{% " * 30_000,
    "quotes in tags": '{% a "' * 15_000,
    "outputs": '{{ "' * 20_000,
    "raw": "{% raw %}" * 10_000,
    "highlights": "{% highlight c %}" * 6_000,
    "Hugo's highlights": "{{< highlight c >}}" * 6_000,
    "Hugo's comments": "{{< comment >}}" * 6_000,
    "shown shortcodes": "{{</* a " * 12_000,
    "shown calls": "{{/* a " * 12_000,
    "notes": "{# a " * 20_000,
    "JSX comments": "{/* a " * 15_000,
    "calls": "{{ a(" * 20_000,
    "wiki": "[[" * 50_000,
    "wiki bars": "[[a|" * 25_000,
    "comments": "%% a " * 20_001,
    "hashes": "#a" * 50_000,
    "tag lines": "#a " * 30_000 + "!",
    "callouts": "> [!" * 20_000,
    "carets": " ^a" * 30_000,
    "equals": "==a" * 30_000,
    "components": "<A " * 30_000,
    "attributes": "<A a={" * 15_000,
    "expressions": "{a" * 40_000,
    "imports": "import a\n" * 10_000,
    "spaces": " " * 100_000 + "{: .x",
    "spaces in an output": "{{" + " " * 50_000,
    "spaces in a link": "{% link" + " " * 50_000,
    "spaces in a tag": "{%" + " " * 50_000,
    "spaces in a shortcode": "{{< highlight" + " " * 50_000,
    "spaces in an unnamed shortcode": "{{<" + " " * 50_000,
    "arguments": "{{< a" + " b" * 25_000 + " >}}",
    "exports": "export a\n" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != AUTO])
def test_no_marks_cost_more_than_a_moment(kind: str, text: str) -> None:
    media_type = "text/mdx" if kind == "astro" else "text/markdown"
    began = time.process_time()
    read("---\ntitle: A\n---\n" + text, kind, media_type=media_type)
    assert time.process_time() - began < 10  # what is quadratic takes minutes; a busy machine is no failure


PIECES = st.sampled_from(
    ["{{< figure src=\"a\" >}}", "{{<", ">}}", "{%", "%}", "{{", "}}", "raw", "endraw", " ", "\n", "\n\n", "`", "```\n",
     "[[", "]]", "|", "a", "#b", "%%", "==", "![[a.png]]", "<A>", "</A>", "{a}", "import a from 'b'\n", "> [!note]\n",
     "> [!note] ", "`a\n> b`",
     "[x](y.md)", "![x](y.png)", "(", ")", "\"", "'", "{:", "---\n", "\x02", "\x03"]
)  # fmt: skip


@given(st.sampled_from(KINDS), st.lists(PIECES, max_size=20).map("".join), st.booleans())
def test_any_text_is_read_or_refused_in_any_dialect(kind: str, text: str, is_mdx: bool) -> None:
    try:
        article = read(text, kind, media_type="text/mdx" if is_mdx else "text/markdown")
    except Rejected as rejected:
        assert rejected.remedy
    else:
        assert "\x02" not in article.body
        assert all(1 <= line.number <= text.count("\n") + 1 for line in article.dropped)
