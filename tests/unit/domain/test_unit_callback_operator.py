"""The machines of a unit, a call-back item, an operator and a desk. Source: domain.md §5.4–§5.7, §16."""

from __future__ import annotations

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.events import callback as c
from batola_desk.domain.events import desk as d
from batola_desk.domain.events import operator as o
from batola_desk.domain.events import unit as u
from batola_desk.domain.facts import Fact, Verdict
from batola_desk.domain.operator import Desk, DeskMode, Operator, OperatorState
from batola_desk.domain.operator_reducer import CLEARED_ALARMS_KEPT, ENDED_ALARMS_KEPT
from batola_desk.domain.reducers import State, fold, initial_state
from batola_desk.domain.timeline import RECENT_KEPT
from batola_desk.domain.unit import Unit, UnitState
from tests.support.folding import Story, fact_of, us

REGISTERED = u.UnitRegistered(
    call_sign="Damkar 1",
    agency_code="damkar",
    medium="road",
    post="Marabahan",
    latitude=-3.0,
    longitude=114.7,
)


def sent(incident_id: str) -> u.UnitDispatched:
    return u.UnitDispatched(unit_id="u", incident_id=incident_id, estimate_s=300)


def status(state: str, reason: str = "") -> u.UnitStatusSet:
    return u.UnitStatusSet(unit_id="u", state=state, incident_id="i1", reason=reason)


def released(incident_id: str) -> u.UnitReleased:
    return u.UnitReleased(unit_id="u", incident_id=incident_id)


def unit_after(*events: object) -> Unit:
    told = Story("unit:u", Unit)
    told.tell(REGISTERED, *events)  # type: ignore[arg-type]
    assert isinstance(told.state, Unit)
    return told.state


def test_a_registered_unit_stands_at_its_post() -> None:
    unit = unit_after()
    assert (unit.state, unit.call_sign, unit.latitude) == (UnitState.AVAILABLE, "Damkar 1", -3.0)
    assert unit.position_source == "post"


def test_a_unit_on_two_incidents_keeps_both() -> None:
    unit = unit_after(sent("i1"), sent("i2"), sent("i2"))
    assert (unit.state, unit.incident_ids) == (UnitState.ASSIGNED, ("i1", "i2"))
    assert unit_after(sent("i1"), sent("i2"), released("i1")).incident_ids == ("i2",)
    assert unit_after(sent("i1"), sent("i2"), released("i1")).state is UnitState.ASSIGNED


def test_a_released_unit_is_free_again() -> None:
    unit = unit_after(sent("i1"), status("en_route"), released("i1"))
    assert (unit.state, unit.incident_ids, unit.state_since_us) == (UnitState.AVAILABLE, (), us(4))


def test_being_taken_off_an_incident_it_is_not_on_changes_nothing() -> None:
    assert unit_after(status("staged"), released("i9")).state is UnitState.STAGED
    assert unit_after(sent("i1"), status("on_scene"), released("i9")).state is UnitState.ON_SCENE
    assert unit_after(status("returning"), released("i9")).state is UnitState.RETURNING


def test_a_crew_in_danger_stays_visible_whatever_else_is_said_about_it() -> None:
    danger = (sent("i1"), status("emergency"))
    assert unit_after(*danger, sent("i2")).state is UnitState.EMERGENCY
    assert unit_after(*danger, sent("i2")).incident_ids == ("i1", "i2")
    assert unit_after(*danger, released("i1")).state is UnitState.EMERGENCY


def test_a_unit_out_of_service_says_why_and_has_no_incident() -> None:
    unit = unit_after(sent("i1"), status("out_of_service", "ban pecah"))
    assert (unit.state, unit.state_reason, unit.incident_ids) == (UnitState.OUT_OF_SERVICE, "ban pecah", ())


def test_an_unknown_unit_state_is_only_history() -> None:
    unit = unit_after(status("flying"))
    assert unit.state is UnitState.AVAILABLE
    assert unit.timeline[-1].kind == "unit.status"


def test_a_late_old_position_does_not_move_the_unit_back() -> None:
    told = Story("unit:u", Unit)
    told.tell(u.UnitLocated(latitude=-3.1, longitude=114.6, source="gps", heading_deg=90), at_s=50)
    told.tell(u.UnitLocated(latitude=-2.9, longitude=114.5, source="gps"), at_s=40)
    told.tell(u.UnitLocated(latitude=0.0, longitude=0.0, source="gps"), at_s=60, verdict=Verdict.INVALID)
    assert isinstance(told.state, Unit)
    assert (told.state.latitude, told.state.heading_deg, told.state.timeline) == (-3.1, 90, ())


# ------------------------------------------------------------------ call-back items


def lost(call_key: str = "c1", reason: str = "abandoned") -> c.CallbackOpened:
    return c.CallbackOpened(number="0812", call_key=call_key, reason=reason)


def again(call_key: str, reason: str = "abandoned") -> c.CallbackMissedAgain:
    return c.CallbackMissedAgain(call_key=call_key, reason=reason)


def item_after(*events: object) -> Callback:
    told = Story("callback:b", Callback)
    told.tell(*events)  # type: ignore[arg-type]
    assert isinstance(told.state, Callback)
    return told.state


def test_one_number_is_one_item_with_a_counter() -> None:
    item = item_after(lost(), again("c2"), again("c2"), again("c3", "dropped"))
    assert (item.lost_count, item.reasons) == (3, ("abandoned", "abandoned", "dropped"))
    assert (item.first_lost_us, item.last_lost_us, item.number) == (us(1), us(4), "0812")


