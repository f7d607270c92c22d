"""The sockets that requests come in by: opened once, by the parent of the web workers, and closed without a cut.

Each worker has a socket of its own, so that the kernel shares out the connections; the parent holds all of them, so
that those which wait for a worker that died, or that is exchanged for a new one, are not reset but served by the next.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress

import click

BACKLOG = 2048
"""Connections that may wait to be accepted: the readers that poll at the full hour. The kernel may hold it lower."""

_SO_ATTACH_FILTER = 26
"""Linux: asm-generic/socket.h. Python's socket module has no name for it."""

_INTERNET = (socket.AF_INET, socket.AF_INET6)

# A classic BPF program (linux/filter.h), which sees each segment from its TCP header on: operation, jumps, operand.
_NO_NEWCOMERS = (
    (0x30, 0, 0, 13),  # load the byte of flags
    (0x54, 0, 0, 0x12),  # of these, ACK and SYN
    (0x15, 0, 1, 0x02),  # SYN alone: someone new
    (0x06, 0, 0, 0),  # is dropped
    (0x06, 0, 0, 0xFFFFFFFF),  # all others pass
)


def demand_free(host: str, port: int) -> None:
    """Raises a ClickException where this address cannot be listened on."""
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            remedy = "choose another port with --port" if is_taken else "check server.host and server.port"
            raise click.ClickException(f"cannot listen on {host}:{port} ({error.strerror}): {remedy}") from error


def listen(host: str, port: int) -> socket.socket:
    """One of several sockets that listen on the same address."""
    listener = socket.socket(_family(host))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited by what is accepted
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


def turn_away(listener: socket.socket) -> None:
    """Let no more connections begin, so that those which wait can be accepted until there are none.

    To close a socket resets what waits in it, requests that were sent whole among it. Who is turned away tries again
    after a second, as after a lost packet, and finds the port closed, or our successor. Linux alone can do this.
    """
    if sys.platform != "linux":
        return
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in _NO_NEWCOMERS))
    filtering = struct.pack("HP", len(_NO_NEWCOMERS), ctypes.addressof(program))
    with suppress(PermissionError):  # some kernels let root alone filter; a stop without it is still a stop
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, filtering)


def hang_up_on_the_silent(port: int) -> None:
    """Close the connections to this port over which this process never got a byte.

    Browsers open some to be quick later; granian would wait for each until it times out. Linux alone can tell them.
    """
    if sys.platform != "linux":
        return
    for connection in _connections(port):
        with suppress(OSError), connection:  # it may end by itself at any moment
            if _bytes_received(connection) == 0:
                connection.shutdown(socket.SHUT_RDWR)


def _connections(port: int) -> Iterator[socket.socket]:
    """Duplicates of what this process has open to its own port; whoever gets one closes it."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 (numbers, not paths)
        with suppress(OSError):  # closed meanwhile, no socket, or one that has no other end
            connection = socket.socket(fileno=os.dup(int(name)))
            if connection.family in _INTERNET and connection.getsockname()[1] == port and connection.getpeername():
                yield connection
            else:
                connection.close()


def _bytes_received(connection: socket.socket) -> int:
    """tcpi_bytes_received of struct tcp_info (linux/tcp.h)."""
    received: int = struct.unpack_from("=Q", connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 136), 128)[0]
    return received


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
