"""Buttons side by side that go on in the next row where one row has no room for their words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from batola_desk.ui.incident.parts import QWIDGETSIZE_MAX


class WrappingRow(QLayout):
    """A row that becomes two or three on a small screen or with large letters; no word is ever cut.

    Args:
        gap_px: between two parts, and between two rows.
        columns: so many side by side, all of one width, where that is enough for each; else, and with 0,
            each is as wide as it wants to be.
    """

    def __init__(self, *, gap_px: int = 6, columns: int = 0) -> None:
        super().__init__()
        self._gap_px = gap_px
        self._columns = columns
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    # ---------------------------------------------------------------- what Qt asks

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal if self._columns else Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        return QSize(self._wish_px(), self.heightForWidth(QWIDGETSIZE_MAX))

    def minimumSize(self) -> QSize:
        wide = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(wide, max((item.sizeHint().height() for item in self._shown()), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in zip(self._shown(), self._places(rect.width()), strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    # ---------------------------------------------------------------- inner parts

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _wish_px(self) -> int:
        wishes = [item.sizeHint().width() for item in self._shown()]
        if self._columns and wishes:
            wishes = [max(wishes)] * min(len(wishes), self._columns)
        return sum(wishes) + self._gap_px * max(0, len(wishes) - 1)

    def _places(self, width: int) -> list[QRect]:
        """Where each part stands, from the upper left corner."""
        items, gap = self._shown(), self._gap_px
        wishes = [item.sizeHint() for item in items]
        even_px = self._even_px([wish.width() for wish in wishes], width)
        places: list[QRect] = []
        left = top = high = 0
        for wish in wishes:
            wide = even_px or min(wish.width(), width)
            if left and left + wide > width:
                left, top, high = 0, top + high + gap, 0
            places.append(QRect(left, top, wide, wish.height()))
            left, high = left + wide + gap, max(high, wish.height())
        return places

    def _even_px(self, wishes: list[int], width: int) -> int:
        """How wide every part is; 0: they differ."""
        if not self._columns or not wishes:
            return 0
        width = min(width, self._wish_px()) if width == QWIDGETSIZE_MAX else width
        wide = (width - self._gap_px * (self._columns - 1)) // self._columns
        return wide if wide >= max(wishes) else 0
