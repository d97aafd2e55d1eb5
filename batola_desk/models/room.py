"""What passes between the journals of the desk and of the room: plain frozen values, and their errors.

The room's journal is the server's order of all desks' facts. Each of its entries wraps a fact as its own desk
wrote and sealed it (``origin_prev_hash``, ``origin_hash``), and seals the order with a chain of its own
(``prev_hash``, ``hash``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from batola_desk.domain.facts import Fact
from batola_desk.domain.reducers import State


class RoomFact(NamedTuple):
    """One entry of the room's journal, as the server tells it; its columns in this order.

    A tuple, because every desk makes one of every fact of all desks, and this costs a twentieth.

    Attributes:
        seq: place in the room's journal; gap-free from 1.
        aggregates: JSON list of names, the main one first.
        guards: JSON list of {k, expect, set}.
        actor: login that the writing desk gave; ``author`` is what the server knows.
        base_seq: how much of the room's journal the writing desk had seen.
        body: as its desk wrote it, byte for byte; empty after a lawful erasure.
        verdict: a value of ``domain.facts.Verdict``; one of a newer server is kept and takes no effect.
        info: JSON text: why, e.g. who holds what was claimed; may be empty.
        author_auth: ``session`` (the server checked the password) or ``asserted`` (relayed for somebody).
        recorded_us: the server's clock.
    """

    seq: int
    fact_id: str
    origin: str
    oseq: int
    kind: str
    version: int
    aggregates: str
    guards: str
    actor: str
    desk: str
    occurred_us: int
    base_seq: int
    app: str
    body: str
    origin_prev_hash: bytes
    origin_hash: bytes
    verdict: str
    info: str
    author: str
    author_auth: str
    recorded_us: int
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomHead:
    """How far this desk knows the room's journal: the last entry and its hash; seq 0 = nothing yet."""

    seq: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFact:
    """One fact that the room has not taken yet.

    Attributes:
        row_id: cursor: pass the last one as ``after_row_id``.
        origin: id of the file that wrote it; another than the own one = kept here for another desk.
        actor: login of who wrote it.
        envelope: the text that ``submit`` takes (``codec.submission_text``).
    """

    row_id: int
    fact_id: str
    origin: str
    oseq: int
    actor: str
    envelope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFact:
    """One fact with the room's word on it.

    Attributes:
        fact: carries ``seq`` and ``verdict``.
        info: JSON text of the server: why.
        author: login under which the server took it.
        author_auth: ``session`` or ``asserted``.
        recorded_us: the server's clock.
        problem: ``altered`` = not what its own desk sealed; ``unlinked`` = does not follow the fact before it
            from the same desk; ``twin`` = another fact is kept here under its number (two desks wrote with
            copies of one file); ``moved`` = kept here under the number it had before its desk got another
            name; empty = sound.
    """

    fact: Fact
    info: str
    author: str
    author_auth: str
    recorded_us: int
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomApplied:
    """What a page or a cut changed.

    Attributes:
        states: aggregate name → state now, of everything that was touched.
        head: how far the room's journal is known now.
        facts: the facts of the page in the room's order, with their verdicts (none after a cut).
        judged: those of them that this desk wrote.
        cut: facts that lost their place in the room's journal and wait for it again (after a cut).
        corrected: things that a snapshot had told otherwise than the history (while this one is settled).
    """

    states: Mapping[str, State]
    head: RoomHead
    facts: tuple[Fact, ...] = ()
    judged: tuple[JudgedFact, ...] = ()
    cut: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotThing:
    """One state in a snapshot.

    Attributes:
        first_seq: place of the first fact about it, and ``position`` of its name among that fact's.
        state: JSON, as ``msgspec`` writes the folded state.
    """

    name: str
    first_seq: int
    position: int
    state: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSnapshot:
    """The states of all that was not over at one place of the room's journal, whose hash it names."""

    seq: int
    hash: bytes
    things: tuple[SnapshotThing, ...]


class RoomError(Exception):
    """What came cannot be taken; nothing was changed.

    Codes:
        ``room_gap``: it does not begin where this desk's knowledge ends (``have``, ``got``).
        ``room_forked``: its entries do not follow the ones known here: the server's history was cut or is
            another one (``seq``).
        ``room_page_invalid``: it is no page at all (``seq``, ``why``).
        ``room_snapshot_invalid``: a snapshot that cannot be begun with (``why``).
        ``room_snapshot_wrong``: one that was begun with had told some things otherwise than the history
            (``count``); they were put right. Never raised, only told.
        ``envelope_invalid``: a fact given for safe-keeping is none, or is not what its desk sealed (``why``).
        ``origin_cloned``: a fact under a number of an origin that here belongs to another fact: two desks
            write with copies of one file (``origin``, ``oseq``, ``is_own``).
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
