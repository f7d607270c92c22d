"""What editors come for: the reason of a file that was rejected, what is to come, and why an entry is what it is."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_the_reason_of_a_rejected_file_is_found_with_its_line_and_remedy(page: Page) -> None:
    page.goto("/status")
    rejected = page.get_by_role("region", name="Rejected files")
    expect(rejected.get_by_role("heading", level=3)).to_have_text("rejected.md:3")
    expect(rejected).to_contain_text('month 13 does not exist in "2024-13-45"')
    expect(rejected).to_contain_text("Write a date such as 2024-03-31")


def test_embargoes_are_told_to_editors_and_to_nobody_else(page: Page) -> None:
    page.goto("/status")
    expect(page.get_by_role("region", name="Embargoes to come")).to_contain_text("Not before its time")
    for path in ("/", "/archive", "/search?q=embargoed+OR+time"):
        page.goto(path)
        expect(page.get_by_text("Not before its time")).to_have_count(0)


def test_plots_are_drawings_with_their_numbers_in_words(page: Page) -> None:
    page.goto("/status")
    plot = page.get_by_role("img").first
    expect(plot).to_be_visible()
    assert plot.locator("rect").count() > 0
    page.locator("summary").first.click()
    expect(page.get_by_role("row").filter(has_text="2026").first).to_be_visible()


def test_an_entry_says_why_it_has_its_topics(page: Page) -> None:
    page.goto("/topics/weather")
    page.get_by_role("link", name="Fog Closes the Harbour").click()
    page.get_by_role("link", name="Why these topics?").click()
    expect(page.locator("mark").filter(has_text="harbour").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("weather/fog-in-the-harbour.txt")
