"""Requests that somebody makes to hold up a search or to break it: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

SIGNS = (
    *(
        '"',
        '""""',
        "'",
        "\\",
        "^",
        "{title}: a",
        "title : a",
        "a MATCH b",
        "NEAR(a b, 5)",
        "a NEAR b",
        "*",
        "a**",
        "-",
        "+",
    ),
    *(
        "a & b",
        "a | !b",
        "a <-> b",
        "a <2> b",
        "a:*",
        "a:AB",
        "!!a",
        "'a':*B",
        "a\\",
        "$$",
        "%s",
        ":x",
        "?1",
        "@a",
        "%%",
    ),
    *(
        "AND",
        "OR OR",
        "NOT",
        "NOT NOT a",
        "a AND",
        "()",
        ")(",
        "title:",
        ":a",
        "title:title:a",
        "no:a",
        "NEAR/5",
        "a NEAR/5",
    ),
    *(
        "'; DROP TABLE entries; --",
        "1 OR 1=1",
        "\N{FULLWIDTH QUOTATION MARK}a",
        "a\N{LINE SEPARATOR}b",
        "rank:1",
        "rowid:1",
    ),
)
"""What FTS5, tsquery and SQL mean something by, and our own signs where they do not belong."""

LOOKALIKES = "ΑΝDОRаеос（）＊：－\u200b\u200d\u202e\u2066\ufeff\u00ad\u0300\u0345\U0001f1e6\U000e0041ﷺŒİıſ"
"""Letters and signs that look like others, join, turn the line round, or become many when they are folded."""

BYTES = (
    "%00",
    "%ED%A0%80",
    "%C0%80",
    "%FF%FE",
    "%F5%80%80%80",
    "%",
    "%zz",
    "%0d%0aSet-Cookie:x",
    "%E2%80",
    "\xff\x00",
    "%1b[2J",
)
"""NUL, half of a surrogate pair, overlong and broken UTF-8, and what ends a line."""

PATTERNS = (
    *(
        "(a+)+$",
        "(x+x+)+y",
        "((a*)*)*b",
        "(a|aa)+$",
        "(.*){200}",
        "(.*)(.*)(.*)(.*)(.*)x",
        "(a?){400}a{400}",
        "([a-z]+)*q",
    ),
    *(
        "(.{1,100}){5}q",
        "(((a{1,30}){1,30}){1,30})",
        "a{1001}",
        r"\pL{900}",
        r"(?i)\pL+\pN",
        r"(\w+\s+){50}z",
        ".*.*.*.*=.*",
    ),
    *(
        "(?<=a)b",
        "(?=a)",
        r"(a)\1",
        "(?P<x>a)(?P<x>b)",
        "[z-a]",
        "(",
        ")",
        "[",
        "*",
        r"\C+",
        "(?:)",
        "^",
        "$",
        r"\z",
        "x" * 499,
    ),
)
"""What other engines take for ever to try, and what ours refuses."""

VALUES = (
    "",
    "0",
    "-1",
    "1001",
    "9" * 4000,
    "1e3",
    "NaN",
    "٣",
    "0x10",
    "1000",
    "99999999999999999999",
    "[]",
    "null",
    "true",
)

Kind = Callable[[random.Random, Sequence[str]], str]


def requests(count: int, words: Sequence[str], seed: int = 7) -> list[str]:
    """So many addresses, of feeds and of the page that searches; `words` are frequent where they are sent."""
    source = random.Random(seed)
    kinds = [_KINDS[number % len(_KINDS)] for number in range(count)]
    return [f"{_place(source)}?{kind(source, words)}" for kind in kinds]


def _place(source: random.Random) -> str:
    search = "/feeds/search." + source.choice(("atom", "rss", "json"))
    return source.choices((search, "/search", "/feeds/all.atom", "/feeds/world.json"), (6, 2, 1, 1))[0]


def _asked(expression: str, **others: object) -> str:
    return urlencode({"q": expression, **others})


def _some(source: random.Random, words: Sequence[str], count: int, among: int = 300) -> list[str]:
    return source.choices(words[:among], k=count)


def _nested(source: random.Random, words: Sequence[str]) -> str:
    depth = source.choice((15, 20, 21, 100, 10_000))
    return _asked("(" * depth + " OR ".join(_some(source, words, 3)) + ")" * (depth - source.choice((0, 0, 1))))


def _negated(source: random.Random, words: Sequence[str]) -> str:
    return _asked("NOT (" * 20 + source.choice(words[:50]) + ")" * 20)


def _long(source: random.Random, words: Sequence[str]) -> str:
    return _asked(source.choice((" ", " OR ", " AND ", " -")).join(_some(source, words, 20_000)))


def _many(source: random.Random, words: Sequence[str]) -> str:
    """As many as there may be, of the commonest there are."""
    joined = source.choice((" OR ", " ")).join(_some(source, words, source.choice((50, 200, 500)), among=500))
    return _asked(joined[: source.choice((1000, 3990))].rsplit(" ", 1)[0])


def _absent(source: random.Random, words: Sequence[str]) -> str:
    return _asked(" ".join(f"-{word}" for word in _some(source, words, 400, among=len(words))))


def _beginnings(source: random.Random, words: Sequence[str]) -> str:
    beginnings = [f"{word[:2]}*" for word in source.choices(words, k=500)]
    return _asked(source.choice((" OR ", " ")).join(beginnings))


