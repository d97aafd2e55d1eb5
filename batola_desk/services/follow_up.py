"""What follows by itself from facts of call life: call-back items and their ends, positions sent as texts.

The follow-ups go into the journal in one transaction with the facts that caused them, under ids derived from
those facts: a redelivered fact brings the same follow-ups again and the journal keeps one of each.
Source: domain.md §5.1, §5.5, §12.2.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from batola_desk.domain.aml import AmlReport, is_aml_text, read_aml_text
from batola_desk.domain.call import Call, CallState, EndCause
from batola_desk.domain.events.call import (
    CallAnswered,
    CallEnded,
    CallOffered,
    CallTextReceived,
)
from batola_desk.domain.events.callback import (
    CallbackAttempted,
    CallbackClosed,
    CallbackMissedAgain,
    CallbackOpened,
)
from batola_desk.domain.events.position import CallLocated
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import callback_id_for_call
from batola_desk.models.search_text import number_key
from batola_desk.services.world import World

SYSTEM_ACTOR = "system"
CALLS_FOLLOWED_MAX = 1_000  # LIMIT: far more than the 300 calls that may ring at once

_NOT_LOST = frozenset({EndCause.ANSWERED_ELSEWHERE})
_LOST_WHILE_TALKING = frozenset({EndCause.LOST, EndCause.FAILED, EndCause.ENGINE_LOST})
_OUTCOME = {EndCause.BUSY: "busy", EndCause.NO_ANSWER: "no_answer", EndCause.OPERATOR_HUNG_UP: "no_answer"}


def derived_fact_id(fact_id: str, purpose: str) -> str:
    """Return the id of a fact that follows from another: same birth time, same answer every time.

    Source: RFC 9562 §5.7 (the layout stays that of UUIDv7).
    """
    stamp = uuid.UUID(fact_id).int >> 80
    digest = int.from_bytes(hashlib.sha256(f"{fact_id}/{purpose}".encode()).digest()[:10], "big")
    value = (stamp << 80) | (0x7 << 76) | (((digest >> 62) & 0xFFF) << 64) | (0b10 << 62)
    return str(uuid.UUID(int=value | (digest & ((1 << 62) - 1))))


@dataclass(slots=True)
class _CallNow:
    """What a follow-up needs to know of a call while a batch is walked through."""

    direction: str = "inbound"
    number: str = ""
    callback_id: str | None = None
    offer_id: str | None = None
    is_answered: bool = False
    is_ended: bool = False


def _from_call(call: Call) -> _CallNow:
    return _CallNow(
        direction=call.direction,
        number=call.number,
        callback_id=call.callback_id,
        is_answered=call.answered_us is not None,
        is_ended=call.ended_us is not None,
    )


class FollowUps:
    """Derives follow-up facts; remembers what is on its way so that a burst of lost calls opens one item."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls: OrderedDict[str, _CallNow] = OrderedDict()  # the journal may be facts behind the line
        self._opening: dict[str, str] = {}  # number key → call-back id on its way to the journal

    def derive(self, facts: Sequence[NewFact]) -> list[NewFact]:
        """Return what follows from facts of calls, in order. The facts carry their ids and times."""
        following: list[NewFact] = []
        for fact in facts:
            call_key = _call_key_of(fact)
            if call_key is None or fact.fact_id is None:
                continue
            known = self._world.call(call_key)
            if known is not None and fact.fact_id in known.seen:
                continue  # journalled before, and what followed from it too
            now = self._call_now(call_key)
            match fact.event:
                case CallOffered(direction=direction, number=number, callback_id=callback_id):
                    if now.is_ended and fact.fact_id != now.offer_id:  # the exchange offers it once more
                        now.is_answered = now.is_ended = False
                    now.offer_id = fact.fact_id
                    now.direction, now.number, now.callback_id = direction, number, callback_id
                    if direction == "outbound" and callback_id is not None:
                        attempt = CallbackAttempted(outcome="dialling", call_key=call_key)
                        following.append(_follow(fact, callback_id, attempt))
                case CallAnswered() if not now.is_answered:
                    now.is_answered = True
                    following += self._answered(fact, call_key, now)
                case CallEnded(cause=cause) if not now.is_ended:
                    now.is_ended = True
                    following += self._ended(fact, call_key, now, cause)
                case CallTextReceived(text=text) if is_aml_text(text):
                    following += _located(fact, text, now.number, call_names(self._world, call_key))
                case _:
                    pass
        return following

    def forget_call(self, call_key: str) -> None:
        """Facts of this call did not get into the journal; they will come again."""
        self._calls.pop(call_key, None)
        self.forget_opening(frozenset({callback_id_for_call(call_key)}))

    def ghost_call_back(self, cause: NewFact, call_key: str, number: str) -> list[NewFact]:
        """A call judged ghost still gets one call back (domain.md §12.1 step 8)."""
        return self._lost(cause, call_key, number, "silent")

    def forget_opening(self, callback_ids: frozenset[str]) -> None:
        """The journal has these items now; the world answers for them."""
        for key in [key for key, value in self._opening.items() if value in callback_ids]:
            del self._opening[key]

    def _call_now(self, call_key: str) -> _CallNow:
        now = self._calls.get(call_key)
        if now is None:
            known = self._world.call(call_key)
            now = self._calls[call_key] = _from_call(known) if known is not None else _CallNow()
            while len(self._calls) > CALLS_FOLLOWED_MAX:
                self._calls.popitem(last=False)
        return now

    def _answered(self, fact: NewFact, call_key: str, now: _CallNow) -> list[NewFact]:
        if now.direction == "outbound":
            if now.callback_id is None:
                return []
            return [_follow(fact, now.callback_id, CallbackAttempted(outcome="reached", call_key=call_key))]
        callback_id = self._open_item(now.number)
        if callback_id is None:
            return []
        self._opening.pop(number_key(now.number), None)
        return [_follow(fact, callback_id, CallbackClosed(reason="called_again"))]

    def _ended(self, fact: NewFact, call_key: str, now: _CallNow, cause: str) -> list[NewFact]:
        if now.direction == "outbound":
            if now.callback_id is None or now.is_answered:
                return []
            known = _end_cause(cause)
            outcome = _OUTCOME.get(known, "failed") if known is not None else "failed"
            return [_follow(fact, now.callback_id, CallbackAttempted(outcome=outcome, call_key=call_key))]
        if _end_cause(cause) in _NOT_LOST or self._is_another_desks(call_key):
            return []
        if now.is_answered:
            if _end_cause(cause) in _LOST_WHILE_TALKING:
                return self._lost(fact, call_key, now.number, "dropped")
            known_call = self._world.call(call_key)
            in_silent_check = known_call is not None and known_call.state is CallState.SILENT_CHECK
            if in_silent_check and _end_cause(cause) is EndCause.CALLER_HUNG_UP:
                return self._lost(fact, call_key, now.number, "silent")
            return []
        return self._lost(fact, call_key, now.number, "abandoned")

    def _is_another_desks(self, call_key: str) -> bool:
        """Whether another desk answered this call: ours only stopped ringing, whatever the exchange says."""
        call = self._world.call(call_key)
        return call is not None and call.answered_us is not None and not self._world.is_ours(call.desk)

    def _lost(self, fact: NewFact, call_key: str, number: str, reason: str) -> list[NewFact]:
        if not is_dialable(number):
            return []  # a withheld number cannot be called back; the call itself stays in the lists
        key = number_key(number)
        callback_id = self._open_item(number)
        if callback_id is not None:
            item = self._world.callbacks.get(callback_id)
            if item is not None and call_key in item.call_keys:
                return []
            return [_follow(fact, callback_id, CallbackMissedAgain(call_key=call_key, reason=reason))]
        callback_id = callback_id_for_call(call_key)
        self._opening[key] = callback_id
        return [_follow(fact, callback_id, CallbackOpened(number=number, call_key=call_key, reason=reason))]

    def _open_item(self, number: str) -> str | None:
        if not is_dialable(number):
            return None
        key = number_key(number)
        return self._opening.get(key) or self._world.callback_by_number.get(key)


