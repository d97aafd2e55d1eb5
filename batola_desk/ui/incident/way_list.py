"""Further units of the advice, a line each; the one under the cursor shows its way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from batola_desk.ui.keyed_list import KEY_ROLE, KeyedListModel

HEIGHT_MAX_PX = 190  # LIMIT: a room with hundreds of units must not push the list of all units away


class WayList(QListView):
    """Lines with the unit they are about; as high as they need up to a limit.

    Signals:
        chosen: a person went to this line (unit id).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._lines = KeyedListModel(str, self)
        self._is_filling = False
        self.setModel(self._lines)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(self._on_clicked)

    @property
    def texts(self) -> list[str]:
        """The lines from top to bottom."""
        return [str(self._lines.item(key)) for key in self._lines.keys]

    def show_lines(self, lines: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show these (unit id, words); the cursor stands on the chosen unit or nowhere."""
        self._is_filling = True  # a line that goes must not choose its neighbour
        try:
            self._lines.show_items(lines)
            row = self._lines.row_of(chosen)
            if row < 0:
                self.selectionModel().clear()
            elif self.currentIndex().row() != row:
                self.setCurrentIndex(self._lines.index(row))
        finally:
            self._is_filling = False
        self._fit()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()

    def _fit(self) -> None:
        self.doItemsLayout()  # now: a wrapped line knows its height only afterwards
        height = self.contentsSize().height() + 2 * self.frameWidth() + 2
        self.setFixedHeight(min(height, HEIGHT_MAX_PX))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._is_filling:
            self.chosen.emit(str(current.data(KEY_ROLE)))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(KEY_ROLE)))  # also the line under the cursor, after it was put away
