"""What generators put into a page at one word, as HTML that feeds can carry: figures, and links in place of players."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

Arguments = Mapping[str, str]
"""Of a shortcode or component: by name, those without one by their place, "0", "1" and so on."""


def figure(given: Arguments) -> str | None:
    """An image with its caption; None without an image."""
    source = given.get("src") or given.get("0")
    if not source:
        return None
    sizes = "".join(f' {name}="{escape(given[name])}"' for name in ("width", "height") if given.get(name))
    shown = f'<img src="{escape(source)}" alt="{escape(given.get("alt") or given.get("caption") or "")}"{sizes}>'
    if href := given.get("link"):
        shown = f'<a href="{escape(href)}">{shown}</a>'
    heading = f"<strong>{escape(given['title'])}</strong> " if given.get("title") else ""
    words = " ".join(filter(None, (given.get("caption"), given.get("attr"))))
    caption = f"<figcaption>{heading}{escape(words)}</figcaption>" if heading or words else ""
    return f"<figure>{shown}{caption}</figure>"


def image(given: Arguments) -> str | None:
    source = given.get("src") or given.get("path") or given.get("0")
    return f'<img src="{escape(source)}" alt="{escape(given.get("alt", ""))}">' if source else None


def media(tag: str, source: str) -> str:
    """Sound or film with its controls."""
    return f'<{tag} controls src="{escape(source)}"></{tag}>'


def _link(href: str) -> str:
    return f'<a href="{escape(href)}">{escape(href)}</a>'


def _at(prefix: str, *names: str) -> Callable[[Arguments], str | None]:
    def embed(given: Arguments) -> str | None:
        wanted = next((given[name] for name in (*names, "0") if given.get(name)), None)
        if wanted is None:
            return None
        return _link(wanted if wanted.startswith(("https://", "http://")) else f"{prefix}{wanted}")

    return embed


def _played(tag: str) -> Callable[[Arguments], str | None]:
    def embed(given: Arguments) -> str | None:
        source = given.get("src") or given.get("0")
        return media(tag, source) if source else None

    return embed


def _gist(given: Arguments) -> str | None:
    if given.get("url"):
        return _link(given["url"])
    return _link(f"https://gist.github.com/{given['0']}/{given['1']}") if {"0", "1"} <= given.keys() else None


def _post(given: Arguments) -> str | None:
    user, number = given.get("user"), given.get("id") or given.get("0")
    return _link(f"https://x.com/{user or 'i'}/status/{number}") if number else None


EMBEDS: dict[str, Callable[[Arguments], str | None]] = {
    "figure": figure, "img": image, "image": image,
    "youtube": _at("https://www.youtube.com/watch?v=", "id"),
    "vimeo": _at("https://vimeo.com/", "id"), "vimeo_simple": _at("https://vimeo.com/", "id"),
    "instagram": _at("https://www.instagram.com/p/", "id"),
    "gist": _gist, "tweet": _post, "twitter": _post, "twitter_simple": _post, "x": _post, "x_simple": _post,
    "spotify": _at("https://open.spotify.com/", "id"), "streamable": _at("https://streamable.com/", "id"),
    "audio": _played("audio"), "video": _played("video"),
}  # fmt: skip
"""Those that come with Hugo and Zola's usual themes, by their names; each gives None where it is asked for nothing."""
