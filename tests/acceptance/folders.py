"""A small content folder for each generator, laid out as its own documentation shows; the texts are ours."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Expected:
    """What is in the feeds of a folder: title -> day of publication, topics -> titles in them."""

    site: str
    days: dict[str, str]
    topics: dict[str, list[str]]
    absent: tuple[str, ...]
    """Words that stand in drafts, pages and templates alone."""
    present: tuple[str, ...] = ()
    """What must stand in some content, of what the generator's own marks become."""
    base_url: str = "https://gazette.example.org"


@dataclass(frozen=True)
class Layout:
    files: dict[str, str]
    expected: Expected
    images: tuple[str, ...] = field(default=())

    def lay_out(self, root: Path) -> None:
        for name, text in self.files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            os.utime(target, (1, 1))  # not just now, or a scan would wait for it to be finished
        for name in self.images:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(b"\x89PNG\r\n\x1a\n")


JEKYLL = Layout(
    {
        "_config.yml": (
            "title: The Harbour Gazette\ndescription: >-\n  News from\n  the coast\n"
            'url: "https://gazette.example.org"\nbaseurl: ""\ntimezone: Europe/Oslo\nauthor:\n  name: Mira Halden\n'
            "theme: minima\nplugins:\n  - jekyll-feed\n"
        ),
        "_posts/2024-03-05-gates-shut.markdown": (
            '---\nlayout: post\ntitle:  "The gates are shut"\ndate:   2024-03-05 09:30:00 +0100\n'
            "categories: harbour ships\n---\nSee [what came before]({% post_url 2024-02-28-before-the-storm %}).\n\n"
            "{% highlight ruby %}\nputs :shut\n{% endhighlight %}\n"
        ),
        "_posts/2024-02-28-before-the-storm.md": "---\nlayout: post\ntags: [weather, ships]\n---\nA calm day.\n",
        "_posts/2024-03-07-withheld.md": "---\ntitle: Kelpie\npublished: false\n---\nNot a word.\n",
        "_drafts/an-idea.md": "---\ntitle: Selkie\n---\nNot yet.\n",
        "_layouts/default.html": "<html>{{ content }}</html>",
        "about.markdown": "---\nlayout: page\ntitle: Merrow\npermalink: /about/\n---\nWho we are.\n",
        "index.markdown": "---\nlayout: home\n---\n",
        "Gemfile": 'gem "jekyll"\n',
    },
    Expected(
        site="The Harbour Gazette",
        days={"The gates are shut": "2024-03-05", "Before The Storm": "2024-02-27"},
        topics={"ships": ["The gates are shut", "Before The Storm"], "harbour": ["The gates are shut"]},
        absent=("Kelpie", "Selkie", "Merrow", "{%"),
        present=("<pre><code>puts :shut", ">what came before</a>"),
    ),
)

HUGO = Layout(
    {
        "hugo.toml": (
            "baseURL = 'https://gazette.example.org/'\nlocale = 'en-gb'\ntitle = 'The Harbour Gazette'\n"
            "timeZone = 'Europe/Oslo'\n[params]\ndescription = 'News from the coast'\n"
            "[params.author]\nname = 'Mira Halden'\nemail = 'mira@example.org'\n"
        ),
        "archetypes/default.md": "+++\ntitle = 'Kelpie'\ndraft = true\n+++\n",
        "content/_index.md": "+++\ntitle = 'Selkie'\n+++\nWelcome.\n",
        "content/about.md": "+++\ntitle = 'Merrow'\n+++\nWho we are.\n",
        "content/posts/_index.md": "---\ntitle: Nixie\n---\n",
        "content/posts/gates-shut.md": (
            "+++\ntitle = 'The gates are shut'\ndate = 2024-03-05T09:30:00+01:00\nlastmod = 2024-03-06T10:00:00+01:00\n"
            "draft = false\ntags = ['ships', 'harbour']\n+++\nThe gates are shut.\n\n<!--more-->\n\n"
            '{{< figure src="/images/gate.jpg" caption="A gate" >}}\n\n'
            'See [the storm]({{< ref "storm" >}}). {{< counter >}}\n'
        ),
        "content/posts/storm/index.md": (
            "---\ntitle: After the storm\ndate: 2024-02-28T23:30:00Z\ntags: [weather, ships]\n---\n"
            "![A mast](mast.png)\n"
        ),
        "content/posts/json.md": (
            '{\n  "title": "In the third syntax",\n  "date": "2024-01-10",\n  "categories": ["harbour"]\n}\nShort.\n'
        ),
        "content/posts/idea.md": "---\ntitle: Undine\ndate: 2024-03-08\ndraft: true\n---\nNot yet.\n",
        "content/posts/later.md": "---\ntitle: Naiad\ndate: 2024-03-08\npublishDate: 2090-01-01\n---\nLater.\n",
        "content/posts/gone.md": "---\ntitle: Nereid\ndate: 2024-03-08\nexpiryDate: 2024-04-01\n---\nGone.\n",
        "layouts/index.html": "{{ .Content }}",
    },
    Expected(
        site="The Harbour Gazette",
        days={
            "The gates are shut": "2024-03-05",
            "After the storm": "2024-02-28",
            "In the third syntax": "2024-01-09",
        },
        topics={
            "ships": ["The gates are shut", "After the storm"],
            "harbour": ["The gates are shut", "In the third syntax"],
        },
        absent=("Kelpie", "Selkie", "Merrow", "Nixie", "Undine", "Naiad", "Nereid", "{{", "example.org/images"),
        present=("<figcaption>A gate</figcaption>", "/mast.png", "/images/gate.jpg"),
    ),
    images=("content/posts/storm/mast.png", "static/images/gate.jpg"),
)

