"""Ctrl+Shift+F11: everything the desk needs, looked at beside the work; the worst stands first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from batola_desk.services.doctor import FAILED, WRITING
from batola_desk.services.doctor_views import FoundView
from batola_desk.ui.doctor.doctor_view_model import SIGNS, DoctorViewModel
from batola_desk.ui.doctor_words import finding_words
from batola_desk.ui.incident.parts import button, label, local_time, set_role
from batola_desk.ui.sheet import Sheet

_ROLES: Final = {"ok": "ok", "warn": "warn", "fail": "late"}
SUBJECT_PX: Final = 150
_STEP_PX: Final = 60


class DoctorSheet(Sheet):
    """Draws a ``DoctorViewModel``. Letters work the buttons, arrows and page keys scroll."""

    width_max_px = 940

    def __init__(self, vm: DoctorViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self._shown: tuple[FoundView, ...] = ()
        self.setObjectName("doctor")
        self.outcome = label(self, "", "doctor_outcome")
        self.outcome.setWordWrap(True)
        self.again = button(self, "primary", "doctor_again")
        self.cancel = button(self, "", "doctor_stop")
        self.copy = button(self, "", "doctor_copy")
        self.bundle = button(self, "", "doctor_bundle")
        self.bundled = label(self, "muted", "doctor_bundled")
        self.bundled.setWordWrap(True)
        self.bundled.setTextFormat(Qt.TextFormat.PlainText)
        self.bundled.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("doctor_progress")
        self.progress.setTextVisible(False)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.again.clicked.connect(vm.start)
        self.cancel.clicked.connect(vm.stop)
        self.copy.clicked.connect(self._on_copy)
        self.bundle.clicked.connect(vm.write_bundle)
        vm.changed.connect(self.render_now)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for part in (self.again, self.cancel, self.copy, self.bundle):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.progress)
        self.body.addLayout(row)
        self.body.addWidget(self.bundled)
        self.body.addWidget(self.area, 1)

    def bring_up(self) -> None:
        """Show it; the first time it begins by itself."""
        super().bring_up()
        view = self._vm.view
        if not view.is_running and not view.ended:
            self._vm.start()
        self.render_now()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_P: self.again,
            Qt.Key.Key_H: self.cancel,
            Qt.Key.Key_S: self.copy,
            Qt.Key.Key_B: self.bundle,
        }
        bar = self.area.verticalScrollBar()
        moves = {
            Qt.Key.Key_Down: _STEP_PX,
            Qt.Key.Key_Up: -_STEP_PX,
            Qt.Key.Key_PageDown: self.area.viewport().height() - _STEP_PX,
            Qt.Key.Key_PageUp: _STEP_PX - self.area.viewport().height(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        key = Qt.Key(qt_event.key())
        pressed = keys.get(key)
        if pressed is not None and pressed.isVisible() and not qt_event.modifiers():
            pressed.click()
        elif key in moves and not qt_event.modifiers():
            bar.setValue(bar.value() + moves[key])
        else:
            super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "area"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Pemeriksaan meja"))
        self.again.setText(self.tr("Periksa lagi") + "  P")
        self.cancel.setText(self.tr("Hentikan") + "  H")
        self.copy.setText(self.tr("Salin") + "  S")
        self.bundle.setText(self.tr("Berkas bantuan") + "  B")
        self.bundle.setToolTip(
            self.tr("Satu berkas untuk pembuat program, tanpa nomor, nama, tempat, atau sandi")
        )
        self._shown = ()
        self.render_now()

    # ---------------------------------------------------------------- inner parts

    @Slot()
    def render_now(self) -> None:
        """Show how far it is and what was found."""
        if not self.isVisible():
            return
        view = self._vm.view
        self.again.setVisible(not view.is_running)
        self.cancel.setVisible(view.is_running)
        self.copy.setVisible(bool(view.found) and not view.is_running)
        self.progress.setVisible(view.is_running)
        self.progress.setRange(0, view.total)
        self.progress.setValue(view.done)
        self.bundle.setEnabled(view.bundle != WRITING)
        self._say_bundle(view.bundle)
        words, role = self._outcome_words()
        self.outcome.setText(words)
        set_role(self.outcome, role)
        if self._vm.found != self._shown:
            self._shown = self._vm.found
            self._fill()
        if self.window().focusWidget() in (None, self.window()):  # its button is hidden now
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_bundle(self, bundle: str) -> None:
        """Where the support file is, or that it is being written."""
        self.bundled.setVisible(bool(bundle))
        if bundle == WRITING:
            words = self.tr("Menulis berkas bantuan … Panggilan tidak terganggu.")
        elif bundle == FAILED:
            words = self.tr(
                "Berkas bantuan tidak bisa ditulis. Periksa ruang disk, atau batola-desk doctor --bundle."
            )
        else:
            words = self.tr("Berkas bantuan, tanpa data pribadi: {file}").format(file=bundle)
        self.bundled.setText(words)
        set_role(self.bundled, "late" if bundle == FAILED else "muted")

    def _outcome_words(self) -> tuple[str, str]:
        vm, view = self._vm, self._vm.view
        if view.is_running:
            words = self.tr("Memeriksa {stage} … Panggilan tidak terganggu; layar tetap bisa dipakai.")
            return words.format(stage=vm.stage), ""
        if view.ended == "broke":
            return self.tr(
                "Pemeriksaan berhenti sebelum selesai. Coba lagi, atau batola-desk doctor."
            ), "late"
        offset_min = vm.desk.catalog.centre.utc_offset_min
        time = local_time(view.at_us, offset_min, "%H.%M") if view.at_us else ""
        if view.ended == "stopped":
            return self.tr("Dihentikan pukul {time}; yang sudah diperiksa ada di bawah.").format(
                time=time
            ), "warn"
        counts = {"fails": vm.count("fail"), "warns": vm.count("warn"), "time": time}
        if counts["fails"]:
            words = self.tr(
                "Meja ini belum bisa bekerja penuh: {fails} rusak, {warns} perlu dilihat (pukul {time})."
            )
            return words.format(**counts), "late"
        if counts["warns"]:
            words = self.tr("Meja bisa bekerja; {warns} hal perlu dilihat (pukul {time}).")
            return words.format(**counts), "warn"
        return self.tr("Semua baik (pukul {time}).").format(time=time), "ok"

    def _fill(self) -> None:
        """Draw the findings anew; there are some dozens, a few times in a minute."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for found in self._shown:
            column.addWidget(_FoundRow(found, self.tr("Tindakan: {remedy}"), inside))
        column.addStretch(1)
        place = self.area.verticalScrollBar().value()
        self.area.setWidget(inside)  # takes the old one with it
        self.area.verticalScrollBar().setValue(place)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._vm.plain_text())
        self.outcome.setText(
            self.tr("Disalin. Tempel di pesan ke TI; isinya nama server dan folder, bukan data penelepon.")
        )
        set_role(self.outcome, "ok")


class _FoundRow(QFrame):
    """One finding: sign and subject, what was found, and below it what works and what to do."""

    def __init__(self, found: FoundView, remedy_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        words = finding_words(found.code, found.values)
        self.setProperty("role", "card" if found.level != "ok" else "")
        self.setAccessibleName(" ".join(filter(None, words)))
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 8, 4)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(1, SUBJECT_PX)
        grid.setColumnStretch(2, 1)
        sign = label(self, _ROLES[found.level])
        sign.setText(SIGNS[found.level])
        subject = label(self, "")
        subject.setText(words.subject)
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(subject, 0, 1, Qt.AlignmentFlag.AlignTop)
        remedy = remedy_text.format(remedy=words.remedy) if words.remedy and found.level != "ok" else ""
        works = words.works if found.level != "ok" else ""
        for number, (text, role) in enumerate(((words.what, ""), (works, "muted"), (remedy, ""))):
            if text:
                line = label(self, role)
                line.setText(text)
                line.setWordWrap(True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(line, number, 2)
