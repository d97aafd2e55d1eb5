"""Calls into a sound driver, each with a limit: drivers hang, and a desk must not."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

log = logging.getLogger("batola.audio")

_Result = TypeVar("_Result")


class DriverStuckError(Exception):
    """The driver did not come back in time; its thread was left behind."""


class _Job:
    """One call. Exactly one side ends it: the worker with a result, or the caller by giving up."""

    def __init__(self, work: Callable[[], Any], undo: Callable[[Any], None] | None) -> None:
        self.work = work
        self.undo = undo
        self.done = threading.Event()
        self.result: Any = None
        self.fault: Exception | None = None
        self.lock = threading.Lock()
        self.was_given_up = False


class DriverThread:
    """Does one call after another on a thread of its own, because PortAudio wants a single one.

    Thread: `call` from one thread. A thread that hangs is left behind (a daemon, so the process can end) and
    the next call gets a new one.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] | None = None

    def call(
        self,
        work: Callable[[], _Result],
        *,
        limit_s: float,
        undo: Callable[[_Result], None] | None = None,
    ) -> _Result:
        """Do ``work`` and return its result, or raise what it raised.

        Args:
            undo: takes the result of a call that came back after all when nobody waited any more.

        Raises:
            DriverStuckError: it took longer than ``limit_s``.
        """
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            threading.Thread(target=_run, args=(self._jobs,), name="batola-audio-driver", daemon=True).start()
        job = _Job(work, undo)
        self._jobs.put(job)
        if not job.done.wait(limit_s):
            with job.lock:
                job.was_given_up = not job.done.is_set()
            if job.was_given_up:
                self._jobs.put(None)  # ends the thread, should it ever come back
                self._jobs = None
                log.warning("the sound driver hangs, its thread is left behind")
                raise DriverStuckError
        if job.fault is not None:
            raise job.fault
        result: _Result = job.result
        return result

    def stop(self) -> None:
        """End the thread after its last call."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None


def _run(jobs: queue.SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        try:
            job.result = job.work()
        except Exception as fault:  # noqa: BLE001 - handed to the caller, who judges it
            job.fault = fault
        with job.lock:
            job.done.set()
        if job.was_given_up and job.undo is not None and job.fault is None:
            try:
                job.undo(job.result)
            except Exception:
                log.exception("undoing a late call broke")
