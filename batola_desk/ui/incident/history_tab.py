"""Everything that happened to the ticket, in words, newest at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.history_words import sentence
from batola_desk.ui.incident.parts import label, local_time


class HistoryTab(QWidget):
    """Built only while it is looked at; a long history costs nothing otherwise."""

    def __init__(self, vm: IncidentFormViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._shown: tuple[str, ...] = ()
        self.empty = label(self, "empty", "history_empty")
        self.lines = QListWidget(self)
        self.lines.setObjectName("history_lines")
        self.lines.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.empty)
        column.addWidget(self.lines, 1)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw what was added since."""
        if not self.isVisible():
            return
        lines = self._sentences()
        self.empty.setVisible(not lines)
        self.lines.setVisible(bool(lines))
        if lines == self._shown:
            return
        kept = bool(self._shown) and lines[: len(self._shown)] == self._shown
        if not kept:
            self.lines.clear()
        self.lines.addItems(lines[len(self._shown) if kept else 0 :])
        self._shown = lines
        self.lines.scrollToBottom()

    def _sentences(self) -> tuple[str, ...]:
        view = self._vm.view
        if view is None:
            return ()
        desk = self._vm.desk
        agencies = {task.task.task_id: task.task.agency_code for task in view.tasks}
        signs = {unit.unit.unit_id: unit.unit.call_sign for unit in desk.dispatch.units()}
        language = str(desk.session.setting("screen.language"))
        offset_min = desk.catalog.centre.utc_offset_min
        return tuple(
            f"{local_time(entry.at_us, offset_min, '%d/%m %H:%M:%S')}  {entry.actor}\n"
            + sentence(entry, desk.catalog, language, task_agencies=agencies, call_signs=signs)
            for entry in view.incident.timeline
        )

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.empty.setText(self.tr("Belum ada riwayat."))
        self.lines.setAccessibleName(self.tr("Riwayat tiket"))
