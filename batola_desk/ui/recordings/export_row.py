"""The extract and who takes it away: reason, second person, progress."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from batola_desk.ui.incident.parts import button, label, span_text
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.recordings.recording_view_model import RecordingViewModel

PER_MILLE = 1000


class ExportRow(QFrame):
    """Hidden for those without the right to export.

    Signals:
        left: the keyboard goes back to the sheet.
    """

    left = Signal()

    def __init__(self, vm: RecordingViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._vm = vm
        self.span = label(self, "", "export_span")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("export_reason")
        self.witness = QLineEdit(self)
        self.witness.setObjectName("export_witness")
        self.progress = QProgressBar(self)
        self.progress.setRange(0, PER_MILLE)
        self.export = button(self, "", "export_do")
        self.hold = button(self, "quiet", "recording_hold")
        self.done = label(self, "ok", "export_done")
        self.done.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        for part, stretch in (
            (self.span, 0),
            (self.reason, 2),
            (self.witness, 1),
            (self.progress, 2),
            (self.export, 0),
            (self.hold, 0),
            (self.done, 1),
        ):
            row.addWidget(part, stretch)
        self.export.clicked.connect(self._on_export)
        self.hold.clicked.connect(self.toggle_hold)
        self.witness.returnPressed.connect(self._on_export)
        self.reason.returnPressed.connect(self.witness.setFocus)
        vm.changed.connect(self.render_now)
        vm.opened.connect(self._on_opened)
        vm.export_moved.connect(self._on_moved)
        vm.exported.connect(self._on_exported)
        self._retranslate()

    @Slot()
    def take_keys(self) -> None:
        """Begin with the reason."""
        if self.isVisible():
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def render_now(self) -> None:
        """Draw what would go out."""
        view, file, extract = self._vm.view, self._vm.file, self._vm.extract
        self.setVisible(view is not None and view.may_export)
        running = self._vm.is_exporting
        for part in (self.reason, self.witness):
            part.setVisible(not running)
        self.progress.setVisible(running)
        self.done.setVisible(bool(self.done.text()))
        self.export.setText(self.tr("Batalkan") if running else self.tr("Ekspor  E"))
        if file is None or view is None:
            return
        self.hold.setText(
            self.tr("Lepas penahanan  H") if view.held_reason else self.tr("⚑ Jangan dihapus  H")
        )
        self.hold.setToolTip(
            self.tr("Dengan alasan di samping: rekaman ini tidak dilepas dari meja sampai penahanan dicabut")
        )
        from_s, to_s = extract or (0.0, file.duration_s)
        words = self.tr("%1 – %2") if extract else self.tr("Seluruhnya %1 – %2 ([ ] memotong)")
        self.span.setText(words.replace("%1", span_text(from_s)).replace("%2", span_text(to_s)))
        self.span.setToolTip(self.tr("[ awal potongan, ] akhir potongan pada kursor"))

    @Slot()
    def _on_opened(self) -> None:
        self.done.clear()
        self.reason.clear()
        self.witness.clear()

    @Slot()
    def _on_export(self) -> None:
        if self._vm.is_exporting:
            self._vm.cancel_export()
            return
        self.done.clear()
        self._vm.export(self.reason.text(), self.witness.text())

    @Slot()
    def toggle_hold(self) -> None:
        """Keep this recording from being freed, or let it go again; the reason stands in the field."""
        if self.isVisible():
            self._vm.toggle_hold(self.reason.text())

    @Slot(float)
    def _on_moved(self, share: float) -> None:
        self.progress.setValue(int(max(0.0, share) * PER_MILLE))
        self.render_now()

    @Slot(str)
    def _on_exported(self, package: str) -> None:
        self.done.setText(self.tr("✓ Tersimpan"))
        self.done.setToolTip(plain_tip(package))
        self.done.setAccessibleName(self.tr("Paket tersimpan di %1").replace("%1", package))
        self.done.setVisible(True)
        self.left.emit()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.reason.setPlaceholderText(self.tr("Alasan dan penerima"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.witness.setPlaceholderText(self.tr("Orang kedua (saksi)"))
        self.witness.setAccessibleName(self.witness.placeholderText())
        for field in (self.reason, self.witness):  # what is wanted there must be readable on a low screen
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance(field.placeholderText()) + 28)
        self.progress.setAccessibleName(self.tr("Kemajuan ekspor"))
        self.render_now()
