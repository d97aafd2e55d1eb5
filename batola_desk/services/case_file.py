"""Everything about one ticket for who reads it outside: an incident report, an EIDO document.

A confidential ticket leaves the desk only through who may see it. Thread: the desk's event loop; files are
written in a thread.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from batola_desk import __version__
from batola_desk.domain.call import Call
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.facts import AggregateKind, aggregate
from batola_desk.interop.eido import EidoCase, eido_of
from batola_desk.models.seals import Seal
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.export_folder import ExportFolder
from batola_desk.services.views import IncidentView
from batola_desk.settings.whole_file import write_whole

SEALS_FORMAT = "batola-seals-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What a report is made of.

    Attributes:
        seals: of every fact of the ticket, as the journal holds them.
        chain_head: number and hash of this desk's newest fact, which seals all before it.
    """

    view: IncidentView
    seals: tuple[Seal, ...]
    chain_head: tuple[int, str]
    made_us: int
    person: str
    desk: str


class CaseFileUseCases(Protocol):
    """The part that the screen asks for."""

    async def case_file(self, incident_id: str) -> CaseFile: ...

    async def write_seals(self, case: CaseFile, report: Path) -> Path: ...

    async def write_eido(self, incident_id: str) -> Path: ...


class IncidentSource(Protocol):
    """Who opens tickets and journals what is on its way (``services.incidents``)."""

    async def flush(self, incident_id: str | None = None) -> None: ...

    async def open_view(self, incident_id: str) -> IncidentView: ...


class CaseFiles:
    """Reads a ticket with its proof, and writes it for others."""

    def __init__(self, context: Context, incidents: IncidentSource, folder: ExportFolder) -> None:
        self._context = context
        self._incidents = incidents
        self._folder = folder
        self._confidence = Confidence(context)

    async def case_file(self, incident_id: str) -> CaseFile:
        """The ticket with the seals of its facts.

        Raises:
            OperatorError: ``incident_unknown``, ``incident_confidential``.
        """
        view = await self._open(incident_id)
        reader = self._context.reader
        name = aggregate(AggregateKind.INCIDENT, incident_id)
        seals = await asyncio.wrap_future(reader.seals_of(name))
        return CaseFile(
            view=view,
            seals=seals,
            chain_head=await asyncio.wrap_future(reader.chain_head()),
            made_us=self._context.clock.now_us(),
            person=self._context.person.name,
            desk=self._context.desk,
        )

    async def write_seals(self, case: CaseFile, report: Path) -> Path:
        """Beside a report the seals it prints, for ``batola-desk verify --seals``.

        Raises:
            OperatorError: ``export_not_written``.
        """
        told = {
            "format": SEALS_FORMAT,
            "program": __version__,
            "ticket": case.view.incident.ticket_number,
            "report": report.name,
            "chain_head": {"oseq": case.chain_head[0], "hash": case.chain_head[1]},
            "seals": [asdict(seal) for seal in case.seals],
        }
        return await self._write(report.with_suffix(".segel.json"), told)

    async def write_eido(self, incident_id: str) -> Path:
        """The ticket as EIDO in the folder of exports.

        Raises:
            OperatorError: ``incident_unknown``, ``incident_confidential``, ``export_not_written``.
        """
        view = await self._open(incident_id)
        case = EidoCase(
            incident=view.incident,
            calls=self._calls(view),
            units=self._context.world.units,
            catalog=self._context.catalog,
            at_us=self._context.clock.now_us(),
        )
        path = self._folder.new_file(f"eido-{view.incident.ticket_number}", ".json")
        return await self._write(path, eido_of(case))

    # ---------------------------------------------------------------- inner parts

    async def _open(self, incident_id: str) -> IncidentView:
        await self._incidents.flush(incident_id)
        view = await self._incidents.open_view(incident_id)
        self._confidence.check(view.incident)
        return self._confidence.view(view)

    @staticmethod
    def _calls(view: IncidentView) -> Sequence[Call]:
        return [call.call for call in view.calls]

    async def _write(self, path: Path, told: dict[str, Any]) -> Path:
        text = json.dumps(told, ensure_ascii=False, indent=1)
        try:
            await asyncio.to_thread(write_whole, path, f"{text}\n".encode())
        except OSError as problem:
            raise OperatorError("export_not_written", reason=problem.strerror or str(problem)) from problem
        return path


def read_seals(path: Path) -> tuple[Seal, ...]:
    """The seals of a file that ``write_seals`` wrote.

    Raises:
        ValueError: it is no such file.
        OSError: it cannot be read.
    """
    if path.stat().st_size > SEALS_BYTES_MAX:
        raise ValueError("too big")
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict) or told.get("format") != SEALS_FORMAT:
        raise ValueError("no seals")
    try:
        return tuple(Seal(**entry) for entry in told["seals"])
    except (KeyError, TypeError) as problem:
        raise ValueError("no seals") from problem


SEALS_BYTES_MAX = 64 << 20  # LIMIT: a ticket with 200,000 facts
