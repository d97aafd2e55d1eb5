"""Makes facts of what happens on the line and sees that the screen gets them, in order, until confirmed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from batola_desk.domain.call import EndCause
from batola_desk.domain.events.call import CallAnswered, CallEnded, CallOffered
from batola_desk.domain.facts import Event
from batola_desk.domain.ids import new_id
from batola_desk.engine.flood import FloodGuard
from batola_desk.engine.spool import FactSpool
from batola_desk.ipc.messages import FactsSpooled, Message, SpooledFact, encode

_BATCH_MAX = 200
_BATCH_BYTES_MAX = 250_000  # LIMIT: with the largest fact on top still below a frame of the local connection
_AGAIN_S = 5.0
_WITHHELD_MAX = 8  # LIMIT: facts of a ringing call: offered, and where its caller is


class FactDesk:
    """Thread: the engine's."""

    def __init__(
        self,
        spool: FactSpool,
        send: Callable[[Message], None],
        now_us: Callable[[], int],
        flood: FloodGuard,
    ) -> None:
        self._spool = spool
        self._send = send
        self._now_us = now_us
        self._flood = flood
        self._withheld: dict[str, list[SpooledFact]] = {}  # of a flood's calls that ring, by aggregate
        self._sent_at_s: dict[str, float] = {}
        self._looked_at_s = 0.0

    def make(self, aggregate: str, event: Event, occurred_us: int | None = None) -> SpooledFact:
        """Return a new fact about a call; nothing is kept yet."""
        return SpooledFact(
            fact_id=new_id(),
            kind=event.TYPE,
            aggregates=(aggregate,),
            occurred_us=self._now_us() if occurred_us is None else occurred_us,
            body=dataclasses.asdict(event),  # type: ignore[call-overload]
        )

    def tell(self, aggregate: str, event: Event, now_s: float, occurred_us: int | None = None) -> None:
        """Keep a fact and send it to the attached screen; not of a flood's calls that nobody answers."""
        fact = self.make(aggregate, event, occurred_us)
        is_incoming = isinstance(event, CallOffered) and event.direction == "inbound"
        if is_incoming and not self._flood.may_write():
            self._withheld[aggregate] = []
        withheld = self._withheld.get(aggregate)
        if withheld is None:
            self._keep(fact, now_s)
            return
        if len(withheld) < _WITHHELD_MAX or isinstance(event, CallAnswered):
            withheld.append(fact)
        if isinstance(event, CallAnswered | CallEnded):
            del self._withheld[aggregate]
        if isinstance(event, CallAnswered):
            for late in withheld:
                self._keep(late, now_s)

    def _keep(self, fact: SpooledFact, now_s: float) -> None:
        self._spool.append(fact)
        self.send_new(fact, now_s)

    def send_new(self, fact: SpooledFact, now_s: float) -> None:
        """Send a fact that is in the spool already."""
        self._sent_at_s[fact.fact_id] = now_s
        self._send(FactsSpooled(facts=(fact,)))

    def deliver_all(self, now_s: float) -> None:
        """A screen attached: it gets everything it has not confirmed."""
        self._deliver(self._spool.pending(), now_s)

    def deliver_again(self, now_s: float) -> None:
        """Repeat what the attached screen has not confirmed for a while (its disk may have refused)."""
        if now_s - self._looked_at_s < _AGAIN_S:
            return
        self._looked_at_s = now_s
        late = [
            fact
            for fact in self._spool.pending()[:_BATCH_MAX]
            if now_s - self._sent_at_s.get(fact.fact_id, 0.0) >= _AGAIN_S
        ]
        self._deliver(late, now_s)

    def confirm(self, fact_ids: Sequence[str]) -> None:
        """The screen has these in its journal."""
        for fact_id in fact_ids:
            self._sent_at_s.pop(fact_id, None)
        self._spool.confirm(fact_ids)

    def end_lost_calls(self) -> int:
        """Give the calls of an engine that died their end; returns how many."""
        for aggregate in self._spool.left_over.live_calls:
            self._spool.append(self.make(aggregate, CallEnded(cause=EndCause.ENGINE_LOST.value)))
        return len(self._spool.left_over.live_calls)

    def tell_unusable_offer(self, call_key: str, number: str, now_s: float) -> bool:
        """A caller with whom no common codec was found was refused; the journal knows him all the same.

        False if he is one of a flood.
        """
        offered = CallOffered(call_key=call_key, direction="inbound", number=number)
        self.tell(f"call:{call_key}", offered, now_s)
        is_written = f"call:{call_key}" not in self._withheld
        self.tell(f"call:{call_key}", CallEnded(cause=EndCause.UNUSABLE_OFFER.value, sip_code=488), now_s)
        return is_written

    def _deliver(self, facts: Sequence[SpooledFact], now_s: float) -> None:
        batch: list[SpooledFact] = []
        byte_count = 0
        for fact in facts:
            self._sent_at_s[fact.fact_id] = now_s
            batch.append(fact)
            byte_count += len(encode(fact))
            if len(batch) >= _BATCH_MAX or byte_count > _BATCH_BYTES_MAX:
                self._send(FactsSpooled(facts=tuple(batch)))
                batch, byte_count = [], 0
        if batch:
            self._send(FactsSpooled(facts=tuple(batch)))
