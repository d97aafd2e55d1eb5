"""When a desk looks at its room: at once, gathered, and never not."""

from __future__ import annotations

import pytest

from batola_desk.sync.pace import (
    LIVES_S,
    PAUSE_EACH_S,
    PAUSE_MAX_S,
    PAUSE_MIN_S,
    POLL_S,
    TRAILING_S,
    LookPace,
)


def looked(pace: LookPace, at: float, took: float = 0.0) -> None:
    pace.on_look(at)
    pace.on_looked(at + took)


def test_a_new_connection_looks_at_once() -> None:
    assert LookPace().next_at < 0


def test_without_hints_a_poll_each_second() -> None:
    pace = LookPace()
    looked(pace, 100.0)
    assert pace.next_at == 100.0 + POLL_S


def test_a_hint_after_a_silence_is_followed_at_once_and_once_more_for_what_got_no_hint() -> None:
    pace = LookPace()
    looked(pace, 100.0)
    pace.on_hint(100.5)
    assert pace.next_at <= 100.5
    looked(pace, 100.5)
    assert pace.next_at == 100.5 + TRAILING_S
    looked(pace, pace.next_at)
    assert pace.next_at == 100.5 + TRAILING_S + POLL_S


def test_a_look_that_began_before_the_last_hint_does_not_take_its_place() -> None:
    pace = LookPace()
    pace.on_look(100.0)
    pace.on_hint(100.01)
    pace.on_looked(100.02)
    assert pace.next_at == pytest.approx(100.02 + PAUSE_MIN_S)


def test_a_storm_of_hints_is_gathered() -> None:
    pace = LookPace()
    looked(pace, 100.0)
    pace.on_hint(100.001)
    assert pace.next_at == pytest.approx(100.0 + PAUSE_MIN_S)


def test_two_hundred_desks_gather_longer_than_ten() -> None:
    pace = LookPace()
    pace.on_desks({f"D{number}": 1.0 for number in range(10)})
    assert pace.pause_s == PAUSE_MIN_S
    pace.on_desks({f"D{number}": 1.0 for number in range(200)} | {"Z": LIVES_S})
    assert pace.pause_s == pytest.approx(200 * PAUSE_EACH_S)
    looked(pace, 100.0)
    pace.on_hint(100.0)
    assert pace.next_at == pytest.approx(100.0 + 200 * PAUSE_EACH_S)


def test_a_slow_answer_is_asked_for_less_often_but_never_seldom() -> None:
    pace = LookPace()
    for number in range(30):
        looked(pace, 100.0 + number, took=0.1)
    assert pace.pause_s == pytest.approx(0.05, rel=0.01)
    for number in range(30):
        looked(pace, 200.0 + 5 * number, took=4.0)
    assert pace.pause_s == PAUSE_MAX_S
    for number in range(30):
        looked(pace, 400.0 + number, took=0.001)
    assert pace.pause_s == PAUSE_MIN_S


def test_what_is_left_on_a_full_page_waits_for_nothing() -> None:
    pace = LookPace(desks=200)
    looked(pace, 100.0)
    pace.want()
    assert pace.next_at <= 100.0


def test_what_was_sent_is_fetched_without_a_hint_too() -> None:
    pace = LookPace(desks=100)
    looked(pace, 100.0)
    pace.on_sent(100.03)
    assert pace.next_at == pytest.approx(100.03 + TRAILING_S)
    pace.on_sent(100.05)
    assert pace.next_at == pytest.approx(100.03 + TRAILING_S), "more of it does not put the look off"


def test_a_look_that_brought_something_is_followed_by_another_without_a_hint() -> None:
    pace = LookPace(desks=200)
    pace.on_look(100.0)
    pace.on_looked(100.0, brought=True)
    assert pace.next_at == pytest.approx(100.0 + 200 * PAUSE_EACH_S)
    looked(pace, pace.next_at)
    assert pace.next_at == pytest.approx(100.1 + POLL_S), "it brought nothing"


def test_a_small_room_does_not_follow_before_its_server_could_hint() -> None:
    pace = LookPace(desks=3)
    pace.on_look(100.0)
    pace.on_looked(100.0, brought=True)
    assert pace.next_at == pytest.approx(100.0 + TRAILING_S)


def test_in_a_big_room_the_last_look_waits_as_long_as_its_server_keeps_hints_back() -> None:
    for desks, kept_back_s in ((3, TRAILING_S), (200, 0.205), (1_000, 0.255)):
        pace = LookPace(desks=desks)
        pace.on_hint(100.0)
        looked(pace, 100.0)
        assert pace.next_at == pytest.approx(100.0 + kept_back_s)
