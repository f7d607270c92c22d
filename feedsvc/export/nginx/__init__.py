"""The rules by which nginx answers with the files as feedsvc would: taken from what feedsvc answered. Pure.

What many addresses share is one location. What a feed has of its own and changes often (its codings, its date, that it
is gone, that an archive document is full) nginx finds in the folder, so that it need not be told.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from feedsvc.export import layout
from feedsvc.export.manifest import Manifest, Redirect
from feedsvc.export.nginx.keeping import keeps
from feedsvc.export.nginx.locations import ATTACHMENTS, locations, redirected, refusals, safe

_ENVIRONMENT = Environment(  # noqa: S701 (this is no HTML: `safe` escapes what nginx would misread)
    loader=FileSystemLoader(Path(__file__).parent),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def rules(manifest: Manifest, base_url: str) -> str:
    """The file rules.conf, for everything that the manifest tells of."""
    redirects = {address: redirected(redirect) for address, redirect in sorted(manifest.redirects.items())}
    usual = next(iter(manifest.redirects.values()), Redirect("", "no-store"))
    text = _ENVIRONMENT.get_template("rules.conf").render(
        own=layout.OWN,
        base_url=safe(base_url),
        prefix=urlsplit(base_url).path,
        keeps=keeps(manifest.written),
        attachments=ATTACHMENTS,
        locations=list(locations(manifest)),
        refusals=list(refusals(manifest.written)),
        redirects=[(safe(unquote(address)), *said) for address, said in redirects.items()],
        redirect_headers=redirected(usual)[0],
    )
    return re.sub(r"\n{3,}", "\n\n", text)


def server(root: Path, base_url: str) -> str:
    """The file server.conf, for a folder at this path."""
    host = urlsplit(base_url).hostname or "_"
    return _ENVIRONMENT.get_template("server.conf").render(root=safe(str(root)), own=layout.OWN, host=host)