def test_attempts_are_counted_when_dialled_and_not_when_they_end() -> None:
    tried = item_after(lost(), c.CallbackAttempted(outcome="dialling"))
    assert (tried.state, tried.attempts) == (CallbackState.TRIED, 1)
    busy = item_after(lost(), c.CallbackAttempted(outcome="dialling"), c.CallbackAttempted(outcome="busy"))
    assert (busy.state, busy.attempts, busy.last_outcome) == (CallbackState.UNREACHABLE, 1, "busy")
    assert item_after(lost(), c.CallbackAttempted(outcome="text_sent")).state is CallbackState.TEXT_SENT
    assert item_after(lost(), c.CallbackAttempted(outcome="reached")).state is CallbackState.REACHED


def test_a_closed_item_stays_closed_until_the_number_is_lost_again() -> None:
    closed = c.CallbackClosed(reason="unreachable")
    item = item_after(lost(), closed, c.CallbackAttempted(outcome="dialling"))
    assert (item.state, item.close_reason, item.attempts) == (CallbackState.CLOSED, "unreachable", 0)
    reopened = item_after(lost(), closed, again("c2"))
    assert (reopened.state, reopened.closed_us, reopened.close_reason) == (CallbackState.OPEN, None, "")


def test_a_loss_from_before_the_closing_that_arrives_late_does_not_open_it() -> None:
    told = Story("callback:b", Callback)
    told.tell(lost(), at_s=10)
    told.tell(c.CallbackClosed(reason="reached"), at_s=90)
    told.tell(again("c2"), at_s=20)
    assert isinstance(told.state, Callback)
    assert (told.state.state, told.state.lost_count) == (CallbackState.CLOSED, 2)


# ------------------------------------------------------------------ people and desks


def test_an_operator_signs_on_pauses_and_leaves() -> None:
    told = Story("operator:siti", Operator)
    told.tell(o.OperatorSignedOn(name="Siti", role="PT"), o.OperatorStateSet(state="paused", reason="salat"))
    paused = told.state
    assert isinstance(paused, Operator)
    assert (paused.state, paused.state_reason, paused.desk) == (OperatorState.PAUSED, "salat", "A")
    told.tell(o.OperatorStateSet(state="asleep"))
    assert isinstance(told.state, Operator)
    assert told.state.state is OperatorState.PAUSED
    told.tell(o.OperatorSignedOff())
    assert isinstance(told.state, Operator)
    assert (told.state.state, told.state.state_since_us) == (OperatorState.OFFLINE, us(4))


def test_years_of_service_do_not_grow_the_memory_and_the_newest_facts_are_still_known() -> None:
    told = Story("operator:siti", Operator)
    for number in range(RECENT_KEPT + 50):
        told.tell(o.OperatorStateSet(state="available" if number % 2 else "paused", reason="rutin"))
    state = told.state
    assert isinstance(state, Operator)
    assert len(state.timeline) == len(state.seen) == RECENT_KEPT
    newest = fact_of(o.OperatorStateSet(state="available"), told.name, float(told.count), number=told.count)
    assert newest.fact_id in state.seen
    assert fold(state, newest) is state


def desk_after(*events: object) -> Desk:
    told = Story("desk:A", Desk)
    told.tell(*events)  # type: ignore[arg-type]
    assert isinstance(told.state, Desk)
    return told.state


def test_a_desk_knows_whether_it_ended_properly() -> None:
    started = d.DeskStarted(app_version="1", unclean=True)
    assert desk_after(started).running
    assert desk_after(started).unclean_start
    assert not desk_after(started, d.DeskStopped()).running


def test_an_unknown_desk_mode_changes_nothing() -> None:
    desk = desk_after(d.DeskModeSet(mode="offline"), d.DeskModeSet(mode="dreaming"))
    assert desk.mode is DeskMode.OFFLINE


def test_an_acknowledged_alarm_stays_listed() -> None:
    raised = d.AlarmRaised(alarm_id="a1", code="headset_lost")
    desk = desk_after(raised, raised, d.AlarmAcknowledged(alarm_id="a1"), d.AlarmAcknowledged(alarm_id="a1"))
    (alarm,) = desk.alarms
    assert (alarm.raised_us, alarm.acknowledged_us, alarm.acknowledged_by) == (us(1), us(3), "siti")
    assert alarm.cleared_us is None
    assert desk_after(raised, d.AlarmCleared(alarm_id="a1")).alarms[0].cleared_us == us(2)
    assert desk_after(d.AlarmAcknowledged(alarm_id="nobody")).alarms == ()


def test_old_alarms_leave_memory_but_running_ones_never_do() -> None:
    state = initial_state("desk:A")
    running = fact_of(d.AlarmRaised(alarm_id="runs", code="x"), "desk:A")
    state = fold(state, running)
    for number in range(ENDED_ALARMS_KEPT + 30):
        name = f"a{number}"
        for event in (
            d.AlarmRaised(alarm_id=name, code="x"),
            d.AlarmAcknowledged(alarm_id=name),
            d.AlarmCleared(alarm_id=name),
        ):
            fact: Fact = fact_of(event, "desk:A", 1.0, number=number)
            state = fold(state, fact)
    assert isinstance(state, Desk)
    assert len(state.alarms) <= ENDED_ALARMS_KEPT + 2
    assert any(alarm.alarm_id == "runs" for alarm in state.alarms)


def test_alarms_that_went_by_themselves_leave_memory_too() -> None:
    state: State = Desk(desk_id="A")
    for number in range(3 * CLEARED_ALARMS_KEPT):
        name = f"a{number}"
        for event in (d.AlarmRaised(alarm_id=name, code="x"), d.AlarmCleared(alarm_id=name)):
            state = fold(state, fact_of(event, "desk:A", number, number=number))
    assert isinstance(state, Desk)
    assert len(state.alarms) <= CLEARED_ALARMS_KEPT + 1
    assert state.alarms[-1].alarm_id == name