ZOLA = Layout(
    {
        "config.toml": (
            'base_url = "https://gazette.example.org"\ntitle = "The Harbour Gazette"\ndescription = "News"\n'
            'default_language = "en"\ngenerate_feeds = true\ntaxonomies = [{ name = "tags" }]\n'
            '[markdown]\n[extra]\nauthor = "Mira Halden"\n'
        ),
        "content/_index.md": '+++\ntitle = "Selkie"\nsort_by = "date"\n+++\n',
        "content/blog/_index.md": '+++\ntitle = "Nixie"\nsort_by = "date"\n+++\n',
        "content/blog/gates-shut.md": (
            '+++\ntitle = "The gates are shut"\ndate = 2024-03-05\nupdated = 2024-03-06\npath = "gates"\n'
            'aliases = ["old/gates"]\n[taxonomies]\ntags = ["ships", "harbour"]\n[extra]\nhero = "gate.jpg"\n+++\n'
            "The gates.\n\n<!-- more -->\n\nSee [the storm](@/blog/2024-02-28-storm.md).\n\n"
            '{{ youtube(id="abc123") }}\n'
        ),
        "content/blog/2024-02-28-storm.md": (
            '+++\ntitle = "After the storm"\n[taxonomies]\ntags = ["ships"]\n+++\nCalm.\n'
        ),
        "content/blog/idea.md": '+++\ntitle = "Undine"\ndate = 2024-03-08\ndraft = true\n+++\nNot yet.\n',
        "content/blog/colocated/index.md": (
            '+++\ntitle = "With a picture"\ndate = "2024-01-10T12:00:00Z"\n+++\n![A mast](mast.png)\n'
        ),
        "templates/index.html": "{{ section.content }}",
        "themes/.keep": "",
    },
    Expected(
        site="The Harbour Gazette",
        days={
            "The gates are shut": "2024-03-05",
            "After the storm": "2024-02-28",
            "With a picture": "2024-01-10",
        },
        topics={"ships": ["The gates are shut", "After the storm"], "harbour": ["The gates are shut"]},
        absent=("Selkie", "Nixie", "Undine", "{{"),
        present=("https://www.youtube.com/watch?v=abc123", "/mast.png", ">the storm</a>"),
    ),
    images=("content/blog/colocated/mast.png",),
)

