"""What we let through: characters that XML can carry, HTML that can do no harm, addresses that are absolute. Pure."""

from __future__ import annotations

from feedsvc.sanitize.addresses import WEB, absolute, candidates
from feedsvc.sanitize.characters import line, text
from feedsvc.sanitize.markup import has_tags, html, plain, untagged

__all__ = ["WEB", "absolute", "candidates", "has_tags", "html", "line", "plain", "text", "untagged"]