def is_dialable(number: str) -> bool:
    """Whether a presented number can be called at all (not withheld, not a word)."""
    return any(character.isdigit() for character in number)


def _end_cause(cause: str) -> EndCause | None:
    try:
        return EndCause(cause)
    except ValueError:
        return None  # a newer engine's word: treated as an ordinary end


def _call_key_of(fact: NewFact) -> str | None:
    kind, _, identifier = fact.aggregates[0].partition(":")
    return identifier if kind == AggregateKind.CALL.value else None


def _follow(cause: NewFact, callback_id: str, event: Event) -> NewFact:
    return NewFact(
        event=event,
        aggregates=(aggregate(AggregateKind.CALLBACK, callback_id),),
        fact_id=derived_fact_id(cause.fact_id or "", "callback"),
        occurred_us=cause.occurred_us,
        actor=SYSTEM_ACTOR,
    )


def located_event(report: AmlReport, source: str) -> CallLocated:
    """The fact of a telephone's own message."""
    circle = report.area.enclosing_circle() if report.area is not None else None
    return CallLocated(
        source=source,
        area=report.area,
        latitude=circle[0] if circle is not None else None,
        longitude=circle[1] if circle is not None else None,
        radius_m=(circle[2] or None) if circle is not None else None,
        fixed_us=report.fixed_us,
        confidence_percent=report.confidence_percent,
        method=report.method,
        doubts=report.doubts,
        number=report.number,
        raw=report.raw,
    )


def call_names(world: World, call_key: str) -> tuple[str, ...]:
    """A call and its tickets: what happens to it is part of their history."""
    return names_of_call(world.call(call_key) or Call(call_key=call_key))


def names_of_call(call: Call) -> tuple[str, ...]:
    """The same of a call that is known."""
    incidents = (aggregate(AggregateKind.INCIDENT, ticket) for ticket in call.incident_ids)
    return (aggregate(AggregateKind.CALL, call.call_key), *incidents)


def fact_of_call(call: Call, event: Event, *, fact_id: str, at_us: int) -> NewFact:
    """A thing told from outside: told twice, it is one fact."""
    return NewFact(
        event=event, aggregates=names_of_call(call), fact_id=fact_id, occurred_us=at_us, actor=SYSTEM_ACTOR
    )


def _located(text: NewFact, words: str, number: str, names: tuple[str, ...]) -> list[NewFact]:
    """Positions in a text that the telephone itself sent (AML by SMS, passed on as MESSAGE)."""
    return [
        NewFact(
            event=located_event(report, "aml_sms"),
            aggregates=names,
            fact_id=derived_fact_id(text.fact_id or "", f"located {at}"),
            occurred_us=text.occurred_us,
            actor=SYSTEM_ACTOR,
        )
        for at, report in enumerate(read_aml_text(words, number=number))
        if report.area is not None
    ]
