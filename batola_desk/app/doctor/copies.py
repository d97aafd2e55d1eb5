"""What `batola-desk doctor` finds out about the second copy of unsent facts: the folder, the neighbours."""

from __future__ import annotations

import asyncio
import os
import ssl
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from batola_desk.app.doctor.certificates import CERTIFICATE_WARN_DAYS
from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.sync.address import Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.folder_copy import FolderSettings
from batola_desk.sync.neighbour_config import NeighbourSettings
from batola_desk.sync.neighbour_wire import VERSION, WireError, frame, read_frame

ANSWER_LIMIT_S = 4.0


def copy_findings(settings: RoomSettings, journal_folder: Path, *, desk: str) -> Iterator[Finding]:
    """Look at the places of the second copies; a desk works without, so nothing is worse than a warning."""
    if settings.copies_fault is not None:
        yield warn(settings.copies_fault.code, **settings.copies_fault.values)
    elif settings.safe_copy is None and settings.neighbours is None:
        yield warn("copy_none")
    if settings.safe_copy is not None:
        yield _folder(settings.safe_copy, journal_folder)
    if settings.neighbours is not None:
        for letter, host in settings.neighbours.desks.items():
            yield asyncio.run(_neighbour(settings.neighbours, letter, host, desk))


def _folder(settings: FolderSettings, journal_folder: Path) -> Finding:
    folder = settings.folder
    code, detail, spent_ms = "", "", 0.0
    try:
        if not folder.is_dir():
            code = "copy_folder_missing"
        elif not settings.same_disk and folder.stat().st_dev == journal_folder.stat().st_dev:
            code = "copy_same_disk"
        else:
            with tempfile.TemporaryFile(dir=folder) as file:
                begun_s = time.perf_counter()
                file.write(b"x" * 4096)
                file.flush()
                os.fsync(file.fileno())
                spent_ms = (time.perf_counter() - begun_s) * 1000
    except OSError as fault:
        code, detail = "copy_folder_failed", fault.strerror or type(fault).__name__
    if code:
        return warn(code, folder=str(folder), detail=detail)
    return ok("copy_folder_good", folder=str(folder), ms=round(spent_ms))


async def _neighbour(settings: NeighbourSettings, letter: str, host: Host, desk: str) -> Finding:
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            reader, writer = await asyncio.open_connection(
                host.name, host.port, ssl=settings.sending_context()
            )
            writer.write(frame({"do": "hello", "version": VERSION, "desk": desk}))
            code = str((await read_frame(reader, ANSWER_LIMIT_S)).get("code"))
        certificate = writer.get_extra_info("peercert") or {}
    except ssl.SSLError:
        return warn("neighbour_certificate", desk=letter)
    except (OSError, TimeoutError, WireError) as fault:
        place = f"{host.name}:{host.port}"
        return warn("neighbour_silent", desk=letter, place=place, detail=type(fault).__name__)
    finally:
        if writer is not None:
            writer.transport.abort()
    if code:
        return warn(code, desk=letter)
    left_days = round((ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) / 86_400)
    if left_days > CERTIFICATE_WARN_DAYS:
        return ok("neighbour_keeps", desk=letter, days=left_days)
    return warn("neighbour_certificate_soon", desk=letter, days=left_days)
