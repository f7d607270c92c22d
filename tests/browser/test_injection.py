"""Two hundred ways to have a page run what somebody wrote, wherever it shows what was written: none runs."""

from __future__ import annotations

from collections.abc import Iterator

import hostile
import pytest
from hostile import BULK, NAMES, PAYLOADS, Lookout
from playwright.sync_api import Browser, BrowserContext
from program import Program, installed

# All the places in which a page that is careless would put a text as it is.
CARELESS = """
<p>{0}</p>
<input value="{0}"><input value='{0}'><input value={0}>
<title>{0}</title><textarea>{0}</textarea>
<script type="application/ld+json">{{"headline": "{0}"}}</script><!-- {0} -->
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with installed(tmp_path_factory.mktemp("hostile")) as program:
        hostile.publish(program)
        yield program


@pytest.fixture(scope="module")
def pages(program: Program) -> dict[str, str]:
    return hostile.pages(program)


@pytest.fixture(params=[True, False], ids=["under the policy", "without it"])
def has_policy(request: pytest.FixtureRequest) -> bool:
    """Without it there is nothing to rely on but that texts are escaped, and HTML sanitized."""
    return bool(request.param)


@pytest.fixture
def context(chromium: Browser, program: Program, has_policy: bool) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=f"http://127.0.0.1:{program.port}", bypass_csp=not has_policy)
    yield context
    context.close()


def test_nothing_that_was_written_runs(context: BrowserContext, pages: dict[str, str]) -> None:
    """Figure 3. Nor does the policy have anything to refuse: what would run is not on the page."""
    assert len(set(PAYLOADS)) == 200
    lookout = Lookout(context)
    for path in BULK:
        lookout.show(path)
    lookout.show_all("/archive", pages)
    assert lookout.ran == set()
    assert lookout.refused == []


def test_every_payload_is_published_or_told_of(program: Program) -> None:
    """None is harmless only because it is nowhere."""
    facts = program.status()
    assert facts["published"] == len(PAYLOADS)
    told = [rejection["problem"] for rejection in facts["rejections"]]
    assert len(told) == hostile.SHOWN
    assert sum("ran" in problem for problem in told) > 80


def test_on_a_careless_page_most_of_them_run_unless_the_policy_forbids_it(
    context: BrowserContext, has_policy: bool
) -> None:
    """That none ran is something that the lookout would have seen."""
    lookout = Lookout(context)
    lookout.show_all("/archive", {n: CARELESS.format(payload) for n, payload in zip(NAMES, PAYLOADS, strict=True)})
    if has_policy:
        assert lookout.ran == set()
        assert len(lookout.refused) > 100
    else:
        assert len(lookout.ran & {*NAMES}) > 100
