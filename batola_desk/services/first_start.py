"""What a new machine has to be told, page by page, and what testing it for real found out.

The screen fills a ``SetupDraft``; whoever implements ``SetupPort`` tests and writes it (``first_start``).
Nothing here is kept anywhere before ``save``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

LETTER, ROOM, LINE, SOUND, MAP = "letter", "room", "line", "sound", "map"
PAGES = (LETTER, ROOM, LINE, SOUND, MAP)
"""In the order in which they are asked; the summary comes after them."""


class Level(enum.StrEnum):
    """What a test says of a page."""

    GOOD = "ok"
    ODD = "warn"  # works, and somebody should know this
    BAD = "fail"  # does not work (yet); may be saved when that is wanted
    STOP = "stop"  # may not be saved so


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that a test found. ``code`` has words on the screen; no value is a secret."""

    level: Level
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupDraft:
    """What was typed so far. Passwords: empty = the one that is stored stays.

    Attributes:
        room_hosts: servers with or without port, separated by commas.
        room_login: empty = ``meja_<letter>``.
        room_verify: how strictly the server's certificate is looked at, where IT wrote so by hand.
        room_ca, sip_ca: file of the authority that signed the server's certificate; empty = the system's.
        map_source: a finished pack (``.btmap``), or the shared folder they lie in.
    """

    letter: str = "A"
    room_hosts: str = ""
    room_database: str = ""
    room_login: str = ""
    room_password: str = field(default="", repr=False)
    room_ca: str = ""
    room_verify: str = ""
    sip_registrar: str = ""
    sip_user: str = ""
    sip_auth_user: str = ""
    sip_password: str = field(default="", repr=False)
    sip_proxy: str = ""
    sip_port: str = ""
    sip_ca: str = ""
    headset_output: str = ""
    headset_input: str = ""
    loudspeaker: str = ""
    map_source: str = ""

    def part(self, page: str) -> tuple[str, ...]:
        """What a test of this page rests on: another value, and the test is worth nothing any more."""
        return tuple(getattr(self, name) for name in _RESTS_ON[page])

    def is_empty(self, page: str) -> bool:
        """Whether nothing was typed on this page."""
        return not any(getattr(self, name) for name in FIELDS[page])

    def without(self, page: str) -> SetupDraft:
        """The page as nobody filled it in."""
        blank = SetupDraft()
        return replace(self, **{name: getattr(blank, name) for name in FIELDS[page]})

    def without_secrets(self) -> SetupDraft:
        """For everything that lives longer than the page itself."""
        return replace(self, room_password="", sip_password="")


FIELDS: Mapping[str, tuple[str, ...]] = {
    LETTER: ("letter",),
    ROOM: ("room_hosts", "room_database", "room_login", "room_password", "room_ca"),
    LINE: (
        "sip_registrar", "sip_user", "sip_auth_user", "sip_password", "sip_proxy", "sip_port", "sip_ca",
    ),
    SOUND: ("headset_output", "headset_input", "loudspeaker"),
    MAP: ("map_source",),
}  # fmt: skip
_RESTS_ON: Mapping[str, tuple[str, ...]] = {**FIELDS, ROOM: (*FIELDS[ROOM], "letter")}  # the login's name


class SetupPort(Protocol):
    """Tests what was typed against the real thing, and writes it. Passwords never come back from here."""

    def current(self) -> SetupDraft:
        """What this machine is configured for now; passwords are left empty."""
        ...

    def has_password(self, page: str) -> bool:
        """Whether one is stored, so that an empty field means: that one."""
        ...

    async def check(self, page: str, draft: SetupDraft) -> Sequence[Verdict]:
        """Try letter, room, line or map for real; at least one verdict. Nothing is written."""
        ...

    async def save(self, draft: SetupDraft, pages: Sequence[str]) -> None:
        """Write these pages' configuration, all of it or nothing.

        Raises:
            OperatorError: ``setup_not_saved`` or ``setup_refused``: nothing was changed.
        """
        ...
