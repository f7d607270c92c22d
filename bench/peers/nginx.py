"""Static files behind nginx, compressed beforehand: what a web server does with no program behind it."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from bench import missing
from bench.peers import WORKERS, Peer, peer
from bench.peers.sample import COMPRESSED, DOCUMENT, Sample
from bench.servers import PATH

NAME = "nginx"

# As Debian sets it up, but for the log of requests, which no server here writes, and the files made beforehand.
_CONFIGURATION = """{user}
daemon off;
worker_processes {workers};
pid nginx.pid;
events {{}}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    gzip_static on;
    gzip_vary on;
    types {{ application/atom+xml atom; }}
    server {{ listen 127.0.0.1:{port}; root public; }}
}}
"""


def peers(folder: Path, sample: Sample) -> list[Peer]:
    """One."""
    program = missing.program("nginx", "nginx-light")
    sample.lay_out(folder)
    published = folder / "public" / PATH.strip("/")
    published.parent.mkdir(parents=True)
    (folder / DOCUMENT).rename(published)
    (folder / COMPRESSED).rename(published.with_name(f"{published.name}.gz"))

    def command(port: int) -> list[str]:
        user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""  # its workers may read what root wrote
        (folder / "nginx.conf").write_text(_CONFIGURATION.format(user=user, workers=WORKERS, port=port))
        return [program, "-p", str(folder), "-c", "nginx.conf", "-e", "errors.log"]

    return [peer(NAME, folder, command)]
