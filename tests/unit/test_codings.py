"""Documents in each coding: the same for all, and small (standards.md, C5, C7)."""

from __future__ import annotations

import gzip
import hashlib
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web.codings import encode, encode_small
from feedsvc.web.negotiate import Coding

Encode = Callable[[bytes, Coding], bytes]

DECODERS: dict[Coding, Callable[[bytes], bytes]] = {
    Coding.IDENTITY: bytes,
    Coding.GZIP: gzip.decompress,
    Coding.BR: brotli.decompress,
    Coding.ZSTD: zstandard.decompress,
}

# As much as a feed of fifty entries, and as easy to compress: words of which each comes back now and then.
BODY = b"<entry>%s</entry>" % b" ".join(
    hashlib.sha256(b"%d" % (n * n % 997)).hexdigest()[:7].encode() for n in range(9000)
)
LARGE = 8 * BODY

BOTH = pytest.mark.parametrize("encode", [encode, encode_small])
EACH = pytest.mark.parametrize("coding", Coding)


@EACH
@given(st.binary(max_size=500))
def test_what_is_encoded_is_decoded_to_the_same_bytes(coding: Coding, body: bytes) -> None:
    """C7."""
    assert DECODERS[coding](encode(body, coding)) == body
    assert DECODERS[coding](encode_small(body, coding)) == body


@EACH
def test_a_whole_document_is_decoded_to_the_same_bytes(coding: Coding) -> None:
    for body in (BODY, LARGE):
        assert DECODERS[coding](encode(body, coding)) == body


def test_the_identity_is_not_even_copied() -> None:
    assert encode(BODY, Coding.IDENTITY) is BODY
    assert encode_small(BODY, Coding.IDENTITY) is BODY


@pytest.mark.parametrize("coding", [Coding.GZIP, Coding.BR, Coding.ZSTD])
def test_each_coding_takes_much_less_room_and_the_small_one_less_again(coding: Coding) -> None:
    quick, small = encode(BODY, coding), encode_small(BODY, coding)
    assert len(small) < len(quick) < len(BODY) * 0.5


@BOTH
@EACH
def test_every_thread_makes_the_same_bytes(encode: Encode, coding: Coding) -> None:
    """C5."""
    body = BODY[:20_000]
    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(lambda _: encode(body, coding), range(16)))
    assert len(made) == 1


def test_every_process_makes_the_same_bytes() -> None:
    """C5: nothing of the process goes into them, nor the time."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as processes:
        assert processes.submit(digests).result() == digests()


def digests() -> list[str]:
    made = [each(BODY[:20_000], coding) for each in (encode, encode_small) for coding in Coding]
    return [hashlib.sha256(data).hexdigest() for data in made]


@BOTH
def test_gzip_tells_no_time_and_no_name(encode: Encode) -> None:
    """C5: RFC 1952, section 2.3: flags and mtime are zero."""
    assert encode(BODY, Coding.GZIP)[:8] == b"\x1f\x8b\x08\x00" + bytes(4)


@BOTH
def test_zstd_asks_for_no_more_memory_than_every_decoder_has(encode: Encode) -> None:
    """RFC 9659: "Window_Size ... no larger than 8 MB"."""
    encoded = encode(bytes(9_000_000), Coding.ZSTD)
    assert zstandard.get_frame_parameters(encoded).window_size <= 8 * 1024 * 1024
