"""Ring ladder, clocks, call-back rank, numbers. Source: domain.md §5.4, §5.5, §5.7, §7, §9."""

from __future__ import annotations

from datetime import date

import pytest

from batola_desk.domain import phone_number
from batola_desk.domain.callback import Callback
from batola_desk.domain.callback_score import score_callback
from batola_desk.domain.catalog import Agency, Priority
from batola_desk.domain.clocks import Clock, task_clock, ticket_clocks, unit_clock, worst_level
from batola_desk.domain.incident import AgencyTask, FieldValue, Incident, TaskState, UnitOnIncident
from batola_desk.domain.limits import CallbackLimits, CallbackScores, Limits, RingLadder
from batola_desk.domain.priority import default_priority, effective_priority, is_lowering, rank
from batola_desk.domain.reducers import initial_state
from batola_desk.domain.ring_ladder import ring_step
from batola_desk.domain.ticket_number import TicketNumber, local_date
from tests.support.folding import us
from tests.support.small_catalog import small_catalog

P1 = Priority(code="P1", label="Kritis", first_alert_limit_s=60, ack_limit_s=60)


@pytest.mark.parametrize(
    ("ringing_s", "step"), [(0, 0), (4.9, 0), (5, 1), (9.9, 1), (10, 2), (20, 3), (9999, 3)]
)
def test_the_ring_ladder_climbs_at_its_limits(ringing_s: float, step: int) -> None:
    assert ring_step(ringing_s, RingLadder()) == step


# ------------------------------------------------------------------ clocks


@pytest.mark.parametrize(
    ("now_s", "level"), [(0, "ok"), (44, "ok"), (45, "warn"), (60, "warn"), (61, "late")]
)
def test_a_clock_warns_before_it_is_late(now_s: int, level: str) -> None:
    clock = Clock(name="answered", started_us=us(0), limit_s=60)
    assert clock.level(us(now_s)) == level
    assert clock.remaining_s(us(now_s)) == 60 - now_s


def test_a_stopped_clock_stands_and_one_without_limit_is_never_late() -> None:
    stopped = Clock(name="x", started_us=us(0), stopped_us=us(10), limit_s=5)
    assert (stopped.elapsed_s(us(99)), stopped.level(us(99))) == (10, "late")
    free = Clock(name="x", started_us=us(0))
    assert (free.level(us(9999)), free.remaining_s(us(9999))) == ("ok", None)
    assert Clock(name="x", started_us=us(50)).elapsed_s(us(0)) == 0
    assert worst_level((stopped, free), us(99)) == ""
    assert worst_level((free, Clock(name="y", started_us=us(0), limit_s=5)), us(99)) == "late"


def test_the_clocks_of_a_ticket_follow_its_way() -> None:
    kb01 = FieldValue(value="KB01", at_us=0, actor="", fact_id="")
    ticket = Incident(
        incident_id="i",
        opened_us=us(6),
        first_sent_us=us(40),
        first_ack_us=us(70),
        first_on_scene_us=us(400),
        fields=(("type_code", kb01),),
    )
    found = ticket_clocks(ticket, P1, Limits(on_scene_s={"KB": 900}), ringing_us=us(0), answered_us=us(5))
    assert [(clock.name, clock.started_us, clock.stopped_us) for clock in found] == [
        ("ringing", us(0), us(5)),
        ("answered", us(5), us(40)),
        ("forwarded", us(40), us(70)),
        ("acknowledged", us(70), us(400)),
        ("on_scene", us(400), None),
    ]
    assert [clock.limit_s for clock in found] == [None, 60, 60, 900 - 65, None]


def test_a_crew_on_its_way_stops_the_wait_for_a_word_of_the_agency() -> None:
    ticket = Incident(incident_id="i", opened_us=us(0), first_sent_us=us(5), first_en_route_us=us(30))
    forwarded = ticket_clocks(ticket, P1, Limits())[1]
    assert (forwarded.name, forwarded.stopped_us) == ("forwarded", us(30))


def test_a_new_ticket_has_one_clock_and_an_empty_one_none() -> None:
    assert [clock.name for clock in ticket_clocks(Incident(incident_id="i", opened_us=1), P1, Limits())] == [
        "answered"
    ]
    assert ticket_clocks(Incident(incident_id="i"), None, Limits()) == ()


def test_an_agencys_own_limit_comes_before_the_prioritys() -> None:
    task = AgencyTask(task_id="t", agency_code="pln", state=TaskState.SENT, sent_us=us(0))
    common, own = (
        task_clock(task, P1, Limits()),
        task_clock(task, P1, Limits(), Agency(code="pln", label="PLN", ack_limits_s={"P1": 300})),
    )
    assert common is not None
    assert own is not None
    assert (common.limit_s, own.limit_s) == (60, 300)


def test_the_clock_of_a_task_changes_with_its_acknowledgement() -> None:
    drafted = AgencyTask(task_id="t", agency_code="a")
    assert task_clock(drafted, P1, Limits()) is None
    working = AgencyTask(
        task_id="t", agency_code="a", state=TaskState.WORKING, sent_us=us(0), acknowledged_us=us(9)
    )
    clock = task_clock(working, P1, Limits())
    assert clock is not None
    assert (clock.name, clock.started_us, clock.limit_s) == ("task_work", us(9), None)


