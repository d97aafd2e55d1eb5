"""Words for the life of a call leg, and what listeners are told."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from batola_desk.telephony.media_policy import Refusal
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
    LOCATION = "location"  # a new position came with a request of the peer
    TEXT_FAILED = "text_failed"  # the peer did not take our text
    DOUBT = "doubt"  # whether the other side is still there became doubtful, or is no more


class EndCause(enum.StrEnum):
    REMOTE_HUNG_UP = "remote_hung_up"
    WE_HUNG_UP = "we_hung_up"
    CANCELLED = "cancelled"  # the caller gave up before an answer
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    REJECTED = "rejected"  # by us or by them: see direction and sip_code
    FAILED = "failed"
    TIMEOUT = "timeout"
    LOST = "lost"  # the peer or the way to it vanished during the call
    TRANSFERRED = "transferred"  # the peer speaks with somebody else now, as we asked
    REPLACED = "replaced"  # another leg took the place of this one (RFC 3891)


@dataclass(frozen=True, slots=True)
class LegEnd:
    """Why a leg ended; ``sip_code`` 0 when no SIP response was involved.

    Attributes:
        refusal: media that did not fit; its ``theirs`` is empty when the peer refused ours.
    """

    cause: EndCause
    sip_code: int = 0
    reason: str = ""
    refusal: Refusal | None = None


class TransferState(enum.StrEnum):
    """How far a transfer we asked for has come. Source: RFC 3515 §2.4."""

    ASKED = "asked"  # REFER sent
    ACCEPTED = "accepted"  # the peer will try
    RINGING = "ringing"  # the target's telephone rings
    SUCCEEDED = "succeeded"  # they speak with each other; our leg ends
    FAILED = "failed"  # the peer is still ours
    UNREPORTED = "unreported"  # accepted, but the peer does not say how it went; the leg stays

    @property
    def is_final(self) -> bool:
        return self in (TransferState.SUCCEEDED, TransferState.FAILED, TransferState.UNREPORTED)


@dataclass(frozen=True, slots=True)
class TransferProgress:
    """News of a transfer we asked for; ``sip_code`` is what the target said, 0 if nothing."""

    state: TransferState
    sip_code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """The peer asks us to call somebody else (REFER).

    Attributes:
        target: the URI it names.
        number: the number in it, for people.
        referred_by: who asked, "" if not said.
        new_leg: the call to the target, already being dialled; None if the request was declined.
    """

    target: str
    number: str
    referred_by: str = ""
    new_leg: CallLeg | None = None


class RegistrationState(enum.StrEnum):
    UNREGISTERED = "unregistered"
    REGISTERING = "registering"
    REGISTERED = "registered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RegistrationStatus:
    """How one account stands with its registrars.

    Attributes:
        retry_in_s: when the next attempt comes, None if none is planned.
        account: whose it is.
        fault: why no registrar answered, a word for the screen (``tls_expired``, ``name_unknown`` …).
        way: the registrar in use, for example ``TLS 10.0.0.5:5061``.
        local_host: our address towards it.
        is_preferred: it is the first of the list.
        others: Contacts of others under our address.
    """

    state: RegistrationState
    sip_code: int = 0
    reason: str = ""
    expires_s: int = 0
    retry_in_s: float | None = None
    account: str = ""
    fault: str = ""
    way: str = ""
    local_host: str = ""
    is_preferred: bool = True
    others: int = 0


class NetworkChange(enum.StrEnum):
    """What befell the line's surroundings; it recovers by itself and says so."""

    ADDRESS_CHANGED = "address_changed"
    ROUTE_LOST = "route_lost"
    ROUTE_BACK = "route_back"
    WOKE_UP = "woke_up"  # the computer slept, or its processor stood still
    SOCKETS_LOST = "sockets_lost"  # broken, and the port cannot be had again yet
    SOCKETS_BACK = "sockets_back"


class LineListener(Protocol):
    """Told about everything on the SIP thread; must return quickly. Whatever it raises is logged, never
    more."""

    def on_incoming(self, leg: CallLeg) -> None: ...

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None: ...

    def on_dtmf(self, leg: CallLeg, digit: str) -> None: ...

    def on_text(self, leg: CallLeg, text: str) -> None:
        """The peer wrote (MESSAGE, RFC 3428)."""
        ...

    def on_transfer_progress(self, leg: CallLeg, progress: TransferProgress) -> None:
        """News of the transfer of this leg that we asked for."""
        ...

    def on_transfer_requested(self, leg: CallLeg, request: TransferRequest) -> None:
        """The peer of this leg asked for a transfer; told once, accepted or declined."""
        ...

    def on_replaced(self, old: CallLeg, new: CallLeg) -> None:
        """``new`` is answered at once in the place of ``old``, which ends. ``on_incoming`` is not called."""
        ...

    def on_registration(self, status: RegistrationStatus) -> None:
        """One account's standing changed; ``status.account`` says whose."""
        ...

    def on_network(self, change: NetworkChange) -> None: ...

    def on_bad_message(self, reason: str, source: Address) -> None: ...

    def on_overload(self, ringing: int, source: Address) -> None: ...

    def on_rtt(self, leg: CallLeg, text: str) -> None:
        """The peer types (RFC 4103): characters, line feeds, backspaces, and U+FFFD for lost ones."""
        ...

    def on_unusable_offer(
        self, remote_number: str, call_key: str, refusal: Refusal, source: Address
    ) -> None: ...
