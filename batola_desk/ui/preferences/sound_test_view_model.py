"""The page *Uji suara*: levels of every device, tests, the dose of the ear. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.seat_views import DoseView, SoundCheckView
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

WATCH_MS = 2000
OUTPUTS = ("ear", "loudspeaker", "second_ear")
ROLES = ("ear", "microphone", "loudspeaker", "second_ear", "second_microphone")


class SoundTestViewModel(QObject):
    """Asks for levels only while the page is seen.

    Signals:
        changed: read the properties again.
        levels_changed: only the levels moved.
    """

    changed = Signal()
    levels_changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._ask_for_levels)
        pulse.changed.connect(self._on_change)

    @property
    def check(self) -> SoundCheckView:
        """The test that runs, or the last one."""
        return self._desk.sound.check()

    @property
    def dose(self) -> DoseView:
        """What the ear has had."""
        return self._desk.sound.dose()

    @property
    def can_test(self) -> bool:
        """Whether a test may begin: not beside a call, and the line is there."""
        return not self._desk.calls.live() and self._desk.session.status().line_mode not in {
            "engine_lost",
            "starting",
        }

    def level_dbfs(self, role: str) -> float | None:
        """What a device plays or hears now; None without a device."""
        return self._desk.sound.device_levels().get(role)

    def set_watching(self, *, watching: bool) -> None:
        """The page is seen, or not any more; a test nobody sees ends."""
        if watching == self._watch.isActive():
            return
        if watching:
            self._watch.start()
            self._ask_for_levels()
            return
        self._watch.stop()
        if self.check.is_running:
            self.stop()

    @Slot()
    def test_echo(self) -> None:
        """Speak for five seconds and hear yourself."""
        self._tasks.run(self._desk.sound.start_check("echo"), "sound-echo")

    @Slot()
    def test_loop(self) -> None:
        """Play a tone and look for it in the microphone."""
        self._tasks.run(self._desk.sound.start_check("loop"), "sound-loop")

    def test_tone(self, role: str) -> None:
        """Hear one device."""
        self._tasks.run(self._desk.sound.start_check("tone", role), "sound-tone")

    @Slot()
    def stop(self) -> None:
        """End a running test."""
        self._tasks.run(self._desk.sound.stop_check(), "sound-stop")

    @Slot()
    def _ask_for_levels(self) -> None:
        self._desk.sound.watch_levels()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if not self._watch.isActive():
            return
        if "sound" in change.what:
            self.levels_changed.emit()
        if change.what & {"sound", "status"}:
            self.changed.emit()
