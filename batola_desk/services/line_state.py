"""What the engine last told: the desk's mirror of calls on the line, devices, levels, playback.

Thread: the desk's event loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from batola_desk.domain.live_text import TypedLine
from batola_desk.ipc.messages import DeviceStatus, LineCall, LineStatus, Snapshot
from batola_desk.ipc.recording_parts import PlaybackStatus, StoreStatus
from batola_desk.ipc.sound_messages import DoseStatus, MetronomeChanged, SoundCheckStatus
from batola_desk.services.seat_views import LevelsView

RINGING = "ringing"
ENDED = "ended"
TALKING = "talking"
ENDS_MAX = 50  # LIMIT: only what ended a moment ago is asked for; the journal knows the rest


@dataclass(slots=True)
class LineState:
    """Mirror of the engine; ``attached`` False = the engine is away and all of it may be old.

    Attributes:
        mode: what the status strip shows (starting, engine_lost, or the mode of ``line``).
        unreachable_code: why the engine could not be reached last.
    """

    attached: bool = False
    ever_attached: bool = False
    unreachable_code: str = ""
    calls: dict[str, LineCall] = field(default_factory=dict)  # by call id
    id_by_key: dict[str, str] = field(default_factory=dict)
    ends: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # cause, SIP code; of the last calls, by key
    line: LineStatus = field(default_factory=LineStatus)
    devices: DeviceStatus = field(default_factory=DeviceStatus)
    playback: PlaybackStatus = field(default_factory=PlaybackStatus)
    store: StoreStatus = field(default_factory=StoreStatus)
    focus_call_id: str | None = None
    muted: bool = False
    volumes: dict[str, float] = field(default_factory=dict)
    automatic_gain: bool = True
    levels: LevelsView | None = None
    sound_check: SoundCheckStatus = field(default_factory=SoundCheckStatus)
    device_levels: dict[str, float] = field(default_factory=dict)
    dose: DoseStatus = field(default_factory=DoseStatus)
    prompts: tuple[str, ...] = ()  # names that can be played
    prompt: tuple[str, str] | None = None  # call id and name of the one that is spoken now
    metronome: MetronomeChanged = field(default_factory=MetronomeChanged)
    typing: dict[str, TypedLine] = field(default_factory=dict)  # by call key
    engine_alarms: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    @property
    def mode(self) -> str:
        """Line mode for the status strip."""
        if self.attached:
            return self.line.mode
        return "engine_lost" if self.ever_attached else "starting"

    def by_key(self, call_key: str) -> LineCall | None:
        """The session of this call on the line, if it lives."""
        call_id = self.id_by_key.get(call_key)
        return self.calls.get(call_id) if call_id else None

    def take_snapshot(self, snapshot: Snapshot) -> frozenset[str]:
        """Replace everything; return the keys of all calls before or after."""
        touched = set(self.id_by_key)
        self.attached = True
        self.ever_attached = True
        self.unreachable_code = ""
        self.calls = {}
        self.id_by_key = {}
        for call in snapshot.calls:
            self.take_call(call)
        self.line = snapshot.line
        self.devices = snapshot.devices
        self.playback = snapshot.playback
        self.store = snapshot.store
        self.focus_call_id = snapshot.focus_call_id
        self.muted = snapshot.muted
        self.volumes = dict(snapshot.volumes)
        self.automatic_gain = snapshot.automatic_gain
        self.levels = None
        self.sound_check = SoundCheckStatus()
        self.device_levels = {}
        self.dose = snapshot.dose
        self.prompts = snapshot.prompts
        self.prompt = None
        self.metronome = MetronomeChanged()
        self.engine_alarms = {}
        return frozenset(touched | set(self.id_by_key))

    def typing_of(self, call_key: str) -> str:
        """What the other side of a call has written and not finished."""
        line = self.typing.get(call_key)
        return line.text if line is not None else ""

    def take_typing(self, call_key: str, letters: str) -> None:
        """Letters of real-time text came; finished lines come as facts too."""
        if call_key in self.id_by_key:
            self.typing.setdefault(call_key, TypedLine()).take(letters)

    def end_typing(self, call_key: str, text: str) -> None:
        """A line became a fact: if it is the unfinished one, it is finished."""
        line = self.typing.get(call_key)
        if line is not None and line.text.strip() == text:
            line.flush()

    def take_call(self, call: LineCall) -> None:
        """Take over one session; an ended one is forgotten."""
        if call.state == ENDED:
            self.ends[call.call_key] = (call.end_cause, call.sip_code or 0)
            while len(self.ends) > ENDS_MAX:
                del self.ends[next(iter(self.ends))]
            self.calls.pop(call.call_id, None)
            if self.id_by_key.get(call.call_key) == call.call_id:
                del self.id_by_key[call.call_key]
            if self.focus_call_id == call.call_id:
                self.focus_call_id = None
                self.levels = None
            self.typing.pop(call.call_key, None)
            return
        self.calls[call.call_id] = call
        self.id_by_key[call.call_key] = call.call_id
        if call.state in {TALKING, "dialling", "early"} and not call.local_hold and not call.beside:
            self.focus_call_id = call.call_id
            self.muted = call.muted  # the engine lifts a mute when another call comes into the headset
        elif call.call_id == self.focus_call_id and (call.local_hold or call.beside):
            self.focus_call_id = None
            self.levels = None

    def detach(self) -> frozenset[str]:
        """The engine is away: keep what was shown, marked as old; return the keys of its calls."""
        self.attached = False
        self.levels = None
        return frozenset(self.id_by_key)
