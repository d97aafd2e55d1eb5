"""What can happen to a call-back item (hubungi balik). Source: domain.md §5.5, §12.2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackOpened:
    """A caller was lost and should be called back.

    Attributes:
        reason: ``abandoned`` (before answer), ``dropped`` (while talking), ``silent``.
    """

    TYPE: ClassVar[str] = "callback.opened"
    VERSION: ClassVar[int] = 1

    number: str
    call_key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackMissedAgain:
    """The same number was lost once more; the item counts, it is not doubled."""

    TYPE: ClassVar[str] = "callback.missed_again"
    VERSION: ClassVar[int] = 1

    call_key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackAttempted:
    """Somebody tried to reach the number.

    Attributes:
        outcome: ``dialling``, ``reached``, ``no_answer``, ``busy``, ``failed``, ``text_sent``,
            ``text_failed`` (nobody was there to paste it).
        channel: of a text: ``sms``, ``whatsapp``, or ``paste``: a person passes it on.
        fault: why a text did not go out by itself, as a code; else empty.
    """

    TYPE: ClassVar[str] = "callback.attempted"
    VERSION: ClassVar[int] = 1

    outcome: str
    call_key: str = ""
    channel: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackClosed:
    """The item is done.

    Attributes:
        reason: ``reached``, ``called_again``, ``unreachable``, ``accidental``, ``other``; ``same_number`` =
            its calls went on in another item of the number (``services.callback_twins``).
    """

    TYPE: ClassVar[str] = "callback.closed"
    VERSION: ClassVar[int] = 1

    reason: str
    note: str = ""


EVENTS: tuple[type[Event], ...] = (CallbackOpened, CallbackMissedAgain, CallbackAttempted, CallbackClosed)
