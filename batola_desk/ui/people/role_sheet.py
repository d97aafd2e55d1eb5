"""Ctrl+Shift+P: a shift lead takes another role for half an hour, with a reason. Source: domain.md §14."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.people.people_view_model import PeopleViewModel
from batola_desk.ui.sheet import Sheet

_ROLE = Qt.ItemDataRole.UserRole
REASON_MAX = 200
LIST_MAX_PX = 420


class RoleSheet(Sheet):
    """Arrows choose the role, Enter goes to the reason, Enter takes it."""

    width_max_px = 620
    is_low = True

    def __init__(self, vm: PeopleViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self.setObjectName("take_role")
        self.list = QListWidget(self)
        self.list.setObjectName("take_role_list")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("take_role_reason")
        self.reason.setMaxLength(REASON_MAX)
        self.refusal = label(self, "late", "take_role_refusal")
        self.refusal.setWordWrap(True)
        self.take = button(self, "primary", "take_role_take")
        self._hint = label(self, "small")
        self._hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.take)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.refusal)
        self.body.addWidget(self._hint)
        self.list.itemActivated.connect(self._to_reason)
        self.reason.returnPressed.connect(self._take)
        self.take.clicked.connect(self._take)
        vm.refused.connect(self._on_refused)
        vm.done.connect(self.put_away)
        self.retranslate()

    def bring_up(self) -> None:
        """Show the roles; the keyboard is in the list."""
        self.list.clear()
        for code, words in self._vm.roles():
            item = QListWidgetItem(words, self.list)
            item.setData(_ROLE, code)
        self.list.setCurrentRow(0)
        rows_px = self.list.sizeHintForRow(0) * self.list.count()
        self.list.setMinimumHeight(min(rows_px + 2 * self.list.frameWidth() + 8, LIST_MAX_PX))
        self.reason.clear()
        self._show_refusal("")
        super().bring_up()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Peran sementara"))
        self.reason.setPlaceholderText(self.tr("alasan"))
        self.take.setText(self.tr("Ambil peran") + "  Enter")
        self._hint.setText(
            self.tr(
                "Berlaku 30 menit di samping peran sendiri, terlihat di layar dan tercatat untuk auditor."
            )
        )

    @Slot()
    def _to_reason(self) -> None:
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._vm.take_role(str(item.data(_ROLE)), self.reason.text())

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        if self.isVisible():
            self._show_refusal(words)
            self._to_reason()

    def _show_refusal(self, words: str) -> None:
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))
