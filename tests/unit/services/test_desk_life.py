"""The engine dies and comes back, the screen restarts, listeners break, the list of codes is complete."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import batola_desk.services
from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.facts import NewFact
from batola_desk.ipc import messages as m
from batola_desk.models.rows import AppendResult, JournalStatus
from batola_desk.services import refusals
from batola_desk.services.change import Change
from batola_desk.services.core import StorePort
from tests.support.desk_double import CALLER, DeskDouble, ManualClock, open_desk, talk


async def test_a_dead_engine_is_said_and_comes_back(desk: DeskDouble) -> None:
    key = await talk(desk)
    desk.engine.die(can_start=False)
    await desk.until(lambda: desk.services.session.status().line_mode == "engine_lost")
    assert desk.services.calls.live()[0].line_lost
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.hang_up(key)
    assert refusal.value.code == "engine_lost"
    assert "engine_lost" in {a.code for a in desk.services.session.status().alarms if not a.cleared}
    desk.engine.can_start = True
    await desk.until(lambda: desk.services.session.status().line_mode == "registered", limit_s=2.0)
    assert "engine_lost" not in {a.code for a in desk.services.session.status().alarms if not a.cleared}


async def test_calls_the_new_engine_does_not_know_end_as_lost(desk: DeskDouble) -> None:
    key = await talk(desk)
    desk.engine.die()
    await desk.until(
        lambda: desk.engine.start_count == 2 and desk.services.session.status().line_mode != "engine_lost"
    )
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.state is CallState.TALKING  # the spool may still hold the true end
    await desk.forward(2)
    (view,) = desk.services.calls.to_classify()
    assert (view.key, view.call.state, view.call.end_cause) == (key, CallState.DROPPED, "engine_lost")
    assert [item.reasons for item in desk.services.callbacks.open_items()] == [("dropped",)]


async def test_the_true_end_from_the_spool_wins_over_reconciling(desk: DeskDouble) -> None:
    key = await talk(desk)
    desk.engine.connection = None  # the screen is not listening while the caller hangs up
    desk.engine.caller_hangs_up(key)
    desk.services._link._connection.on_closed()  # type: ignore[union-attr]
    await desk.until(lambda: desk.engine.start_count == 2)
    await desk.forward(3)
    (view,) = desk.services.calls.to_classify()
    assert view.call.end_cause == "caller_hung_up"


async def test_a_restarted_screen_is_back_on_the_same_call_with_its_form(tmp_path: Path) -> None:
    clock = ManualClock()
    first = DeskDouble(tmp_path, clock=clock)
    await first.start()
    key = await talk(first)
    incident_id = await first.services.incidents.new(call_key=key)
    first.services.incidents.set_field(incident_id, "place_text", "Desa Berangas")
    await first.stop()
    async with open_desk(tmp_path, clock=clock, engine=first.engine) as again:
        await again.until(lambda: bool(again.services.calls.live()))
        (view,) = again.services.calls.live()
        assert (view.key, view.in_headset, view.call.incident_ids) == (key, True, (incident_id,))
        form = await again.services.incidents.open_view(incident_id)
        assert form.incident.text("place_text") == "Desa Berangas"
        await again.forward(2)
        assert again.services.calls.live()[0].call.state is CallState.TALKING


async def test_a_headset_another_device_stands_in_for_is_an_alarm_too(desk: DeskDouble) -> None:
    devices = m.DeviceStatus(headset_output="Speaker", headset_input="Mic", problems=("headset_missing",))
    desk.engine.tell(m.DevicesChanged(devices=devices))
    await desk.settle()
    assert [a.cleared for a in desk.services.session.status().alarms if a.code == "headset_lost"] == [False]
    desk.engine.headset_back()
    await desk.settle()
    assert [a.cleared for a in desk.services.session.status().alarms if a.code == "headset_lost"] == [True]


async def test_a_lost_headset_is_an_alarm_until_it_is_back(desk: DeskDouble) -> None:
    desk.engine.headset_lost()
    await desk.settle()
    status = desk.services.session.status()
    assert status.audio_problems == ("no_headset", "no_microphone")
    assert [a.cleared for a in status.alarms if a.code == "headset_lost"] == [False]
    desk.engine.headset_back()
    await desk.settle()
    assert [a.cleared for a in desk.services.session.status().alarms if a.code == "headset_lost"] == [True]


async def test_a_held_call_reminds_the_operator_and_then_the_lead(desk: DeskDouble) -> None:
    key = await talk(desk)
    await desk.services.calls.hold(key)

    def held() -> set[str]:
        return {a.code for a in desk.services.session.status().alarms if not a.cleared and "hold" in a.code}

    await desk.forward(29)
    assert held() == set()
    await desk.forward(3)
    assert held() == {"hold_long"}
    await desk.forward(30)
    assert held() == {"hold_long", "hold_long_lead"}
    await desk.services.calls.resume(key)
    await desk.forward(1)
    assert held() == set()


async def test_an_unanswered_call_overflows_at_the_limit(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.forward(19)
    assert desk.services.calls.ringing()[0].ring_step == 2
    await desk.forward(2)
    (view,) = desk.services.calls.ringing()
    assert (view.key, view.ring_step, view.call.state) == (key, 3, CallState.OVERFLOWING)


@pytest.mark.expects_log
async def test_a_broken_listener_does_not_silence_the_others(desk: DeskDouble) -> None:
    heard: list[Change] = []

    def broken(_change: Change) -> None:
        raise RuntimeError("pane broke")

    desk.services.changed.subscribe(broken)
    desk.services.changed.subscribe(heard.append)
    key = desk.engine.ring(CALLER)
    await desk.settle()
    assert any(key in change.call_keys for change in heard)


async def test_search_pages_through_tickets_and_calls(desk: DeskDouble) -> None:
    for _ in range(3):
        key = await talk(desk)
        await desk.services.incidents.new(call_key=key)
        await desk.services.calls.hang_up(key)
        await desk.settle()
    first = await desk.services.search.search(CALLER, limit=4)
    rest = await desk.services.search.search(CALLER, limit=4, after=first[-1].cursor)
    found = [(hit.kind, hit.identifier) for hit in (*first, *rest)]
    assert len(found) == len(set(found)) == 6
    with pytest.raises(OperatorError) as refusal:
        await desk.services.search.search("x", after="; drop")
    assert refusal.value.code == "search_cursor_bad"


def test_every_code_that_services_raise_is_in_the_list() -> None:
    folder = Path(batola_desk.services.__file__).parent
    raised: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "OperatorError" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    raised.add(str(code.value))
    listed = refusals.__doc__ or ""
    assert raised, "the search found nothing"
    assert {code for code in raised if f"``{code}``" not in listed} == set()


async def test_another_language_renames_the_rows(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_field(incident_id, "type_code", "KB01")
    assert desk.services.incidents.board()[0].type_label == "Rumah / permukiman"
    desk.services.session.set_setting("screen.language", "en")
    assert desk.services.incidents.board()[0].type_label == "House"


async def test_facts_that_come_again_after_a_restart_bring_no_second_follow_up(tmp_path: Path) -> None:
    clock = ManualClock()
    first = DeskDouble(tmp_path, clock=clock)
    await first.start()
    first.engine.caller_hangs_up(first.engine.ring(CALLER))
    spooled = dict(first.engine.spool)
    await first.settle()
    await first.stop()
    first.engine.spool = spooled  # the confirmation never arrived
    async with open_desk(tmp_path, clock=clock, engine=first.engine) as again:
        await again.until(lambda: not again.engine.spool)
        await again.settle()
        assert len(again.services.callbacks.open_items()) == 1
    with closing(sqlite3.connect(tmp_path / "data" / "journal.sqlite")) as file:
        kinds = [row[0] for row in file.execute("SELECT kind FROM journal WHERE kind LIKE 'call%'")]
    assert sorted(kinds) == ["call.ended", "call.offered", "callback.opened"]


class SlowDisk:
    """A store whose disk refuses: facts are shown from memory, the promise is kept later."""

    def __init__(self, store: StorePort, on_provisional: Callable[[AppendResult], None]) -> None:
        self.store = store
        self._on_provisional = on_provisional
        self._held: list[tuple[Future[AppendResult], AppendResult]] = []

    def append(self, facts: Sequence[NewFact], *, actor: str, desk: str) -> Future[AppendResult]:
        result = self.store.append(facts, actor=actor, desk=desk).result()
        held: Future[AppendResult] = Future()
        self._held.append((held, result))
        self._on_provisional(replace(result, pending_disk=True))
        return held

    def recover(self) -> None:
        for held, result in self._held:
            held.set_result(result)


async def test_while_the_disk_refuses_the_desk_works_and_confirms_nothing(desk: DeskDouble) -> None:
    recorder = desk.services._context.recorder
    assert recorder._store is not None
    disk = SlowDisk(recorder._store, recorder.on_provisional)
    recorder._store = disk
    key = desk.engine.ring(CALLER)
    await desk.until(lambda: desk.services._world.call(key) is not None)
    await desk.services.calls.answer(key)
    incident_id = await desk.services.incidents.new(call_key=key)
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert view.unsaved
    assert not desk.engine.confirmed
    disk.recover()
    recorder._store = disk.store
    await desk.until(lambda: len(desk.engine.confirmed) >= 2)
    desk.services._journal_watch.on_status(JournalStatus())  # the store says so once nothing waits any more
    await desk.settle()
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert not view.unsaved