@pytest.mark.parametrize(
    ("state", "group", "limit_s"),
    [
        ("assigned", "KB", 80),
        ("assigned", "MD", 60),
        ("en_route", "KB", 900),
        ("on_scene", "KB", 1800),
        ("returning", "KB", None),
        ("a newer word", "KB", None),
    ],
)
def test_a_crew_is_overdue_by_its_state(state: str, group: str, limit_s: float | None) -> None:
    part = UnitOnIncident(
        unit_id="u", state=state, assigned_us=us(0), en_route_us=us(0), on_scene_us=us(0), estimate_s=600
    )
    clock = unit_clock(part, group, Limits())
    assert (clock.limit_s if clock else None) == limit_s


# ------------------------------------------------------------------ call-back rank


def item(*reasons: str, last_s: float = 0) -> Callback:
    keys = tuple(f"c{number}" for number in range(len(reasons)))
    return Callback(
        callback_id="b", reasons=reasons, call_keys=keys, first_lost_us=us(0), last_lost_us=us(last_s)
    )


def reasons_of(found: Callback, **more: object) -> tuple[str, ...]:
    return score_callback(found, CallbackLimits(), CallbackScores(), **more).reasons  # type: ignore[arg-type]


def test_the_rank_says_why() -> None:
    assert reasons_of(item("abandoned")) == ()
    assert reasons_of(item("abandoned", "abandoned", last_s=170)) == ("repeated",)
    assert reasons_of(item("abandoned", "abandoned", last_s=300)) == ()
    assert reasons_of(item("dropped")) == ("dropped",)
    assert reasons_of(item("silent"), near_open_incident=True) == ("silent", "near_incident")
    assert reasons_of(item("abandoned"), prank_count=5) == ("pranks",)
    assert reasons_of(item("abandoned"), prank_count=4) == ()
    night = item("abandoned", last_s=15 * 3600)  # 08:00 + 15 h = 23:00 WITA
    assert reasons_of(night) == ("night",)
    assert reasons_of(night, utc_offset_min=0) == ()


def test_points_add_up_and_pranks_never_hide_a_dropped_caller() -> None:
    score = score_callback(item("dropped"), CallbackLimits(), CallbackScores(), prank_count=9)
    assert (score.points, score.reasons) == (50 - 35, ("dropped", "pranks"))
    assert score.points > 0


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    "written",
    ["081250001111", "+62 812-5000-1111", "62812 5000 1111", "0062 812 5000 1111", "+62 (0)812 5000 1111"],
)
def test_one_number_written_five_ways_is_one_number(written: str) -> None:
    assert phone_number.normalise(written) == "081250001111"


@pytest.mark.parametrize("kept", ["112", "119", "", "+6591234567", "6212", "*123#"])
def test_short_foreign_and_withheld_numbers_stay(kept: str) -> None:
    assert phone_number.normalise(kept) == kept


def test_a_number_is_shown_in_groups() -> None:
    assert phone_number.display("+6281250001111") == "0812-5000-1111"
    assert phone_number.display("0511330445") == "0511-330-445"
    assert phone_number.display("119") == "119"
    assert phone_number.display("anonymous") == "anonymous"


def test_a_ticket_number_reads_back() -> None:
    text = "112-6304-20250825-A0007"
    number = TicketNumber.parse(f" {text} ")
    assert (str(number), number.short, number.day) == (text, "A0007", date(2025, 8, 25))
    assert TicketNumber.parse("112-6304-20250825-AB12345").counter == 12345


@pytest.mark.parametrize(
    "wrong", ["", "112", "112-6304-20251345-A0007", "112-6304-20250825-a0007", "112-6304-20250825-A7"]
)
def test_what_is_no_ticket_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        TicketNumber.parse(wrong)


def test_the_day_of_a_ticket_is_the_centres_day() -> None:
    before_midnight_utc = us(16 * 3600 + 30 * 60)  # 16:30 UTC = 00:30 WITA of the next day
    assert local_date(before_midnight_utc, 480) == date(2025, 8, 26)
    assert local_date(before_midnight_utc, 0) == date(2025, 8, 25)


def test_priorities_are_ordered_and_a_hand_set_one_wins() -> None:
    catalog = small_catalog()
    assert [rank(code, catalog) for code in ("P1", "P5", "P9")] == [0, 4, 5]
    assert is_lowering("P1", "P2", catalog)
    assert not is_lowering("P3", "P1", catalog)
    assert (default_priority("KB01", catalog), default_priority("", catalog)) == ("P1", "P3")
    kb01 = FieldValue(value="KB01", at_us=0, actor="", fact_id="")
    assert effective_priority(Incident(incident_id="i", fields=(("type_code", kb01),)), catalog) == "P1"
    assert effective_priority(Incident(incident_id="i", priority="P2"), catalog) == "P2"


@pytest.mark.parametrize("name", ["", "call", "call:", "ghost:1", ":x"])
def test_what_is_no_aggregate_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        initial_state(name)