PELICAN = Layout(
    {
        "pelicanconf.py": (
            "AUTHOR = 'Mira Halden'\nSITENAME = 'The Harbour Gazette'\nSITEURL = ''\nPATH = 'content'\n"
            "TIMEZONE = 'Europe/Oslo'\nDEFAULT_LANG = 'en'\nFEED_ALL_ATOM = None\n"
            "LINKS = (('Pelican', 'https://getpelican.com/'),)\nDEFAULT_PAGINATION = 10\nprint('never run')\n"
        ),
        "publishconf.py": (
            "import os\nfrom pelicanconf import *\nSITEURL = 'https://gazette.example.org'\n"
            "open('touched', 'w').close()\n"
        ),
        "content/harbour/gates-shut.md": (
            "Title: The gates are shut\nDate: 2024-03-05 09:30\nModified: 2024-03-06 10:00\nCategory: Harbour\n"
            "Tags: ships, gates\nSlug: gates-shut\nAuthors: Mira Halden; Brandt, Ole\nSummary: Shut.\n\n"
            "See [the storm]({filename}../weather/storm.rst).\n\n![A gate]({static}/images/gate.png)\n"
        ),
        "content/weather/storm.rst": (
            "After the storm\n###############\n\n:date: 2024-02-28 23:30\n:tags: ships, weather\n:category: Weather\n"
            ":authors: Ole Brandt\n:summary: It is calm.\n\nA calm day, by :abbr:`NMI (the met office)`.\n\n"
            ".. code-block:: python\n\n    calm = True\n\nMore\n====\n\n"
            ".. image:: {static}/images/gate.png\n   :alt: A gate\n"
        ),
        "content/idea.md": "Title: Undine\nDate: 2024-03-08\nStatus: draft\n\nNot yet.\n",
        "content/hidden.md": "Title: Naiad\nDate: 2024-03-08\nStatus: hidden\n\nHidden.\n",
        "content/pages/about.md": "Title: Merrow\n\nWho we are.\n",
    },
    Expected(
        site="The Harbour Gazette",
        days={"The gates are shut": "2024-03-05", "After the storm": "2024-02-28"},
        topics={"ships": ["The gates are shut", "After the storm"], "harbour": ["The gates are shut"]},
        absent=("Undine", "Naiad", "Merrow", "{static}", "{filename}"),
        present=("calm = True", "/images/gate.png", ">the storm</a>", "<h2>More</h2>"),
    ),
    images=("content/images/gate.png",),
)

ELEVENTY = Layout(
    {
        "eleventy.config.js": (
            'import feed from "@11ty/eleventy-plugin-rss";\nexport default function(eleventyConfig) {\n'
            '  eleventyConfig.addPassthroughCopy({ "./public/": "/" });\n}\n'
            'export const config = {\n  dir: {\n    input: "content",\n    includes: "../_includes",\n'
            '    data: "../_data",\n'
            '    output: "_site"\n  }\n};\n'
        ),
        "_data/metadata.js": (
            'export default {\n\ttitle: "The Harbour Gazette",\n\turl: "https://gazette.example.org/",\n'
            '\tlanguage: "en",\n'
            '\tdescription: "News from the coast",\n\tauthor: {\n'
            '\t\tname: "Mira Halden",\n\t\temail: "mira@example.org"\n\t}\n}\n'
        ),
        "content/blog/gates-shut.md": (
            "---\ntitle: The gates are shut\ndescription: Shut.\ndate: 2024-03-05\ntags:\n  - posts\n  - ships\n"
            "  - harbour\n---\nShut, says {{ metadata.title }}.\n\n{% raw %}{{ shown }}{% endraw %}\n"
        ),
        "content/blog/storm/storm.md": (
            "---\ntitle: After the storm\ndate: 2024-02-28\ntags: ships\n---\n![A mast](./mast.png)\n"
        ),
        "content/blog/blog.11tydata.js": 'export default { tags: ["posts"], layout: "post.njk" };\n',
        "content/blog/idea.md": "---\ntitle: Undine\ndate: 2024-03-08\ndraft: true\n---\nNot yet.\n",
        "content/blog/nowhere.md": "---\ntitle: Naiad\ndate: 2024-03-08\npermalink: false\n---\nNowhere.\n",
        "content/blog/apart.md": (
            "---\ntitle: Nereid\ndate: 2024-03-08\neleventyExcludeFromCollections: true\n---\nApart.\n"
        ),
        "content/index.njk": "---\nlayout: home\n---\n{{ collections.posts }}",
        "_includes/layouts/post.njk": "{{ content }}",
        "node_modules/some/README.md": "# Merrow\n",
    },
    Expected(
        site="The Harbour Gazette",
        days={"The gates are shut": "2024-03-05", "After the storm": "2024-02-28"},
        topics={"ships": ["The gates are shut", "After the storm"], "harbour": ["The gates are shut"]},
        absent=("Undine", "Naiad", "Nereid", "Merrow", "{%"),
        present=("{{ shown }}", "/mast.png"),
    ),
    images=("content/blog/storm/mast.png",),
)

