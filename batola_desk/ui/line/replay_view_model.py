"""Hearing the last minute of the live call again, while it goes on. No widgets. Source: domain.md §15."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.services.change import Change
from batola_desk.services.seat_views import PlaybackView
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

SKIP_S = 5.0
SLOW = 0.8


class ReplayViewModel(QObject):
    """What the replay bar shows and what its keys wish.

    Signals:
        changed: read the properties again.
    """

    changed = Signal()

    def __init__(
        self, line: LineViewModel, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._tasks = tasks
        line.changed.connect(self.changed)
        pulse.changed.connect(self._on_change)

    @property
    def playing(self) -> PlaybackView | None:
        """The replay, while there is one."""
        playback = self._line.desk.session.playback()
        return playback if playback is not None and playback.live_call_key else None

    @property
    def is_possible(self) -> bool:
        """Whether the call in the headset has something to hear again."""
        call = self._line.in_headset
        is_recorded = call is not None and call.recording and call.call.answered_us is not None
        return is_recorded and call is not None and not call.line_lost

    @Slot()
    def toggle(self) -> None:
        """Hear the last minute again; with the same key back to the caller."""
        playing, call = self.playing, self._line.in_headset
        recordings = self._line.desk.recordings
        if playing is not None:
            self._tasks.run(recordings.stop(), "replay")
        elif call is not None:
            self._tasks.run(recordings.replay_live(call.key), "replay")
        else:
            self._tasks.messages.error("call_not_talking", {})

    def begin(self, last_s: int) -> None:
        """Hear the last seconds again, also in place of what is being heard again."""
        call = self._line.in_headset
        if self.playing is not None:
            self._tasks.run(self._again(last_s), "replay")
        elif call is not None:
            replay = self._line.desk.recordings.replay_live(call.key, last_s=last_s)
            self._tasks.run(replay, "replay")
        else:
            self._tasks.messages.error("call_not_talking", {})

    async def _again(self, last_s: int) -> None:
        call = self._line.in_headset
        await self._line.desk.recordings.stop()
        if call is not None:
            await self._line.desk.recordings.replay_live(call.key, last_s=last_s)

    @Slot()
    def back(self) -> None:
        """Five seconds back."""
        self._skip(-SKIP_S)

    @Slot()
    def forward(self) -> None:
        """Five seconds on; beyond the end is the live call."""
        self._skip(SKIP_S)

    @Slot()
    def toggle_speed(self) -> None:
        """Slower so that every word is understood, and back."""
        playback = self._line.desk.session.playback()
        if playback is not None:
            speed = 1.0 if playback.speed < 1.0 else SLOW
            self._tasks.run(self._line.desk.recordings.set_speed(speed), "replay-speed")

    def _skip(self, by_s: float) -> None:
        if self._line.desk.session.playback() is not None:
            self._tasks.run(self._line.desk.recordings.skip(by_s), "replay-skip")

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "playback" in change.what:
            self.changed.emit()
