"""A field of free text with suggestions under it; the focus never leaves the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.theme import current_theme, icon

LIST_ROWS_MAX = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list and what it stands for.

    Attributes:
        payload: None = words only, nothing to take.
        icon: name of an icon of ``resources/icons``; empty = none.
    """

    text: str
    payload: object
    icon: str = ""


@lru_cache(maxsize=64)
def _icon(name: str, _theme: str) -> QIcon:
    """Kept for each theme: a list is filled anew with every key."""
    return icon(name, "text_muted", size=16)


class SuggestionModel(QAbstractListModel):
    """The lines under the field."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Suggestion, ...] = ()

    def set_lines(self, lines: Sequence[Suggestion]) -> None:
        """Show other lines; a list of eight is cheaper replaced than compared."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.lines[index.row()].text)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()].text
        if role == Qt.ItemDataRole.DecorationRole and self.lines[index.row()].icon:
            return _icon(self.lines[index.row()].icon, current_theme())
        return None


class SuggestField(QLineEdit):
    """Up and Down walk the list, Enter takes the marked line, Esc closes the list only.

    Signals:
        chosen: a line was taken (its payload).
        confirmed: Enter without a list: on to the next field.
        left: the focus went away.
    """

    chosen = Signal(object)
    confirmed = Signal()
    left = Signal()

    def __init__(self, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self.keeps_text = False  # True: coming here by key selects nothing, so the next letter wipes nothing
        self._model = SuggestionModel(self)
        self.list = QListView(overlay)
        self.list.setObjectName("suggestions")
        self.list.setModel(self._model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("role", "sheet")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.clicked.connect(self._on_clicked)
        self.list.hide()
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.timeout.connect(self._place_list)
        overlay.installEventFilter(self)

    @property
    def is_list_open(self) -> bool:
        """Whether suggestions are on the screen."""
        return not self.list.isHidden()

    @property
    def lines(self) -> tuple[Suggestion, ...]:
        """The lines on offer."""
        return self._model.lines

    def offer(self, lines: Sequence[Suggestion]) -> None:
        """Show these lines under the field, the first one marked; none closes the list."""
        self._model.set_lines(lines)
        if not lines or not self.hasFocus():
            self.list.hide()
            return
        takeable = (at for at, line in enumerate(self._model.lines) if line.payload is not None)
        self.list.setCurrentIndex(self._model.index(next(takeable, 0), 0))
        self._place_list()
        self.list.show()
        self.list.raise_()

    def show_text(self, text: str) -> None:
        """Show a value that was not typed here; the cursor stays where it can."""
        if self.text() != text:
            at = self.cursorPosition()
            self.list.hide()  # what it offers belongs to the words that go
            self.setText(text)
            self.setCursorPosition(min(at, len(text)))

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = qt_event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.is_list_open:
                self._take(self.list.currentIndex())
            else:
                self.confirmed.emit()
            return
        if self.is_list_open and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if key == Qt.Key.Key_Down else -1)
            return
        if self.is_list_open and key == Qt.Key.Key_Escape:
            self.list.hide()
            return
        if key == Qt.Key.Key_Down and self._model.lines:
            self.offer(self._model.lines)
            return
        super().keyPressEvent(qt_event)

    def focusInEvent(self, qt_event: QFocusEvent) -> None:
        super().focusInEvent(qt_event)
        if self.keeps_text and qt_event.reason() != Qt.FocusReason.MouseFocusReason:
            self.deselect()
            self.end(False)

    def focusOutEvent(self, qt_event: QFocusEvent) -> None:
        super().focusOutEvent(qt_event)
        if qt_event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.list.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """The form made room for something else: the list stays under its field."""
        moves = {QEvent.Type.LayoutRequest, QEvent.Type.Resize}
        if watched is self._overlay and qt_event.type() in moves and self.is_list_open:
            self._follow.start(0)
        return super().eventFilter(watched, qt_event)

    def _step(self, by: int) -> None:
        row = (self.list.currentIndex().row() + by) % len(self._model.lines)
        self.list.setCurrentIndex(self._model.index(row, 0))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index)

    def _take(self, index: QModelIndex) -> None:
        self.list.hide()
        payload = self._model.lines[index.row()].payload if index.isValid() else None
        if payload is not None:
            self.chosen.emit(payload)

    @Slot()
    def _place_list(self) -> None:
        rows = min(len(self._model.lines), LIST_ROWS_MAX)
        row_height = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        below = self.mapTo(self._overlay, QPoint(0, self.height() + 2))
        self.list.setGeometry(below.x(), below.y(), self.width(), rows * row_height + 10)
