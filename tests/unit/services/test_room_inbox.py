"""What other desks did reaches the screen in order and in small portions."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from batola_desk.domain.call import Call, CallState
from batola_desk.domain.reducers import State
from batola_desk.services import room_inbox
from batola_desk.services.room_inbox import STATES_PER_TURN, RoomInbox
from tests.support.desk_double import ManualClock, ManualTimers


class Stage:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.timers = ManualTimers(self.clock)
        self.shown: list[tuple[str, str]] = []
        self.inbox = RoomInbox(self._show, self.timers)

    def _show(self, states: Mapping[str, State]) -> None:
        self.shown += [(name, state.number) for name, state in states.items() if isinstance(state, Call)]

    def turn(self) -> None:
        self.clock.forward(1)
        self.timers.fire()


def call(name: str, number: str = "1") -> dict[str, State]:
    return {name: Call(call_key=name, state=CallState.RINGING, number=number)}


def many(count: int) -> dict[str, State]:
    return {f"{index}": call(f"{index}")[f"{index}"] for index in range(count)}


def test_little_is_shown_at_once() -> None:
    stage = Stage()
    stage.inbox.take(call("a"))
    assert stage.shown == [("a", "1")]


def test_much_is_shown_in_turns_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_inbox, "TURN_S", 60.0)
    stage = Stage()
    stage.inbox.take(many(3 * STATES_PER_TURN))
    for turn in (1, 2, 3):
        assert len(stage.shown) == turn * STATES_PER_TURN
        stage.turn()
    assert len(stage.inbox) == 0


def test_a_turn_that_takes_long_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_inbox, "TURN_S", 0.0)
    stage = Stage()
    stage.inbox.take(many(100))
    assert len(stage.shown) == room_inbox.PART


def test_what_waits_is_shown_in_its_newest_state_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_inbox, "TURN_S", 0.0)
    stage = Stage()
    stage.inbox.take(many(100))
    stage.inbox.take(call("99", "2"))
    for _ in range(10):
        stage.turn()
    assert [number for name, number in stage.shown if name == "99"] == ["2"]


def test_an_own_fact_is_not_followed_by_an_older_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_inbox, "TURN_S", 0.0)
    stage = Stage()
    stage.inbox.take(many(100))
    stage.inbox.overtake(call("99", "own"))
    for _ in range(10):
        stage.turn()
    assert "99" not in [name for name, _ in stage.shown]
    assert len(stage.shown) == 99


def test_after_the_end_nothing_is_shown() -> None:
    stage = Stage()
    stage.inbox.take(many(10_000))
    count = len(stage.shown)
    stage.inbox.stop()
    stage.turn()
    assert len(stage.shown) == count