ASTRO = Layout(
    {
        "astro.config.mjs": (
            "// @ts-check\nimport { defineConfig } from 'astro/config';\nimport mdx from '@astrojs/mdx';\n"
            "export default defineConfig({\n  site: 'https://gazette.example.org',\n  integrations: [mdx()],\n});\n"
        ),
        "src/consts.ts": (
            "export const SITE_TITLE = 'The Harbour Gazette';\nexport const SITE_DESCRIPTION = 'News from the coast';\n"
        ),
        "src/content.config.ts": "const blog = defineCollection({ loader: glob({ base: './src/content/blog' }) });\n",
        "src/content/blog/gates-shut.md": (
            "---\ntitle: 'The gates are shut'\ndescription: 'Shut.'\npubDate: 'Mar 05 2024'\n"
            "updatedDate: 'Mar 06 2024'\n"
            "heroImage: '../../assets/gate.jpg'\ntags: [ships, harbour]\n---\nShut.\n"
        ),
        "src/content/blog/storm.mdx": (
            "---\ntitle: After the storm\npubDate: 2024-02-28\ntags: ['ships']\n---\n"
            "import Note from '../../components/Note.astro';\nimport mast from './mast.png';\n\n"
            'A calm day. {/* not shown */}\n\n<Note kind="tip">Take **care** still.</Note>\n\n'
            '<Image src={mast} alt="A mast" />\n'
        ),
        "src/content/blog/idea.md": "---\ntitle: Undine\npubDate: 2024-03-08\ndraft: true\n---\nNot yet.\n",
        "src/content/blog/_template.md": "---\ntitle: Naiad\npubDate: 2024-03-08\n---\nTemplate.\n",
        "src/pages/index.astro": "---\n---\n<html></html>",
        "src/pages/about.md": "---\ntitle: Merrow\n---\nWho we are.\n",
    },
    Expected(
        site="The Harbour Gazette",
        days={"The gates are shut": "2024-03-05", "After the storm": "2024-02-28"},
        topics={"ships": ["The gates are shut", "After the storm"], "harbour": ["The gates are shut"]},
        absent=("Undine", "Naiad", "Merrow", "not shown", "import "),
        present=("Take <strong>care</strong> still.", "/mast.png"),
    ),
    images=("src/content/blog/mast.png", "src/assets/gate.jpg"),
)

OBSIDIAN = Layout(
    {
        ".obsidian/app.json": '{"userIgnoreFilters": ["Private/"]}',
        ".obsidian/templates.json": '{"folder": "Templates"}',
        "Templates/Note.md": "# Kelpie\n",
        "Private/Diary.md": "Selkie\n",
        "Shipping/The gates are shut.md": (
            "---\ntags: [ships, harbour/gates]\ncreated: 2024-03-05\naliases: [Gates]\n---\n"
            "See [[After the storm|the storm]] and [[Nobody wrote this]]. %%Undine%% #quay\n\n![[mast.png|300]]\n\n"
            "> [!warning] Take care\n> The ==gates== are heavy. ^ref1\n"
        ),
        "After the storm.md": "---\ntags: ships\ncreated: 2024-02-28\n---\nA calm day, as on [[The gates are shut]].\n",
    },
    Expected(
        site="vault",
        days={"The gates are shut": "2024-03-05", "After the storm": "2024-02-28"},
        topics={
            "ships": ["The gates are shut", "After the storm"],
            "harbour-gates": ["The gates are shut"],
            "quay": ["The gates are shut"],
        },
        absent=("Kelpie", "Selkie", "Undine", "[[", "^ref1", "[!"),
        present=("<strong>Take care</strong>", "<mark>gates</mark>", "/mast.png", "Nobody wrote this"),
        base_url="http://127.0.0.1",
    ),
    images=("attachments/mast.png",),
)

LAYOUTS = {
    "jekyll": JEKYLL,
    "hugo": HUGO,
    "zola": ZOLA,
    "pelican": PELICAN,
    "eleventy": ELEVENTY,
    "astro": ASTRO,
    "obsidian": OBSIDIAN,
}
