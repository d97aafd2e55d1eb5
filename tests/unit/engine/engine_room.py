"""An engine without telephone, sound card and threads: the test plays callers, operator and clock."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from batola_desk.audio.devices import DeviceReport
from batola_desk.audio.events import AudioLevels, CallAudioStatistics, DeskAudioStatistics
from batola_desk.audio.routing import Routing
from batola_desk.audio.sound_ports import Role
from batola_desk.audio.tones import AlertName, RingKind
from batola_desk.domain.errors import OperatorError
from batola_desk.engine.call_ports import Clocks
from batola_desk.engine.choices import ChoiceFile
from batola_desk.engine.config import LineSettings
from batola_desk.engine.core import EngineCore, Parts
from batola_desk.engine.engine_call import LegView
from batola_desk.engine.prompts import PromptShelf
from batola_desk.engine.sound_desk import SoundFiles
from batola_desk.engine.spool import FactSpool
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import AddParty
from batola_desk.telephony.emergency import EmergencyInfo
from batola_desk.telephony.leg_types import (
    EndCause,
    LegChange,
    LegEnd,
    LegState,
    TransferProgress,
    TransferState,
)
from batola_desk.telephony.media import MediaStatistics
from batola_desk.telephony.sdp import Direction

NO_MEDIA_STATISTICS = MediaStatistics(0, 0, 0, 0, 0, 0, 0.0, None, None, None, 0, 0, 0, 0, None)


class FakeMedia:
    codec = "PCMA"

    def __init__(self) -> None:
        self.direction = Direction.SENDRECV
        self.receiver: object = None
        self.figures = NO_MEDIA_STATISTICS

    def send(self, payload: bytes, *, samples: int) -> None:
        raise AssertionError("nobody moves sound here")

    def set_receiver(self, receiver: object) -> None:
        self.receiver = receiver

    def statistics(self) -> MediaStatistics:
        return self.figures


@dataclass
class FakeLeg:
    leg_id: str
    call_key: str
    remote_number: str = ""
    remote_display_name: str = ""
    account_name: str = ""
    emergency: EmergencyInfo = field(default_factory=EmergencyInfo)
    media: FakeMedia | None = None
    asked: list[str] = field(default_factory=list)
    refuses_transfer: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> None:
        self.asked.append("answer")

    def reject(self, code: int = 486) -> None:
        self.asked.append(f"reject {code}")

    def hang_up(self) -> None:
        self.asked.append("hang_up")

    def hold(self) -> None:
        self.asked.append("hold")

    def resume(self) -> None:
        self.asked.append("resume")

    def send_dtmf(self, digits: str) -> int:
        self.asked.append(f"digits {digits}")
        return len(digits)

    def transfer(self, target: str) -> None:
        self.asked.append(f"transfer {target}")

    def transfer_to(self, other: FakeLeg) -> None:
        if self.refuses_transfer:
            raise OperatorError("call_not_talking")
        self.asked.append(f"transfer_to {other.leg_id}")

    def send_text(self, text: str) -> None:
        self.asked.append(f"text {text}")

    def send_rtt(self, text: str) -> int:
        self.asked.append(f"rtt {text!r}")
        return len(text)


class FakeAudio:
    """Remembers what was asked of the sound side."""

    def __init__(self) -> None:
        self.calls: dict[str, object] = {}
        self.routing = Routing()
        self.boosted: str | None = None
        self.muted = False
        self.recordings: dict[str, Path] = {}
        self.ring: RingKind | None = None
        self.alerts: list[AlertName] = []
        self.caller_dbfs = -90.0
        self.spoken = 0
        self.statistics_asked = 0
        self.is_running = False
        self.report = DeviceReport(missing=("not_used",))
        self.played: list[Path] = []
        self.configs: list[object] = []
        self.processings: list[object] = []
        self.prompt: tuple[str, str] | None = None
        self.metronome: tuple[str, int] | None = None
        self.test: object = None
        self.exposure = (0.0, 0.0)

    def start(self) -> None:
        self.is_running = True

    def stop(self) -> None:
        self.is_running = False

    def add_call(self, call_id: str, media_port: object) -> None:
        assert call_id not in self.calls
        self.calls[call_id] = media_port

    def remove_call(self, call_id: str) -> None:
        self.calls.pop(call_id, None)

    def receiver(self, call_id: str) -> Callable[[object], None]:
        assert call_id in self.calls
        return lambda packet: None

    def set_routing(self, routing: Routing) -> None:
        self.routing = routing

    def set_listening_boost(self, call_id: str | None) -> None:
        self.boosted = call_id

    def set_muted(self, *, muted: bool) -> None:
        self.muted = muted

    def start_recording(self, call_id: str, path: Path) -> None:
        assert call_id in self.calls
        self.recordings[call_id] = path

    def start_metronome(self, call_id: str, per_min: int) -> None:
        assert call_id in self.calls
        self.metronome = (call_id, per_min)

    def stop_metronome(self) -> None:
        self.metronome = None

    def start_ringing(self, kind: RingKind) -> None:
        self.ring = kind

    def stop_ringing(self) -> None:
        self.ring = None

    def play_alert(self, name: AlertName) -> None:
        self.alerts.append(name)

    def set_volumes(self, volumes: object) -> None:
        self.volumes = volumes

    def play_prompt(self, call_id: str, name: str, samples: object) -> None:
        assert call_id in self.calls
        self.prompt = (call_id, name)

    def stop_prompt(self) -> None:
        self.prompt = None

    def start_test(self, test: object) -> None:
        self.test = test

    def stop_test(self) -> None:
        self.test = None

    def device_levels(self) -> dict[Role, float | None]:
        return {Role.MICROPHONE: -31.26, Role.EAR: -90.0, Role.LOUDSPEAKER: None}

    def ear_exposure(self) -> tuple[float, float]:
        return self.exposure

    def use_processing(self, processing: object) -> None:
        self.processings.append(processing)

    def reconfigure(self, config: object) -> None:
        self.configs.append(config)

    def levels(self) -> AudioLevels:
        return AudioLevels(-30.0, -33.0, self.caller_dbfs, self.caller_dbfs)

    def spoken_count(self, call_id: str) -> int:
        return self.spoken

    def statistics(self, call_id: str) -> CallAudioStatistics:
        self.statistics_asked += 1
        return CallAudioStatistics(0, 0, 0, 0, 0, 0, 0, 40.0, 40.0, 2.0, 0, self.caller_dbfs)

    def desk_statistics(self) -> DeskAudioStatistics:
        return DeskAudioStatistics("fallback", 0, 0, 0.0, 0.0, 0, 0, 0, 0)

    def device_report(self) -> DeviceReport:
        return self.report

    def play_file(self, path: Path, *, start_s: float = 0.0) -> None:
        self.played.append(path)

    def pause_playback(self, *, paused: bool) -> None: ...

    def seek_playback(self, position_s: float) -> None: ...

    def playback_position_s(self) -> float | None:
        return None

    def replay_recent(self, call_id: str, last_s: float) -> tuple[float, float]:
        assert call_id in self.calls
        self.replayed = (call_id, last_s)
        return 100.0, last_s

    def set_playback_speed(self, speed: float) -> None:
        self.speed = speed

    def stop_playback(self) -> None:
        self.stopped = True


class FakeTelephone:
    """A line that is up; dialling makes a leg."""

    def on_registration(self, status: object) -> None:
        pass

    port = 5060

    def __init__(self, room: EngineRoom) -> None:
        self._room = room

    def try_to_start(self, now_s: float) -> bool:
        return False

    def stop(self) -> None: ...

    def status(self) -> m.LineStatus:
        return m.LineStatus(address="sip:112@127.0.0.1:5060")

    def dial(self, number: str, headers: Sequence[tuple[str, str]] = ()) -> FakeLeg:
        self.dialled(number)
        leg = self._room.dialled_leg = self._room.leg(number)
        leg.headers = dict(headers)
        return leg

    def dialled(self, number: str) -> tuple[str, list[tuple[str, str]]]:
        if not number.isdigit() and not number.startswith("sip:"):
            raise OperatorError("number_unusable", number=number)
        return number, []

    def export_trace(self, call_key: str, stem: Path) -> None:
        """Until a test says that its disk is a dead share, there is nothing to write."""
        self._room.may_write.wait(10.0)
        raise OperatorError("trace_empty")


class FakeSession:
    """An attached screen and its answers."""

    session_id = 1

    def __init__(self, room: EngineRoom) -> None:
        self._room = room
        self.replies: dict[int, m.Reply] = {}

    def send(self, message: m.Message) -> None:
        self._room.broadcast(message)

    def reply(self, command: m.Command, code: str = "", **values: object) -> None:
        self.replies[command.request_id] = m.Reply(request_id=command.request_id, code=code)


class EngineRoom:
    """The engine's core with everything around it simulated.

    ``post`` runs at once, so a test reads like what happens.
    """

    def __init__(
        self, folder: Path, settings: LineSettings | None = None, shelf: PromptShelf | None = None
    ) -> None:
        self.folder = folder
        self.now_s = 1000.0
        self.clock_set_s = 0.0  # by how much somebody has set the wall clock
        self.sent: list[m.Message] = []
        self.is_attached = True
        self.has_ended = False
        self.may_write = threading.Event()
        self.dialled_leg = FakeLeg("", "")
        self.audio = FakeAudio()
        self._numbers = itertools.count(1)
        self.spool = FactSpool(folder / "spool.sqlite", lambda faulty: None)
        self.spool.start()
        parts = Parts(
            make_audio=self._make_audio,  # type: ignore[arg-type]
            make_telephone=lambda core: FakeTelephone(self),  # type: ignore[arg-type,return-value]
            end_process=self._end,
            clocks=Clocks(
                now_us=lambda: int((self.now_s + self.clock_set_s) * 1e6),
                mono_s=lambda: self.now_s,
                with_sleep_s=lambda: self.now_s,
            ),
        )
        self.core = EngineCore(
            settings or LineSettings(),
            parts,
            self.spool,
            recordings=folder / "recordings",
            sound=SoundFiles(
                choices=ChoiceFile(folder / "choices.json"),
                shelf=shelf or PromptShelf({}),
                dose=folder / "dose.json",
            ),
        )
        self.core.post = lambda work: work()  # type: ignore[method-assign]
        self.core._playback._post = self.core._commands._fetching._post = lambda work: work()
        self.core._screen = self
        self.session = FakeSession(self)

    def _make_audio(self, config: object, on_event: object) -> FakeAudio:
        self.audio = FakeAudio()
        return self.audio

    def _end(self) -> None:
        self.has_ended = True

    def close(self) -> None:
        self.may_write.set()  # a test that failed leaves nobody waiting for its disk
        self.core._playback.close()
        self.spool.stop()

    def broadcast(self, message: m.Message) -> None:
        self.sent.append(message)

    # -- callers

    def leg(self, number: str, *, call_key: str = "") -> FakeLeg:
        serial = next(self._numbers)
        return FakeLeg(f"leg-{serial}-0000", call_key or f"key-{serial}", number)

    def rings(self, number: str = "0810011200", *, call_key: str = "") -> FakeLeg:
        leg = self.leg(number, call_key=call_key)
        self.core.calls.on_incoming(leg, int(self.now_s * 1e6), training=False)
        return leg

    def becomes(self, leg: FakeLeg, state: LegState, change: LegChange = LegChange.STATE) -> None:
        leg.media = leg.media or FakeMedia()
        self.core.calls.on_leg_changed(leg.leg_id, LegView(state, codec="PCMA"), change)

    def ends(self, leg: FakeLeg, cause: EndCause, sip_code: int = 0) -> None:
        view = LegView(LegState.ENDED, end=LegEnd(cause, sip_code))
        self.core.calls.on_leg_changed(leg.leg_id, view, LegChange.STATE)

    def answered(self, number: str = "0810011200") -> FakeLeg:
        leg = self.rings(number)
        assert self.ask(m.AnswerCall(call_id=leg.leg_id)) == ""
        self.becomes(leg, LegState.TALKING)
        return leg

    def dials_party(
        self, caller: FakeLeg, number: str = "119", *, role: str = "agency", code: str = "psc119"
    ) -> FakeLeg:
        """The operator adds a party to the caller; it rings over there."""
        code_of_reply = self.ask(AddParty(call_id=caller.leg_id, number=number, role=role, code=code))
        assert code_of_reply == ""
        self.becomes(self.dialled_leg, LegState.EARLY)
        return self.dialled_leg

    def transfer_went(self, leg: FakeLeg, state: TransferState, sip_code: int = 0) -> None:
        self.core.calls.on_transfer_progress(leg.leg_id, TransferProgress(state, sip_code))

    # -- operator and time

    def ask(self, command: m.Command) -> str:
        """Send a command as the screen does; return the code of the reply."""
        self.session.replies.pop(command.request_id, None)
        self.core.on_command(self.session, command)  # type: ignore[arg-type]
        return self.session.replies[command.request_id].code

    def attach(self) -> None:
        self.core.on_attached(self.session, m.Attach(version=m.PROTOCOL_VERSION, screen_pid=1))  # type: ignore[arg-type]

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.core.tick()

    def facts(self) -> list[str]:
        return [fact.kind for fact in self.spool.pending()]

    def bodies(self, kind: str) -> list[dict[str, object]]:
        """Bodies of the facts of one kind, in order."""
        return [fact.body for fact in self.spool.pending() if fact.kind == kind]

    def last(self, leg: FakeLeg) -> m.LineCall:
        """What the screen was last told about a call."""
        return [c.call for c in self.sent if isinstance(c, m.CallChanged) and c.call.call_id == leg.leg_id][
            -1
        ]

    def heard(self, kind: type[m.Message]) -> list[m.Message]:
        return [message for message in self.sent if isinstance(message, kind)]
