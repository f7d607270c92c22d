"""A site whose every word was written by somebody who wants its pages to run something; and whether one of them did."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import BrowserContext, Page, Request
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
  const open = new Set(["http:", "https:", "mailto:", "feed:"]);
  for (const frame of [window, ...Array.from(window.frames)]) {
    let page;
    try { page = frame.document; } catch { continue; }
    for (const element of page?.querySelectorAll("*") ?? []) {
      for (const name of element.getAttributeNames()) {
        if (name.startsWith("on")) element.dispatchEvent(new frame.Event(name.slice(2)));
      }
      const address = element.href?.baseVal ?? element.href ?? element.formAction ?? element.action;
      if (typeof address !== "string" || address === "") continue;
      if (!open.has(new URL(address, location).protocol)) element.click?.();
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
        program.write(f"rejected/{_file_name(name, payload)}", json.dumps({"title": payload, "date": payload}) + "\nx\n")
    program.run("scan")
    program.start()


def pages(program: Program) -> dict[str, str]:
    """A page for each payload and place where it may be shown: as a topic, as an entry, as what was asked for."""
    addresses = {f"/{kind}/{name}{rest}": 200 for name in NAMES for kind, rest in _OWN}
    for payload in PAYLOADS:
        asked = quote(payload, safe="")
        addresses |= {f"/search?q={asked}": 0, f"/search?order={asked}": 400, f"/topics/x{asked}": 404}
    answers = {address: program.get(address, Accept="text/html") for address in addresses}
    assert {a: answers[a].status for a, status in addresses.items() if status not in {0, answers[a].status}} == {}
    return {address: answer.text for address, answer in answers.items()}


_OWN = (("topics", ""), ("entries", ""), ("entries", "/why"))


class Lookout:
    """Knows, of each page that is shown in a context, whether something in it ran."""

    def __init__(self, context: BrowserContext) -> None:
        self.ran: set[str] = set()
        """Names of the frames in which something did, or the address that was asked by more than a picture."""
        self.refused: list[str] = []
        """What the policy forbade."""
        context.expose_binding("ran", lambda source: self.ran.add(source["frame"].name or source["frame"].url))
        context.add_init_script(_DIALOGS)
        context.on("request", self._asked)
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
    kept = payload.replace("/", "\N{DIVISION SLASH}").replace("\0", "")
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
    return f"{json.dumps(matter)}\n{payload}\n\n<p title='x'>{payload}</p>\n\n> {payload}\n"
