"""What a desk can ask of the secretariat: one connection, one login."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.models.room import RoomFact, RoomHead, RoomSnapshot

API_LEVEL: Final = 1  # what this program needs and speaks; a server tells what it can and whom it still takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The server's answer to one fact; the same each time it is asked.

    Attributes:
        verdict: a value of ``domain.facts.Verdict``.
        info: JSON text: why; empty for none.
    """

    fact_id: str
    seq: int
    verdict: str
    info: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What the server said of itself when the connection was made.

    Attributes:
        host: name and port of the one that answered first.
        epoch: another one after a restore.
        rules: digest of its table of rules (``domain.room_rules.rules_digest``).
        login: as whom we speak.
        desk: letter of the machine that this login belongs to; empty: it is no machine's.
    """

    host: str
    login: str
    epoch: str
    api_level: int
    rules: str
    program: str
    desk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What the server says of one login; a login that it does not have has no role and may not log in.

    Attributes:
        role: the highest that a person has (``domain.room_rules.PEOPLE_ROLES``); empty for machines, readers
            and logins of something else.
    """

    login: str
    name: str = ""
    role: str = ""
    may_log_in: bool = False


class Secretariat(Protocol):
    """One connection. Thread: one loop; one question at a time.

    Every method may raise ``SecretariatFault``; the connection is then to be terminated, but for what the
    server itself said of a ``submit`` (``SubmitRefused``, disk full, busy, a statement that broke). Whether a
    ``submit`` that failed was taken is unknown: the same envelopes are sent again, and get the same answers.
    """

    @property
    def greeting(self) -> Greeting:
        """What the server said of itself."""
        ...

    async def head(self) -> RoomHead:
        """Return the end of the server's journal; ``seq`` 0 and no hash for an empty one."""
        ...

    async def submit(self, envelopes: Sequence[str]) -> Sequence[Judged]:
        """Hand over facts (``models.codec.submission_text``), each origin's in order.

        Raises:
            SubmitRefused: desk and server differ about an origin; nothing of the batch was taken.
        """
        ...

    async def pull(self, after_seq: int, limit: int) -> Sequence[RoomFact]:
        """Return the entries after ``after_seq``, at most ``limit``, fewer when they are big."""
        ...

    async def hash_at(self, seq: int) -> bytes | None:
        """Return the hash of one entry; None when the server's history is shorter."""
        ...

    async def fact_ids_after(self, seq: int) -> frozenset[str]:
        """Return the ids of all facts after ``seq`` (to repair a fork)."""
        ...

    async def members(self, logins: Sequence[str]) -> Sequence[Member]:
        """Return what is known of these logins; those that do not exist are left out."""
        ...

    async def tell_alive(self) -> Mapping[str, float] | None:
        """As a workstation: this desk lives. Returns for how many seconds each desk of the room is silent.

        None: an older server, which cannot say.
        """
        ...

    async def warm_up(self) -> None:
        """Let the server prepare what this session's first fact needs. Nothing is written, nobody waits."""

    async def seat(self, origin: str, login: str | None) -> None:
        """As a workstation: let an operator write for this origin; None = nobody."""
        ...

    async def declare_lost(self, origin: str, through_oseq: int, reason: str) -> int:
        """As a workstation: no file holds these numbers any more. Returns where the origin stands."""
        ...

    async def clock_us(self) -> int:
        """Return the server's time, microseconds since 1970 UTC."""
        ...

    async def snapshot(self, form: str) -> RoomSnapshot | None:
        """Return the newest snapshot of this form (``snapshot_form``) that is of the server's history.

        Raises:
            ValueError: what is kept there is none.
        """
        ...

    async def claim_snapshot(self, form: str, every: int) -> bool:
        """As a workstation: is a new snapshot due, and may it be mine? True for one desk in some minutes."""
        ...

    async def keep_snapshot(self, form: str, snapshot: RoomSnapshot) -> None:
        """As a workstation: hand over a snapshot for desks that begin."""
        ...

    async def listen(self, callback: Callable[[], None]) -> None:
        """Call back when there may be something to pull. A hint: it may be false, late or missing."""
        ...

    def terminate(self) -> None:
        """Drop the connection at once; never waits."""
        ...
