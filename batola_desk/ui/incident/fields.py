"""Fields of the form that are bound to one field of the ticket."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import button, local_time
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.spin_box import SpinBox

VICTIMS_MAX = 9999


def lost_words(vm: IncidentFormViewModel, field: str) -> str:
    """What another desk had written here, for a tooltip and a mark; empty when nothing was lost."""
    offset_min = vm.desk.catalog.centre.utc_offset_min
    return "; ".join(
        f"▲ {value or '–'} ({actor} {local_time(at_us, offset_min, '%H:%M')})"
        for value, actor, at_us in vm.lost_values(field)
    )


class BoundText(QLineEdit):
    """One line of text, saved with every keystroke; a value lost to another desk shows in its tooltip."""

    def __init__(self, vm: IncidentFormViewModel, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._field = field
        self.setObjectName(field)
        self.textEdited.connect(self._on_typed)
        vm.changed.connect(self.render_now)

    @Slot()
    def render_now(self) -> None:
        """Draw the value; what is being typed is the value already."""
        value = self._vm.text(self._field)
        if self.text() != value:
            at = self.cursorPosition()
            self.setText(value)
            self.setCursorPosition(min(at, len(value)))
        self.setReadOnly(not self._vm.is_editable)
        self.setToolTip(plain_tip(lost_words(self._vm, self._field)))

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._vm.set_field(self._field, text)


class VictimCount(SpinBox):
    """A number of people; empty and zero look the same until somebody counts."""

    def __init__(self, vm: IncidentFormViewModel, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._field = field
        self.setObjectName(field)
        self.setRange(0, VICTIMS_MAX)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(True)
        self.valueChanged.connect(self._on_value)
        vm.changed.connect(self.render_now)

    @Slot()
    def render_now(self) -> None:
        """Draw the number without telling it back."""
        text = self._vm.text(self._field)
        number = int(text) if text.isdigit() else 0
        if number != self.value():
            self.blockSignals(True)
            self.setValue(number)
            self.blockSignals(False)
        self.setReadOnly(not self._vm.is_editable)
        self.setToolTip(plain_tip(lost_words(self._vm, self._field)))

    @Slot(int)
    def _on_value(self, number: int) -> None:
        self._vm.set_field(self._field, str(number))


class Segments(QWidget):
    """A few words side by side, one of them chosen; arrows move, Space and the first letter choose."""

    def __init__(
        self,
        vm: IncidentFormViewModel,
        field: str,
        words: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._vm = vm
        self._field = field
        self._words = words
        self.setObjectName(field)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons = {}
        for code in words:
            made = button(self, "", f"{field}_{code}")
            made.setCheckable(True)
            self.buttons[code] = made
            self._group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)
        vm.changed.connect(self.render_now)
        self.retranslate()

    @Slot()
    def render_now(self) -> None:
        """Draw the choice; the chosen one carries a tick as well as its look."""
        value = self._vm.text(self._field)
        for code, made in self.buttons.items():
            made.setChecked(code == value)
            made.setText(("✓ " if code == value else "") + labels.word(self._words, code))
            made.setEnabled(self._vm.is_editable)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        order = list(self.buttons)
        focused = next((code for code in order if self.buttons[code].hasFocus()), "")
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(qt_event.key()), 0)
        if step and focused:
            self.buttons[order[(order.index(focused) + step) % len(order)]].setFocus()
            return
        super().keyPressEvent(qt_event)

    def retranslate(self) -> None:
        """Say the words again."""
        self.render_now()

    @Slot(object)
    def _on_clicked(self, clicked: object) -> None:
        for code, made in self.buttons.items():
            if made is clicked:
                chosen = "" if self._vm.text(self._field) == code else code
                self._vm.set_field(self._field, chosen)
        self.render_now()
