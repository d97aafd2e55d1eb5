"""The line below the tables that asks for what a wish still needs: whom, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.supervision.handing_over import Target


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom (None: that was clear), why, and whether by force."""

    target: Target | None
    reason: str
    forced: bool


class ActionRow(QWidget):
    """Title, whom (where that is open), why, and two buttons. Enter does it, Esc puts it away.

    Signals:
        finished: it is away; the keyboard may go back.
    """

    finished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._done: Callable[[Answer], None] | None = None
        self._targets: Sequence[Target] = ()
        self.title = label(self, "heading", "action_title")
        self.whom = ChoiceBox(self)
        self.whom.setObjectName("action_whom")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("action_reason")
        self.reason.setMaxLength(200)
        self.accept_button = button(self, "primary", "action_accept")
        self.force_button = button(self, "", "action_force")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title)
        row.addWidget(self.whom)
        row.addWidget(self.reason, 1)
        row.addWidget(self.accept_button)
        row.addWidget(self.force_button)
        self.accept_button.clicked.connect(self.accept)
        self.force_button.clicked.connect(self.force)
        self.reason.returnPressed.connect(self.accept)
        self.reason.installEventFilter(self)
        self._retranslate()
        self.hide()

    def ask(
        self,
        title: str,
        done: Callable[[Answer], None],
        *,
        targets: Sequence[Target] = (),
        chosen: Target | None = None,
        may_force: bool = False,
    ) -> None:
        """Ask; ``done`` gets the answer once there is a reason."""
        self._done = done
        self._targets = targets
        self.title.setText(title)
        self.whom.clear()
        for target in targets:
            self.whom.addItem(target.words)
        self.whom.setVisible(bool(targets))
        if chosen is not None and chosen in targets:
            self.whom.setCurrentIndex(targets.index(chosen))
        self.reason.clear()
        self.force_button.setVisible(may_force)
        self.show()
        first = self.whom if targets and chosen is None else self.reason
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def accept(self) -> None:
        """Do it, if there is a reason."""
        self._finish(forced=False)

    @Slot()
    def force(self) -> None:
        """Do it whosever it is."""
        self._finish(forced=True)

    @Slot()
    def put_away(self) -> None:
        """Ask nothing any more."""
        self._done = None
        self.hide()
        self.finished.emit()

    def _finish(self, *, forced: bool) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason.setPlaceholderText(self.tr("Alasan harus diisi"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        at = self.whom.currentIndex()
        target = self._targets[at] if 0 <= at < len(self._targets) else None
        done = self._done
        self.put_away()
        if done is not None:
            done(Answer(target, reason, forced))

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        match qt_event.key():
            case Qt.Key.Key_Escape:
                self.put_away()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.whom.hasFocus():
                self.reason.setFocus(Qt.FocusReason.TabFocusReason)
            case _:
                super().keyPressEvent(qt_event)

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """Shift+Enter in the reason is the other button."""
        if (
            watched is self.reason
            and isinstance(qt_event, QKeyEvent)
            and qt_event.type() == QEvent.Type.KeyPress
            and qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and qt_event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            and self.force_button.isVisible()
        ):
            self.force()
            return True
        return super().eventFilter(watched, qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.whom.setAccessibleName(self.tr("Kepada siapa"))
        self.reason.setAccessibleName(self.tr("Alasan"))
        self.reason.setPlaceholderText(self.tr("Alasan, lalu Enter"))
        self.accept_button.setText(self.tr("Lakukan  Enter"))
        self.force_button.setText(self.tr("Paksa  Shift+Enter"))
