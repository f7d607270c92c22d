"""By what the words of a text are known to be cut: where it is another, what stores have indexed is no longer true."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime

from feedsvc.expressions.text import Text
from feedsvc.model import Author, Entry

_WRITTEN = (
    "Anti-missile talks: the U.S. and Russia's envoy said “10:30” — no_one left the_café; C++, 3.5 km², №7, ½",
    "Łódź, Straße, œuvre, ǆ, ﬁne, Ærø, İstanbul ı, Hawaiʻi, naïve\u0301, zero\u200bwidth, soft\u00adhyphen",
    "Ёлка, йод, їжак, Украина\u0301; Αθήνα ΣΑΣ; Ա և ﬔ; ᏣᎳᎩ ꭰ; მხედრული; 𐐀𐐨; 𝔘𝕟𝕚",
    "مُحَمَّد العربيّة ؤ مـــد; שָׁלוֹם; हिन्दी क्षेत्र; বাংলা; தமிழ்; བོད་ཡིག",
    "北朝鮮がミサイルを発射、ガ・カ゛; 한국어 한국; 𠮷野家; กำแพง; ກຳແພງ; မြန်မာ; ភាសាខ្មែរ; ６月 ﾐｻｲﾙ",
)
"""A word of each kind that is cut or folded in a way of its own."""

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SPECIMEN = Entry(
    id="tag:example.org,2026:specimen",
    slug="specimen",
    path="World News/_Äsia/C++/2026-11/talks.zip//x.txt",
    link="https://user@news.Example.org:8080/entries/specimen?a=b",
    title=_WRITTEN[0],
    summary=_WRITTEN[1],
    content="".join(f"<p>{text} &amp;<br>&#x44f;<b>bo</b>ld</p>" for text in _WRITTEN),
    language="zh-Hant-TW",
    published=_NOW,
    updated=_NOW,
    received=_NOW,
    digest="0",
    authors=(Author("Ida Lund"), Author("Bo O'Chen")),
)


def version() -> str:
    """Eight hex digits of what is indexed of a specimen, and of the tables by which Python knows letters."""
    indexed = Text.of(_SPECIMEN, ["north-korea", "c-plus-plus"]).index()
    return hashlib.sha256(repr((unicodedata.unidata_version, indexed)).encode()).hexdigest()[:8]
