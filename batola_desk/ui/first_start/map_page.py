"""The page of the map: a typed pack or folder, and below it a list to walk to the pack."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from batola_desk.services.first_start import MAP
from batola_desk.ui.first_start.first_start_view_model import FirstStartViewModel
from batola_desk.ui.first_start.pages import FieldPage
from batola_desk.ui.map_packs.file_chooser import FileChooser
from batola_desk.ui.map_packs.folder_entries import first_folder
from batola_desk.ui.map_packs.folder_reader import FolderReader
from batola_desk.ui.tasks import TaskRunner

PACKS = (".btmap",)


class MapPage(FieldPage):
    """Enter on a pack of the list takes it into the field."""

    def __init__(self, vm: FirstStartViewModel, tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(vm, MAP, parent)
        self._reader = FolderReader(tasks, PACKS)
        self.chooser = FileChooser(self)
        self.column.insertWidget(self.column.count() - 1, self.chooser, 1)
        self.chooser.folder_wanted.connect(self._on_folder_wanted)
        self.chooser.accepted.connect(self._on_accepted)

    def say_all(self) -> None:
        super().say_all()
        self.chooser.path.setPlaceholderText(self.tr("folder"))
        self.chooser.path.setAccessibleName(self.tr("Folder yang ditampilkan"))
        self.chooser.list.setAccessibleName(self.tr("Paket peta di folder ini"))
        self.chooser.hint.setText(self.tr("Enter pada paket: memilihnya. Backspace: folder di atasnya."))

    def owns_enter(self, widget: QWidget | None) -> bool:
        """Whether Enter there belongs to the list of the folder."""
        return widget in (self.chooser.path, self.chooser.list)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        if not self.chooser.folder.parts:
            self._on_folder_wanted(str(first_folder()))

    @Slot(str)
    def _on_folder_wanted(self, folder: str) -> None:
        self._reader.show_folder(Path(folder), self.chooser.show_entries, self._on_refused)

    def _on_refused(self, _reason: str) -> None:
        self.chooser.show_trouble(self.tr("Folder itu tidak ada atau tidak boleh dibaca."))

    @Slot()
    def _on_accepted(self) -> None:
        if self.chooser.files:
            self.vm.put("map_source", str(self.chooser.files[0]))
            self.fields["map_source"].setFocus()
