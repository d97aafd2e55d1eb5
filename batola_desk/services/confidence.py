"""Who may see what is in a confidential ticket (KDRT, children), for every way it could be seen.

Lead and auditor see all; who works on tickets sees those that are his own: opened or owned by him, led from
this desk, or with a call that was taken here. Everybody else sees that there is a ticket, how urgent it is
and how it stands, never what or where it is. Source: domain.md §14, §15. Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Operator, OperatorState
from batola_desk.domain.room_confidence import SEE_RIGHT, WORK_RIGHT
from batola_desk.services.context import Context
from batola_desk.services.views import BoardRow, IncidentView


class Confidence:
    """Judges by type, role and whose the ticket is; masks what is judged against."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._masked: dict[str, tuple[BoardRow, BoardRow]] = {}  # as masked from this very row

    # ---------------------------------------------------------------- judging

    def may_see(self, incident: Incident) -> bool:
        """Whether the person here may see what this ticket says."""
        context = self._context
        if not self.is_confidential(incident):
            return True
        if context.catalog.may(context.role, SEE_RIGHT):
            return True
        return context.catalog.may(context.role, WORK_RIGHT) and self._is_own(incident)

    def check(self, incident: Incident) -> None:
        """Refuse what may not be seen.

        Raises:
            OperatorError: ``incident_confidential`` with ``ticket``.
        """
        if not self.may_see(incident):
            raise OperatorError("incident_confidential", ticket=incident.ticket_number)

    def is_confidential(self, incident: Incident) -> bool:
        """Whether the ticket is of a type that not everybody may see."""
        return self._context.rules.is_confidential(incident.text("type_code"))

    def is_fit_to_receive(self, person: Operator) -> bool:
        """Whether this person, once it is his own, could see a confidential ticket at all."""
        role = f"{person.role}+{person.acting_role}" if person.acting_role else person.role
        return self._context.catalog.may(role, SEE_RIGHT) or self._context.catalog.may(role, WORK_RIGHT)

    def may_move(self, incident: Incident) -> bool:
        """Whether the person here may give it to somebody, or make it his own, without asking.

        To be given a confidential ticket is to see it; so nobody gives himself one that he may not see,
        unless neither its owner nor a lead is on duty: somebody has to go on with it.
        """
        if self.may_see(incident):
            return True
        catalog, people = self._context.catalog, self._context.world.operators.values()
        return not any(
            person.operator_id == incident.owner or catalog.may(person.role, SEE_RIGHT)
            for person in people
            if person.state is not OperatorState.OFFLINE
        )

    def _is_own(self, incident: Incident) -> bool:
        world, person = self._context.world, self._context.person.operator_id
        if person and person in {incident.operator, incident.owner}:
            return True
        if world.leads_here(incident):
            return True
        calls = (world.call(key) for key in incident.call_keys)
        return any(
            call is not None and call.answered_us is not None and world.is_ours(call.desk) for call in calls
        )

    # ---------------------------------------------------------------- masking

    def _without_hidden_parts(self, view: IncidentView) -> IncidentView:
        """A ticket that was merged into this one stays as confidential as it was."""
        shown = tuple(part for part in view.absorbed if self.may_see(part.incident))
        return view if len(shown) == len(view.absorbed) else replace(view, absorbed=shown)

    def row(self, row: BoardRow) -> BoardRow:
        """The line as this person may see it."""
        if not row.confidential:
            return row
        entry = self._context.world.entry(row.incident_id)
        if entry is not None and self.may_see(entry.incident):
            return row
        kept = self._masked.get(row.incident_id)
        if kept is None or kept[0] is not row:
            kept = self._masked[row.incident_id] = (row, _masked_row(row))
        return kept[1]

    def rows(self, rows: Sequence[BoardRow]) -> Sequence[BoardRow]:
        """The lines as this person may see them; the same object when nothing is hidden."""
        if not any(row.confidential for row in rows):
            self._masked.clear()
            return rows
        shown = tuple(self.row(row) for row in rows)
        return rows if all(one is other for one, other in zip(shown, rows, strict=True)) else shown

    def view(self, view: IncidentView) -> IncidentView:
        """The ticket as this person may see it; a hidden one has its number and its state alone."""
        if self.may_see(view.incident):
            return self._without_hidden_parts(view)
        known = view.incident
        return IncidentView(
            incident=Incident(
                incident_id=known.incident_id,
                ticket_number=known.ticket_number,
                training=known.training,
                desk=known.desk,
                operator=known.operator,
                owner=known.owner,
                owner_desk=known.owner_desk,
                state=known.state,
                opened_us=known.opened_us,
                closed_us=known.closed_us,
            ),
            priority=view.priority,
            type_label="",
            place_label="",
            clocks=(),
            tasks=(),
            units=(),
            calls=(),
            missing_to_close=(),
            owner_name=view.owner_name,
            is_hidden=True,
        )


def _masked_row(row: BoardRow) -> BoardRow:
    return replace(
        row,
        type_code="",
        type_label="",
        place="",
        latitude=None,
        longitude=None,
        uncertainty_m=0.0,
        agencies=(),
        unit_call_signs=(),
    )
