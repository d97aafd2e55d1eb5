"""All open incidents as rows, worst first, kept up to date row by row.

A change costs one row and two bisections, not a rebuild; what only time changes (a limit that passes) comes
from a heap of due times, so a quiet board of 2,000 tickets costs nothing per second.

Thread: the desk's event loop.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence

from batola_desk.domain.incident import Incident
from batola_desk.services.rules import LATE_RANK, Rules
from batola_desk.services.views import BoardRow
from batola_desk.services.world import IncidentEntry, World

_Key = tuple[str, int, int, str]


class Board:
    """The sorted rows of all open incidents."""

    def __init__(
        self,
        world: World,
        rules: Rules,
        *,
        now_us: Callable[[], int],
        overlay: Callable[[Incident], Incident],
        language: Callable[[], str],
        claim_of: Callable[[Incident], str],
    ) -> None:
        self._world = world
        self._rules = rules
        self._claim_of = claim_of
        self._now_us = now_us
        self._overlay = overlay
        self._language = language
        self._rows: dict[str, BoardRow] = {}
        self._keys: dict[str, _Key] = {}
        self._order: list[_Key] = []
        self._due: list[tuple[int, str]] = []  # heap: when a row's lateness changes by itself
        self._due_at: dict[str, int] = {}
        self._went_into: dict[str, str] = {}  # child → parent, as the rows were built
        self._shown: tuple[BoardRow, ...] | None = None

    def rows(self) -> Sequence[BoardRow]:
        """All rows, worst first; the same object until something changed."""
        if self._shown is None:
            self._shown = tuple(self._rows[key[3]] for key in self._order)
        return self._shown

    def row(self, incident_id: str) -> BoardRow | None:
        """One row, also of a closed ticket in memory."""
        kept = self._rows.get(incident_id)
        if kept is not None:
            return kept
        entry = self._world.entry(incident_id)
        return self._build(entry)[0] if entry is not None else None

    def rebuild(self) -> None:
        """Build everything anew: at start, and when the language changes."""
        self._rows.clear()
        self._keys.clear()
        self._due.clear()
        self._due_at.clear()
        for incident_id, entry in self._world.incidents.items():
            row, due_us = self._build(entry)
            self._rows[incident_id] = row
            self._keys[incident_id] = _key_of(row)
            self._plan(incident_id, due_us)
        self._order = sorted(self._keys.values())
        self._shown = None

    def refresh(self, incident_id: str) -> None:
        """One incident changed, appeared or ended; so do those that it went into: its calls count there."""
        self._refresh_one(incident_id)
        before, parent = self._went_into.pop(incident_id, ""), self._world.merged_calls.parent_of(incident_id)
        if parent:
            self._went_into[incident_id] = parent
        for other in {before, parent} - {""}:
            self.refresh(other)  # a parent is always the older one: this ends

    def _refresh_one(self, incident_id: str) -> None:
        old_key = self._keys.pop(incident_id, None)
        if old_key is not None:
            del self._order[bisect_left(self._order, old_key)]
        self._rows.pop(incident_id, None)
        self._due_at.pop(incident_id, None)
        self._shown = None
        entry = self._world.incidents.get(incident_id)
        if entry is None:
            return
        row, due_us = self._build(entry)
        key = _key_of(row)
        self._rows[incident_id] = row
        self._keys[incident_id] = key
        insort(self._order, key)
        self._plan(incident_id, due_us)

    def pass_time(self) -> frozenset[str]:
        """Refresh the rows whose clocks crossed a limit; return their incidents."""
        now_us = self._now_us()
        changed: set[str] = set()
        while self._due and self._due[0][0] <= now_us:
            due_us, incident_id = heapq.heappop(self._due)
            if self._due_at.get(incident_id) == due_us:
                changed.add(incident_id)
        for incident_id in changed:
            self.refresh(incident_id)
        return frozenset(changed)

    def _plan(self, incident_id: str, due_us: int | None) -> None:
        if due_us is not None:
            self._due_at[incident_id] = due_us
            heapq.heappush(self._due, (due_us, incident_id))

    def _build(self, entry: IncidentEntry) -> tuple[BoardRow, int | None]:
        incident = self._overlay(entry.incident)
        now_us = self._now_us()
        late, due_us = self._rules.lateness(incident, now_us)
        type_code = incident.text("type_code")
        location = incident.location
        merged = self._world.merged_calls.keys_of(incident.incident_id)
        row = BoardRow(
            incident_id=incident.incident_id,
            ticket_number=incident.ticket_number,
            state=incident.state.value,
            priority=self._rules.priority_of(type_code, incident.priority),
            type_code=type_code,
            type_label=self._rules.type_label(type_code, self._language()),
            place=(location.label if location is not None else "") or incident.text("place_text"),
            latitude=location.latitude if location is not None else None,
            longitude=location.longitude if location is not None else None,
            uncertainty_m=location.uncertainty_m if location is not None else 0.0,
            opened_us=incident.opened_us or now_us,
            late=late,
            agencies=tuple((task.agency_code, task.state.value) for task in incident.tasks),
            unit_call_signs=tuple(
                self._world.units[part.unit_id].call_sign
                for part in incident.units
                if part.released_us is None and part.unit_id in self._world.units
            ),
            call_count=max(entry.call_count, len(incident.call_keys))
            + len(merged.difference(incident.call_keys)),
            is_draft=incident.state.value == "draft",
            is_open=incident.is_open,
            training=incident.training,
            confidential=self._rules.is_confidential(type_code),
            owner_desk=incident.owner_desk,
            owner=incident.owner,
            owner_name=self._world.name_of(incident.owner),
            owner_since_us=incident.owner_since_us,
            claim=self._claim_of(incident),
            wish=incident.transfer_wish,
        )
        return row, due_us


def _key_of(row: BoardRow) -> _Key:
    return (row.priority or "P9", -LATE_RANK.get(row.late, 0), row.opened_us, row.incident_id)
