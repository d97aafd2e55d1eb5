"""The machines of a ticket and its agency tasks. Source: domain.md §5.2, §5.3, §5.7."""

from __future__ import annotations

import pytest

from batola_desk.domain.events import incident as e
from batola_desk.domain.events.call import CallLinked, CallUnlinked
from batola_desk.domain.events.unit import UnitDispatched, UnitReleased, UnitStatusSet
from batola_desk.domain.facts import Verdict
from batola_desk.domain.incident import Incident, IncidentState, TaskState
from tests.support.folding import Story, us
from tests.support.shipped import shipped_catalog

OPENED = e.IncidentOpened(ticket_number="112-6304-20250825-A0007", call_key="c1")
SENT = e.AgencyTaskSent(task_id="t1", agency_code="damkar", channel="voice")
ACK = e.AgencyTaskAcknowledged(task_id="t1", person_name="Bripda Rina")
DONE = e.AgencyTaskCompleted(task_id="t1")
CLOSED = e.IncidentClosed(disposition="handled", caller_informed="yes")
REOPENED = e.IncidentReopened(reason="api menyala lagi")


def unit_is(state: str, unit_id: str = "u1") -> UnitStatusSet:
    return UnitStatusSet(unit_id=unit_id, state=state, incident_id="i")


def sends(unit_id: str = "u1") -> UnitDispatched:
    return UnitDispatched(unit_id=unit_id, incident_id="i", estimate_s=600)


class Ticket(Story):
    """A ticket that was just opened."""

    def __init__(self) -> None:
        super().__init__("incident:i", Incident)
        self.tell(OPENED)

    @property
    def now(self) -> Incident:
        assert isinstance(self.state, Incident)
        return self.state


def after(*events: object) -> Incident:
    ticket = Ticket()
    ticket.tell(*events)  # type: ignore[arg-type]
    return ticket.now


def test_a_ticket_begins_as_a_draft_with_its_call() -> None:
    ticket = after()
    assert (ticket.state, ticket.opened_us, ticket.call_keys) == (IncidentState.DRAFT, us(1), ("c1",))
    assert (ticket.ticket_number, ticket.desk, ticket.operator) == (OPENED.ticket_number, "A", "siti")


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((e.IncidentVerified(),), IncidentState.VERIFIED),
        ((e.AgencyTaskDrafted(task_id="t1", agency_code="damkar"),), IncidentState.DRAFT),
        ((SENT,), IncidentState.FORWARDED),
        ((SENT, e.AgencyTaskEscalated(task_id="t1", level=1)), IncidentState.FORWARDED),
        ((SENT, ACK), IncidentState.ACKNOWLEDGED),
        ((SENT, ACK, sends(), unit_is("en_route")), IncidentState.EN_ROUTE),
        ((sends(),), IncidentState.FORWARDED),
        ((sends(), UnitReleased(unit_id="u1", incident_id="i")), IncidentState.DRAFT),
        ((sends(), unit_is("en_route"), unit_is("on_scene"), unit_is("available")), IncidentState.ON_SCENE),
        ((SENT, e.AgencyTaskRejected(task_id="t1", reason="penuh")), IncidentState.DRAFT),
        ((SENT, ACK, e.AgencyTaskCancelled(task_id="t1", reason="ganda")), IncidentState.DRAFT),
        ((SENT, ACK, DONE), IncidentState.ACKNOWLEDGED),
        ((e.IncidentStateSet(state="under_control"), SENT), IncidentState.UNDER_CONTROL),
        ((e.IncidentStateSet(state="no such state"),), IncidentState.DRAFT),
        ((e.IncidentStateSet(state="en_route"),), IncidentState.DRAFT),
        ((SENT, CLOSED, ACK), IncidentState.CLOSED),
        ((CLOSED, e.IncidentStateSet(state="suspended", reason="x")), IncidentState.CLOSED),
        ((CLOSED, e.IncidentStateSet(state="false_report", reason="x")), IncidentState.FALSE_REPORT),
    ],
)
def test_the_shown_state_is_the_furthest_reached(events: tuple[object, ...], state: IncidentState) -> None:
    assert after(*events).state is state


def test_the_first_times_are_the_earliest_in_whatever_order_they_arrive() -> None:
    ticket = Ticket()
    for at_s in (50, 20, 90):
        ticket.tell(SENT, ACK, unit_is("en_route"), unit_is("on_scene"), e.IncidentVerified(), at_s=at_s)
    now = ticket.now
    assert now.first_sent_us == now.first_ack_us == now.verified_us == us(20)
    assert now.first_en_route_us == now.first_on_scene_us == us(20)


def test_telling_a_crew_to_go_is_the_first_alert() -> None:
    assert after(sends()).first_sent_us == us(2)


