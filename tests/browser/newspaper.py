"""A small newspaper, invented, with something of each kind that its pages show."""

from __future__ import annotations

from pictures import png, wav
from program import Program, eventually

CONFIG = """
[site]
title = "The Skerry Times"
description = "News from islands that are on no map."
authority = "skerry.example,2026"
language = "en-GB"
timezone = "Europe/London"
explain = true

[server]
workers = 1

[[topics]]
slug = "sea"
title = "The Sea"
description = "Tides, wrecks and what they wash up."

[[topics]]
slug = "shipping"
title = "Shipping"
description = "What comes and goes."
parent = "sea"
rule = 'harbour OR "container ship"'

[[topics]]
slug = "ferries"
title = "Ferries"
parent = "shipping"
rule = "ferry OR ferries"

[[topics]]
slug = "weather"
title = "Weather"
rule = "storm OR fog"

[[topics]]
slug = "music"
title = "Musik und Klänge"

[[topics]]
slug = "adab"
title = "أدب"
description = "ما كُتب على الجزر."

[[topics]]
slug = "quiet"
title = "Grundstücksverkehrsgenehmigungszuständigkeiten"
"""

_WORDS = (
    "The harbour of Ostmark has waited for its lamp since the spring, and the pilots have counted the nights.",
    "Nobody on the quay remembers who ordered the paint, but everybody remembers the colour that came.",
    "“We have a bell, and we have a boat,” the harbour master said. “What we do not have is agreement.”",
)

ARTICLES: dict[str, str | bytes] = {
    "sea/pier.png": png(960, 540),
    "sea/bell.wav": wav(2),
    "sea/lamp.md": f"""---
slug: lamp
title: The harbour lamp of Ostmark is lit again, after a winter of arguing about the colour of its glass
date: 2026-09-20T07:45:00+01:00
updated: 2026-09-21T08:00:00+01:00
authors: [Ingrid Sollund, Mira Halden]
topics: [Sea, Weather]
image: pier.png
summary: Green was cheaper, red was older, and the ferry captains wanted neither.
---
{_WORDS[0]}

## Green, then red

{_WORDS[1]} The [ferry](https://ferry.example/timetable) kept to its hours.

![The pier at low water](pier.png)

> {_WORDS[2]}

1. The glass came in March.
2. The glass went back in April.

| Month | Ships | Complaints |
|:--|--:|--:|
| March | 41 | 7 |
| April | 39 | 112 |

```
lamp --colour=green --and-an-option-that-is-so-long-that-it-does-not-fit-on-any-telephone
```
""",
    "sea/bell.md": """---
slug: bell
title: "Listen: a bell that the tide rings"
date: 2026-09-19T17:00:00+01:00
author: Mira Halden
topics: [Music]
enclosure: {url: bell.wav, type: audio/x-wav, length: 16044, title: The bell at high water}
---
It hangs below the pier, and nobody has ever heard it from the town.
""",
    "weather/fog-in-the-harbour.txt": (
        "Fog Closes the Harbour for a Third Day - 2026-09-18\n\nBy Ole Brandt\n\n"
        "VESTERØY, Sept. 18 (Skerry) — No ferry has left since Tuesday, and no container ship has come.\n\n"
        "The pilots play cards. The gulls, who see no better than anybody else, walk.\n"
    ),
    "weather/storm.txt": (
        "A Storm That Went Round - 2026-09-12\n\nBy Ole Brandt\n\n"
        "VESTERØY, Sept. 12 (Skerry) — Everybody had carried the chairs in.\n"
    ),
    "adab/maktaba.md": """---
slug: maktaba
title: مكتبة في قارب تزور الجزر كل شهر
date: 2026-09-17T09:00:00Z
author: ريحانة بن زهرة
language: ar
topics: [أدب]
summary: ستمئة كتاب، وأمينة مكتبة، وقارب لا يتأخر أبداً.
---
يصل القارب قبل الفجر، وتنتظره القرية كلها على الرصيف. تقول أمينة المكتبة إن الأطفال يقرؤون كل كتاب ثلاث مرات.
""",
    "umi/amamo.md": """---
slug: amamo
title: 入り江のアマモ場が十年ぶりに戻ってきた
date: 2026-09-16T09:00:00Z
author: 潮見はるか
language: ja
topics: [海藻]
summary: 漁師たちは種を袋に詰め、冬の浜で待った。
---
入り江の底が緑色になったのは、今年の春のことである。漁師たちは十年のあいだ、種を集めては蒔いてきた。
""",
    "music/chor.md": """---
slug: chor
title: Der Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftschor singt wieder
date: 2026-09-15T09:00:00Z
author: Sicherheitsbekanntmachungsportalbeauftragtenstellvertretung
language: de
topics: [Music]
---
Vierzig Stimmen, ein Klavier und eine Fähre, die zu spät kam.
""",
    "sea/whale.md": "---\nslug: whale\ntitle: A whale that was none\ndate: 2026-09-14\n---\nIt was a boat.\n",
    "rejected.md": "---\ntitle: On the thirteenth month\ndate: 2024-13-45\n---\nThere is none.\n",
    "embargoed.md": (
        "---\ntitle: Not before its time\ndate: 2026-09-10\nembargo: 2090-01-01T06:00:00Z\n---\nNot a word.\n"
    ),
    **{
        f"sea/{day:02}-{hour:02}.md": (
            f"---\ntitle: What the ferries did on day {day} at {hour}\ndate: 2026-08-{day:02}T{hour:02}:00:00Z\n"
            f"author: Ole Brandt\ntopics: [Sea]\n---\n{_WORDS[day % 3]}\n"
        )
        for day in range(1, 29)
        for hour in (6, 10, 14, 18)
    },
}

