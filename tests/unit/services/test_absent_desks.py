"""Alarms of a dead desk's incidents sound at another desk: at one where possible, never at none."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Desk, Operator, OperatorState
from batola_desk.services import absent_desks
from batola_desk.services.absent_desks import AbsentDesks
from batola_desk.services.world import World
from tests.support.desk_double import ManualClock

LETTERS = "ABC"
TICKET_OF_A = Incident(incident_id="i", owner="op_a", owner_desk="A")


@dataclass
class Room:
    """What each living desk thinks of the others."""

    clock: ManualClock
    worlds: dict[str, World]
    judges: dict[str, AbsentDesks]
    dead: set[str]
    cut_off: set[str]
    silent: dict[str, float]

    def pass_time(self, seconds: int) -> None:
        """Every living desk beats every five seconds, as ``sync.client`` has it."""
        silent = self.silent
        for _ in range(0, seconds, 5):
            self.clock.forward(5)
            for letter in LETTERS:
                silent[letter] = silent[letter] + 5 if letter in self.dead | self.cut_off else 0.0
            for letter in set(LETTERS) - self.dead - self.cut_off:
                self.judges[letter].on_heard(silent)

    def alerted(self) -> set[str]:
        """Which desks alert for A's ticket."""
        return {letter for letter in set(LETTERS) - self.dead if self.judges[letter].alerts_here(TICKET_OF_A)}

    def seat(self, letter: str, state: OperatorState) -> None:
        person = Operator(operator_id=f"op_{letter.lower()}", desk=letter, state=state)
        for world in self.worlds.values():
            world.operators[person.operator_id] = person

    def stop(self, letter: str) -> None:
        for world in self.worlds.values():
            world.desks[letter] = Desk(desk_id=letter, running=False)
        self.dead.add(letter)


@pytest.fixture
def room() -> Room:
    clock = ManualClock()
    worlds = {letter: World(desk=letter, operator=f"op_{letter.lower()}") for letter in LETTERS}
    judges = {letter: AbsentDesks(world, clock, is_shared=lambda: True) for letter, world in worlds.items()}
    made = Room(clock, worlds, judges, set(), set(), dict.fromkeys(LETTERS, 0.0))
    for letter in LETTERS:
        made.seat(letter, OperatorState.AVAILABLE)
        for world in worlds.values():
            world.desks[letter] = Desk(desk_id=letter, running=True)
    made.pass_time(60)
    return made


def test_while_all_live_the_owners_desk_alone_alerts(room: Room) -> None:
    for _ in range(20):
        room.pass_time(30)
        assert room.alerted() == {"A"}


def test_a_dead_desks_ticket_alerts_at_exactly_one_other_and_in_time(room: Room) -> None:
    room.dead.add("A")
    room.pass_time(25)
    assert room.alerted() == set(), "a server that is restarted is no death"
    room.pass_time(10)
    assert room.alerted() == {"B"}
    room.dead.add("B")
    room.pass_time(35)
    assert room.alerted() == {"C"}


def test_a_desk_that_said_good_bye_is_stood_in_for_at_once(room: Room) -> None:
    room.stop("A")
    assert room.alerted() == {"B"}


@pytest.mark.parametrize("state", [OperatorState.OFFLINE, OperatorState.PAUSED])
def test_it_is_the_first_desk_where_somebody_sits(room: Room, state: OperatorState) -> None:
    room.seat("B", state)
    room.stop("A")
    assert room.alerted() == {"C"}


def test_when_nobody_sits_anywhere_every_desk_alerts(room: Room) -> None:
    room.seat("B", OperatorState.OFFLINE)
    room.seat("C", OperatorState.OFFLINE)
    room.stop("A")
    assert room.alerted() == {"B", "C"}


def test_a_desk_that_comes_back_has_its_alarms_back(room: Room) -> None:
    room.dead.add("A")
    room.pass_time(40)
    room.dead.discard("A")
    room.pass_time(5)
    assert room.alerted() == {"A"}


def test_a_desk_without_the_room_waits_longer_and_climbs_no_ladder(room: Room) -> None:
    room.cut_off.add("B")
    room.pass_time(150)
    assert room.alerted() == {"A"}
    room.pass_time(60)
    assert room.alerted() == {"A", "B"}, "A may be dead, and B could not know"
    assert not room.judges["B"].acts_here(TICKET_OF_A)
    room.cut_off.discard("B")
    room.pass_time(5)
    assert room.alerted() == {"A"}


def test_a_desk_that_the_room_lost_is_stood_in_for_and_alerts_itself(room: Room) -> None:
    room.cut_off.add("A")
    room.pass_time(40)
    assert room.alerted() == {"A", "B"}
    assert room.judges["A"].acts_here(TICKET_OF_A)


def test_never_nowhere_whoever_is_dead_or_cut_off(room: Room) -> None:
    for dead in ("", "A", "B", "C", "AB", "AC"):
        for cut_off in ("", "A", "B", "C", "BC", "ABC"):
            for empty in ("", "B", "C", "BC"):
                room.dead, room.cut_off = set(dead), set(cut_off) - set(dead)
                for letter in "BC":
                    there = OperatorState.OFFLINE if letter in empty else OperatorState.AVAILABLE
                    room.seat(letter, there)
                room.pass_time(int(absent_desks.ALONE_GONE_AFTER_S) + 10)
                heard = room.alerted()
                assert heard, (dead, cut_off, empty)
                if not cut_off and set(empty) < set(LETTERS) - set(dead) - {"A"}:
                    assert len(heard) == 1, (dead, cut_off, empty)
                room.dead, room.cut_off = set(), set()
                room.pass_time(10)


def test_an_older_server_cannot_say_who_lives(room: Room) -> None:
    room.judges["B"].on_heard(None)
    room.clock.forward(3600)
    assert not room.judges["B"].alerts_here(TICKET_OF_A)
    room.stop("A")
    assert room.judges["B"].alerts_here(TICKET_OF_A)


def test_a_desk_that_stands_alone_looks_after_its_own_only() -> None:
    clock = ManualClock()
    world = World(desk="B", operator="op_b")
    judge = AbsentDesks(world, clock, is_shared=lambda: False)
    clock.forward(3600)
    assert not judge.alerts_here(TICKET_OF_A)
    assert judge.alerts_here(Incident(incident_id="j", owner_desk="B"))
