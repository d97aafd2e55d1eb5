"""Whose an incident is: pass it on, take it over, force it, ask for it. Source: domain.md §14.

A wish answers when its facts are in the local journal; the room's verdict comes by ``verdicts``, beside the
screen's path. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.ownership import (
    IncidentReassignDeclined,
    IncidentReassigned,
    IncidentReassignRequested,
)
from batola_desk.domain.facts import AggregateKind, Event, Guard, NewFact, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import OperatorState
from batola_desk.domain.ownership import incident_guard, is_desk_actor
from batola_desk.services.claims import AskedClaim, Claim, ClaimOutcome, Claims
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context

_Wish: TypeAlias = tuple[Incident, Event, tuple[Guard, ...]]

RIGHT: Final = "reassign"
FORCE_RIGHT: Final = "force_claim"
REASON_MAX: Final = 500  # LIMIT: letters of a reason; it stands in alerts too
TOGETHER_MAX: Final = 200  # LIMIT: of one wish; more is a slip of the hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassignment:
    """What a wish led to.

    Attributes:
        claims: what the room decides now.
        asked: so many were only asked for: the person may not decide.
        confidential: of the claims, so many are confidential tickets, which the new owner may see now.
    """

    claims: tuple[AskedClaim, ...] = ()
    asked: int = 0
    confidential: int = 0


class OwnershipService:
    """Use cases around the owner of incidents.

    Args:
        complete: the incident with everything in it; raises ``incident_unknown``.
        settle: journals what is half typed in an incident, so that its next owner has it.
    """

    def __init__(
        self,
        context: Context,
        claims: Claims,
        *,
        complete: Callable[[str], Awaitable[Incident]],
        settle: Callable[[str], Awaitable[None]],
    ) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._claims = claims
        self._complete = complete
        self._settle = settle

    # ---------------------------------------------------------------- reading

    def may_decide(self) -> bool:
        """Whether the person here may reassign; others ask."""
        return self._may(RIGHT)

    def may_force(self) -> bool:
        """Whether the person here may take what another desk has claimed."""
        return self._may(FORCE_RIGHT)

    def is_mine(self, incident: Incident) -> bool:
        """Whether the person or the desk here is its owner."""
        if incident.owner:
            return incident.owner == self._context.person.operator_id
        return incident.owner_desk == self._context.desk

    # ---------------------------------------------------------------- wishes

    async def reassign(
        self,
        incident_ids: Sequence[str],
        *,
        to_desk: str = "",
        to_operator: str = "",
        reason: str,
        force: bool = False,
    ) -> Reassignment:
        """Pass incidents on to an operator, or to a desk and whoever sits there.

        A confidential ticket makes its new owner see it: who may not see it asks for it, as who may not
        decide does, and nobody gets one whose role has nothing to do with tickets.

        Raises:
            OperatorError: ``nothing_chosen``, ``too_many_chosen``, ``reason_missing``, ``desk_unknown``,
                ``operator_unknown``, ``operator_away``, ``lead_only``, ``incident_unknown``,
                ``incident_ended``, ``owner_already``, ``receiver_may_not_see``.
        """
        reason = _checked(reason)
        if force and not self.may_force():
            raise OperatorError("lead_only", action=FORCE_RIGHT)
        desk, operator = self._target(to_desk, to_operator)
        incidents = await self._chosen(incident_ids)
        staying = [one for one in incidents if (one.owner_desk, one.owner) == (desk, operator)]
        moving = [one for one in incidents if one not in staying]
        if not moving:
            raise OperatorError("owner_already", ticket=staying[0].ticket_number)
        secret = [one for one in moving if self._confidence.is_confidential(one)]
        if secret:
            self._check_receiver(desk, operator)
        asking = moving if not self.may_decide() else [s for s in secret if not self._confidence.may_move(s)]
        wish = IncidentReassignRequested(to_desk=desk, to_operator=operator, reason=reason)
        if asking:
            await self._record([(one, wish, ()) for one in asking])
        moving = [one for one in moving if one not in asking]
        if not moving:
            return Reassignment(asked=len(asking))
        claims = await self._record(
            [
                (
                    one,
                    IncidentReassigned(
                        to_desk=desk,
                        to_operator=operator,
                        reason=reason,
                        from_operator=one.owner,
                        from_desk=one.owner_desk,
                        forced=force,
                    ),
                    (incident_guard(one, desk, operator, forced=force),),
                )
                for one in moving
            ]
        )
        return Reassignment(
            claims=claims,
            asked=len(asking),
            confidential=sum(one in moving for one in secret),
        )

    async def take_over(
        self, incident_ids: Sequence[str], *, reason: str, force: bool = False
    ) -> Reassignment:
        """Make incidents the own ones ("ambil alih").

        Raises:
            OperatorError: as ``reassign``.
        """
        return await self.reassign(
            incident_ids,
            to_desk=self._context.desk,
            to_operator=self._here,
            reason=reason,
            force=force,
        )

    async def decline(self, incident_id: str, *, reason: str) -> None:
        """Do not follow the wish of somebody who asked for another owner.

        Raises:
            OperatorError: ``right_missing``, ``reason_missing``, ``wish_gone``, ``incident_unknown``.
        """
        if not self.may_decide():
            raise OperatorError("right_missing", action=RIGHT)
        reason = _checked(reason)
        incident = await self._complete(incident_id)
        if incident.transfer_wish is None:
            raise OperatorError("wish_gone", ticket=incident.ticket_number)
        await self._record([(incident, IncidentReassignDeclined(reason=reason), ())])

    async def accept(self, incident_id: str) -> Reassignment:
        """Follow the wish of somebody who asked for another owner.

        Raises:
            OperatorError: ``wish_gone``, or as ``reassign``.
        """
        wish = (await self._complete(incident_id)).transfer_wish
        if wish is None:
            raise OperatorError("wish_gone")
        return await self.reassign(
            [incident_id], to_desk=wish.to_desk, to_operator=wish.to_operator, reason=wish.reason
        )

    async def verdicts(self, claims: Sequence[AskedClaim]) -> tuple[ClaimOutcome, ...]:
        """Wait a moment for the room's word on these claims."""
        return tuple([await asyncio.shield(asked.answer) for asked in claims])

    # ---------------------------------------------------------------- inner parts

    @property
    def _here(self) -> str:
        """Login of the person here; empty = nobody has signed on: then it is the desk's."""
        operator = self._context.person.operator_id
        return "" if is_desk_actor(operator) else operator

    def _may(self, right: str) -> bool:
        return self._context.catalog.may(self._context.role, right)

    def _target(self, desk: str, operator: str) -> tuple[str, str]:
        """Desk and login that are meant; a person is where he signed on last."""
        world, here = self._context.world, self._here
        if not operator:
            if desk not in world.known_desks(self._context.catalog.desks):
                raise OperatorError("desk_unknown", desk=desk)
            return desk, ""
        if operator == here:
            return self._context.desk, here
        person = world.operators.get(operator)
        if person is None:
            raise OperatorError("operator_unknown", operator=operator)
        if person.state is OperatorState.OFFLINE:
            raise OperatorError("operator_away", operator=person.name or operator)
        return person.desk, operator

    def _check_receiver(self, desk: str, operator: str) -> None:
        """Whoever is there must be somebody who may see a confidential ticket once it is his own."""
        people = self._context.world.operators
        here = [one for one in people.values() if one.desk == desk and one.state is not OperatorState.OFFLINE]
        receivers = [people[operator]] if operator in people else [] if operator else here
        for person in receivers:
            if person.role and not self._confidence.is_fit_to_receive(person):
                raise OperatorError("receiver_may_not_see", operator=person.name or person.operator_id)

    async def _chosen(self, incident_ids: Sequence[str]) -> list[Incident]:
        wanted = list(dict.fromkeys(incident_ids))
        if not wanted:
            raise OperatorError("nothing_chosen")
        if len(wanted) > TOGETHER_MAX:
            raise OperatorError("too_many_chosen", limit=TOGETHER_MAX)
        for incident_id in wanted:
            await self._complete(incident_id)
            await self._settle(incident_id)
        incidents = [await self._complete(incident_id) for incident_id in wanted]
        for incident in incidents:
            if not incident.is_open:
                raise OperatorError("incident_ended", ticket=incident.ticket_number)
        return incidents

    async def _record(
        self, wishes: Sequence[tuple[Incident, Event, tuple[Guard, ...]]]
    ) -> tuple[AskedClaim, ...]:
        """Journal all in one transaction; return what of it the room judges."""
        now_us = self._context.clock.now_us()
        result = await self._context.recorder.record(
            *(
                NewFact(
                    event=event,
                    aggregates=(aggregate(AggregateKind.INCIDENT, incident.incident_id),),
                    guards=guards,
                    occurred_us=now_us,
                )
                for incident, event, guards in wishes
            )
        )
        return tuple(
            self._claims.begin(Claim(fact_id=fact.fact_id, subject=fact.aggregates[0]))
            for fact in result.facts
            if fact.guards
        )


def _checked(reason: str) -> str:
    """Return a reason as it is written down."""
    reason = reason.strip()[:REASON_MAX]
    if not reason:
        raise OperatorError("reason_missing", action=RIGHT)
    return reason
