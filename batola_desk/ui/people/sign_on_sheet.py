"""Ctrl+Shift+N: name, password, shift, state; Enter signs on. Works while a call rings or lives."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.command_book import key_text
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.people.people_view_model import PeopleViewModel
from batola_desk.ui.sheet import Sheet

WORDS_MAX = 200
PASSWORD_MAX = 256
NAME_ROW, PASSWORD_ROW, PERSON_ROW, REASON_ROW, SHIFT_ROW, STATE_ROW = range(6)
WITH_LOGIN = (NAME_ROW, PASSWORD_ROW, STATE_ROW)
WITHOUT_LOGIN = (PERSON_ROW, REASON_ROW)


class SignOnSheet(Sheet):
    """The door of the desk. Esc puts it away: a desk without a name works too, and says so."""

    width_max_px = 620
    is_low = True

    def __init__(self, vm: PeopleViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self.setObjectName("sign_on")
        self._now = label(self, "small", "sign_on_now")
        self.name = ChoiceBox(self)
        self.name.setObjectName("sign_on_name")
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.password = _field(self, "sign_on_password", PASSWORD_MAX)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.person = _field(self, "sign_on_person", WORDS_MAX)
        self.reason = _field(self, "sign_on_reason", WORDS_MAX)
        self.shift = ChoiceBox(self)
        self.shift.setObjectName("sign_on_shift")
        self.state = ChoiceBox(self)
        self.state.setObjectName("sign_on_state")
        self.refusal = label(self, "late", "sign_on_refusal")
        self.refusal.setWordWrap(True)
        self.enter = button(self, "primary", "sign_on_enter")
        self.without = button(self, "", "sign_on_without")
        self.without.setCheckable(True)
        self.leave = button(self, "quiet", "sign_on_leave")
        self._hint = label(self, "small", "sign_on_hint")
        self._hint.setWordWrap(True)
        self._rows = self._lay_out()
        self._connect()
        self._render()

    # ---------------------------------------------------------------- life

    def bring_up(self) -> None:
        """Show it with the name of who sat here last; the keyboard is where something is missing."""
        self.without.setChecked(False)
        self.refusal.setText("")
        self.password.clear()
        self._fill()
        self._render()
        super().bring_up()
        self._to_first_gap()

    def toggle_without(self) -> None:
        """With a login or without one; opens the sheet if need be."""
        if self.isVisible():
            self.without.toggle()
        else:
            self.bring_up()
            self.without.setChecked(True)

    def put_away(self) -> None:
        """Nothing typed stays behind."""
        self.password.clear()
        self.refusal.setText("")
        super().put_away()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_rows"):
            self._fill()
            self._render()

    # ---------------------------------------------------------------- inner parts

    def _lay_out(self) -> list[tuple[QLabel, QWidget]]:
        parts = (self.name, self.password, self.person, self.reason, self.shift, self.state)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[QLabel, QWidget]] = []
        for at, part in enumerate(parts):
            words = label(self, "", f"{part.objectName()}_label")
            grid.addWidget(words, at, 0)
            grid.addWidget(part, at, 1)
            rows.append((words, part))
        keys = QHBoxLayout()
        keys.addWidget(self.enter)
        keys.addWidget(self.without)
        keys.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self._hint, 1)
        below.addWidget(self.leave)
        self.body.addWidget(self._now)
        self.body.addLayout(grid)
        self.body.addWidget(self.refusal)
        self.body.addLayout(keys)
        self.body.addLayout(below)
        self.body.addStretch(1)
        return rows

    def _connect(self) -> None:
        typed = self.name.lineEdit()
        assert typed is not None
        typed.setMaxLength(64)
        typed.returnPressed.connect(self._enter)
        for field in (self.password, self.person, self.reason):
            field.returnPressed.connect(self._enter)
        self.enter.clicked.connect(self._enter)
        self.without.toggled.connect(self._on_way_changed)
        self.leave.clicked.connect(self._vm.sign_off)
        self._vm.changed.connect(self._render)
        self._vm.refused.connect(self._on_refused)
        self._vm.done.connect(self.put_away)
        self._vm.call_came_first.connect(self.put_away)

    def _fill(self) -> None:
        """Names, shifts and states as they are now."""
        typed = self.name.currentText()
        self.name.clear()
        for login, words in self._vm.known():
            self.name.addItem(words, login)
        if typed and not self.isVisible():
            typed = ""
        if typed:
            self.name.setEditText(typed)
        _fill_choice(self.shift, self._vm.shifts(), self._vm.current_shift())
        _fill_choice(self.state, self._vm.states(), "")

    @property
    def _login(self) -> str:
        """What was typed, or the login behind the chosen line."""
        typed = self.name.currentText().strip()
        at = self.name.findText(typed)
        return str(self.name.itemData(at)) if at >= 0 else typed

    def _to_first_gap(self) -> None:
        reason = Qt.FocusReason.PopupFocusReason
        if self.without.isChecked():
            (self.person if not self.person.text() else self.reason).setFocus(reason)
        elif self.name.currentText():
            self.password.setFocus(reason)
        else:
            self.name.setFocus(reason)

    @Slot()
    def _enter(self) -> None:
        if self._vm.is_busy:
            return
        shift = str(self.shift.currentData() or "")
        if self.without.isChecked():
            self._vm.work_without_login(self.person.text(), self.reason.text(), shift)
            return
        if not self._login or not self.password.text():
            self._to_first_gap()
            return
        password = self.password.text()
        self.password.clear()
        self.refusal.setText("")
        self._vm.sign_on(self._login, password, shift, str(self.state.currentData() or ""))

    @Slot(bool)
    def _on_way_changed(self, _is_without: bool) -> None:
        self.refusal.setText("")
        self._render()
        self._to_first_gap()

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        if not self.isVisible():
            return
        self.refusal.setText(words)
        self._render()
        self._to_first_gap()

    @Slot()
    def _render(self) -> None:
        is_without, is_busy = self.without.isChecked(), self._vm.is_busy
        is_first = self._vm.is_empty
        self.title.setText(self.tr("Masuk") if is_first else self.tr("Ganti petugas"))
        words = self._vm.seat_words
        self._now.setText(words)
        self._now.setVisible(bool(words))
        hidden = WITH_LOGIN if is_without else WITHOUT_LOGIN
        for at, (name, part) in enumerate(self._rows):
            name.setVisible(at not in hidden)
            part.setVisible(at not in hidden)
            part.setEnabled(not is_busy)
        self._say_rows()
        self.enter.setEnabled(not is_busy)
        self.without.setEnabled(not is_busy)
        self.leave.setVisible(not is_first)
        self.leave.setEnabled(not is_busy)
        self.refusal.setVisible(bool(self.refusal.text()))
        self._fit()

    def _say_rows(self) -> None:
        texts = (
            self.tr("Nama masuk"),
            self.tr("Sandi"),
            self.tr("Nama Anda"),
            self.tr("Alasan tanpa login"),
            self.tr("Dinas"),
            self.tr("Keadaan"),
        )
        for (name, _), text in zip(self._rows, texts, strict=True):
            name.setText(text)
        is_without = self.without.isChecked()
        busy = self.tr("Memeriksa …")
        enter = self.tr("Bekerja tanpa login") if is_without else self.tr("Masuk")
        self.enter.setText(busy if self._vm.is_busy else f"{enter}  Enter")
        other_way = self.tr("Dengan nama dan sandi") if is_without else self.tr("Tanpa login (darurat)")
        self.without.setText(f"{other_way}  {key_text('Alt+D')}")
        self.leave.setText(self.tr("Selesai dinas") + "  " + key_text("Ctrl+Shift+K"))
        self._hint.setText(
            self.tr(
                "Hanya dalam keadaan darurat: ketua regu diberi tahu, dan semua tercatat atas nama meja ini"
                " sampai ada yang masuk."
            )
            if is_without
            else self.tr("Panggilan tetap berdering dan dijawab (F2), juga tanpa masuk. Esc: nanti.")
        )


def _field(parent: QWidget, name: str, length_max: int) -> QLineEdit:
    made = QLineEdit(parent)
    made.setObjectName(name)
    made.setMaxLength(length_max)
    return made


def _fill_choice(box: QComboBox, choices: list[tuple[str, str]], wanted: str) -> None:
    kept = box.currentData() or wanted
    box.clear()
    for code, words in choices:
        box.addItem(words, code)
    box.setCurrentIndex(max(0, box.findData(kept)))