def _phrases(source: random.Random, words: Sequence[str]) -> str:
    phrases = [f'"{" ".join(_some(source, words, 3, among=20))}"' for _ in range(100)]
    return _asked(source.choice((" OR ", " ", " -")).join(phrases))


def _long_phrase(source: random.Random, words: Sequence[str]) -> str:
    return _asked(f'"{" ".join(_some(source, words, 500))}"')


def _near(source: random.Random, words: Sequence[str]) -> str:
    sides = [" OR ".join(_some(source, words, 20)) for _ in range(2)]
    return _asked(f"({sides[0]}) NEAR/{source.choice((0, 5, 100))} ({sides[1]})")


def _all_near(source: random.Random, words: Sequence[str]) -> str:
    pairs = (
        f"({' OR '.join(_some(source, words, 20))}) NEAR/100 ({' OR '.join(_some(source, words, 20))})"
        for _ in range(10)
    )
    return _asked(source.choice((" OR ", " ")).join(pairs))


def _fields(source: random.Random, words: Sequence[str]) -> str:
    names = ("title", "content", "author", "path", "topic", "language", "source")
    return _asked(" OR ".join(f"{source.choice(names)}:{word}" for word in _some(source, words, 150)))


def _sign(source: random.Random, _words: Sequence[str]) -> str:
    return _asked(source.choice(SIGNS))


def _signs(source: random.Random, words: Sequence[str]) -> str:
    return _asked(" ".join(source.choice((*SIGNS, *words[:20])) for _ in range(source.randrange(2, 40))))


def _lookalikes(source: random.Random, _words: Sequence[str]) -> str:
    return _asked("".join(source.choices(LOOKALIKES + "ab ()", k=source.choice((5, 50, 4000)))))


def _marks(source: random.Random, _words: Sequence[str]) -> str:
    """What takes the square of its length to be put in order, where nobody bounds it."""
    return "q=a" + "".join(quote(source.choice("\u0300\u0323\u0345")) for _ in range(source.choice((3000, 10_000))))


def _broken(source: random.Random, words: Sequence[str]) -> str:
    broken = "".join(source.choices((*BYTES, *words[:5]), k=source.choice((1, 5, 200))))
    return f"{source.choice(('q', 'filter', 'limit', 'order', 'author'))}={broken}"


def _overlong(source: random.Random, _words: Sequence[str]) -> str:
    return f"{source.choice(('q', 'filter', 'author', 'limit', 'x'))}={source.choice('a(%&') * 60_000}"


def _pattern(source: random.Random, _words: Sequence[str]) -> str:
    name = source.choice(("filter", "filter_title", "filterout", "filter_description", "filterout_category"))
    others = {"filter_case_sensitive": "false"} if source.random() < 0.5 else {}
    return urlencode({name: source.choice(PATTERNS), **others})


def _patterns(source: random.Random, words: Sequence[str]) -> str:
    """Many at once, on entries that the index finds by the thousand."""
    names = ("filter", "filterout", "filter_description", "filterout_description", "filter_author", "filter_title")
    asked = {name: source.choice((*PATTERNS[:20], "|".join(words[:60]))) for name in names}
    return urlencode({**asked, "q": " OR ".join(words[:20])})


def _unfound(source: random.Random, words: Sequence[str]) -> str:
    """Looks through all that may be looked at, and finds nothing."""
    return urlencode({"filter_description": "qqqq+xx", "q": source.choice(words[:20]), "order": "relevance"})


def _most(source: random.Random, words: Sequence[str]) -> str:
    order, brief = source.choice(("date", "relevance")), source.choice(({}, {}, {"brief": 100}, {"brief": 10_000}))
    return _asked(" OR ".join(words[:30]), limit=1000, order=order, **brief)


def _value(source: random.Random, words: Sequence[str]) -> str:
    name = source.choice(
        ("limit", "brief", "count", "order", "filter_time", "filter_case_sensitive", "search_attrs", "format")
    )
    return urlencode({name: source.choice(VALUES), "q": words[5]})


def _arrays(source: random.Random, words: Sequence[str]) -> str:
    return "&".join(
        f"{name}{source.choice(('[]', '[0]', '[a][b]', '%5B%5D'))}={words[1]}" for name in ("q", "limit", "filter")
    )


def _repeated(source: random.Random, words: Sequence[str]) -> str:
    return "&".join(f"{source.choice(('q', 'filter', 'limit', 'Q'))}={word}" for word in _some(source, words, 3000))


def _aliases(source: random.Random, words: Sequence[str]) -> str:
    """One short word, written out for many fields."""
    return _asked(
        " ".join(_some(source, words, 200)), search_attrs="title,author,url,story_text", author='"' * 50 + words[9]
    )


_KINDS: tuple[Kind, ...] = (
    *(_nested, _negated, _long, _many, _absent, _beginnings, _phrases, _long_phrase, _near, _all_near, _fields, _sign),
    *(
        _signs,
        _lookalikes,
        _marks,
        _broken,
        _overlong,
        _pattern,
        _patterns,
        _unfound,
        _most,
        _value,
        _arrays,
        _repeated,
    ),
    *(_aliases, _sign, _pattern),
)
