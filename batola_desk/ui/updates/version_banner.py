"""The quiet line under the strip: an update lies ready, or how the last one ended."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from batola_desk.ui.incident.parts import set_role
from batola_desk.ui.updates.version_view_model import VersionViewModel


class VersionBanner(QLabel):
    """Gone once somebody has opened the sheet; it takes no room while there is no news."""

    def __init__(self, vm: VersionViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setObjectName("version_banner")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMargin(6)
        vm.changed.connect(self._render)
        self._render()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._render()

    @Slot()
    def _render(self) -> None:
        role, words = self._vm.banner()
        set_role(self, role)
        self.setText(words)
        self.setVisible(bool(words))
