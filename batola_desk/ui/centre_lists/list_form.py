"""The fields of one row, each with its meaning; takes what is typed and owns no row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from batola_desk.settings.list_shape import ListField, ListRow, ListShape
from batola_desk.settings.value_rules import TEXT_CHARS_MAX, Kind
from batola_desk.ui.centre_lists.field_text import text_of, value_of
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import label


class ListForm(QScrollArea):
    """One editor for each field of a list.

    Signals:
        typed: something else stands in a field.
        save_requested: Enter in a field.
    """

    typed = Signal()
    save_requested = Signal()

    def __init__(self, language: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._shape: ListShape | None = None
        self._editors: dict[str, QLineEdit | ChoiceBox] = {}
        self._shown: dict[str, str] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_row(self, shape: ListShape, row: ListRow | None, *, may_change: bool) -> None:
        """Show a row of a list; None: a new one."""
        if shape != self._shape:
            self._build(shape)
        self._shape = shape
        for field in shape.fields:
            editor = self._editors[field.name]
            value = row.values.get(field.name, field.default) if row is not None else field.default
            is_code = row is not None and field.name == shape.code
            if isinstance(editor, ChoiceBox):
                editor.setCurrentIndex(max(0, editor.findData(value)))
                editor.setEnabled(may_change)
            else:
                editor.setText(text_of(field, value))
                editor.setCursorPosition(0)
                editor.setReadOnly(is_code or not may_change)
                if field.secret:
                    has_one = row is not None and bool(row.values.get(field.name))
                    editor.setPlaceholderText(self.tr("tersimpan; ketik untuk mengganti") if has_one else "")
        self._shown = self._texts()
        self.verticalScrollBar().setValue(0)

    @property
    def is_touched(self) -> bool:
        """Whether something else stands there than was shown."""
        return self._texts() != self._shown

    def values(self) -> dict[str, object]:
        """Return what stands in the fields; a secret only if it was typed."""
        assert self._shape is not None
        found: dict[str, object] = {}
        for field in self._shape.fields:
            editor = self._editors[field.name]
            if isinstance(editor, ChoiceBox):
                found[field.name] = editor.currentData()
            elif not field.secret or editor.text():
                found[field.name] = value_of(field, editor.text())
        return found

    def focus_first(self) -> None:
        """Give the keyboard to the first field that may be changed."""
        for editor in self._editors.values():
            if editor.isEnabled() and not (isinstance(editor, QLineEdit) and editor.isReadOnly()):
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def retranslate(self) -> None:
        """The next row is shown in the language of now."""
        self._shape = None

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        """What is said below may take room: the field in which one types stays in sight."""
        super().resizeEvent(qt_event)
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus)

    def _texts(self) -> dict[str, str]:
        return {
            name: str(editor.currentData()) if isinstance(editor, ChoiceBox) else editor.text()
            for name, editor in self._editors.items()
        }

    def _build(self, shape: ListShape) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 10, 2)
        column.setSpacing(2)
        self._editors = {}
        is_english = self._language() == "en"
        for field in shape.fields:
            name = field.label_en if is_english else field.label
            heading = label(inside, "", f"field_name_{field.name}")
            heading.setText(f"{name} ({field.unit})" if field.unit else name)
            editor = self._editor(field, inside)
            editor.setAccessibleName(name)
            heading.setBuddy(editor)
            self._editors[field.name] = editor
            column.addWidget(heading)
            column.addWidget(editor)
            meaning = field.meaning_en if is_english else field.meaning
            if meaning:
                words = label(inside, "small")
                words.setWordWrap(True)
                words.setText(meaning)
                column.addWidget(words)
            column.addSpacing(6)
        column.addStretch(1)
        self.setWidget(inside)

    def _editor(self, field: ListField, parent: QWidget) -> QLineEdit | ChoiceBox:
        if field.kind is Kind.SWITCH or (field.choices and field.kind is Kind.TEXT):
            box = ChoiceBox(parent)
            box.setObjectName(f"field_{field.name}")
            if field.kind is Kind.SWITCH:
                box.addItem(self.tr("Ya"), True)
                box.addItem(self.tr("Tidak"), False)
            for choice in field.choices:
                box.addItem(choice or "–", choice)
            box.activated.connect(self._on_typed)
            return box
        line = QLineEdit(parent)
        line.setObjectName(f"field_{field.name}")
        line.setMaxLength(TEXT_CHARS_MAX)
        if field.secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textEdited.connect(self._on_typed)
        line.returnPressed.connect(self.save_requested)
        return line

    @Slot()
    def _on_typed(self) -> None:
        self.typed.emit()
