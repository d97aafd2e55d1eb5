"""Positions of callers and of units, and whose a device is: on the other desk at once, or when it is back."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from batola_desk.domain.aml import AmlReport, read_aml_text
from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_position import UnitPosition, name_of_device
from batola_desk.services.position_views import FixView
from batola_desk.sync.positions import PositionTeller
from batola_desk.sync.postgres_positions import teller_for
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.e2e.whole_desk_stage import Cable, two_cables
from tests.support.location_documents import SHAPES, document
from tests.support.postgres_rig import PostgresRig
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(150)]

CALLER = "081250001111"
ROUNDS = 20
Two = tuple[Cable, Cable]


@pytest_asyncio.fixture
async def two(server: PostgresRig, tmp_path: Path) -> AsyncIterator[Two]:
    """The lead Budi sits at A, the operator Rina at B."""
    async with two_cables(server, tmp_path, shipped_catalog()) as cables:
        await cables[0].desk.services.dispatch.register_unit("Damkar 1", "damkar", "road", unit_id="u1")
        await cables[1].desk.until(lambda: unit(cables[1]) is not None, limit_s=10)
        yield cables


def unit(cable: Cable, unit_id: str = "u1") -> Unit | None:
    return cable.desk.services.unit_positions.unit(unit_id)


def latitude(cable: Cable) -> float | None:
    known = unit(cable)
    return known.latitude if known is not None else None


def owner(cable: Cable, device: str) -> str:
    views = cable.desk.services.unit_positions.devices.listed()
    return next((view.unit_id for view in views if view.device == device), "")


def aml(shift: float) -> AmlReport:
    text = f'A"ML=1;lt={-2.98 - shift:.5f};lg=+114.76310;rd=25;top=;lc=90;pm=G'
    (found,) = read_aml_text(text, number="+62 812-5000-1111")
    return found


def fixes(cable: Cable, key: str) -> list[FixView]:
    return list(cable.desk.services.positions.of_call(key))


def placed_at(cable: Cable, incident_id: str) -> float | None:
    row = next((r for r in cable.desk.services.incidents.board() if r.incident_id == incident_id), None)
    return row.latitude if row is not None else None


async def took(wish: Awaitable[object] | None, other: Cable, seen: Callable[[], bool]) -> float:
    """Milliseconds from the wish at one desk to what the other one shows."""
    began_s = time.perf_counter()
    if wish is not None:
        await wish
    await other.desk.until(seen, limit_s=20)
    return (time.perf_counter() - began_s) * 1000


async def test_positions_are_on_the_other_desk_at_once(two: Two, record_property: Any) -> None:
    a, b = two
    of_a = a.desk.services
    key = a.desk.engine.ring(CALLER)
    await a.desk.settle()
    await of_a.calls.answer(key)
    incident_id = await of_a.incidents.new(call_key=key)
    measured: dict[str, list[float]] = {"located": [], "confirmed": [], "placed": [], "device": []}
    for number in range(ROUNDS):
        of_a.positions.take_report(aml(number / 1000), "aml_https")
        ms = await took(None, b, lambda number=number: len(fixes(b, key)) == number + 1)  # type: ignore[misc]
        measured["located"].append(ms)
        view = next(
            v for v in fixes(a, key) if v.middle and v.middle[0] == pytest.approx(-2.98 - number / 1000)
        )
        wanted = view.middle[0] if view.middle else 0.0
        wish = of_a.positions.confirm(incident_id, view)
        seen = lambda wanted=wanted: placed_at(b, incident_id) == pytest.approx(wanted)  # noqa: E731
        measured["confirmed"].append(await took(wish, b, seen))
        lat = round(-3.1 - number / 1000, 4)
        wish = of_a.unit_positions.place("u1", lat, 114.6)
        measured["placed"].append(await took(wish, b, lambda lat=lat: latitude(b) == lat))  # type: ignore[misc]
        device = f"hp-{number}"
        wish = of_a.unit_positions.devices.give(device, "u1")
        measured["device"].append(await took(wish, b, lambda device=device: owner(b, device) == "u1"))  # type: ignore[misc]
    for what, times in measured.items():
        times.sort()
        record_property(f"{what}_ms", times)
        print(f"{what} → on the other desk, ms: p50 {times[ROUNDS // 2]:.0f}, max {times[-1]:.0f}", end=", ")
        print(f"load {os.getloadavg()[0]:.1f}")
        assert times[ROUNDS // 2] < 200
    shown_a, shown_b = fixes(a, key), fixes(b, key)
    assert [view.fix for view in shown_b] == [view.fix for view in shown_a]  # shape, age, source: all of it
    assert unit(b).position_us == unit(a).position_us  # type: ignore[union-attr]


@pytest.mark.expects_log
async def test_a_desk_that_was_away_gets_them_later_and_gives_its_own(
    two: Two, server: PostgresRig, record_property: Any
) -> None:
    a, b = two
    of_a, of_b = a.desk.services, b.desk.services
    await of_a.unit_positions.place("u1", -3.0, 114.6)
    await b.desk.until(lambda: latitude(b) == -3.0, limit_s=10)
    await b.pull()
    key = a.desk.engine.ring(CALLER)
    a.desk.engine.locate(key, document=document(SHAPES["ellipse"].xml))
    await a.desk.settle()
    await of_a.calls.answer(key)
    incident_id = await of_a.incidents.new(call_key=key)
    of_a.positions.take_report(aml(0.0), "aml_https")
    await a.desk.until(lambda: len(fixes(a, key)) == 2, limit_s=5)
    view = next(view for view in fixes(a, key) if view.fix.source == "aml_https")
    await of_a.positions.confirm(incident_id, view)
    await of_a.unit_positions.place("u1", -3.2, 114.6)
    await of_a.unit_positions.devices.give("hp-1", "u1")
    of_b.positions.take_report(
        aml(0.5), "aml_https"
    )  # heard by the desk that is cut off: of no call it knows
    await b.desk.until(lambda: len(of_b.positions.unmatched()) == 1, limit_s=5)
    await asyncio.sleep(1.0)
    assert fixes(b, key) == []
    assert (latitude(b), placed_at(b, incident_id), owner(b, "hp-1")) == (-3.0, None, "")

    began_s = time.perf_counter()
    await b.plug_in()
    await b.desk.until(lambda: latitude(b) == -3.2 and owner(b, "hp-1") == "u1", limit_s=20)
    await b.desk.until(lambda: len(fixes(b, key)) >= 2 and placed_at(b, incident_id) is not None, limit_s=20)
    back_s = time.perf_counter() - began_s
    record_property("back_s", back_s)
    print(f"plugged in again → everything there after {back_s:.2f} s, load {os.getloadavg()[0]:.1f}")
    assert placed_at(b, incident_id) == pytest.approx(-2.98)
    shapes = {str(v.fix.area.shape) for v in fixes(b, key) if v.fix.area is not None}
    assert {"ellipse", "circle"} <= shapes
    assert unit(b).position_us == unit(a).position_us  # type: ignore[union-attr]

    machine = Credentials("meja_a", PASSWORD)
    teller = PositionTeller(teller_for(server.address(TEMPLATE), machine))
    teller.start()
    try:
        name = name_of_device("hp-1")
        assert name is not None
        at_us = time.time_ns() // 1000
        teller.put(UnitPosition(unit_id=name, latitude=-3.3, longitude=114.6, at_us=at_us, source="traccar"))
        for cable in two:  # a device's own name over the database: each desk says whose it is
            await cable.desk.until(lambda cable=cable: latitude(cable) == -3.3, limit_s=15)
        await b.pull()
        at_us = time.time_ns() // 1000
        teller.put(UnitPosition(unit_id=name, latitude=-3.4, longitude=114.6, at_us=at_us, source="traccar"))
        await a.desk.until(lambda: latitude(a) == -3.4, limit_s=15)
        assert latitude(b) == -3.3
        await b.plug_in()
        await b.desk.until(lambda: latitude(b) == -3.4, limit_s=20)
    finally:
        await asyncio.to_thread(teller.stop)


@pytest.mark.expects_log
async def test_two_leads_that_do_not_hear_each_other_end_with_one_owner(two: Two) -> None:
    a, b = two
    await a.desk.services.dispatch.register_unit("Damkar 2", "damkar", "road", unit_id="u2")
    await b.desk.until(lambda: unit(b, "u2") is not None, limit_s=10)
    await b.desk.services.people.sign_off()
    await b.desk.services.people.sign_on("budi", PASSWORD)
    await asyncio.gather(a.pull(), b.pull())
    await a.desk.services.unit_positions.devices.give("hp-1", "u1")
    await b.desk.services.unit_positions.devices.give("hp-1", "u2")
    await a.plug_in()
    await b.plug_in()
    for cable in two:
        await cable.desk.until(lambda cable=cable: owner(cable, "hp-1") == "u2", limit_s=20)  # the later word
    await asyncio.sleep(1.0)
    assert (owner(a, "hp-1"), owner(b, "hp-1")) == ("u2", "u2")


@pytest.mark.expects_log
async def test_the_room_denies_an_operator_who_gives_a_device_away(two: Two) -> None:
    a, b = two
    devices = b.desk.services.unit_positions.devices
    await b.pull()
    await devices._record("hp-1", "", "u1")  # type: ignore[attr-defined]
    await b.desk.until(lambda: owner(b, "hp-1") == "u1", limit_s=5)  # until the room has said no
    await b.plug_in()
    await b.desk.until(lambda: owner(b, "hp-1") == "", limit_s=20)
    assert owner(a, "hp-1") == ""
