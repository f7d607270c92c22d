"""What Eleventy copies into a site as it is: `addPassthroughCopy` in its configuration, which is read and never run."""

from __future__ import annotations

import re
from pathlib import Path

from feedsvc.generators.reading import content

_COPY = re.compile(r"""addPassthroughCopy\(\s*["'`]([^"'`$*{}]+)["'`]""")
_COPIES = re.compile(r"addPassthroughCopy\(\s*\{([^{}]*)\}")
_PAIR = re.compile(r"""["'`]([^"'`$*{}]+)["'`]\s*:\s*["'`]([^"'`]*)["'`]""")


def copied(sign: Path, root: Path, top: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The folders whose files the site has at its root, and a sentence for each copy that goes to another place.

    What lies below the input folder, `top`, has its place there already.
    """
    written = content(sign)
    found = [root for name in _COPY.findall(written) if not (root / name).is_relative_to(top)]
    told = []
    for pairs in _COPIES.findall(written):
        for source, target in _PAIR.findall(pairs):
            if target.strip("./"):
                told.append(f"the passthrough copy of {source} to {target}: what lies there is not found")
            else:
                found.append(root / source)
    return tuple(dict.fromkeys(folder for folder in found if folder.is_dir())), tuple(told)
