"""One leg in the place of another: sent elsewhere by the exchange (REFER), or replaced (RFC 3891).

Thread: the engine's. Source: RFC 3515 §2.4, RFC 3891 §3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from batola_desk.engine.engine_call import Leg
from batola_desk.telephony.leg_types import CallDirection, TransferRequest

if TYPE_CHECKING:
    from batola_desk.engine.call_desk import CallDesk


class Successors:
    """What the old leg was to others, the new one is."""

    def __init__(self, desk: CallDesk, now_us: Callable[[], int]) -> None:
        self._desk = desk
        self._now_us = now_us

    def on_transfer_requested(self, leg_id: str, request: TransferRequest) -> None:
        """The other side of a call sends us to somebody else; the new call takes the place in the headset."""
        call = self._desk.calls.get(leg_id)
        if call is None or request.new_leg is None:
            return
        was_in_headset = self._desk.focus_call_id == leg_id
        new = self._desk.add(request.new_leg, CallDirection.OUTGOING, self._now_us(), training=call.training)
        new.purpose, new.incident_id = call.purpose, call.incident_id
        new.in_place_of, new.took_headset = leg_id, was_in_headset
        self.take_place(leg_id, new.call_id)
        self._desk.offered(new)
        if was_in_headset:
            self._desk.enter_headset(new)

    def on_replaced(self, leg_id: str, leg: Leg, offered_us: int) -> None:
        """Another call takes the place of one of ours (attended transfer); nobody has to answer it."""
        old = self._desk.calls.get(leg_id)
        training = old is not None and old.training
        new = self._desk.add(leg, CallDirection.INCOMING, offered_us, training=training)
        if old is not None:
            new.purpose, new.incident_id = old.purpose, old.incident_id
            self.take_place(leg_id, new.call_id)
        self._desk.offered(new)
        if old is not None and self._desk.focus_call_id == leg_id:
            self._desk.focus_call_id = new.call_id
            self._desk.settle()

    def take_place(self, old_id: str, new_id: str) -> None:
        """One leg stands for another in whatever is going on."""
        self._desk.groups.exchange(old_id, new_id)
        self._desk.parties.on_exchanged(old_id, new_id)
