"""Who works in which ticket right now, on this desk and on the others. No fact: nothing of it is journalled.

Telling and hearing is the exchange's matter (``sync.presence``); without a room all of this stays empty.

Thread: the desk's event loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from batola_desk.domain.operator import OperatorState
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.core import TimerHandle
from batola_desk.sync.presence import Presence, WorkPlace

TYPING_S: Final = 4.0  # after the last key somebody still counts as typing
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceView:
    """Somebody of another desk at a ticket.

    Attributes:
        name: empty: nobody is signed on there, or nobody the room knows.
        desk: letter; empty: a desk without a machine of its own.
        field: being typed; empty: only open.
    """

    name: str
    desk: str
    field: str


class PresenceService:
    """Use cases of presence.

    Args:
        send: hands over what this desk works on; never waits.
    """

    def __init__(self, context: Context, send: Callable[[WorkPlace], None]) -> None:
        self._context = context
        self._send = send
        self._place = WorkPlace()
        self._typed_s = 0.0
        self._timer: TimerHandle | None = None
        self._others: Mapping[str, tuple[PresenceView, ...]] = MappingProxyType({})

    # ---------------------------------------------------------------- this desk

    def open_form(self, incident_id: str) -> None:
        """This ticket is in the form now; empty: none."""
        self._go(WorkPlace(incident_id=incident_id))

    def typing(self, incident_id: str, field: str) -> None:
        """A key was pressed in this field."""
        if not incident_id or not _FIELD.fullmatch(field):
            return
        self._typed_s = self._context.clock.mono_s()
        self._go(WorkPlace(incident_id=incident_id, field=field))
        if self._timer is None:
            self._timer = self._context.timers.call_later(TYPING_S, self._judge_typing)

    def stop(self) -> None:
        """The desk closes."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._go(WorkPlace())

    def _judge_typing(self) -> None:
        """No key for a while: the hands rest, the form is only open."""
        self._timer = None
        left_s = self._typed_s + TYPING_S - self._context.clock.mono_s()
        if left_s > 0:
            self._timer = self._context.timers.call_later(left_s, self._judge_typing)
        else:
            self._go(WorkPlace(incident_id=self._place.incident_id))

    def _go(self, place: WorkPlace) -> None:
        if place != self._place:
            self._place = place
            self._send(place)

    # ---------------------------------------------------------------- the others

    def at(self, incident_id: str) -> Sequence[PresenceView]:
        """Who of other desks has this ticket open; who types comes first."""
        return self._others.get(incident_id, ())

    def take(self, others: Sequence[Presence]) -> None:
        """What the room says now; it is all there is."""
        found: dict[str, dict[str, PresenceView]] = {}
        for presence in others:
            if self._is_own(presence):
                continue
            view = PresenceView(
                name=self._name(presence),
                desk=presence.desk,
                field=presence.field,
            )
            at_desks = found.setdefault(presence.incident_id, {})
            known = at_desks.get(presence.desk or presence.login)
            if (
                known is None or not known.name
            ):  # machine and person of one desk are one: while they change over
                at_desks[presence.desk or presence.login] = view
        by_ticket = {
            incident_id: tuple(
                sorted(views.values(), key=lambda view: (not view.field, view.desk, view.name))
            )
            for incident_id, views in found.items()
        }
        if by_ticket != self._others:
            self._others = MappingProxyType(by_ticket)
            self._context.publish(Change(what=frozenset({"presence"})))

    def _name(self, presence: Presence) -> str:
        """By the session; where only the machine has one, by who the journal says sits there."""
        if not presence.is_machine:
            return presence.name or presence.login
        seated = (
            operator
            for operator in self._context.world.operators.values()
            if operator.desk == presence.desk and operator.state is not OperatorState.OFFLINE
        )
        newest = max(seated, key=lambda operator: operator.state_since_us or 0, default=None)
        return newest.name if newest is not None else ""

    def _is_own(self, presence: Presence) -> bool:
        if presence.desk:
            return presence.desk == self._context.desk
        return presence.login == self._context.person.operator_id
