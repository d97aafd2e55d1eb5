"""The row under the call's keys: the last minute again, five seconds back or on, slower."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from batola_desk.ui.command_book import CommandBook
from batola_desk.ui.incident.parts import label, span_text
from batola_desk.ui.line.replay_view_model import ReplayViewModel
from batola_desk.ui.shell_parts import CommandButton

STEPS_PER_S = 10


class ReplayBar(QWidget):
    """One button while the call is heard; the whole row while it is heard again. Hidden without a call."""

    def __init__(self, vm: ReplayViewModel, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.start = CommandButton(book, "replay", self)
        self.back = CommandButton(book, "replay_back", self)
        self.forward = CommandButton(book, "replay_forward", self)
        self.slow = CommandButton(book, "replay_slow", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.words = label(self, "warn", "replay_words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.words, 0, 0, 1, 2)
        grid.addWidget(self.progress, 1, 0, 1, 2)
        self._grid = grid
        for number, part in enumerate((self.start, self.slow, self.back, self.forward)):
            grid.addWidget(part, 2 + number // 2, number % 2)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw where the replay is."""
        playing = self._vm.playing
        is_on = playing is not None
        self.setVisible(is_on or self._vm.is_possible)
        for part in (self.words, self.progress, self.back, self.forward, self.slow):
            part.setVisible(is_on)
        self._grid.addWidget(self.start, 2, 0, 1, 1 if is_on else 2)  # alone it has the whole row
        self.start.say(self.tr("Kembali") if is_on else self.tr("Ulang 60 detik"))
        self.back.say(self.tr("◀ 5 d"))
        self.forward.say(self.tr("5 d ▶"))
        is_slow = playing is not None and playing.speed < 1.0
        self.slow.say(self.tr("1×") if is_slow else self.tr("0,8×"))
        if playing is None:
            return
        behind = span_text(max(0.0, playing.duration_s - playing.position_s))
        self.words.setText(
            self.tr("ULANG −%1 · penelepon tetap terdengar pelan, mikrofon tetap terbuka").replace(
                "%1", behind
            )
        )
        self.progress.setRange(0, max(1, int(playing.duration_s * STEPS_PER_S)))
        self.progress.setValue(int(playing.position_s * STEPS_PER_S))
        self.progress.setAccessibleName(self.tr("Posisi ulangan, %1 di belakang").replace("%1", behind))

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
