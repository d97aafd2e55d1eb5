"""Everything about sealed recordings: the book, the copies, the room on the disk, the alarms about them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from batola_desk.audio.recording_file import name_times
from batola_desk.domain.events.call import CallRecorded
from batola_desk.domain.facts import Event
from batola_desk.domain.file_digest import sha256_of
from batola_desk.domain.limits import RecordingLimits
from batola_desk.engine.copy_book import FREE, JUDGEMENTS, BookEntry, CopyBook
from batola_desk.engine.copy_worker import CopyWorker
from batola_desk.engine.disk_room import DiskRoom
from batola_desk.interop.recording_store.config import StoreSettings, build_store
from batola_desk.interop.recording_store.port import RecordingStore
from batola_desk.ipc.messages import SpooledFact
from batola_desk.ipc.recording_parts import RecordingJudgement, StoreStatus

log = logging.getLogger("batola.engine")

BOOK_NAME = "recording-copies.sqlite"
_CLEAN_EVERY_S = 600.0
_CLOCK_GRAIN_S = 2.0  # of time stamps on the coarsest file system (FAT)

Tell = Callable[[str, Event], None]
Alarm = Callable[[str, bool], None]


class RecordingKeeper:
    """Thread: ``attach``, ``start``, ``stop`` from the main thread, the rest from the engine's.

    Args:
        root: folder of the recordings; book_file: the book of what is copied.
    """

    def __init__(
        self,
        root: Path,
        book_file: Path,
        store: StoreSettings,
        limits: RecordingLimits,
        *,
        now_us: Callable[[], int],
    ) -> None:
        self._root = root
        self._settings = store
        self._limits = limits
        self._now_us = now_us
        self._tell_fact: Tell = _told_to_nobody
        self._alarm: Alarm = _told_to_nobody
        self._has_calls: Callable[[], bool] = lambda: False
        self._cleaned_s = 0.0
        self._is_late = False
        self._scan = threading.Thread(target=self._add_unknown, name="batola-copy-scan", daemon=True)
        self._removal: threading.Thread | None = None
        self._is_ending = False
        self._begun_s = 0.0
        self.book = CopyBook(book_file)
        self.room = DiskRoom(
            self.book,
            root,
            limits,
            self._tell,
            lambda short: self._alarm("recording_room_short", short),
            now_us=now_us,
        )
        self.worker = CopyWorker(
            self.book, root, self._build_store, self._tell, has_calls=self._is_busy, now_us=now_us
        )

    def attach(self, tell: Tell, alarm: Alarm, has_calls: Callable[[], bool]) -> None:
        """Say where facts and alarms go; both may be called from any thread."""
        self._tell_fact, self._alarm, self._has_calls = tell, alarm, has_calls

    def start(self, unconfirmed: Sequence[SpooledFact]) -> None:
        """Load the book and begin to copy.

        Args:
            unconfirmed: facts of the spool; the book may have missed the last ones when the engine died.
        """
        self._begun_s = time.time() - _CLOCK_GRAIN_S
        self.book.start()
        for fact in unconfirmed:
            self.on_sealed(fact)
        self._scan.start()
        self.worker.start()

    def stop(self) -> None:
        self._is_ending = True
        self.worker.stop()
        self._scan.join(timeout=1.0)
        self.book.stop()

    def on_sealed(self, fact: SpooledFact) -> None:
        """A recording's file was sealed (other facts are let pass)."""
        if fact.kind != CallRecorded.TYPE:
            return
        body = fact.body
        self.book.add(
            BookEntry(
                path=str(body["path"]),
                aggregate=fact.aggregates[0],
                sha256=str(body["sha256"]),
                byte_count=int(str(body["byte_count"])),
                recorded_us=fact.occurred_us,
            )
        )
        self.worker.look()

    def judge(self, judgements: Sequence[RecordingJudgement]) -> None:
        """The desk says what must stay; files that the book has lost are entered again by it."""
        for item in judgements:
            if item.judgement not in JUDGEMENTS:
                continue
            known = self.book.get(item.path)
            if known is None and (self._root / item.path).resolve().is_relative_to(self._root.resolve()):
                self.book.add(
                    BookEntry(
                        item.path, f"call:{item.call_key}", item.sha256, item.byte_count, item.recorded_us
                    )
                )
            if known is None or known.judgement != item.judgement:
                self.book.judge(item.path, item.judgement)
        self.worker.look()

    def remove(self, recordings: Sequence[RecordingJudgement]) -> None:
        """The desk says that these are past their time; a call that comes has the disk for itself."""
        self.judge([item for item in recordings if item.judgement == FREE])
        if self._is_busy() or (self._removal is not None and self._removal.is_alive()):
            return
        paths = [item.path for item in recordings]
        self._removal = threading.Thread(
            target=self.room.remove,
            args=(paths, self._is_busy),
            kwargs={"only_copied": self._settings.kind != "none"},
            name="batola-retention",
            daemon=True,
        )
        self._removal.start()

    def status(self) -> StoreStatus:
        """What the screen shows."""
        if self._settings.kind == "none":
            return StoreStatus()
        state = self.worker.state()
        return StoreStatus(
            kind=self._settings.kind,
            waiting_count=state.waiting_count,
            oldest_waiting_us=state.oldest_waiting_us,
            code=state.code,
        )

    def tick(self, now_s: float) -> None:
        """Once a second: the alarm about late copies; now and then the rule of age and size."""
        status = self.status()
        limit_us = int(self._limits.copy_wait_alarm_min * 60e6)
        is_late = status.waiting_count > 0 and self._now_us() - status.oldest_waiting_us > limit_us
        if is_late != self._is_late:
            self._is_late = is_late
            self._alarm("recording_copy_late", is_late)
        if now_s - self._cleaned_s >= _CLEAN_EVERY_S and self._settings.kind != "none":
            self._cleaned_s = now_s
            threading.Thread(target=self.room.clean, name="batola-copy-clean", daemon=True).start()

    def _build_store(self) -> RecordingStore | None:
        folder_id = f"folder:{Path(self._settings.folder).as_posix()}"
        return build_store(self._settings, may_prepare=not self.book.knows_store(folder_id))

    def _is_busy(self) -> bool:
        return self._has_calls()

    def _tell(self, aggregate: str, event: Event) -> None:
        self._tell_fact(aggregate, event)

    def _add_unknown(self) -> None:
        """Sealed files that the book does not know (it was damaged, or there was none yet) are copied too."""
        if self._settings.kind == "none":
            return
        for file in sorted(self._root.rglob("*.wav")):
            path = file.relative_to(self._root).as_posix()
            if self._is_ending:
                return
            try:
                if self.book.get(path) is not None or file.stat().st_mtime >= self._begun_s:
                    continue  # sealed just now: its fact is on the way
                entry = BookEntry(path, "", sha256_of(file), file.stat().st_size, name_times(file).started_us)
            except OSError:
                continue
            self.book.add(entry)
            self.worker.look()


def _told_to_nobody(*_values: object) -> None:
    log.debug("the keeper of recordings is not attached yet")
