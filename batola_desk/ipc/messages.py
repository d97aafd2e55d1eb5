"""The typed messages between engine and screen. JSON on the wire, one message per frame.

The engine is the server and holds the truth about calls, devices and the line. A screen that attaches gets
a ``Snapshot``, then changes. ``PROTOCOL_VERSION`` rises when a message changes its meaning; new optional
fields do not need it. All wall times are microseconds since 1970 UTC.
"""

from __future__ import annotations

import msgspec

from batola_desk.ipc.base import Command, Message
from batola_desk.ipc.call_parts import Carried, LinePosition, Quality
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.ipc.party_messages import PartyCommand
from batola_desk.ipc.recording_messages import RecordingCommand, RecordingNews
from batola_desk.ipc.recording_parts import PlaybackStatus, StoreStatus
from batola_desk.ipc.sound_messages import DoseStatus, SoundCommand, SoundNews

__all__ = ["Command", "Message"]  # everything below, and these two from `ipc.base`

PROTOCOL_VERSION = 1


# ------------------------------------------------------------------ what the engine tells


class LineCall(msgspec.Struct, frozen=True, kw_only=True):
    """One session on the line as the engine sees it.

    Attributes:
        call_id: id of this session in this engine run (used in commands).
        call_key: the key all desks derive alike (used in facts).
        state: dialling, ringing, early, talking, ended.
        offered_us / answered_us / ended_us: wall times.
        local_hold: this desk holds; remote_hold: the other side holds.
        end_cause: a value of ``domain.call.EndCause`` once ended.
        group_id: call id of the caller this session belongs to (the caller's too); empty = alone.
        party_role: in a group ``caller``, ``agency`` or ``desk``; ``party_code`` is its code.
        doubtful: no sound comes from the other side, or nobody answers whether it is still there.
        joined: in the common conversation of the group.
        beside: alive and not on hold, yet not the call the headset is about (a further voice, or a bridge).
        party_muted: the others do not hear this one.
        handing_over: ``asked`` while a transfer runs, ``bridged`` when the parties talk through this desk.
        supervision: how a lead takes part (``domain.call.SupervisionMode``), ``supervisor`` his name; on
            the lead's own desk the mode of the leg to the other desk.
        service: ``urn:service:sos…`` if the call asked for one.
        priority: the caller's network marks it so (``emergency``, ``psap-callback`` …).
        account: over which identity of the line it came or goes; empty while there is only one.
        diverted_from: the number originally dialled when the call was sent on to us.
        has_location: a position or a reference to one came with the call; ``position`` if it could be read.
        carried: what else came with it.
    """

    call_id: str
    call_key: str
    direction: str
    state: str
    number: str = ""
    display_name: str = ""
    offered_us: int
    answered_us: int | None = None
    ended_us: int | None = None
    local_hold: bool = False
    remote_hold: bool = False
    muted: bool = False
    recording: bool = False
    codec: str = ""
    end_cause: str = ""
    sip_code: int | None = None
    reason: str = ""
    purpose: str = ""
    callback_id: str | None = None
    incident_id: str | None = None
    training: bool = False
    secure: bool = False  # no sound or text of it travels in the clear
    has_text: bool = False  # there is a leg of real-time text
    doubtful: bool = False
    refusal: dict[str, str] = {}  # media that did not fit: cause, theirs, ours
    silence_s: float | None = None  # seconds since the caller's last speech while talking; None = unknown
    group_id: str = ""
    party_role: str = ""
    party_code: str = ""
    joined: bool = False
    beside: bool = False
    party_muted: bool = False
    handing_over: str = ""
    supervision: str = ""
    supervisor: str = ""
    service: str = ""
    priority: str = ""
    diverted_from: str = ""
    account: str = ""
    has_location: bool = False
    position: LinePosition | None = None
    carried: Carried = Carried()


class LineStatus(msgspec.Struct, frozen=True, kw_only=True):
    """State of the telephone line.

    Attributes:
        mode: ``direct`` (no registrar configured), ``registered``, ``registering``, ``failed``.
        address: what a PBX or direct caller dials, e.g. ``sip:desk@127.0.0.1:5060``.
        code: error code for ``ui/labels.py`` when failed.
        accounts: all identities; ``mode`` to ``retry_in_s`` are those of the worst.
    """

    mode: str = "direct"
    address: str = ""
    code: str = ""
    sip_code: int | None = None
    retry_in_s: float | None = None
    training: bool = False
    accounts: tuple[AccountStatus, ...] = ()


class DeviceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Sound devices in use; empty name = missing. ``problems`` are codes for ``ui/labels.py``."""

    headset_output: str = ""
    headset_input: str = ""
    loudspeaker: str = ""
    second_headset: str = ""
    second_microphone: str = ""
    available_outputs: tuple[str, ...] = ()
    available_inputs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    clock: str = "fallback"  # device | fallback


class SpooledFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact born in the engine; kept there until the screen confirms it is in the journal.

    Attributes:
        fact_id: UUIDv7, becomes the id in the journal, so it lands once.
        kind: stored name of the event (``call.offered`` …).
        body: the event's fields.
    """

    fact_id: str
    kind: str
    aggregates: tuple[str, ...]
    occurred_us: int
    body: dict[str, object]


class Snapshot(Message, frozen=True, kw_only=True, tag="Snapshot"):
    """Everything the engine knows, sent once after attaching."""

    version: int
    engine_pid: int
    engine_version: str
    engine_started_us: int
    calls: tuple[LineCall, ...]
    line: LineStatus
    devices: DeviceStatus
    playback: PlaybackStatus
    focus_call_id: str | None = None
    muted: bool = False
    volumes: dict[str, float] = msgspec.field(default_factory=dict)
    automatic_gain: bool = True
    dose: DoseStatus = DoseStatus()
    prompts: tuple[str, ...] = ()  # names that can be played
    store: StoreStatus = StoreStatus()


class CallChanged(Message, frozen=True, kw_only=True, tag="CallChanged"):
    """A session appeared or changed; state ``ended`` is its last message."""

    call: LineCall


class LineChanged(Message, frozen=True, kw_only=True, tag="LineChanged"):
    """The line's state changed."""

    line: LineStatus


class DevicesChanged(Message, frozen=True, kw_only=True, tag="DevicesChanged"):
    """Sound devices changed."""

    devices: DeviceStatus


class Levels(Message, frozen=True, kw_only=True, tag="Levels"):
    """Levels in dBFS at 10 Hz while a call is in the headset (−100 = silence)."""

    call_id: str
    caller_dbfs: float
    operator_dbfs: float
    quality: Quality


class DigitReceived(Message, frozen=True, kw_only=True, tag="DigitReceived"):
    """The caller pressed a telephone key."""

    call_id: str
    call_key: str
    digit: str


class TextReceived(Message, frozen=True, kw_only=True, tag="TextReceived"):
    """The other side wrote on a call; ``medium`` is ``message`` (SIP MESSAGE) or ``rtt``."""

    call_id: str
    call_key: str
    text: str
    medium: str


class FactsSpooled(Message, frozen=True, kw_only=True, tag="FactsSpooled"):
    """Facts to journal, oldest first; confirm with ``ConfirmFacts``."""

    facts: tuple[SpooledFact, ...]


class EngineAlarm(Message, frozen=True, kw_only=True, tag="EngineAlarm"):
    """Something a person should know (code for ``ui/labels.py``); ``active`` False = over."""

    code: str
    active: bool = True
    call_id: str = ""
    values: dict[str, str] = msgspec.field(default_factory=dict)


class Reply(Message, frozen=True, kw_only=True, tag="Reply"):
    """Answer to one command; ``code`` empty = done."""

    request_id: int
    code: str = ""
    values: dict[str, str] = msgspec.field(default_factory=dict)


# ------------------------------------------------------------------ what the screen asks


class Attach(Command, frozen=True, kw_only=True, tag="Attach"):
    """First message of a screen; ``operator`` is the login of who sits there."""

    version: int
    screen_pid: int
    operator: str = ""


class SitDown(Command, frozen=True, kw_only=True, tag="SitDown"):
    """Another person sits at the screen now; calls go on as they are."""

    operator: str


class AnswerCall(Command, frozen=True, kw_only=True, tag="AnswerCall"):
    """Answer a ringing call; a call being talked to is put on hold first."""

    call_id: str


class RejectCall(Command, frozen=True, kw_only=True, tag="RejectCall"):
    """Decline a ringing call on this desk (486)."""

    call_id: str


class HangUpCall(Command, frozen=True, kw_only=True, tag="HangUpCall"):
    """End a session in any state."""

    call_id: str


class HoldCall(Command, frozen=True, kw_only=True, tag="HoldCall"):
    """Put a call on hold."""

    call_id: str


class ResumeCall(Command, frozen=True, kw_only=True, tag="ResumeCall"):
    """Take a held call back into the headset; another live one goes on hold."""

    call_id: str


