"""The room's word on a claim that was just made: waited for beside the screen's path, for a moment only.

Online the word comes within a blink; after ``sync.client.CLAIM_LIMIT_S`` or without the room the claim is
provisional, is shown as such, and its verdict comes with the room's facts. Source: design.md §5 (Verdicts).

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from batola_desk.domain.facts import Verdict
from batola_desk.domain.ownership import owner_of_token
from batola_desk.services.world import World
from batola_desk.sync.secretariat import Judged


class ClaimPhase(StrEnum):
    """How far a claim is."""

    WAITING = "waiting"  # the room has been asked
    GRANTED = "granted"
    PROVISIONAL = "provisional"  # nobody knows yet
    LOST = "lost"  # somebody was quicker
    DENIED = "denied"  # the room does not let this person say it


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim in the journal.

    Attributes:
        subject: aggregate that was claimed, e.g. ``incident:0198…``.
    """

    fact_id: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOutcome:
    """What became of it.

    Attributes:
        holder_desk, holder_name: whose it is instead, when it was lost.
    """

    claim: Claim
    phase: ClaimPhase
    holder_desk: str = ""
    holder_name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AskedClaim:
    """A claim that the room has been asked about; ``answer`` comes within a moment, whatever happens."""

    claim: Claim
    answer: asyncio.Task[ClaimOutcome]


class Claims:
    """Claims whose verdict is waited for.

    Args:
        ask: the room's word on a fact; None = nobody knows yet.
        is_shared: whether there is a room at all; a desk that stands alone grants itself everything.
        on_phase: the claim of this aggregate began or ended to wait.
    """

    def __init__(
        self,
        world: World,
        ask: Callable[[str], Awaitable[Judged | None]],
        *,
        is_shared: Callable[[], bool],
        on_phase: Callable[[str], None],
    ) -> None:
        self._world = world
        self._ask = ask
        self.is_shared = is_shared
        self._on_phase = on_phase
        self._waiting: Counter[str] = Counter()
        self._asking: set[asyncio.Task[ClaimOutcome]] = set()  # strong references

    def phase_of(self, subject: str, *, is_provisional: bool) -> str:
        """How the owner of a thing is to be shown: settled (empty), ``waiting`` or ``provisional``."""
        if self._waiting[subject]:
            return ClaimPhase.WAITING.value
        return ClaimPhase.PROVISIONAL.value if is_provisional and self.is_shared() else ""

    def begin(self, claim: Claim) -> AskedClaim:
        """Ask the room about a claim that is in the journal; from now on it is shown as waiting."""
        self._waiting[claim.subject] += 1
        self._on_phase(claim.subject)
        asking = asyncio.get_running_loop().create_task(self._outcome(claim), name="services:claim")
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        asking.add_done_callback(lambda _done: self._end_waiting(claim.subject))
        return AskedClaim(claim, asking)

    async def answer(self, claim: Claim) -> ClaimOutcome:
        """Return the room's word on a claim of which nothing is shown while it waits."""
        return await self._outcome(claim)

    async def stop(self) -> None:
        """Wait for nothing any more."""
        for asking in list(self._asking):
            asking.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _outcome(self, claim: Claim) -> ClaimOutcome:
        if not self.is_shared():
            return ClaimOutcome(claim=claim, phase=ClaimPhase.GRANTED)
        return self.read(claim, await self._ask(claim.fact_id))

    def _end_waiting(self, subject: str) -> None:
        self._waiting[subject] -= 1
        if self._waiting[subject] <= 0:
            del self._waiting[subject]
        self._on_phase(subject)

    def read(self, claim: Claim, judged: Judged | None) -> ClaimOutcome:
        """Return a verdict as people need it."""
        match judged.verdict if judged is not None else Verdict.PENDING.value:
            case Verdict.OK.value | Verdict.CONTESTED.value:
                return ClaimOutcome(claim=claim, phase=ClaimPhase.GRANTED)
            case Verdict.PENDING.value:
                return ClaimOutcome(claim=claim, phase=ClaimPhase.PROVISIONAL)
            case Verdict.LOST.value:
                assert judged is not None
                desk, operator = self._holder(judged.info)
                return ClaimOutcome(
                    claim=claim,
                    phase=ClaimPhase.LOST,
                    holder_desk=desk,
                    holder_name=self._world.name_of(operator),
                )
            case _:
                return ClaimOutcome(claim=claim, phase=ClaimPhase.DENIED)

    @staticmethod
    def _holder(info: str) -> tuple[str, str]:
        """Desk and login that hold what was claimed, as the room's reason tells; empty when it does not."""
        try:
            have = json.loads(info).get("have") if info else None
        except (ValueError, AttributeError):
            return "", ""
        return owner_of_token(have) if isinstance(have, str) else ("", "")
