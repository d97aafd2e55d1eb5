"""Small work that nobody waits for: each has a name, a strong reference and a logged end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final

log = logging.getLogger("batola.services")

STOP_LIMIT_S: Final = 1.0


class Chores:
    """Owns them. Thread: the desk's event loop."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Begin one."""
        task = asyncio.get_running_loop().create_task(work, name=f"services:{name}")
        self._running.add(task)
        task.add_done_callback(self._on_done)

    async def stop(self) -> None:
        """Let them end, and end what does not in time."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=STOP_LIMIT_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("%s broke", task.get_name(), exc_info=fault)
