"""What templates may say without being told: addresses, formats, and the site's language with its ways of writing."""

from __future__ import annotations

import hashlib
from functools import partial
from urllib.parse import unquote, urlsplit

from flask import Flask
from jinja2 import StrictUndefined

from feedsvc import addresses, languages
from feedsvc.model import Format, Site
from feedsvc.web.assets import files
from feedsvc.web.bylines import author_slug
from feedsvc.web.services import SERVICES
from feedsvc.web.translations.catalogs import Words
from feedsvc.web.translations.speaking import speak

_LABELS = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON"}


def equip(app: Flask, site: Site, spoken: Words, *, is_answered: bool) -> None:
    """Give the templates of this application what they need to know of the site, and what they say themselves."""
    base_url = site.base_url
    environment = app.jinja_env
    environment.undefined = StrictUndefined  # a slip of the pen is an error, not a gap in a page
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        site=site,
        formats=_LABELS,
        everything=addresses.ALL,
        is_answered=is_answered,
        home_url=addresses.home(base_url),
        opml_url=addresses.opml(base_url),
        feed_url=partial(addresses.feed, base_url),
        search_url=partial(addresses.search, base_url),
        searched=addresses.SEARCH,
        topic_url=partial(addresses.topic, base_url),
        subscribe_url=partial(addresses.subscribe, base_url),
        combine_url=partial(addresses.combine, base_url),
        services=SERVICES,
        entry_url=partial(addresses.entry, base_url),
        author_url=partial(_author_url, base_url) if is_answered else lambda _: None,
        months_url=addresses.months(base_url),
        month_url=partial(addresses.month, base_url),
        static_urls=static_urls(base_url, spoken),
    )
    environment.filters.update(
        local=lambda moment: moment.astimezone(site.timezone),
        direction=languages.direction,
        host=lambda address: urlsplit(address).netloc,
        # Of a form's action: `form-action 'self'` would refuse the public host to who looks at the page as localhost.
        path=lambda address: urlsplit(address).path,
        file_name=lambda address: unquote(urlsplit(address).path.rpartition("/")[2]) or address,
    )
    speak(environment, site.language, spoken)


def _author_url(base_url: str, name: str) -> str | None:
    """Of the author's page; None where there is none of such a name."""
    slug = author_slug(name)
    return addresses.author(base_url, slug) if slug else None


def static_urls(base_url: str, spoken: Words) -> dict[str, str]:
    """The address of each static file by its name, which changes with the file, so that browsers may keep it long.

    It has no host: `style-src 'self'` would refuse a stylesheet from the public host to one who looks at the page
    under another name, such as localhost.
    """
    prefix = urlsplit(base_url).path
    return {
        name: f"{prefix}/static/{name}?v={hashlib.sha256(body).hexdigest()[:8]}" for name, body in files(spoken).items()
    }
