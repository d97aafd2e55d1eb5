"""A GPX or NMEA file says where a unit was last: the unit, the file, and what was read of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.unit_position import MICROSECONDS
from batola_desk.services.api import Desk
from batola_desk.services.unit_positions_api import TrackReport
from batola_desk.ui import labels
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label, local_time, set_role
from batola_desk.ui.map_packs.file_chooser import FileChooser
from batola_desk.ui.map_packs.folder_entries import Entry, first_folder
from batola_desk.ui.map_packs.folder_reader import FolderReader
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner
from batola_desk.ui.unit_words import age_words

ENDINGS: Final = (".gpx", ".nmea", ".nma", ".log", ".txt")


class TrackSheet(Sheet):
    """Enter on a file places the unit at its last point; the sheet stays and says what was read.

    Args:
        place_text: latitude and longitude → words.
    """

    width_max_px = 760

    def __init__(
        self, desk: Desk, tasks: TaskRunner, host: QWidget, place_text: Callable[[float, float], str]
    ) -> None:
        super().__init__(host)
        self.setObjectName("track_sheet")
        self._desk = desk
        self._tasks = tasks
        self._place_text = place_text
        self._folders = FolderReader(tasks, ENDINGS)
        self._typed = Path()
        self.unit = ChoiceBox(self)
        self.unit.setObjectName("track_unit")
        self._unit_label = label(self)
        self.chooser = FileChooser(self)
        self.start = button(self, "primary", "track_start")
        self.undo = button(self, "", "track_undo")
        self.result = label(self, "", "track_result")
        self.result.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self._unit_label)
        top.addWidget(self.unit)
        top.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.start)
        below.addWidget(self.undo)
        below.addStretch(1)
        self.body.addLayout(top)
        self.body.addWidget(self.chooser, 1)
        self.body.addLayout(below)
        self.body.addWidget(self.result)
        self.chooser.folder_wanted.connect(self._on_folder_wanted)
        self.chooser.accepted.connect(self._on_start)
        self.chooser.chosen.connect(self._render)
        self.start.clicked.connect(self._on_start)
        self.undo.clicked.connect(self._on_undo)
        self.retranslate()

    def bring_up_for(self, unit_id: str) -> None:
        """Show it for this unit; empty: the one that was chosen last."""
        wanted = unit_id or self.unit.currentData()
        self.unit.clear()
        for unit in sorted(self._desk.unit_positions.units(), key=lambda unit: unit.call_sign.casefold()):
            self.unit.addItem(unit.call_sign, unit.unit_id)
        self.unit.setCurrentIndex(max(0, self.unit.findData(wanted)))
        self.result.setText("")
        self._render()
        super().bring_up()
        self._on_folder_wanted(str(self.chooser.folder if self.chooser.folder.parts else first_folder()))
        if unit_id:
            self.chooser.take_keys()
        else:
            self.unit.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        is_enter = qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if self.unit.hasFocus() and is_enter:
            self.chooser.take_keys()
        else:
            super().keyPressEvent(qt_event)

    @Slot(str)
    def _on_folder_wanted(self, typed: str) -> None:
        self._typed = Path(typed).expanduser()
        self._folders.show_folder(self._typed, self._on_entries, self._on_no_folder)

    def _on_entries(self, folder: Path, entries: list[Entry]) -> None:
        self.chooser.show_entries(folder, entries)
        if self._typed != folder:  # a file was typed
            if self.chooser.select(self._typed):
                self.chooser.take_keys()
            else:
                self.chooser.show_trouble(self.tr("Berkas itu tidak ada, atau bukan GPX atau NMEA."))

    def _on_no_folder(self, _reason: str) -> None:
        self.chooser.show_trouble(self.tr("Folder itu tidak ada atau tidak boleh dibaca."))

    @Slot()
    def _on_start(self) -> None:
        files, unit_id = self.chooser.files, self.unit.currentData()
        if len(files) != 1 or not unit_id:
            self._say(self.tr("Pilih satu satuan dan satu berkas."), is_good=False)
            return
        self._say(self.tr("Membaca berkas …"))
        name = self.unit.currentText()
        self._tasks.run(
            self._read(unit_id, str(files[0])),
            "unit-file",
            done=lambda report: self._on_read(name, report),
            refused=self._on_refused,
        )

    async def _read(self, unit_id: str, file: str) -> TrackReport:
        try:
            return await self._desk.unit_positions.place_from_file(unit_id, file)
        except EnvironmentFault as fault:  # said here, beside the file, not in the bar above
            raise OperatorError(fault.code, **fault.values) from fault

    def _on_read(self, name: str, report: TrackReport) -> None:
        self._say(f"✓ {name}: {self.words_of(report)}")
        self._render()

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._say("▲ " + labels.error_line(refusal.code, refusal.values), is_good=False)
        return True

    @Slot()
    def _on_undo(self) -> None:
        done = self.tr("Dibatalkan; posisi sebelumnya berlaku lagi.")

        def said(_unit: str) -> None:
            self._say(done)
            self._render()

        self._tasks.run(
            self._desk.unit_positions.undo_place(), "unit-undo", done=said, refused=self._on_refused
        )

    def words_of(self, report: TrackReport) -> str:
        """What was read of a file, in one line."""
        points = report.points
        parts = [QCoreApplication.translate("TrackSheet", "%n titik dibaca", "", points)]
        if report.skipped:
            skipped = report.skipped
            parts.append(QCoreApplication.translate("TrackSheet", "%n rusak dilewati", "", skipped))
        if report.at_us is None:
            when = self.tr("berkas tanpa waktu, dicatat sebagai sekarang")
        else:
            offset_min = self._desk.catalog.centre.utc_offset_min
            age = age_words(max(0.0, (self._desk.now_us() - report.at_us) / MICROSECONDS))
            moment = local_time(report.at_us, offset_min, "%d/%m %H:%M")
            when = self.tr("titik terakhir {time}, {age} lalu").format(time=moment, age=age)
        place = self._place_text(report.latitude, report.longitude)
        return " · ".join((*parts, when, place))

    def _say(self, words: str, *, is_good: bool = True) -> None:
        self.result.setText(words)
        set_role(self.result, "" if is_good else "late")

    @Slot()
    def _render(self) -> None:
        positions = self._desk.unit_positions
        self.start.setEnabled(positions.may_place and len(self.chooser.files) == 1)
        self.undo.setVisible(positions.may_place and positions.can_undo)
        if not positions.may_place:
            self._say(self.tr("Peran Anda belum boleh meletakkan satuan."), is_good=False)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "result"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Posisi satuan dari berkas"))
        self._unit_label.setText(self.tr("Satuan"))
        self.unit.setAccessibleName(self.tr("Satuan yang diletakkan"))
        self.start.setText(self.tr("Letakkan di titik terakhir  Enter"))
        self.undo.setText(self.tr("Batalkan letak"))
        self.chooser.path.setPlaceholderText(self.tr("folder atau berkas .gpx, .nmea"))
        self.chooser.list.setAccessibleName(self.tr("Berkas di folder ini"))
        self.chooser.hint.setText(self.tr("Enter membuka folder atau membaca berkas · Backspace ke atas"))
        self._render()
