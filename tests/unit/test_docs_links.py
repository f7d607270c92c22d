"""Every link between the pages leads to something, and every page can be found from the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from documentation import PAGES, ROOT, name, prose, read

_LINK = re.compile(r"\]\(([^()\s]+)\)")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The file and the anchor of each link that stays in the project."""
    for target in _LINK.findall(prose(page)):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield ((page.parent / path).resolve() if path else page), anchor


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in addresses, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_something(page: Path) -> None:
    broken = [
        f"{target}#{anchor}" if anchor else str(target)
        for target, anchor in links(page)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]
    assert broken == []


def test_links_are_found_at_all() -> None:
    assert sum(1 for page in PAGES for _ in links(page)) > 100


def test_every_page_can_be_found_from_the_index() -> None:
    seen: set[Path] = set()
    ahead = {ROOT / "docs" / "README.md"}
    while ahead:
        page = ahead.pop()
        seen.add(page)
        ahead |= {target for target, _ in links(page) if target.suffix == ".md" and target.is_file()} - seen
    decisions = ROOT / "docs" / "decisions"  # a folder that is its own index
    assert [name(page) for page in PAGES if page not in seen and page.parent != decisions] == []


def test_every_guide_and_discussion_is_on_the_index_itself() -> None:
    index = read(ROOT / "docs" / "README.md")
    folders = (ROOT / "docs" / folder for folder in ("howto", "discussions", "reference"))
    pages = [page.relative_to(ROOT / "docs").as_posix() for folder in folders for page in folder.glob("*.md")]
    assert [page for page in pages if f"({page})" not in index] == []


def test_every_file_of_deploy_is_in_a_guide() -> None:
    told = "".join(read(page) for page in (ROOT / "docs" / "howto").glob("*.md"))
    files = [file for file in (ROOT / "deploy").rglob("*") if file.is_file() and "ignore" not in file.name]
    assert [name(file) for file in files if name(file) not in told] == []
