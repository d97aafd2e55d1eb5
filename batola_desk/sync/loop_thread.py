"""A thread with an event loop of its own that ends in time, whatever the network does."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar, TypeVarTuple

log = logging.getLogger("batola.sync")

CANCEL_AGAIN_S: Final = 0.05
_REST_LIMIT_S: Final = 1.0

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class LoopThread:
    """Runs one task until it ends or is stopped. Thread: every method from any.

    Args:
        name: of the thread.
        begin: called on the thread, before its loop runs; what it returns is the task.
    """

    def __init__(self, name: str, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._begin = begin
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None  # None: not running, or about to end
        self._task: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._has_begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start; waits for nothing."""
        self._thread.start()

    def wait_until_begun(self) -> None:
        """Return when ``begin`` has been called, or the thread has ended without."""
        self._has_begun.wait()

    def stop(self, limit_s: float) -> bool:
        """Cancel the task and end the thread; False when it did not end in time. Harmless when repeated."""
        with self._lock:
            self._is_stopping = True
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(end_task, self._loop, self._task)
        if self._thread.ident is None:
            return True
        self._thread.join(limit_s)
        return not self._thread.is_alive()

    def call(self, work: Callable[[*Ts], object], *args: *Ts) -> None:
        """Call this on the loop, soon; never, when the thread has ended."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(work, *args)

    def ask(self, work: Callable[[], Coroutine[Any, Any, T]]) -> concurrent.futures.Future[T] | None:
        """Run this on the loop too; None when the thread ends or does not run."""
        with self._lock:
            if self._loop is None or self._is_stopping:
                return None
            return asyncio.run_coroutine_threadsafe(work(), self._loop)

    def _run(self) -> None:
        loop = asyncio.new_event_loop()
        loop.set_default_executor(DaemonThreads(max_workers=1))
        asyncio.set_event_loop(loop)
        try:
            with self._lock:
                self._loop = loop  # before the beginning: what is called meanwhile waits for the loop
            work = self._begin()
            with self._lock:
                self._task = loop.create_task(work, name=self._thread.name)
                if self._is_stopping:  # somebody stopped it while there was no task to cancel
                    end_task(loop, self._task)
            self._has_begun.set()
            loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            log.debug("%s ended", self._thread.name)
        finally:
            with self._lock:
                self._loop = None
            self._has_begun.set()
            cancel_rest(loop)
            loop.run_until_complete(asyncio.sleep(0))  # aborted connections say so in the next turn
            loop.close()  # not shutdown_default_executor(): a name that is being looked up may take its time


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
