"""One call's recordings: what is shown, where the cursor is, what may be done. No widgets."""

from __future__ import annotations

import asyncio
import threading

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.recording_views import MarkView, RecordingFileView, RecordingView
from batola_desk.services.recordings import ExportWish
from batola_desk.services.seat_views import PlaybackView
from batola_desk.services.waveform import Waveform
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

SLOW = 0.8


class RecordingViewModel(QObject):
    """What the sheet shows and what its keys wish.

    Signals:
        opened: another call's recordings are here.
        changed: marks, file or state changed; read the properties again.
        waveform_changed: the shape of the sound is here (or gone).
        cursor_moved: only the cursor moved.
        export_moved: share of the export that is done, 0..1; negative = no export runs.
        exported: where the package is.
    """

    opened = Signal()
    changed = Signal()
    waveform_changed = Signal()
    cursor_moved = Signal(float)
    export_moved = Signal(float)
    exported = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self._call_key = ""
        self._reading = threading.Event()
        self._exporting: threading.Event | None = None
        self.view: RecordingView | None = None
        self.file_at = 0
        self.waveform: Waveform | None = None
        self.cursor_s = 0.0
        self.extract: tuple[float, float] | None = None
        self.fetched: float | None = None  # the share that has come from the store; None: nothing comes
        self.fetch_fault = ""  # why it does not, an error code
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- what is shown

    @property
    def file(self) -> RecordingFileView | None:
        """The file that is shown."""
        return self.view.files[self.file_at] if self.view is not None else None

    @property
    def marks(self) -> tuple[MarkView, ...]:
        """Everything marked on it, in order of time."""
        return self.file.marks if self.file is not None else ()

    @property
    def playing(self) -> PlaybackView | None:
        """The playback of this file, if it is what plays."""
        playback = self.desk.session.playback()
        is_ours = playback is not None and self.file is not None and playback.path == self.file.path
        return playback if is_ours else None

    @property
    def is_exporting(self) -> bool:
        """Whether a package is being written."""
        return self._exporting is not None

    # ---------------------------------------------------------------- opening

    def open_call(self, call_key: str) -> None:
        """Show the recordings of a call."""
        self._call_key = call_key
        self.file_at = 0
        self._forget_sound()
        self.view = None
        self._tasks.run(self.desk.recordings.view(call_key), "recordings", done=self._take)

    def show_file(self, at: int) -> None:
        """Another part of a recording that a full disk cut."""
        if self.view is not None and 0 <= at < len(self.view.files) and at != self.file_at:
            self.file_at = at
            self._forget_sound()
            self.changed.emit()
            self._read_sound()

    def close(self) -> None:
        """The sheet is put away: no reading, no playing; an export goes on."""
        self._reading.set()
        if self.playing is not None:
            self._tasks.run(self.desk.recordings.stop(), "stop-playback")

    # ---------------------------------------------------------------- listening

    @Slot()
    def toggle_play(self) -> None:
        """Play from the cursor, pause, go on."""
        playing, file = self.playing, self.file
        if playing is not None:
            self._tasks.run(self.desk.recordings.pause(paused=not playing.paused), "pause-playback")
        elif file is not None:
            start_s = self.cursor_s if self.cursor_s < file.duration_s - 0.2 else 0.0
            self._tasks.run(
                self.desk.recordings.play(self._call_key, file.path, start_s=start_s), "play-recording"
            )

    def seek(self, at_s: float) -> None:
        """Put the cursor somewhere; what plays goes on from there."""
        file = self.file
        if file is None:
            return
        self.cursor_s = min(max(at_s, 0.0), file.duration_s)
        self.cursor_moved.emit(self.cursor_s)
        if self.playing is not None:
            self._tasks.run(self.desk.recordings.seek(self.cursor_s), "seek-playback")

    def skip(self, by_s: float) -> None:
        """Some seconds back or on."""
        self.seek(self.cursor_s + by_s)

    @Slot()
    def toggle_speed(self) -> None:
        """Slower with kept pitch, and back."""
        playing = self.playing
        if playing is not None:
            speed = 1.0 if playing.speed < 1.0 else SLOW
            self._tasks.run(self.desk.recordings.set_speed(speed), "playback-speed")

    # ---------------------------------------------------------------- marks and extract

    def mark_here(self, text: str) -> None:
        """Mark the cursor's place."""
        if self.file is not None:
            work = self.desk.recordings.mark(self._call_key, self.file.path, self.cursor_s, text)
            self._tasks.run(work, "mark")

    def unmark(self, mark_id: str) -> None:
        """Take an own mark back."""
        self._tasks.run(self.desk.recordings.unmark(self._call_key, mark_id), "unmark")

    def toggle_hold(self, reason: str) -> None:
        """Keep this call's recordings on the desk (court, complaint), or release them; both with a reason."""
        if self.view is not None:
            held = not self.view.held_reason
            self._tasks.run(self.desk.recordings.hold(self._call_key, held=held, reason=reason), "hold")

    def set_extract(self, from_s: float, to_s: float) -> None:
        """Choose what would be exported."""
        file = self.file
        if file is None:
            return
        first, last = sorted(min(max(at_s, 0.0), file.duration_s) for at_s in (from_s, to_s))
        if self.extract != (first, last):
            self.extract = (first, last)
            self.changed.emit()

    def begin_extract(self) -> None:
        """The extract begins at the cursor."""
        end_s = self.extract[1] if self.extract is not None else 0.0
        duration_s = self.file.duration_s if self.file is not None else 0.0
        self.set_extract(self.cursor_s, end_s if end_s > self.cursor_s else duration_s)

    def end_extract(self) -> None:
        """The extract ends at the cursor."""
        begin_s = self.extract[0] if self.extract is not None else 0.0
        self.set_extract(begin_s if begin_s < self.cursor_s else 0.0, self.cursor_s)

    def export(self, reason: str, witness: str) -> None:
        """Write the extract (or everything) as a package."""
        file = self.file
        if file is None or self._exporting is not None:
            return
        from_s, to_s = self.extract or (0.0, file.duration_s)
        wish = ExportWish(
            call_key=self._call_key,
            path=file.path,
            from_s=from_s,
            to_s=to_s,
            reason=reason,
            witness=witness,
        )
        self._exporting = cancelled = threading.Event()
        self.export_moved.emit(0.0)
        self._tasks.run(self._export(wish, cancelled), "export-recording")

    @Slot()
    def cancel_export(self) -> None:
        """Stop it; nothing is left behind."""
        if self._exporting is not None:
            self._exporting.set()

    # ---------------------------------------------------------------- inner parts

    async def _export(self, wish: ExportWish, cancelled: threading.Event) -> None:
        loop = asyncio.get_running_loop()

        def progress(share: float) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.export_moved.emit, share)

        try:
            package = await self.desk.recordings.export(wish, progress, cancelled)
        finally:
            cancelled.set()
            self._exporting = None
            self.export_moved.emit(-1.0)
        if package is not None:
            self.exported.emit(package)

    def _take(self, view: RecordingView) -> None:
        if view.call_key != self._call_key:
            return
        is_new = self.view is None
        self.view = view
        if is_new:
            self.cursor_s = 0.0
            self.extract = None
            self.opened.emit()
            self._read_sound()
        self.changed.emit()

    def _forget_sound(self) -> None:
        self._reading.set()
        self._reading = threading.Event()
        self.waveform = None
        self.extract = None
        self.cursor_s = 0.0
        self.fetched = None
        self.fetch_fault = ""
        self.waveform_changed.emit()

    def _read_sound(self) -> None:
        """Read its shape; a file that is only in the store is fetched first."""
        file, cancelled = self.file, self._reading
        if file is None or not (file.is_here or file.store):
            return
        self.fetched, self.fetch_fault = None if file.is_here else 0.0, ""

        def coming(share: float) -> None:
            if cancelled is self._reading:
                self.fetched = share
                self.changed.emit()

        def take(waveform: Waveform | None) -> None:
            if waveform is not None and cancelled is self._reading:
                was_away = self.fetched is not None
                self.fetched = None
                self.waveform = waveform
                self.waveform_changed.emit()
                if was_away:
                    self._reload()

        def shown_in_place(refusal: OperatorError) -> bool:
            """In the sheet where the sound would be; else as every refusal."""
            is_ours = cancelled is self._reading
            if is_ours and self.fetched is not None:
                self.fetched, self.fetch_fault = None, refusal.code
                self.changed.emit()
                return True
            return not is_ours

        work = self.desk.recordings.waveform(file.path, cancelled, coming)
        self._tasks.run(work, "waveform", done=take, refused=shown_in_place)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self.view is None:
            return
        if "playback" in change.what:
            playing = self.playing
            if playing is not None and not playing.loading:
                self.cursor_s = playing.position_s
                self.cursor_moved.emit(self.cursor_s)
            if self.waveform is None and self.file is not None and not self.file.is_here:
                self._reload()  # fetched from the store meanwhile
            self.changed.emit()
        if self._call_key in change.call_keys:
            self._reload()

    def _reload(self) -> None:
        self._tasks.run(self._load_again(), "recordings")

    async def _load_again(self) -> None:
        was_here = self.file is not None and self.file.is_here
        self._take(await self.desk.recordings.view(self._call_key))
        if not was_here and self.file is not None and self.file.is_here:
            self._read_sound()
