"""Who of other desks is in this ticket, said in the head and beside the field. Nothing moves by it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.presence import PresenceView
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import ElidedLabel, set_role
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.pulse import Pulse

OPEN_SIGN, TYPING_SIGN = "◉", "✎"


def who_words(view: PresenceView) -> str:
    """``Rina (Meja B)``, or what is known of it."""
    desk = QCoreApplication.translate("presence", "Meja {desk}").format(desk=view.desk) if view.desk else ""
    if view.name and desk:
        return f"{view.name} ({desk})"
    return view.name or desk or "–"


def short_words(views: Sequence[PresenceView]) -> str:
    """``✎ B ◉ C``: for a corner of a table, or of a narrow form."""
    return " ".join(
        f"{TYPING_SIGN if view.field else OPEN_SIGN} {view.desk or view.name or '–'}" for view in views
    )


def middle_words(views: Sequence[PresenceView]) -> str:
    """``✎ Rina (B) ◉ C``: names as far as they are known."""
    return " ".join(
        f"{TYPING_SIGN if view.field else OPEN_SIGN} "
        + (f"{view.name} ({view.desk})" if view.name and view.desk else view.name or view.desk or "–")
        for view in views
    )


def long_words(views: Sequence[PresenceView]) -> str:
    """``Rina (Meja B) mengetik di Tempat … · Meja C membuka tiket ini``."""
    typing = QCoreApplication.translate("presence", "{who} mengetik di {field} …")
    reading = QCoreApplication.translate("presence", "{who} membuka tiket ini")
    return " · ".join(
        typing.format(who=who_words(view), field=labels.word(labels.FIELDS, view.field))
        if view.field
        else reading.format(who=who_words(view))
        for view in views
    )


class PresenceViewModel(QObject):
    """Who else is in the ticket of the form; and what this form tells the others.

    Signals:
        changed: read ``views`` again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident_id = ""
        pulse.changed.connect(self._on_change)

    @property
    def views(self) -> Sequence[PresenceView]:
        """Everybody of other desks in this ticket; who types comes first."""
        return self._desk.presence.at(self._incident_id) if self._incident_id else ()

    def typing_in(self, field: str) -> Sequence[PresenceView]:
        """Who types in this field."""
        return [view for view in self.views if view.field == field]

    @Slot(str)
    def set_incident(self, incident_id: str) -> None:
        """Another ticket is in the form."""
        self._incident_id = incident_id
        self._desk.presence.open_form(incident_id)
        self.changed.emit()

    @Slot(str)
    def note_key(self, field: str) -> None:
        """A key was pressed in a field of the form."""
        self._desk.presence.typing(self._incident_id, field)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "presence" in change.what or "language" in change.what:
            self.changed.emit()


class PresenceLabel(ElidedLabel):
    """The sentence in the head of the form, or signs with names or letters where there is less room."""

    def __init__(self, vm: PresenceViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setObjectName("presence")
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw it; without anybody the room stays empty."""
        views = self._vm.views
        set_role(self, "small")
        self.set_whole(long_words(views))

    def _fit(self) -> None:
        super()._fit()
        if self.text() != self.whole:
            names = middle_words(self._vm.views)
            fits = self.fontMetrics().horizontalAdvance(names) <= self.width()
            self.setText(names if fits else short_words(self._vm.views))

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()


class MarkedCaption(QLabel):
    """The caption of a field, with who types there behind it as far as there is room.

    It asks for the room of the caption alone, so that nothing moves when somebody begins to type.
    """

    def __init__(self, vm: PresenceViewModel, field: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self._field = field
        self._caption = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "heading")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        vm.changed.connect(self.render_now)

    def set_caption(self, text: str) -> None:
        """Say what the field is."""
        self._caption = text
        self.render_now()
        self.updateGeometry()

    @Slot()
    def render_now(self) -> None:
        """Draw caption and mark."""
        typing = self._vm.typing_in(self._field)
        self.setToolTip(plain_tip(long_words(typing)))
        self._fit()

    def _fit(self) -> None:
        typing = self._vm.typing_in(self._field)
        who = ", ".join(who_words(view) for view in typing)
        marks = (f"  {TYPING_SIGN} {who} …", f"  {short_words(typing)}", "") if typing else ("",)
        shown = (self._caption + mark for mark in marks)
        self.setText(next((text for text in shown if self._width_of(text) <= self.width()), self._caption))

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)

    def sizeHint(self) -> QSize:
        return QSize(self._width_of(self._caption), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()
