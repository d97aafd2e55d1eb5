"""Whose a device is: heard and listed, given and taken away by a lead, the same after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.unit_position import UnitPosition, name_of_device
from batola_desk.interop.avl.given import GIVEN_NAME, read_given
from batola_desk.interop.avl.heard import HEARING_NAME, HeardDevice, Hearing, write_hearing
from batola_desk.services.context import Person
from batola_desk.services.unit_device_views import DeviceView
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shipped import shipped_catalog

S = 1_000_000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as made:
        yield made


def as_role(desk: DeskDouble, role: str) -> None:
    context = desk.services.unit_positions.devices._context
    context.person = Person(operator_id="x", name="X", role=role)


async def a_unit(desk: DeskDouble, name: str = "Damkar 1") -> str:
    return await desk.services.dispatch.register_unit(name, "damkar", "road")


def hear(desk: DeskDouble, device: str = "hp-1", lat: float = -3.1, *, ago_s: float = 0.0) -> None:
    name = name_of_device(device)
    assert name is not None
    at_us = desk.services.now_us() - round(ago_s * S)
    position = UnitPosition(unit_id=name, latitude=lat, longitude=114.6, at_us=at_us, source="traccar")
    desk.services.unit_positions.take([position])


def latitude(desk: DeskDouble, unit_id: str) -> float | None:
    unit = desk.services.unit_positions.unit(unit_id)
    assert unit is not None
    return unit.latitude


def listed(desk: DeskDouble, device: str = "hp-1") -> DeviceView | None:
    return next((v for v in desk.services.unit_positions.devices.listed() if v.device == device), None)


async def test_a_stranger_is_listed_and_moves_the_unit_it_is_given_to(desk: DeskDouble) -> None:
    as_role(desk, "KS")
    unit_id, devices = await a_unit(desk), desk.services.unit_positions.devices
    hear(desk, ago_s=20)
    hear(desk, ago_s=10, lat=-3.2)
    hear(desk, ago_s=11, lat=-3.9)  # the room says it again, or another way is slower
    view = listed(desk)
    assert view is not None
    assert (view.unit_id, view.source, view.latitude, view.heard) == ("", "traccar", -3.2, 2)
    assert devices.unknown_count == 1
    assert latitude(desk, unit_id) is None
    await devices.give("hp-1", unit_id)
    await desk.settle()
    assert latitude(desk, unit_id) == -3.2  # at once, as old as it is
    assert devices.unknown_count == 0
    hear(desk, lat=-3.3)
    assert latitude(desk, unit_id) == -3.3
    await devices.take_away("hp-1")
    await desk.settle()
    await desk.forward(5)
    hear(desk, lat=-3.4)
    assert latitude(desk, unit_id) == -3.3
    view = listed(desk)
    assert view is not None
    assert (view.unit_id, view.latitude) == ("", -3.4)


async def test_a_device_goes_from_one_unit_to_another_and_back(desk: DeskDouble) -> None:
    as_role(desk, "KS")
    first, second = await a_unit(desk), await a_unit(desk, "Damkar 2")
    devices = desk.services.unit_positions.devices
    await devices.give("hp-1", first)
    await devices.give("hp-1", second)
    await desk.settle()
    hear(desk)
    assert (latitude(desk, first), latitude(desk, second)) == (None, -3.1)
    assert devices.can_undo
    assert await devices.undo() == "hp-1"
    await desk.settle()
    await desk.forward(1)
    hear(desk, lat=-3.2)
    assert (latitude(desk, first), latitude(desk, second)) == (-3.2, -3.1)
    await devices.undo()
    await desk.settle()
    assert listed(desk) is not None
    assert listed(desk).unit_id == ""  # type: ignore[union-attr]
    with pytest.raises(OperatorError, match="device_undo"):
        await devices.undo()


async def test_an_undo_does_not_undo_somebody_elses_word(desk: DeskDouble) -> None:
    as_role(desk, "KS")
    first, second = await a_unit(desk), await a_unit(desk, "Damkar 2")
    devices = desk.services.unit_positions.devices
    await devices.give("hp-1", first)
    await devices._record("hp-1", first, second)  # as another desk's fact arrives
    await desk.settle()
    with pytest.raises(OperatorError, match="device_undo"):
        await devices.undo()
    assert listed(desk).unit_id == second  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["PT", "DS", "PTDS", "AN"])
async def test_who_is_no_lead_may_look_and_change_nothing(desk: DeskDouble, role: str) -> None:
    as_role(desk, role)
    unit_id, devices = await a_unit(desk), desk.services.unit_positions.devices
    hear(desk)
    assert not devices.may_change
    assert listed(desk) is not None
    for wish in (devices.give("hp-1", unit_id), devices.take_away("hp-1"), devices.undo()):
        with pytest.raises(OperatorError, match="lead_only"):
            await wish
    hear(desk, ago_s=-1)
    assert latitude(desk, unit_id) is None


async def test_bad_wishes_are_refused(desk: DeskDouble) -> None:
    as_role(desk, "AD")
    unit_id, devices = await a_unit(desk), desk.services.unit_positions.devices
    with pytest.raises(OperatorError, match="unit_unknown"):
        await devices.give("hp-1", "nobody")
    for device in ("", "x" * 65, "a\nb"):
        with pytest.raises(OperatorError, match="device_unusable"):
            await devices.give(device, unit_id)


async def test_the_file_counts_until_somebody_says_otherwise(tmp_path: Path) -> None:
    catalog = shipped_catalog()
    plans = tuple(
        UnitPlan(unit_id=f"u{n}", call_sign=f"Damkar {n}", agency="damkar", devices=(f"hp-{n}",))
        for n in (1, 2)
    )
    async with open_desk(tmp_path, catalog=replace(catalog, units=plans)) as desk:
        as_role(desk, "AD")
        devices = desk.services.unit_positions.devices
        view = listed(desk)
        assert view is not None
        assert (view.unit_id, view.is_shipped, view.heard) == ("u1", True, None)
        hear(desk)
        assert latitude(desk, "u1") == -3.1
        await devices.give("hp-1", "u2")
        await desk.settle()
        view = listed(desk)
        assert view is not None
        assert (view.unit_id, view.is_shipped, view.shipped_for) == ("u2", False, "Damkar 1")
        await devices.take_away("hp-2")
        await desk.settle()
        assert listed(desk, "hp-2") is None  # of nobody, and never heard
        await desk.until(
            lambda: read_given(desk.paths.data / GIVEN_NAME) == {"hp-1": "u2", "hp-2": ""}, limit_s=5
        )
    async with open_desk(tmp_path, catalog=replace(catalog, units=plans)) as desk:  # the next morning
        assert listed(desk).unit_id == "u2"  # type: ignore[union-attr]
        assert listed(desk, "hp-2") is None


async def test_a_position_is_not_said_of_a_device_that_never_sent_it(tmp_path: Path) -> None:
    catalog = shipped_catalog()
    plan = UnitPlan(unit_id="u1", call_sign="Damkar 1", agency="damkar", devices=("hp-1",))
    async with open_desk(tmp_path, catalog=replace(catalog, units=(plan,))) as desk:
        as_role(desk, "AD")
        devices = desk.services.unit_positions.devices
        hear(desk, "hp-tamu", ago_s=5)
        await devices.give("hp-tamu", "u1")
        await devices.undo()
        await desk.settle()
        view = listed(desk)
        assert view is not None
        assert (view.source, view.latitude) == ("", None)  # hp-1 is silent; its unit was seen by hp-tamu
        at_us = desk.services.now_us()
        position = UnitPosition(
            unit_id="u1", latitude=-3.7, longitude=114.6, at_us=at_us, source="traccar"
        )  # as a program elsewhere says it, that knows whose hp-1 is
        desk.services.unit_positions.take([position])
        view = listed(desk)
        assert view is not None
        assert (view.source, view.latitude) == ("traccar", -3.7)


async def test_what_the_program_here_heard_and_refused_is_shown(desk: DeskDouble) -> None:
    devices = desk.services.unit_positions.devices
    await devices.look()
    assert not devices.receiver.is_here
    now_us = desk.services.now_us()
    rows = (
        HeardDevice(device="jam", kind="future", first_us=1, last_us=now_us, count=3),
        HeardDevice(device="unit:u1", kind="taken", first_us=1, last_us=now_us, count=9),
        HeardDevice(
            device="hp-1", kind="unknown_device", first_us=1, last_us=now_us, count=77, source="owntracks",
            latitude=-3.0, longitude=114.5, at_us=now_us,
        ),
    )  # fmt: skip
    hearing = Hearing(since_us=5, written_us=6, devices=rows, refused={"wrong_token": 4, "too_often": 2})
    await asyncio.to_thread(write_hearing, desk.paths.data / HEARING_NAME, hearing)
    hear(desk, ago_s=30)
    await devices.look()
    assert devices.receiver.refused == {"wrong_token": 4, "too_often": 2}
    assert (devices.receiver.is_here, devices.receiver.is_running) == (True, False)
    found = [(view.device, view.heard, view.trouble) for view in devices.listed()]
    assert found == [("hp-1", 77, ""), ("jam", 3, "future")]
    view = listed(desk)
    assert view is not None
    assert (view.source, view.latitude) == ("owntracks", -3.0)  # the newer one of both
    hear(desk, lat=-3.5, ago_s=-1)
    assert listed(desk).latitude == -3.5  # type: ignore[union-attr]


async def test_invented_names_do_not_pile_up_at_a_desk(desk: DeskDouble) -> None:
    for number in range(1200):
        hear(desk, f"d{number}", ago_s=number / 1000)
    assert desk.services.unit_positions.devices.unknown_count == 1000
    desk.services.unit_positions.take(
        [UnitPosition(unit_id="device.*", latitude=1, longitude=1, at_us=desk.services.now_us(), source="x")]
    )