PAGES = {
    "home": "/",
    "topic": "/topics/ferries",
    "topic with children": "/topics/sea",
    "topic from right to left": "/topics/adab",
    "topic without entries": "/topics/quiet",
    "subscribe": "/subscribe",
    "combine": "/combine",
    "combined": "/combine/shipping-ferries+weather",
    "combined, several": "/combine/music,sea+weather",
    "combined, another alternative": "/combine/music,sea+weather/1",
    "combined, long words": "/combine/quiet+music",
    "entry": "/entries/lamp",
    "entry with sound": "/entries/bell",
    "entry from right to left": "/entries/maktaba",
    "entry in Japanese": "/entries/amamo",
    "entry with a long word": "/entries/chor",
    "why": "/entries/lamp/why",
    "search": "/search",
    "search, found": "/search?q=harbour",
    "search, in Arabic": "/search?q=%D9%85%D9%83%D8%AA%D8%A8%D8%A9&order=relevance",
    "search, nothing found": "/search?q=narwhal",
    "search, not understood": "/search?q=%22harbour+AND+(",
    "author": "/authors/ole-brandt",
    "archive": "/archive",
    "month": "/archive/2026/09",
    "month, second page": "/archive/2026/08/2",
    "status": "/status",
    "nothing there": "/entries/nothing-like-it",
    "nothing there, with suggestions": "/topics/ferrys",
    "withdrawn": "/entries/whale",
    "request not understood": "/search?order=sideways",
}
"""Each kind of page, in each state that it has: its name, and where it is."""

REFUSED = {
    "nothing there": 404,
    "nothing there, with suggestions": 404,
    "withdrawn": 410,
    "search, not understood": 400,
    "request not understood": 400,
}
"""Pages whose status is not 200."""


def publish(program: Program) -> None:
    """Lay the newspaper out and serve it; then take one entry back."""
    program.configure(CONFIG)
    for path, text in ARTICLES.items():
        program.write(path, text)
    program.start()
    eventually(lambda: program.get("/entries/whale").status == 200)
    (program.articles / "sea/whale.md").unlink()
    eventually(lambda: program.get("/entries/whale").status == 410)
