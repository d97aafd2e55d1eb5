"""The pages of the first start: fields that fill the draft, the headset with its levels, the summary."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from batola_desk.services.first_start import FIELDS, PAGES, SOUND, Level, SetupDraft
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.first_start.first_start_view_model import FirstStartViewModel
from batola_desk.ui.first_start.first_start_words import (
    EXAMPLES,
    FIELD_NAMES,
    INTROS,
    PAGE_NAMES,
    ROLES,
    SECRETS,
    SIGNS,
    say,
    typed_words,
    verdict_words,
)
from batola_desk.ui.incident.parts import label, set_role
from batola_desk.ui.preferences.sound_test_page import SoundTestPage
from batola_desk.ui.preferences.sound_test_view_model import SoundTestViewModel

TEXT_MAX = 500
PASSWORD_MAX = 256
LETTER_PX = 90
LABEL_PX = 170


class SetupPage(QWidget):
    """An introduction, and below it what the page asks for."""

    def __init__(self, vm: FirstStartViewModel, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.vm = vm
        self.page = page
        self._intro = label(self, "", f"setup_intro_{page or 'summary'}")
        self._intro.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self._intro)

    def say_all(self) -> None:
        """Say what counts now."""
        self._intro.setText(say(INTROS[self.page]))

    def first_stop(self) -> QWidget | None:
        """Where the keyboard goes when the page comes into sight."""
        return None


class FieldPage(SetupPage):
    """One line for each field of the page."""

    def __init__(self, vm: FirstStartViewModel, page: str, parent: QWidget) -> None:
        super().__init__(vm, page, parent)
        self.fields: dict[str, QLineEdit] = {}
        self._names: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(FIELDS[page]):
            field = QLineEdit(self)
            field.setObjectName(f"setup_{name}")
            field.setMaxLength(PASSWORD_MAX if name in SECRETS else TEXT_MAX)
            if name in SECRETS:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textEdited.connect(self._on_edited)
            self._names[name] = label(self)
            self._names[name].setBuddy(field)
            self.fields[name] = field
            grid.addWidget(self._names[name], row, 0)
            if name == "letter":
                field.setMaxLength(1)
                field.setFixedWidth(LETTER_PX)
                grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
            else:
                grid.addWidget(field, row, 1)
        self.column.addLayout(grid)
        self.column.addStretch(1)

    def say_all(self) -> None:
        super().say_all()
        draft = self.vm.draft
        for name, field in self.fields.items():
            words = say(FIELD_NAMES[name])
            self._names[name].setText(words)
            field.setAccessibleName(words)
            field.setPlaceholderText(self._example(name, draft))
            if field.text() != getattr(draft, name):
                field.setText(getattr(draft, name))
            field.setEnabled(not self.vm.is_busy or field.hasFocus())

    def first_stop(self) -> QWidget:
        empty = (field for field in self.fields.values() if not field.text())
        return next(empty, next(iter(self.fields.values())))

    def _example(self, name: str, draft: SetupDraft) -> str:
        if name in SECRETS:
            return self.tr("tersimpan; kosong: tetap") if self.vm.has_password(self.page) else ""
        return say(EXAMPLES[name]).replace("{letter}", draft.letter.lower()) if name in EXAMPLES else ""

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        name = self.sender().objectName().removeprefix("setup_")
        self.vm.put(name, text.upper() if name == "letter" else text)


class SoundPage(SetupPage):
    """Devices, levels and tests, as in the settings; nothing is kept before *Simpan*."""

    def __init__(
        self,
        vm: FirstStartViewModel,
        sound: SoundTestViewModel,
        devices: Callable[[], tuple[tuple[str, ...], tuple[str, ...]]],
        parent: QWidget,
    ) -> None:
        super().__init__(vm, SOUND, parent)
        self._devices = devices
        self.choices: dict[str, QComboBox] = {}
        self._names: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(FIELDS[SOUND]):
            box = ChoiceBox(self)
            box.setObjectName(f"setup_{name}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.activated.connect(self._on_chosen)
            box.installEventFilter(self)
            self.choices[name] = box
            self._names[name] = label(self)
            grid.addWidget(self._names[name], row, 0)
            grid.addWidget(box, row, 1)
        self.column.addLayout(grid)
        self.column.addWidget(SoundTestPage(sound, self))
        self.column.addStretch(1)

    def say_all(self) -> None:
        super().say_all()
        outputs, inputs = self._devices()
        for name, box in self.choices.items():
            words = say(FIELD_NAMES[name])
            self._names[name].setText(words)
            box.setAccessibleName(words)
            chosen = getattr(self.vm.draft, name)
            found = list(inputs if name == "headset_input" else outputs)
            names = ["", *found] if not chosen or chosen in found else ["", *found, chosen]
            texts = [self.tr("Otomatis (yang terbaik)"), *names[1:]]
            if [box.itemText(at) for at in range(box.count())] != texts:
                box.clear()
                for text, device in zip(texts, names, strict=True):
                    box.addItem(text, device)
            box.setCurrentIndex(names.index(chosen))

    def first_stop(self) -> QWidget:
        return self.choices["headset_output"]

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """PgUp and PgDn turn pages here as everywhere; a list would take them for itself."""
        if isinstance(qt_event, QKeyEvent) and qt_event.type() == QEvent.Type.KeyPress:
            turns = {Qt.Key.Key_PageUp: self.vm.go_back, Qt.Key.Key_PageDown: self.vm.go_on}
            turn = turns.get(Qt.Key(qt_event.key()))
            if turn is not None:
                turn()
                return True
        return super().eventFilter(watched, qt_event)

    @Slot(int)
    def _on_chosen(self, _row: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.vm.put(box.objectName().removeprefix("setup_"), str(box.currentData() or ""))


class SummaryPage(SetupPage):
    """Every page in a few lines: what would be written, and how its test went."""

    def __init__(self, vm: FirstStartViewModel, parent: QWidget) -> None:
        super().__init__(vm, "", parent)
        self.lines: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._names: dict[str, QLabel] = {}
        for row, page in enumerate(PAGES):
            self._names[page] = label(self, "heading")
            self.lines[page] = label(self, "", f"setup_summary_{page}")
            self.lines[page].setWordWrap(True)
            grid.addWidget(self._names[page], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.lines[page], row, 1)
        self.column.addLayout(grid)
        self.column.addStretch(1)

    def say_all(self) -> None:
        super().say_all()
        if self.vm.is_saved:
            self._intro.setText(
                self.tr("Tersimpan. Berlaku setelah meja dibuka lagi; panggilan tidak diputus karenanya.")
            )
        for page, line in self.lines.items():
            self._names[page].setText(f"{SIGNS[self._level(page)]} {say(PAGE_NAMES[page])}")
            line.setText(self._words(page))
            set_role(line, ROLES[self._level(page)])

    def _level(self, page: str) -> Level | None:
        return None if self.vm.is_later(page) else self.vm.level(page)

    def _words(self, page: str) -> str:
        typed = typed_words(self.vm.draft, page)
        if self.vm.is_later(page):
            return self.tr("Nanti. Tidak ada yang ditulis.")
        found = [verdict_words(verdict) for verdict in self.vm.verdicts(page)]
        if not found:
            is_new = self.vm.is_changed(page)
            found = [self.tr("Belum diuji.") if is_new else self.tr("Seperti sekarang, tidak ditulis.")]
        return "\n".join(part for part in (typed, *found) if part)
