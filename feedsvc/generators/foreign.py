"""Files that generators read and feedsvc does not: they are counted, so that nobody misses them in silence."""

from __future__ import annotations

from collections import Counter

from feedsvc.generators.proposal import Proposal
from feedsvc.sources.scan import Folder

_SUFFIXES = (
    *("textile", "org", "adoc", "asciidoc", "asc", "pandoc", "pdc", "rst", "creole", "mediawiki", "wiki"),
    *("njk", "liquid", "webc", "hbs", "mustache", "ejs", "haml", "pug", "slim", "astro"),
    *("ipynb", "docx", "odt", "rtf", "pdf", "pages"),
)
"""AsciiDoc, Org and their like, templates with a text of their own, and what word processors write."""


def foreign(proposal: Proposal) -> Counter[str]:
    """How many files of each such suffix lie where articles do. Raises ScanAlarm where the folder cannot be read."""
    places = dict.fromkeys(glob.rpartition(".")[0] for glob in proposal.include)
    globs = [f"{place}.{suffix}" for place in places for suffix in _SUFFIXES]
    unread = Folder(proposal.path, globs, (*proposal.exclude, *proposal.include)).look()
    return Counter(f".{path.rpartition('.')[2].lower()}" for path in unread.files)
