"""What templates may say without being told: addresses, formats, and the site's language with its ways of writing."""

from __future__ import annotations

import hashlib
from functools import partial
from urllib.parse import unquote, urlsplit

from flask import Flask
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from feedsvc import addresses, languages
from feedsvc.model import Format, Site
from feedsvc.web.assets import FOLDER
from feedsvc.web.bylines import author_slug
from feedsvc.web.services import SERVICES
from feedsvc.web.translations.amounts import Amounts
from feedsvc.web.translations.catalogs import Words, words
from feedsvc.web.translations.moments import Moments

_LABELS = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON"}


def equip(app: Flask, site: Site, *, links_to_search: bool) -> None:
    """Give the templates of this application what they need to know of the site."""
    base_url = site.base_url
    environment = app.jinja_env
    environment.undefined = StrictUndefined  # a slip of the pen is an error, not a gap in a page
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
        subscribe_url=partial(addresses.subscribe, base_url),
        combine_url=partial(addresses.combine, base_url),
        services=SERVICES,
        entry_url=partial(addresses.entry, base_url),
        author_url=partial(_author_url, base_url) if links_to_search else lambda _: None,
        months_url=addresses.months(base_url),
        month_url=partial(addresses.month, base_url),
        static_urls=static_urls(base_url),
    )
    environment.filters.update(
        local=lambda moment: moment.astimezone(site.timezone),
        direction=languages.direction,
        host=lambda address: urlsplit(address).netloc,
        file_name=lambda address: unquote(urlsplit(address).path.rpartition("/")[2]) or address,
    )
    _speak(environment, site.language, words(site.language))


def _speak(environment: Environment, tag: str, spoken: Words) -> None:
    """Let the templates say what they say in the language of the site, and say which language that is.

    What feedsvc itself says is in `language`. Two globals are attributes, empty in most places: `own` stands on what is
    in the site's language all the same (what the publisher says, dates), `english` on what is never translated.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True  # a message is one line, however a template breaks it
    install = environment.install_gettext_translations  # type: ignore[attr-defined]  # comes with the extension
    install(spoken.translations, newstyle=True)
    environment.globals.update(
        language=spoken.language,
        direction="rtl" if languages.direction(tag) == "rtl" else "ltr",
        own=Markup("") if spoken.language == tag else Markup(' lang="{}"').format(tag),
        english=Markup("") if spoken.is_english else Markup(' lang="en" dir="ltr"'),
    )
    moments, amounts = Moments(tag), Amounts(tag)
    environment.filters.update(
        day=moments.day,
        short_day=moments.short_day,
        month=moments.month,
        moment=moments.moment,
        minute=moments.minute,
        hour=lambda moment: moments.moment(moment).removeprefix(moments.day(moment)),
        number=amounts.number,
        percent=amounts.percent,
        size=amounts.size,
        span=amounts.span,
        ago=amounts.ago,
        ahead=amounts.ahead,
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
