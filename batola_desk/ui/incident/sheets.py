"""Sheets inside the form: they ask one thing, hide no ringing call, and Esc puts them away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.guards import CALLER_INFORMED, STATES_BY_HAND
from batola_desk.domain.incident import IncidentState
from batola_desk.ui import labels
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import button, label

MARGIN_PX = 10


class Sheet(QFrame):
    """A frame over the lower part of its owner; not modal, the rest stays in reach."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setProperty("role", "sheet")
        self._owner = owner
        self._focus_back: QWidget | None = None
        self.title = label(self, "title", "sheet_title")
        self.title.setWordWrap(True)
        self.problem = label(self, "late", "sheet_problem")
        self.problem.setWordWrap(True)
        self.accept_button = button(self, "primary", "sheet_accept")
        self.cancel_button = button(self, "", "sheet_cancel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.column.addLayout(self.body)
        self.column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.accept_button)
        row.addWidget(self.cancel_button)
        self.column.addLayout(row)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.put_away)
        owner.installEventFilter(self)
        self.hide()

    def bring_up(self, first: QWidget) -> None:
        """Show the sheet and put the focus into its first field."""
        window = self.window()
        self._focus_back = window.focusWidget() if window is not None else None
        self.problem.hide()
        self.show()
        self.lay_over()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def put_away(self) -> None:
        """Close the sheet; the focus goes back to where it was."""
        self.hide()
        if self._focus_back is not None and self._focus_back.isVisible():
            self._focus_back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus_back = None

    @Slot()
    def accept(self) -> None:
        """Enter or the first button; subclasses do the work."""
        self.put_away()

    def refuse(self, refusal: OperatorError) -> bool:
        """Show a refusal where the answer is missing; True = shown here."""
        self.problem.setText("✖ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        if self.isHidden():
            self.show()
        self.lay_over()
        self.raise_()
        return True

    def lay_over(self) -> None:
        """Take the place at the bottom of the owner, as high as the content needs."""
        width = self._owner.width() - 2 * MARGIN_PX
        self.setFixedWidth(max(width, 200))
        self.adjustSize()
        column = self.column  # the hint guesses words that wrap to be narrow, and so too high
        wraps = column.hasHeightForWidth()
        height = column.heightForWidth(self.width()) if wraps else self.sizeHint().height()
        height = min(height, self._owner.height() - 2 * MARGIN_PX)
        self.setGeometry(MARGIN_PX, self._owner.height() - height - MARGIN_PX, self.width(), height)

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if watched is self._owner and qt_event.type() == QEvent.Type.Resize and self.isVisible():
            self.lay_over()
        return super().eventFilter(watched, qt_event)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        match qt_event.key():
            case Qt.Key.Key_Escape:
                self.put_away()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.accept()
            case _:
                super().keyPressEvent(qt_event)


class WordsSheet(Sheet):
    """Asks one line: a name, a reason, a report."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._done: Callable[[str], None] | None = None
        self._is_needed = True
        self.field = QLineEdit(self)
        self.field.setObjectName("sheet_words")
        self.body.addWidget(self.field)

    def ask(self, title: str, done: Callable[[str], None], *, hint: str = "", needed: bool = True) -> None:
        """Ask; ``done`` gets the line once something was written (or at once if nothing is needed)."""
        self._done = done
        self._is_needed = needed
        self.title.setText(title)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(title)
        self.field.setVisible(True)
        self.field.clear()
        self.accept_button.setText(self.tr("Simpan (Enter)"))
        self.cancel_button.setText(self.tr("Batal (Esc)"))
        self.bring_up(self.field)

    def ask_yes(self, title: str, done: Callable[[str], None]) -> None:
        """Ask for a plain yes."""
        self.ask(title, done, needed=False)
        self.field.hide()
        self.accept_button.setText(self.tr("Ya, tetap (Enter)"))
        self.bring_up(self.accept_button)

    @Slot()
    def accept(self) -> None:
        words = self.field.text().strip()
        if self._is_needed and not words:
            self.problem.setText(self.tr("✖ Harus diisi: tanpa nama atau alasan tidak dicatat."))
            self.problem.show()
            self.lay_over()
            self.field.setFocus()
            return
        done, self._done = self._done, None
        self.put_away()
        if done is not None:
            done(words)


class CloseSheet(Sheet):
    """Outcome, whether the caller knows, and what is still missing. Source: domain.md §5.2, §6.3."""

    def __init__(self, vm: IncidentFormViewModel, owner: QWidget) -> None:
        super().__init__(owner)
        self._vm = vm
        self.missing = label(self, "warn", "close_missing")
        self.missing.setWordWrap(True)
        self.disposition = ChoiceBox(self)
        self.disposition.setObjectName("close_disposition")
        self.informed = ChoiceBox(self)
        self.informed.setObjectName("close_informed")
        self.note = QLineEdit(self)
        self.note.setObjectName("close_note")
        self.disposition_caption = label(self, "heading")
        self.informed_caption = label(self, "heading")
        self.body.addWidget(self.missing)
        for part in (
            self.disposition_caption,
            self.disposition,
            self.informed_caption,
            self.informed,
            self.note,
        ):
            self.body.addWidget(part)

    def open_for_ticket(self) -> None:
        """Show the sheet for the ticket in the form."""
        catalog = self._vm.desk.catalog
        language = str(self._vm.desk.session.setting("screen.language"))
        view = self._vm.view
        if view is None:
            return
        self.title.setText(self.tr("Tutup tiket {ticket}").format(ticket=view.incident.ticket_number))
        self.disposition_caption.setText(self.tr("HASIL AKHIR"))
        self.informed_caption.setText(self.tr("PELAPOR SUDAH DIBERI TAHU?"))
        self.note.setPlaceholderText(self.tr("Catatan penutup (boleh kosong)"))
        self.accept_button.setText(self.tr("Tutup tiket (Enter)"))
        self.cancel_button.setText(self.tr("Batal (Esc)"))
        self.note.clear()
        self.disposition.clear()
        self.disposition.addItem(self.tr("Pilih hasil akhir…"), "")
        for code, disposition in catalog.dispositions.items():
            self.disposition.addItem(label_of(disposition, language), code)
        self.informed.clear()
        self.informed.addItem(self.tr("Pilih…"), "")
        for code in CALLER_INFORMED:
            self.informed.addItem(labels.word(labels.CALLER_INFORMED, code), code)
        self.missing.setVisible(bool(view.missing_to_close))
        words = [labels.word(labels.MISSING_TO_CLOSE, code) for code in view.missing_to_close]
        self.missing.setText(self.tr("▲ Belum bisa ditutup: {what}").format(what="; ".join(words)))
        self.bring_up(self.disposition)

    @Slot()
    def accept(self) -> None:
        desk = self._vm.desk
        self._vm.tasks.run(
            desk.incidents.close(
                self._vm.incident_id,
                disposition=str(self.disposition.currentData()),
                caller_informed=str(self.informed.currentData()),
                note=self.note.text().strip(),
            ),
            "close-ticket",
            done=self._on_closed,
            refused=self.refuse,
        )

    def _on_closed(self, _nothing: None) -> None:
        self.put_away()


class StateSheet(Sheet):
    """Other states set by hand, with their reason. Source: domain.md §5.2."""

    def __init__(self, vm: IncidentFormViewModel, owner: QWidget) -> None:
        super().__init__(owner)
        self._vm = vm
        self.state = ChoiceBox(self)
        self.state.setObjectName("state_choice")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("state_reason")
        self.reference = QLineEdit(self)
        self.reference.setObjectName("state_reference")
        for part in (self.state, self.reason, self.reference):
            self.body.addWidget(part)

    def open_for_ticket(self) -> None:
        """Show the sheet for the ticket in the form."""
        self.title.setText(self.tr("Ubah status tiket"))
        self.reason.setPlaceholderText(self.tr("Alasan"))
        self.reference.setPlaceholderText(self.tr("Nomor rujukan (bila ada)"))
        self.accept_button.setText(self.tr("Simpan (Enter)"))
        self.cancel_button.setText(self.tr("Batal (Esc)"))
        self.state.clear()
        for state in STATES_BY_HAND:
            self.state.addItem(labels.word(labels.INCIDENT_STATES, state.value), state.value)
        self.reason.clear()
        self.reference.clear()
        self.bring_up(self.state)

    def open_at(self, state: IncidentState) -> None:
        """Show the sheet with this state chosen; only the reason is missing."""
        self.open_for_ticket()
        self.state.setCurrentIndex(self.state.findData(state.value))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def accept(self) -> None:
        self._vm.tasks.run(
            self._vm.desk.incidents.set_state(
                self._vm.incident_id,
                str(self.state.currentData()),
                reason=self.reason.text().strip(),
                reference=self.reference.text().strip(),
            ),
            "set-ticket-state",
            done=self._on_done,
            refused=self.refuse,
        )

    def _on_done(self, _nothing: None) -> None:
        self.put_away()
