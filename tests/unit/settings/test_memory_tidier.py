"""Full collections come often while they are short; long ones wait for the end of the calls, unless memory
cannot wait.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
import weakref
from collections.abc import Iterator

import pytest

from batola_desk.settings import memory_tidier
from batola_desk.settings.memory_tidier import MemoryTidier


class Knot:
    """Something that only the cyclic collector can free."""

    def __init__(self) -> None:
        self.itself = self


class Rig:
    def __init__(self) -> None:
        self.is_busy = False
        self.tidier = MemoryTidier(lambda: self.is_busy)

    def leave_garbage(self, middle_collections: int) -> weakref.ref[Knot]:
        """Leave a knot that has grown old, and let so many middle collections go by."""
        knot = Knot()
        seen = weakref.ref(knot)
        for _ in range(2):
            gc.collect(1)
        del knot
        for _ in range(middle_collections):
            gc.collect(1)
        return seen


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setattr(memory_tidier, "LOOK_S", 3600.0)
    rig = Rig()
    rig.tidier.start()
    yield rig
    rig.tidier.stop()


def grown(monkeypatch: pytest.MonkeyPatch, rig: Rig, blocks: int) -> None:
    now = rig.tidier._blocks
    monkeypatch.setattr(sys, "getallocatedblocks", lambda: now + blocks)


def crowd() -> list[list[int]]:
    """More old objects than a live call may be stopped for."""
    objects = [[number] for number in range(memory_tidier._FEW_OBJECTS + 1)]
    for _ in range(2):
        gc.collect(1)
    return objects


def test_an_idle_line_is_tidied(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, others = rig.leave_garbage(3), crowd()
    assert seen() is not None and others
    grown(monkeypatch, rig, 5_000)
    rig.tidier.tick()
    assert seen() is None
    assert rig.tidier.pause_max_ms > 0


def test_a_desk_where_a_call_always_lives_is_tidied_too(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.is_busy = True
    seen = rig.leave_garbage(3)
    assert seen() is not None
    grown(monkeypatch, rig, 5_000)
    rig.tidier.tick()
    assert seen() is None


def test_a_live_call_is_not_stopped_for_little(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.is_busy = True
    seen = rig.leave_garbage(3)
    grown(monkeypatch, rig, 4_999)
    rig.tidier.tick()
    assert seen() is not None
    assert rig.tidier.full_count == 0


def test_a_live_call_is_not_stopped_for_long(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.is_busy = True
    seen, others = rig.leave_garbage(3), crowd()
    grown(monkeypatch, rig, 1_999_999)
    rig.tidier.tick()
    assert seen() is not None and others
    assert rig.tidier.full_count == 0


def test_memory_that_grows_through_a_long_call_is_tidied_all_the_same(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.is_busy = True
    seen, others = rig.leave_garbage(3), crowd()
    grown(monkeypatch, rig, 2_000_000)
    rig.tidier.tick()
    assert seen() is None and others


def test_memory_that_stays_the_same_costs_no_pause(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(monkeypatch, rig, 0)
    for _ in range(100):
        rig.tidier.tick()
    assert rig.tidier.full_count == 0


def test_python_itself_starts_no_full_collection_meanwhile(rig: Rig) -> None:
    seen = rig.leave_garbage(0)
    keep = [[number] for number in range(100_000)]
    assert keep
    assert seen() is not None
    assert gc.get_threshold()[2] == 1_000_000


def test_without_a_thread_only_the_owner_collects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_tidier, "LOOK_S", 0.001)
    tidier = MemoryTidier(lambda: False, has_thread=False)
    before = threading.active_count()
    tidier.start()
    try:
        assert threading.active_count() == before
        monkeypatch.setattr(sys, "getallocatedblocks", lambda: 1 << 40)
        time.sleep(0.05)
        assert tidier.full_count == 0
        tidier.tick()
        assert tidier.full_count == 1
    finally:
        tidier.stop()


def test_what_was_there_at_the_start_is_never_looked_at_again(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gc.get_freeze_count() > 10_000
    grown(monkeypatch, rig, 5_000)
    rig.tidier.tick()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects(generation=2)) < memory_tidier._FEW_OBJECTS


@pytest.mark.parametrize("is_busy", [False, True])
def test_what_a_screen_gains_and_keeps_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch, *, is_busy: bool
) -> None:
    tidier = MemoryTidier(lambda: is_busy, has_thread=False, keeps_survivors=True)
    tidier.start()
    try:
        features, frozen = crowd(), gc.get_freeze_count()
        now = tidier._blocks
        monkeypatch.setattr(sys, "getallocatedblocks", lambda: now + 2_000_000)
        tidier.tick()
        assert tidier.full_count == 1
        gained = gc.get_freeze_count() - frozen
        if is_busy:  # parts of a live call would never be freed
            assert gained == 0
        else:
            assert gained >= len(features)
            assert len(gc.get_objects(generation=2)) < memory_tidier._FEW_OBJECTS
    finally:
        tidier.stop()


def test_an_engine_keeps_nothing_for_good(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    others, frozen = crowd(), gc.get_freeze_count()
    grown(monkeypatch, rig, 5_000)
    rig.tidier.tick()
    assert others and gc.get_freeze_count() <= frozen
