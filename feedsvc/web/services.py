"""Feed readers that take a feed by a link. Pure.

Links are all that they are: nothing is loaded from these services, and who follows one tells them of this site alone.
To add a service, add its row, and where it is told that it works so.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Service:
    """A reader on the web. `address` begins the link; the feed's own address, percent-encoded, ends it."""

    name: str
    address: str

    def link(self, feed: str) -> str:
        return f"{self.address}{quote(feed, safe='')}"


SERVICES = (
    # What its button for publishers links to. The id of a feed is `feed/` and its address.
    Service("Feedly", "https://feedly.com/i/subscription/feed%2F"),
    # Its developer in feedbin/feedbin#190, and feedbin.com/help/how-to-subscribe.
    Service("Feedbin", "https://feedbin.com/?subscribe="),
    # Documented nowhere. Of the three links in use, the one that finds feeds that nobody had before; /feed/ does not.
    Service("Inoreader", "https://www.inoreader.com/search/feeds/"),
    # "Custom Add Site URL" among its goodies.
    Service("NewsBlur", "https://www.newsblur.com/?url="),
    # theoldreader.com/pages/tour
    Service("The Old Reader", "https://theoldreader.com/feeds/subscribe?url="),
)
