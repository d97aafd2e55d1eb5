"""Words for the life of a call leg, and what listeners are told."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from batola_desk.telephony.transport import Address

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg


class CallDirection(enum.StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class LegState(enum.StrEnum):
    RINGING = "ringing"  # incoming, not answered
    DIALLING = "dialling"  # outgoing, nothing heard yet
    EARLY = "early"  # outgoing, the other side rings or plays early audio
    TALKING = "talking"
    ENDED = "ended"


class LegChange(enum.StrEnum):
    STATE = "state"
    MEDIA = "media"  # hold, direction or codec changed
    ANSWER_FAILED = "answer_failed"  # no RTP port; the call still rings
    HOLD_FAILED = "hold_failed"  # the peer refused; hold state is as before
    NO_MEDIA = "no_media"  # connected, but the peer gave no usable description
    TRANSFER_DECLINED = "transfer_declined"  # the peer asked for a transfer (REFER)


class EndCause(enum.StrEnum):
    REMOTE_HUNG_UP = "remote_hung_up"
    WE_HUNG_UP = "we_hung_up"
    CANCELLED = "cancelled"  # the caller gave up before an answer
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    REJECTED = "rejected"  # by us or by them: see direction and sip_code
    FAILED = "failed"
    TIMEOUT = "timeout"
    LOST = "lost"  # the peer or the way to it vanished during the call


@dataclass(frozen=True, slots=True)
class LegEnd:
    """Why a leg ended; ``sip_code`` 0 when no SIP response was involved."""

    cause: EndCause
    sip_code: int = 0
    reason: str = ""


class RegistrationState(enum.StrEnum):
    UNREGISTERED = "unregistered"
    REGISTERING = "registering"
    REGISTERED = "registered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RegistrationStatus:
    """``retry_in_s`` says when the next attempt comes, None if none is planned."""

    state: RegistrationState
    sip_code: int = 0
    reason: str = ""
    expires_s: int = 0
    retry_in_s: float | None = None


class LineListener(Protocol):
    """Told about everything on the SIP thread; must return quickly. Whatever it raises is logged, never
    more."""

    def on_incoming(self, leg: CallLeg) -> None: ...

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None: ...

    def on_dtmf(self, leg: CallLeg, digit: str) -> None: ...

    def on_registration(self, status: RegistrationStatus) -> None: ...

    def on_bad_message(self, reason: str, source: Address) -> None: ...

    def on_overload(self, ringing: int, source: Address) -> None: ...

    def on_unusable_offer(self, remote_number: str, call_key: str, source: Address) -> None: ...