def test_a_reopened_ticket_does_not_jump_to_where_it_had_been() -> None:
    ticket = Ticket()
    ticket.tell(SENT, ACK, sends(), unit_is("en_route"), unit_is("on_scene"), unit_is("available"), DONE)
    ticket.tell(CLOSED, REOPENED)
    assert (ticket.now.state, ticket.now.closed_us, ticket.now.reopened_us) == (
        IncidentState.REOPENED,
        None,
        us(10),
    )
    ticket.tell(e.IncidentVerified())
    assert ticket.now.state is IncidentState.REOPENED
    ticket.tell(e.AgencyTaskSent(task_id="t2", agency_code="bpk", channel="radio"))
    assert ticket.now.state is IncidentState.FORWARDED
    ticket.tell(sends("u2"), unit_is("on_scene", "u2"))
    assert ticket.now.state is IncidentState.ON_SCENE


def test_reopening_a_ticket_that_is_open_changes_nothing() -> None:
    assert after(SENT, REOPENED).state is IncidentState.FORWARDED


def test_a_ticket_ended_twice_keeps_its_first_end() -> None:
    ticket = after(e.IncidentStateSet(state="cancelled"), e.IncidentStateSet(state="false_report"))
    assert (ticket.state, ticket.closed_us) == (IncidentState.FALSE_REPORT, us(2))


def test_closing_keeps_outcome_and_whether_the_caller_knows() -> None:
    ticket = after(CLOSED)
    assert (ticket.disposition, ticket.caller_informed, ticket.is_open) == ("handled", "yes", False)


# ------------------------------------------------------------------ fields, place, chronology


def field(value: str, name: str = "place_text") -> e.IncidentFieldSet:
    return e.IncidentFieldSet(field=name, value=value)


@pytest.mark.parametrize("disposition", shipped_catalog().dispositions)
def test_only_a_false_report_is_no_real_incident_when_it_is_closed(disposition: str) -> None:
    ticket = after(e.IncidentClosed(disposition=disposition, caller_informed="yes"))
    is_false = disposition == "false_report"
    assert ticket.state is (IncidentState.FALSE_REPORT if is_false else IncidentState.CLOSED)
    assert (ticket.is_open, ticket.disposition) == (False, disposition)


def test_the_newest_value_wins_and_the_other_desks_loser_stays_visible() -> None:
    ticket = Ticket()
    ticket.tell(field("Alalak"), at_s=10, desk="A")
    ticket.tell(field("Berangas"), at_s=20, desk="B", actor="rusli")
    entry = dict(ticket.now.fields)["place_text"]
    assert (entry.value, entry.actor) == ("Berangas", "rusli")
    assert entry.lost == (("Alalak", "siti", us(10)),)


def test_a_late_older_value_of_another_desk_loses_but_is_kept() -> None:
    ticket = Ticket()
    ticket.tell(field("Berangas"), at_s=20, desk="B", actor="rusli")
    ticket.tell(field("Alalak"), at_s=10, desk="A")
    entry = dict(ticket.now.fields)["place_text"]
    assert entry.value == "Berangas"
    assert entry.lost == (("Alalak", "siti", us(10)),)


def test_correcting_oneself_or_much_later_is_no_conflict() -> None:
    ticket = Ticket()
    ticket.tell(field("Al"), field("Alalak"), at_s=10)
    ticket.tell(field("Berangas"), at_s=10 + 601, desk="B")
    ticket.tell(field("ya", "access"), at_s=10)
    ticket.tell(field("ya", "access"), at_s=11, desk="B")
    assert all(entry.lost == () for _, entry in ticket.now.fields)
    assert ticket.now.text("place_text") == "Berangas"
    assert ticket.now.text("never set") == ""


def test_a_clock_set_back_does_not_make_the_next_correction_lose() -> None:
    ticket = Ticket()
    ticket.tell(field("Alalak"), at_s=3600)
    ticket.tell(field("Berangas"), at_s=5)
    assert ticket.now.text("place_text") == "Berangas"


def test_two_desks_typing_into_one_field_do_not_grow_the_ticket_for_ever() -> None:
    ticket = Ticket()
    for number in range(40):
        ticket.tell(field(f"tempat {number}"), desk="AB"[number % 2])
    entry = dict(ticket.now.fields)["place_text"]
    assert [value for value, _, _ in entry.lost] == [f"tempat {number}" for number in range(31, 39)]


def test_every_confirmed_place_is_kept_and_the_last_counts() -> None:
    near = e.IncidentLocationSet(latitude=-3.0, longitude=114.7, uncertainty_m=50, source="map_click")
    far = e.IncidentLocationSet(latitude=-3.2, longitude=114.6, uncertainty_m=0, source="coordinates")
    ticket = after(near, far)
    assert ticket.location is not None
    assert ticket.location.latitude == -3.2
    assert [fix.source for fix in ticket.location_history] == ["map_click", "coordinates"]
    cleared = after(near, e.IncidentLocationCleared())
    assert cleared.location is None
    assert len(cleared.location_history) == 1


