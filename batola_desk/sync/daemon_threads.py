"""Threads that nobody has to wait for."""

from __future__ import annotations

import concurrent.futures
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class DaemonThreads(ThreadPoolExecutor):
    """Looks up names in threads that nobody has to wait for: the system's resolver cannot be interrupted.

    A subclass of ``ThreadPoolExecutor`` because asyncio takes no other as its default.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        """Run a call in a thread of its own."""
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001  it is the asker's
                future.set_exception(error)

        threading.Thread(target=run, name="batola-sync-names", daemon=True).start()
        return future
