"""What the place of a file says of an article, where its front matter does not: a draft, a language. Pure."""

from __future__ import annotations

import re
from typing import Any

_SECTION = re.compile(r"(?:.*/)?_index(?:\.[\w-]+)?\.\w+")
_LANGUAGE = re.compile(r".*\.([a-z]{2}(?:-[a-z]{2})?)\.\w+", re.IGNORECASE)
_DRAFTS = "_drafts"
_TWO_LETTERS = frozenset(
    re.findall(
        r"\w+",
        """
    aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
    et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl
    nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv
    sw ta te tg th ti tk tl tn to tr tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """,
    )
)
"""Languages with two letters (ISO 639-1), less `md` and `ts`, with which names of files end for other reasons."""


def complete(given: dict[str, Any], path: str) -> None:
    """Add to the fields of an article what its path says: `_drafts/`, `_index.md`, `talks.fr.md`."""
    if "_" not in path and path.count(".") < 2:
        return
    if _DRAFTS in path.split("/")[:-1]:
        given["draft"] = True
        given["origins"]["draft"] = f"the folder `{_DRAFTS}`"
    elif _SECTION.fullmatch(path):
        given["draft"] = True
        given["origins"]["draft"] = "the name `_index`: the page of a section, no article"
    if "language" not in given and (found := _LANGUAGE.fullmatch(path)) and found[1][:2].lower() in _TWO_LETTERS:
        given["language"] = found[1]
        given["origins"]["language"] = "the file's name"
