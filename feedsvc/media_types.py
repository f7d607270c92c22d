"""Suffixes of files, and the media types that they stand for: one table, alike on every machine. Pure."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"

_BY_SUFFIX = {
    "aac": "audio/aac", "flac": "audio/flac", "m4a": "audio/mp4", "mp3": "audio/mpeg", "oga": "audio/ogg",
    "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "weba": "audio/webm",
    "m4v": "video/mp4", "mov": "video/quicktime", "mp4": "video/mp4", "mpeg": "video/mpeg", "mpg": "video/mpeg",
    "ogv": "video/ogg", "webm": "video/webm",
    "avif": "image/avif", "bmp": "image/bmp", "gif": "image/gif", "ico": "image/x-icon", "jpeg": "image/jpeg",
    "jpg": "image/jpeg", "jxl": "image/jxl", "png": "image/png", "svg": "image/svg+xml", "tif": "image/tiff",
    "tiff": "image/tiff", "webp": "image/webp",
    "csv": "text/csv", "srt": "application/x-subrip", "vtt": "text/vtt",
    "doc": "application/msword", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip", "gz": "application/gzip", "json": "application/json", "odt":
    "application/vnd.oasis.opendocument.text", "pdf": "application/pdf", "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "rtf": "application/rtf",
    "txt": "text/plain", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
}  # fmt: skip
"""Python's own table, and the machine's beneath it, differ from one to the next. No page and no script is in it:
whatever else is sent as octets, which no browser runs."""


def suffixes() -> dict[str, list[str]]:
    """The suffixes of each media type that is not UNKNOWN."""
    found: dict[str, list[str]] = {}
    for suffix, kind in _BY_SUFFIX.items():
        found.setdefault(kind, []).append(suffix)
    return found


def of(path: str) -> str:
    """The media type of a file by the end of its name, or of an address by that of its path."""
    return _BY_SUFFIX.get(path.partition("?")[0].partition("#")[0].rpartition(".")[2].lower(), UNKNOWN)


_USUAL = {"image": "image/jpeg", "picture": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}


def likely(path: str, medium: str) -> str:
    """The same, and of a path that does not tell, what nearly all files of a medium are: of `image`, `audio`, `video`,
    and of `picture`, as the newswire calls an image."""
    found = of(path)
    return _USUAL.get(medium, UNKNOWN) if found == UNKNOWN else found
