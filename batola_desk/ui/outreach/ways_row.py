"""Ways to an agency as buttons 1 … 9: tried ones carry a mark, the one to try now stands out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from batola_desk.services.outreach_api import Way
from batola_desk.ui.incident.parts import button, set_role
from batola_desk.ui.plain_tip import plain_button


class WaysRow(QWidget):
    """Draws ways; a click or its digit asks for one.

    Signals:
        way_requested: code of the channel.
    """

    way_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways: tuple[Way, ...] = ()
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)

    def show_ways(self, ways: Sequence[Way], next_way: str) -> None:
        """Draw these ways; none hides the row."""
        self._ways = tuple(ways)
        while len(self.buttons) < len(ways):
            made = button(self, "", f"way_{len(self.buttons) + 1}")
            made.clicked.connect(self._on_clicked)
            self._row.insertWidget(len(self.buttons), made)
            self.buttons.append(made)
        for at, made in enumerate(self.buttons):
            made.setVisible(at < len(ways))
            if at < len(ways):
                way = ways[at]
                mark = " ✖" if way.has_failed else " ✓" if way.tries else ""
                count = f" {way.tries}×" if way.tries > 1 else ""
                text = plain_button(f"{way.key}  {way.label}{mark}{count}")
                if made.text() != text:
                    made.setText(text)
                set_role(made, "primary" if way.code == next_way else "")
        self.setVisible(bool(ways))

    def way_of(self, letter: str) -> str:
        """The way of a digit that was pressed; empty = none."""
        return next((way.code for way in self._ways if str(way.key) == letter), "")

    @Slot()
    def _on_clicked(self) -> None:
        at = next((at for at, made in enumerate(self.buttons) if made is self.sender()), -1)
        if 0 <= at < len(self._ways):
            self.way_requested.emit(self._ways[at].code)
