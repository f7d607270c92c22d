"""What a browser does behind the page: what it complains of, and whom it asks."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request

_OWN = {"127.0.0.1", ""}
"""The newspaper's host; an address such as data: has none."""


class Watched:
    """Collects, from now on, a tab's complaints and its requests to strangers, which come to nothing."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        """Errors, among them whatever the Content-Security-Policy refuses; that a page itself is a 404 is none."""
        is_of_page = message.location["url"] == message.page.url if message.page else False
        if message.type in {"error", "warning"} and not (is_of_page and message.text.startswith("Failed to load")):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _asked(self, request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in _OWN:
            self.strangers.append(request.url)
