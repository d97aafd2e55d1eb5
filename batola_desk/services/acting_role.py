"""A shift lead acts in another role too, for half an hour and with a reason. Source: domain.md §14.

The role comes beside the own one: a lead who is an auditor for a while still sends the engine. Thread: the
desk's event loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.operator import OperatorRoleReturned, OperatorRoleTaken
from batola_desk.domain.facts import Event
from batola_desk.services.context import Context

RIGHT: Final = "act_as_any_role"
REASON_MAX: Final = 200  # LIMIT: of the reason


class ActingRole:
    """The other role of who sits here.

    Args:
        record: journals a fact about who sits here.
        on_change: told after each change.

    Attributes:
        until_us: when it ends by itself; None = there is none.
    """

    def __init__(
        self, context: Context, record: Callable[[Event], Awaitable[object]], on_change: Callable[[], None]
    ) -> None:
        self.until_us: int | None = None
        self.reason = ""
        self._context = context
        self._record = record
        self._on_change = on_change
        self._until_s = 0.0

    @property
    def role(self) -> str:
        """Its code; empty = none."""
        return self._context.acting_role

    async def take(self, role: str, reason: str) -> None:
        """Take a role.

        Raises:
            OperatorError: ``lead_only``, ``role_unknown``, ``reason_missing``.
        """
        context, reason = self._context, reason.strip()[:REASON_MAX]
        if not context.catalog.may(context.person.role, RIGHT):
            raise OperatorError("lead_only", action="take_role")
        if role not in context.catalog.roles or role == context.person.role:
            raise OperatorError("role_unknown", role=role)
        if not reason:
            raise OperatorError("reason_missing", action="take_role")
        lasts_s = context.rules.limits.people.role_minutes * 60
        until_us = context.clock.now_us() + int(lasts_s * 1e6)
        taker = context.person
        await self._record(OperatorRoleTaken(role=role, reason=reason, until_us=until_us))
        if context.person != taker:  # somebody else sat down meanwhile: it is not his
            return
        self._until_s = context.clock.mono_s() + lasts_s
        self._set(role, until_us, reason)

    async def give_back(self) -> None:
        """End it; harmless when there is none."""
        if self.role:
            self._set("", None, "")
            await self._record(OperatorRoleReturned())

    async def judge(self) -> None:
        """The person here has another role of his own now: does he still have the right?"""
        if not self._context.catalog.may(self._context.person.role, RIGHT):
            await self.give_back()

    async def tick(self) -> None:
        """The clock moved on."""
        if self.role and self._context.clock.mono_s() >= self._until_s:
            await self.give_back()

    def _set(self, role: str, until_us: int | None, reason: str) -> None:
        self._context.acting_role = role
        self.until_us, self.reason = until_us, reason
        self._on_change()
