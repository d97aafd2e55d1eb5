"""Ctrl+Shift+I: everything said to this desk, who has read it, and saying something oneself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from batola_desk.services.announcements import AnnouncementView
from batola_desk.ui.announcements.announcement_model import (
    TEXT,
    AnnouncementModel,
)
from batola_desk.ui.announcements.announcement_view_model import AnnouncementViewModel
from batola_desk.ui.announcements.announcement_words import head_words, readings_words
from batola_desk.ui.announcements.write_row import WriteRow
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.incident.parts import label
from batola_desk.ui.sheet import Sheet


class AnnouncementSheet(Sheet):
    """Tab goes from the words to the list; Enter on a line: read."""

    width_max_px = 1000

    def __init__(self, vm: AnnouncementViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self.setObjectName("announcements")
        self.write = WriteRow(vm, self)
        self.model = AnnouncementModel(lambda: vm.offset_min, self)
        self.table = BoardTable(self)
        self.table.setObjectName("announcement_list")
        self.table.arrange(self.model, stretched=TEXT)
        self.empty = label(self, "empty", "announcements_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.whole = label(self, "", "announcement_whole")
        self.whole.setWordWrap(True)
        self.readings = label(self, "small", "announcement_readings")
        self.readings.setWordWrap(True)
        self._hint = label(self, "small")
        self._hint.setWordWrap(True)
        for part, stretch in (
            (self.write, 0),
            (self.table, 1),
            (self.empty, 1),
            (self.whole, 0),
            (self.readings, 0),
            (self._hint, 0),
        ):
            self.body.addWidget(part, stretch)
        self.table.entered_on.connect(self._on_entered)
        self.table.selectionModel().currentRowChanged.connect(self._render_chosen)
        vm.changed.connect(self._on_changed)
        self.retranslate()

    def bring_up(self, text: str = "") -> None:
        """Show the list; the keyboard is where a new message is written, if the person may."""
        super().bring_up()
        self.render_now()
        self.write.begin(text)
        if not self.write.isVisible():
            self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def render_now(self) -> None:
        """Bring the table to what the desk says."""
        self.table.show_rows(self._vm.listed, self.empty)
        self.table.choose_first()
        self._render_chosen()

    @Slot()
    def _on_changed(self) -> None:
        if self.isVisible():
            self.render_now()

    @Slot()
    def _render_chosen(self) -> None:
        view = self._chosen()
        self.whole.setVisible(view is not None)
        self.readings.setVisible(view is not None)
        if view is not None:
            self.whole.setText(f"{head_words(view, self._vm.offset_min)}\n{view.text}")
            self.readings.setText(readings_words(view, self._vm.offset_min))

    def _chosen(self) -> AnnouncementView | None:
        row = self.table.chosen
        return row if isinstance(row, AnnouncementView) else None

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, AnnouncementView) and row.is_standing:
            self._vm.read(row.message_id)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Pengumuman"))
        self.table.setAccessibleName(self.tr("Pengumuman, terbaru lebih dulu"))
        self.empty.setText(
            self.tr("Belum ada pengumuman. Yang ditulis di sini tetap ada untuk giliran berikutnya.")
        )
        self._hint.setText(
            self.tr("Enter pada baris: sudah dibaca · Tab: antara tulisan dan daftar · Esc: tutup")
        )
        self.model.retranslate()
        self._render_chosen()
