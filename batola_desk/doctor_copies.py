"""What `batola-desk doctor` finds out about the second copy of unsent facts: the folder, the neighbours."""

from __future__ import annotations

import asyncio
import os
import ssl
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from batola_desk.doctor import Finding
from batola_desk.sync.address import Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.folder_copy import FolderSettings
from batola_desk.sync.neighbour_config import NeighbourSettings
from batola_desk.sync.neighbour_wire import VERSION, WireError, frame, read_frame
from batola_desk.ui import labels

ANSWER_LIMIT_S = 4.0
CERTIFICATE_WARN_DAYS = 30.0


def copy_findings(settings: RoomSettings, journal_folder: Path, *, desk: str) -> Iterator[Finding]:
    """Look at the places of the second copies; a desk works without, so nothing is worse than a warning."""
    if settings.copies_fault is not None:
        words = " ".join(labels.error_words(settings.copies_fault.code, settings.copies_fault.values))
        yield Finding("salinan", "warn", words)
    elif settings.safe_copy is None and settings.neighbours is None:
        yield Finding("salinan", "warn", " ".join(labels.error_words("copy_none", {})))
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
        words = " ".join(labels.error_words(code, {"folder": str(folder), "detail": detail}))
        return Finding("salinan", "warn", words)
    return Finding("salinan", "ok", f"{folder} bisa ditulis, {spent_ms:.0f} ms per tulis yang dipastikan")


async def _neighbour(settings: NeighbourSettings, letter: str, host: Host, desk: str) -> Finding:
    subject = f"meja {letter}"
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
        words = " ".join(labels.error_words("neighbour_certificate", {"desk": letter}))
        return Finding(subject, "warn", words)
    except (OSError, TimeoutError, WireError) as fault:
        return Finding(
            subject,
            "warn",
            f"{host.name}:{host.port} tidak menjawab sebagai tetangga ({type(fault).__name__})",
        )
    finally:
        if writer is not None:
            writer.transport.abort()
    if code:
        return Finding(subject, "warn", " ".join(labels.error_words(code, {"desk": letter})))
    left_days = (ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) / 86_400
    level = "ok" if left_days > CERTIFICATE_WARN_DAYS else "warn"
    return Finding(
        subject, level, f"menyimpan untuk meja ini; sertifikatnya berlaku {left_days:.0f} hari lagi"
    )
