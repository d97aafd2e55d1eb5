"""Ended calls that still want their class; a letter classifies at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from batola_desk.ui.keyed_list import KEY_ROLE
from batola_desk.ui.list_pane import ListPane
from batola_desk.ui.queue.queue_view_model import QueueViewModel


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


class UnclassifiedPane(ListPane):
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
        self.list.chosen.connect(queue.choose_unclassified)
        self.list.letter_typed.connect(self.letter_typed)
        queue.counts_changed.connect(self.render_state)
        self.put_together()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._empty.setText(self.tr("Semua panggilan sudah diklasifikasi."))
        self._keys.setText(self.tr("Satu huruf mengklasifikasi · Enter buka"))
        self.list.setAccessibleName(self.tr("Belum diklasifikasi"))
        super().retranslate()
