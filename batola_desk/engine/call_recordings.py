"""The recordings of the calls: begun with the first sound, continued in further files, sealed.

Thread: the engine's. Source: domain.md §15.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from batola_desk.audio.events import RecordingResult
from batola_desk.audio.recording import recording_path
from batola_desk.audio.recording_file import first_path
from batola_desk.domain.events import call as call_events
from batola_desk.engine.call_ports import CallAudio, Clocks
from batola_desk.engine.engine_call import EngineCall
from batola_desk.engine.fact_desk import FactDesk
from batola_desk.engine.recordings import recorded, relative_path
from batola_desk.engine.spool import FactSpool
from batola_desk.ipc.messages import SpooledFact

_RECORDED_MAX = 1000  # LIMIT: the calls of some days; a file is sealed minutes after its call


class CallRecordings:
    """Knows which file belongs to which call.

    Args:
        calls: those that live, by their id.
        root: folder of the recordings.
        tell: shows a call that has changed.
    """

    def __init__(
        self,
        calls: Mapping[str, EngineCall],
        audio: CallAudio,
        facts: FactDesk,
        spool: FactSpool,
        root: Path,
        clocks: Clocks,
        tell: Callable[[EngineCall], None],
    ) -> None:
        self._calls = calls
        self._audio = audio
        self._facts = facts
        self._spool = spool
        self._root = root
        self._now_us = clocks.now_us
        self._clock = clocks.mono_s
        self._tell = tell
        self._recorded: dict[str, str] = {}  # path of a recording's first file → aggregate

    def begin(self, call: EngineCall) -> None:
        """Record a call from now on; harmless when repeated."""
        if call.recording_path:
            return
        started = datetime.fromtimestamp(self._now_us() / 1e6, UTC)
        path = recording_path(self._root, call.call_key, started)
        call.recording_path = relative_path(self._root, path)
        call.is_recording = True
        self._recorded[call.recording_path] = call.aggregate
        while len(self._recorded) > _RECORDED_MAX:
            del self._recorded[next(iter(self._recorded))]
        self._spool.recording_opened(call.recording_path, call.aggregate)
        self._audio.start_recording(call.call_id, path)

    def on_finished(self, result: RecordingResult) -> SpooledFact | None:
        """A file of a recording was sealed; returns the fact about it."""
        aggregate = self._owner_of(result.path)
        if not aggregate:
            return None
        fact = self._facts.make(aggregate, recorded(self._root, result))
        self._spool.recording_closed(relative_path(self._root, result.path), fact)
        self._facts.send_new(fact, self._clock())
        return fact

    def on_failed(self, call_id: str, file: Path, code: str) -> None:
        """The call goes on; what is on the disk is sealed now or at the next start."""
        aggregate = self._owner_of(file)
        if aggregate:
            self._facts.tell(aggregate, call_events.CallRecordingFailed(code=code), self._clock())
        call = self._calls.get(call_id)
        if call is not None and code != "too_slow":
            call.is_recording = False
            self._tell(call)

    def on_continues(self, call_id: str, file: Path) -> None:
        """The disk takes the recording again, in a further file."""
        path, aggregate = relative_path(self._root, file), self._owner_of(file)
        if aggregate:
            self._spool.recording_opened(path, aggregate)
        call = self._calls.get(call_id)
        if call is not None:
            call.recording_path = path
            call.is_recording = True
            self._tell(call)

    def _owner_of(self, file: Path) -> str:
        """The aggregate of the call whose recording this file is part of; the call may have ended."""
        return self._recorded.get(relative_path(self._root, first_path(file)), "")
