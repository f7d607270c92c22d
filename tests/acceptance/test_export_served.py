"""The same site twice: `feedsvc serve`, and nginx with what `feedsvc export` wrote. Clients cannot tell them apart."""

from __future__ import annotations

import getpass
import gzip
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import brotli
import pytest
from pictures import SVG, png, wav
from program import PATIENCE, Answer, Program, eventually, free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
CODINGS = ["identity", "gzip", *(["br"] if BROTLI.exists() else [])]
DECODE = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}

CONFIG = """
[site]
title = "The Tidewater Post"
base_url = "https://post.example.org"
authority = "post.example.org,2026"

[server]
workers = 1

[feeds]
limit = 10
archive = 10
retired = ["tolls"]

[[topics]]
slug = "shipping"
title = "Shipping"
rule = "harbour"
aliases = ["boats"]

[[topics]]
slug = "empty"
title = "Nothing yet"
"""

BASE = "https://post.example.org"
ICE = quote("лед")
FEEDS = [
    f"/feeds/{topic}.{suffix}" for topic in ("all", "shipping", "empty", ICE) for suffix in ("atom", "rss", "json")
]
ARCHIVES = [f"/feeds/all/archive/{number}.{suffix}" for number in (1, 2, 3) for suffix in ("atom", "rss", "json")]
SHARED = ("Content-Type", "Vary", "Link", "Cache-Control", "Last-Modified", "Access-Control-Allow-Origin")
SHARED += ("Access-Control-Expose-Headers", "X-Content-Type-Options", "Content-Security-Policy")
BESIDE = {
    "quay.png": png(32, 16),
    "low tide ä 50%.svg": SVG,
    "talk.wav": wav(1),
    "tides.csv": b"day,height\n" * 500,
    "tides.csv.gz": b"no gzip of the other",
    "plan.xyz": b"of no known type",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass
class Nginx(Program):
    """nginx as Debian has it, with the server that an export wrote and nothing else."""

    def serve(self, exported: Path) -> None:
        """Take up the configuration as it was written, but for the port; and the lines in it that br needs."""
        server = (exported / ".feedsvc" / "nginx" / "server.conf").read_text()
        own = server.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
        modules = ""
        if BROTLI.exists():
            modules, own = f"load_module {BROTLI};\n", own.replace("# brotli_static on;", "brotli_static on;")
        paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{path}_temp_path {self.folder}/{path};\n" for path in paths)
        user = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
        self._conf.write_text(
            f"{user}{modules}pid {self.folder}/pid;\nevents {{ }}\nhttp {{\naccess_log off;\ngzip on;\n"
            f"include /etc/nginx/mime.types;\n{temporary}{own}}}\n"
        )
        assert NGINX is not None
        tested = subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        assert "warn" not in tested.stderr
        self.process = subprocess.Popen([*self._command, "-g", "daemon off;"])
        eventually(self._answers)

    def reload(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)

    @property
    def _conf(self) -> Path:
        return self.folder / "nginx.conf"

    @property
    def _command(self) -> list[str]:
        return [NGINX or "", "-c", str(self._conf), "-e", str(self.folder / "errors")]

    def _answers(self) -> bool:
        try:
            return self.get("/").status > 0
        except OSError:
            return False


@dataclass
class Site:
    """One site, served and exported."""

    program: Program
    nginx: Nginx
    exported: Path

    def both(self, path: str, method: str = "GET", **headers: str) -> tuple[Answer, Answer]:
        return _get(self.program, path, method, **headers), _get(self.nginx, path, method, **headers)


def _get(server: Program, path: str, method: str = "GET", **headers: str) -> Answer:
    """An answer as it stands: redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


_ANSWERED = [
    re.compile(rb'  <p class="actions">\n(?:    <a class="button"[^\n]*\n)+  </p>\n'),
    re.compile(rb"<section>\n  <h2>One feed of several topics</h2>\n[^\n]*\n</section>\n"),
    re.compile(rb'    <a href="[^"]*/(?:subscribe|combine|search)"[^\n]*\n'),
    re.compile(rb'  <p><a href="[^"]*/archive">Archive</a></p>\n'),
    re.compile(rb'<a href="[^"]*/authors/[^"]*" rel="author">([^<]*)</a>'),
    re.compile(rb'<section class="onward">\n.*?</section>\n', re.DOTALL),
    re.compile(rb'<nav class="adjacent".*?</nav>\n', re.DOTALL),
    re.compile(rb"<p>You may have meant:</p>\n<ul.*?</ul>\n", re.DOTALL),
]
"""What leads to subscribing, combining, the search, months, authors and other entries, and what a 404 suggests."""


def _without_what_is_answered(page: bytes) -> bytes:
    """As a page is written into a file: nobody answers there when something is searched for."""
    for answered in _ANSWERED:
        page = answered.sub(lambda found: b"".join(found.groups()), page)
    return page


def _article(number: int, topic: str = "Harbour") -> str:
    return f"{topic} news {number} - 2024-03-{number:02}\n\nThe harbour was quiet. Number {number}.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    program = Program(folder, free_port())
    program.articles.mkdir()
    program.configure(CONFIG)
    for number in range(1, 26):
        program.write(f"{number}.txt", _article(number))
    program.write("cold.md", "---\ntitle: Cold\ndate: 2024-02-01\ntopics: [Лед]\n---\nIce on the *harbour*.\n")
    for name, data in BESIDE.items():
        (program.articles / name).write_bytes(data)
    program.write("quay.md", f"---\ntitle: Quay\ndate: 2024-02-02\n---\n{' '.join(map(_link, BESIDE))}\n")
    program.write("pier.md", "---\ntitle: Pier\ndate: 2024-02-02\n---\n![pier](quay.png)\n")
    program.run("scan")
    (program.articles / "7.txt").unlink()
    (program.articles / "pier.md").unlink()
    program.start()
    eventually(lambda: program.status()["withdrawn"] == 2)
    program.run("export", "public")
    (folder / "nginx").mkdir()
    nginx = Nginx(folder / "nginx", free_port())
    nginx.serve(folder / "public")
    yield Site(program, nginx, folder / "public")
    nginx.stop()
    program.stop()


def _link(name: str) -> str:
    return f"[{name}](<{name}>)"


def _withdrawn(site: Site, title: str = "7") -> str:
    """The address of an entry that was taken back."""
    gone = site.exported / ".feedsvc" / "gone" / "entries"
    (slug,) = (file.name for file in gone.iterdir() if file.name.startswith(f"{title}-"))
    return f"/entries/{slug}"


def _entry(site: Site) -> str:
    return urlsplit(site.program.feed().entries[0].link).path


def _quay(site: Site) -> str:
    """The address of the entry that has files beside it."""
    (page,) = (site.exported / "entries").glob("quay-*.html")
    return f"/entries/{page.stem}"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("path", [*FEEDS, *ARCHIVES, "/feeds.opml"])
def test_a_feed_is_the_same_to_the_byte_and_so_is_what_is_said_with_it(site: Site, path: str, coding: str) -> None:
    """X4, C5-C8, C12, C13, P1"""
    served, filed = site.both(path, Accept_Encoding=coding)
    assert (served.status, filed.status) == (200, 200)
    assert filed.headers.get("Content-Encoding", "identity") == coding
    assert DECODE[coding](filed.body) == DECODE[coding](served.body)
    assert {name: filed.headers[name] for name in SHARED} == {name: served.headers[name] for name in SHARED}


@pytest.mark.parametrize("path", ["/", "/topics/shipping", f"/topics/{ICE}", "/topics/empty", "entry"])
def test_a_page_is_the_same(site: Site, path: str) -> None:
    path = _entry(site) if path == "entry" else path
    served, filed = site.both(path)
    assert (served.status, filed.status, filed.body) == (200, 200, _without_what_is_answered(served.body))
    names = [name for name in SHARED if name != "Last-Modified"]  # feedsvc dates no page, nginx every file
    assert {name: filed.headers[name] for name in names} == {name: served.headers[name] for name in names}


@pytest.mark.parametrize("path", ["/static/style.css", "/static/feed.css", "/static/icon.svg", "/favicon.ico"])
def test_a_static_file_is_the_same(site: Site, path: str) -> None:
    served, filed = site.both(path)
    assert (filed.status, filed.body) == (200, served.body)
    for name in ("Content-Type", "Cache-Control", "Last-Modified", "X-Content-Type-Options"):
        assert filed.headers[name] == served.headers[name]


@pytest.mark.parametrize("name", BESIDE)
def test_a_file_beside_an_article_is_the_same_and_so_is_each_part_of_it(site: Site, name: str) -> None:
    """E3, C1, C8"""
    path = f"{_quay(site)}/{quote(name)}"
    for asked in ({}, {"Accept_Encoding": "gzip"}):
        served, filed = site.both(path, **asked)
        assert (filed.status, filed.body) == (served.status, served.body) == (200, BESIDE[name])
        assert {each: filed.headers[each] for each in SHARED} == {each: served.headers[each] for each in SHARED}
        assert filed.headers["Content-Encoding"] is None
    served, filed = site.both(path, Range="bytes=1-3")
    assert (filed.status, filed.body) == (served.status, served.body) == (206, BESIDE[name][1:4])
    assert filed.headers["Content-Range"] == served.headers["Content-Range"]
    served, filed = site.both(path, "HEAD")
    assert (filed.status, filed.headers["Content-Length"]) == (200, served.headers["Content-Length"])
    assert filed.headers["Accept-Ranges"] == served.headers["Accept-Ranges"] == "bytes"
    tag = _get(site.nginx, path).headers["ETag"]
    assert _get(site.nginx, path, If_None_Match=tag).status == 304


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
def test_of_files_beside_articles_what_is_not_there_is_missing_or_gone(site: Site, accept: str) -> None:
    """D2, S6"""
    _demand_same_refusal(site, f"{_quay(site)}/secret.png", 404, accept)
    _demand_same_refusal(site, "/entries/unknown/quay.png", 404, accept)
    _demand_same_refusal(site, f"{_withdrawn(site, 'pier')}/quay.png", 410, accept)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds/shipping.rss", "/feeds/all/archive/1.json", "/"])
def test_who_has_the_newest_is_told_so_by_its_tag(site: Site, path: str, coding: str) -> None:
    """C2-C5: by the tag of each coding, weak or in a list. One that is unknown, or that is none, outranks the date."""
    first = _get(site.nginx, path, Accept_Encoding=coding)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = _get(site.nginx, path, Accept_Encoding=coding, If_None_Match=known)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert [again.headers[name] for name in ("Vary", "Cache-Control", "Link")] == [
            first.headers[name] for name in ("Vary", "Cache-Control", "Link")
        ]
        assert again.headers["Content-Encoding"] is None
    for unknown in ('"x"', "x", tag.strip('"'), ""):
        modified = first.headers["Last-Modified"]
        again = _get(site.nginx, path, Accept_Encoding=coding, If_None_Match=unknown, If_Modified_Since=modified)
        assert again.status == 200


def test_each_coding_has_a_tag_of_its_own(site: Site) -> None:
    """C5"""
    tags = {_get(site.nginx, "/feeds/all.atom", Accept_Encoding=coding).headers["ETag"] for coding in CODINGS}
    assert len(tags) == len(CODINGS)
    assert not any(tag.startswith("W/") for tag in tags)


def test_who_has_the_newest_is_told_so_by_its_date(site: Site) -> None:
    """C2, C8, C14: also where it is later than ours, and never where it is none."""
    modified = _get(site.nginx, "/feeds/all.atom").headers["Last-Modified"]
    later = formatdate(parsedate_to_datetime(modified).timestamp() + 5, usegmt=True)
    earlier = formatdate(parsedate_to_datetime(modified).timestamp() - 5, usegmt=True)
    for date, status in {modified: 304, later: 304, earlier: 200, "yesterday": 200}.items():
        served, filed = site.both("/feeds/all.atom", If_Modified_Since=date)
        assert (served.status, filed.status) == (status, status)


@pytest.mark.parametrize(
    "path", ["/feeds/all.atom", "/feeds/shipping.rss", f"/feeds/{ICE}.atom", "/feeds/all/archive/1.rss"]
)
@pytest.mark.parametrize("asked", [{"Sec_Fetch_Dest": "document"}, {"Accept": BROWSER}])
def test_a_browser_that_shows_a_feed_gets_a_type_that_it_can_show(site: Site, path: str, asked: dict[str, str]) -> None:
    served, filed = site.both(path, Accept_Encoding="gzip", **asked)
    assert (filed.status, filed.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert gzip.decompress(filed.body) == gzip.decompress(served.body)
    assert {name: filed.headers[name] for name in SHARED} == {name: served.headers[name] for name in SHARED}
    assert filed.headers["ETag"] is None  # rather than that of the other type (C5)
    assert _get(site.nginx, path, If_Modified_Since=filed.headers["Last-Modified"], **asked).status == 304


@pytest.mark.parametrize(
    "asked",
    [
        {"Accept": "*/*"},
        {"Accept": "application/rss+xml, application/atom+xml, text/html"},
        {"Accept": "application/atom+xml, text/html;q=0.9"},
        {"Accept": BROWSER, "Sec_Fetch_Dest": "empty"},
        {},
    ],
)
def test_whoever_else_names_pages_gets_a_feed(site: Site, asked: dict[str, str]) -> None:
    """C10"""
    served, filed = site.both("/feeds/all.atom", **asked)
    assert filed.headers["Content-Type"] == served.headers["Content-Type"] == "application/atom+xml; charset=utf-8"


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/feeds/unknown.atom",
        "/entries/unknown",
        "/feeds/all/archive/4.atom",
        "/.feedsvc",
        "/.feedsvc/manifest.json",
        "/index.html",
        "/404.html",
        "/feeds/all.atom.gz",
        "/entries/unknown.html",
    ],
)
def test_what_is_not_there_is_not_there(site: Site, path: str, accept: str) -> None:
    _demand_same_refusal(site, path, 404, accept)


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
def test_what_was_taken_back_is_gone(site: Site, accept: str) -> None:
    """D2, C11"""
    paths = ("/feeds/tolls.atom", "/feeds/tolls.json", "/topics/tolls", _withdrawn(site))
    for path in paths:
        _demand_same_refusal(site, path, 410, accept)


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
def test_an_address_can_only_be_read(site: Site, accept: str) -> None:
    """C1"""
    filed = _demand_same_refusal(site, "/feeds/all.atom", 405, accept, "POST")
    assert {method.strip() for method in filed.headers["Allow"].split(",")} == {"GET", "HEAD"}


def _demand_same_refusal(site: Site, path: str, status: int, accept: str, method: str = "GET") -> Answer:
    served, filed = site.both(path, method, Accept=accept)
    assert (served.status, filed.status) == (status, status)
    assert filed.body == _without_what_is_answered(served.body)
    assert {name: filed.headers[name] for name in SHARED} == {name: served.headers[name] for name in SHARED}
    assert filed.headers["ETag"] is None
    return filed


@pytest.mark.parametrize("path", [*FEEDS[:3], "/", "/feeds/all/archive/1.atom"])
def test_head_says_what_get_says(site: Site, path: str) -> None:
    """C1"""
    got, asked = _get(site.nginx, path), _get(site.nginx, path, "HEAD")
    assert (asked.status, asked.body) == (200, b"")
    assert {**dict(asked.headers), "Date": ""} == {**dict(got.headers), "Date": ""}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/feed", "/feeds/all.rss"),
        ("/feed/", "/feeds/all.rss"),
        ("/rss.xml", "/feeds/all.rss"),
        ("/atom.xml", "/feeds/all.atom"),
        ("/feed.json", "/feeds/all.json"),
        ("/feeds/boats.atom", "/feeds/shipping.atom"),
        ("/topics/boats", "/topics/shipping"),
        ("/topics/all", "/"),
        ("/topics/shipping/", "/topics/shipping"),
        (f"/feeds/{ICE}.rss/", f"/feeds/{ICE}.rss"),
    ],
)
def test_other_addresses_lead_to_the_one_that_counts(site: Site, path: str, target: str) -> None:
    """L3, C11"""
    served, filed = site.both(path)
    assert (served.status, filed.status) == (301, 301)
    assert filed.headers["Location"] == served.headers["Location"] == BASE + target
    assert filed.headers["Cache-Control"] == served.headers["Cache-Control"]


def test_noise_behind_an_address_changes_nothing(site: Site) -> None:
    """C11"""
    served, filed = site.both("/feeds/all.atom?utm_source=x")
    assert (filed.status, filed.body, filed.headers["Link"]) == (200, served.body, served.headers["Link"])


def test_what_is_published_later_is_served_without_a_reload_and_nothing_else_is_written(site: Site) -> None:
    before = _stamps(site.exported)
    site.program.write("26.txt", _article(26, "Ferry"))
    eventually(lambda: "Ferry news 26" in site.program.titles())
    told = site.program.run("export", "public").stdout
    assert "not scanned" in told
    served, filed = site.both("/feeds/shipping.atom", Accept_Encoding="gzip")
    assert gzip.decompress(filed.body) == gzip.decompress(served.body)
    assert _get(site.nginx, _entry(site)).status == 200
    after = _stamps(site.exported)
    untouched = {path for path in before if path.startswith(("entries/", "static/", f"feeds/{ICE}", "feeds/empty"))}
    assert len(untouched) > 100
    assert {path: after[path] for path in untouched} == {path: before[path] for path in untouched}
    assert {path for path in after.keys() - before.keys() if path.startswith("entries/")}


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Modification time and inode of every file."""
    found = {file.relative_to(folder).as_posix(): file.stat() for file in folder.rglob("*") if file.is_file()}
    return {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in found.items()}


def test_a_site_under_a_path_is_served_under_it(program: Program) -> None:
    program.configure(CONFIG.replace(BASE, f"{BASE}/news"))
    program.write("a.txt", _article(1))
    program.run("export", "public")
    (program.folder / "nginx").mkdir()
    nginx = Nginx(program.folder / "nginx", free_port())
    nginx.serve(program.folder / "public")
    try:
        feed = _get(nginx, "/news/feeds/all.atom")
        assert (feed.status, f'<{BASE}/news/feeds/all.atom>; rel="self"' in feed.headers["Link"]) == (200, True)
        assert _get(nginx, "/news/static/style.css").status == _get(nginx, "/news/").status == 200
        assert _get(nginx, "/news/feed").headers["Location"] == f"{BASE}/news/feeds/all.rss"
        assert _get(nginx, "/news/topics/shipping/").headers["Location"] == f"{BASE}/news/topics/shipping"
        assert _get(nginx, "/news/unknown").text == "There is nothing at this address.\n"
    finally:
        nginx.stop()


def test_a_publisher_without_a_server_runs_one_command(program: Program) -> None:
    program.write("a.txt", _article(1))
    told = program.run("export", "public").stdout
    assert "1 new" in told
    assert "Harbour news 1" in (program.folder / "public" / "feeds" / "all.atom").read_text()
    assert "0 written, 0 removed" in program.run("export", "public").stdout


def test_a_folder_of_somebody_else_is_refused(program: Program) -> None:
    (program.folder / "theirs").mkdir()
    (program.folder / "theirs" / "thesis.txt").write_text("Years of work")
    refused = program.run("export", "theirs", check=False)
    assert (refused.returncode, "is not empty" in refused.stderr) == (2, True)
    assert [file.name for file in (program.folder / "theirs").iterdir()] == ["thesis.txt"]


def test_watching_follows_what_is_published_and_what_is_taken_back(program: Program) -> None:
    program.write("a.txt", _article(1))
    exported = program.folder / "public"
    with program.log.open("wb") as log:
        command = [sys.executable, "-m", "feedsvc", "export", "public", "--watch"]
        watching = subprocess.Popen(command, cwd=program.folder, stdout=log, stderr=log)
    try:
        eventually(lambda: "Harbour news 1" in _read(exported / "feeds" / "all.rss"))
        program.write("b.txt", _article(2))
        eventually(lambda: "Harbour news 2" in _read(exported / "feeds" / "all.rss"))
        (program.articles / "a.txt").unlink()
        eventually(lambda: "Harbour news 1" not in _read(exported / "feeds" / "all.rss"))
        eventually(lambda: len(list((exported / ".feedsvc" / "gone" / "entries").glob("*"))) == 1)
        refused = program.run("export", "public", check=False)
        assert (refused.returncode, "another `feedsvc export`" in refused.stderr) == (2, True)
    finally:
        watching.terminate()
        assert watching.wait(PATIENCE) == 0, program.log.read_text()


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""