class SetMuted(Command, frozen=True, kw_only=True, tag="SetMuted"):
    """Mute or unmute the operator's microphone only."""

    muted: bool


class DialNumber(Command, frozen=True, kw_only=True, tag="DialNumber"):
    """Dial out. The new session appears as ``CallChanged`` with these values copied."""

    number: str
    purpose: str = "manual"
    callback_id: str | None = None
    incident_id: str | None = None


class SendDigits(Command, frozen=True, kw_only=True, tag="SendDigits"):
    """Send telephone keys (RFC 4733) on a live call."""

    call_id: str
    digits: str


class SendText(Command, frozen=True, kw_only=True, tag="SendText"):
    """Write on a live call: letters with line feeds and backspaces where the call has real-time text, else
    one whole text (SIP MESSAGE).
    """

    call_id: str
    text: str


class SilenceRinging(Command, frozen=True, kw_only=True, tag="SilenceRinging"):
    """Quieten the ring tone of the calls now ringing; a new call rings again."""


class PlayAlert(Command, frozen=True, kw_only=True, tag="PlayAlert"):
    """Play an alert tone by name (``p1``, ``p2``, ``p3``, ``waiting``, ``attention``)."""

    name: str


class SetVolumes(Command, frozen=True, kw_only=True, tag="SetVolumes"):
    """Set gains 0..1 by role: headset, ring, alerts, sidetone. Ring and alerts have a floor."""

    volumes: dict[str, float]


class SelectDevices(Command, frozen=True, kw_only=True, tag="SelectDevices"):
    """Choose devices by name; empty = best default, for the second headset (who listens in) empty = none.

    Attributes:
        is_trial: use them without keeping them: the next start has the kept ones again.
    """

    headset_output: str = ""
    headset_input: str = ""
    loudspeaker: str = ""
    second_headset: str = ""
    second_microphone: str = ""
    second_microphone_on: bool = False
    is_trial: bool = False


class ExportTrace(Command, frozen=True, kw_only=True, tag="ExportTrace"):
    """Write the SIP messages of one call of the last hour to ``<stem>.txt`` and ``<stem>.pcapng``."""

    call_key: str
    stem: str


class AskLine(Command, frozen=True, kw_only=True, tag="AskLine"):
    """How does the line stand? For a client beside the screen (``batola-desk doctor``); changes nothing.

    The reply's values: ``calls``, how many live, and ``line``, a ``LineStatus`` as JSON text.
    """


class ConfirmFacts(Command, frozen=True, kw_only=True, tag="ConfirmFacts"):
    """These facts are in the journal; the engine may forget them."""

    fact_ids: tuple[str, ...]


class ShutDownEngine(Command, frozen=True, kw_only=True, tag="ShutDownEngine"):
    """End the engine politely; refused (code ``calls_alive``) while calls live unless ``force``.

    A refused engine ends after its last call, unless a screen attaches until then.
    """

    force: bool = False


FromEngine = (
    Snapshot
    | CallChanged
    | LineChanged
    | DevicesChanged
    | Levels
    | DigitReceived
    | TextReceived
    | FactsSpooled
    | EngineAlarm
    | SoundNews
    | RecordingNews
    | Reply
)
FromScreen = (
    Attach
    | AnswerCall
    | RejectCall
    | HangUpCall
    | HoldCall
    | ResumeCall
    | SetMuted
    | SitDown
    | DialNumber
    | SendDigits
    | SendText
    | SilenceRinging
    | PlayAlert
    | SetVolumes
    | SelectDevices
    | PartyCommand
    | SoundCommand
    | RecordingCommand
    | ExportTrace
    | AskLine
    | ConfirmFacts
    | ShutDownEngine
)

_from_engine: msgspec.json.Decoder[Message] = msgspec.json.Decoder(FromEngine)
_from_screen: msgspec.json.Decoder[Command] = msgspec.json.Decoder(FromScreen)
encode = msgspec.json.encode


class BadMessage(ValueError):
    """Bytes on the local connection that are no message of this protocol."""


def decode_from_engine(data: bytes) -> Message:
    """Decode what the engine sent.

    Raises:
        BadMessage: unknown type, wrong field or no JSON.
    """
    try:
        return _from_engine.decode(data)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BadMessage(str(error)) from error


def decode_from_screen(data: bytes) -> Command:
    """Decode what a screen sent.

    Raises:
        BadMessage: unknown type, wrong field or no JSON.
    """
    try:
        return _from_screen.decode(data)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BadMessage(str(error)) from error
