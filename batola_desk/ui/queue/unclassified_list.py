"""Ended calls that still want their class; a letter classifies at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import label
from batola_desk.ui.keyed_list import KEY_ROLE
from batola_desk.ui.queue.queue_view_model import QueueViewModel
from batola_desk.ui.shell_parts import EmptyLabel


class _EndedList(QListView):
    """Enter brings a call to the class letters; a letter is its class."""

    chosen = Signal(str)
    letter_typed = Signal(str, str)

    def __init__(self, letters: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._letters = letters

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        index = self.currentIndex()
        letter = qt_event.text().upper()
        if index.isValid() and qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit(index.data(KEY_ROLE))
        elif index.isValid() and letter in self._letters:
            self.letter_typed.emit(index.data(KEY_ROLE), letter)
        else:
            super().keyPressEvent(qt_event)


class UnclassifiedPane(QWidget):
    """The list with its key line and its empty state."""

    letter_typed = Signal(str, str)

    def __init__(self, queue: QueueViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        letters = frozenset(
            known.code for known in queue.desk.catalog.classes.values() if not known.automatic
        )
        self.list = _EndedList(letters, self)
        self.list.setObjectName("unclassified")
        self.list.setModel(queue.unclassified)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = EmptyLabel(self)
        self._keys = label(self, "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._keys)
        self.list.chosen.connect(queue.choose_unclassified)
        self.list.letter_typed.connect(self.letter_typed)
        queue.counts_changed.connect(self._render)
        self.retranslate()

    @Slot()
    def focus_list(self) -> None:
        """Bring the keyboard here."""
        if self._queue.unclassified.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._queue.unclassified.index(0))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._empty.setText(self.tr("Semua panggilan sudah diklasifikasi."))
        self._keys.setText(self.tr("Satu huruf mengklasifikasi · Enter buka"))
        self.list.setAccessibleName(self.tr("Belum diklasifikasi"))
        self._render()

    @Slot()
    def _render(self) -> None:
        has_items = self._queue.unclassified.rowCount() > 0
        self.list.setVisible(has_items)
        self._keys.setVisible(has_items)
        self._empty.setVisible(not has_items)
