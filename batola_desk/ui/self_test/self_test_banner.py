"""The band under the strip: this desk has not been tested in this shift; one key tests it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from batola_desk.ui.incident.parts import ElidedLabel, button
from batola_desk.ui.self_test.self_test_view_model import SelfTestViewModel

TEST_KEY = "Ctrl+Shift+V"


class SelfTestBanner(QFrame):
    """Takes no room once the desk was tested or the test was skipped, and none beside a call.

    Signals:
        skip_requested: somebody wants to begin without it.
    """

    skip_requested = Signal()

    def __init__(self, vm: SelfTestViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setObjectName("self_test_banner")
        self.setProperty("role", "info")
        self.words = ElidedLabel(self)
        self.words.setObjectName("self_test_offer")
        self.test = button(self, "", "self_test_begin")
        self.skip = button(self, "", "self_test_skip")
        for made in (self.test, self.skip):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a space typed elsewhere must not begin it
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.test)
        row.addWidget(self.skip)
        self.test.clicked.connect(vm.start)
        self.skip.clicked.connect(self.skip_requested)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Show or hide it."""
        self.setVisible(self._vm.is_offered)
        words = self.tr("Awal dinas: meja ini belum diuji. Dua puluh detik, panggilan selalu didahulukan.")
        if self.words.whole != words:
            self.words.set_whole(words)
        self.test.setText(self.tr("Uji meja") + f"  {TEST_KEY}")
        self.skip.setText(self.tr("Lewati …"))

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "skip"):
            self.render_now()
