"""Finds where this desk's copy of the room's journal and the server's part.

A failover to a standby that was behind, or a restored backup, cuts the server's history; it then grows
another end. Both chains seal everything before an entry, so equal hashes mean equal histories, and the place
is found by halving. Source: design.md §5 (Forks).
"""

from __future__ import annotations

import asyncio

from batola_desk.domain.facts import Verdict
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import RoomHead
from batola_desk.models.room_join import JoinProgress
from batola_desk.sync.secretariat import Secretariat

REMEMBERED_MAX = 10_000  # LIMIT: verdicts remembered across a cut; a failover loses seconds
_PAGE = 500


async def common_seq(
    reader: JournalReader, server: Secretariat, head: RoomHead, progress: JoinProgress
) -> int:
    """Return the last place that desk and server have in common; 0 = nothing, ``head.seq`` = no fork.

    Of a file whose history has a gap (``progress``) the places in the gap cannot be compared: the snapshot's
    is the first one to look at, and if it is not the same, what is before the gap.
    """
    if head.seq == 0 or await server.hash_at(head.seq) == head.hash:
        return head.seq
    same, other = 0, head.seq  # equal at ``same``, not equal at ``other``
    if progress.seq:
        joined = await asyncio.wrap_future(reader.room_hash(progress.seq))
        if joined is not None and await server.hash_at(progress.seq) == joined:
            same = progress.seq
        else:
            other = progress.filled_seq + 1
    while other - same > 1:
        middle = (same + other) // 2
        here = await asyncio.wrap_future(reader.room_hash(middle))
        if here is not None and await server.hash_at(middle) == here:
            same = middle
        else:
            other = middle
    return same


async def verdicts_after(reader: JournalReader, seq: int, head: RoomHead) -> dict[str, Verdict]:
    """Return the verdicts that a cut takes back, the newest ``REMEMBERED_MAX``: fact id → verdict."""
    verdicts: dict[str, Verdict] = {}
    before = head.seq + 1
    while before > seq + 1 and len(verdicts) < REMEMBERED_MAX:
        page = await asyncio.wrap_future(reader.judged_facts(_PAGE, before, only_problems=False))
        for judged in page:
            place = judged.fact.seq
            if place is None or place <= seq:
                return verdicts
            verdicts[judged.fact.fact_id] = judged.fact.verdict
            before = place
        if not page:
            break
    return verdicts