def note(text: str, *, draft: bool = False, note_id: str = "n1") -> e.IncidentNoteAdded:
    return e.IncidentNoteAdded(note_id=note_id, text=text, draft=draft)


def test_a_draft_line_is_replaced_until_it_is_finished_and_then_never() -> None:
    ticket = after(note("api", draft=True), note("api di", draft=True), note("api di dapur"), note("air"))
    assert [(line.text, line.draft) for line in ticket.notes] == [("api di dapur", False)]


def test_an_emptied_draft_line_disappears_and_lines_keep_their_order() -> None:
    ticket = after(note("a", draft=True), note("b", note_id="n2"), note("", draft=True), note("c"))
    assert [line.text for line in ticket.notes] == ["b", "c"]


def test_calls_are_linked_once_and_can_leave() -> None:
    link = CallLinked(call_key="c2", incident_id="i")
    assert after(link, link).call_keys == ("c1", "c2")
    assert after(link, CallUnlinked(call_key="c1", incident_id="i")).call_keys == ("c2",)


def test_priority_by_hand_keeps_its_reason() -> None:
    ticket = after(e.IncidentPrioritySet(priority="P1", reason="ada anak di dalam"))
    assert (ticket.priority, ticket.priority_reason) == ("P1", "ada anak di dalam")


# ------------------------------------------------------------------ agency tasks


def task_after(*events: object) -> tuple[TaskState, str]:
    (task,) = after(*events).tasks
    return task.state, task.reason


def test_a_task_walks_its_way() -> None:
    ticket = after(
        e.AgencyTaskDrafted(task_id="t1", agency_code="damkar"),
        SENT,
        e.AgencyTaskDelivered(task_id="t1"),
        e.AgencyTaskEscalated(task_id="t1", level=2),
        ACK,
        e.AgencyTaskStarted(task_id="t1"),
        e.AgencyTaskReported(task_id="t1", text="padam"),
        DONE,
    )
    (task,) = ticket.tasks
    assert (task.state, task.agency_code, task.channel) == (TaskState.COMPLETED, "damkar", "voice")
    assert (task.drafted_us, task.sent_us, task.acknowledged_us) == (us(2), us(3), us(6))
    assert (task.working_us, task.reported_us, task.ended_us) == (us(7), us(8), us(9))
    assert (task.acknowledged_by, task.report, task.escalation_level) == ("Bripda Rina", "padam", 2)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((ACK, SENT), TaskState.ACKNOWLEDGED),
        ((SENT, e.AgencyTaskEscalated(task_id="t1", level=9)), TaskState.ESCALATED_3),
        ((SENT, e.AgencyTaskEscalated(task_id="t1", level=-1)), TaskState.ESCALATED_1),
        ((ACK, e.AgencyTaskEscalated(task_id="t1", level=1)), TaskState.ACKNOWLEDGED),
        ((SENT, e.AgencyTaskRejected(task_id="t1", reason="r"), ACK), TaskState.REJECTED),
        ((DONE, e.AgencyTaskCancelled(task_id="t1", reason="r")), TaskState.COMPLETED),
    ],
)
def test_late_news_never_moves_a_task_back(events: tuple[object, ...], state: TaskState) -> None:
    assert task_after(*events)[0] is state


def test_rejecting_and_cancelling_keep_the_reason() -> None:
    assert task_after(SENT, e.AgencyTaskRejected(task_id="t1", reason="penuh")) == (
        TaskState.REJECTED,
        "penuh",
    )
    assert task_after(SENT, e.AgencyTaskCancelled(task_id="t1", reason="ganda"))[1] == "ganda"


# ------------------------------------------------------------------ crews


def test_a_contested_crew_is_kept_and_flagged() -> None:
    ticket = Ticket()
    ticket.tell(sends(), verdict=Verdict.CONTESTED)
    ticket.tell(sends("u2"))
    assert ticket.now.contested_units == ("u1",)
    assert [part.unit_id for part in ticket.now.units] == ["u1", "u2"]


def test_a_crew_sent_a_second_time_begins_its_clocks_anew() -> None:
    ticket = Ticket()
    ticket.tell(sends(), unit_is("en_route"), unit_is("available"))
    ticket.tell(sends(), at_s=900)
    (part,) = ticket.now.units
    assert (part.assigned_us, part.en_route_us, part.released_us) == (us(900), None, None)
    assert ticket.now.first_en_route_us == us(3)


def test_a_crew_that_leaves_is_marked_with_the_time() -> None:
    (part,) = after(sends(), unit_is("on_scene"), unit_is("returning"), unit_is("available")).units
    assert (part.state, part.on_scene_us, part.released_us) == ("available", us(3), us(4))


def test_a_denied_fact_is_only_history() -> None:
    ticket = Ticket()
    ticket.tell(CLOSED, verdict=Verdict.DENIED)
    assert ticket.now.state is IncidentState.DRAFT
    assert ticket.now.timeline[-1].kind == "incident.closed"
