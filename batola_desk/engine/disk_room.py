"""Room on the recordings' disk, and the rule by which local files are freed. Source: domain.md §15.

Only a file whose copy was verified in the store, and of which the desk has said that it need not stay here,
is ever deleted; the oldest first. The store's copy is never touched.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from batola_desk.domain.events.recording import RETENTION, CallRecordingFreed
from batola_desk.domain.limits import RecordingLimits
from batola_desk.engine.copy_book import FREE, BookEntry, CopyBook
from batola_desk.engine.copy_worker import TellFact

log = logging.getLogger("batola.engine")

_MB = 1_000_000
_REFUSED_BYTES = 64 * _MB  # freed at a stroke when the disk refuses although it claims to have room
_TRY_AGAIN_S = 5.0  # LIMIT: how often it is asked in vain while nothing may be freed


class DiskRoom:
    """Implements `audio.recording.RecordingRoom`. Thread: any; ``provide`` one at a time by its lock.

    The reserve is kept for the journal: below it files are freed, below half of it recording stops.
    """

    def __init__(
        self,
        book: CopyBook,
        root: Path,
        limits: RecordingLimits,
        tell: TellFact,
        on_short: Callable[[bool], None],
        *,
        now_us: Callable[[], int],
        free_bytes: Callable[[Path], int] | None = None,
    ) -> None:
        self._book = book
        self._root = root
        self._limits = limits
        self._tell = tell
        self._on_short = on_short
        self._now_us = now_us
        self._free_bytes = free_bytes or (lambda path: shutil.disk_usage(path).free)
        self._reserve_bytes = int(limits.reserve_mb * _MB)
        self._lock = threading.Lock()
        self._is_short = False
        self._tried_mono_s = -_TRY_AGAIN_S

    def provide(self, *, refused: bool = False) -> bool:
        """See `RecordingRoom`."""
        with self._lock:
            free_bytes = self._free()
            if free_bytes is None:
                return not refused  # the disk does not answer: the write itself will tell
            if free_bytes >= self._reserve_bytes and not refused:
                self._say(short=False)
                return True
            self._say(short=True)
            freed_bytes = 0
            if refused or time.monotonic() - self._tried_mono_s >= _TRY_AGAIN_S:
                wanted = max(self._reserve_bytes * 5 // 4 - free_bytes, _REFUSED_BYTES if refused else 0)
                freed_bytes = self._free_oldest(wanted)
                if freed_bytes == 0:
                    self._tried_mono_s = time.monotonic()
            if refused:
                return freed_bytes > 0
            return free_bytes + freed_bytes >= self._reserve_bytes // 2

    def clean(self) -> int:
        """Free by age and size; called now and then. Returns the number of files freed.

        Without the lock: thousands of files may go, and a recorder that waited for it would lose words.
        """
        count = 0
        oldest_us = self._now_us() - int(self._limits.cache_days * 86_400e6)
        excess = self._book.byte_count() - int(self._limits.cache_max_gb * 1e9)
        for entry in self._book.freeable():
            if entry.recorded_us >= oldest_us and excess <= 0:
                break
            reason = "age" if entry.recorded_us < oldest_us else "size"
            if self._delete(entry, reason):
                excess -= entry.byte_count
                count += 1
        return count

    def remove(self, paths: Sequence[str], is_busy: Callable[[], bool], *, only_copied: bool) -> int:
        """Delete what is past its time, and tell each; stops as soon as a call comes.

        Args:
            only_copied: there is a store, and what is not in it yet stays until it is.

        Returns:
            How many files are gone.
        """
        count = 0
        for path in paths:
            if is_busy():
                break
            entry = self._book.get(path)
            if entry is None or entry.judgement != FREE or (only_copied and entry.is_waiting):
                continue
            if self._delete(entry, RETENTION):
                count += 1
        if count:
            log.info("recordings past their time were removed", extra={"count": count})
        return count

    def free_bytes(self) -> int | None:
        """Free space of the disk."""
        return self._free()

    def _free(self) -> int | None:
        try:
            return self._free_bytes(self._root)
        except OSError:
            return None

    def _free_oldest(self, wanted_bytes: int) -> int:
        freed_bytes = 0
        for entry in self._book.freeable():
            if freed_bytes >= wanted_bytes:
                break
            if self._delete(entry, "disk_full"):
                freed_bytes += entry.byte_count
        if freed_bytes:
            log.warning("old copies were freed to go on recording", extra={"mb": freed_bytes // _MB})
        return freed_bytes

    def _delete(self, entry: BookEntry, reason: str) -> bool:
        file = self._root / entry.path
        try:
            file.unlink()
        except FileNotFoundError:
            if reason != RETENTION or not file.parent.is_dir():  # a disk that is not there says nothing
                self._book.mark_freed(entry.path, self._now_us())
                return False
            # Killed after a deletion and before its fact: the desk asks until it has been told.
        except OSError:
            return False  # somebody listens to it (Windows); the next one
        self._book.mark_freed(entry.path, self._now_us())
        if entry.aggregate:
            event = CallRecordingFreed(path=entry.path, reason=reason, store=entry.store_id)
            self._tell(entry.aggregate, event)
        return True

    def _say(self, *, short: bool) -> None:
        if short != self._is_short:
            self._is_short = short
            self._on_short(short)
