"""What `batola-desk doctor` finds out about the secretariat: file, way there, what waits, clock."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from batola_desk.app.doctor.copies import copy_findings
from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.services.backups.origin_due import is_origin_due
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import connect
from batola_desk.sync.secretariat import Greeting
from batola_desk.sync.status import rules_fault
from batola_desk.ui import labels

CLOCK_WRONG_S: Final = 2.0  # people compare times of two desks to the second; the desk itself warns later
CLOCK_ANSWER_S: Final = 1.0  # an answer that took longer says nothing about clocks
WAITING_LONG_S: Final = 60.0
_MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Room:
    """What the server said.

    Attributes:
        off_s: by which our clock is ahead; took_s: how long that answer took.
    """

    greeting: Greeting
    head_seq: int
    off_s: float
    took_s: float


@dataclass(frozen=True, slots=True)
class _Known:
    """How far this desk's journal is: what waits, and what it has of the room's history."""

    waiting: int = 0
    oldest_us: int = 0
    seq: int = 0
    recorded_us: int = 0


def room_findings(paths: DeskPaths, *, desk: str) -> Iterator[Finding]:
    """Sign on as the machine and leave. Nothing here is worse than a warning: a desk goes on alone."""
    try:
        settings = site_files(paths).room(desk=desk)
    except SecretariatFault as fault:
        yield _refusal(fault)
        return
    if settings is None:
        yield ok("room_alone")
        return
    if is_origin_due(paths.data):
        yield warn("secretariat_new_origin")
    if settings.password_is_open:
        yield warn("room_password_open")
    yield from copy_findings(settings, paths.data, desk=desk)
    try:
        room = asyncio.run(_look(settings, desk))
    except SecretariatFault as fault:
        yield _refusal(fault)
        yield from sync_findings(paths.journal, head_seq=None)
        return
    rules = rules_fault(room.greeting)
    if rules is not None:
        yield warn(rules.code, **rules.values)
    yield ok("room_joined", login=settings.machine.login, host=room.greeting.host, count=room.head_seq)
    yield _clock(room)
    yield from sync_findings(paths.journal, head_seq=room.head_seq)


def _refusal(fault: SecretariatFault) -> Finding:
    return warn(labels.machine_code(fault.code), **fault.values)


async def _look(settings: RoomSettings, desk: str) -> _Room:
    joined = await connect(settings.address, settings.machine.login, settings.machine.password)
    try:
        if joined.greeting.desk != desk:
            raise SecretariatFault("secretariat_not_a_machine")
        began_s = time.monotonic()
        theirs_us = await joined.clock_us()
        took_s = time.monotonic() - began_s
        off_s = time.time() - theirs_us / _MICROSECONDS - took_s / 2
        return _Room(joined.greeting, (await joined.head()).seq, off_s, took_s)
    finally:
        joined.terminate()


def _clock(room: _Room) -> Finding:
    if room.took_s > CLOCK_ANSWER_S:
        return warn("clock_unsure", took_s=round(room.took_s, 1))
    found = ok if abs(room.off_s) <= CLOCK_WRONG_S else warn
    return found("clock_right" if found is ok else "clock_wrong", off_s=round(room.off_s, 1))


def sync_findings(journal: Path, *, head_seq: int | None) -> Iterator[Finding]:
    """How old what this desk knows is, and what of its own nobody else has yet.

    Args:
        head_seq: the last place of the room's journal; None: the server did not answer.
    """
    known = _known(journal)
    if known is None:
        return
    now_us = time.time_ns() // 1_000
    if not known.waiting:
        yield ok("sync_sent")
    else:
        age_s = max(0, now_us - known.oldest_us) // _MICROSECONDS
        found = ok if age_s < WAITING_LONG_S and head_seq is not None else warn
        yield found("sync_waiting", count=known.waiting, age_s=age_s)
    if head_seq is not None and known.seq >= head_seq:
        yield ok("sync_level", seq=known.seq)
    elif known.seq or head_seq is not None:
        age_s = max(0, now_us - known.recorded_us) // _MICROSECONDS if known.recorded_us else 0
        count = "?" if head_seq is None else head_seq - known.seq
        yield warn("sync_behind", count=count, age_s=age_s)


def _known(journal: Path) -> _Known | None:
    """Read it beside the desk that writes it; that it cannot be read is told by ``doctor_machine``."""
    if not journal.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as file:
            waiting, oldest_us = file.execute(
                "select count(*), coalesce(min(j.occurred_us), 0)"
                " from pending_fact p join journal j on j.row_id = p.row_id"
            ).fetchone()
            newest = file.execute(
                "select seq, recorded_us from room_entry order by seq desc limit 1"
            ).fetchone()
    except sqlite3.Error:
        return None
    return _Known(waiting, oldest_us, *(newest or (0, 0)))
