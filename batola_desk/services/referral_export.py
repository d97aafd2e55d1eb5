"""What was referred, as a table for the other system: CSV for people, JSON for programs.

Source: domain.md §6.1 (R). Confidential tickets are never in it.
Thread: the desk's event loop; the files are written in a thread.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.incident import Incident, IncidentState
from batola_desk.domain.referral import target_of
from batola_desk.services.case_texts import case_values
from batola_desk.services.context import Context
from batola_desk.services.spreadsheet_text import plain_cell
from batola_desk.settings.whole_file import write_whole

REFERRALS_MAX: Final = 2_000  # LIMIT: folded one by one, about 4 s in the background
PAGE: Final = 200
COLUMNS: Final = (
    "reference",
    "target",
    "ticket",
    "opened_at",
    "referred_at",
    "type",
    "place",
    "landmark",
    "point",
    "what",
    "caller",
    "number",
    "answer",
    "answered_at",
)


class ReferralExport:
    """Reads the referred tickets and writes the two files."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def write(self) -> tuple[str, int]:
        """Write both files into the folder of exports; returns their common path and how many are in them.

        Raises:
            OperatorError: ``referrals_none``, ``search_failed``, ``referrals_not_written``.
        """
        rows = [self._row(incident) for incident in await self._referred()]
        if not rows:
            raise OperatorError("referrals_none")
        moment = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, UTC)
        stem = self._context.exports / f"rujukan-{self._context.desk}-{moment:%Y%m%dT%H%M%SZ}"
        try:
            await asyncio.to_thread(_write, stem, rows)
        except OSError as fault:
            raise OperatorError("referrals_not_written", cause=type(fault).__name__) from fault
        return str(stem), len(rows)

    async def _referred(self) -> Sequence[Incident]:
        reader = self._context.reader
        found: list[Incident] = []
        before: int | None = None
        try:
            while len(found) < REFERRALS_MAX:
                state = IncidentState.REFERRED.value
                page = await asyncio.wrap_future(reader.incidents_in_state(state, PAGE, before))
                for row in page:
                    before = row.row_id
                    if row.training or self._context.rules.is_confidential(row.type_code):
                        continue
                    incident = await asyncio.wrap_future(reader.incident(row.incident_id))
                    if incident is not None:
                        found.append(incident)
                if len(page) < PAGE:
                    break
        except EnvironmentFault as fault:
            raise OperatorError("search_failed", cause=fault.code) from fault
        return found[:REFERRALS_MAX]

    def _row(self, incident: Incident) -> dict[str, str]:
        target = target_of(self._context.catalog.referrals.values(), incident.reference)
        values = case_values(self._context, incident, reference=incident.reference)
        return {name: values.get(name, "") for name in COLUMNS} | {
            "target": target.label if target is not None else incident.state_reason,
            "opened_at": self._local(incident.opened_us),
            "referred_at": self._local(incident.closed_us),
            "answer": incident.referral_answer,
            "answered_at": self._local(incident.referral_answered_us),
        }

    def _local(self, at_us: int | None) -> str:
        if at_us is None:
            return ""
        offset = timedelta(minutes=self._context.catalog.centre.utc_offset_min)
        return (datetime.fromtimestamp(at_us / 1e6, UTC) + offset).strftime("%Y-%m-%d %H:%M:%S")


def _write(stem: Path, rows: Sequence[dict[str, str]]) -> None:
    """Thread: any."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerows({name: plain_cell(value) for name, value in row.items()} for row in rows)
    write_whole(stem.with_suffix(".csv"), table.getvalue().encode("utf-8-sig"))
    whole = {"format": "batola-desk-referrals", "version": 1, "referrals": list(rows)}
    write_whole(stem.with_suffix(".json"), json.dumps(whole, ensure_ascii=False, indent=1).encode())
