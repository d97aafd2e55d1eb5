"""One button and one letter per class; F10 brings the keyboard here, then a single letter decides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import label, set_role
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.plain_tip import plain_button, plain_tip

COLUMNS = 2
SPACING_PX = 3
TEXT_MARGIN_PX = 14


class ClassButton(QPushButton):
    """Letter and name; the name is elided, never the letter."""

    def __init__(self, letter: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._letter = letter
        self._words = letter
        self._is_compact = False
        self.setObjectName(f"class_{letter}")
        self.setProperty("role", "class")
        self.setProperty("letter", letter)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show letter and name."""
        self._words = words
        self.setAccessibleName(words)
        self._elide()

    @property
    def whole_px(self) -> int:
        """Width that shows the whole name."""
        return self.fontMetrics().horizontalAdvance(self._words) + TEXT_MARGIN_PX

    def set_compact(self, compact: bool) -> None:
        """Show the letter alone; the name is its tooltip."""
        self._is_compact = compact
        set_role(self, "class_letter" if compact else "class")
        self._elide()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._elide()

    def _elide(self) -> None:
        if self._is_compact:
            self.setText(f"✓{self._letter}" if self.isChecked() else self._letter)
            return
        room = max(10, self.width() - TEXT_MARGIN_PX)
        words = f"✓ {self._words}" if self.isChecked() else self._words
        self.setText(plain_button(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)))

    def mark(self, *, chosen: bool) -> None:
        """This class is set: said by a sign, not by colour alone."""
        self.setChecked(chosen)
        self._elide()


class ClassGrid(QWidget):
    """Letters, the set class, and why one was refused, in place.

    Signals:
        left: Esc or a class given: the keyboard may go back to the form.
    """

    left = Signal()

    def __init__(self, line: LineViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self._armed_letter = ""
        self.setObjectName("class_grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = label(self, "heading")
        self._answer = label(self, "warn", "class_refusal")
        self._answer.setWordWrap(True)
        self._answer.hide()
        self._reason = QLineEdit(self)
        self._reason.setObjectName("class_reason")
        self._reason.returnPressed.connect(self._with_reason)
        self._reason.hide()
        self._buttons: dict[str, ClassButton] = {}
        self._is_cramped = False
        self.is_compact = False
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACING_PX)
        for known in line.classes:
            made = ClassButton(known.code, self)
            made.clicked.connect(self._on_button)
            self._buttons[known.code] = made
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._title)
        layout.addWidget(self._answer)  # above the letters: a low window may end within them
        layout.addWidget(self._reason)
        layout.addLayout(self._grid)
        self._arrange()
        line.refused.connect(self._show_refusal)
        line.reason_requested.connect(self._ask_reason)
        line.classified.connect(self._on_classified)
        line.changed.connect(self._render)
        self.retranslate()

    @Slot()
    def arm(self) -> None:
        """Take the keyboard: the next letter is the class."""
        self._hide_answer()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def spared_px(self) -> int:
        """How much lower the letters alone are than the names."""
        made = next(iter(self._buttons.values()))
        return (-(-len(self._buttons) // COLUMNS) - 1) * (made.sizeHint().height() + SPACING_PX)

    def set_cramped(self, cramped: bool) -> None:
        """There is no room for the names; they come while a letter is awaited."""
        if cramped != self._is_cramped:
            self._is_cramped = cramped
            self._arrange_anew()

    def _arrange_anew(self) -> None:
        if self.is_compact != (self._is_cramped and not self.hasFocus()):
            self._arrange()

    def _arrange(self) -> None:
        """Two columns of names, as wide as their longest, or one row of letters."""
        self.is_compact = self._is_cramped and not self.hasFocus()
        columns = len(self._buttons) if self.is_compact else COLUMNS
        widths = [0] * len(self._buttons)
        for number, made in enumerate(self._buttons.values()):
            self._grid.removeWidget(made)
            made.set_compact(self.is_compact)
            self._grid.addWidget(made, number // columns, number % columns)
            widths[number % columns] = max(widths[number % columns], made.whole_px)
        for column, width in enumerate(widths):
            self._grid.setColumnStretch(column, 1 if self.is_compact else width)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        letter = qt_event.text().upper()
        if qt_event.key() == Qt.Key.Key_Escape:
            self._hide_answer()
            self.left.emit()
        elif letter in self._buttons and not qt_event.isAutoRepeat():
            self._hide_answer()
            self._line.classify(letter)
        else:
            super().keyPressEvent(qt_event)

    def focusInEvent(self, qt_event: QFocusEvent) -> None:
        super().focusInEvent(qt_event)
        self._arrange_anew()
        self._render()

    def focusOutEvent(self, qt_event: QFocusEvent) -> None:
        super().focusOutEvent(qt_event)
        self._arrange_anew()
        self._render()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        language = str(self._line.desk.session.setting("screen.language"))
        for known in self._line.classes:
            made = self._buttons[known.code]
            made.say(f"{known.code}  {label_of(known, language)}")
            description = known.description_en if language == "en" else known.description
            made.setToolTip(plain_tip(f"{label_of(known, language)}: {description or known.description}"))
        self._arrange()
        self._reason.setPlaceholderText(self.tr("Alasan mengubah klasifikasi, lalu Enter"))
        self._render()

    @Slot()
    def _render(self) -> None:
        subject = self._line.subject
        chosen = subject.call.call_class if subject is not None else ""
        for letter, made in self._buttons.items():
            made.setEnabled(subject is not None)
            made.mark(chosen=letter == chosen)
        if self.hasFocus():
            self._title.setText(self.tr("Tekan satu huruf (Esc kembali)"))
        else:
            self._title.setText(self.tr("Klasifikasi  F10"))
        set_role(self._title, "info" if self.hasFocus() else "heading")

    @Slot()
    def _on_button(self) -> None:
        self._hide_answer()
        self._line.classify(str(self.sender().property("letter")))
        self._render()

    @Slot(str, object)
    def _show_refusal(self, code: str, values: dict[str, object]) -> None:
        happened, _, next_step = labels.error_words(code, self._in_words(values))
        self._answer.setText(" ".join(part for part in (happened, next_step) if part))
        self._answer.show()

    def _in_words(self, values: dict[str, object]) -> dict[str, object]:
        """Checklist codes become the words of the checklist."""
        missing = values.get("missing")
        if not isinstance(missing, tuple | list):
            return values
        language = str(self._line.desk.session.setting("screen.language"))
        names = {item.code: label_of(item, language) for item in self._line.desk.catalog.silent.items}
        return {**values, "missing": [names.get(str(code), code) for code in missing]}

    @Slot(str)
    def _ask_reason(self, letter: str) -> None:
        self._armed_letter = letter
        self._reason.clear()
        self._reason.show()
        self._reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _with_reason(self) -> None:
        if self._reason.text().strip():
            self._line.classify(self._armed_letter, self._reason.text().strip())

    @Slot()
    def _on_classified(self) -> None:
        self._hide_answer()
        self._render()
        self.left.emit()

    def _hide_answer(self) -> None:
        self._answer.hide()
        self._reason.hide()
