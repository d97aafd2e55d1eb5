"""Chooses files inside a sheet: a file dialog would lie over the queue and a ringing call."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import label
from batola_desk.ui.map_packs.folder_entries import Entry
from batola_desk.ui.numbers import decimal, whole

_PATH = Qt.ItemDataRole.UserRole
_IS_FOLDER = Qt.ItemDataRole.UserRole + 1
LIST_LEAST_PX = 150


class FileChooser(QFrame):
    """A typed path and the list of its folder. Enter opens a folder or takes the selected files.

    Signals:
        folder_wanted: show this folder (path).
        chosen: other files are selected.
        accepted: Enter on files: go on with them.
    """

    folder_wanted = Signal(str)
    chosen = Signal()
    accepted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.folder = Path()
        self.path = QLineEdit(self)
        self.path.setObjectName("chooser_path")
        self.list = QListWidget(self)
        self.list.setObjectName("chooser_list")
        self.list.setMinimumHeight(LIST_LEAST_PX)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.trouble = label(self, "late", "chooser_trouble")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.hint = label(self, "small", "chooser_hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.path)
        layout.addWidget(self.trouble)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        self.path.returnPressed.connect(self._on_typed)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemSelectionChanged.connect(self.chosen)
        self.list.installEventFilter(self)

    @property
    def files(self) -> list[Path]:
        """What is selected, from top to bottom."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            Path(str(item.data(_PATH))) for item in items if item.isSelected() and not item.data(_IS_FOLDER)
        ]

    def show_entries(self, folder: Path, entries: list[Entry]) -> None:
        """Become the list of a folder."""
        came_from = self.folder
        self.folder = folder
        self.path.setText(str(folder))
        self.trouble.hide()
        self.list.clear()
        if folder.parent != folder:
            self._add(Entry(folder.parent, is_folder=True), "↑  ..")
        for entry in entries:
            size = "" if entry.is_folder else f"   {_size_words(entry.size_bytes)}"
            self._add(entry, ("▸  " if entry.is_folder else "") + entry.path.name + size)
            if entry.path == came_from:
                self.list.setCurrentRow(self.list.count() - 1)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.chosen.emit()

    def select(self, path: Path) -> bool:
        """Put the cursor on a file of the list; False: it is not in it."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_PATH) == str(path):
                self.list.setCurrentRow(row)
                return True
        return False

    def show_trouble(self, words: str) -> None:
        """Say why a folder cannot be shown."""
        self.trouble.setText(words)
        self.trouble.show()

    def take_keys(self) -> None:
        """The keyboard is in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if isinstance(qt_event, QKeyEvent) and qt_event.type() == QEvent.Type.KeyPress:
            if qt_event.key() == Qt.Key.Key_Backspace:
                self.folder_wanted.emit(str(self.folder.parent))
                return True
            if qt_event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_activated(self.list.currentItem())
                return True
        return super().eventFilter(watched, qt_event)

    def _add(self, entry: Entry, words: str) -> None:
        item = QListWidgetItem(words, self.list)
        item.setData(_PATH, str(entry.path))
        item.setData(_IS_FOLDER, entry.is_folder)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        if item.data(_IS_FOLDER):
            self.folder_wanted.emit(str(item.data(_PATH)))
        else:
            self.accepted.emit()

    @Slot()
    def _on_typed(self) -> None:
        typed = self.path.text().strip().strip('"')
        if typed:
            self.folder_wanted.emit(typed)


def _size_words(size_bytes: int) -> str:
    if size_bytes >= 2**20:
        return f"{decimal(size_bytes / 2**20)} MB"
    return f"{whole(max(1, size_bytes // 1024))} kB"
