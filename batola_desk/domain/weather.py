"""Warnings of the weather office: what one message says, and which of them stand.

Source: OASIS Common Alerting Protocol 1.2 (§3.2: elements; §3.3.4: references), domain.md §17. They are no
facts of the desk: nothing of this goes into the journal, and a message that is over is forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

KEPT_MAX: Final = 200  # LIMIT: standing messages of one desk; a regency has a handful
ENDED_MAX: Final = 500  # LIMIT: remembered so that a message that comes after its own end stays away
NO_END_US: Final = 24 * 3600 * 1_000_000  # LIMIT: who says no end is believed for a day

Corners = tuple[tuple[float, float], ...]
"""(latitude, longitude), the first not repeated."""


class MessageKind(StrEnum):
    """CAP ``msgType``; Ack and Error are talk between machines and are not read."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


SEVERITIES: Final = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
URGENCIES: Final = ("Immediate", "Expected", "Future", "Past", "Unknown")
CERTAINTIES: Final = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnedArea:
    """One ``area``.

    Attributes:
        words: ``areaDesc``.
        circles: (latitude, longitude, radius in metres).
        geocodes: (name of the list, value).
    """

    words: str
    polygons: tuple[Corners, ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()
    geocodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningInfo:
    """One ``info``: what is expected, how bad, from when until when, where."""

    event: str
    urgency: str
    severity: str
    certainty: str
    from_us: int
    until_us: int | None
    language: str = ""
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    areas: tuple[WarnedArea, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningMessage:
    """One CAP ``alert`` of status Actual, its ``info`` blocks of one language.

    Attributes:
        references: identifiers of the same sender's messages that this one replaces or takes back.
    """

    sender: str
    identifier: str
    sent_us: int
    kind: MessageKind
    references: tuple[tuple[str, str], ...] = ()
    infos: tuple[WarningInfo, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWarning:
    """A message that holds.

    Attributes:
        root: identifier of the first message of its chain; updates keep it.
        source: where it came from: ``feed``, ``folder`` or ``hand``.
        taken_us: when this desk got it.
    """

    message: WarningMessage
    root: str
    source: str
    taken_us: int


class Taken(StrEnum):
    """What became of a message."""

    SHOWN = "shown"
    ELSEWHERE = "elsewhere"  # it does not touch the regency
    OVER = "over"  # its end has passed, or a later message has replaced it
    CANCELLED = "cancelled"  # it took another one back
    NOTHING_CANCELLED = "nothing_cancelled"
    KNOWN = "known"


class WarningBook:
    """Which messages stand. Order of arrival does not matter: what was taken back does not come back."""

    def __init__(self) -> None:
        self._standing: OrderedDict[tuple[str, str], StandingWarning] = OrderedDict()
        self._ended: OrderedDict[tuple[str, str], int] = OrderedDict()  # → when its end was sent

    def standing(self) -> tuple[StandingWarning, ...]:
        """All that hold, in the order they came."""
        return tuple(self._standing.values())

    def take(self, message: WarningMessage, *, is_ours: bool, source: str, now_us: int) -> Taken:
        """A message came; ``is_ours`` says whether it touches the regency."""
        key = (message.sender, message.identifier)
        known = self._standing.get(key)
        if known is not None and known.message.sent_us >= message.sent_us:
            return Taken.KNOWN
        if self._ended.get(key, -1) >= message.sent_us:
            return Taken.OVER
        root, found = self._end_referenced(message)
        if message.kind is MessageKind.CANCEL:
            return Taken.CANCELLED if found else Taken.NOTHING_CANCELLED
        if known is not None:
            root = known.root
            del self._standing[key]
        if ends_us(message) <= now_us:
            return Taken.OVER
        if not is_ours:
            return Taken.ELSEWHERE
        self._standing[key] = StandingWarning(message=message, root=root, source=source, taken_us=now_us)
        while len(self._standing) > KEPT_MAX:
            self._standing.popitem(last=False)
        return Taken.SHOWN

    def expire(self, now_us: int) -> bool:
        """Forget what is over; True when something was."""
        over = [key for key, held in self._standing.items() if ends_us(held.message) <= now_us]
        for key in over:
            del self._standing[key]
        return bool(over)

    def _end_referenced(self, message: WarningMessage) -> tuple[str, bool]:
        """End what an update or a cancel names; only its own sender's, and nothing that is newer."""
        root, found = message.identifier, False
        if message.kind is MessageKind.ALERT:
            return root, found
        for sender, identifier in message.references:
            key = (sender, identifier)
            if sender != message.sender or key == (message.sender, message.identifier):
                continue
            self._ended[key] = max(message.sent_us, self._ended.pop(key, -1))
            while len(self._ended) > ENDED_MAX:
                self._ended.popitem(last=False)
            held = self._standing.get(key)
            if held is not None and held.message.sent_us <= message.sent_us:
                del self._standing[key]
                root, found = held.root, True
        return root, found


def ends_us(message: WarningMessage) -> int:
    """When the last of its parts is over."""
    return max((info_ends_us(info) for info in message.infos), default=0)


def info_ends_us(info: WarningInfo) -> int:
    """When a part is over; one that says no end is believed for a day."""
    return info.until_us if info.until_us is not None else info.from_us + NO_END_US
