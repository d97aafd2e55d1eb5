"""A day of a centre, written by hand with its times: what the reports must say can be computed on paper."""

from __future__ import annotations

from datetime import UTC, datetime

from batola_desk.domain.events import call, callback, incident, operator, unit
from batola_desk.domain.facts import Event
from batola_desk.models.codec import encode_event
from tests.support.room_writer import RoomWriter

EIGHT_LOCAL = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)  # 08:00 in Barito Kuala


class ReportDay:
    """Writes facts at seconds after eight o'clock."""

    def __init__(self, start: datetime = EIGHT_LOCAL) -> None:
        self._writer = RoomWriter("rina", "A")
        self._start_us = round(start.timestamp() * 1_000_000)
        self.envelopes: list[str] = []

    def fact(self, at_s: float, event: Event, *names: str, actor: str = "rina") -> None:
        kind, version, body = encode_event(event)
        assert version == 1
        self.envelopes.append(
            self._writer.fact(
                kind,
                aggregates=names,
                body=body,
                actor=actor,
                at_us=self._start_us + round(at_s * 1_000_000),
            )
        )

    def call(
        self,
        key: str,
        offered_s: float,
        answered_s: float | None,
        ended_s: float,
        *,
        call_class: str = "",
        classified_s: float = 0,
        training: bool = False,
    ) -> None:
        name = f"call:{key}"
        offered = call.CallOffered(
            call_key=key, direction="inbound", number="081234567890", training=training
        )
        self.fact(offered_s, offered, name)
        if answered_s is not None:
            self.fact(answered_s, call.CallAnswered(), name)
        self.fact(ended_s, call.CallEnded(cause="caller_hung_up"), name)
        if call_class:
            self.fact(classified_s, call.CallClassified(call_class=call_class), name)

    def ticket(self, key: str, at_s: float, call_key: str, *, training: bool = False) -> None:
        opened = incident.IncidentOpened(ticket_number=f"T-{key}", training=training)
        self.fact(at_s, opened, f"incident:{key}")
        linked = call.CallLinked(call_key=call_key, incident_id=key)
        self.fact(at_s, linked, f"incident:{key}", f"call:{call_key}")


def ordinary_day() -> list[str]:
    """Seven calls, two tickets, one agency, one unit, one call-back, one operator."""
    day = ReportDay()
    day.fact(0, operator.OperatorSignedOn(name="Rina Sari", role="call_taker"), "operator:rina")
    registered = unit.UnitRegistered(call_sign="Damkar 1", agency_code="damkar", medium="road")
    day.fact(0, registered, "unit:u1")

    day.fact(0, call.CallOffered(call_key="c1", direction="inbound", number="081234567890"), "call:c1")
    day.fact(8, call.CallAnswered(), "call:c1")
    day.ticket("i1", 20, "c1")
    day.fact(21, incident.IncidentFieldSet(field="type_code", value="KBK"), "incident:i1")
    day.fact(21, incident.IncidentFieldSet(field="caller_name", value="Siti Rahasia"), "incident:i1")
    day.fact(22, incident.IncidentFieldSet(field="place_code", value="63.04.01.1001"), "incident:i1")
    day.fact(23, incident.IncidentPrioritySet(priority="P1"), "incident:i1")
    day.fact(30, call.CallHeld(), "call:c1")
    day.fact(50.5, call.CallResumed(), "call:c1")
    day.fact(60, incident.AgencyTaskDrafted(task_id="t1", agency_code="damkar"), "incident:i1")
    day.fact(70, incident.AgencyTaskSent(task_id="t1", agency_code="damkar", channel="voice"), "incident:i1")
    day.fact(
        80, unit.UnitDispatched(unit_id="u1", incident_id="i1", estimate_s=400), "unit:u1", "incident:i1"
    )
    day.fact(128, call.CallEnded(cause="caller_hung_up"), "call:c1")
    for at_s, state in ((140, "en_route"), (440, "on_scene"), (1040, "returning"), (1500, "available")):
        reported = unit.UnitStatusSet(unit_id="u1", state=state, incident_id="i1")
        day.fact(at_s, reported, "unit:u1", "incident:i1")
    day.fact(150, call.CallClassified(call_class="N"), "call:c1")
    day.fact(90_000, call.CallClassified(call_class="I", reason="ketua regu"), "call:c1")
    named = incident.AgencyTaskAcknowledged(task_id="t1", person_name="Pak Rahasia")
    day.fact(190, named, "incident:i1")
    day.fact(1000, incident.AgencyTaskReported(task_id="t1", text="padam"), "incident:i1")
    day.fact(1100, incident.AgencyTaskCompleted(task_id="t1"), "incident:i1")
    closed = incident.IncidentClosed(disposition="handled", caller_informed="yes")
    day.fact(1208, closed, "incident:i1", actor="budi")

    day.call("c2", 200, None, 203)
    day.fact(203, callback.CallbackOpened(number="0812", call_key="c2", reason="abandoned"), "callback:b1")
    day.fact(260, callback.CallbackAttempted(outcome="dialling"), "callback:b1")
    day.fact(283, callback.CallbackAttempted(outcome="reached"), "callback:b1")
    day.call("c3", 300, None, 312)
    day.call("c4", 320, 321, 400, call_class="N", classified_s=410, training=True)
    day.ticket("i2", 330, "c4", training=True)
    day.call("c5", 340, 341, 350, call_class="U", classified_s=351)
    day.call("c6", 400, 420, 480, call_class="G", classified_s=470)
    day.fact(430, call.SilentCheckStarted(), "call:c6")
    day.fact(475, call.SilentCheckCompleted(listened_s=45), "call:c6")
    day.call("c7", 500, 516, 546, call_class="R", classified_s=550)
    day.fact(547, call.CallLinked(call_key="c7", incident_id="i1"), "incident:i1", "call:c7")

    day.fact(3600, operator.OperatorStateSet(state="paused", reason="makan"), "operator:rina")
    day.fact(4500, operator.OperatorStateSet(state="available"), "operator:rina")
    day.fact(7200, operator.OperatorSignedOff(), "operator:rina")
    return day.envelopes
