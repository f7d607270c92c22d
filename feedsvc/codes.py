"""Codes of subjects, which the trade writes in many ways, brought to the one by which they compare. Pure."""

from __future__ import annotations

import re
import unicodedata

# The IPTC's two lists are the Media Topics and the older subject codes. No number of one means something else in the
# other, and the seventeen at the top of both are the same: the eight digits alone say which subject is meant.
_IPTC = re.compile(
    r"""
    (?: (?: medtop | mediatopic | subj | subject | subjectcode )      # a QCode (NewsML-G2, ninjs), by any usual alias
        \s* : \s*
      | https? :// cv\.iptc\.org / newscodes / (?: mediatopic | subjectcode ) /    # the URI of the subject
    )
    ([0-9]{8}) /?
    | iptc \s* : \s* ([0-9]{8}) (?: : .* )?                           # IIM 2:12, the subject's names behind the number
    """,
    re.VERBOSE | re.DOTALL,
)


_MARK = "code:"


def marked(code: str) -> str:
    """A code as the metadata of the newswire hands it on: it stands for the topic that has it, and is never a name."""
    return f"{_MARK}{code}"


def canonical(written: str) -> str:
    """The one spelling of a code: eight digits of those of the IPTC; of others what is written, in small letters."""
    code = _plain(written).removeprefix(_MARK)
    found = _IPTC.fullmatch(code)
    return (found[1] or found[2]) if found else code


def is_iptc(written: str) -> bool:
    """Whether it says itself that it is a code of the IPTC; eight digits alone may be a date."""
    return _IPTC.fullmatch(_plain(written)) is not None


def is_code(written: str) -> bool:
    """Whether it says itself that it is a code and no name: one of the IPTC, or marked as one."""
    return _plain(written).startswith(_MARK) or is_iptc(written)


def _plain(written: str) -> str:
    return unicodedata.normalize("NFC", written).casefold().strip()
