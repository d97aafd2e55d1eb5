"""Closed tickets and old calls, found by words. The index belongs to ``models``; this shapes its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.models.rows import CallRow, IncidentRow
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.from_rows import incident_from_row
from batola_desk.services.views import SearchHit

KINDS = ("all", "incident", "call")
PAGE_MAX = 200


class SearchService:
    """Use case of the search pane."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._confidence = Confidence(context)

    async def search(
        self, text: str, *, kind: str = "all", include_open: bool = True, after: str = "", limit: int = 50
    ) -> Sequence[SearchHit]:
        """Find tickets and calls, newest first; ``after`` is the cursor of the last hit seen.

        Raises:
            OperatorError: ``search_kind_unknown``, ``search_cursor_bad``, ``search_failed``.
        """
        if kind not in KINDS:
            raise OperatorError("search_kind_unknown", kind=kind)
        incident_before, call_before = _read_cursor(after)
        count = max(1, min(limit, PAGE_MAX))
        reader = self._context.reader
        try:
            incidents, calls = await asyncio.gather(
                asyncio.wrap_future(
                    reader.search_incidents(
                        text, only_closed=not include_open, before=incident_before, limit=count
                    )
                )
                if kind != "call"
                else _nothing(),
                asyncio.wrap_future(reader.search_calls(text, before=call_before, limit=count))
                if kind != "incident"
                else _nothing(),
            )
        except EnvironmentFault as fault:
            raise OperatorError("search_failed", cause=fault.code) from fault
        return self._merge(incidents, calls, (incident_before, call_before), text)[:count]

    def _merge(
        self,
        incidents: Sequence[IncidentRow],
        calls: Sequence[CallRow],
        before: tuple[int | None, int | None],
        text: str,
    ) -> list[SearchHit]:
        """Newest first; each hit carries how far *both* lists have been shown."""
        incident_before, call_before = before
        rows: list[IncidentRow | CallRow] = sorted([*incidents, *calls], key=_time_of, reverse=True)
        hits: list[SearchHit] = []
        for row in rows:
            if isinstance(row, IncidentRow):
                incident_before = row.row_id
                hits += self._incident_hits(row, _cursor(incident_before, call_before), text)
            else:
                call_before = row.row_id
                hits.append(self._call_hit(row, _cursor(incident_before, call_before)))
        return hits

    def _incident_hits(self, row: IncidentRow, cursor: str, text: str) -> list[SearchHit]:
        """A confidential ticket that is not this person's to see is found by its number alone."""
        if self._confidence.may_see(incident_from_row(row)):
            return [self._incident_hit(row, cursor)]
        if text.strip().casefold() not in row.ticket_number.casefold():
            return []
        masked = replace(row, type_code="", place_text="", place_label="", hand_priority=row.priority)
        return [self._incident_hit(masked, cursor)]

    def _incident_hit(self, row: IncidentRow, cursor: str) -> SearchHit:
        rules = self._context.rules
        label = rules.type_label(row.type_code, self._context.language())
        return SearchHit(
            kind="incident",
            identifier=row.incident_id,
            title=" · ".join(part for part in (row.ticket_number, label) if part),
            subtitle=row.place_text or row.place_label,
            at_us=row.opened_us or 0,
            state=row.state,
            priority=rules.priority_of(row.type_code, row.hand_priority),
            cursor=cursor,
        )

    def _call_hit(self, row: CallRow, cursor: str) -> SearchHit:
        return SearchHit(
            kind="call",
            identifier=row.call_key,
            title=self._context.rules.number_display(row.number) or row.display_name,
            subtitle=row.call_class,
            at_us=row.offered_us or 0,
            state=row.state,
            recording_path=row.recording_path,
            cursor=cursor,
        )


async def _nothing() -> tuple[()]:
    return ()


def _time_of(row: IncidentRow | CallRow) -> int:
    return (row.opened_us if isinstance(row, IncidentRow) else row.offered_us) or 0


def _cursor(incident_before: int | None, call_before: int | None) -> str:
    return f"{incident_before or ''}/{call_before or ''}"


def _read_cursor(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    incident, slash, call = text.partition("/")
    if not slash or not all(part == "" or part.isdigit() for part in (incident, call)):
        raise OperatorError("search_cursor_bad")
    return (int(incident) if incident else None, int(call) if call else None)
