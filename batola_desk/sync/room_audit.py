"""Checks the whole history of a room by what it says, not by what the server's functions say of it.

Needs nothing but the right to read: a lead or an auditor can run it as well as the DBA.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg

from batola_desk.sync.room_chain import GENESIS_HASH, row_fault

PAGE: Final = 2_000
LISTED_MAX: Final = 100

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class RoomAudit:
    """What was found. Numbers are places in the room's journal."""

    facts: int = 0
    seq: int = 0
    head_hash: bytes = GENESIS_HASH
    epoch: str = ""
    erased: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """The end of the chain as it is written on the hand-over sheet."""
        return f"{self.seq}:{self.head_hash.hex()}"

    def complain(self, text: str) -> None:
        """Note one fault; a broken chain has thousands of them."""
        if len(self.faults) < LISTED_MAX:
            self.faults.append(text)


async def audit_room(
    connection: asyncpg.Connection,
    *,
    stream: int = 1,
    seal: str = "",
    progress: Progress | None = None,
) -> RoomAudit:
    """Recompute the chain and the numbers of every origin.

    Args:
        seal: ``seq:hash`` from paper; the history must still contain it.
        progress: told (facts checked, facts in all).
    """
    audit = RoomAudit()
    head = await connection.fetchrow(
        "select seq, head_hash, epoch from api.head where stream_id = $1", stream
    )
    losses = await connection.fetch(
        "select origin, from_oseq, to_oseq from api.loss where stream_id = $1", stream
    )
    erased = await connection.fetch("select seq from api.erasure where stream_id = $1", stream)
    if head is None:
        audit.complain(f"aliran {stream} tidak ada")
        return audit
    audit.epoch = str(head["epoch"])
    check = _Check(audit, {row["seq"] for row in erased}, _seal_of(seal))
    while audit.seq < head["seq"]:
        rows = await connection.fetch(
            "select * from api.journal where stream_id = $1 and seq > $2 and seq <= $3 order by seq limit $4",
            stream,
            audit.seq,
            head["seq"],
            PAGE,
        )
        if not rows:
            audit.complain(f"setelah {audit.seq} tidak ada fakta lagi, padahal ujungnya {head['seq']}")
            break
        for row in rows:
            check.take(row)
        if progress is not None:
            progress(audit.facts, head["seq"])
    if not audit.faults and audit.head_hash != head["head_hash"]:
        audit.complain("ujung rantai bukan yang dicatat server")
    check.finish([(str(row["origin"]), row["from_oseq"], row["to_oseq"]) for row in losses])
    return audit


class _Check:
    """Takes rows in order."""

    def __init__(self, audit: RoomAudit, erased: set[int], seal: tuple[int, str] | None) -> None:
        self._audit = audit
        self._erased = erased
        self._seal = seal
        self._seal_seen = seal is None or seal[0] == 0
        self._numbers: dict[str, list[int]] = defaultdict(list)

    def take(self, row: Any) -> None:
        """Check one row against its predecessor."""
        audit = self._audit
        if row["seq"] != audit.seq + 1:
            audit.complain(f"nomor {audit.seq + 1} sampai {row['seq'] - 1} hilang")
        fault = row_fault(row, audit.head_hash)
        if fault:
            audit.complain(f"fakta {row['seq']}: {_FAULTS[fault]}")
        if row["body"] is None:
            audit.erased += 1
            if row["seq"] not in self._erased and row["verdict"] != "invalid":
                audit.complain(f"fakta {row['seq']}: isi hilang tanpa catatan penghapusan")
        audit.facts += 1
        audit.seq = row["seq"]
        audit.head_hash = row["hash"]
        self._numbers[str(row["origin"])].append(row["oseq"])
        if self._seal is not None and row["seq"] == self._seal[0]:
            self._seal_seen = True
            if row["hash"].hex() != self._seal[1]:
                audit.complain(f"segel di kertas untuk fakta {row['seq']} TIDAK cocok: sejarah lain")

    def finish(self, losses: list[tuple[str, int, int]]) -> None:
        """Check that every origin's numbers are whole, but for declared losses."""
        if not self._seal_seen and self._seal is not None:
            self._audit.complain(f"segel di kertas menyebut fakta {self._seal[0]}, sejarah ini lebih pendek")
        allowed: dict[str, set[int]] = defaultdict(set)
        for origin, first, last in losses:
            allowed[origin].update(range(first, last + 1))
        for origin, numbers in self._numbers.items():
            missing = set(range(1, max(numbers) + 1)) - set(numbers) - allowed[origin]
            if missing:
                self._audit.complain(f"asal {origin}: {len(missing)} nomor hilang, pertama {min(missing)}")


_FAULTS: Final = {
    "prev": "tidak menyambung pada fakta sebelumnya",
    "body": "isi tidak sama dengan hash-nya",
    "hash": "hash tidak cocok, ada kolom yang diubah",
}


def _seal_of(text: str) -> tuple[int, str] | None:
    number, _, digest = text.partition(":")
    if not text:
        return None
    if not number.isdecimal():
        raise ValueError(text)
    return int(number), digest.strip().lower()
