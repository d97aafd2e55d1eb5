"""Written words of the call: what the other side types appears letter by letter, the answer below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from batola_desk.domain.catalog import label_of
from batola_desk.domain.live_text import typing_between
from batola_desk.domain.procedures import QuickReply
from batola_desk.services.views import CallView
from batola_desk.ui.check_box import CheckBox
from batola_desk.ui.incident.parts import button, label, local_time
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.plain_tip import plain_button, plain_tip

REPLY_KEYS = 8  # Ctrl+Shift+1 … 8 inside the pane
_COLUMNS = 2
_LINES_SHOWN = 6
_LENGTH_MAX = 500


class _WritingLine(QLineEdit):
    escaped = Signal()
    focus_changed = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(qt_event)

    def focusInEvent(self, qt_event: QFocusEvent) -> None:
        super().focusInEvent(qt_event)
        self.focus_changed.emit()

    def focusOutEvent(self, qt_event: QFocusEvent) -> None:
        super().focusOutEvent(qt_event)
        self.focus_changed.emit()


class TextPane(QWidget):
    """Visible only when the call has real-time text or somebody wrote on it.

    The page of a location link (decision 0039) is written to in the same way, also when the call has ended.

    With *Langsung* (only where the call has real-time text) every letter goes out as it is typed, erasing
    included; without it a line goes with Enter. What was sent is shown when it is a fact, so what stands in
    the pane is also in the journal.

    Signals:
        left: the operator is done writing.
        line_begun: another line stands at the end of the pane.
    """

    left = Signal()
    line_begun = Signal()

    def __init__(self, line: LineViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self._key = ""
        self._sent_live = ""  # what of the line being written the other side already sees
        self.setObjectName("text_pane")
        self._title = label(self, "heading", "text_title")
        self.lines = QPlainTextEdit(self)
        self.lines.setObjectName("text_lines")
        self.lines.setReadOnly(True)
        self.lines.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.lines.setMaximumBlockCount(500)
        self.edit = _WritingLine(self)
        self.edit.setObjectName("text_edit")
        self.edit.setMaxLength(_LENGTH_MAX)
        self.live = CheckBox(self)
        self.live.setObjectName("text_live")
        self.live.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.replies: list[QPushButton] = []
        self._reply_box = QWidget(self)
        self._reply_grid = QGridLayout(self._reply_box)
        self._reply_title = label(self._reply_box, "small", "reply_title")
        self._lay_out()
        self._add_replies()
        self.edit.returnPressed.connect(self._send)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.escaped.connect(self.left)
        self.edit.focus_changed.connect(self._show_replies)
        line.changed.connect(self.render_text)
        line.typing_changed.connect(self.render_text)
        self.retranslate()

    @Slot()
    def take_keys(self) -> None:
        """To the writing line, also of a call nobody has written on yet."""
        view = self._written_to
        if view is None:
            return
        self._key = view.key
        self.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def _written_to(self) -> CallView | None:
        """Whom a line goes to: who is in the headset, or has the page of a link open."""
        subject = self._line.subject
        if subject is not None and self._line.writes_by_link(subject):
            return subject
        return self._line.in_headset

    @property
    def is_in_use(self) -> bool:
        """Whether somebody writes, or has written, in the call that is shown."""
        view = self._line.subject
        return self.edit.hasFocus() or (view is not None and bool(view.call.texts or view.typing))

    @Slot()
    def render_text(self) -> None:
        """Show the words of the call the panel is about."""
        view = self._line.subject
        if view is None:
            self.hide()
            return
        if view.key != self._key:
            if self._key and self.edit.text():
                self.edit.clear()  # half a line for another caller must not go to this one
            self._key, self._sent_live = view.key, ""
        wanted = view.has_text or bool(view.call.texts) or bool(view.typing) or self.edit.hasFocus()
        self.setVisible(wanted)
        if wanted:
            self._show_lines(view)
            may_write = view.in_headset or self._line.writes_by_link(view)
            self.edit.setEnabled(may_write)
            self._reply_box.setEnabled(may_write)
            self._show_replies()
            self.live.setVisible(view.has_text)

    @Slot()
    def _show_replies(self) -> None:
        """Only while somebody writes: the room belongs to the call and its class letters."""
        is_writing = self.edit.hasFocus() or any(made.hasFocus() for made in self.replies)
        self._reply_box.setVisible(is_writing and bool(self.replies))

    def _show_lines(self, view: CallView) -> None:
        offset_min = self._line.desk.catalog.centre.utc_offset_min
        shown = [
            f"{local_time(line.at_us, offset_min)} {'▶' if line.is_ours else '◀'} {line.text}"
            for line in view.call.texts
        ]
        if view.typing:
            shown.append(f"◀ {view.typing}▌")
        text = "\n".join(shown)
        before = self.lines.toPlainText()
        if text != before:
            self.lines.setPlainText(text)
            self.lines.moveCursor(QTextCursor.MoveOperation.End)
            if text and (not before or text.count("\n") > before.count("\n")):
                self.line_begun.emit()

    @property
    def _is_live(self) -> bool:
        view = self._line.in_headset
        return view is not None and view.has_text and self.live.isChecked()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self._is_live:
            typed = typing_between(self._sent_live, text)
            self._sent_live = text
            if typed:
                self._line.send_text(typed)

    @Slot()
    def _send(self) -> None:
        text, view = self.edit.text().strip(), self._written_to
        if view is None or not (text or self._sent_live):
            return
        if not view.has_text:
            self._line.send_text(text)
        else:
            self._line.send_text(typing_between(self._sent_live, self.edit.text()) + "\n")
        self.edit.clear()
        self._sent_live = ""

    def _reply(self, number: int) -> None:
        replies = self._line.desk.catalog.quick_replies
        view = self._written_to
        if view is None or number >= len(replies):
            return
        text = replies[number].text
        if view.has_text:
            # A line being written live is taken back first, so that the two do not mix.
            text = typing_between(self._sent_live, "") + text + "\n"
            self.edit.clear()
            self._sent_live = ""
        self._line.send_text(text)

    @Slot()
    def _on_reply(self) -> None:
        self._reply(int(self.sender().property("number")))

    def _add_replies(self) -> None:
        for number, reply in enumerate(self._line.desk.catalog.quick_replies[:REPLY_KEYS]):
            made = button(self._reply_box, "quiet", f"reply_{reply.code}")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setProperty("number", number)
            made.setToolTip(plain_tip(reply.text))
            made.clicked.connect(self._on_reply)
            keys = QShortcut(QKeySequence(f"Ctrl+Shift+{number + 1}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(made.click)
            self.replies.append(made)
            self._reply_grid.addWidget(made, 1 + number // _COLUMNS, number % _COLUMNS)

    def _lay_out(self) -> None:
        self.lines.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES_SHOWN + 12)
        self._reply_grid.setContentsMargins(0, 0, 0, 0)
        self._reply_grid.setSpacing(2)
        self._reply_grid.addWidget(self._reply_title, 0, 0, 1, _COLUMNS)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.edit, 1)
        row.addWidget(self.live)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._title)
        layout.addWidget(self.lines)
        layout.addLayout(row)
        layout.addWidget(self._reply_box)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """The words of the language in use."""
        self._title.setText(self.tr("Teks dengan penelepon  Ctrl+P"))
        self._reply_title.setText(self.tr("Balas cepat: Ctrl+Shift+1…8"))
        self.edit.setPlaceholderText(self.tr("tulis, Enter kirim"))
        self.edit.setAccessibleName(self.tr("Teks untuk penelepon"))
        self.lines.setAccessibleName(self.tr("Teks dengan penelepon"))
        self.live.setText(self.tr("Langsung"))
        self.live.setToolTip(self.tr("Setiap huruf terkirim saat diketik"))
        language = str(self._line.desk.session.setting("screen.language"))
        replies: tuple[QuickReply, ...] = self._line.desk.catalog.quick_replies
        for number, made in enumerate(self.replies):
            made.setText(plain_button(f"{number + 1}  {label_of(replies[number], language)}"))
        self.render_text()
