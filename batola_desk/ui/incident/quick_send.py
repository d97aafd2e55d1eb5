"""Agencies that this type needs, one key each: send first, complete later. Source: domain.md §5.2, §8."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from batola_desk.ui.incident.dispatch_view_model import QUICK_KEYS, DispatchViewModel
from batola_desk.ui.incident.parts import button, label

PER_ROW = 3


class QuickSend(QWidget):
    """Always in sight below the form; Alt+1 … send at once."""

    def __init__(self, vm: DispatchViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._codes: tuple[str, ...] = ()
        self.caption = label(self, "heading")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.caption, 0, 0, 1, PER_ROW)
        self.buttons = []
        for at in range(QUICK_KEYS):
            made = button(self, "primary" if at == 0 else "", f"send_{at + 1}")
            made.clicked.connect(self._on_clicked)
            keys = QShortcut(QKeySequence(f"Alt+{at + 1}"), overlay)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(made.click)
            self.buttons.append(made)
            grid.addWidget(made, 1 + at // PER_ROW, at % PER_ROW)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw one button per agency of the type; one that was asked keeps its key and carries a tick."""
        slots = self._vm.quick_slots
        self._codes = tuple(agency.code for agency, _ in slots)
        for at, made in enumerate(self.buttons):
            made.setVisible(at < len(slots))
            if at < len(slots):
                agency, is_asked = slots[at]
                number = f" {agency.national_number}" if agency.national_number else ""
                mark = "✓" if is_asked else f"Alt+{at + 1}"
                made.setText(f"{mark}  {agency.short or agency.label}{number}")
                made.setToolTip(agency.label)
                made.setEnabled(not is_asked)
        self.setVisible(bool(slots))

    @Slot()
    def send_first(self) -> None:
        """Send to the first agency that was not asked yet."""
        waiting = [agency.code for agency, is_asked in self._vm.quick_slots if not is_asked]
        if waiting:
            self._vm.send(waiting[0])

    @Slot()
    def _on_clicked(self) -> None:
        at = next((at for at, made in enumerate(self.buttons) if made is self.sender()), -1)
        if 0 <= at < len(self._codes):
            self._vm.send(self._codes[at])

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.caption.setText(self.tr("KIRIM KE INSTANSI"))
