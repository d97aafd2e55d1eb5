"""What the screen may ask: each command is done and answered, whatever breaks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from batola_desk.domain.errors import OperatorError
from batola_desk.engine.engine_call import Leg
from batola_desk.engine.fetching import FetchDesk
from batola_desk.engine.party_commands import PartyCommands
from batola_desk.engine.playback import PlaybackDesk
from batola_desk.engine.recording_keeper import RecordingKeeper
from batola_desk.engine.recording_try import try_recording
from batola_desk.engine.telephone import Telephone
from batola_desk.ipc import messages as m
from batola_desk.ipc.recording_messages import (
    FetchRecording,
    JudgeRecordings,
    PausePlayback,
    PlayRecording,
    RemoveRecordings,
    ReplayCall,
    SeekPlayback,
    SetPlaybackSpeed,
    SkipPlayback,
    StopPlayback,
    TryRecording,
)
from batola_desk.ipc.server import Session
from batola_desk.telephony.emergency import PSAP_CALLBACK

if TYPE_CHECKING:
    from batola_desk.engine.core import EngineCore

log = logging.getLogger("batola.engine")


class Commands:
    """Thread: the engine's."""

    def __init__(
        self,
        core: EngineCore,
        telephone: Telephone,
        playback: PlaybackDesk,
        fetching: FetchDesk,
        keeper: RecordingKeeper | None,
        *,
        training: bool,
    ) -> None:
        self._core = core
        self._telephone = telephone
        self._playback = playback
        self._fetching = fetching
        self._keeper = keeper
        self._training = training
        self._party_commands = PartyCommands(core, telephone, playback.stop, training=training)

    def obey(self, session: Session, command: m.Command) -> None:
        """Do what was asked and answer. What reads or writes files answers later."""
        try:
            if isinstance(command, PlayRecording):
                self._play(command, lambda code: session.reply(command, code))
                return
            if isinstance(command, m.AskLine):
                line = m.encode(self._telephone.status()).decode("utf-8")
                session.reply(command, calls=len(self._core.calls.calls), line=line)
                return
            if isinstance(command, ReplayCall):
                self._replay(command, lambda code: session.reply(command, code))
                return
            if isinstance(command, m.ExportTrace):
                # A thread of its own: the folder may be a dead share, and calls and playback must not wait.
                threading.Thread(
                    target=self._export_trace, args=(session, command), name="batola-trace", daemon=True
                ).start()
                return
            if isinstance(command, TryRecording):
                self._try_recording(command, lambda code: session.reply(command, code))
                return
            self._do(command)
        except OperatorError as refusal:
            session.reply(command, refusal.code, **refusal.values)
        except Exception:
            log.exception("a command broke", extra={"command": type(command).__name__})
            session.reply(command, "engine_fault")
        else:
            session.reply(command)

    def _export_trace(self, session: Session, command: m.ExportTrace) -> None:
        """On a thread of its own."""
        code, values = "", dict[str, object]()
        try:
            self._telephone.export_trace(command.call_key, Path(command.stem))
        except OperatorError as refusal:
            code, values = refusal.code, refusal.values
        except Exception:
            log.exception("the SIP messages of a call could not be written")
            code = "engine_fault"
        session.reply(command, code, **values)

    def _try_recording(self, command: TryRecording, done: Callable[[str], None]) -> None:
        if self._core.has_calls:
            raise OperatorError("sound_check_in_call")
        root = self._core.recordings_root
        # A thread of its own, for the same reason as above.
        threading.Thread(
            target=lambda: done(try_recording(root)), name="batola-try-recording", daemon=True
        ).start()

    def _do(self, command: m.Command) -> None:
        if self._party_commands.obey(command):
            return
        match command:
            case m.AnswerCall(call_id=call_id):
                self._playback.stop()
                self._core.calls.answer(call_id)
            case m.RejectCall(call_id=call_id):
                self._core.calls.reject(call_id)
            case m.HangUpCall(call_id=call_id):
                self._core.calls.hang_up(call_id)
            case m.HoldCall(call_id=call_id):
                self._core.calls.hold(call_id)
            case m.ResumeCall(call_id=call_id):
                self._playback.stop()
                self._core.calls.resume(call_id)
            case m.SendDigits() | m.SendText():
                self._write(command)
            case m.DialNumber():
                self._playback.stop()
                self._core.calls.dial(command, self._dial_for(command.purpose), training=self._training)
            case m.SetMuted(muted=muted):
                self._core.calls.set_muted(muted=muted)
            case m.SitDown(operator=operator):
                self._core.sound.change_person(operator)
            case m.SilenceRinging():
                self._core.calls.silence_ringing()
            case m.ConfirmFacts(fact_ids=fact_ids):
                self._core.facts.confirm(fact_ids)
            case m.ShutDownEngine(force=force):
                self._core.shut_down(force=force)
            case _:
                self._do_sound(command)

    def _write(self, command: m.SendDigits | m.SendText) -> None:
        if isinstance(command, m.SendDigits):
            self._core.calls.send_digits(command.call_id, command.digits)
        else:
            self._core.calls.texts.write(self._core.calls.known(command.call_id), command.text)

    def _dial_for(self, purpose: str) -> Callable[[str], Leg]:
        """A call back to an emergency caller says so: no network may bar it. Source: RFC 7090 §4."""
        if purpose == "callback":
            return partial(self._telephone.dial, headers=[("Priority", PSAP_CALLBACK)])
        return self._telephone.dial

    def _do_sound(self, command: m.Command) -> None:
        match command:
            case PausePlayback(paused=paused):
                self._playback.pause(paused=paused)
            case SeekPlayback(position_s=position_s):
                self._playback.seek(position_s)
            case SkipPlayback(by_s=by_s):
                self._playback.skip(by_s)
            case SetPlaybackSpeed(speed=speed):
                self._playback.set_speed(speed)
            case StopPlayback():
                self._playback.stop()
            case FetchRecording(path=path):
                self._fetching.fetch(path)
            case JudgeRecordings(judgements=judgements):
                if self._keeper is not None:
                    self._keeper.judge(judgements)
            case RemoveRecordings(recordings=recordings):
                if self._keeper is not None:
                    self._keeper.remove(recordings)
            case _:
                self._core.sound.do(command)

    def _play(self, command: PlayRecording, done: Callable[[str], None]) -> None:
        focus = self._core.calls.focus
        if focus is not None and not focus.is_talking:
            raise OperatorError("headset_in_use")
        self._playback.play(command, done)

    def _replay(self, command: ReplayCall, done: Callable[[str], None]) -> None:
        call = self._core.calls.calls.get(command.call_id)
        if call is None or not call.is_talking:
            raise OperatorError("call_not_talking")
        if not call.is_recording:
            raise OperatorError("call_not_recorded")
        self._playback.replay(command, done)
