"""One session on the line: what the engine knows about a leg, and how the screen is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from batola_desk.audio.ports import MediaPort
from batola_desk.domain.events.call import CallOffered
from batola_desk.engine.budget import Budget
from batola_desk.engine.causes import refusal_values
from batola_desk.engine.origin import carried, line_position
from batola_desk.engine.quality import QualityMeter
from batola_desk.engine.speech import SpeechDetector
from batola_desk.engine.supervision import SupervisionPass
from batola_desk.ipc.messages import LineCall
from batola_desk.telephony.emergency import EmergencyInfo
from batola_desk.telephony.leg_types import CallDirection, LegEnd, LegState
from batola_desk.telephony.media import MediaStatistics
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.sdp import Direction


class LegMedia(MediaPort, Protocol):
    """The media of a leg as the engine uses it (``telephony.media.MediaSession``)."""

    @property
    def direction(self) -> Direction: ...

    def set_receiver(self, receiver: Callable[[RtpPacket], None] | None) -> None: ...

    def statistics(self) -> MediaStatistics: ...


class Leg(Protocol):
    """A call leg as the engine uses it (``telephony.call_leg.CallLeg``)."""

    leg_id: str
    call_key: str
    remote_number: str
    remote_display_name: str
    account_name: str
    emergency: EmergencyInfo

    @property
    def media(self) -> LegMedia | None: ...

    def answer(self) -> None: ...

    def reject(self, code: int = 486) -> None: ...

    def hang_up(self) -> None: ...

    def hold(self) -> None: ...

    def resume(self) -> None: ...

    def send_dtmf(self, digits: str) -> int: ...

    def transfer(self, target: str) -> None: ...

    def transfer_to(self, other: Any) -> None: ...  # another leg of the same line

    def send_text(self, text: str) -> None: ...

    def send_rtt(self, text: str) -> int: ...


@dataclass(frozen=True, slots=True)
class LegView:
    """A leg at the moment it changed, read on the SIP thread."""

    state: LegState
    end: LegEnd | None = None
    remote_hold: bool = False
    codec: str = ""
    secure: bool = False
    has_text: bool = False
    is_doubtful: bool = False


@dataclass(slots=True, kw_only=True)
class EngineCall:
    """Mutable, of the engine's thread only.

    Attributes:
        media: set while the audio room carries the call.
        in_place_of: the call whose other side sent us here; it comes back if nobody answers.
        took_headset: that call was in the headset.
        is_unanswered: nobody answers whether the other side still has this call; is_unheard: no sound comes.
    """

    leg: Leg
    direction: CallDirection
    call_key: str
    number: str
    display_name: str
    offered_us: int
    training: bool
    state: LegState
    purpose: str = ""
    callback_id: str | None = None
    incident_id: str | None = None
    answered_us: int | None = None
    ended_us: int | None = None
    local_hold: bool = False
    remote_hold: bool = False
    codec: str = ""
    secure: bool = False
    was_plain: bool = False
    has_text: bool = False
    is_unanswered: bool = False
    is_unheard: bool = False
    is_recording: bool = False
    recording_path: str = ""
    end: LegEnd | None = None
    end_cause: str = ""
    media: LegMedia | None = None
    speech: SpeechDetector | None = None
    silence_s: float | None = None
    group_id: str = ""
    party_role: str = ""
    party_code: str = ""
    is_joined: bool = False
    is_party_muted: bool = False
    is_in_focus: bool = False
    is_leaving: bool = False
    in_place_of: str = ""
    took_headset: bool = False
    handing_over: str = ""
    supervision: str = ""
    supervisor: str = ""
    supervision_wish: SupervisionPass | None = None  # of our own leg to another desk
    quality: QualityMeter = field(default_factory=QualityMeter)
    key_budget: Budget | None = None
    told: LineCall | None = None
    told_origin: set[object] = field(default_factory=set)

    @property
    def call_id(self) -> str:
        return self.leg.leg_id

    @property
    def aggregate(self) -> str:
        return f"call:{self.call_key}"

    @property
    def is_ringing(self) -> bool:
        """Rings here and waits for an answer."""
        return self.state is LegState.RINGING

    @property
    def is_talking(self) -> bool:
        return self.state is LegState.TALKING

    @property
    def is_in_headset(self) -> bool:
        """The operator speaks or dials on it, unless it is on hold."""
        return self.state in _OPERATORS_STATES and not self.local_hold

    def as_offered(self) -> CallOffered:
        """The fact that it began, with what the call said of itself."""
        said = self.leg.emergency
        return CallOffered(
            call_key=self.call_key,
            direction=self.as_line_call(muted=False).direction,
            number=self.number,
            display_name=self.display_name,
            purpose=self.purpose,
            callback_id=self.callback_id,
            incident_id=self.incident_id,
            training=self.training,
            service=said.service,
            diverted_from=said.diverted_from,
            diversions=tuple(f"{entry.number} {entry.reason}".strip() for entry in said.diversions),
            asserted=said.asserted,
            priority=said.priority,
            resource_priority=said.resource_priority,
        )

    def as_line_call(self, *, muted: bool) -> LineCall:
        """Return what the screen is told."""
        return LineCall(
            call_id=self.call_id,
            call_key=self.call_key,
            direction="inbound" if self.direction is CallDirection.INCOMING else "outbound",
            state=self.state.value,
            number=self.number,
            display_name=self.display_name,
            offered_us=self.offered_us,
            answered_us=self.answered_us,
            ended_us=self.ended_us,
            local_hold=self.local_hold,
            remote_hold=self.remote_hold,
            muted=muted,
            recording=self.is_recording,
            codec=self.codec,
            end_cause=self.end_cause,
            sip_code=(self.end.sip_code or None) if self.end is not None else None,
            reason=self.end.reason if self.end is not None else "",
            purpose=self.purpose,
            callback_id=self.callback_id,
            incident_id=self.incident_id,
            training=self.training,
            secure=self.secure,
            has_text=self.has_text,
            doubtful=self.is_unanswered or self.is_unheard,
            refusal=refusal_values(self.end.refusal) if self.end is not None and self.end.refusal else {},
            silence_s=self.silence_s,
            group_id=self.group_id,
            party_role=self.party_role,
            party_code=self.party_code,
            joined=self.is_joined,
            beside=self.is_in_headset and not self.is_in_focus,
            party_muted=self.is_party_muted,
            handing_over=self.handing_over,
            supervision=self.supervision,
            supervisor=self.supervisor,
            account=self.leg.account_name,
            service=self.leg.emergency.service,
            priority=self.leg.emergency.priority,
            diverted_from=self.leg.emergency.diverted_from,
            has_location=bool(self.leg.emergency.locations),
            position=line_position(self.leg.emergency),
            carried=carried(self.leg.emergency),
        )


_OPERATORS_STATES = frozenset({LegState.DIALLING, LegState.EARLY, LegState.TALKING})
