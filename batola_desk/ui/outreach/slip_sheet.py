"""Alt+E: scan or paste the code of a slip, look what it says, Enter takes it in. Source: domain.md §5.3."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.interop.slip_code import CODE_MAX
from batola_desk.services.api import Desk
from batola_desk.services.slips import SlipView
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner

READ_AFTER_MS = 250  # a scanner types its letters within that time of each other
TEXT_MAX = 2 * CODE_MAX


class SlipSheet(Sheet):
    """A field that takes what a scanner types; what the slip says; the key that takes it in.

    Signals:
        taken_in: the incident is here (incident id).
    """

    taken_in = Signal(str)
    is_low = True
    width_max_px = 760

    def __init__(self, desk: Desk, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("slip_import")
        self._desk = desk
        self._tasks = tasks
        self._view: SlipView | None = None
        self._is_asked = False
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setObjectName("slip_code")
        self.field.setMaxLength(TEXT_MAX)
        self.file = button(self, "", "slip_file")
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.file)
        self.said = label(self, "card", "slip_said")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.problem = label(self, "late", "slip_problem")
        self.problem.setWordWrap(True)
        self.accept = button(self, "primary", "slip_accept")
        self.body.addWidget(self.ask)
        self.body.addLayout(row)
        for part in (self.said, self.problem, self.accept):
            self.body.addWidget(part)
        self._read_soon = QTimer(self)
        self._read_soon.setSingleShot(True)
        self._read_soon.setInterval(READ_AFTER_MS)
        self._read_soon.timeout.connect(self._read)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._enter)
        self.accept.clicked.connect(self._enter)
        self.file.clicked.connect(self._choose_file)
        self.retranslate()

    def bring_up(self, code: str = "") -> None:
        """Wait for a code, or show what this one says."""
        self._is_asked = False
        self.field.setText(code)
        self._forget()
        super().bring_up()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        if code:
            self._read()

    def load(self, path: Path) -> None:
        """Take the code from a text file."""
        try:
            with path.open("rb") as file:
                raw = file.read(TEXT_MAX + 1)
        except OSError as fault:
            self._refuse(OperatorError("slip_file_unreadable", why=fault.strerror or ""))
            return
        self.field.setText(raw.decode("ascii", "replace").strip()[:TEXT_MAX])
        self._read()

    # ---------------------------------------------------------------- inner parts

    @Slot()
    def _on_typed(self) -> None:
        self._forget()
        self._read_soon.start()

    def _forget(self) -> None:
        self._view = None
        for part in (self.said, self.problem, self.accept):
            part.hide()
        self._fit()

    @Slot()
    def _read(self) -> None:
        self._read_soon.stop()
        if self.field.text().strip():
            self._tasks.run(
                self._desk.slips.look(self.field.text()), "slip-look", done=self._show, refused=self._refuse
            )

    def _show(self, view: SlipView) -> None:
        self._view = view
        self.problem.hide()
        lines = (
            view.ticket_number,
            " · ".join(part for part in (view.priority, view.type_label) if part),
            view.place,
            view.agency,
            view.note,
            self.tr("Kejadian ini sudah ada di meja ini.") if view.is_known else "",
        )
        self.said.setText("\n".join(part for part in lines if part))
        self.accept.setText(
            self.tr("Buka (Enter)") if view.is_known else self.tr("Terima di meja ini (Enter)")
        )
        self.said.show()
        self.accept.show()
        self._fit()

    @Slot()
    def _enter(self) -> None:
        """The first Enter may be the scanner's own: it only reads."""
        if self._view is None:
            self._read()
        elif not self._is_asked:
            self._is_asked = True
            taking = self._desk.slips.take_in(self.field.text())
            self._tasks.run(taking, "slip-take-in", done=self._on_taken, refused=self._refuse)

    def _on_taken(self, incident_id: str) -> None:
        self.put_away()
        self.taken_in.emit(incident_id)

    def _refuse(self, refusal: OperatorError) -> bool:
        self._forget()
        self._is_asked = False
        self.problem.setText("✖ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()
        return True

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Berkas kode slip"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self.load(Path(name))

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "accept"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Slip dari meja lain"))
        self.ask.setText(
            self.tr("Pindai QR pada slip, atau tempel kodenya (Ctrl+V). Lihat isinya, lalu Enter.")
        )
        self.field.setAccessibleName(self.tr("Kode slip"))
        self.field.setPlaceholderText("BD1…")
        self.file.setText(self.tr("Berkas…"))
        if self._view is not None:
            self._show(self._view)
