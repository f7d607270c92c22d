from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.sources.front_matter import Keys, split

NESTED = {"title": "Harbour", "tags": ["a", "b"], "author": {"name": "Mira Halden", "since": "1999"}}
YAML = "---\ntitle: Harbour\ntags:\n  - a\n  - b\nauthor:\n  name: Mira Halden\n  since: 1999\n---\nBody\n"
TOML = '+++\ntitle = "Harbour"\ntags = ["a", "b"]\n\n[author]\nname = "Mira Halden"\nsince = 1999\n+++\nBody\n'
JSON = '{"title": "Harbour",\n"tags": ["a",\n"b"],\n"author": {"name": "Mira Halden", "since": 1999}}\nBody\n'


def refusal(text: str) -> Rejected:
    with pytest.raises(Rejected) as caught:
        split(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "lines", "first"),
    [
        (YAML, {"title": 2, "tags": 3, "author": 6}, 10),
        (TOML, {"title": 2, "tags": 3, "author": 5}, 9),
        (JSON, {"title": 1, "tags": 2, "author": 4}, 5),
    ],
    ids=["yaml", "toml", "json"],
)
def test_three_syntaxes_say_the_same(text: str, lines: dict[str, int], first: int) -> None:
    """S5: each key knows the line on which it stands, and the body the one on which it begins."""
    matter = split(text)
    assert matter.keys == Keys(NESTED, lines)
    assert (matter.body, matter.first) == ("Body\n", first)


@pytest.mark.parametrize(
    "text", ["Body\n", "", "\n---\na: 1\n---\n", "----\na: 1\n", "--- a\n", "{{ a }}\n", "{ a }\n"]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    matter = split(text)
    assert (matter.keys, matter.body, matter.first) == (Keys({}, {}), text, 1)


@pytest.mark.parametrize("text", ["---\n---\nBody", "---\n# none\n...\nBody", "+++\n+++\nBody", "{}\nBody"])
def test_front_matter_may_be_empty(text: str) -> None:
    matter = split(text)
    assert (matter.keys, matter.body) == (Keys({}, {}), "Body")


def test_yaml_scalars_stay_as_written() -> None:
    matter = split("---\na: 2002-07-29\nb: no\nc: 1:30\nd: 0o17\ne: !!int 1\nf: >\n  two\n  lines\n---\n")
    assert matter.keys.values == {"a": "2002-07-29", "b": "no", "c": "1:30", "d": "0o17", "e": "1", "f": "two lines\n"}


def test_numbers_dates_and_flags_of_toml_and_json_become_text() -> None:
    toml = split("+++\na = 1.50\nb = 2002-07-29\nc = true\nd = 2002-07-29T14:05:00+09:00\ne = [1, 2]\n+++\n")
    assert list(toml.keys.values.values()) == ["1.50", "2002-07-29", "true", "2002-07-29 14:05:00+09:00", ["1", "2"]]
    found = split('{"a": 1.50, "b": 1e400, "c": false, "d": null, "e": [null, -1], "f": NaN}\n')
    assert list(found.keys.values.values()) == ["1.50", "1e400", "false", None, [None, "-1"], "NaN"]


def test_a_null_is_nothing_only_where_it_is_not_quoted() -> None:
    matter = split("---\na:\nb: ~\nc: null\nd: ''\ne: 'null'\n---\n")
    assert matter.keys.values == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("---\na: 1\n", 1, "the front matter has no closing ---"),
        ("---", 1, "the front matter has no closing ---"),
        ("+++\na = 1\n---\n", 1, "the front matter has no closing +++"),
        ("---\n\n- a\n---\n", 3, "the front matter is a list"),
        ("---\n\n\nsome text\n---\n", 4, "the front matter is text without keys"),
        ("---\na: 1\n? [b]\n: 2\n---\n", 3, "a key of the front matter is not text"),
        ("---\na: 1\nb: 2\na: 3\n---\n", 4, "the key 'a' is given twice"),
        ("---\na:\n  b: 1\n  b: 2\n---\n", 4, "the key 'b' is given twice"),
        ("---\na: x\u2028y\nb: *c\n---\n", 3, "the front matter uses the alias *c"),
        ("---\na: 1\nb: c: d\n---\n", 3, "the front matter is not YAML: mapping values are not allowed"),
        ("---\na: 1\nb: 'c\n---\n", 3, "the front matter is not YAML"),
        ("---\na: 1\n b: 2\n---\n", 3, "the front matter is not YAML"),
        ("---\na: 1\n%b\n---\n", 3, "the front matter is not YAML"),
        ("+++\na = 1\n\na = 2\n+++\n", 4, "the front matter is not TOML: Cannot overwrite a value"),
        ("+++\na = 1\nb = [1,\n+++\n", 3, "the front matter is not TOML"),
        ("+++\na = 1\nb = " + "9" * 5000 + "\n+++\n", 3, "a number of thousands of digits"),
        ('{"a": 1,\n"b": 2,\n"a": 3}\n', 3, "the key 'a' is given twice"),
        ('{"a": 1,\n"b" 2}\n', 2, "the front matter is not JSON: Expecting ':' delimiter"),
        ('{"a": 1,\n"b": 2} text\n', 2, "text follows the front matter on its last line"),
    ],
)
def test_broken_front_matter_is_refused_on_its_line(text: str, line: int, problem: str) -> None:
    """S5"""
    found = refusal(text)
    assert problem in found.problem
    assert found.line == line
    assert found.remedy


