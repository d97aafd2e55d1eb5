"""A file of facts that a desk could not send yet: written line by line, read by whoever rescues them.

The first line says what it is; each other line is a checksum and the fact's envelope as the room takes it,
with the seals of its own desk's chain. A line that is torn or changed is never used, and is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from batola_desk.models.codec import StoredFact, fact_from_submission

FILE_ENDING: Final = ".facts"
FORMAT: Final = "batola-facts 1"
LINE_BYTES_MAX: Final = 4 << 20  # LIMIT: an envelope of a fact has at most 1 MiB; more is no fact
_SUM_LENGTH: Final = 64
SealOf = Callable[[str, int], bytes | None]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and why: ``torn``, ``changed``, ``foreign``, ``unlinked``, ``twice``."""

    path: Path
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact of a file, and where it stands."""

    fact: StoredFact
    envelope: str
    path: Path
    line: int


@dataclass(slots=True)
class FactFiles:
    """What some files hold together.

    Attributes:
        facts: each once, those of a desk's file in its order, every one sealed and following the one before.
        bad: lines that are not used.
        holes: origin → numbers that are missing in between, as (first, last); what follows them is genuine,
            and can go to the room only when another file or desk has what is missing.
        rooms: names of the rooms that the files were written for.
    """

    facts: list[FoundFact] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    holes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    rooms: set[str] = field(default_factory=set)


def header_line(*, desk: str, origin: str, room: str = "") -> bytes:
    """Return the first line of a file.

    Args:
        room: name of the room's history that the desk belonged to; empty: none yet.
    """
    told = {"format": FORMAT, "desk": desk, "origin": origin, "room": room}
    return json.dumps(told, sort_keys=True).encode() + b"\n"


def fact_line(envelope: str) -> bytes:
    """Return the line of a fact."""
    text = envelope.encode()
    return hashlib.sha256(text).hexdigest().encode() + b" " + text + b"\n"


def read_fact_files(paths: Iterable[Path], *, seal_of: SealOf = lambda _origin, _oseq: None) -> FactFiles:
    """Read files, in any order; what one lost another may have.

    Args:
        seal_of: hash of a fact that is known otherwise, by origin and number: what follows it must fit it.

    Raises:
        OSError: a file cannot be read.
    """
    found = FactFiles()
    by_number: dict[tuple[str, int], FoundFact] = {}
    for path in paths:
        for item in _read_lines(path, found):
            key = (item.fact.origin, item.fact.oseq)
            known = by_number.setdefault(key, item)
            if known.fact.hash != item.fact.hash:
                found.bad.append(BadLine(path, item.line, "twice"))
    ordered = sorted(by_number.values(), key=lambda item: (item.fact.origin, item.fact.oseq))
    for origin, group in groupby(ordered, key=lambda item: item.fact.origin):
        _take_chain(origin, group, found, seal_of)
    return found


def _take_chain(origin: str, items: Iterator[FoundFact], found: FactFiles, seal_of: SealOf) -> None:
    """Take one desk's facts as far as each follows the one before; nothing after a break is believed."""
    before: StoredFact | None = None
    is_broken = False
    for item in items:
        fact = item.fact
        if before is not None and before.oseq == fact.oseq - 1:
            seal: bytes | None = before.hash
        else:
            seal = seal_of(origin, fact.oseq - 1)
        if before is not None and before.oseq != fact.oseq - 1:
            found.holes.setdefault(origin, []).append((before.oseq + 1, fact.oseq - 1))
        is_broken = is_broken or (seal is not None and seal != fact.prev_hash)
        if is_broken:
            found.bad.append(BadLine(item.path, item.line, "unlinked"))
            continue
        found.facts.append(item)
        before = fact


def _read_lines(path: Path, found: FactFiles) -> Iterator[FoundFact]:
    bad = found.bad
    with path.open("rb") as file:
        first = file.readline(LINE_BYTES_MAX)
        header = _header_of(first)
        found.rooms |= {str(header.get("room", ""))} - {""}
        if not header:
            bad.append(BadLine(path, 1, "foreign"))
            if not first:
                return
        number = 1
        while line := file.readline(LINE_BYTES_MAX):
            number += 1
            if not line.endswith(b"\n"):
                bad.append(BadLine(path, number, "torn"))
                continue
            envelope = _envelope_of(line)
            if envelope is None:
                bad.append(BadLine(path, number, "changed"))
                continue
            try:
                fact = fact_from_submission(envelope)
            except ValueError:
                bad.append(BadLine(path, number, "changed"))
                continue
            yield FoundFact(fact, envelope, path, number)


def _envelope_of(line: bytes) -> str | None:
    text = line[_SUM_LENGTH + 1 : -1]
    if line[:_SUM_LENGTH] != hashlib.sha256(text).hexdigest().encode():
        return None
    try:
        return text.decode()
    except UnicodeDecodeError:
        return None


def _header_of(line: bytes) -> dict[str, Any]:
    """Return what the first line says; nothing when it is none."""
    try:
        told: Any = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) and told.get("format") == FORMAT else {}
