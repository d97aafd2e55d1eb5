"""When the engine ends, and when it does not."""

from __future__ import annotations

from batola_desk.engine.process import EndSwitch, TrainingWatch


def test_a_training_engine_ends_a_minute_after_the_last_screen_has_gone() -> None:
    now_s = 0.0
    watched = True
    watch = TrainingWatch(lambda: watched, lambda: now_s)
    now_s = 500.0
    assert watch.is_needed()
    watched = False
    now_s = 559.0
    assert watch.is_needed()
    now_s = 561.0
    assert not watch.is_needed()


def test_a_screen_that_comes_back_in_time_keeps_the_training_engine() -> None:
    now_s = 0.0
    watched = False
    watch = TrainingWatch(lambda: watched, lambda: now_s)
    now_s = 50.0
    watched = True
    assert watch.is_needed()
    watched = False
    now_s = 100.0
    assert watch.is_needed()


def test_an_engine_that_nobody_needs_leaves_its_wait() -> None:
    EndSwitch().wait(lambda: False)
