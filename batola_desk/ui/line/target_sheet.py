"""Ctrl+I: whom to call for the caller.

Typing narrows the list; Enter calls while the caller waits, Shift+Enter sends him on at once.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from batola_desk.services.views import CallTarget
from batola_desk.ui.command_book import key_text
from batola_desk.ui.incident.parts import label
from batola_desk.ui.line.party_view_model import PartyViewModel
from batola_desk.ui.sheet import Sheet

_TARGET = Qt.ItemDataRole.UserRole


class _Filter(QLineEdit):
    """The field keeps the keyboard; arrows and Enter belong to the list."""

    moved = Signal(int)
    chosen = Signal(bool)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        match qt_event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.moved.emit(1 if qt_event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.chosen.emit(bool(qt_event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            case Qt.Key.Key_Escape:
                qt_event.ignore()
            case _:
                super().keyPressEvent(qt_event)


class TargetSheet(Sheet):
    """Agencies and desks of the catalogue."""

    def __init__(self, parties: PartyViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._parties = parties
        self.setObjectName("targets")
        self.field = _Filter(self)
        self.field.setObjectName("target_filter")
        self.field.setMaxLength(64)
        self.list = QListWidget(self)
        self.list.setObjectName("target_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hint = label(self, "small")
        self._hint.setWordWrap(True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._hint)
        self.field.textChanged.connect(self._narrow)
        self.field.moved.connect(self._move)
        self.field.chosen.connect(self._choose)
        self.list.itemDoubleClicked.connect(self._on_double_click)
        self.retranslate()

    def bring_up(self, words: str = "") -> None:
        """Show all of them, or those that these words name; the keyboard is in the filter."""
        super().bring_up()
        self.field.setText(words)
        self._narrow()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Hubungi untuk penelepon"))
        self.field.setPlaceholderText(self.tr("instansi, meja atau nomor"))
        self._hint.setText(
            self.tr("Enter: bicara dulu, penelepon menunggu · Shift+Enter: alihkan langsung tanpa pengantar")
        )

    @Slot()
    def _narrow(self) -> None:
        self.list.clear()
        typed = self.field.text().strip()
        found = self._parties.targets(typed)
        if not found and any(letter.isdigit() for letter in typed):
            found = [CallTarget(role="agency", code="", name=typed, number=typed)]
        for target in found:
            key = key_text(f"Shift+F{target.key}") if target.key else ""
            words = f"{target.name}  ·  {target.number}" + (f"    [{key}]" if key else "")
            item = QListWidgetItem(words, self.list)
            item.setData(_TARGET, target)
        self.list.setCurrentRow(0)

    @Slot(int)
    def _move(self, step: int) -> None:
        row = self.list.currentRow() + step
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))

    @Slot(QListWidgetItem)
    def _on_double_click(self, _item: QListWidgetItem) -> None:
        self._choose(is_blind=False)

    @Slot(bool)
    def _choose(self, is_blind: bool) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        target = self.list.item(row).data(_TARGET)
        self.put_away()
        if is_blind:
            self._parties.send_blind(target)
        else:
            self._parties.consult(target)
