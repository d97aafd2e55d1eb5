"""A person makes a room that knows nothing of this desk's facts this desk's room, on purpose.

It happens when the secretariat was set up anew without a backup, and when an address is wrong; only people
can tell the two apart. Until somebody does, the desk works alone and sends nothing.
Source: design.md §5 (Forks).

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import DeskRoomAccepted
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.services.context import Context
from batola_desk.services.seat_views import OtherRoomView, RoomView

RIGHT: Final = "accept_room"
CODE: Final = "secretariat_other_room"
REASON_MAX: Final = 200


class RoomAcceptance:
    """The question and its answer.

    Args:
        room_view: how this desk stands to its room; None = it has none.
        accept: tells the exchange the epoch of the accepted room.
    """

    def __init__(
        self, context: Context, room_view: Callable[[], RoomView | None], accept: Callable[[str], None]
    ) -> None:
        self._context = context
        self._room_view = room_view
        self._accept = accept

    def offered(self) -> OtherRoomView | None:
        """The room that waits for a person's word; None = no other room answers."""
        room = self._room_view()
        if room is None or room.code != CODE:
            return None
        values = room.values
        return OtherRoomView(
            host=str(values.get("host", "")),
            epoch=str(values.get("epoch", "")),
            known_count=int(str(values.get("seq", 0))),
            waiting_count=room.waiting_count,
        )

    def may_accept(self) -> bool:
        """Whether the person here may do it."""
        return self._context.catalog.may(self._context.role, RIGHT)

    async def accept(self, epoch: str, *, reason: str) -> None:
        """From now on this is the desk's room; it gets everything that the desk knows.

        Args:
            epoch: of the room that the person saw; another one may answer by now.

        Raises:
            OperatorError: ``lead_only``, ``reason_missing``, ``room_not_offered``.
        """
        if not self.may_accept():
            raise OperatorError("lead_only", action=RIGHT)
        reason = reason.strip()[:REASON_MAX]
        if not reason:
            raise OperatorError("reason_missing", action=RIGHT)
        offered = self.offered()
        if offered is None or offered.epoch != epoch:
            raise OperatorError("room_not_offered")
        event = DeskRoomAccepted(epoch=epoch, known_seq=offered.known_count, reason=reason)
        fact = NewFact(
            event=event,
            aggregates=(aggregate(AggregateKind.DESK, self._context.desk),),
            occurred_us=self._context.clock.now_us(),
        )
        await self._context.recorder.record(fact)
        self._accept(epoch)
