"""Reach and advice by the keys of the window, whatever is asked in between."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.ui.map.route_feeder import RouteFeeder
from tests.support.shipped import shipped_catalog
from tests.support.small_roads import FAST, Lines, at
from tests.support.way_pack import install_pack
from tests.ui.shell_stage import ShellStage, open_shell

CATALOG = shipped_catalog()
HERE = at(0, 0)
UNIT = UnitPlan(
    unit_id="d1", call_sign="Damkar 1", agency="damkar", latitude=at(2000, 0).lat, longitude=at(2000, 0).lon
)
TRAINED = dataclasses.replace(CATALOG, units=(UNIT,))


async def with_fire(shell: ShellStage) -> str:
    incidents = shell.services.incidents
    incident_id = await incidents.new(source="manual")
    incidents.set_field(incident_id, "type_code", "KB01")
    await incidents.set_location(incident_id, HERE.lat, HERE.lon, source="map_click")
    shell.window.open_incident(incident_id)
    await shell.settle()
    await shell.desk.until(lambda: not shell.services.recommendation.is_busy)
    await shell.settle()
    return incident_id


@pytest.fixture
def home(tmp_path: Path) -> Path:
    install_pack(tmp_path, Lines().line(FAST, (-500, 0), (10_000, 0)).graph())
    return tmp_path


async def test_a_key_lays_the_reach_of_the_advised_unit_over_the_map_and_takes_it_away(
    qtbot: QtBot, home: Path
) -> None:
    async with open_shell(home, catalog=TRAINED) as shell:
        await with_fire(shell)
        feeder = shell.window.map_panel.feeder(RouteFeeder)
        shell.window.map_panel.render_now()  # the timer that gathers changes does not run in this loop
        assert [row.role for row in feeder.routes.legend()] == ["route"]
        await shell.press("Alt+J")
        await shell.desk.until(lambda: feeder.reach.is_shown)
        assert shell.window.reach.reach.isChecked()
        assert len(feeder.reach.legend()) == 4
        await shell.press("Alt+J")
        assert not feeder.reach.is_shown and not shell.window.reach.reach.isChecked()


async def test_the_chosen_way_lies_on_the_map_above_the_advised_ones(qtbot: QtBot, home: Path) -> None:
    patrol = dataclasses.replace(UNIT, unit_id="p1", call_sign="Patroli", agency="polres", longitude=HERE.lon)
    async with open_shell(home, catalog=dataclasses.replace(CATALOG, units=(UNIT, patrol))) as shell:
        await with_fire(shell)
        feeder = shell.window.map_panel.feeder(RouteFeeder)
        shell.window.map_panel.render_now()
        choice = shell.window.form.dispatch_vm.choice
        advised = feeder.routes.strongest
        choice.choose("p1")  # for other work, not advised
        await shell.desk.until(lambda: choice.is_known)
        assert choice.way is not None
        assert feeder.routes.strongest == choice.way.legs != advised
        choice.put_away()
        assert feeder.routes.strongest == advised


async def test_a_key_sends_the_advised_unit(qtbot: QtBot, home: Path) -> None:
    async with open_shell(home, catalog=TRAINED) as shell:
        incident_id = await with_fire(shell)
        await shell.press("Alt+R")
        view = shell.services.incidents.view(incident_id)
        assert view is not None
        assert [part.unit.unit_id for part in view.units] == ["d1"]


async def test_units_and_posts_are_found_by_a_part_of_their_name(qtbot: QtBot, home: Path) -> None:
    async with open_shell(home, catalog=TRAINED) as shell:
        place = at(5000, 0)
        await shell.services.map_features.draw(
            FeatureWish(kind="post", shape="point", points=((place.lat, place.lon),), name="Pos Handil Bakti")
        )
        await shell.settle()
        feeder = shell.window.map_panel.feeder(RouteFeeder)
        for typed, east_m in (("handil", 5000), ("DAMKAR", 2000)):
            shell.window.reach.with_argument()["reach"](typed)
            await shell.desk.until(lambda: shell.window.reach.reach.isChecked() and feeder.reach.is_shown)
            areas = feeder.reach._areas
            assert areas is not None
            assert areas.left < at_fraction(east_m) < areas.left + areas.band.shape[1] * areas.cell
            feeder.show_reach(None)
        shell.window.reach.with_argument()["reach"]("siapa")
        await shell.settle()
        assert "Satuan mana yang dimaksud?" in shell.words


def at_fraction(east_m: float) -> float:
    return at(east_m, 0).lon / 360.0 + 0.5


async def test_only_the_newest_question_is_shown(
    qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_shell(home, catalog=TRAINED) as shell:
        service = shell.services.recommendation
        real, gate = service.reach, asyncio.Event()
        areas = await real("d1")
        calls = 0

        async def slow(unit_id: str) -> object:
            nonlocal calls
            calls += 1
            if calls == 1:
                await gate.wait()
            return await real(unit_id)

        monkeypatch.setattr(service, "reach", slow)
        feeder = shell.window.map_panel.feeder(RouteFeeder)
        ask = shell.window.reach.with_argument()["reach"]
        ask("damkar")
        await shell.settle()
        ask("damkar")
        await shell.desk.until(lambda: feeder.reach.is_shown)
        shown = feeder.reach._areas
        gate.set()
        await shell.settle()
        assert feeder.reach._areas is shown and shown is not areas
        assert shell.window.reach.reach.isChecked()


async def test_without_a_network_the_key_says_so_and_the_button_comes_up_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=TRAINED) as shell:
        await with_fire(shell)
        await shell.press("Alt+J")
        await shell.desk.until(lambda: "Belum ada jaringan jalan" in shell.words)
        assert not shell.window.reach.reach.isChecked()


async def test_the_tide_is_told_or_nothing_is(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=TRAINED) as shell:
        shell.window.book["tide"].trigger()
        await shell.desk.until(lambda: "Belum ada tabel pasang surut" in shell.words)
        rows = "".join(f"M,2025-08-25T{hour:02d}:00,1.4\n" for hour in range(24))
        shell.desk.paths.tide_table.write_text(f"station,time,level_m\n{rows}", encoding="utf-8")
        shell.window.book["tide"].trigger()
        await shell.desk.until(lambda: "Air 1,4 m tetap (M); satu jam lagi 1,4 m" in shell.words)
