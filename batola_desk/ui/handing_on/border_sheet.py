"""Alt+W: the caller of another regency goes to its centre, with a card and a named person.

Three keys: Alt+W; Enter or a digit rings the neighbour and copies the card; then a name, and Enter. Beside
the card stands its QR for a telephone's camera, and its EIDO document lies among the exports.
Source: domain.md §12.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import AgencyTask
from batola_desk.services.handing_on import BorderCard, NeighbourChoice
from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.qr_picture import qr_of_words
from batola_desk.ui.sheet import Sheet

_CODE = Qt.ItemDataRole.UserRole
NAME_MAX = 80
TEXT_MARGIN_PX = 6


class _Choices(QListWidget):
    """Enter takes the line, a digit its line."""

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        typed = qt_event.text()
        if qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        elif typed.isdigit() and 1 <= int(typed) <= self.count():
            self.setCurrentRow(int(typed) - 1)
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(qt_event)


class BorderSheet(Sheet):
    """First whose caller it is, then who there has accepted.

    Signals:
        print_requested: the card on paper.
    """

    print_requested = Signal()
    is_low = True

    def __init__(self, form: IncidentFormViewModel, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("border")
        self._form = form
        self._chosen = ""  # code of the neighbour that was rung
        self._incident_id = ""
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.choices = _Choices(self)
        self.choices.setObjectName("border_neighbours")
        self.choices.itemActivated.connect(self._begin)
        self.problem = label(self, "late", "border_problem")
        self.problem.setWordWrap(True)
        self.card = label(self, "card", "border_card")
        self.card.setWordWrap(True)
        self.card.setMargin(TEXT_MARGIN_PX)
        self.card.setTextFormat(Qt.TextFormat.PlainText)
        self.code = QLabel(self)
        self.code.setObjectName("border_code")
        self.code.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.eido = label(self, "small", "border_eido")
        self.eido.setWordWrap(True)
        beside = QHBoxLayout()
        beside.addWidget(self.card, 1)
        beside.addWidget(self.code)
        self.copy = button(self, "quiet", "border_copy")
        self.copy.clicked.connect(self._copy)
        self.print = button(self, "quiet", "border_print")
        self.print.clicked.connect(self.print_requested)
        keys = QHBoxLayout()
        keys.addWidget(self.copy, 1)
        keys.addWidget(self.print, 1)
        self.name = QLineEdit(self)
        self.name.setObjectName("border_name")
        self.name.setMaxLength(NAME_MAX)
        self.name.returnPressed.connect(self._accept)
        above: tuple[QWidget, ...] = (self.ask, self.choices, self.problem)
        for part in above:
            self.body.addWidget(part)
        self.body.addLayout(beside)
        self.body.addWidget(self.eido)
        self.body.addLayout(keys)
        self.body.addWidget(self.name)
        self.retranslate()

    def bring_up_for(self, guess: str) -> None:
        """Ask whose caller it is, the guessed neighbour first; one that was rung already waits for its name.

        Args:
            guess: code of a neighbour; empty = nobody knows.
        """
        rung = self._rung()
        self.problem.hide()
        self.name.clear()
        if rung is None:
            self._chosen = self._incident_id = ""
            self._offer(guess)
        else:
            self._chosen, self._incident_id = rung, self._form.incident_id
            self._clear()  # another ticket's may still stand there
            self._show_stage(is_rung=True)
            card = self._form.desk.handing_on.card(
                rung, incident_id=self._incident_id, call_key=self._form.call_key
            )
            self._form.tasks.run(card, "border-card", done=self._show_card, refused=self._on_not_accepted)
        self.bring_up()
        (self.name if rung is not None else self.choices).setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Salah wilayah: serahkan ke 112 tetangga"))
        self.name.setPlaceholderText(self.tr("Nama petugas yang menerima, lalu Enter"))
        self.name.setAccessibleName(self.tr("Nama petugas yang menerima"))
        self.choices.setAccessibleName(self.tr("Wilayah tetangga"))
        self.copy.setText(self.tr("Salin kartu lagi"))
        self.print.setText(self.tr("Cetak kartu…  Alt+Shift+K"))
        self.code.setAccessibleName(self.tr("Kode QR kartu: pindai dengan telepon"))
        self._say_what_to_do()

    @property
    def handed_to(self) -> str:
        """The neighbour that has the ticket in the form, accepted or not; empty = none has."""
        return self._rung() or self._neighbour_of(self._tasks()) or ""

    # ---------------------------------------------------------------- inner parts

    def _rung(self) -> str | None:
        """The neighbour whose centre has this ticket and has not accepted yet."""
        waiting = (task for task in self._tasks() if task.acknowledged_us is None and task.ended_us is None)
        return self._neighbour_of(waiting)

    def _tasks(self) -> tuple[AgencyTask, ...]:
        view = self._form.view
        return tuple(one.task for one in view.tasks) if view is not None else ()

    def _neighbour_of(self, tasks: Iterable[AgencyTask]) -> str | None:
        agencies = {task.agency_code for task in tasks}
        neighbours = self._form.desk.catalog.neighbours.values()
        return next((one.code for one in neighbours if one.agency and one.agency in agencies), None)

    def _offer(self, guess: str) -> None:
        found: list[NeighbourChoice] = list(self._form.desk.handing_on.neighbours())
        found.sort(key=lambda choice: choice.code != guess)
        self.choices.clear()
        for number, choice in enumerate(found, start=1):
            sign = "" if choice.has_number else "   " + self.tr("tanpa nomor: kartu saja")
            item = QListWidgetItem(f"{number}  {choice.name}{sign}", self.choices)
            item.setData(_CODE, choice.code)
        self.choices.setCurrentRow(0)
        rows = max(1, self.choices.count()) * self.choices.sizeHintForRow(0)
        self.choices.setFixedHeight(rows + 2 * self.choices.frameWidth() + 4)
        self._show_stage(is_rung=False)

    def _show_stage(self, *, is_rung: bool) -> None:
        self.choices.setVisible(not is_rung)
        has_card = is_rung and bool(self.card.text())
        for part in (self.card, self.copy, self.print):
            part.setVisible(has_card)
        self.code.setVisible(has_card and not self.code.pixmap().isNull())
        self.eido.setVisible(has_card and bool(self.eido.text()))
        self.name.setVisible(is_rung)
        self._say_what_to_do()

    def _say_what_to_do(self) -> None:
        if self._chosen:
            self.ask.setText(
                self.tr(
                    "Kartu disalin: tempel ke WhatsApp, pindai kodenya, atau bacakan. "
                    "Penelepon tetap tersambung. "
                    "Tulis nama yang menerima, lalu Enter: panggilan diserahkan dan tiket selesai."
                )
            )
        else:
            self.ask.setText(
                self.tr("Enter atau angka: hubungi 112 di sana, penelepon menunggu di sini, kartu disalin.")
            )

    @Slot(QListWidgetItem)
    def _begin(self, item: QListWidgetItem) -> None:
        if self._chosen:
            return  # a key pressed twice rings nobody twice
        self._chosen = str(item.data(_CODE))
        begun = self._form.desk.handing_on.begin_handover(
            self._chosen, incident_id=self._form.incident_id, call_key=self._form.call_key
        )
        self._form.tasks.run(begun, "border-begin", done=self._on_begun, refused=self._on_refused)

    def _on_begun(self, card: BorderCard) -> None:
        self._incident_id = card.incident_id
        if not self._form.incident_id:
            self._form.open(card.incident_id)
        self._show_card(card)
        self._copy()
        if card.problem is not None:
            self._say(card.problem)
        self._fit()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        written = self._form.desk.case_files.write_eido(card.incident_id)
        self._form.tasks.run(
            written,
            "border-eido",
            done=partial(self._on_eido, card.incident_id),
            refused=self._on_not_accepted,
        )

    def _show_card(self, card: BorderCard) -> None:
        if card.incident_id != self._incident_id:
            return  # the sheet is about another ticket by now
        self.card.setText(card.text)
        picture = qr_of_words(card.text)
        self.code.setPixmap(QPixmap.fromImage(picture) if picture is not None else QPixmap())
        self._show_stage(is_rung=True)
        self._fit()

    def _on_eido(self, incident_id: str, path: Path) -> None:
        if incident_id == self._incident_id and self.card.text():
            self.eido.setText(self.tr("EIDO untuk sistem pusat lain: {path}").format(path=path))
            self._show_stage(is_rung=True)
            self._fit()

    def _clear(self) -> None:
        for part in (self.card, self.code, self.eido):
            part.clear()

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._chosen = ""
        self._say(refusal)
        return True

    def _say(self, refusal: OperatorError) -> None:
        self.problem.setText("▲ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.card.text())

    @Slot()
    def _accept(self) -> None:
        accepted = self._form.desk.handing_on.accept_handover(
            self._chosen, incident_id=self._incident_id, name=self.name.text()
        )
        self._form.tasks.run(accepted, "border-accept", done=self._on_accepted, refused=self._on_not_accepted)

    def _on_accepted(self, _nothing: None) -> None:
        said = self.tr("Diterima {name}: tiket dialihkan wilayah.").format(name=self.name.text().strip())
        self._clear()
        self._chosen = ""
        self.put_away()
        self._form.tasks.messages.info(said)

    def _on_not_accepted(self, refusal: OperatorError) -> bool:
        self._say(refusal)
        return True
