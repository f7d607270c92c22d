"""Two hundred ways to have a page run what somebody wrote, in every place where it shows what was written: none runs."""

from __future__ import annotations

from collections.abc import Iterator

import hostile
import pytest
from hostile import BULK, NAMES, PAYLOADS, Lookout
from playwright.sync_api import Browser, BrowserContext
from program import Program, installed

# Where a page that is careless would put a text as it is.
PLACES = {
    "text": "<p>{}</p>",
    "attribute in double quotes": '<input value="{}">',
    "attribute in single quotes": "<input value='{}'>",
    "attribute without quotes": "<input value={}>",
    "title": "<title>{}</title>",
    "text area": "<textarea>{}</textarea>",
    "data": '<script type="application/ld+json">{{"headline": "{}"}}</script>',
    "comment": "<!-- {} -->",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with installed(tmp_path_factory.mktemp("hostile")) as program:
        hostile.publish(program)
        yield program


@pytest.fixture(params=["under the policy", "without the policy"])
def context(request: pytest.FixtureRequest, chromium: Browser, program: Program) -> Iterator[BrowserContext]:
    """Without it there is nothing to rely on but that texts are escaped, and HTML sanitized."""
    is_off = request.param == "without the policy"
    context = chromium.new_context(base_url=f"http://127.0.0.1:{program.port}", bypass_csp=is_off)
    yield context
    context.close()


def test_nothing_that_was_written_runs(context: BrowserContext, program: Program) -> None:
    """Figure 3. Nor does the policy have anything to refuse: what would run is not on the page."""
    assert len(set(PAYLOADS)) == 200
    lookout = Lookout(context)
    for path in BULK:
        lookout.show(path)
    lookout.show_all("/archive", hostile.pages(program))
    assert lookout.ran == set()
    assert lookout.refused == []


def test_every_payload_is_published_or_told_of(program: Program) -> None:
    """None is harmless only because it is nowhere."""
    facts = program.status()
    assert facts["published"] == len(PAYLOADS)
    assert len(facts["rejections"]) == hostile.SHOWN
    told = [rejection["problem"] for rejection in facts["rejections"]]
    assert sum("ran()" in problem for problem in told) > 80


def test_on_a_careless_page_most_of_them_run(context: BrowserContext) -> None:
    """That none ran is something that the lookout would have seen: the policy holds them back, nothing else does."""
    lookout = Lookout(context)
    careless = {
        f"{name} {place}": page.format(payload)
        for name, payload in zip(NAMES, PAYLOADS, strict=True)
        for place, page in PLACES.items()
    }
    lookout.show_all("/archive", careless)
    ran = {name.partition(" ")[0] for name in lookout.ran}
    if lookout.refused:
        assert ran == set()
    else:
        assert len(ran) > 150
