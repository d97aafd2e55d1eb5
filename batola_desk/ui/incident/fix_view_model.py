"""Positions of the caller in the form: which are listed, which key confirms which, whose area it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.call_fixes import UNKNOWN_RADIUS_M
from batola_desk.domain.catalog import Neighbour
from batola_desk.domain.neighbours import neighbour_at
from batola_desk.domain.phone_number import normalise
from batola_desk.services.change import Change
from batola_desk.services.position_views import FetchView, FixView
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.pulse import Pulse

SHOWN_MAX = 4  # LIMIT: lines of the form; the map shows all of them
UNMATCHED_SHOWN_MAX = 2


class FixViewModel(QObject):
    """The positions of the ticket's calls, or of the call in the headset while there is no ticket.

    Signals:
        changed: read the properties again.
        ticked: only ages moved.
        wrong_area: the caller belongs to this neighbour (Neighbour).
    """

    changed = Signal()
    ticked = Signal()
    wrong_area = Signal(object)

    def __init__(self, form: IncidentFormViewModel, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._digits: dict[str, int] = {}  # by position
        form.changed.connect(self.changed)
        form.opened.connect(self.changed)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self.ticked)

    # ---------------------------------------------------------------- what is shown

    @property
    def lines(self) -> Sequence[tuple[int, FixView]]:
        """What is listed, each with the digit of its key.

        A position keeps its digit: one that arrives between the look and the key moves no other.
        """
        numbered = self._numbered()
        shown = {view.fix.fix_id for view in self.fixes}
        return [(digit, view) for digit, view in numbered if view.fix.fix_id in shown]

    @property
    def fixes(self) -> Sequence[FixView]:
        """The call's positions; while it has none, those that no call is known for, or the ticket's number's.

        The confirmed, the suggested and the latest one are never left out, then the exact ones come first.
        """
        own = self._own()
        if not own:
            return self._waiting()[:UNMATCHED_SHOWN_MAX]
        first = {own[0].fix.fix_id, *(view.fix.fix_id for view in own if view.is_suggested)}
        chosen = sorted(
            own, key=lambda view: (not view.is_confirmed, view.fix.fix_id not in first, _vagueness(view))
        )[:SHOWN_MAX]
        return [view for view in own if view in chosen]

    @property
    def more_count(self) -> int:
        """How many are not listed."""
        return max(0, len(self._own()) - SHOWN_MAX)

    @property
    def fetch(self) -> FetchView | None:
        """The fetching of the call's position, while there is something to say about it."""
        view = self._form.desk.positions.fetch_of(self._call_key())
        return view if view is not None and (view.is_running or view.code) else None

    @property
    def neighbour(self) -> Neighbour | None:
        """Whose area the incident lies in, if not ours: the confirmed place decides, else the best fix."""
        view = self._form.view
        location = view.incident.location if view is not None else None
        if location is not None:
            return self._neighbour_at(location.latitude, location.longitude)
        best = next((fix for fix in self._own() if fix.is_suggested), None)
        return best.neighbour if best is not None else None

    @property
    def now_us(self) -> int:
        """The desk's clock."""
        return self._form.desk.now_us()

    @property
    def language(self) -> str:
        """The screen's language."""
        return str(self._form.desk.session.setting("screen.language"))

    # ---------------------------------------------------------------- wishes

    def confirm(self, digit: int) -> bool:
        """The position with this digit is the place, also one just pushed off the list; False: none has it.

        One that no call is known for is first given to the call in the headset: a person has said so.
        """
        chosen = next((view for known, view in self._numbered() if known == digit), None)
        if chosen is None or not self._form.is_editable:
            return False
        if not chosen.call_key and self._form.call_key:
            self._form.tasks.run(self._bind(chosen), "bind-position")
        else:
            self._form.confirm_fix(chosen)
        return True

    async def _bind(self, chosen: FixView) -> None:
        await self._form.desk.positions.bind(chosen.fix.fix_id, self._form.call_key)
        self._form.confirm_fix(chosen)

    @Slot()
    def fetch_again(self) -> None:
        """Ask for the position once more."""
        call_key = self._call_key()
        if call_key:
            self._form.tasks.run(self._form.desk.positions.fetch(call_key), "fetch-position")

    @Slot()
    def say_wrong_area(self) -> None:
        """The caller is to be handed to the neighbour."""
        neighbour = self.neighbour
        if neighbour is not None:
            self.wrong_area.emit(neighbour)

    # ---------------------------------------------------------------- inner parts

    def _numbered(self) -> list[tuple[int, FixView]]:
        """All that may be confirmed, the latest first, each with its digit."""
        views = list(self._own()) or list(self.fixes)
        ids = [view.fix.fix_id for view in views]
        self._digits = {fix_id: digit for fix_id, digit in self._digits.items() if fix_id in ids}
        for fix_id in reversed(ids):  # in the order of arrival
            if fix_id not in self._digits:
                self._digits[fix_id] = max(self._digits.values(), default=0) + 1
        return [(self._digits[view.fix.fix_id], view) for view in views]

    def _own(self) -> Sequence[FixView]:
        positions = self._form.desk.positions
        if self._form.incident_id:
            return positions.of_incident(self._form.incident_id)
        return positions.of_call(self._form.call_key) if self._form.call_key else ()

    def _waiting(self) -> Sequence[FixView]:
        """Positions without a call: all while a caller is here, else those of the number on the ticket."""
        waiting = self._form.desk.positions.unmatched()
        if self._form.call_key:
            return waiting
        view = self._form.view
        number = normalise(view.incident.text("callback_number")) if view is not None else ""
        return [fix for fix in waiting if number and normalise(fix.number) == number]

    def _call_key(self) -> str:
        view = self._form.view
        if view is not None and view.incident.call_keys:
            return view.incident.call_keys[-1]
        return self._form.call_key

    def _neighbour_at(self, latitude: float, longitude: float) -> Neighbour | None:
        if self._form.desk.incidents.describe_point(latitude, longitude) is not None:
            return None
        return neighbour_at(self._form.desk.catalog.neighbours.values(), latitude, longitude)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "positions" in change.what:
            self.changed.emit()


def _vagueness(view: FixView) -> tuple[bool, bool, float]:
    """Doubtful ones, addresses and wide ones last."""
    radius_m = UNKNOWN_RADIUS_M if view.radius_m is None else view.radius_m
    return bool(view.doubts), view.fix.area is None, radius_m
