"""The engine: telephone, sound, facts and the screen, joined on one thread."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from batola_desk.audio.config import AudioConfig
from batola_desk.audio.events import (
    AudioEvent,
    DeskAudioStatistics,
    DeviceChanged,
    PlaybackEnded,
    PromptEnded,
    RecordingContinues,
    RecordingFailed,
    RecordingFinished,
    RecordingResult,
)
from batola_desk.audio.tones import AlertName
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.recording import CallRecordingAltered
from batola_desk.engine.actor import Actor
from batola_desk.engine.alarm_board import AlarmBoard
from batola_desk.engine.call_desk import CallDesk
from batola_desk.engine.call_ports import CallAudio, Clocks
from batola_desk.engine.causes import refusal_values
from batola_desk.engine.clock_watch import ClockWatch
from batola_desk.engine.commands import Commands
from batola_desk.engine.config import LineSettings
from batola_desk.engine.device_view import device_status
from batola_desk.engine.engine_call import LegView
from batola_desk.engine.fact_desk import FactDesk
from batola_desk.engine.fetching import FetchDesk
from batola_desk.engine.flood import FloodGuard
from batola_desk.engine.playback import PlaybackDesk, PlaybackPort
from batola_desk.engine.recording_keeper import RecordingKeeper
from batola_desk.engine.sound_desk import SoundDesk, SoundFiles, SoundPort, audio_config, first_choices
from batola_desk.engine.spool import FactSpool
from batola_desk.engine.supervision_desk import SupervisionDesk
from batola_desk.engine.telephone import Telephone
from batola_desk.ipc import messages as m
from batola_desk.ipc.recording_messages import PlaybackChanged, StoreChanged
from batola_desk.ipc.recording_parts import PlaybackStatus, StoreStatus
from batola_desk.ipc.server import Session
from batola_desk.telephony.leg_types import LegChange, NetworkChange, RegistrationStatus
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.transport_tls import TLSFiles

log = logging.getLogger("batola.engine")

BACKLOG_MAX = 2000  # LIMIT: a screen that asks faster than the engine works is told so
_PLAYBACK_TICKS = 2  # 5 Hz
_VITALS_TICKS = 600  # once a minute
_KEEPER_TICKS = 10  # once a second


class EngineAudio(CallAudio, PlaybackPort, SoundPort, Protocol):
    """The audio desk as the engine uses it (``audio.desk.AudioDesk``)."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def desk_statistics(self) -> DeskAudioStatistics: ...


