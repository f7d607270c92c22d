"""The bytes of an e-mail as a letter with its parts: bounded, whatever was sent."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from itertools import count
from typing import Any, cast

from feedsvc.errors import Rejected
from feedsvc.shorten import excerpt

_LONGEST_FIELD = 8192
"""Characters of a field that is read: the standard library takes a minute for one of a megabyte."""

_TRIPS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, MessageError, RecursionError)
"""What the standard library's reader of header fields stumbles into where they are badly malformed."""


class _Policy(EmailPolicy):
    """The standard library's, but for fields that are too long, which are refused, and such as it cannot read."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        if len(value) > _LONGEST_FIELD:
            problem = f"the field {excerpt(name)} has {len(value):,} characters, of {_LONGEST_FIELD:,} allowed"
            raise Rejected(problem, "Shorten it, or leave the e-mail out with articles.exclude")
        try:
            return super().header_fetch_parse(name, value)
        except _TRIPS:
            return self.header_factory(name, "") if name.lower().startswith("content-") else value


_POLICY = _Policy()
_HEADER = re.compile(rb"\A(?:From [^\n]*\n)?[!-9;-~]+[ \t]*:", re.MULTILINE)
_MOST_PARTS = 1000
"""Parts, within parts or not: no letter has a tenth of them."""


def letter_of(data: bytes) -> EmailMessage:
    """Raises Rejected, with its line, for what is no e-mail."""
    data = data.lstrip()
    if not _HEADER.match(data):
        raise Rejected("the file is no e-mail: it does not begin with a header", "Save the e-mail with its header", 1)
    parts = count(1)

    def part(policy: Any = None) -> EmailMessage:
        if next(parts) > _MOST_PARTS:
            raise Rejected(f"the e-mail has more than {_MOST_PARTS} parts", "Leave it out with articles.exclude")
        return EmailMessage(policy)

    try:
        return cast(EmailMessage, BytesParser(policy=_POLICY.clone(message_factory=part)).parsebytes(data))
    except (MessageError, RecursionError) as error:
        raise Rejected(
            f"the e-mail is broken: {excerpt(str(error))}", "Save it anew from the program that received it"
        ) from None
