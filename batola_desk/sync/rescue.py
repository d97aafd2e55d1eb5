"""Facts of a desk that died come from its copies into another desk's journal, which tells the room.

A journal that is free is written by the command itself; a desk that is at work finds the facts in a folder
beside its journal (``RescueInbox``), takes them at once, and says so in a file of its own.
"""

from __future__ import annotations

import functools
import json
import logging
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.journal import open_journal, read_room_name, read_seal
from batola_desk.models.room import RoomError
from batola_desk.models.store import JournalStore
from batola_desk.settings.whole_file import write_whole
from batola_desk.sync.copy_state import BATCH_FACTS, CopyState
from batola_desk.sync.fact_file import (
    FILE_ENDING,
    FactFiles,
    FoundFact,
    fact_line,
    header_line,
    read_fact_files,
)

log = logging.getLogger("batola.sync")

INBOX: Final = "rescue"  # folder beside the journal
_ANSWER_ENDING: Final = ".json"
ANSWER_LIMIT_S: Final = 30.0
KEEP_LIMIT_S: Final = 60.0
_LOOK_S: Final = 0.1


@dataclass(slots=True)
class Rescued:
    """What became of some files' facts.

    Attributes:
        found: everything in the files, bad lines too.
        new: facts that the journal did not have.
        known: those it had.
        refused: facts under numbers that the journal has other facts for (see ``RoomError``).
        by_desk: letter → facts taken or known.
    """

    found: FactFiles
    new: int = 0
    known: int = 0
    refused: int = 0
    by_desk: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or wrong; a torn last line never was a fact that counted."""
        is_bad = any(bad.why != "torn" for bad in self.found.bad)
        return not (is_bad or self.found.holes or self.refused)


def fact_files(places: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and those in the folders that are named.

    Raises:
        FileNotFoundError: a place does not exist.
    """
    files = []
    for place in places:
        if place.is_dir():
            files += sorted(place.glob(f"*{FILE_ENDING}*"))
        elif place.exists():
            files.append(place)
        else:
            raise FileNotFoundError(2, "", str(place))
    return files


def rescue_facts(
    files: Sequence[Path], journal: Path, *, app_version: str = "", any_room: bool = False
) -> Rescued:
    """Take the facts of some files into a journal, each once; what is altered is named and left.

    Args:
        any_room: also those of a desk of another room: the name changes when a room is restored.

    Raises:
        OSError: a file cannot be read.
        EnvironmentFault: of ``open_journal``; ``rescue_other_room``; ``rescue_unanswered``: a desk has the
            journal open and does not take anything.
    """
    rescued = Rescued(read_fact_files(files, seal_of=functools.partial(read_seal, journal)))
    here = read_room_name(journal)
    if here and rescued.found.rooms - {here} and not any_room:
        raise EnvironmentFault("rescue_other_room", path=str(journal))
    rescued.by_desk.update(item.fact.desk for item in rescued.found.facts)
    try:
        opened = open_journal(journal, app_version=app_version)
    except EnvironmentFault as fault:
        if fault.code != "journal_in_use":
            raise
        rescued.new, rescued.known, rescued.refused = _hand_over(rescued.found.facts, journal)
        return rescued
    try:
        if opened.report.read_only:
            raise EnvironmentFault(opened.report.read_only_code, path=str(journal))
        rescued.new, rescued.known, rescued.refused = _keep(opened.store, rescued.found.facts)
    finally:
        opened.close()
    return rescued


def _keep(store: JournalStore, facts: Sequence[FoundFact]) -> tuple[int, int, int]:
    """Return how many facts are new, known, refused; a part with a clash is taken one by one."""
    new = refused = 0
    parts = [list(facts[start : start + BATCH_FACTS]) for start in range(0, len(facts), BATCH_FACTS)]
    while parts:
        part = parts.pop(0)
        try:
            kept = store.keep_facts([item.envelope for item in part]).result(KEEP_LIMIT_S)
        except RoomError:
            if len(part) == 1:
                refused += 1
            else:
                parts[:0] = [part[: len(part) // 2], part[len(part) // 2 :]]
        else:
            new += len(kept.facts)
    return new, len(facts) - new - refused, refused


def _hand_over(facts: Sequence[FoundFact], journal: Path) -> tuple[int, int, int]:
    """Give facts to the desk that has the journal open, and wait for its answer."""
    inbox = journal.parent / INBOX
    inbox.mkdir(mode=0o700, exist_ok=True)
    name = uuid.uuid4().hex
    target, answer = inbox / (name + FILE_ENDING), inbox / (name + _ANSWER_ENDING)
    lines = [header_line(desk="", origin=""), *(fact_line(item.envelope) for item in facts)]
    write_whole(target, b"".join(lines), is_private=True)
    end_s = time.monotonic() + ANSWER_LIMIT_S
    try:
        while not answer.exists():
            if time.monotonic() > end_s:
                raise EnvironmentFault("rescue_unanswered", path=str(journal))
            time.sleep(_LOOK_S)
        told = json.loads(answer.read_bytes())
        return told["new"], told["known"], told["refused"]
    finally:
        target.unlink(missing_ok=True)
        answer.unlink(missing_ok=True)


class RescueInbox:
    """Looks for facts that ``batola-desk rescue-facts`` left. Thread: one (``sync.copy_thread``)."""

    def __init__(self, journal: Path, store: JournalStore) -> None:
        self._folder = journal.parent / INBOX
        self._store = store

    def look(self) -> CopyState:
        """Take what is there, and answer."""
        if self._folder.is_dir():
            for path in sorted(self._folder.glob(f"*{FILE_ENDING}")):
                new, known, refused = _keep(self._store, read_fact_files([path]).facts)
                log.info("facts of another desk were handed in", extra={"count": new})
                answer = {"new": new, "known": known, "refused": refused}
                answered = path.with_suffix(_ANSWER_ENDING)
                write_whole(answered, json.dumps(answer).encode(), is_private=True)
                path.unlink(missing_ok=True)
        return CopyState(kind="", looked_at_s=time.monotonic())

    def start_over(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""
