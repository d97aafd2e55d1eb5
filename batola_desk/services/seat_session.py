"""Does the room stand behind who sits here? Its word after signing on: a session, a refusal, another role.

Thread: the desk's event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from batola_desk.domain.operator import SeatMethod
from batola_desk.services.chores import Chores
from batola_desk.services.context import Context
from batola_desk.services.identity import REFUSALS, Identity
from batola_desk.services.seat import SeatView
from batola_desk.sync.secretariat import Member
from batola_desk.sync.status import SyncStatus

log = logging.getLogger("batola.services")

SETTLED_S: Final = 2.0  # after signing on: what is told of this login then is told of this sign-on


class SeatSession:
    """What the room says of the person at the desk.

    Args:
        identity: None: this desk stands alone, and nobody says anything.
        seat: who sits here now.
        set_seat: shows what is wrong, or that all is well.
        change_role: the room has given this person another role.
    """

    def __init__(
        self,
        context: Context,
        identity: Identity | None,
        chores: Chores,
        *,
        seat: Callable[[], SeatView],
        set_seat: Callable[[SeatView], None],
        change_role: Callable[[str], None],
    ) -> None:
        self._context = context
        self._identity = identity
        self._chores = chores
        self._seat = seat
        self._set_seat = set_seat
        self._change_role = change_role
        self._locked = ""  # what the room says against the login that sits here
        self._seated_s = 0.0
        self._status = SyncStatus()

    def begin(self) -> None:
        """Somebody else sits here, or nobody: what was said is not about him."""
        self._seated_s = self._context.clock.mono_s()
        self._locked = ""

    def on_status(self, status: SyncStatus) -> None:
        """How desk and room stand changed."""
        self._status = status
        self.judge()

    def judge(self) -> None:
        """Does the server open a session for who sits here? News from before he sat down is no answer."""
        seat, status, identity = self._seat(), self._status, self._identity
        if identity is None or self._locked or seat.method not in {SeatMethod.PASSWORD, SeatMethod.OFFLINE}:
            return
        code = status.code if status.values.get("login") == seat.operator_id else ""
        is_settled = self._context.clock.mono_s() - self._seated_s >= SETTLED_S
        if status.login == seat.operator_id and (seat.method is SeatMethod.OFFLINE or seat.code):
            self._set_seat(replace(seat, method=SeatMethod.PASSWORD, code="", values={}))
            self._chores.spawn(identity.note_proved(seat.operator_id), "people:note-proved")
        elif code in REFUSALS and code != seat.code and is_settled:
            self._set_seat(replace(seat, code=code, values=dict(status.values)))
            self._chores.spawn(identity.forget(seat.operator_id), "people:forget")

    def on_members(self, members: Sequence[Member]) -> None:
        """The room told of people whom this desk knows: roles follow, who was disabled is forgotten."""
        if self._identity is None:
            return
        self._chores.spawn(self._identity.on_members(members), "people:members")
        seat = self._seat()
        told = next((member for member in members if member.login == seat.operator_id), None)
        if told is None or seat.method not in {SeatMethod.PASSWORD, SeatMethod.OFFLINE}:
            return
        self._locked = "" if told.may_log_in and told.role else "secretariat_disabled"
        if told.may_log_in and not told.role:
            self._locked = "secretariat_no_role"
        if self._locked:
            if seat.code != self._locked:
                self._set_seat(replace(seat, code=self._locked, values={"login": told.login}))
            return
        role = self._context.rules.role_of_room(told.role)
        if role and role != seat.role:
            log.info("the room has given the person here another role")
            self._change_role(role)
