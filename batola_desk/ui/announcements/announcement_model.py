"""All messages this desk knows as a table, newest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from batola_desk.services.announcements import AnnouncementView
from batola_desk.ui import labels
from batola_desk.ui.announcements.announcement_words import AUDIENCES, LEVELS, person_words
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.plain_tip import plain_tip

TIME, LEVEL, AUTHOR, AUDIENCE, TEXT, READ = range(6)


class AnnouncementModel(RowsModel[AnnouncementView]):
    """One line for each message; the whole text is its tooltip."""

    column_count = 6

    def __init__(self, offset_min: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(lambda view: view.message_id, parent)
        self._offset_min = offset_min

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Waktu"),
            self.tr("Tingkat"),
            self.tr("Dari"),
            self.tr("Untuk"),
            self.tr("Isi"),
            self.tr("Dibaca"),
        )[column]

    def cell(self, row: AnnouncementView, column: int, role: int) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.text if column == TEXT else self._text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self._text(row, column)}"
        return None

    def _text(self, row: AnnouncementView, column: int) -> str:
        match column:
            case 0:
                return local_time(row.at_us, self._offset_min(), "%d/%m %H:%M")
            case 1:
                return labels.word(LEVELS, row.level)
            case 2:
                return person_words(row.author, row.desk)
            case 3:
                return labels.word(AUDIENCES, row.audience)
            case 4:
                return row.text
            case _:
                return self._state(row)

    def _state(self, row: AnnouncementView) -> str:
        """Short: what this desk has to do with it, or how far it got."""
        if row.is_standing:
            return self.tr("● belum Anda baca")
        readers = len(row.readings)
        read = QCoreApplication.translate("AnnouncementModel", "%n orang", "", readers)
        if row.unread_desks and row.is_own and not row.is_over:
            return self.tr("{read}, belum: {desks}").format(read=read, desks=" ".join(row.unread_desks))
        ended = self.tr("{read} · berakhir")
        return ended.format(read=read) if row.is_over else read
