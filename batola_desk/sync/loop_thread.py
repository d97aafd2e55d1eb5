"""What a thread with an event loop of its own needs to end in time, whatever the network does."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

CANCEL_AGAIN_S: Final = 0.05
_REST_LIMIT_S: Final = 1.0


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


def end_task(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    """Cancel until it has ended: Python 3.11's ``wait_for``, in whatever library, may swallow it once.

    Thread: the loop's.
    """
    if not task.done():
        task.cancel()
        loop.call_later(CANCEL_AGAIN_S, end_task, loop, task)


def cancel_rest(loop: asyncio.AbstractEventLoop) -> None:
    """End what still waits on a loop that has stopped: claims, connections that came second."""
    rest = asyncio.all_tasks(loop)
    for task in rest:
        task.cancel()
    if rest:
        loop.run_until_complete(asyncio.wait(rest, timeout=_REST_LIMIT_S))
