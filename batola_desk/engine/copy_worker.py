"""Copies every sealed recording to the store, for ever, and brings a freed one back when it is asked for.

Thread: its own, of low priority; it pauses between chunks while calls live.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from batola_desk.audio.wav import sync_directory
from batola_desk.domain.events.recording import CallRecordingStored
from batola_desk.domain.facts import Event
from batola_desk.domain.file_digest import sha256_of
from batola_desk.engine.copy_book import BookEntry, CopyBook
from batola_desk.interop.recording_store.port import RecordingStore, StoreFault

log = logging.getLogger("batola.engine")

RETRY_FIRST_S = 2.0
RETRY_MAX_S = 600.0  # LIMIT: a store that comes back is used within ten minutes
CALL_PAUSE_S = 0.02  # after 256 kB while calls live: at most 12 MB/s
_FAULTS_OF_ONE_FILE = frozenset({"recording_altered", "recording_unreadable"})  # the next one may go

_SHARE_STEP = 0.02  # of a file that comes back, between two words about it

Done = Callable[[str], None]
"""Told an error code; empty = the file is here."""

Progress = Callable[[float], None]
"""Told the share of a file that has come."""

TellFact = Callable[[str, Event], None]
"""Tell a fact about an aggregate; any thread."""


@dataclass(frozen=True, slots=True)
class CopyState:
    """What the screen shows of the copying. ``code``: the last fault, empty when the last try went well."""

    waiting_count: int = 0
    oldest_waiting_us: int = 0
    code: str = ""


def _told_to_nobody(_share: float) -> None:
    """Nobody waits to see it come."""


class CopyWorker:
    """Owns the store.

    Args:
        build: makes the store; called on the worker's thread, again after a fault.
        has_calls: whether to go slowly.
        tell: where facts go.
    """

    def __init__(
        self,
        book: CopyBook,
        root: Path,
        build: Callable[[], RecordingStore | None],
        tell: TellFact,
        *,
        has_calls: Callable[[], bool],
        now_us: Callable[[], int],
    ) -> None:
        self._book = book
        self._root = root
        self._build = build
        self._tell = tell
        self._has_calls = has_calls
        self._now_us = now_us
        self._store: RecordingStore | None = None
        self._wake = threading.Event()
        self._is_ending = False
        self._fetches: list[tuple[BookEntry, Done, Progress]] = []
        self._lock = threading.Lock()
        self._code = ""
        self._thread = threading.Thread(target=self._run, name="batola-copy", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End soon; a copy half made is made again at the next start."""
        self._is_ending = True
        self._wake.set()
        self._thread.join(timeout=3.0)  # a dead share may hold the thread; the process ends all the same

    def look(self) -> None:
        """Something new waits."""
        self._wake.set()

    def state(self) -> CopyState:
        """How far it is. Thread: any."""
        count, oldest_us = self._book.waiting_summary()
        return CopyState(count, oldest_us, self._code if count else "")

    def fetch(self, entry: BookEntry, done: Done, progress: Progress = _told_to_nobody) -> None:
        """Bring a freed file back from the store; both are called on the worker's thread."""
        with self._lock:
            self._fetches.append((entry, done, progress))
        self._wake.set()

    # -- the worker's thread

    def _run(self) -> None:
        _lower_priority()
        retry_s = RETRY_FIRST_S
        while not self._is_ending:
            self._wake.clear()
            self._serve_fetches()
            code = _guarded(self._copy_waiting)
            self._code = code
            self._wait(retry_s if code else None)
            retry_s = min(retry_s * 2, RETRY_MAX_S) if code else RETRY_FIRST_S
            if code:
                self._store = None  # a share that came back, another certificate: begin anew

    def _wait(self, limit_s: float | None) -> None:
        """Until there is work; after a fault new recordings do not shorten the pause, a fetch does."""
        until_s = None if limit_s is None else time.monotonic() + limit_s
        while not self._is_ending:
            left_s = None if until_s is None else until_s - time.monotonic()
            if left_s is not None and left_s <= 0:
                return
            if not self._wake.wait(left_s):
                return
            if until_s is None or self._fetches:
                return
            self._wake.clear()

    def _copy_waiting(self) -> str:
        """Copy what waits, oldest first, until all is done or the store fails; returns the fault's code."""
        told = ""
        try:
            self._opened()
        except StoreFault as fault:
            return fault.code
        for entry in self._book.waiting():
            if self._is_ending:
                return ""
            code = self._copy(entry)
            told = code or told
            if code and code not in _FAULTS_OF_ONE_FILE:
                return code
            self._serve_fetches()
        return told

    def _copy(self, entry: BookEntry) -> str:
        source = self._root / entry.path
        try:
            store = self._opened()
            if store is None:
                return ""
            store.put(entry.path, source, entry.sha256, self._pace)
        except StoreFault as fault:
            return self._blame(fault.code, source, entry)
        except OSError:
            return self._blame("recording_unreadable", source, entry)
        except _EndingError:
            return ""
        at_us = self._now_us()
        if entry.aggregate:
            event = CallRecordingStored(
                path=entry.path, store=store.store_id, key=entry.path, sha256=entry.sha256, at_us=at_us
            )
            self._tell(entry.aggregate, event)
        self._book.mark_stored(entry, store.store_id, at_us)
        return ""

    def _blame(self, code: str, source: Path, entry: BookEntry) -> str:
        """Whether it is not the store that fails but the file here: then the others need not wait for it."""
        try:
            is_altered = sha256_of(source) != entry.sha256
        except FileNotFoundError:
            log.warning("a recording that was to be copied is gone")
            self._book.forget(entry.path)
            return ""
        except OSError:
            return "recording_unreadable"
        if code == "store_copy_differs" and is_altered:
            return "recording_altered"
        log.info("a recording could not be copied yet", extra={"code": code})
        return code

    def _opened(self) -> RecordingStore | None:
        if self._store is None:
            self._store = self._build()
            if self._store is not None and (count := self._book.begin_store(self._store.store_id)):
                log.info("another store is set: recordings are copied again", extra={"count": count})
        return self._store

    def _serve_fetches(self) -> None:
        while True:
            with self._lock:
                if not self._fetches:
                    return
                entry, done, progress = self._fetches.pop(0)
            done(_guarded(partial(self._fetch, entry, progress)))

    def _fetch(self, entry: BookEntry, progress: Progress) -> str:
        target = self._root / entry.path
        part = target.with_name(target.name + ".fetching")
        try:
            store = self._opened()
            if store is None or store.store_id != entry.store_id:
                return "recording_missing"  # it was kept in a store that is not set any more
            target.parent.mkdir(parents=True, exist_ok=True)
            if store.fetch(entry.path, part, _Share(part, entry.byte_count, progress).look) != entry.sha256:
                part.unlink()
                return "recording_altered"
            part.replace(target)
            sync_directory(target.parent)
        except StoreFault as fault:
            part.unlink(missing_ok=True)
            self._store = None
            return fault.code
        except OSError:
            part.unlink(missing_ok=True)
            return "recording_unreadable"
        self._book.mark_back(entry)
        return ""

    def _pace(self) -> None:
        if self._is_ending:
            raise _EndingError
        if self._fetches:
            return
        if self._has_calls():
            time.sleep(CALL_PAUSE_S)


class _Share:
    """How much of a file has come, told in steps that a person sees."""

    def __init__(self, part: Path, byte_count: int, progress: Progress) -> None:
        self._part = part
        self._byte_count = max(byte_count, 1)
        self._progress = progress
        self._told = 0.0

    def look(self) -> None:
        """Called after each chunk."""
        share = min(self._part.stat().st_size / self._byte_count, 1.0)
        if share - self._told >= _SHARE_STEP:
            self._told = share
            self._progress(share)


class _EndingError(Exception):
    """The engine ends in the middle of a copy."""


def _guarded(work: Callable[[], str]) -> str:
    """Do it; returns the fault's code, also when the store's library breaks."""
    try:
        return work()
    except BaseException:
        # SAFETY: foreign code whose panics are no Exception; this thread keeps the evidence of every call.
        log.exception("the store's library broke")
        return "store_fault"


def _lower_priority() -> None:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), -2)  # THREAD_PRIORITY_LOWEST
        return
    if sys.platform == "linux":
        try:  # Linux: "process" means this thread; elsewhere it would slow the whole engine
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        except OSError:
            log.debug("the copying thread keeps its priority")
