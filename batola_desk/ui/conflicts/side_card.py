"""One side of a conflict: whose word, which word, and the key that makes it count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from batola_desk.domain.conflicts import ConflictKind
from batola_desk.services.conflict_views import ConflictView, SideView
from batola_desk.ui.conflicts.conflicts_view_model import ConflictsViewModel
from batola_desk.ui.incident.parts import button, label, set_role


class SideCard(QFrame):
    """A card beside the others.

    Signals:
        settled: this side was chosen, or is to be taken back.
        opened: its ticket is wanted (incident id).
    """

    settled = Signal()
    opened = Signal(str)

    def __init__(
        self, vm: ConflictsViewModel, view: ConflictView, side: SideView, number: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.view = view
        self.side = side
        self.number = number
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        whose = label(self, "heading", f"side_who_{number}")
        whose.setText(vm.who(side))
        whose.setWordWrap(True)
        word = label(self, "title", f"side_value_{number}")
        word.setText(vm.value(view, side))
        word.setWordWrap(True)
        layout.addWidget(whose)
        layout.addWidget(word)
        self.note = label(self, "small", f"side_note_{number}")
        self.note.setText(self._standing())
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.settle = button(self, "primary", f"side_settle_{number}")
        self.settle.setVisible(side.can_choose or side.can_withdraw)
        self.settle.setEnabled(view.conflict.is_open)
        self.open = button(self, "quiet", f"side_open_{number}")
        self.open.setVisible(bool(side.incident_id) and view.conflict.kind is not ConflictKind.FIELD)
        for part in (self.settle, self.open):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(part)
        self.settle.clicked.connect(self.settled)
        self.open.clicked.connect(self._on_open)
        self.open.setText(self.tr("Buka tiket ini"))
        self.say_settle(is_armed=False)

    def say_settle(self, *, is_armed: bool) -> None:
        """Name the key; taking a dispatch back asks for it twice."""
        if self.side.can_choose:
            words = self.tr("Pakai nilai ini")
        elif is_armed:
            words = self.tr("Yakin? Tarik: tekan lagi")
        else:
            words = self.tr("Tarik pengiriman ini")
        self.settle.setText(f"{words}  {self.number}")
        set_role(self.settle, "primary" if self.side.can_choose else "danger" if is_armed else "")

    def _standing(self) -> str:
        kind = self.view.conflict.kind
        if kind is ConflictKind.FIELD and self.number == 1:
            return self.tr("tertulis di tiket ketika bentrok")
        if kind is ConflictKind.UNIT and not self.side.can_withdraw:
            return self.tr("satuan sudah tidak di tiket ini")
        return ""

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self.side.incident_id)
