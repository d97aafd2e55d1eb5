"""Agencies that this type needs, one key each: send first, complete later. Source: domain.md §5.2, §8."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.ui.incident.dispatch_view_model import QUICK_KEYS, DispatchViewModel
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.plain_tip import plain_button, plain_tip
from batola_desk.ui.wrapping_row import WrappingRow

PER_ROW = 3
GAP_PX = 4


class QuickSend(QWidget):
    """Always in sight below the form; Alt+1 … send at once."""

    def __init__(self, vm: DispatchViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._is_compact = False
        self._codes: tuple[str, ...] = ()
        self._texts: list[tuple[str, str]] = [("", "")] * QUICK_KEYS  # name with its key, national number
        self.caption = label(self, "heading")
        row = WrappingRow(gap_px=GAP_PX, columns=PER_ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addLayout(row)
        self.buttons = []
        for at in range(QUICK_KEYS):
            made = button(self, "primary" if at == 0 else "", f"send_{at + 1}")
            made.clicked.connect(self._on_clicked)
            keys = QShortcut(QKeySequence(f"Alt+{at + 1}"), overlay)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(made.click)
            self.buttons.append(made)
            row.addWidget(made)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen an arrow on each button instead of a caption above them."""
        self._is_compact = is_compact
        self.caption.setVisible(not is_compact)
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
                mark = "✓" if is_asked else f"Alt+{at + 1}"
                arrow = " ▸ " if self._is_compact and not is_asked else "  "
                name = plain_button(agency.short or agency.label)
                self._texts[at] = (f"{mark}{arrow}{name}", agency.national_number)
                whole = " ".join(part for part in (agency.label, agency.national_number) if part)
                told = self.tr("Sudah diminta: %1") if is_asked else self.tr("Kirim ke %1")
                made.setToolTip(plain_tip(told.replace("%1", whole)))
                made.setAccessibleName(told.replace("%1", whole))
                made.setEnabled(not is_asked)
        self.setVisible(bool(slots))
        self._fit()

    def _fit(self) -> None:
        """The numbers of the agencies stand beside their names where there is room for them."""
        room_px = (self.width() - GAP_PX * (PER_ROW - 1)) // PER_ROW
        shown = list(zip(self.buttons, self._texts, strict=True))[: len(self._codes)]
        for made, parts in shown:
            made.setText(" ".join(part for part in parts if part))
        if max((made.sizeHint().width() for made, _ in shown), default=0) > room_px:
            for made, (name, _) in shown:
                made.setText(name)

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()

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
