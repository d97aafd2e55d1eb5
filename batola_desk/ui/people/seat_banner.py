"""The lines under the strip: what is not proved about who sits here, and a role taken for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import label, set_role
from batola_desk.ui.people.people_view_model import PeopleViewModel

LINES_MAX = 2  # who sits here; which role besides


class SeatBanner(QWidget):
    """Takes no room while somebody sits here who is known."""

    def __init__(self, vm: PeopleViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setObjectName("seat_banner")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.lines = [label(self, "warn", f"seat_line_{at}") for at in range(LINES_MAX)]
        for line in self.lines:
            line.setWordWrap(True)
            line.setMargin(6)
            layout.addWidget(line)
        vm.changed.connect(self._render)
        self._render()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._render()

    @Slot()
    def _render(self) -> None:
        said = self._vm.banner()
        for at, line in enumerate(self.lines):
            role, words = said[at] if at < len(said) else ("warn", "")
            if words != line.text():
                line.setText(words)
            set_role(line, role)
            line.setVisible(bool(words))
        self.setVisible(bool(said))
