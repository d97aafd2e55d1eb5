"""Positions of callers over the real journal: bound by number and time, kept, offered, confirmed, undone."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.aml import AmlReport, read_aml_text
from batola_desk.domain.call_fixes import UNKNOWN_RADIUS_M
from batola_desk.domain.earth_area import AreaShape
from batola_desk.domain.errors import OperatorError
from batola_desk.interop.http_listener import ListenerConfig
from batola_desk.interop.position_config import PositionSettings
from batola_desk.services.position_sources import ALARM
from batola_desk.services.position_views import FixView
from batola_desk.services.positions import AFTER_CALL_S, BEFORE_CALL_S, OFFERED_S, PER_CALL, UNMATCHED
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.location_documents import ADDRESS, SHAPES, document, two_tuples
from tests.support.shipped import shipped_catalog

CALLER = "081250001111"
AML = 'A"ML=1;lt=-2.98410;lg=+114.76310;rd=25;top={top};lc=90;pm=G'


def report(number: str = "+62 812-5000-1111", *, shift: float = 0.0, top: str = "") -> AmlReport:
    (found,) = read_aml_text(AML.format(top=top).replace("2.98410", f"{2.9841 + shift:.5f}"), number=number)
    return found


def shapes(views: Sequence[FixView]) -> list[str]:
    return [str(view.fix.area.shape) if view.fix.area is not None else "" for view in views]


async def test_the_positions_of_a_call_are_shown_the_latest_first_and_one_is_suggested(
    desk: DeskDouble,
) -> None:
    key = desk.engine.ring(CALLER)
    desk.engine.locate(key, document=two_tuples().replace("2026-11-26T12:4", "2025-08-25T04:5"))
    await desk.settle()
    views = desk.services.positions.of_call(key)
    assert sorted(shapes(views)) == ["arc_band", "circle"]
    (best,) = [view for view in views if view.is_suggested]
    assert best.fix.method == "GPS"
    assert best.place == "Kel. Marabahan Kota, Kec. Marabahan"
    assert not best.is_outside


async def test_a_message_is_bound_to_the_live_call_of_its_number_however_it_is_written(
    desk: DeskDouble,
) -> None:
    other = desk.engine.ring("081299998888")
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.forward(20)
    desk.services.positions.take_report(report(), "aml_https")
    await desk.settle()
    assert shapes(desk.services.positions.of_call(key)) == ["circle"]
    assert desk.services.positions.of_call(other) == []
    assert desk.services.positions.unmatched() == []


async def test_a_message_that_comes_twice_is_one_and_a_better_one_is_another(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    for _ in range(2):
        desk.services.positions.take_report(report(), "aml_https")
        await desk.settle()
    desk.services.positions.take_report(report(shift=0.001), "aml_https")
    await desk.settle()
    assert len(desk.services.positions.of_call(key)) == 2


async def test_of_two_calls_of_a_number_the_later_one_gets_it(desk: DeskDouble) -> None:
    first = desk.engine.ring(CALLER)
    await desk.settle()
    desk.engine.caller_hangs_up(first)
    await desk.forward(5)
    second = desk.engine.ring(CALLER)
    await desk.settle()
    desk.services.positions.take_report(report(), "aml_https")
    await desk.settle()
    assert len(desk.services.positions.of_call(second)) == 1
    assert desk.services.positions.of_call(first) == []


@pytest.mark.parametrize(("waited_s", "is_bound"), [(AFTER_CALL_S - 20, True), (AFTER_CALL_S + 20, False)])
async def test_a_late_message_still_finds_its_call_for_a_while(
    desk: DeskDouble, waited_s: float, is_bound: bool
) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    await desk.forward(waited_s, step_s=10)
    desk.services.positions.take_report(report(), "aml_https")
    await desk.settle()
    assert (len(desk.services.positions.of_call(key)) == 1) is is_bound
    assert (len(desk.services.positions.unmatched()) == 0) is is_bound


@pytest.mark.parametrize(("early_s", "is_bound"), [(10, True), (BEFORE_CALL_S + 10, False)])
async def test_a_message_that_is_quicker_than_its_call_waits_for_it(
    desk: DeskDouble, early_s: float, is_bound: bool
) -> None:
    desk.services.positions.take_report(report(), "aml_https")
    await desk.settle()
    (waiting,) = desk.services.positions.unmatched()
    assert waiting.number == "+62 812-5000-1111"
    await desk.forward(early_s, step_s=10)
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.settle()
    views = desk.services.positions.of_call(key)
    assert (len(views) == 1) is is_bound
    assert (desk.services.positions.unmatched() == []) is is_bound
    if is_bound:
        assert views[0].fix.arrived_us == waiting.fix.arrived_us


async def test_an_unmatched_position_is_offered_for_a_while_and_a_person_may_bind_it(
    desk: DeskDouble,
) -> None:
    desk.services.positions.take_report(report("087700000000"), "aml_https")
    key = desk.engine.ring("")  # a withheld number: only a person can know
    await desk.settle()
    (offered,) = desk.services.positions.unmatched()
    await desk.services.positions.bind(offered.fix.fix_id, key)
    await desk.settle()
    assert [view.fix.fix_id for view in desk.services.positions.of_call(key)] == [offered.fix.fix_id]
    assert desk.services.positions.unmatched() == []
    with pytest.raises(OperatorError, match="position_unknown"):
        await desk.services.positions.bind(offered.fix.fix_id, key)


async def test_an_offer_ends_but_survives_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        desk.services.positions.take_report(report("087700000000"), "aml_https")
        await desk.settle()
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as again:
        await again.settle()
        assert len(again.services.positions.unmatched()) == 1
        await again.forward(OFFERED_S, step_s=600)
        assert again.services.positions.unmatched() == []


async def test_a_message_without_a_place_is_no_position(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    desk.services.positions.take_report(replace(report(), area=None), "aml_https")
    await desk.settle()
    assert desk.services.positions.of_call(key) == []
    assert desk.services.positions.unmatched() == []


async def test_a_text_of_the_telephone_itself_is_a_position_and_stays_a_text(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    desk.engine.message(key, AML.format(top="20250825050000"))
    desk.engine.message(key, "tolong, rumah saya terbakar")
    await desk.settle()
    (view,) = desk.services.positions.of_call(key)
    assert (view.fix.source, view.radius_m) == ("aml_sms", 25.0)
    call = desk.services.calls.get(key)
    assert call is not None
    assert len(call.call.texts) == 2


async def test_confirming_makes_the_place_of_the_incident_and_leaves_the_callers_alone(
    desk: DeskDouble,
) -> None:
    key = desk.engine.ring(CALLER)
    desk.engine.locate(key, document=document(SHAPES["circle"].xml))
    await desk.settle()
    await desk.services.calls.answer(key)
    incident_id = await desk.services.incidents.new(call_key=key)
    (view,) = desk.services.positions.of_incident(incident_id)
    assert not view.is_confirmed
    await desk.services.positions.confirm(incident_id, view)
    (after,) = desk.services.positions.of_incident(incident_id)
    assert after.is_confirmed
    shown = desk.services.incidents.view(incident_id)
    assert shown is not None
    location = shown.incident.location
    assert location is not None
    assert (location.source, location.uncertainty_m) == ("sip_body", 85.5)
    assert location.label == view.place
    # the incident may be elsewhere; the caller's position stays what it is
    await desk.services.incidents.set_location(incident_id, -3.1, 114.7, source="map_click")
    (kept,) = desk.services.positions.of_incident(incident_id)
    assert (kept.is_confirmed, kept.fix) == (False, view.fix)
    assert await desk.services.incidents.undo(incident_id) == "location"
    assert desk.services.positions.of_incident(incident_id)[0].is_confirmed
    assert await desk.services.incidents.undo(incident_id) == "location"
    assert not desk.services.positions.of_incident(incident_id)[0].is_confirmed


async def test_an_unknown_exactness_is_never_written_down_as_exact(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    desk.engine.locate(key, document=document(SHAPES["point"].xml))
    await desk.settle()
    incident_id = await desk.services.incidents.new(call_key=key)
    (view,) = desk.services.positions.of_incident(incident_id)
    assert view.radius_m is None
    await desk.services.positions.confirm(incident_id, view)
    shown = desk.services.incidents.view(incident_id)
    assert shown is not None
    assert shown.incident.location is not None
    assert shown.incident.location.uncertainty_m == UNKNOWN_RADIUS_M


async def test_an_address_cannot_become_a_point(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    desk.engine.locate(key, document=document(ADDRESS))
    await desk.settle()
    incident_id = await desk.services.incidents.new(call_key=key)
    (view,) = desk.services.positions.of_incident(incident_id)
    with pytest.raises(OperatorError, match="fix_without_area"):
        await desk.services.positions.confirm(incident_id, view)


async def test_a_position_outside_is_named_after_the_neighbour(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        key = desk.engine.ring(CALLER)
        desk.engine.locate(
            key, document=document(SHAPES["circle"].xml.replace("-2.9841 114.7631", "-3.44 114.83"))
        )
        await desk.settle()
        (view,) = desk.services.positions.of_call(key)
        assert view.is_outside
        assert view.place == ""
        assert view.neighbour is not None
        assert (view.neighbour.code, view.neighbour.agency) == ("banjarbaru", "l112_banjarbaru")


async def test_the_same_call_seen_by_two_desks_has_its_position_once(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    for _ in range(2):
        desk.engine.locate(key, document=document(SHAPES["ellipse"].xml))
    await desk.settle()
    (view,) = desk.services.positions.of_call(key)
    assert view.fix.area is not None
    assert view.fix.area.shape is AreaShape.ELLIPSE


async def test_reports_from_the_listeners_thread_arrive_on_the_loop(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    loop = asyncio.get_running_loop()
    sender = threading.Thread(
        target=lambda: loop.call_soon_threadsafe(desk.services.positions.take_report, report(), "aml_https")
    )
    sender.start()
    sender.join()
    await desk.settle()
    assert len(desk.services.positions.of_call(key)) == 1


@pytest.mark.expects_log
async def test_a_gateway_that_repeats_itself_does_not_fill_the_journal(
    desk: DeskDouble, caplog: pytest.LogCaptureFixture
) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    for number in range(200):
        desk.services.positions.take_report(report(shift=number * 1e-4), "aml_https")
        desk.services.positions.take_report(report(f"0877{number:07}"), "aml_https")
    await desk.settle()
    assert len(desk.services.positions.of_call(key)) == PER_CALL.burst
    assert len(desk.services.positions.unmatched()) <= UNMATCHED.burst
    warnings = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert warnings == ["too many position messages; the rest is left out"] * 2, (
        "one of the call, one of others"
    )
    await desk.forward(10, step_s=5)
    desk.services.positions.take_report(report(shift=0.05), "aml_https")
    await desk.settle()
    assert desk.services.positions.of_call(key)[0].fix.area is not None, "later ones are taken again"


@pytest.mark.expects_log
async def test_a_port_that_is_taken_is_an_alert_and_the_desk_works(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listener = ListenerConfig(port=taken.getsockname()[1])
        async with open_desk(tmp_path, positions=PositionSettings(aml=listener)) as desk:
            codes = {alarm.code for alarm in desk.services.session.status().alarms}
            assert ALARM in codes
            desk.engine.ring(CALLER)
            await desk.settle()
            assert len(desk.services.calls.ringing()) == 1
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "no AML messages can be taken: listener_port"
    ]
