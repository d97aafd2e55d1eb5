"""Alt+N: what is no emergency goes to Lapor Pak Bupati or SP4N-LAPOR!, with a code to read out.

Alt+N, what it is about, Enter. On a referred ticket the same key takes the answer of the other system.
Source: domain.md §6.1 (R).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import IncidentState
from batola_desk.services.handing_on import Referral
from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import label
from batola_desk.ui.sheet import Sheet

_CODE = Qt.ItemDataRole.UserRole
WORDS_MAX = 500
TEXT_MARGIN_PX = 6


class _Words(QLineEdit):
    """The field keeps the keyboard; arrows choose the target, Enter sends."""

    moved = Signal(int)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if qt_event.key() == Qt.Key.Key_Down else -1)
        elif qt_event.key() == Qt.Key.Key_Escape:
            qt_event.ignore()
        else:
            super().keyPressEvent(qt_event)


class ReferralSheet(Sheet):
    """One line and where it goes; then the code; later the answer."""

    is_low = True

    def __init__(self, form: IncidentFormViewModel, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("referral")
        self._form = form
        self._is_asked = False
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.words = _Words(self)
        self.words.setObjectName("referral_words")
        self.words.setMaxLength(WORDS_MAX)
        self.words.moved.connect(self._move)
        self.words.returnPressed.connect(self._enter)
        self.targets = QListWidget(self)
        self.targets.setObjectName("referral_targets")
        self.targets.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.targets.itemDoubleClicked.connect(self._enter)
        self.problem = label(self, "late", "referral_problem")
        self.problem.setWordWrap(True)
        self.code = label(self, "title", "referral_code")
        self.text = label(self, "card", "referral_text")
        self.text.setWordWrap(True)
        self.text.setMargin(TEXT_MARGIN_PX)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self.ask, self.words, self.targets, self.problem, self.code, self.text):
            self.body.addWidget(part)
        self.retranslate()

    @property
    def is_answer(self) -> bool:
        """Whether the ticket in the form was referred already."""
        view = self._form.view
        return view is not None and view.incident.state is IncidentState.REFERRED

    def bring_up_with(self, what: str) -> None:
        """Ask what it is about and where it goes; on a referred ticket what the other system answered."""
        self._is_asked = False
        self.words.setText(what)
        self.problem.hide()
        self._offer()
        self._show_parts(is_done=False)
        self._say_what_to_do()
        self.bring_up()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Rujukan non-darurat"))
        self.targets.setAccessibleName(self.tr("Tujuan rujukan"))
        self._offer()
        self._say_what_to_do()

    # ---------------------------------------------------------------- inner parts

    def _offer(self) -> None:
        language = str(self._form.desk.session.setting("screen.language"))
        row = max(0, self.targets.currentRow())
        self.targets.clear()
        for target in self._form.desk.catalog.referrals.values():
            address = target.whatsapp or target.web
            words = " · ".join(part for part in (label_of(target, language), address) if part)
            item = QListWidgetItem(words, self.targets)
            item.setData(_CODE, target.code)
        self.targets.setCurrentRow(min(row, self.targets.count() - 1))
        height = self.targets.sizeHintForRow(0) * max(1, self.targets.count())
        self.targets.setFixedHeight(height + 2 * self.targets.frameWidth() + 4)

    def _show_parts(self, *, is_done: bool) -> None:
        self.words.setVisible(not is_done)
        self.targets.setVisible(not is_done and not self.is_answer)
        self.code.setVisible(is_done)
        self.text.setVisible(is_done)

    def _say_what_to_do(self) -> None:
        if self.is_answer:
            view = self._form.view
            known = view.incident.referral_answer if view is not None else ""
            reference = view.incident.reference if view is not None else ""
            asked = self.tr("Jawaban untuk rujukan {code}, lalu Enter.").format(code=reference)
            before = self.tr("Jawaban sebelumnya: {answer}").format(answer=known) if known else ""
            self.ask.setText(" ".join(part for part in (asked, before) if part))
            self.words.setPlaceholderText(self.tr("Apa jawabannya?"))
        else:
            self.ask.setText(
                self.tr("Tulis laporannya (boleh kosong bila tiket sudah terisi), ↑ ↓ tujuan, Enter merujuk.")
            )
            self.words.setPlaceholderText(self.tr("Apa laporannya?"))
        self.words.setAccessibleName(self.words.placeholderText())

    @Slot(int)
    def _move(self, step: int) -> None:
        row = self.targets.currentRow() + step
        self.targets.setCurrentRow(max(0, min(self.targets.count() - 1, row)))

    @Slot()
    def _enter(self) -> None:
        if self._is_asked:
            return  # a key pressed twice refers nothing twice
        self._is_asked = True
        handing_on, tasks = self._form.desk.handing_on, self._form.tasks
        if self.is_answer:
            answered = handing_on.answer_referral(self._form.incident_id, self.words.text())
            tasks.run(answered, "referral-answer", done=self._on_answered, refused=self._on_refused)
            return
        item = self.targets.currentItem()
        referred = handing_on.refer(
            str(item.data(_CODE)) if item is not None else "",
            incident_id=self._form.incident_id,
            call_key=self._form.call_key,
            what=self.words.text(),
        )
        tasks.run(referred, "refer", done=self._on_referred, refused=self._on_refused)

    def _on_referred(self, referral: Referral) -> None:
        QGuiApplication.clipboard().setText(referral.text)
        self.code.setText(self.tr("Kode untuk pelapor: {code}").format(code=referral.reference))
        where = " · ".join(part for part in (referral.name, referral.address) if part)
        self.ask.setText(self.tr("Teks disalin: tempel ke {where}. Bacakan kodenya.").format(where=where))
        self.text.setText(referral.text)
        self._show_parts(is_done=True)
        self._fit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answered(self, _nothing: None) -> None:
        self.put_away()
        self._form.tasks.messages.info(self.tr("Jawaban rujukan dicatat."))

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._is_asked = False
        self.problem.setText("✖ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
