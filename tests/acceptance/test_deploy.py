"""The files of deploy/, tried: nginx and Caddy in front of a real `feedsvc serve`, the unit and the image as far as
this machine can, and what each of them promises of the program."""

from __future__ import annotations

import getpass
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from program import CONFIG, PATIENCE, Answer, Program, eventually, free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"

KEPT = ("Content-Type", "ETag", "Last-Modified", "Vary", "Link", "Cache-Control", "Content-Encoding")
KEPT += ("Access-Control-Allow-Origin", "X-Content-Type-Options", "Content-Security-Policy")
"""Headers that nobody in between may touch."""


def tool(name: str) -> str | None:
    """A program from a package of the `test` extra, or of the system."""
    return shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}:/usr/sbin")


def needs(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(tool(name) is None, reason=f"{name} is not installed")


def checked(*command: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run to its end, which must be a good one."""
    named = [tool(str(command[0])) or str(command[0]), *map(str, command[1:])]
    done = subprocess.run(
        named, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@dataclass
class Proxy(Program):
    """Something in front of feedsvc, started with a configuration of its own."""

    kind: str = ""

    def run_with(self, *command: str | Path, **environ: str) -> None:
        """Start it in the foreground, until it answers in whatever way."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [tool(str(command[0])) or "", *map(str, command[1:])],
                stdout=log, stderr=log, env={**os.environ, **environ},
            )  # fmt: skip
        eventually(self._answers)

    def _answers(self) -> bool:
        try:
            return self.get("/healthz").status > 0
        except OSError:
            return False


def nginx(folder: Path, site: str) -> Proxy:
    """nginx as Debian has it, with this server and nothing else."""
    proxy = Proxy(folder, free_port(), kind="nginx")
    own = site.replace("listen 80;", f"listen 127.0.0.1:{proxy.port};").replace("    listen [::]:80;\n", "")
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{path}_temp_path {folder}/{path};\n" for path in paths)
    user = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    # gzip is on outside, as Debian's nginx.conf has it: the server must say that it wants none.
    debians = "access_log off;\ngzip on;\ngzip_types *;\n"
    conf.write_text(f"{user}pid {folder}/pid;\nevents {{ }}\nhttp {{\n{debians}{temporary}{own}}}\n")
    told = checked("nginx", "-c", conf, "-e", folder / "errors", "-t")
    assert "warn" not in told.stderr
    proxy.run_with("nginx", "-c", conf, "-e", folder / "errors", "-g", "daemon off;")
    return proxy


def caddy(folder: Path, site: str) -> Proxy:
    """Caddy with this site alone, without certificates, which come from outside."""
    proxy = Proxy(folder, free_port(), kind="caddy")
    conf = folder / "Caddyfile"
    own = site.replace("news.example.org {", f"http://127.0.0.1:{proxy.port} {{\n\tbind 127.0.0.1")
    conf.write_text(f"{{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}}\n{own}")
    proxy.run_with("caddy", "run", "--config", conf, "--adapter", "caddyfile", HOME=str(folder))
    return proxy


PROXIES = {
    "nginx": (nginx, DEPLOY / "nginx" / "feedsvc.conf"),
    "caddy": (caddy, DEPLOY / "caddy" / "Caddyfile"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("served"), free_port())
    program.articles.mkdir()
    program.configure(CONFIG + "\n[feeds]\nlimit = 2\n")
    for number in range(1, 6):
        program.write(f"{number}.txt", f"Harbour news {number} - 2024-03-0{number}\n\nThe harbour was quiet.\n" * 9)
    program.start()
    yield program
    program.stop()


@pytest.fixture(scope="module", params=[pytest.param(name, marks=needs(name)) for name in PROXIES])
def proxy(request: pytest.FixtureRequest, served: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The proxy with the configuration of deploy/, but for the ports."""
    start, conf = PROXIES[request.param]
    site = conf.read_text(encoding="utf-8")
    assert site.count("127.0.0.1:8000") == 1
    proxy = start(tmp_path_factory.mktemp(request.param), site.replace("127.0.0.1:8000", f"127.0.0.1:{served.port}"))
    yield proxy
    proxy.stop()


def get(server: Program, path: str, method: str = "GET", source: str = "127.0.0.1", **headers: str) -> Answer:
    """An answer as it stands, asked for from this address."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10, source_address=(source, 0))
    connection.putrequest(method, path, skip_accept_encoding=True)  # which it would send unasked
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd", "gzip, br"])
@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds/shipping.rss", "/feeds/all.json", "/feeds.opml", "/"])
def test_a_proxy_passes_on_what_feedsvc_says_to_the_byte(served: Program, proxy: Proxy, path: str, coding: str) -> None:
    """C4-C7"""
    direct, passed = (get(server, path, Accept_Encoding=coding) for server in (served, proxy))
    assert (passed.status, passed.body) == (200, direct.body)
    assert {name: passed.headers[name] for name in KEPT} == {name: direct.headers[name] for name in KEPT}


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_who_has_the_newest_gets_a_304_through_a_proxy(served: Program, proxy: Proxy, coding: str) -> None:
    """C3, C4"""
    tag = get(proxy, "/feeds/all.atom", Accept_Encoding=coding).headers["ETag"]
    direct, passed = (
        get(server, "/feeds/all.atom", Accept_Encoding=coding, If_None_Match=tag) for server in (served, proxy)
    )
    assert (passed.status, passed.body, passed.headers["ETag"]) == (304, b"", tag)
    assert {name: passed.headers[name] for name in KEPT} == {name: direct.headers[name] for name in KEPT}


def test_a_proxy_asks_for_what_its_client_can_read_and_for_nothing_else(served: Program, proxy: Proxy) -> None:
    """C7: a proxy that asks for gzip by itself, and takes it off again, passes on the tag of the other coding."""
    direct, passed = (get(server, "/feeds/all.atom") for server in (served, proxy))
    assert passed.headers["Content-Encoding"] is None
    assert (passed.headers["ETag"], passed.body) == (direct.headers["ETag"], direct.body)


def test_a_subscriber_who_was_away_catches_up_through_a_proxy(served: Program, proxy: Proxy) -> None:
    """It stores nothing, so what one subscriber missed goes to no other one."""
    number = len(list(served.articles.iterdir()))
    old = get(proxy, "/feeds/all.json").headers["ETag"]
    for more in range(number + 1, number + 5):
        served.write(f"{more}.txt", f"Late news {more} - 2024-04-01\n\nThe harbour was loud.\n")
    eventually(lambda: served.status()["published"] == number + 4)
    eventually(lambda: get(proxy, "/feeds/all.json", If_None_Match=old).body.count(b"Late news") >= 4)


def test_head_and_other_methods_are_answered_as_without_a_proxy(proxy: Proxy) -> None:
    """C1"""
    head = get(proxy, "/feeds/all.atom", "HEAD")
    assert (head.status, head.body) == (200, b"")
    posted = get(proxy, "/feeds/all.atom", "POST")
    assert (posted.status, posted.headers["Allow"]) == (405, "GET, HEAD")


def test_redirects_lead_to_the_public_address(proxy: Proxy) -> None:
    assert get(proxy, "/feed").headers["Location"] == "https://post.example.org/feeds/all.rss"


def test_metrics_are_for_the_operator(proxy: Proxy) -> None:
    assert get(proxy, "/metrics").status == 200
    if proxy.kind == "nginx":  # to Caddy, 127.0.0.2 is one's own network, too
        assert get(proxy, "/metrics", source="127.0.0.2").status == 403


def test_connections_to_feedsvc_are_used_again(served: Program, proxy: Proxy) -> None:
    """Each one that was closed stays in TIME_WAIT for a minute, where the kernel shows it."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("only Linux shows its connections there")
    before = _connections(served.port)
    for _ in range(60):
        assert get(proxy, "/healthz").status == 200
    assert len(_connections(served.port) - before) < 10


def _connections(port: int) -> set[str]:
    """The other ends of what was lately connected to this port of ours."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {row[1] for row in rows if row[2].endswith(f":{port:04X}")}


@needs("nginx")
def test_while_feedsvc_is_away_nginx_says_when_to_come_back(tmp_path: Path) -> None:
    """C9"""
    site = PROXIES["nginx"][1].read_text(encoding="utf-8")
    proxy = nginx(tmp_path, site.replace("127.0.0.1:8000", f"127.0.0.1:{free_port()}"))
    try:
        away = get(proxy, "/feeds/all.atom")
    finally:
        proxy.stop()
    assert (away.status, away.headers["Retry-After"], away.headers["Cache-Control"]) == (503, "10", "no-store")


@needs("nginx")
def test_nginx_takes_a_path_off_where_the_site_lies_under_one(program: Program, tmp_path: Path) -> None:
    """What docs/howto/nginx.md says of it."""
    page = (ROOT / "docs" / "howto" / "nginx.md").read_text(encoding="utf-8")
    [location] = re.findall(r"```nginx\n(location .*?)```", page, re.DOTALL)
    program.configure(CONFIG.replace("https://post.example.org", "https://example.org/news"))
    program.write("a.txt", "Harbour news - 2024-03-01\n\nQuiet.\n")
    program.start()
    (tmp_path / "nginx").mkdir()
    upstream = f"upstream feedsvc {{ server 127.0.0.1:{program.port}; }}\n"
    proxy = nginx(tmp_path / "nginx", f"{upstream}server {{\nlisten 80;\n{location}}}\n")
    try:
        feed = get(proxy, "/news/feeds/all.atom")
        assert feed.status == 200
        assert '<https://example.org/news/feeds/all.atom>; rel="self"' in feed.headers["Link"]
        assert get(proxy, "/news/feed").headers["Location"] == "https://example.org/news/feeds/all.rss"
    finally:
        proxy.stop()


@needs("caddy")
@pytest.mark.parametrize("conf", sorted((DEPLOY / "caddy").iterdir()), ids=lambda conf: conf.name)
def test_a_caddyfile_is_valid_and_written_as_caddy_writes_it(conf: Path, tmp_path: Path) -> None:
    checked("caddy", "validate", "--adapter", "caddyfile", "--config", conf, HOME=str(tmp_path))
    assert checked("caddy", "fmt", conf).stdout == conf.read_text(encoding="utf-8")


@needs("caddy")
def test_caddy_serves_what_was_exported(served: Program, tmp_path: Path) -> None:
    """X4, C4, C5"""
    served.run("export", str(tmp_path / "public"))
    site = (DEPLOY / "caddy" / "export.Caddyfile").read_text(encoding="utf-8")
    proxy = caddy(tmp_path, site.replace("/srv/news/public", str(tmp_path / "public")))
    try:
        for coding in ("identity", "gzip", "br", "zstd"):
            for path in ("/feeds/all.atom", "/feeds/shipping.rss", "/feeds/all.json", "/feeds.opml"):
                _demand_served(served, proxy, path, coding)
        assert get(proxy, "/topics/shipping").status == get(proxy, "/").status == 200
        assert get(proxy, "/topics/unknown").status == get(proxy, "/.feedsvc/manifest.json").status == 404
    finally:
        proxy.stop()


def _demand_served(served: Program, proxy: Proxy, path: str, coding: str) -> None:
    direct, filed = (get(server, path, Accept_Encoding=coding) for server in (served, proxy))
    assert (filed.status, filed.headers["Content-Type"]) == (200, direct.headers["Content-Type"])
    assert filed.headers.get("Content-Encoding", "identity") == coding
    again = get(proxy, path, Accept_Encoding=coding, If_None_Match=filed.headers["ETag"])
    assert (again.status, again.headers["ETag"]) == (304, filed.headers["ETag"])


# Docker


DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """What stands behind this word in the Dockerfile, continued lines as one."""
    joined = re.sub(r"\\\n\s*", "", "".join(f"{line}\n" for line in DOCKERFILE.splitlines() if line[:1] != "#"))
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


@needs("hadolint")
def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert checked("hadolint", "--failure-threshold", "style", DEPLOY / "Dockerfile").stdout == ""


def test_the_image_is_built_of_what_its_context_holds() -> None:
    """Nothing that is copied is ignored, and nothing is let in that is not copied."""
    sources = [name for copied in instructions("COPY") if "--from" not in copied for name in copied.split()[:-1]]
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name}" for name in sources} == {line for line in ignore if line.startswith("!")}
    assert [name for name in sources if not (ROOT / name).exists()] == []


def test_a_wheel_has_all_that_the_program_reads() -> None:
    """In the checkout a template is there anyway; in the image it is there if pyproject.toml names it."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    packed = {file for pattern in named["feedsvc"] for file in (ROOT / "feedsvc").glob(pattern)}
    read = {file for file in (ROOT / "feedsvc").rglob("*") if file.is_file() and file.suffix not in {".py", ".pyc"}}
    assert read - packed == set()


def test_the_image_runs_as_nobody_and_gets_signals_itself() -> None:
    """A shell between would be what `docker stop` tells, and would tell nobody."""
    assert instructions("USER") == ["10001:10001"]
    assert (instructions("ENTRYPOINT"), instructions("CMD")) == (['["feedsvc"]'], ['["serve"]'])
    assert instructions("FROM")[0].removesuffix(" AS build") == instructions("FROM")[1]


def test_the_images_health_is_asked_for_where_the_program_answers(served: Program) -> None:
    [check] = re.findall(r"CMD (\[.*\])$", instructions("HEALTHCHECK")[0])
    command = [sys.executable, *yaml.safe_load(check)[1:]]
    for variable in ("PORT", "FEEDSVC_SERVER__PORT"):
        asked = subprocess.run(command, env={variable: str(served.port)}, capture_output=True, check=False)
        assert asked.returncode == 0, asked.stderr
    assert subprocess.run(command, env={"PORT": str(free_port())}, capture_output=True, check=False).returncode != 0


@needs("docker-compose")
def test_compose_takes_the_file_and_demands_a_password() -> None:
    told = checked("docker-compose", "--file", DEPLOY / "compose.yaml", "config", POSTGRES_PASSWORD="f00d", SITE="/s")
    services = yaml.safe_load(told.stdout)["services"]
    assert services.keys() == {"db", "work", "web"}
    for name in ("work", "web"):
        service = services[name]
        assert service["command"] == [name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["environment"] == {"FEEDSVC_STORE__URL": "postgresql://feedsvc:f00d@db/feedsvc"}
        assert [(volume["source"], volume["read_only"]) for volume in service["volumes"]] == [("/s", True)]
        assert service["build"] == {"context": str(ROOT), "dockerfile": "deploy/Dockerfile"}
    assert [port["host_ip"] for port in services["web"]["ports"]] == ["127.0.0.1"]
    without = subprocess.run(
        [tool("docker-compose") or "", "--file", DEPLOY / "compose.yaml", "config"], env={"PATH": os.environ["PATH"]},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert without.returncode != 0
    assert "POSTGRES_PASSWORD" in without.stderr


@pytest.fixture
def halves(program: Program, postgres_url: str, tmp_path: Path) -> Iterator[Program]:
    """The two containers of compose.yaml as processes: one folder for both, a database, and /tmp."""
    (tmp_path / "tmp").mkdir()
    program.environ = {"FEEDSVC_STORE__URL": postgres_url, "TMPDIR": str(tmp_path / "tmp")}
    site = program.folder / "site"
    site.mkdir()
    for name in ("config.toml", "articles"):
        (program.folder / name).rename(site / name)
    (site / "articles" / "a.txt").write_text("Harbour news - 2024-03-01\n\nQuiet.\n")
    os.utime(site / "articles" / "a.txt", (1, 1))
    environ = {**os.environ, **program.environ, "FEEDSVC_SERVER__PORT": str(program.port)}
    with program.log.open("ab") as log:
        running = [
            subprocess.Popen([sys.executable, "-m", "feedsvc", half], cwd=site, env=environ, stdout=log, stderr=log)
            for half in ("work", "web")
        ]
    yield program
    for process in running:
        process.terminate()
    assert [process.wait(PATIENCE) for process in running] == [0, 0], program.log.read_text()


def test_the_halves_of_compose_publish_and_answer_and_write_nothing_beside_the_articles(halves: Program) -> None:
    def is_published() -> bool:
        try:
            return halves.get("/readyz").status == 200 and halves.titles("shipping") == ["Harbour news"]
        except OSError:
            return False

    eventually(is_published)
    found = sorted(file.relative_to(halves.folder / "site").as_posix() for file in (halves.folder / "site").rglob("*"))
    assert found == ["articles", "articles/a.txt", "config.toml"]


# systemd


UNIT = DEPLOY / "systemd" / "feedsvc@.service"


@needs("systemd-analyze")
def test_systemd_takes_the_unit_and_finds_it_well_confined(tmp_path: Path) -> None:
    """But for the program itself, which is not in /opt here."""
    unit = tmp_path / "feedsvc@.service"
    unit.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/feedsvc/bin/feedsvc", "/bin/true"))
    told = checked("systemd-analyze", "verify", "--man=no", tmp_path / "feedsvc@serve.service")
    assert told.stdout + told.stderr == ""
    checked("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit)


def test_the_unit_starts_a_command_that_there_is() -> None:
    """Of each instance that its head names."""
    text = UNIT.read_text(encoding="utf-8")
    for name in ("serve", "work", "web"):
        assert f"feedsvc@{name}" in text
        checked(sys.executable, "-m", "feedsvc", name, "--help")
    assert "--config /etc/feedsvc/config.toml" in text


@needs("setpriv")
def test_the_program_needs_no_privilege_to_start_and_to_stop(program: Program) -> None:
    """As under the unit and in the image: root without its capabilities is as anybody."""
    program.write("a.txt", "Harbour news - 2024-03-01\n\nQuiet.\n")
    bare = ["--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    with program.log.open("ab") as log:
        program.process = subprocess.Popen(
            [tool("setpriv") or "", "--no-new-privs", *bare, sys.executable, "-m", "feedsvc", "serve",
             "--port", str(program.port)],
            cwd=program.folder, stdout=log, stderr=log,
        )  # fmt: skip
    eventually(program._is_ready)
    assert program.stop(signal.SIGTERM) == 0, program.log.read_text()
    assert "Traceback" not in program.log.read_text()
