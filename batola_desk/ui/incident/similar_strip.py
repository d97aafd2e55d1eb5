"""Open tickets that may be the same happening: one key links the live call there instead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import SIMILAR_SHOWN, IncidentFormViewModel
from batola_desk.ui.incident.parts import ElidedLabel, button, set_role, short_ticket


class SimilarStrip(QWidget):
    """One line each; with a live call the button links it, without one it opens the ticket."""

    def __init__(self, vm: IncidentFormViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._ids: tuple[str, ...] = ()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self.lines = []
        self.buttons = []
        for at in range(SIMILAR_SHOWN):
            line = ElidedLabel(self)
            line.setObjectName(f"similar_{at + 1}")
            set_role(line, "info")
            made = button(self, "", f"link_{at + 1}")
            made.clicked.connect(self._on_clicked)
            self.lines.append(line)
            self.buttons.append(made)
            grid.addWidget(line, at, 0)
            grid.addWidget(made, at, 1)
        keys = QShortcut(QKeySequence("Alt+K"), overlay)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.buttons[0].click)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the neighbours, hide without any."""
        rows = self._vm.similar()
        self._ids = tuple(row.incident_id for row in rows)
        for at, (line, made) in enumerate(zip(self.lines, self.buttons, strict=True)):
            line.setVisible(at < len(rows))
            made.setVisible(at < len(rows))
            if at >= len(rows):
                continue
            row = rows[at]
            state = labels.word(labels.INCIDENT_STATES, row.state)
            what = " · ".join(part for part in (row.priority, row.type_label, row.place, state) if part)
            shown = self.tr("≈ mirip {ticket}: {what}")
            line.set_whole(shown.format(ticket=short_ticket(row.ticket_number), what=what))
            words = self.tr("Kaitkan panggilan") if self._vm.can_link_live_call else self.tr("Buka")
            made.setText(f"{words} (Alt+K)" if at == 0 else words)
        self.setVisible(bool(rows))

    @Slot()
    def _on_clicked(self) -> None:
        at = next((at for at, made in enumerate(self.buttons) if made is self.sender()), -1)
        if not 0 <= at < len(self._ids):
            return
        if self._vm.can_link_live_call:
            self._vm.link_live_call_to(self._ids[at])
        else:
            self._vm.open(self._ids[at])

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
