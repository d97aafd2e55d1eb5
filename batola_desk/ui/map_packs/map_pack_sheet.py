"""Ctrl+Shift+F12: which map pack this desk draws; another one is made here of files, or removed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.map_packs.file_chooser import FileChooser
from batola_desk.ui.map_packs.folder_entries import Entry, first_folder
from batola_desk.ui.map_packs.map_pack_view_model import MapPackViewModel
from batola_desk.ui.sheet import Sheet

ATTRIBUTION_MAX = 200
DATE_LETTERS = 10
CRS_LETTERS = 40


class MapPackSheet(Sheet):
    """Draws a ``MapPackViewModel``: state, chooser, progress, outcome."""

    width_max_px = 860

    def __init__(self, vm: MapPackViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self.setObjectName("map_pack")
        self.state_card, self.outcome_card, self.delivery_card = QFrame(self), QFrame(self), QFrame(self)
        self.state_heading, self.outcome_heading = label(self, "heading"), label(self, "heading")
        self.delivery_heading = label(self, "heading")
        self.delivery = label(self, "", "map_pack_delivery")
        self.delivery_bar = QProgressBar(self)
        self.delivery_bar.setObjectName("map_pack_delivery_bar")
        self.delivery_bar.setTextVisible(False)  # the words above say it
        self.take = button(self, "", "map_pack_take")
        self.state = label(self, "", "map_pack_state")
        self.outcome = label(self, "", "map_pack_outcome")
        for words in (self.state, self.outcome, self.delivery):
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.refusal = label(self, "late", "map_pack_refusal")
        self.refusal.setWordWrap(True)
        self.choose = button(self, "primary", "map_pack_choose")
        self.remove = button(self, "", "map_pack_remove")
        self.restore = button(self, "", "map_pack_restore")
        self.chooser = FileChooser(self)
        self.options = _Options(self)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("map_pack_progress")
        self.step = label(self, "", "map_pack_step")
        self.cancel = button(self, "danger", "map_pack_cancel")
        self._lay_out()
        self.choose.clicked.connect(self._on_choose)
        self.take.clicked.connect(vm.take)
        self.remove.clicked.connect(vm.remove)
        self.restore.clicked.connect(vm.restore)
        self.cancel.clicked.connect(vm.cancel)
        self.chooser.folder_wanted.connect(self._on_folder_wanted)
        self.chooser.accepted.connect(self._start)
        self.chooser.chosen.connect(self._on_chosen)
        self.options.start.clicked.connect(self._start)
        self.options.attribution.returnPressed.connect(self._start)
        self.options.date.returnPressed.connect(self._start)
        self.options.crs.returnPressed.connect(self._start)
        vm.changed.connect(self._render)
        vm.refused.connect(self._on_refused)
        self._choosing = False
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for part in (self.choose, self.take, self.remove, self.restore):
            row.addWidget(part)
        row.addStretch(1)
        running = QHBoxLayout()
        running.addWidget(self.progress, 1)
        running.addWidget(self.cancel)
        told = QWidget(self)
        inner = QVBoxLayout(told)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        for card, heading, words in (
            (self.delivery_card, self.delivery_heading, self.delivery),
            (self.state_card, self.state_heading, self.state),
            (self.outcome_card, self.outcome_heading, self.outcome),
        ):
            card.setProperty("role", "card")
            rows = QVBoxLayout(card)
            rows.setContentsMargins(10, 8, 10, 10)
            rows.addWidget(heading)
            rows.addWidget(words)
            if card is self.delivery_card:
                rows.addWidget(self.delivery_bar)
            inner.addWidget(card)
        inner.addStretch(1)
        self.told = QScrollArea(self)
        self.told.setWidget(told)
        self.told.setWidgetResizable(True)
        self.told.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addLayout(row)
        self.body.addWidget(self.refusal)
        self.body.addWidget(self.step)
        self.body.addLayout(running)
        self.body.addWidget(self.chooser, 3)
        self.body.addWidget(self.options)
        self.body.addWidget(self.told, 2)

    def bring_up(self) -> None:
        """Show the pack; the keyboard is on the button that replaces it."""
        self._choosing = False
        self._show_refusal("")
        self._render()
        super().bring_up()
        if self.choose.isEnabled():
            self.choose.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_choosing"):
            self.retranslate()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        """Letters work the buttons; in a field they are letters."""
        keys = {
            Qt.Key.Key_I: self.choose,
            Qt.Key.Key_A: self.take,
            Qt.Key.Key_H: self.remove,
            Qt.Key.Key_U: self.restore,
            Qt.Key.Key_B: self.cancel,
        }
        pressed = keys.get(Qt.Key(qt_event.key()))
        if pressed is not None and pressed.isVisible() and not qt_event.modifiers():
            pressed.click()
        elif qt_event.key() == Qt.Key.Key_Escape and self._choosing:
            self._choosing = False
            self._render()
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(qt_event)

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Data peta"))
        self.choose.setText(self.tr("Impor berkas…") + "  I")
        self.remove.setText(self.tr("Hapus paket") + "  H")
        self.restore.setText(self.tr("Urungkan hapus") + "  U")
        self.cancel.setText(self.tr("Batalkan impor") + "  B")
        self.chooser.path.setPlaceholderText(self.tr("folder atau berkas"))
        self.chooser.list.setAccessibleName(self.tr("Berkas di folder ini"))
        self.chooser.hint.setText(
            self.tr("Enter membuka folder atau mengimpor · Shift+panah memilih beberapa · Backspace ke atas")
        )
        self.delivery_heading.setText(self.tr("PETA BARU DARI SEKRETARIAT"))
        self.state_heading.setText(self.tr("PETA YANG DIPAKAI"))
        self.outcome_heading.setText(self.tr("IMPOR TERAKHIR"))
        self.options.retranslate()
        self._render()

    # ---------------------------------------------------------------- inner parts

    @Slot()
    def _render(self) -> None:
        vm = self._vm
        importing = vm.is_importing
        may = vm.may_change
        self.choose.setVisible(not importing and not self._choosing)
        self.choose.setEnabled(may)
        self.remove.setVisible(vm.has_pack and not importing and not self._choosing)
        self.remove.setEnabled(may)
        self.restore.setVisible(vm.may_restore and may and not self._choosing)
        self.chooser.setVisible(self._choosing and not importing)
        self.options.setVisible(self._choosing and not importing)
        self.options.keep.setVisible(vm.has_pack)
        words, per_cent = vm.step_words()
        self.step.setText(words)
        self.step.setVisible(importing)
        self.progress.setVisible(importing)
        self.progress.setRange(0, 100 if per_cent is not None else 0)
        self.progress.setValue(per_cent or 0)
        self.cancel.setVisible(importing)
        self.state.setText(vm.state_words())
        self._render_delivery()
        outcome, is_good = vm.outcome_words()
        self.outcome.setText(outcome)
        self.outcome_card.setVisible(bool(outcome) and not importing)
        self.told.setVisible(not self._choosing)
        _mark(self.outcome, is_good=is_good)
        if not may and not self.refusal.text():
            self._show_refusal(self.tr("Paket peta hanya boleh diganti admin TI atau ketua regu."))
        if importing and self.isVisible() and not self.cancel.hasFocus():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_delivery(self) -> None:
        vm = self._vm
        words, is_good = vm.delivery_words()
        self.delivery.setText(words)
        self.delivery_card.setVisible(bool(words))
        _mark(self.delivery, is_good=is_good)
        per_cent = vm.delivery_percent()
        self.delivery_bar.setVisible(per_cent is not None)
        self.delivery_bar.setValue(per_cent or 0)
        self.take.setText((self.tr("Coba lagi") if vm.take_is_again else self.tr("Ambil peta baru")) + "  A")
        self.take.setVisible(vm.may_take and not vm.is_importing and not self._choosing)

    @Slot()
    def _on_choose(self) -> None:
        self._choosing = True
        self._show_refusal("")
        self._render()
        self._on_folder_wanted(str(self.chooser.folder if self.chooser.folder.parts else first_folder()))
        self.chooser.take_keys()

    @Slot(str)
    def _on_folder_wanted(self, typed: str) -> None:
        self._vm.folders.show_folder(Path(typed).expanduser(), self._on_entries, self._on_no_folder)

    def _on_entries(self, folder: Path, entries: list[Entry]) -> None:
        self.chooser.show_entries(folder, entries)

    def _on_no_folder(self, _reason: str) -> None:
        self.chooser.show_trouble(self.tr("Folder itu tidak ada atau tidak boleh dibaca."))

    @Slot()
    def _on_chosen(self) -> None:
        self.options.start.setEnabled(bool(self.chooser.files))

    @Slot()
    def _start(self) -> None:
        files = self.chooser.files
        if not files:
            return
        self._choosing = False
        options = self.options
        self._vm.import_files(
            files, attribution=options.attribution.text(), date=options.date.text(),
            crs=options.crs.text(), keep=options.keep.isChecked() and self._vm.has_pack,
        )  # fmt: skip

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        if self.isVisible():
            self._show_refusal(words)
            self._render()

    def _show_refusal(self, words: str) -> None:
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))


def _mark(words: QLabel, *, is_good: bool) -> None:
    words.setProperty("role", "" if is_good else "late")
    words.style().polish(words)


class _Options(QWidget):
    """Where the data come from, of which day, and whether the pack of now stays."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.attribution = QLineEdit(self)
        self.attribution.setObjectName("map_pack_attribution")
        self.attribution.setMaxLength(ATTRIBUTION_MAX)
        self.date = QLineEdit(self)
        self.date.setObjectName("map_pack_date")
        self.date.setMaxLength(DATE_LETTERS)
        self.crs = QLineEdit(self)
        self.crs.setObjectName("map_pack_crs")
        self.crs.setMaxLength(CRS_LETTERS)
        self.keep = button(self, "", "map_pack_keep")
        self.keep.setCheckable(True)
        self.start = button(self, "primary", "map_pack_start")
        row = QHBoxLayout()
        row.addWidget(self.date, 1)
        row.addWidget(self.crs, 1)
        row.addWidget(self.keep)
        row.addWidget(self.start)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.attribution)
        rows.addLayout(row)
        self.keep.toggled.connect(self.retranslate)

    @Slot()
    def retranslate(self) -> None:
        """Say all texts again."""
        self.attribution.setPlaceholderText(self.tr("sumber data (tertulis di peta; OSM sudah dikenal)"))
        self.date.setPlaceholderText(self.tr("tanggal, 2026-11-01"))
        self.crs.setPlaceholderText(self.tr("proyeksi bila .prj hilang"))
        words = self.tr("tambah ke peta yang ada")
        self.keep.setText(f"✓ {words}" if self.keep.isChecked() else words)
        self.start.setText(self.tr("Impor") + "  Enter")
