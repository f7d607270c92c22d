"""What templates may say without being told: addresses, formats, dates in the site's time zone."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import partial
from urllib.parse import unquote, urlsplit

from flask import Flask
from jinja2 import StrictUndefined

from feedsvc import addresses, languages
from feedsvc.model import Format, Site
from feedsvc.web.assets import FOLDER
from feedsvc.web.bylines import author_slug

_LABELS = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON"}

# strftime would follow the locale of whoever started the process.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def equip(app: Flask, site: Site, *, links_to_search: bool) -> None:
    """Give the templates of this application what they need to know of the site."""
    base_url = site.base_url
    environment = app.jinja_env
    environment.undefined = StrictUndefined  # a slip of the pen is an error, not a gap in a page
    environment.add_extension("jinja2.ext.i18n")
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # comes with the extension
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        site=site,
        formats=_LABELS,
        everything=addresses.ALL,
        links_to_search=links_to_search,
        home_url=addresses.home(base_url),
        opml_url=addresses.opml(base_url),
        feed_url=partial(addresses.feed, base_url),
        search_url=partial(addresses.search, base_url),
        searched=addresses.SEARCH,
        topic_url=partial(addresses.topic, base_url),
        entry_url=partial(addresses.entry, base_url),
        author_url=partial(_author_url, base_url) if links_to_search else lambda _: None,
        months_url=addresses.months(base_url),
        month_url=partial(addresses.month, base_url),
        static_urls=static_urls(base_url),
    )
    environment.filters.update(
        local=lambda moment: moment.astimezone(site.timezone),
        day=partial(day, in_words=site.language.lower().startswith("en")),
        hour=hour,
        month=partial(month, in_words=site.language.lower().startswith("en")),
        direction=languages.direction,
        host=lambda address: urlsplit(address).netloc,
        file_name=lambda address: unquote(urlsplit(address).path.rpartition("/")[2]) or address,
    )


def _author_url(base_url: str, name: str) -> str | None:
    """Of the author's page; None where there is none of such a name."""
    slug = author_slug(name)
    return addresses.author(base_url, slug) if slug else None


def static_urls(base_url: str) -> dict[str, str]:
    """The address of each static file by its name, which changes with the file, so that browsers may keep it long.

    It has no host: `style-src 'self'` would refuse a stylesheet from the public host to one who looks at the page
    under another name, such as localhost.
    """
    prefix = urlsplit(base_url).path
    return {
        file.name: f"{prefix}/static/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
        for file in sorted(FOLDER.iterdir())
    }


def day(moment: date, *, in_words: bool) -> str:
    """29 July 2002 on English pages; 2002-07-29, which needs no translation, on all others."""
    if not in_words:
        return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def month(first: date, *, in_words: bool) -> str:
    """July 2002 on English pages, 2002-07 on all others."""
    return f"{_MONTHS[first.month - 1]} {first.year}" if in_words else f"{first.year:04}-{first.month:02}"


def hour(moment: datetime) -> str:
    """ ", 14:05", to stand behind the day; nothing at midnight, which is what a date without an hour is stored as."""
    return "" if (moment.hour, moment.minute) == (0, 0) else f", {moment:%H:%M}"
