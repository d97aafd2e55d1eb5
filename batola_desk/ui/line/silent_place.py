"""Where a caller who cannot speak is said to be, and what lies around. Source: domain.md §12.1.

The place that tells most, the nearest named places, open incidents near by, earlier calls of the number. One
key makes it the place of the incident.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.services.change import Change
from batola_desk.services.nearby import Surroundings
from batola_desk.services.position_views import FixView
from batola_desk.ui import fix_words
from batola_desk.ui.incident.parts import button, distance_text, label, local_time, short_ticket
from batola_desk.ui.line.silent_view_model import SilentViewModel
from batola_desk.ui.map.direction_words import way_text
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

PLACES_SHOWN, INCIDENTS_SHOWN, CALLS_SHOWN = 3, 2, 2


class SilentPlace(QWidget):
    """A block of the silent page; hidden while nothing is known.

    Signals:
        confirmed: this position is the place of the incident (FixView).
    """

    confirmed = Signal(object)

    def __init__(
        self, silent: SilentViewModel, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._silent = silent
        self._tasks = tasks
        self._asked: tuple[str, str] = ("", "")  # (call, position) whose surroundings were asked for
        self._around: Surroundings | None = None
        self.best = label(self, "info", "silent_best")
        self.around = label(self, "small", "silent_around")
        for words in (self.best, self.around):
            words.setWordWrap(True)
        self.use = button(self, "check", "silent_use_place")
        self.use.clicked.connect(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for part in (self.best, self.around, self.use):
            column.addWidget(part)
        silent.changed.connect(self.render_now)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self.render_now()

    @property
    def fix(self) -> FixView | None:
        """The position that tells most about the silent caller; else the latest one with an area."""
        view = self._silent.view
        if view is None:
            return None
        found = [fix for fix in self._silent.desk.positions.of_call(view.key) if fix.fix.area is not None]
        return next((fix for fix in found if fix.is_suggested), found[0] if found else None)

    @Slot()
    def confirm(self) -> bool:
        """This is the place; False when nothing is known."""
        fix = self.fix
        if fix is None:
            return False
        if not self._is_confirmed(fix):
            self.confirmed.emit(fix)
        return True

    def _is_confirmed(self, fix: FixView) -> bool:
        """Whether it is the place of the caller's ticket already."""
        desk = self._silent.desk
        call = desk.calls.get(fix.call_key)
        tickets = call.call.incident_ids if call is not None else ()
        known = desk.positions.of_incident(tickets[-1]) if tickets else ()
        return any(view.is_confirmed and view.fix.fix_id == fix.fix.fix_id for view in known)

    @Slot()
    def render_now(self) -> None:
        """Draw what is known, and ask what lies around a new position."""
        fix = self.fix
        self.setVisible(fix is not None)
        if fix is None or fix.middle is None:
            self._asked, self._around = ("", ""), None
            return
        desk = self._silent.desk
        language = str(desk.session.setting("screen.language"))
        place = fix_words.place_words(fix, language)
        shown = " · ".join(part for part in (place, fix_words.map_words(fix, desk.now_us())) if part)
        doubt = fix_words.doubt_words(fix)
        self.best.setText(f"◎ {shown}" + (f"  ▲ {doubt}" if doubt else ""))
        is_confirmed = self._is_confirmed(fix)
        self.use.setEnabled(not is_confirmed)
        done = self.tr("✓ Sudah menjadi lokasi kejadian")
        self.use.setText(done if is_confirmed else self.tr("Enter  Jadikan lokasi kejadian"))
        goal = (fix.call_key, fix.fix.fix_id)
        if goal != self._asked:
            self._asked, self._around = goal, None
            self._tasks.run(self._ask(goal, fix), "silent-surroundings")
        self.around.setText("\n".join(self._lines()))
        self.around.setVisible(bool(self.around.text()))

    async def _ask(self, goal: tuple[str, str], fix: FixView) -> None:
        assert fix.middle is not None
        found = await self._silent.desk.nearby.look(*fix.middle, number=fix.number, call_key=fix.call_key)
        if goal == self._asked:
            self._around = found
            self.render_now()

    def _lines(self) -> list[str]:
        around = self._around
        if around is None:
            return []
        lines = []
        if around.places:
            near = ", ".join(
                f"{place.name} {way_text(place.distance_m, place.bearing_deg)}"
                for place in around.places[:PLACES_SHOWN]
            )
            lines.append(self.tr("Terdekat: {places}").format(places=near))
        for near_by in around.incidents[:INCIDENTS_SHOWN]:
            row = near_by.row
            what = "" if row.confidential else row.type_label
            shown = self.tr("Kejadian terbuka: {ticket} {what} {away}").format(
                ticket=short_ticket(row.ticket_number), what=what, away=distance_text(near_by.distance_m)
            )
            lines.append(" ".join(shown.split()))
        offset_min = self._silent.desk.catalog.centre.utc_offset_min
        for call in around.calls[:CALLS_SHOWN]:
            at = local_time(call.offered_us, offset_min, "%d/%m %H:%M") if call.offered_us else ""
            lines.append(self.tr("Pernah menelepon: {at} {kind}").format(at=at, kind=call.call_class or "–"))
        return lines

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        is_touched = change.call_keys or change.incident_ids or "positions" in change.what
        if self._silent.is_active and is_touched:
            self.render_now()

    @Slot()
    def _on_clock(self) -> None:
        if self.isVisible():
            self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
