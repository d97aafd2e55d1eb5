"""Import and export of the map's features, below their list: a path, or a file dropped there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.map_layer_import import LayerPlan
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.map_features.layer_report_words import counts_words, report_lines
from batola_desk.ui.tasks import TaskRunner

REPORT_PX: Final = 120


class LayerRow(QFrame):
    """Enter in the path imports. The report stays until the next file.

    Signals:
        done: a file was taken over.
    """

    done = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._dialog: QFileDialog | None = None
        self.setProperty("role", "card")
        self.path = QLineEdit(self)
        self.path.setObjectName("layer_path")
        self.choose = button(self, "", "layer_choose")
        self.take = button(self, "", "layer_import")
        self.give = button(self, "", "layer_export")
        self.result = label(self, "", "layer_result")
        self.result.setWordWrap(True)
        self.report = QPlainTextEdit(self)
        self.report.setObjectName("layer_report")
        self.report.setReadOnly(True)
        self.report.setMaximumHeight(REPORT_PX)
        self.report.setTabChangesFocus(True)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        for made in (self.choose, self.take, self.give):
            row.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addLayout(row)
        column.addWidget(self.result)
        column.addWidget(self.report)
        self.result.hide()
        self.report.hide()
        self.path.returnPressed.connect(self.import_now)
        self.take.clicked.connect(self.import_now)
        self.choose.clicked.connect(self._choose)
        self.give.clicked.connect(self.export_now)
        self.retranslate()

    @Slot()
    def import_now(self) -> None:
        """Take over the file of the path."""
        text = self.path.text().strip().strip('"')
        if not text:
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(self.tr("Tulis letak berkas .geojson, pilih, atau seret ke sini."))
            return
        self.take.setEnabled(False)
        self._say(self.tr("Membaca berkas …"))
        task = self._tasks.run(
            self._desk.map_features.files.import_file(Path(text).expanduser(), self._on_written),
            "import-layers",
            done=self._on_imported,
            refused=self._on_refused,
        )
        task.add_done_callback(lambda _task: self.take.setEnabled(True))

    def take_file(self, path: str) -> None:
        """A file was dropped or chosen."""
        self.path.setText(path)
        self.import_now()

    @Slot()
    def export_now(self) -> None:
        """Write what is on the map into the folder of exports."""
        text = self.tr("Objek peta disimpan: {path}")
        self._tasks.run(
            self._desk.map_features.files.export_file(),
            "export-layers",
            done=lambda path: self._say(text.format(path=path)),
            refused=self._on_refused,
        )

    @Slot()
    def _choose(self) -> None:
        """A file window beside ours: it blocks nothing."""
        dialog = QFileDialog(self.window(), self.tr("Berkas GeoJSON"), "", "GeoJSON (*.geojson *.json)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        self._dialog = dialog
        dialog.show()

    def _on_written(self, count: int, total: int) -> None:
        self._say(self.tr("Menulis {count} dari {total} …").format(count=count, total=total))

    def _on_imported(self, plan: LayerPlan) -> None:
        self._say(counts_words(plan))
        lines = list(report_lines(plan))
        self.report.setPlainText("\n".join(lines))
        self.report.setVisible(bool(lines))
        self.done.emit()

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._say(labels.error_line(refusal.code, refusal.values))
        self.report.hide()
        return True

    def _say(self, words: str) -> None:
        self.result.setText(words)
        self.result.show()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "report"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.path.setPlaceholderText(self.tr("Berkas .geojson, Enter mengimpor"))
        self.path.setAccessibleName(self.tr("Berkas GeoJSON"))
        self.choose.setText(self.tr("Pilih…"))
        self.take.setText(self.tr("Impor"))
        self.give.setText(self.tr("Ekspor"))
        self.report.setAccessibleName(self.tr("Laporan impor"))
