"""What keeps a desk going for weeks without anybody looking: one owner for all of it.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio

from batola_desk.services.backups.daily import DailyBackup
from batola_desk.services.chores import Chores
from batola_desk.services.context import Context
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.disk_outlook import DiskOutlook
from batola_desk.services.recording_judge import RecordingJudge
from batola_desk.services.retention import RetentionJob

LOOK_EVERY = 60  # ticks


class Upkeep:
    """Looks once a minute what is due."""

    def __init__(self, context: Context, setup: DeskSetup, judge: RecordingJudge) -> None:
        self._count = 0
        self._chores = Chores()
        self.backup = DailyBackup(context, setup)
        self.disk = DiskOutlook(context, setup.paths.data)
        self.retention = RetentionJob(context, setup.paths.journal, judge.is_held)

    async def tick(self) -> None:
        """Begin what is due; nothing here waits."""
        self._count += 1
        if self._count % LOOK_EVERY:
            return
        if self.disk.is_wanted():
            self._chores.spawn(self.disk.look(), "disk outlook")
        if self.backup.is_wanted():
            self._chores.spawn(self.backup.run(), "daily backup")
        if self.retention.is_wanted():
            self._chores.spawn(self.retention.run(), "retention")

    async def stop(self) -> None:
        """End it; what was cut off is made again at the next start."""
        await asyncio.to_thread(self.backup.kill)
        await self._chores.stop()
