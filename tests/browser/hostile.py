"""A site whose every word was written by somebody who wants its pages to run something; and whether one of them did."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import BrowserContext, Request
from program import Program

with Path(__file__).with_name("payloads.toml").open("rb") as _file:
    PAYLOADS: list[str] = [payload for way in tomllib.load(_file)["ways"] for payload in way["payloads"]]

NAMES = [f"p{number:03}" for number in range(len(PAYLOADS))]

SHOWN = 100
"""Rejections that /status has room for."""

BULK = ("/", "/subscribe", "/subscribe/2", "/combine", "/archive", "/archive/2026/08", "/archive/2026/08/2", "/status")
"""Pages that show many of them at once."""

_UNSEEN = dict.fromkeys({*range(32)} - {*b"\t\n"})

_LONGEST_NAME = 200  # bytes of a file's name, of which file systems allow 255

# All that a visitor could set off: what is bound to any event, and every address that is not one to go to.
_SET_OFF = """
() => {
  const open = new Set(["http:", "https:", "mailto:", "feed:", "none"]);
  const scheme = address => URL.parse(address, document.baseURI)?.protocol ?? "none";
  for (const frame of [window, ...Array.from(window.frames)]) {
    let page;
    try { page = frame.document; } catch { continue; }
    for (const element of page?.querySelectorAll("*") ?? []) {
      for (const name of element.getAttributeNames()) {
        if (name.startsWith("on")) element.dispatchEvent(new frame.Event(name.slice(2)));
      }
      for (const name of ["href", "xlink:href", "action", "formaction"]) {
        const address = element.getAttribute(name);
        if (address !== null && !open.has(scheme(address))) (element.click ?? element.submit)?.call(element);
      }
    }
  }
}
"""

# In frames, which have the policy of the page that they are in: two hundred pages in the time of ten.
_RENDER = """
async pages => {
  document.body.replaceChildren();
  await Promise.all(Object.entries(pages).map(([name, page]) => new Promise(resolve => {
    const frame = document.createElement("iframe");
    frame.name = name;
    frame.srcdoc = page;
    frame.addEventListener("load", resolve);
    document.body.append(frame);
  })));
}
"""

_DIALOGS = "for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => ran();"


def publish(program: Program) -> None:
    """Every payload as title, author, summary, text, file name and topic of an entry; every second in a rejection."""
    program.configure("\n".join(_config()))
    for name, payload in zip(NAMES, PAYLOADS, strict=True):
        program.write(_file_name(name, payload), _article(name, payload))
    for name, payload in list(zip(NAMES, PAYLOADS, strict=True))[::2]:
        program.write(
            f"rejected/{_file_name(name, payload)}", json.dumps({"title": payload, "date": payload}) + "\nx\n"
        )
    program.run("scan")
    program.start()


def pages(program: Program) -> dict[str, str]:
    """Each payload as an entry, with all that is known of it, and as what was asked for: of one page or more each."""
    addresses: dict[str, int | None] = {f"/entries/{name}": 200 for name in NAMES}
    addresses |= {f"/entries/{name}/why": 200 for name in NAMES[1::2]}  # /status names the files of the others
    addresses |= {f"/topics/{name}": 200 for name in NAMES[::10]}  # the pages that show many have the others
    addresses |= {f"/search?q={quote(payload, safe='')}": None for payload in PAYLOADS}  # not all are understood
    addresses |= {f"/search?order={quote(payload, safe='')}": 400 for payload in PAYLOADS[1::2]}
    answers = {address: program.get(address, Accept="text/html") for address in addresses}
    unlike = {address: answers[address].status for address, status in addresses.items() if status is not None}
    assert {address: status for address, status in unlike.items() if status != addresses[address]} == {}
    return {address: answer.text for address, answer in answers.items()}


class Lookout:
    """Knows, of each page that is shown in a context, whether something in it ran."""

    def __init__(self, context: BrowserContext) -> None:
        self.ran: set[str] = set()
        """Names of the frames in which something did, or an address that was asked for more than a picture."""
        self.refused: list[str] = []
        """What the policy forbade."""
        context.expose_binding("ran", lambda source: self.ran.add(source["frame"].name or source["frame"].url))
        context.add_init_script(_DIALOGS)
        context.on("requestfailed", self._asked)
        self.page = context.new_page()
        self.page.on("console", lambda message: self._said(message.text))

    def show(self, path: str) -> None:
        """A page of its own."""
        self.page.goto(path)
        self._set_off()

    def show_all(self, host: str, pages: Mapping[str, str], at_once: int = 200) -> None:
        """Many pages, in frames of one at `host`, whose policy is theirs."""
        self.page.goto(host)
        for some in _portions(pages.items(), at_once):
            self.page.evaluate(_RENDER, dict(some))
            self._set_off()

    def _set_off(self) -> None:
        self.page.evaluate(_SET_OFF)
        self.page.wait_for_timeout(50)  # milliseconds for what runs a little later

    def _asked(self, request: Request) -> None:
        """Nobody answers there; what the policy has held back was not even asked."""
        if request.failure == "csp":
            return
        if urlsplit(request.url).hostname == "ran.example" and request.resource_type != "image":
            self.ran.add(request.url)

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.refused.append(text)


def _portions(items: Iterable[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    every = list(items)
    for first in range(0, len(every), size):
        yield every[first : first + size]


def _config() -> Iterator[str]:
    yield f"[site]\ntitle = {json.dumps('</title><script>ran()</script>')}\nexplain = true\n[server]\nworkers = 1"
    for name, payload in zip(NAMES, PAYLOADS, strict=True):
        text = json.dumps(payload.translate(_UNSEEN))  # no title may hold them, says the configuration
        yield f'[[topics]]\nslug = "{name}"\ntitle = {text}\ndescription = {text}'


def _file_name(name: str, payload: str) -> str:
    kept = payload.replace("/", "\N{DIVISION SLASH}").translate(dict.fromkeys(range(32)))  # a name with one is rejected
    return f"{name} {kept.encode()[:_LONGEST_NAME].decode(errors='ignore')}.md"


def _article(name: str, payload: str) -> str:
    moment = f"2026-08-01T{int(name[1:]) // 60:02}:{int(name[1:]) % 60:02}:00Z"
    matter = {
        "slug": name,
        "title": payload,
        "date": moment,
        "author": {"name": payload, "uri": f"https://ran.example/{quote(payload)}"},
        "topics": [name, payload],
        "summary": payload,
        "enclosure": {"url": f"https://ran.example/{quote(payload)}.mp3", "type": "audio/mpeg", "title": payload},
    }
    text = payload.replace("\0", "")  # a file with one is no text; as an escape in its front matter it is
    return f"{json.dumps(matter)}\n{text}\n\n<p title='x'>{text}</p>\n\n> {text}\n"
