"""Telephone numbers: one form for comparing, one for reading, one for logs."""

from __future__ import annotations

import re

_JUNK = re.compile(r"[^\d+*#]")
_SIP_USER = re.compile(r"sips?:([^@;?]+)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d+*#().-]+")


def normalise(number: str) -> str:
    """Return the number in national form (``0812…``) so that +62, 62 and 0 compare equal.

    Short codes (112, 119), foreign and withheld numbers stay as they are, without punctuation.
    Of a SIP address with a number the number counts: its host has digits too.
    """
    user = _SIP_USER.match(number)
    if user is not None and _NUMBER.fullmatch(user[1]):
        number = user[1]
    bare = _JUNK.sub("", number)
    if bare.startswith("+62"):
        return "0" + bare[3:].lstrip("0")
    if bare.startswith("62") and len(bare) >= 10:
        return "0" + bare[2:].lstrip("0")
    if bare.startswith("0062"):
        return "0" + bare[4:].lstrip("0")
    return bare


def display(number: str) -> str:
    """Return the number in groups that can be read aloud, e.g. ``0812-3456-7890``."""
    user = _SIP_USER.match(number)
    if user is not None and not _NUMBER.fullmatch(user[1]):
        return user[1]
    bare = normalise(number)
    if not bare.isdigit() or len(bare) < 8 or not bare.startswith("0"):
        return bare or number
    groups = [bare[:4]]
    rest = bare[4:]
    while rest:
        size = 4 if len(rest) not in {5, 6, 3} else 3
        groups.append(rest[:size])
        rest = rest[size:]
    return "-".join(groups)
