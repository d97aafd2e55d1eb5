"""The self-test as band and sheet show it. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.self_test import Outcome
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.self_test import LIMIT_S
from batola_desk.services.self_test_api import SelfTestView
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

_SHOWN = frozenset({"self_test", "person", "seat", "desks", "language", "status"})


class SelfTestViewModel(QObject):
    """Beats ten times a second only while a test runs.

    Signals:
        changed: read the properties again.
        moved: only time or level moved.
        began: a test runs now.
        interrupted: a call came, or somebody broke it off.
    """

    changed = Signal()
    moved = Signal()
    began = Signal()
    interrupted = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self._pulse = pulse
        self._was_running = False
        pulse.changed.connect(self._on_change)
        pulse.fast.connect(self._on_beat)

    @property
    def view(self) -> SelfTestView:
        """The test that runs, or the last one of this desk."""
        return self.desk.self_test.view()

    @property
    def share(self) -> float:
        """How much of its time is over, 0 to 1."""
        return min(1.0, self.view.seconds / LIMIT_S)

    @property
    def is_offered(self) -> bool:
        """Whether the band shows; it gives its room to a call in talk, and moves nothing while one rings."""
        return self.desk.self_test.is_offered() and not self.desk.calls.live()

    @property
    def person_name(self) -> str:
        """Who sits here and would sign."""
        return self.desk.session.status().operator_name

    # ---------------------------------------------------------------- wishes

    @Slot()
    def start(self) -> None:
        """Begin."""
        self._tasks.run(self.desk.self_test.start(), "self-test", done=lambda _begun: self.began.emit())

    @Slot()
    def yes(self) -> None:
        """The person heard it; the bar follows the voice."""
        self._tasks.run(self.desk.self_test.answer(good=True), "self-test-yes")

    @Slot()
    def no(self) -> None:
        """The person did not."""
        self._tasks.run(self.desk.self_test.answer(good=False), "self-test-no")

    @Slot()
    def again(self) -> None:
        """Sound the tone again; after the test the whole of it."""
        if self.view.is_running:
            self._tasks.run(self.desk.self_test.repeat_tone(), "self-test-tone")
        else:
            self.start()

    @Slot()
    def stop(self) -> None:
        """Break it off."""
        self._tasks.run(self.desk.self_test.stop(), "self-test-stop")

    def skip(self, reason: str) -> None:
        """Begin the shift without it."""
        self._tasks.run(self.desk.self_test.skip(reason), "self-test-skip")

    # ---------------------------------------------------------------- inner parts

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if not change.what & _SHOWN and not change.call_keys:  # the offer gives way to a call
            return
        is_running = self.view.is_running
        self._pulse.want_fast("self_test", wanted=is_running)
        was_running, self._was_running = self._was_running, is_running
        self.changed.emit()
        if was_running and not is_running and self.desk.self_test.ended_by == Outcome.INTERRUPTED:
            self.interrupted.emit()

    @Slot()
    def _on_beat(self) -> None:
        if self.view.is_running:
            self.moved.emit()
