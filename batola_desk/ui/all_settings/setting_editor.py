"""One setting: what it means, what counts and why, and a field that takes only what is allowed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from batola_desk.settings.book import SettingRow
from batola_desk.settings.store import Origin
from batola_desk.settings.value_rules import TEXT_CHARS_MAX, Kind, read_text, refusal
from batola_desk.ui.all_settings.setting_words import (
    default_words,
    effect_words,
    limit_words,
    meaning_of,
    name_of,
    origin_words,
    plain_words,
    refusal_words,
    unit_words,
    who_words,
)
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label

FIELD_PX = 320


class SettingEditor(QWidget):
    """Shows one row and takes a new value for it; owns no setting.

    Signals:
        value_requested: this value is to be kept.
        reset_requested: the default, or what IT's file says, is to count again.
    """

    value_requested = Signal(object)
    reset_requested = Signal()

    def __init__(self, language: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._row: SettingRow | None = None
        self._hindrance = ""
        self.name = label(self, "title", "setting_name")
        self.meaning = label(self, "", "setting_meaning")
        self.facts = label(self, "muted", "setting_facts")
        self.lock = label(self, "info", "setting_lock")
        self.wrong = label(self, "late", "setting_wrong")
        for words in (self.name, self.meaning, self.facts, self.lock, self.wrong):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit(self)
        self.field.setObjectName("setting_field")
        self.field.setMaxLength(TEXT_CHARS_MAX)
        self.choice = ChoiceBox(self)
        self.choice.setObjectName("setting_choice")
        self._fields = QStackedWidget(self)
        self._fields.addWidget(self.field)
        self._fields.addWidget(self.choice)
        self._fields.setMaximumWidth(FIELD_PX)
        self._fields.setFixedHeight(self.field.sizeHint().height() + 4)
        self._unit = label(self, "muted", "setting_unit")
        self.save = button(self, "primary", "setting_save")
        self.reset = button(self, "", "setting_reset")
        self._lay_out()
        self.field.textEdited.connect(self._judge)
        self.field.returnPressed.connect(self.save_now)
        self.choice.activated.connect(self._judge)
        self.save.clicked.connect(self.save_now)
        self.reset.clicked.connect(self.reset_requested)

    def _lay_out(self) -> None:
        entry_row = QHBoxLayout()
        entry_row.setSpacing(8)
        entry_row.addWidget(self._fields, 1)
        entry_row.addWidget(self._unit)
        entry_row.addWidget(self.save)
        entry_row.addWidget(self.reset)
        entry_row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for part in (self.name, self.meaning, self.facts, self.lock):
            column.addWidget(part)
        column.addLayout(entry_row)
        column.addWidget(self.wrong)

    # ---------------------------------------------------------------- showing

    def show_row(self, row: SettingRow | None, hindrance: str, why_not: str) -> None:
        """Show a setting; what is being typed for it stays when only the rest of the desk moved on.

        Args:
            hindrance: code of what keeps this person from changing it; empty = nothing.
            why_not: the same in words.
        """
        is_same = row == self._row and hindrance == self._hindrance
        self._row, self._hindrance = row, hindrance
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(name_of(row.entry, self._language()))
        text = meaning_of(row.entry, self._language())
        self.meaning.setText(text)
        self.meaning.setVisible(bool(text))
        self.facts.setText(self._facts_of(row))
        self.lock.setText(why_not)
        self.lock.setVisible(bool(hindrance))
        if not is_same:
            self._fill(row)
        for part in (self._fields, self.save, self._unit):
            part.setVisible(not hindrance)
        self.reset.setVisible(not hindrance and row.origin in {Origin.CHOICE, Origin.FILE})
        self._judge()

    def forget_typed(self) -> None:
        """What was typed has been kept: the next showing fills the field anew, also that of a secret."""
        self._row = None

    def say_wrong(self, words: str) -> None:
        """Say under the field why a value was refused."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def focus_field(self) -> None:
        """Give the keyboard to the value."""
        target = self.choice if self._fields.currentWidget() is self.choice else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if target is self.field:
            self.field.selectAll()

    def _facts_of(self, row: SettingRow) -> str:
        entry = row.entry
        origin = origin_words(row.origin) + (f" ({row.place})" if row.place else "")
        parts = [f"{entry.file}  {entry.key}", self.tr("Asal: {origin}").format(origin=origin)]
        if not entry.secret:
            parts.append(self.tr("Bawaan: {value}").format(value=default_words(entry)))
        limits = limit_words(entry)
        if limits:
            parts.append(self.tr("Boleh: {limits}").format(limits=limits))
        return " · ".join(parts) + "\n" + f"{who_words(entry.who)} {effect_words(entry.effect)}"

    def _fill(self, row: SettingRow) -> None:
        entry = row.entry
        self.field.clear()
        self.choice.clear()
        has_choice = entry.kind is Kind.SWITCH or (bool(entry.choices) and entry.kind is not Kind.LIST)
        self._fields.setCurrentWidget(self.choice if has_choice else self.field)
        if has_choice:
            values: tuple[object, ...] = (True, False) if entry.kind is Kind.SWITCH else entry.choices
            for value in values:
                self.choice.addItem(plain_words(entry, value) or "–", value)
            self.choice.setCurrentIndex(max(0, self.choice.findData(row.value)))
        elif entry.secret:
            self.field.setPlaceholderText(self.tr("Ketik untuk mengganti"))
        else:
            self.field.setPlaceholderText("")
            self.field.setText(plain_words(entry, row.value))
            self.field.setCursorPosition(0)
        echo = QLineEdit.EchoMode.Password if entry.secret else QLineEdit.EchoMode.Normal
        self.field.setEchoMode(echo)
        self._unit.setText(unit_words(entry))

    # ---------------------------------------------------------------- typing

    @property
    def value(self) -> object:
        """What is typed or chosen, as a value of the setting's kind where it is one."""
        assert self._row is not None
        if self._fields.currentWidget() is self.choice:
            return self.choice.currentData()
        return read_text(self._row.entry, self.field.text())

    @Slot()
    def _judge(self) -> None:
        """Say at once what is wrong with what stands there."""
        row = self._row
        if row is None or self._hindrance:
            self.say_wrong("")
            return
        why = refusal(row.entry, self.value)
        self.say_wrong(refusal_words(why) if why is not None else "")
        is_new = self.value != row.value if not row.entry.secret else bool(self.field.text())
        self.save.setEnabled(why is None and is_new)

    @Slot()
    def save_now(self) -> None:
        """Ask that what stands there be kept, when it may be."""
        if self._row is not None and self.save.isEnabled() and not self._hindrance:
            self.value_requested.emit(self.value)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "reset"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.save.setText(self.tr("Simpan  Enter"))
        self.reset.setText(self.tr("Kembalikan"))
        self.reset.setToolTip(self.tr("Bawaan, atau isi berkas TI, berlaku lagi"))
        self.field.setAccessibleName(self.tr("Nilai setelan"))
        self.choice.setAccessibleName(self.tr("Nilai setelan"))
