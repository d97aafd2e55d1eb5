"""What the doctor says of backups: whether there are any, how old the newest is, and when one was proved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.services.backups.drill_note import last_drill
from batola_desk.services.backups.folder import list_backups, made_at
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore


def backup_findings(paths: DeskPaths, *, now: datetime | None = None) -> Iterator[Finding]:
    """Look into the folder of daily backups and at the note of the last drill."""
    settings = SettingsStore.of(paths)
    now = now or datetime.now(UTC)
    folder = settings.text("backup.folder")
    if not folder:
        yield warn("backup_off")
    else:
        limit = int(settings.text("backup.age_warn_days"))
        yield _newest(Path(folder), settings.text("desk.letter"), limit, now)
    limit = int(settings.text("backup.drill_warn_days"))
    drilled = last_drill(paths.data)
    if drilled is None:
        yield warn("drill_never")
        return
    days = max(0, (now - drilled).days)
    yield ok("drill_recent", days=days) if days <= limit else warn("drill_old", days=days, limit=limit)


def _newest(folder: Path, desk: str, limit: int, now: datetime) -> Finding:
    try:
        found = list_backups(folder, desk)
    except OSError as fault:
        return warn("backup_folder_gone", folder=str(folder), detail=fault.strerror or type(fault).__name__)
    if not found:
        return warn("backup_missing", folder=str(folder))
    days = max(0, (now - made_at(found[-1])).days)
    told = {"days": days, "file": found[-1].name}
    return ok("backup_recent", **told) if days <= limit else warn("backup_old", **told, limit=limit)