def test_a_colon_without_quotes_gets_the_remedy_for_it() -> None:
    assert refusal("---\na: b: c\n---\n").remedy == "Put quotes around a value that holds a colon"


def bomb(levels: int) -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels)]
    return "---\n" + "\n".join(rows) + "\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        bomb(60),
        "---\na: " + "[" * 60_000 + "\n---\n",
        "---\na: " + "{a: " * 15_000 + "\n---\n",
        "---\n" + "? " * 30_000 + "\n---\n",
        "---\n" + "a: b\n" * 100_000 + "---\n",
        "+++\na = " + "[" * 60_000 + "\n+++\n",
        "+++\n" + "a." * 30_000 + "b = 1\n+++\n",
        "+++\n" + "\t" * 60_000 + "=\n+++\n",
        '{"a": ' + "[" * 100_000 + "\n",
        '{"a": ' + '{"a": ' * 100_000 + "\n",
        "{" + ", ".join(f'"{key}": 1' for key in (*range(40_000), 39_999)) + "}\n",
        "{" + '"a": 1, ' * 300_000 + '"b": 2}\n',
        '{"a": "' + "b" * 100_000 + '"}\n',
    ],
    ids=["bomb", "lists", "mappings", "keys", "long", "toml-lists", "toml-dots", "toml-tabs", "json-lists",
         "json-objects", "json-last-twice", "json-long", "json-long-value"],
)  # fmt: skip
def test_no_block_costs_more_than_a_moment(text: str) -> None:
    began = time.process_time()
    assert refusal(text).line
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("syntax", ["---\na: {}\n---\n", "+++\na = {}\n+++\n", '{{"a": {}}}\n'])
def test_eight_levels_are_read_and_nine_refused(syntax: str) -> None:
    inner = "[" * 7 + "]" * 7  # the mapping around it is the eighth level
    assert split(syntax.format(inner)).keys.values["a"] == json.loads(inner)
    assert refusal(syntax.format(f"[{inner}]")).problem == "the front matter nests deeper than 8 levels"


def test_json_is_read_no_further_than_front_matter_may_reach() -> None:
    longest = '{"a": "' + "b" * (65_536 - 9) + '"}'
    assert len(split(f"{longest}\nText").keys.values["a"] or "") == 65_527
    for longer in (f'{longest[:-2]}b"}}', f"{longest[:-1]}, ", f'{{"a": {" " * 65_527}true}}'):
        assert refusal(f"{longer}\nText").problem == "the front matter is longer than 65536 characters"
    assert "not JSON" in refusal('{"a": x}\n' + "b" * 70_000).problem


def test_control_characters_are_taken_out() -> None:
    assert split("---\na: b\x07\x00c\x7f\ud7ff\ufffe\n---\n").keys.values == {"a": "bc\ud7ff"}


def test_half_a_pair_that_json_escapes_is_replaced() -> None:
    """X2"""
    assert split('{"a": "\\ud83d", "b": "\\ud83d\\ude00"}\n').keys.values == {"a": "\ufffd", "b": "😀"}


@given(st.dictionaries(st.text(min_size=1), st.text() | st.lists(st.text()) | st.none()))
def test_any_json_object_comes_back_whole(values: dict[str, str | list[str] | None]) -> None:
    assert split(json.dumps(values) + "\nBody").keys.values == values


PIECES = st.sampled_from(
    ["a", ": ", "- ", "\n", "\n  ", "[", "]", "{", "}", '"', "'", "&a ", "*a", "|", ">", "#", "? ", "!x ", "= ", ".",
     "1", "\t", "%", "@", "\\", "\x07", "\x85", "\u2028", "\ufeff", "é", '"a": ', ",", "[[", "]]", "---", "+++"]
)  # fmt: skip


@given(st.sampled_from(["---\n", "+++\n", '{"a": ']), st.lists(PIECES, max_size=20).map("".join))
def test_any_block_is_read_or_refused_on_a_line_of_the_file(fence: str, inside: str) -> None:
    text = f"{fence}{inside}\n{fence}"
    try:
        matter = split(text)
    except Rejected as rejected:
        assert rejected.line is not None
        assert 1 <= rejected.line <= text.count("\n") + 1
    else:
        assert matter.keys.values.keys() == matter.keys.lines.keys()
