"""Every recording of this desk that the journal knows, for the check of all files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from batola_desk.domain.events.call import CallRecorded
from batola_desk.domain.events.recording import RETENTION, CallRecordingFreed, CallRecordingStored
from batola_desk.models.codec import decode_event, names_of
from batola_desk.models.database import as_fault, create_file_engine
from batola_desk.models.journal_table import read_own_origins
from batola_desk.models.migrate import refuse_newer
from batola_desk.models.tables import journal


@dataclass(frozen=True, slots=True)
class JournalledRecording:
    """One file as its facts tell it; ``store`` empty = no copy was journalled.

    Attributes:
        is_past: removed because the time that recordings are kept was over; nobody misses it.
    """

    path: str
    sha256: str
    recorded_us: int
    store: str = ""
    key: str = ""
    is_freed: bool = False
    is_past: bool = False
    call_key: str = ""
    byte_count: int = 0


def read_recordings(path: Path) -> tuple[JournalledRecording, ...]:
    """Read all recordings of this desk, oldest first; the journal may be open in a running desk.

    Recordings that other desks of the room told of lie on their machines.

    Raises:
        FileNotFoundError: there is no such file.
        EnvironmentFault: it cannot be read.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        engine = create_file_engine(path, read_only=True)
        with engine.connect() as connection, connection.begin():
            refuse_newer(str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar()))
            kinds = [CallRecorded.TYPE, CallRecordingStored.TYPE, CallRecordingFreed.TYPE]
            rows = connection.execute(
                select(
                    journal.c.kind,
                    journal.c.version,
                    journal.c.body,
                    journal.c.occurred_us,
                    journal.c.aggregates,
                )
                .where(journal.c.kind.in_(kinds), journal.c.origin.in_(read_own_origins(connection)))
                .order_by(journal.c.row_id)
            )
            found: dict[str, JournalledRecording] = {}
            for kind, version, body, occurred_us, names in rows:
                _take(found, decode_event(kind, version, body), occurred_us, names)
    except DBAPIError as error:
        fault = as_fault(error, path=str(path))
        if fault is None:
            raise
        raise fault from error
    return tuple(_by_time(found))


def _take(found: dict[str, JournalledRecording], event: object, occurred_us: int, names: str) -> None:
    match event:
        case CallRecorded(path=path, sha256=sha256, byte_count=byte_count):
            calls = (name.removeprefix("call:") for name in names_of(names) if name.startswith("call:"))
            made = JournalledRecording(
                path, sha256, occurred_us, call_key=next(calls, ""), byte_count=byte_count
            )
            found.setdefault(path, made)
        case CallRecordingStored(path=path, store=store, key=key) if path in found:
            found[path] = replace(found[path], store=store, key=key)
        case CallRecordingFreed(path=path, reason=reason) if path in found:
            found[path] = replace(found[path], is_freed=True, is_past=reason == RETENTION)
        case _:
            pass


def _by_time(found: dict[str, JournalledRecording]) -> Iterator[JournalledRecording]:
    yield from sorted(found.values(), key=lambda recording: (recording.recorded_us, recording.path))
