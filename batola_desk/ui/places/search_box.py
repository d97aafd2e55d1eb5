"""The search box over the map: type, paste, Enter flies there; keys only.

What was searched stays in memory until the window closes, and nowhere else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from batola_desk.map.coordinates import LatLon
from batola_desk.services.api import Desk
from batola_desk.services.place_reading import PointChoice
from batola_desk.services.views import PlaceSuggestion
from batola_desk.ui.incident.parts import ElidedLabel, button, set_role
from batola_desk.ui.incident.suggest_field import SuggestField, Suggestion
from batola_desk.ui.places.found_overlay import FoundPlace
from batola_desk.ui.places.place_lines import place_lines, point_text

REMEMBERED = 12


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of a cluster in the list."""

    key: str


class SearchField(SuggestField):
    """Esc with no list open asks to close the box, Ctrl+Enter to take the place.

    Signals:
        closing, taking: these keys.
    """

    closing = Signal()
    taking = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        is_enter = qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and qt_event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.taking.emit()
            return
        if qt_event.key() == Qt.Key.Key_Escape and not self.is_list_open:
            self.closing.emit()
            return
        super().keyPressEvent(qt_event)


class PlaceSearchBox(QFrame):
    """One line above the map with a list under it.

    Signals:
        found: look there and drop the pin (``FoundPlace``).
        taken: this becomes the place of the ticket (``PlaceSuggestion`` or ``PointChoice``).
        report_activated: a report of a cluster was chosen (``incident:…`` or ``call:…``).
        closed: the box was put away.
    """

    found = Signal(object)
    taken = Signal(object)
    report_activated = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._near: LatLon | None = None
        self._last: PlaceSuggestion | PointChoice | None = None
        self._history: deque[str] = deque(maxlen=REMEMBERED)
        self.setObjectName("place_search_box")
        self.field = SearchField(overlay, self)
        self.field.setObjectName("place_search")
        self.take = button(self, "", "place_take")
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = ElidedLabel(self)
        set_role(self.hint, "small")
        self.field.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.hint, 1)
        below.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 4)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addLayout(below)
        self.field.textEdited.connect(self._on_typed)
        self.field.chosen.connect(self._on_chosen)
        self.field.closing.connect(self.put_away)
        self.take.clicked.connect(self._take)
        self.field.taking.connect(self._take)
        self.hide()
        self._retranslate()
        self._render()

    def bring_up(self, text: str = "", *, near: LatLon | None = None) -> None:
        """Show the box with the keyboard in it; distances count from ``near``, the middle of the map."""
        self._near = near
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.field.setText(text)
            self._on_typed(text)
        else:
            self.field.selectAll()
            if not self.field.text():
                self.field.offer(self._remembered())

    def bring_up_reports(self, lines: Sequence[Suggestion]) -> None:
        """Show a list of reports (``ReportLine``) to choose from with the same keys."""
        self.show()
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.offer(lines)

    @Slot()
    def put_away(self) -> None:
        """Close the box; the pin stays until the next search."""
        self.hide()
        self.closed.emit()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._last = None
        self._render()
        if not text.strip():
            self.field.offer(self._remembered())
            return
        self.field.offer(place_lines(self._desk.places, text, self._near))

    @Slot(object)
    def _on_chosen(self, payload: object) -> None:
        if isinstance(payload, str):
            self.field.setText(payload)
            self._on_typed(payload)
            return
        if isinstance(payload, ReportLine):
            self.put_away()
            self.report_activated.emit(payload.key)
            return
        assert isinstance(payload, PlaceSuggestion | PointChoice)
        self._remember(self.field.text())
        self._last = payload
        self._render()
        self.found.emit(_found(payload))

    @Slot()
    def _take(self) -> None:
        """The place found last, or the marked line: the place of the ticket."""
        chosen = self._last
        if chosen is None and self.field.is_list_open:
            marked = self.field.lines[self.field.list.currentIndex().row()].payload
            if isinstance(marked, PlaceSuggestion | PointChoice):
                self._on_chosen(marked)
                chosen = marked
        if chosen is not None:
            self.field.offer(())
            self.taken.emit(chosen)

    def _remember(self, text: str) -> None:
        text = text.strip()
        if text in self._history:
            self._history.remove(text)
        self._history.appendleft(text)

    def _remembered(self) -> list[Suggestion]:
        return [Suggestion(text, text, "search") for text in self._history]

    def _render(self) -> None:
        self.take.setVisible(self._last is not None)
        keys = self.tr("Enter: lihat di peta · Ctrl+Enter: jadikan lokasi kejadian · Esc: tutup")
        self.hint.set_whole(_found(self._last).words if self._last is not None else keys)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._render()

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Cari desa, jalan, sungai, patokan, koordinat, tautan peta"))
        self.field.setAccessibleName(self.tr("Cari tempat di peta"))
        self.take.setText(self.tr("Jadikan lokasi") + "  Ctrl+Enter")
        self.take.setToolTip(self.tr("Tempat ini menjadi lokasi kejadian tiket di formulir"))


def _found(payload: PlaceSuggestion | PointChoice) -> FoundPlace:
    words = point_text(payload) if isinstance(payload, PointChoice) else payload.label
    return FoundPlace(payload.latitude, payload.longitude, payload.uncertainty_m, words)
