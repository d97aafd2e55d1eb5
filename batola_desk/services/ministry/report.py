"""The ministry's report of some days, from this desk's journal into the folder of exports.

It covers what this desk knows: alone its own facts, in a room those of all desks that have arrived here;
which ones and how current stands in the JSON and is told on the screen. Confidential tickets are counted in
the summary and listed nowhere. Source: domain.md §2, §13. Thread: the desk's event loop; files in a thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.domain.ministry_report import CALLS, INCIDENTS, SUMMARY
from batola_desk.domain.operator import DeskMode
from batola_desk.domain.report_period import Period, read_period
from batola_desk.models.rows import CallRow, IncidentRow
from batola_desk.services.context import Context
from batola_desk.services.ministry.figures import (
    NO_LINK,
    CallLink,
    CountedIncident,
    Figures,
    SomeCall,
    is_counted,
    is_from_caller,
)
from batola_desk.services.ministry.files import Rows, contents, write
from batola_desk.services.seat_views import RoomView

log = logging.getLogger("batola.services")

RIGHT: Final = "report_ministry"
PAGE: Final = 500
ALONE: Final = "alone"

_Row = TypeVar("_Row", CallRow, IncidentRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """What was written.

    Attributes:
        desks: letters of the desks whose facts are in it.
        room: ``alone``, or the desk's mode towards the room when it was read (``DeskMode``).
    """

    folder: Path
    period: Period
    call_count: int
    incident_count: int
    desks: tuple[str, ...]
    room: str

    @property
    def is_whole(self) -> bool:
        """Whether every desk's facts were here; of a desk that stands alone nobody else's are meant."""
        return self.room in {ALONE, DeskMode.SYNCED.value}


class MinistryUseCases(Protocol):
    """What the screen may ask for."""

    def may_write(self) -> bool: ...

    def today(self) -> date: ...

    def period(self, words: str) -> Period:
        """The days that words mean."""

    async def write(self, period: Period) -> WrittenReport:
        """Write the report of these days."""


class MinistryReports:
    """Implements ``MinistryUseCases``."""

    def __init__(self, context: Context, room_view: Callable[[], RoomView | None]) -> None:
        self._context = context
        self._room_view = room_view
        self._is_writing = False

    def may_write(self) -> bool:
        """Whether who sits here may."""
        return self._context.catalog.may(self._context.role, RIGHT)

    def today(self) -> date:
        """The centre's day."""
        zone = timezone(timedelta(minutes=self._context.catalog.centre.utc_offset_min))
        return datetime.fromtimestamp(self._context.clock.now_us() / 1e6, zone).date()

    def period(self, words: str) -> Period:
        """The days that words mean. Raises as ``read_period``."""
        return read_period(words, self.today())

    async def write(self, period: Period) -> WrittenReport:
        """Write the report of these days as a folder of its own.

        Raises:
            OperatorError: ``report_not_allowed``, ``report_running``, ``report_empty`` (no column is
                configured), ``search_failed``, ``export_not_written``.
        """
        if not self.may_write():
            raise OperatorError("report_not_allowed")
        report = self._context.catalog.ministry_report
        if not report.tables:
            raise OperatorError("report_empty")
        if self._is_writing:
            raise OperatorError("report_running")
        self._is_writing = True
        try:
            return await self._write(period)
        finally:
            self._is_writing = False

    async def _write(self, period: Period) -> WrittenReport:
        context = self._context
        offset_min = context.catalog.centre.utc_offset_min
        from_us, until_us = period.bounds_us(offset_min)
        reader = context.reader
        try:
            rows = await self._all(lambda at: reader.calls_between(from_us, until_us, PAGE, at))
            tickets = await self._all(lambda at: reader.incidents_between(from_us, until_us, PAGE, at))
            desks = {desk.desk_id for desk in await asyncio.wrap_future(reader.desks())} | {context.desk}
            desks |= {row.desk for row in rows if row.desk} | {row.desk for row in tickets if row.desk}
            incidents = await self._counted(tickets, rows)
            counted = [row for row in rows if is_counted(row)]
            links = await self._links(counted, incidents)
        except EnvironmentFault as fault:
            raise OperatorError("search_failed", cause=fault.code) from fault
        real = [one for one in incidents.values() if not one.is_test]
        letters = " ".join(sorted(desks))
        tables = await asyncio.to_thread(self._tables, period, counted, links, real, letters)
        view = self._room_view()
        done = WrittenReport(
            folder=self._folder(period),
            period=period,
            call_count=len(counted),
            incident_count=len(real),
            desks=tuple(sorted(desks)),
            room=view.mode if view is not None else ALONE,
        )
        report, coverage = context.catalog.ministry_report, self._coverage(done, view)
        try:
            files = await asyncio.to_thread(contents, report, tables, coverage, offset_min)
            await asyncio.to_thread(write, done.folder, files)
        except OSError as problem:
            raise OperatorError("export_not_written", reason=problem.strerror or str(problem)) from problem
        log.info("a report for the ministry was written", extra={"days": len(period.days())})
        return done

    # ---------------------------------------------------------------- reading

    @staticmethod
    async def _all(page_at: Callable[[int | None], Future[tuple[_Row, ...]]]) -> list[_Row]:
        found: list[_Row] = []
        before: int | None = None
        while True:
            page = await asyncio.wrap_future(page_at(before))
            found.extend(row for row in page if not row.training)
            if len(page) < PAGE:
                return found[::-1]
            before = page[-1].row_id

    async def _counted(
        self, tickets: Sequence[IncidentRow], rows: Sequence[CallRow]
    ) -> dict[str, CountedIncident]:
        """Fold every ticket of the period: incident id → it and its callers' calls."""
        reader, known = self._context.reader, {row.call_key: row for row in rows}
        found: dict[str, CountedIncident] = {}
        for ticket in tickets:
            incident = await asyncio.wrap_future(reader.incident(ticket.incident_id))
            if incident is None:
                continue
            calls: list[SomeCall] = []
            for key in incident.call_keys:
                call: SomeCall | None = known.get(key)
                if call is None:  # it began before these days, or is of a practice
                    earlier = await asyncio.wrap_future(reader.call(key))
                    call = earlier
                if call is not None and is_from_caller(call):
                    calls.append(call)
            found[ticket.incident_id] = CountedIncident(incident, tuple(calls))
        return found

    async def _links(
        self, rows: Sequence[CallRow], incidents: Mapping[str, CountedIncident]
    ) -> dict[str, CallLink]:
        """Which ticket a call belongs to; of several one that is confidential makes the call so."""
        reader, found = self._context.reader, {}
        for row in rows:
            keys = [row.incident_id] if row.incident_id else []
            if row.incident_count > 1:
                call = await asyncio.wrap_future(reader.call(row.call_key))
                keys = list(call.incident_ids) if call is not None else keys
            linked: list[Incident] = []
            for key in keys:
                counted = incidents.get(key)
                known = counted.incident if counted else await asyncio.wrap_future(reader.incident(key))
                if known is not None:
                    linked.append(known)
            if linked:
                is_secret = any(self._is_secret(one) for one in linked)
                found[row.call_key] = CallLink(linked[0].ticket_number, is_secret)
        return found

    def _tables(
        self,
        period: Period,
        counted: Sequence[CallRow],
        links: Mapping[str, CallLink],
        tickets: Sequence[CountedIncident],
        desks: str,
    ) -> dict[str, Rows]:
        """Thread: a worker; a year has more rows than a screen can wait for."""
        figures = Figures(self._context.catalog, place_of=self._place_of, desks=desks)
        calls_of, tickets_of = defaultdict(list), defaultdict(list)
        for row in counted:
            calls_of[figures.day(row.offered_us)].append(row)
        for one in tickets:
            tickets_of[figures.day(one.incident.opened_us)].append(one)
        return {
            SUMMARY: [
                figures.summary(
                    day,
                    calls_of[day],
                    tickets_of[day],
                    confidential_count=sum(1 for one in tickets_of[day] if self._is_secret(one.incident)),
                )
                for day in period.days()
            ],
            CALLS: [figures.call(row, links.get(row.call_key, NO_LINK)) for row in counted],
            INCIDENTS: [figures.incident(one) for one in tickets if not self._is_secret(one.incident)],
        }

    # ---------------------------------------------------------------- small parts

    def _is_secret(self, incident: Incident) -> bool:
        return self._context.rules.is_confidential(incident.text("type_code"))

    def _place_of(self, code: str) -> str:
        place = self._context.gazetteer.by_code(code) if code else None
        return place.label if place is not None else ""

    def _folder(self, period: Period) -> Path:
        now = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, UTC)
        days = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
        stem = f"laporan-kementerian-{days}-{self._context.desk}-{now:%Y%m%dT%H%M%SZ}"
        taken = 1
        folder = self._context.exports / stem
        while folder.exists():
            taken += 1
            folder = self._context.exports / f"{stem}-{taken}"
        return folder

    def _coverage(self, done: WrittenReport, view: RoomView | None) -> dict[str, Any]:
        now = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, UTC)
        return {
            "from": done.period.first.isoformat(),
            "to": done.period.last.isoformat(),
            "made_at": now.isoformat(timespec="seconds"),
            "made_by_desk": self._context.desk,
            "desks": list(done.desks),
            "room": done.room,
            "is_whole": done.is_whole,
            "waiting_for_room": view.waiting_count if view is not None else 0,
            "response_time": "response_s: on_scene_at - answered_at (t6 - t1)",
        }
