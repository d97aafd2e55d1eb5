"""Two desks do not dial the same lost number: who dials has taken the line on, and the room decides a race.

Without a room nobody is asked. With one the room's word is waited for, for a moment, before the number is
dialled; without an answer it is dialled all the same, and the claim is shown as provisional: a caller in need
is called twice rather than never. Source: design.md §5 (Verdicts), domain.md §5.5.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from batola_desk.domain.callback import Callback
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.ownership import CallClaimed, CallReleased
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.ownership import callback_guard, is_claim_provisional, release_guard
from batola_desk.services.claims import Claim, ClaimPhase, Claims
from batola_desk.services.context import Context
from batola_desk.services.ownership import FORCE_RIGHT

log = logging.getLogger("batola.services")

STALE_US: Final = 15 * 60 * 1_000_000  # LIMIT: no attempt lasts so long; a desk may have died with its claim
CERTAIN_POLL_S: Final = 0.05
CERTAIN_POLLS: Final = 100  # LIMIT: 5 s; a room that is there tells within one


class CallbackClaims:
    """Takes call-back lines on and lets them go."""

    def __init__(self, context: Context, claims: Claims) -> None:
        self._context = context
        self._claims = claims

    def is_held_elsewhere(self, item: Callback) -> bool:
        """Whether another desk has taken this line on a moment ago."""
        if not item.claimed_desk or item.claimed_desk == self._context.desk:
            return False
        return self._context.clock.now_us() - (item.claimed_us or 0) < STALE_US

    def phase_of(self, item: Callback) -> str:
        """How the claim is to be shown: settled (empty), ``waiting`` or ``provisional``."""
        subject = aggregate(AggregateKind.CALLBACK, item.callback_id)
        return self._claims.phase_of(subject, is_provisional=is_claim_provisional(item))

    async def take(self, callback_id: str, *, force: bool = False) -> None:
        """Take a line on; returns when the room has spoken, or has not in time.

        Raises:
            OperatorError: ``claim_taken`` (another desk has it), ``claim_lost`` (another desk was quicker),
                ``claim_denied``, ``lead_only``.
        """
        if not self._claims.is_shared():
            return
        if force and not self._context.catalog.may(self._context.role, FORCE_RIGHT):
            raise OperatorError("lead_only", action=FORCE_RIGHT)
        item = await self._item(callback_id)
        if self.is_held_elsewhere(item) and not force:
            raise OperatorError("claim_taken", desk=item.claimed_desk, operator=self._name(item.claimed_by))
        person = self._context.person.operator_id
        if (item.claimed_desk, item.claimed_by) == (self._context.desk, person):
            return
        subject = aggregate(AggregateKind.CALLBACK, callback_id)
        fact = NewFact(
            event=CallClaimed(forced=force),
            aggregates=(subject,),
            guards=(callback_guard(item, self._context.desk, person, forced=force),),
            occurred_us=self._context.clock.now_us(),
        )
        result = await self._context.recorder.record(fact)
        asked = self._claims.begin(Claim(fact_id=result.facts[0].fact_id, subject=subject))
        outcome = await asyncio.shield(asked.answer)
        if outcome.phase is ClaimPhase.LOST:
            raise OperatorError("claim_lost", desk=outcome.holder_desk, operator=outcome.holder_name)
        if outcome.phase is ClaimPhase.DENIED:
            raise OperatorError("claim_denied")

    async def is_certain(self, callback_id: str) -> bool:
        """Whether the claim came back in the room's order: what other desks did before it is known here."""
        for _ in range(CERTAIN_POLLS):
            item = await self._item(callback_id)
            if not self._claims.is_shared():
                return True
            if item.claimed_desk != self._context.desk:
                return False
            if not is_claim_provisional(item):
                return True
            await asyncio.sleep(CERTAIN_POLL_S)
        return False

    def release(self, callback_id: str) -> None:
        """The attempt is over: let the line go, if this desk has it."""
        item = self._context.world.callbacks.get(callback_id)
        fact = self.release_fact(item) if item is not None else None
        if fact is None:
            return
        try:
            self._context.recorder.submit([fact])
        except OperatorError as refusal:  # it goes stale by itself
            log.info("a call-back line could not be let go: %s", refusal.code)

    def release_fact(self, item: Callback) -> NewFact | None:
        """The fact that lets a line of this desk go, None when it has it not."""
        if item.claimed_desk != self._context.desk:
            return None
        return NewFact(
            event=CallReleased(),
            aggregates=(aggregate(AggregateKind.CALLBACK, item.callback_id),),
            guards=(release_guard(item.callback_id, item.claimed_desk, item.claimed_by),),
            occurred_us=self._context.clock.now_us(),
        )

    async def _item(self, callback_id: str) -> Callback:
        """The item with all its facts: a line of the list does not tell what the room's guard holds."""
        name = aggregate(AggregateKind.CALLBACK, callback_id)
        found = await asyncio.wrap_future(self._context.reader.state(name))
        if not isinstance(found, Callback):
            raise OperatorError("callback_unknown")
        return found

    def _name(self, operator_id: str) -> str:
        return self._context.world.name_of(operator_id)