class Screen(Protocol):
    """The way to the attached screen (``ipc.server.EngineServer``)."""

    @property
    def is_attached(self) -> bool: ...

    def broadcast(self, message: m.Message) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the engine is made of; tests give simulated ones.

    Attributes:
        make_audio: builds an audio desk that tells its events to the given function.
        make_telephone: builds the line for a listener's core.
        end_process: called once when the engine shall end.
    """

    make_audio: Callable[[AudioConfig, Callable[[AudioEvent], None]], EngineAudio]
    make_telephone: Callable[[EngineCore], Telephone]
    end_process: Callable[[], None]
    clocks: Clocks = field(default_factory=Clocks)


class EngineCore:
    """Thread: everything on the actor's thread but ``post``, ``start``, ``stop`` and the server's calls."""

    def __init__(
        self,
        settings: LineSettings,
        parts: Parts,
        spool: FactSpool,
        *,
        recordings: Path,
        sound: SoundFiles,
        keeper: RecordingKeeper | None = None,
    ) -> None:
        self._settings = settings
        self._parts = parts
        self.clocks = parts.clocks
        self.recordings_root = recordings
        self._spool = spool
        self._clock = parts.clocks.mono_s
        self._actor = Actor(self.tick, clock=self._clock)
        self._screen: Screen | None = None
        self._started_us = parts.clocks.now_us()
        chosen = sound.choices.load(first_choices(settings))
        self._audio = parts.make_audio(audio_config(settings, chosen), self._on_audio_event)
        self._alarms = AlarmBoard(
            self.send, self._clock, ClockWatch(parts.clocks.now_us, parts.clocks.with_sleep_s)
        )
        self._flood = FloodGuard(self._alarms, self._clock)
        self.facts = FactDesk(spool, self.send, parts.clocks.now_us, self._flood)
        self.calls = CallDesk(
            self._audio,
            self.facts,
            spool,
            self.send,
            recordings=recordings,
            clocks=parts.clocks,
        )
        self.supervision = SupervisionDesk(
            self.calls,
            settings,
            parts.clocks,
            lambda code, values: self._alarms.show(code, values=values),
        )
        self._keeper = keeper
        if keeper is not None:
            keeper.attach(
                lambda aggregate, event: self.post(lambda: self.facts.tell(aggregate, event, self._clock())),
                lambda code, active: self.post(lambda: self._alarms.set(code, active=active)),
                lambda: self.has_calls,
            )
        self._store = StoreStatus()
        self._playback = PlaybackDesk(
            lambda: self._audio,
            recordings,
            self.post,
            self._tell_playback,
            keeper=keeper,
            on_altered=self._on_recording_altered,
        )
        self.sound = SoundDesk(settings, sound, self._audio, self.calls, self, now_us=parts.clocks.now_us)
        self._telephone = parts.make_telephone(self)
        self._tls_files = TLSFiles(settings.line_config())
        fetching = FetchDesk(recordings, keeper, self._playback.run_on_worker, self.post, self.send)
        training = settings.training
        self._commands = Commands(self, self._telephone, self._playback, fetching, keeper, training=training)
        self._line: m.LineStatus | None = None
        self._devices: m.DeviceStatus | None = None
        self._awaits_snapshot = False
        self._tick_count = 0
        self._ends_when_idle = False

    # -- life, from the main thread

    def post(self, work: Callable[[], None]) -> None:
        """Run on the engine's thread soon."""
        self._actor.post(work)

    def start(self, screen: Screen) -> None:
        """Start sound and line. The line comes up on the engine's thread; it may fail and be tried again."""
        self._screen = screen
        self._audio.start()
        self._actor.start()
        self.post(self._refresh_line)
        exposed = [a.name for a in self._settings.line_config().accounts if a.sends_keys_in_clear]
        if exposed:
            detail = {"detail": ", ".join(exposed)}
            self.post(lambda: self._alarms.set("srtp_without_tls", active=True, values=detail))
        self.post(self._judge_tls_files)
        self.post(self.sound.start)

    def stop(self) -> None:
        """Hang up, finish recordings, end the threads. The spool is the caller's, and stopped after this."""
        self._telephone.stop()
        self._playback.close()
        self._audio.stop()
        self._actor.stop()
        self.sound.stop()

    @property
    def sip_port(self) -> int:
        """The SIP port in use, 0 while the line is down."""
        return self._telephone.port

    @property
    def has_calls(self) -> bool:
        """Whether any call lives."""
        return bool(self.calls.calls)

    def _judge_tls_files(self) -> None:
        """A certificate that cannot be read costs TLS, not the calls over UDP and TCP; somebody must know."""
        fault = self._tls_files.fault()
        values = None if fault is None else {"detail": f"{fault.values['file']}: {fault.values['reason']}"}
        self._alarms.set("tls_files_unusable", active=fault is not None, values=values)

    def on_spool_fault(self, faulty: bool) -> None:
        """The spool's disk failed or works again. Thread: any."""
        self.post(lambda: self._alarms.set("spool_failed", active=faulty))

    # -- ServerListener, on the clients' reader threads

    def on_attached(self, session: Session, attach: m.Attach) -> None:
        self._awaits_snapshot = True
        self.post(lambda: self._welcome(session, attach))

    def on_detached(self, session: Session) -> None:
        log.info("the screen is gone", extra={"session": session.session_id})

    def on_command(self, session: Session, command: m.Command) -> None:
        if self._actor.backlog > BACKLOG_MAX:
            session.reply(command, "engine_busy")
        else:
            self.post(lambda: self._commands.obey(session, command))

    # -- from the line

    def on_registration(self, status: RegistrationStatus) -> None:
        self._telephone.on_registration(status)
        self._refresh_line()
        self._judge_tls_files()  # a way that works again may mean that the file does

    def on_leg_changed(self, leg_id: str, view: LegView, change: LegChange) -> None:
        """A leg of a call, or of a lead who takes part, changed."""
        if not self.supervision.on_leg_changed(leg_id, view, change):
            self.calls.on_leg_changed(leg_id, view, change)

    def on_message(self, leg_id: str, text: str) -> None:
        """A text in a dialog: a lead's wish, or words for the operator."""
        if not self.supervision.on_text(leg_id, text):
            self.calls.on_text(leg_id, text, medium="message")

    def on_overload(self) -> None:
        """Callers were turned away because too many ring."""
        self._flood.on_turned_away()

    def on_network(self, change: NetworkChange) -> None:
        """The line's surroundings changed; it has put itself right or will."""
        self._alarms.on_network(change)
        self._refresh_line()

    def on_unusable_offer(self, call_key: str, number: str, refusal: Refusal) -> None:
        """A caller was refused because nothing in his description fits: the journal and people hear of it."""
        if self.facts.tell_unusable_offer(call_key, number, self._clock()):
            self._alarms.show("offer_unusable", values=refusal_values(refusal))

    # -- time

    def tick(self) -> None:
        """Ten times a second."""
        now_s = self._clock()
        attached = self._screen is not None and self._screen.is_attached
        self._tick_count += 1
        if self._telephone.try_to_start(now_s):
            self._refresh_line()
        self.calls.tick(attached=attached)
        self._playback.on_calls(self.calls.calls)
        self.supervision.tick()
        if self._keeper is not None and self._tick_count % _KEEPER_TICKS == 0:
            self._look_after_recordings(self._keeper, now_s)
        self.sound.tick(now_s)
        if attached:
            self.facts.deliver_again(now_s)
            if self._tick_count % _PLAYBACK_TICKS == 0:
                self._playback.tick()
        self._flood.tick()
        self._alarms.tick()
        self._refresh_devices()
        if self._tick_count % _VITALS_TICKS == 0:
            self._log_vitals()
        if self._ends_when_idle and not attached and not self.calls.calls:
            log.info("the last call is over and no screen came back")
            self._ends_when_idle = False
            self._parts.end_process()

    def run_on_worker(self, work: Callable[[], None]) -> None:
        """Write a file without making calls wait."""
        self._playback.run_on_worker(work)

    def send(self, message: m.Message) -> None:
        """Tell the attached screen, if there is one; the snapshot is the first it hears."""
        if self._screen is not None and not self._awaits_snapshot:
            self._screen.broadcast(message)

    # -- the screen

    def _welcome(self, session: Session, attach: m.Attach) -> None:
        self._ends_when_idle = False
        self.sound.sit_down(attach.operator)
        self._awaits_snapshot = False
        session.send(
            m.Snapshot(
                version=m.PROTOCOL_VERSION,
                engine_pid=os.getpid(),
                engine_version=_version(),
                engine_started_us=self._started_us,
                calls=self.calls.line_calls(),
                line=self._telephone.status(),
                devices=self._device_status(),
                playback=self._playback.status,
                focus_call_id=self.calls.focus_call_id,
                muted=self.calls.is_muted,
                store=self._store,
                volumes=dict(self.sound.choices.volumes),
                automatic_gain=self.sound.choices.automatic_gain,
                dose=self.sound.dose.status(),
                prompts=self.sound.prompts.names,
            )
        )
        if self.sound.metronome.now.call_id:
            session.send(self.sound.metronome.now)
        session.reply(attach)
        if self._spool.was_set_aside:
            session.send(m.EngineAlarm(code="spool_set_aside"))
        for alarm in self._alarms.standing:
            session.send(alarm)
        self.facts.deliver_all(self._clock())
        log.info("a screen attached", extra={"session": session.session_id, "screen_pid": attach.screen_pid})

    def shut_down(self, *, force: bool) -> None:
        """End the engine; after the last call if there are any. Raises OperatorError ``calls_alive``."""
        if self.calls.calls and not force:
            self._ends_when_idle = True  # a desk nobody sits at must not ring for ever
            raise OperatorError("calls_alive")
        log.info("the engine was asked to end", extra={"force": force})
        self._parts.end_process()

    # -- news

    def _on_audio_event(self, event: AudioEvent) -> None:
        """On the audio room's threads."""
        match event:
            case RecordingFinished(result=result):
                self.post(lambda: self._on_recording_finished(result))
            case RecordingFailed(call_id=call_id, code=code, path=path):
                self.post(lambda: self._on_recording_failed(call_id, path, code))
            case RecordingContinues(call_id=call_id, path=path):
                self.post(lambda: self._on_recording_continues(call_id, path))
            case DeviceChanged():
                self.post(self._refresh_devices)
            case PlaybackEnded(path=path):
                self.post(lambda: self._playback.on_ended(path))
            case PromptEnded(call_id=call_id, name=name):
                self.post(lambda: self.sound.prompts.on_ended(call_id, name))
            case _:
                log.debug("first audio")

    def _on_recording_finished(self, result: RecordingResult) -> None:
        fact = self.calls.recordings.on_finished(result)
        if fact is not None and self._keeper is not None:
            self._keeper.on_sealed(fact)

    def _on_recording_altered(self, path: str, call_key: str) -> None:
        """A file differs from its seal: said loudly, and kept for good."""
        self._audio.play_alert(AlertName.RECORDING_FAILED)
        if call_key:
            event = CallRecordingAltered(path=path)
            self.facts.tell(f"call:{call_key}", event, self._clock())

    def _look_after_recordings(self, keeper: RecordingKeeper, now_s: float) -> None:
        keeper.tick(now_s)
        status = keeper.status()
        if status != self._store:
            self._store = status
            self.send(StoreChanged(store=status))

    def _on_recording_failed(self, call_id: str, file: Path, code: str) -> None:
        self.calls.recordings.on_failed(call_id, file, code)
        self._audio.play_alert(AlertName.RECORDING_FAILED)
        self.send(m.EngineAlarm(code="recording_failed", call_id=call_id, values={"code": code}))

    def _on_recording_continues(self, call_id: str, file: Path) -> None:
        self.calls.recordings.on_continues(call_id, file)
        self.send(m.EngineAlarm(code="recording_failed", call_id=call_id, active=False))

    def _refresh_line(self) -> None:
        self._telephone.try_to_start(self._clock())
        status = self._telephone.status()
        self._alarms.on_accounts(status.accounts)
        if status != self._line:
            self._line = status
            self.send(m.LineChanged(line=status))

    def _refresh_devices(self) -> None:
        status, before = self._device_status(), self._devices
        if status == before:
            return
        self._devices = status
        if before is not None and before.headset_output and not status.headset_output:
            self._audio.play_alert(AlertName.HEADSET_LOST)
        log.info("sound devices changed", extra={"problems": status.problems, "sound_clock": status.clock})
        self.send(m.DevicesChanged(devices=status))

    def _device_status(self) -> m.DeviceStatus:
        return device_status(self._audio.device_report(), clock=self._audio.desk_statistics().clock_source)

    def _log_vitals(self) -> None:
        """Once a minute, so that the log of a bad night shows when it began. No personal data."""
        clock = self._audio.desk_statistics()
        log.info(
            "vitals",
            extra={
                "calls": len(self.calls.calls),
                "unconfirmed_facts": len(self._spool.pending()),
                "backlog": self._actor.backlog,
                "ticks": clock.tick_count,
                "late_ticks": clock.late_tick_count,
                "tick_max_ms": round(clock.tick_max_us / 1000, 1),
                "underruns": clock.ear_underrun_count,
                "device_losses": clock.device_loss_count,
            },
        )

    def _tell_playback(self, status: PlaybackStatus) -> None:
        self.send(PlaybackChanged(playback=status))

    def alarm(self, code: str, *, active: bool, detail: str = "") -> None:
        """Raise or clear a state a person should know."""
        self._alarms.set(code, active=active, values={"detail": detail} if detail else None)


def _version() -> str:
    try:
        return version("batola-desk")
    except PackageNotFoundError:
        return "unknown"
