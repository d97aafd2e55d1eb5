"""Moments in which something is easily lost: forgotten mute, a key after Enter, a full disk, a call again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future

import pytest

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.facts import NewFact
from batola_desk.models.rows import AppendResult
from batola_desk.services.core import StorePort
from batola_desk.services.line_state import LineState
from tests.support.desk_double import DeskDouble
from tests.support.fake_engine import FakeEngine

CALLER = "081250001111"


class HeldStore:
    """A journal whose disk is slow, or refuses for a while."""

    def __init__(self, store: StorePort) -> None:
        self._store = store
        self.is_held = True
        self.fault: Exception | None = None
        self.asked: list[Sequence[NewFact]] = []
        self._waiting: list[tuple[Future[AppendResult], Sequence[NewFact], str, str]] = []

    def append(self, facts: Sequence[NewFact], *, actor: str, desk: str) -> Future[AppendResult]:
        self.asked.append(facts)
        if self.fault is not None:
            refused: Future[AppendResult] = Future()
            refused.set_exception(self.fault)
            return refused
        if not self.is_held:
            return self._store.append(facts, actor=actor, desk=desk)
        held: Future[AppendResult] = Future()
        self._waiting.append((held, facts, actor, desk))
        return held

    def let_go(self) -> None:
        self.is_held = False
        for held, facts, actor, desk in self._waiting:
            self._store.append(facts, actor=actor, desk=desk).add_done_callback(
                lambda done, held=held: held.set_result(done.result())  # type: ignore[misc]
            )
        self._waiting.clear()


def hold(desk: DeskDouble) -> HeldStore:
    services = desk.services
    assert services._journal is not None
    store = HeldStore(services._journal.store)
    services._context.recorder.attach(store, asyncio.get_running_loop())
    return store


def test_a_new_call_in_the_headset_takes_the_mute_off_the_screen_too() -> None:
    engine = FakeEngine(lambda: 1)
    engine.ring(call_key="first")
    ringing = engine.by_key("first")
    line = LineState(attached=True, muted=True)
    engine._answer(ringing)
    line.take_call(engine.by_key("first"))
    assert not line.muted


async def test_a_key_right_after_enter_begins_a_new_line(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    ticket = await incidents.new()
    incidents.set_note_draft(ticket, "api di dapur")
    await incidents.flush(ticket)
    await desk.settle()
    slow = hold(desk)
    entering = asyncio.create_task(incidents.add_note(ticket, "api di dapur"))
    await asyncio.sleep(0)
    incidents.set_note_draft(ticket, "k")  # typed before the disk has the finished line
    slow.let_go()
    await entering
    await incidents.flush(ticket)
    await desk.settle()
    incidents.set_note_draft(ticket, "korban dua")
    await incidents.add_note(ticket, "korban dua")
    await desk.settle()
    view = incidents.view(ticket)
    assert view is not None
    assert [(note.text, note.draft) for note in view.incident.notes] == [
        ("api di dapur", False),
        ("korban dua", False),
    ]


async def test_facts_sent_again_while_the_disk_refuses_do_not_pile_up(desk: DeskDouble) -> None:
    slow = hold(desk)
    desk.engine.ring(CALLER)
    facts = list(desk.engine.spool.values())
    await desk.until(lambda: len(slow.asked) == len(facts))
    asked = len(slow.asked)
    for _ in range(5):
        desk.engine.redeliver(facts)
        await asyncio.sleep(0)
    assert len(slow.asked) == asked
    slow.let_go()
    await desk.settle()
    await desk.until(lambda: set(desk.engine.confirmed) >= {fact.fact_id for fact in facts})


@pytest.mark.expects_log
async def test_a_lost_caller_whose_facts_were_refused_gets_his_item_when_they_come_again(
    desk: DeskDouble,
) -> None:
    full = hold(desk)
    full.fault = EnvironmentFault("journal_queue_full")
    desk.engine.caller_hangs_up(desk.engine.ring(CALLER))
    await desk.until(lambda: len(full.asked) == len(desk.engine.spool))
    full.fault = None
    full.let_go()
    desk.engine.redeliver(list(desk.engine.spool.values()))
    await desk.settle()
    (item,) = desk.services.callbacks.open_items()
    assert (item.number, item.lost_count) == (CALLER, 1)


async def test_a_call_the_exchange_offers_again_and_that_is_then_lost_is_called_back(
    desk: DeskDouble,
) -> None:
    desk.engine.caller_hangs_up(desk.engine.ring(CALLER, call_key="same"))
    await desk.settle()
    desk.engine.ring(CALLER, call_key="same")
    await desk.settle()
    await desk.services.calls.answer("same")
    await desk.settle()
    assert not desk.services.callbacks.open_items()
    desk.engine.line_drops("same")
    await desk.settle()
    (item,) = desk.services.callbacks.open_items()
    assert item.number == CALLER


async def test_a_clock_set_back_does_not_keep_the_operator_on_a_silent_line(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    await desk.services.calls.start_silent_check(key)
    await desk.settle()
    assert desk.clock is not None
    with pytest.raises(OperatorError):
        await desk.services.calls.hang_up(key)
    desk.clock.forward(-3600)
    for item in desk.services.catalog.silent.items:
        await desk.services.calls.tick_silent(key, item.code, heard=False)
    await desk.services.calls.hang_up(key)
