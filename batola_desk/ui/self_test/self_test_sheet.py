"""Ctrl+Shift+V: seven lines that fill by themselves, two questions, one signature."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QWidget

from batola_desk.domain.self_test import FINE, GOOD, Outcome, Part, SelfTest
from batola_desk.services.self_test_api import Question
from batola_desk.ui.incident.parts import button, label, local_time, set_role
from batola_desk.ui.line.level_meter import LevelMeter
from batola_desk.ui.self_test.self_test_view_model import SelfTestViewModel
from batola_desk.ui.self_test.self_test_words import (
    OUTCOMES,
    QUESTIONS,
    finding_words,
    outcome_words,
    part_words,
    say,
)
from batola_desk.ui.sheet import Sheet

_YES = {Qt.Key.Key_Y}
_NO = {Qt.Key.Key_T, Qt.Key.Key_N}  # Tidak, No
_AGAIN = {Qt.Key.Key_U, Qt.Key.Key_R}  # Ulangi, Repeat
_ROLES = {Outcome.PASSED: "ok", Outcome.FAILED: "late", Outcome.INTERRUPTED: "warn", Outcome.SKIPPED: "warn"}


class SelfTestSheet(Sheet):
    """Draws a ``SelfTestViewModel``. Letters answer; Esc breaks a running test off."""

    width_max_px = 820
    is_low = True

    def __init__(self, vm: SelfTestViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self.setObjectName("self_test")
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.signs: dict[Part, QLabel] = {}
        self.names: dict[Part, QLabel] = {}
        self.findings: dict[Part, QLabel] = {}
        self.question = label(self, "title", "self_test_question")
        self.question.setWordWrap(True)
        self.meter = LevelMeter(self)
        self.meter.setObjectName("self_test_level")
        self.yes = button(self, "primary", "self_test_yes")
        self.no = button(self, "", "self_test_no")
        self.again = button(self, "", "self_test_again")
        self.outcome = label(self, "ok", "self_test_outcome")
        self.outcome.setWordWrap(True)
        self._lay_out()
        self.yes.clicked.connect(vm.yes)
        self.no.clicked.connect(vm.no)
        self.again.clicked.connect(vm.again)
        vm.changed.connect(self.render_now)
        vm.moved.connect(self._render_moved)
        vm.began.connect(self.bring_up)
        vm.interrupted.connect(self.put_away)
        self.render_now()

    @Slot()
    def bring_up(self) -> None:
        """Show it with what is known now; the keyboard answers the questions."""
        self.render_now()
        super().bring_up()

    @Slot()
    def put_away(self) -> None:
        """Away; a test that runs is broken off."""
        if self.isVisible() and self._vm.view.is_running:
            self._vm.stop()
        super().put_away()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        plain = not qt_event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key(qt_event.key())
        if plain and key in _YES and self.yes.isVisibleTo(self):
            self._vm.yes()
        elif plain and key in _NO and self.no.isVisibleTo(self):
            self._vm.no()
        elif plain and key in _AGAIN and self.again.isVisibleTo(self):
            self._vm.again()
        else:
            super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "outcome"):
            self.render_now()

    # ---------------------------------------------------------------- drawing

    @Slot()
    def render_now(self) -> None:
        """Show what is found, what is asked, how it ended."""
        view = self._vm.view
        self.title.setText(self.tr("Uji awal dinas"))
        for part in Part:
            self._render_part(part, view.findings.get(part, ""), is_running=view.is_running)
        is_asked = view.question is not Question.NONE
        self.question.setText(say(QUESTIONS[view.question]) if is_asked else self._waiting_words())
        self.question.setVisible(view.is_running)
        self.meter.setVisible(view.question is Question.VOICE)
        self.meter.set_name(part_words(Part.MICROPHONE))
        self.yes.setText(self.tr("Ya  Y"))
        self.no.setText(self.tr("Tidak  T"))
        for made in (self.yes, self.no):
            made.setVisible(is_asked)
        self.again.setText(self.tr("Ulangi nada  U") if view.is_running else self.tr("Uji lagi  U"))
        self.again.setVisible(not view.is_running or view.question is Question.TONE)
        self._render_outcome(view.last)
        self._render_moved()
        if self.isVisible():
            self._fit()
            if self.window().focusWidget() in (None, self.window()):  # its button is hidden now
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_part(self, part: Part, code: str, *, is_running: bool) -> None:
        sign, role = ("…", "muted") if is_running else ("", "muted")
        if code:
            sign, role = ("✔", "ok") if code in FINE else ("✖", "late")
        if code in FINE - {GOOD}:
            sign = "○"
        self.signs[part].setText(sign)
        set_role(self.signs[part], role)
        self.names[part].setText(part_words(part))
        words = finding_words(part, code) if code else self.tr("sedang diuji …") if is_running else "–"
        self.findings[part].setText(words)
        set_role(self.findings[part], "muted" if not code or code in FINE else "")
        self.findings[part].setAccessibleName(f"{part_words(part)}: {words}")

    def _waiting_words(self) -> str:
        return self.tr("Menunggu yang masih diuji …")

    def _render_outcome(self, last: SelfTest | None) -> None:
        is_over = last is not None and not self._vm.view.is_running
        self.outcome.setVisible(is_over)
        if last is None:
            return
        offset_min = self._vm.desk.catalog.centre.utc_offset_min
        signed = self.tr("{outcome}. Ditandatangani {name}, {time}, dalam {seconds} detik.").format(
            outcome=say(OUTCOMES[last.outcome]) if last.outcome in OUTCOMES else outcome_words(last),
            name=last.name or last.operator,
            time=local_time(last.at_us, offset_min, "%d-%m %H.%M"),
            seconds=round(last.seconds),
        )
        if last.reason:
            signed = f"{outcome_words(last)}. {last.name or last.operator}, " + local_time(
                last.at_us, offset_min, "%d-%m %H.%M"
            )
        self.outcome.setText(signed)
        set_role(
            self.outcome, _ROLES.get(Outcome(last.outcome), "warn") if last.outcome in _ROLES else "warn"
        )

    @Slot()
    def _render_moved(self) -> None:
        view = self._vm.view
        self.progress.setVisible(view.is_running)
        self.progress.setValue(round(self._vm.share * 1000))
        self.meter.show_level(view.level_dbfs if view.is_running else None)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(2, 1)
        for row, part in enumerate(Part):
            sign, name, found = (
                label(self, "muted"),
                label(self),
                label(self, "muted", f"self_test_{part.value}"),
            )
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            sign.setMinimumWidth(34)
            found.setWordWrap(True)
            grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, row, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(found, row, 2)
            self.signs[part], self.names[part], self.findings[part] = sign, name, found
        answers = QHBoxLayout()
        for choice in (self.yes, self.no, self.again):
            answers.addWidget(choice)
        answers.addStretch(1)
        self.body.setSpacing(8)
        self.body.addWidget(self.progress)
        self.body.addLayout(grid)
        self.body.addWidget(self.question)
        self.body.addWidget(self.meter)
        self.body.addLayout(answers)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
