"""Lists folders for a file chooser in a worker: a share may be slow or away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from batola_desk.ui.map_packs.folder_entries import ENDINGS, Entry, entries_of
from batola_desk.ui.tasks import TaskRunner


class FolderReader:
    """The answer to the latest question only: somebody may have gone on to another folder meanwhile."""

    def __init__(self, tasks: TaskRunner, endings: tuple[str, ...] = ENDINGS) -> None:
        self._tasks = tasks
        self._endings = endings
        self._looks = 0

    def show_folder(
        self, path: Path, show: Callable[[Path, list[Entry]], None], refuse: Callable[[str], None]
    ) -> None:
        """List a folder; of a typed file: its folder."""
        self._looks += 1
        mine = self._looks

        async def look() -> None:
            folder = path if await asyncio.to_thread(path.is_dir) else path.parent
            try:
                entries = await asyncio.to_thread(entries_of, folder, self._endings)
            except OSError as fault:
                refuse(type(fault).__name__)
            else:
                if mine == self._looks:
                    show(folder, entries)

        self._tasks.run(look(), "folder")
