"""The backup of every day: begun by the clock, outside calls, in a process of its own at low priority.

Thread: the desk's event loop; folder and process are asked on workers, so a dead share holds up nothing.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from batola_desk.services.backups.folder import list_backups, made_at
from batola_desk.services.context import Context
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.import_process import desk_command
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.services")

ALARM: Final = "backup_failed"
RETRY_S: Final = 3600.0
LIMIT_S: Final = 3600.0  # LIMIT: hundreds of gigabytes; a share that hangs is given up


class DailyBackup:
    """Runs ``batola-desk backup`` once a day."""

    def __init__(self, context: Context, setup: DeskSetup) -> None:
        self._context = context
        self._paths = setup.paths
        self._desk = setup.desk
        get = setup.settings.get
        self._folder = str(get("backup.folder"))
        self._hour = int(str(get("backup.hour")))
        self._keep = int(str(get("backup.keep_count")))
        minutes = context.catalog.centre.utc_offset_min
        self._zone = timezone(timedelta(minutes=minutes))
        self._next_look_s = 0.0
        self._is_running = False
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._is_ending = False

    def is_wanted(self) -> bool:
        """Whether to look now; never while somebody rings or talks."""
        is_idle = not self._context.line.calls and not self._is_running and not self._is_ending
        return bool(self._folder) and is_idle and self._context.clock.mono_s() >= self._next_look_s

    async def run(self) -> None:
        """Make the backup if it is due; a failure is told, and tried again in an hour."""
        self._is_running = True
        try:
            now = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, UTC)
            code, words = await asyncio.to_thread(self._make_if_due, now)
        finally:
            self._is_running = False
        if self._is_ending:
            return
        self._next_look_s = self._context.clock.mono_s() + (RETRY_S if code else 0.0)
        if code:
            log.warning("the daily backup failed", extra={"code": code})
            self._context.alarms.raise_alarm(ALARM, detail=words)
        else:
            self._context.alarms.clear(ALARM)

    def kill(self) -> None:
        """End a running one. Thread: any."""
        with self._lock:
            self._is_ending = True
            if self._child is not None and self._child.poll() is None:
                self._child.kill()

    def due_since(self, now: datetime) -> datetime:
        """Return the last time at which a backup was due."""
        due = now.astimezone(self._zone).replace(hour=self._hour, minute=0, second=0, microsecond=0)
        return due if due <= now else due - timedelta(days=1)

    def _make_if_due(self, now: datetime) -> tuple[int, str]:
        """Return the exit code (0 also: nothing to do) and the line that says why. Thread: a worker."""
        folder = Path(self._folder)
        try:
            found = list_backups(folder, self._desk)
        except OSError as fault:
            return 3, f"{folder}: {fault.strerror}"
        if found and made_at(found[-1]) >= self.due_since(now):
            return 0, ""
        try:
            return self._make(folder)
        except (OSError, subprocess.TimeoutExpired) as fault:
            self.kill_child()
            return 3, type(fault).__name__

    def _make(self, folder: Path) -> tuple[int, str]:
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        home = self._paths.data.parent
        where = ["--home", str(home)] if DeskPaths.for_home(home) == self._paths else []
        words = ["backup", str(folder), "--keep", str(self._keep), "--recordings"]
        with self._lock:
            if self._is_ending:
                return 0, ""
            self._child = child = subprocess.Popen(
                [*desk_command(), *where, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", creationflags=flags,
            )  # fmt: skip
        said, _ = child.communicate(timeout=LIMIT_S)
        lines = said.strip().splitlines()
        return child.returncode, lines[0].removeprefix("X").strip()[:200] if lines else ""

    def kill_child(self) -> None:
        """A child that hangs on a dead share."""
        with self._lock:
            if self._child is not None and self._child.poll() is None:
                self._child.kill()
