"""Listening again, marking, exporting, keeping: everything a person does with recordings.

Source: domain.md §14, §15. Sound is the engine's; this side reads files only to draw and to export them.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from batola_desk.domain import recording_rules
from batola_desk.domain.call import Call, Recording
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.recording import (
    CallRecordingAltered,
    CallRecordingExported,
    CallRecordingHeld,
    CallRecordingMarked,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.ipc.recording_messages import (
    PausePlayback,
    PlayRecording,
    ReplayCall,
    SeekPlayback,
    SetPlaybackSpeed,
    SkipPlayback,
    StopPlayback,
)
from batola_desk.services import recording_export
from batola_desk.services.context import Context
from batola_desk.services.recording_fetches import RecordingFetches
from batola_desk.services.recording_views import MarkView, RecordingFileView, RecordingView, marks_of
from batola_desk.services.waveform import Waveform, WaveformCancelledError, read_waveform

log = logging.getLogger("batola.services")

WAVEFORMS_KEPT = 4  # LIMIT: an hour's peaks are 3 MB
MARK_TEXT_MAX = 200
_FETCH_SHARE = 0.5  # of the bar of an export whose recording comes from the store


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """What a person wants to give away, to whom and why is in the reason."""

    call_key: str
    path: str
    from_s: float
    to_s: float
    reason: str
    witness: str


def _told_to_nobody(_share: float) -> None:
    """Nobody waits to see it come."""


class RecordingService:
    """Use cases of recordings. Thread: the desk's event loop."""

    def __init__(self, context: Context, root: Path) -> None:
        self._context = context
        self._root = root
        self._waveforms: OrderedDict[str, Waveform] = OrderedDict()
        self._being_written: set[Path] = set()
        self.fetches = RecordingFetches(context.link)

    @property
    def folder(self) -> Path:
        """Where recordings lie on this desk."""
        return self._root

    # ---------------------------------------------------------------- reading

    async def view(self, call_key: str) -> RecordingView:
        """The recordings of a call with everything marked on them.

        Raises:
            OperatorError: ``call_unknown``, ``recording_missing``.
        """
        call = await self._call(call_key)
        if not call.recordings:
            raise OperatorError("recording_missing")
        marks = marks_of(call)
        return RecordingView(
            call_key=call_key,
            number=self._context.rules.number_display(call.number) or call.display_name,
            offered_us=call.offered_us or 0,
            held_reason=call.recording_held,
            may_export=self._context.catalog.may(self._context.role, "export_evidence"),
            files=tuple(self._file_view(recording, marks) for recording in call.recordings),
        )

    async def waveform(
        self, path: str, cancelled: threading.Event, progress: Callable[[float], None] = _told_to_nobody
    ) -> Waveform | None:
        """The shape of a file's sound; None when cancelled. Read beside the screen's thread.

        Args:
            progress: told the share of a freed file that has come back from the store.

        Raises:
            OperatorError: ``recording_missing``, ``recording_unreadable``, what the store says.
        """
        known = self._waveforms.get(path)
        if known is not None:
            self._waveforms.move_to_end(path)
            return known
        file = self._file(path)
        if not file.exists() and not await self.fetches.bring(path, progress, cancelled):
            return None
        try:
            made = await asyncio.to_thread(read_waveform, file, cancelled.is_set)
        except WaveformCancelledError:
            return None
        except FileNotFoundError as gone:
            raise OperatorError("recording_missing") from gone
        except (OSError, ValueError) as fault:
            raise OperatorError("recording_unreadable") from fault
        self._waveforms[path] = made
        while len(self._waveforms) > WAVEFORMS_KEPT:
            self._waveforms.popitem(last=False)
        return made

    # ---------------------------------------------------------------- listening

    async def play(self, call_key: str, path: str = "", *, start_s: float = 0.0) -> None:
        """Play a call's recording to the headset; without a path its first file.

        Raises:
            OperatorError: ``play_not_allowed``, ``recording_missing``, or what the engine says.
        """
        call = await self._call(call_key)
        if not call.recordings:
            raise OperatorError("recording_missing")
        recording = _recording_of(call, path or call.recordings[0].path)
        self._check_play(call)
        command = PlayRecording(
            path=recording.path, start_s=start_s, sha256=recording.sha256, call_key=call_key
        )
        await self._context.link.command(command)

    async def replay_live(self, call_key: str, *, last_s: float = 60.0) -> None:
        """Hear the last minute (or less) of the live call again; a second time: back to the live call.

        Raises:
            OperatorError: ``call_gone``, or what the engine says.
        """
        line = self._context.line.by_key(call_key)
        if line is None:
            raise OperatorError("call_gone" if self._context.line.attached else "engine_lost")
        if self._context.line.playback.live_call_id == line.call_id:
            await self.stop()
        else:
            await self._context.link.command(ReplayCall(call_id=line.call_id, last_s=last_s))

    async def skip(self, by_s: float) -> None:
        """Jump back or forward."""
        await self._context.link.command(SkipPlayback(by_s=by_s))

    async def set_speed(self, speed: float) -> None:
        """Slower with kept pitch, or normal."""
        await self._context.link.command(SetPlaybackSpeed(speed=speed))

    async def pause(self, *, paused: bool) -> None:
        """Pause or continue."""
        await self._context.link.command(PausePlayback(paused=paused))

    async def seek(self, position_s: float) -> None:
        """Jump within the recording."""
        await self._context.link.command(SeekPlayback(position_s=max(0.0, position_s)))

    async def stop(self) -> None:
        """Stop playing."""
        await self._context.link.command(StopPlayback())

    # ---------------------------------------------------------------- marks and keeping

    async def mark(self, call_key: str, path: str, at_s: float, text: str, *, mark_id: str = "") -> None:
        """Mark a place with a note; with a ``mark_id`` change that mark.

        Raises:
            OperatorError: ``mark_text_missing``, ``recording_missing``.
        """
        call = await self._call(call_key)
        recording = _recording_of(call, path)
        if not text.strip():
            raise OperatorError("mark_text_missing")
        event = CallRecordingMarked(
            mark_id=mark_id or new_id(),
            path=path,
            at_s=round(min(max(at_s, 0.0), recording.duration_s), 3),
            text=text.strip()[:MARK_TEXT_MAX],
        )
        await self._record(call_key, event)

    async def unmark(self, call_key: str, mark_id: str) -> None:
        """Take a mark back; the journal keeps that it was there."""
        call = await self._call(call_key)
        for mark in call.recording_marks:
            if mark.mark_id == mark_id:
                event = CallRecordingMarked(mark_id=mark_id, path=mark.path, at_s=mark.at_s, text="")
                await self._record(call_key, event)

    async def hold(self, call_key: str, *, held: bool, reason: str) -> None:
        """Keep the recordings of a call on this desk until released (court, complaint), or release them.

        Raises:
            OperatorError: ``lead_only``, ``reason_missing``.
        """
        await self._call(call_key)
        if not self._context.catalog.may(self._context.role, "play_recordings"):
            raise OperatorError("lead_only", action="hold_recording")
        if not reason.strip():
            raise OperatorError("reason_missing")
        await self._record(call_key, CallRecordingHeld(held=held, reason=reason.strip()))

    # ---------------------------------------------------------------- export

    async def export(
        self, wish: ExportWish, progress: Callable[[float], None], cancelled: threading.Event
    ) -> str | None:
        """Write an extract as a package; returns its path, None when cancelled.

        Args:
            progress: told the share that is done, on a worker's thread.

        Raises:
            OperatorError: a right, reason or witness is missing, ``extract_empty``, ``recording_altered``,
                ``recording_missing``, ``export_not_written`` with ``reason``, what the store says.
        """
        context = self._context
        recording_rules.check_export(
            context.catalog,
            role=context.role,
            person=context.person.name,
            reason=wish.reason,
            witness=wish.witness,
        )
        call = await self._call(wish.call_key)
        recording = _recording_of(call, wish.path)
        from_s, to_s = max(0.0, wish.from_s), min(wish.to_s, recording.duration_s)
        if to_s - from_s < 0.1:
            raise OperatorError("extract_empty")
        fetched = 0.0  # the share of the work that was the fetching
        if not self._file(recording.path).exists():
            fetched = _FETCH_SHARE
            if not await self.fetches.bring(
                recording.path, lambda share: progress(fetched * share), cancelled
            ):
                return None
        order = await self._order(wish, call, recording, from_s, to_s)
        at = datetime.fromtimestamp(order.exported_us / 1e6, UTC)

        def told(share: float) -> bool:
            progress(fetched + (1.0 - fetched) * share)
            return not cancelled.is_set()

        target = self._free_target(at)
        self._being_written.add(target)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            done = await asyncio.to_thread(recording_export.write_package, order, target, told)
        except recording_export.ExportCancelledError:
            return None
        except recording_export.ExportAlteredError as altered:
            await self._tell_altered(wish.call_key, recording.path)
            raise OperatorError("recording_altered") from altered
        except FileNotFoundError as gone:
            code = "recording_missing" if not order.source.exists() else "export_not_written"
            raise OperatorError(code, reason=str(target.parent)) from gone
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "strerror", None) or type(fault).__name__
            raise OperatorError("export_not_written", reason=reason) from fault
        finally:
            self._being_written.discard(target)
        event = CallRecordingExported(
            path=recording.path,
            sha256=recording.sha256,
            from_s=round(from_s, 3),
            to_s=round(to_s, 3),
            extract_sha256=done.extract_sha256,
            file_name=target.name,
            reason=wish.reason.strip(),
            witness=wish.witness.strip(),
        )
        await self._record(wish.call_key, event)
        return str(done.package)

    def _free_target(self, at: datetime) -> Path:
        """A name no package has; it carries times only, for a file name is no place for a caller's number."""
        stem = f"rekaman-{self._context.desk}-{at:%Y%m%dT%H%M%SZ}"
        names = itertools.chain([f"{stem}.zip"], (f"{stem}-{number}.zip" for number in itertools.count(2)))
        targets = (self._context.exports / name for name in names)
        return next(target for target in targets if target not in self._being_written and not target.exists())

    async def _order(
        self, wish: ExportWish, call: Call, recording: Recording, from_s: float, to_s: float
    ) -> recording_export.ExportOrder:
        context, centre = self._context, self._context.catalog.centre
        head = await asyncio.wrap_future(context.reader.chain_head())
        within = [
            mark for mark in marks_of(call) if mark.path == recording.path and from_s <= mark.at_s <= to_s
        ]
        return recording_export.ExportOrder(
            source=self._file(recording.path),
            source_name=recording.path,
            source_sha256=recording.sha256,
            started_us=recording.started_us or call.answered_us or call.offered_us or 0,
            from_s=from_s,
            to_s=to_s,
            call_key=call.call_key,
            number=call.number,
            direction=call.direction,
            person=context.person.name or context.person.operator_id,
            role=context.role,
            witness=wish.witness.strip(),
            reason=wish.reason.strip(),
            exported_us=context.clock.now_us(),
            chain_head=head,
            centre=centre.name,
            desk=context.desk,
            utc_offset_min=centre.utc_offset_min,
            time_zone=centre.time_zone,
            marks=tuple((mark.at_s, mark.text or mark.kind) for mark in within),
        )

    # ---------------------------------------------------------------- inner parts

    async def _call(self, call_key: str) -> Call:
        """The whole call, with its timeline: a list's line knows no recordings."""
        call = self._context.world.call(call_key)
        if call is None or not call.timeline:
            loaded = await asyncio.wrap_future(self._context.reader.call(call_key))
            call = loaded if loaded is not None else call
        if call is None:
            raise OperatorError("call_unknown")
        return call

    def _check_play(self, call: Call) -> None:
        recording_rules.check_play(
            call,
            self._context.catalog,
            role=self._context.role,
            operator_id=self._context.person.operator_id,
            now_us=self._context.clock.now_us(),
        )

    def _file(self, path: str) -> Path:
        file = (self._root / path).resolve()
        if not file.is_relative_to(self._root.resolve()):
            raise OperatorError("recording_unknown")
        return file

    def _file_view(self, recording: Recording, marks: tuple[MarkView, ...]) -> RecordingFileView:
        return RecordingFileView(
            path=recording.path,
            sha256=recording.sha256,
            duration_s=recording.duration_s,
            start_s=recording.start_s,
            started_us=recording.started_us,
            is_here=self._file(recording.path).exists(),
            store=recording.store,
            is_altered=recording.is_altered,
            marks=tuple(mark for mark in marks if mark.path == recording.path),
        )

    async def _tell_altered(self, call_key: str, path: str) -> None:
        self._context.alarms.raise_alarm("recording_altered", aggregate(AggregateKind.CALL, call_key))
        await self._record(call_key, CallRecordingAltered(path=path))

    async def _record(self, call_key: str, event: Event) -> None:
        await self._context.recorder.record(
            NewFact(
                event=event,
                aggregates=(aggregate(AggregateKind.CALL, call_key),),
                occurred_us=self._context.clock.now_us(),
            )
        )


def _recording_of(call: Call, path: str) -> Recording:
    found = next((recording for recording in call.recordings if recording.path == path), None)
    if found is None:
        raise OperatorError("recording_missing")
    return found
