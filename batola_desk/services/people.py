"""Who sits here: signing on and off, working without a login, a role taken for a while.

This is the only place that changes ``Context.person``. A desk that stands alone has the person of its
settings; a desk of a room has nobody until somebody signs on, and works all the same: calls ring, F2 answers,
and what is done then is written down as done by the desk (``services.seat.nobody``). Signing on and off never
touches a call. Source: design.md §5 (Roles), domain.md §14.

Thread: the desk's event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.operator import (
    OperatorSignedOff,
    OperatorSignedOn,
    OperatorStateSet,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.operator import Operator, OperatorState, SeatMethod
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.domain.reducers import State
from batola_desk.ipc.messages import LineCall
from batola_desk.models.rows import AppendResult
from batola_desk.services.acting_role import ActingRole
from batola_desk.services.change import Change
from batola_desk.services.chores import Chores
from batola_desk.services.context import Context, Person
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.identity import Gate, Identity
from batola_desk.services.line_state import TALKING
from batola_desk.services.seat import KnownPerson, SeatView, nobody, seat_of
from batola_desk.services.seat_session import SeatSession
from batola_desk.services.session import BY_HAND
from batola_desk.services.unnamed_desks import tell_of_unnamed
from batola_desk.sync.secretariat import Member
from batola_desk.sync.status import SyncStatus
from batola_desk.sync.voices import Credentials

log = logging.getLogger("batola.services")

WORDS_MAX: Final = 200  # LIMIT: of a name or a reason


class PeopleService:
    """Use cases around the person at the desk.

    Args:
        person: of the settings.
        identity: None: this desk stands alone.
        settle: journals what is half typed, so that it is whose who typed it.
    """

    def __init__(
        self,
        context: Context,
        person: Person,
        identity: Identity | None,
        gate: Gate,
        *,
        settle: Callable[[], Awaitable[None]],
    ) -> None:
        self._context = context
        self._settings_person = person
        self._identity = identity
        self._gate = gate
        self._settle = settle
        self._seat = self._empty_seat()
        self._acting = ActingRole(context, self._record, lambda: self._publish(person=True))
        self._is_busy = False
        self._chores = Chores()
        self._session = SeatSession(
            context,
            identity,
            self._chores,
            seat=lambda: self._seat,
            set_seat=self._set_seat,
            change_role=self._change_role,
        )

    # ---------------------------------------------------------------- reading

    def seat(self) -> SeatView:
        """Who sits here."""
        acting = self._acting
        return replace(
            self._seat,
            acting_role=acting.role,
            acting_until_us=acting.until_us,
            acting_reason=acting.reason,
            is_busy=self._is_busy,
        )

    def known(self) -> Sequence[KnownPerson]:
        """Who has sat here, the last one first."""
        return self._identity.known_people() if self._identity is not None else ()

    def known_logins(self) -> Sequence[str]:
        """Logins of the same. Thread: any."""
        return self._identity.known_logins() if self._identity is not None else ()

    def current_shift(self) -> str:
        """Code of the shift that runs now."""
        return self._context.rules.shift_at(self._context.clock.now_us())

    # ---------------------------------------------------------------- life

    async def start(self) -> None:
        """A desk that stands alone has its person at once, one of a room waits for somebody."""
        if self._identity is None:
            person = self._settings_person
            self._change_person(person, seat_of(person, SeatMethod.STANDALONE))
            await self._record(
                OperatorSignedOn(name=person.name, role=person.role),
                OperatorStateSet(state=OperatorState.AVAILABLE.value),
            )
            return
        await self._identity.load()
        self._chores.spawn(self._identity.prepare(), "people:prepare")
        self._end_seats_before()
        self._judge_alarms()
        self._publish()

    async def stop(self) -> None:
        """The desk is closing; who sat here leaves, and the desk waits for the journal by itself."""
        await self._chores.stop()
        if self._seat.method is not SeatMethod.EMPTY:
            self._context.recorder.submit([self._fact(OperatorSignedOff())])

    # ---------------------------------------------------------------- wishes

    async def sign_on(self, login: str, password: str, *, shift: str = "", state: str = "") -> None:
        """Take the desk by name and password; who sat here leaves.

        Raises:
            OperatorError: ``sign_on_alone``, ``sign_on_busy``, ``sign_on_incomplete``, ``shift_unknown``,
                ``operator_state_unknown``, and what ``Identity.prove`` says.
        """
        identity = self._room_only()
        login = login.strip().lower()
        if not login or not password:
            raise OperatorError("sign_on_incomplete")
        self._check_shift(shift)
        if state and state not in BY_HAND - {OperatorState.PAUSED}:
            raise OperatorError("operator_state_unknown", state=state)
        who = Credentials(login, password)
        self._set_busy(busy=True)
        try:
            proof = await identity.prove(who)
            role = self._context.rules.role_of_room(proof.role)
            if not role:
                raise OperatorError("sign_on_no_role", login=login)
            person = Person(operator_id=proof.login, name=proof.name, role=role)
            view = replace(
                seat_of(person, proof.method),
                shift=shift or self.current_shift(),
                code=proof.code,
                values=proof.values,
            )
            await self._sit_down(person, view, who, state=state)
            await identity.note_seat(login)
        finally:
            self._set_busy(busy=False)

    async def work_without_login(self, name: str, reason: str, *, shift: str = "") -> None:
        """Take the desk in an emergency, by a name and a reason; flagged until somebody really signs on.

        Raises:
            OperatorError: ``sign_on_alone``, ``sign_on_busy``, ``person_missing``, ``reason_missing``,
                ``shift_unknown``.
        """
        self._room_only()
        name, reason = name.strip()[:WORDS_MAX], reason.strip()[:WORDS_MAX]
        if not name:
            raise OperatorError("person_missing")
        if not reason:
            raise OperatorError("reason_missing", action="work_without_login")
        self._check_shift(shift)
        self._set_busy(busy=True)
        try:
            person = replace(self._nobody(), name=name)
            view = replace(
                seat_of(person, SeatMethod.EMERGENCY),
                shift=shift or self.current_shift(),
                reason=reason,
            )
            await self._sit_down(person, view, None)
        finally:
            self._set_busy(busy=False)

    async def sign_off(self) -> None:
        """Leave the desk; calls go on.

        Raises:
            OperatorError: ``sign_on_alone``, ``sign_on_busy``.
        """
        self._room_only()
        self._set_busy(busy=True)
        try:
            await self._settle()
            await self._stand_up()
            self._gate.sign_on(None)
            self._change_person(self._nobody(), self._empty_seat())
            self._judge_alarms()
            for call in self._context.line.calls.values():
                self.on_line_call(call)
        finally:
            self._set_busy(busy=False)

    async def take_role(self, role: str, reason: str) -> None:
        """Act in another role too, for half an hour; see ``ActingRole.take``."""
        await self._acting.take(role, reason)

    async def return_role(self) -> None:
        """End the other role; harmless when there is none."""
        await self._acting.give_back()

    # ---------------------------------------------------------------- what happens

    async def tick(self) -> None:
        """The clock moved on: a role taken for a while ends by itself."""
        self._session.judge()
        await self._acting.tick()

    def on_line_call(self, call: LineCall) -> None:
        """A call was answered here before anybody signed on: the call goes first, a name is asked for."""
        if self._seat.method is not SeatMethod.EMPTY or call.state != TALKING:
            return
        self._seat = replace(
            self._seat, method=SeatMethod.CALL, shift=self.current_shift(), since_us=self._now_us()
        )
        try:
            self._context.recorder.submit([self._fact(self._signed_on_event())])
        except OperatorError as refusal:
            log.warning("an answered call without a person could not be journalled: %s", refusal.code)
        self._judge_alarms()
        self._publish()

    def on_status(self, status: SyncStatus) -> None:
        """How desk and room stand changed."""
        self._session.on_status(status)

    def on_members(self, members: Sequence[Member]) -> None:
        """The room told of people whom this desk knows: roles follow, who was disabled is forgotten."""
        self._session.on_members(members)

    def on_states(self, states: Mapping[str, State]) -> None:
        """Other desks' people: a shift lead is told where somebody works without a login."""
        if any(isinstance(state, Operator) and is_desk_actor(state.operator_id) for state in states.values()):
            self._judge_alarms()

    # ---------------------------------------------------------------- inner parts

    def _end_seats_before(self) -> None:
        """Who sat here when the screen died does not sit here any more, for the other desks neither."""
        for person in tuple(self._context.world.operators.values()):
            if person.desk == self._context.desk and person.state is not OperatorState.OFFLINE:
                self._context.recorder.submit(
                    [
                        NewFact(
                            event=OperatorSignedOff(),
                            aggregates=(aggregate(AggregateKind.OPERATOR, person.operator_id),),
                            occurred_us=self._now_us(),
                        )
                    ],
                    actor=SYSTEM_ACTOR,
                )

    async def _sit_down(
        self, person: Person, view: SeatView, who: Credentials | None, *, state: str = ""
    ) -> None:
        await self._settle()
        await self._stand_up()
        self._gate.sign_on(who)  # before the first fact of this person, so that it goes out in his session
        self._change_person(person, view)
        self._judge_alarms()
        wanted = state or OperatorState.AVAILABLE.value
        await self._record(self._signed_on_event(), OperatorStateSet(state=wanted))

    def _change_role(self, role: str) -> None:
        """The room has given who sits here another role."""
        person = replace(self._context.person, role=role)
        self._change_person(person, replace(self._seat, role=role))
        self._judge_alarms()
        self._chores.spawn(self._acting.judge(), "people:acting-role")

    async def _stand_up(self) -> None:
        """Who sits here leaves; the server hears it in his own session if it can be told now."""
        if self._seat.method is SeatMethod.EMPTY:
            return
        try:
            await self._acting.give_back()
            result = await self._record(OperatorSignedOff())
        except OperatorError as refusal:  # nobody is kept away from a desk because its disk is in trouble
            log.warning("leaving could not be journalled: %s", refusal.code)
            return
        if self._seat.method.is_proved:
            await self._gate.told(result.facts[-1].fact_id)

    def _change_person(self, person: Person, view: SeatView) -> None:
        context = self._context
        if person.operator_id != context.person.operator_id:
            context.world.operator_id = person.operator_id
            context.world.operator = None
            context.link.sit_down(person.operator_id)
        context.person = person
        self._seat = view if view.since_us else replace(view, since_us=self._now_us())
        self._session.begin()
        self._publish(person=True)

    def _set_seat(self, view: SeatView) -> None:
        self._seat = view
        self._publish()

    def _set_busy(self, *, busy: bool) -> None:
        if busy and self._is_busy:
            raise OperatorError("sign_on_busy")
        self._is_busy = busy
        self._publish()

    def _judge_alarms(self) -> None:
        if self._identity is not None:
            tell_of_unnamed(self._context, self._seat, self._nobody())

    def _publish(self, *, person: bool = False) -> None:
        what = {"status", "person"} if person else {"status", "seat"}
        self._context.publish(Change(what=frozenset(what)))

    def _room_only(self) -> Identity:
        if self._identity is None:
            raise OperatorError("sign_on_alone")
        return self._identity

    def _check_shift(self, shift: str) -> None:
        if shift and shift not in self._context.catalog.shifts:
            raise OperatorError("shift_unknown", shift=shift)

    def _nobody(self) -> Person:
        return nobody(self._context.desk, self._context.rules.role_without_login)

    def _empty_seat(self) -> SeatView:
        return seat_of(self._nobody(), SeatMethod.EMPTY)

    def _signed_on_event(self) -> OperatorSignedOn:
        seat = self._seat
        return OperatorSignedOn(
            name=seat.name, role=seat.role, method=seat.method.value, reason=seat.reason, shift=seat.shift
        )

    def _now_us(self) -> int:
        return self._context.clock.now_us()

    def _fact(self, event: Event) -> NewFact:
        return NewFact(
            event=event,
            aggregates=(aggregate(AggregateKind.OPERATOR, self._context.person.operator_id),),
            occurred_us=self._now_us(),
        )

    async def _record(self, *events: Event) -> AppendResult:
        return await self._context.recorder.record(*(self._fact(event) for event in events))
