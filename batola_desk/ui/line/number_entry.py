"""One line to dial a number or to send telephone keys; hidden until asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from batola_desk.ui.incident.parts import label
from batola_desk.ui.line.line_view_model import LineViewModel


class _NumberLine(QLineEdit):
    escaped = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(qt_event)


class NumberEntry(QWidget):
    """Ctrl+D dials, Ctrl+T sends keys as tones.

    Signals:
        left: the row is gone again.
    """

    left = Signal()

    def __init__(self, line: LineViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self._sends_digits = False
        self.setObjectName("number_entry")
        self._title = label(self, "heading")
        self._edit = _NumberLine(self)
        self._edit.setObjectName("number_edit")
        self._edit.setMaxLength(64)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addWidget(self._edit, 1)
        self._edit.returnPressed.connect(self._take)
        self._edit.escaped.connect(self._leave)
        self.hide()

    @Slot()
    def ask_number(self) -> None:
        """Ask for a number to dial."""
        self._ask(sends_digits=False)

    @Slot()
    def ask_digits(self) -> None:
        """Ask for telephone keys."""
        self._ask(sends_digits=True)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _ask(self, *, sends_digits: bool) -> None:
        self._sends_digits = sends_digits
        self._say()
        self._edit.clear()
        self.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say(self) -> None:
        self._title.setText(self.tr("Nada") if self._sends_digits else self.tr("Telepon"))
        hint = self.tr("0–9 * #, Enter kirim") if self._sends_digits else self.tr("nomor, Enter memanggil")
        self._edit.setPlaceholderText(hint)

    @Slot()
    def _take(self) -> None:
        text = self._edit.text().strip()
        if not text:
            return
        if self._sends_digits:
            self._line.send_digits(text)
            self._edit.clear()  # a menu at the other end wants one key after the other
        else:
            self._line.dial(text)
            self._leave()

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.left.emit()
