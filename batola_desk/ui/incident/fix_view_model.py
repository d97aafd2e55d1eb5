"""Positions of the caller in the form: which are listed, which key confirms which, whose area it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.catalog import Neighbour
from batola_desk.domain.neighbours import neighbour_at
from batola_desk.services.position_views import FetchView, FixView
from batola_desk.services.views import Change
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
        form.changed.connect(self.changed)
        form.opened.connect(self.changed)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self.ticked)

    # ---------------------------------------------------------------- what is shown

    @property
    def fixes(self) -> Sequence[FixView]:
        """The call's positions; while it has none, those that no call is known for.

        The confirmed and the suggested one are never left out for a newer one.
        """
        own = self._own()
        if not own:
            waits = bool(self._form.call_key)
            return self._form.desk.positions.unmatched()[:UNMATCHED_SHOWN_MAX] if waits else ()
        chosen = sorted(own, key=lambda view: (not view.is_confirmed, not view.is_suggested))[:SHOWN_MAX]
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

    def confirm(self, number: int) -> bool:
        """The position of this line (1 …) is the place; False when there is no such line.

        One that no call is known for is first given to the call in the headset: a person has said so.
        """
        shown = self.fixes
        if not 1 <= number <= len(shown) or not self._form.is_editable:
            return False
        chosen = shown[number - 1]
        if not chosen.call_key:
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

    def _own(self) -> Sequence[FixView]:
        positions = self._form.desk.positions
        if self._form.incident_id:
            return positions.of_incident(self._form.incident_id)
        return positions.of_call(self._form.call_key) if self._form.call_key else ()

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
