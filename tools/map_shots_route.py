"""Pictures of advice and reach: the list in the form, ways on the map, areas, a guess without a network."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from batola_desk.domain.map_feature import FeatureWish
from batola_desk.map.pack.store import PackStore
from tests.support.map_network import MIDDLE_LAT, river_lon
from tests.support.map_packs import make_network_pack
from tests.support.window_stage import WindowStage
from tools.camera import Take

SEGMENTS: Final = 15_000
TYPE: Final = "KB01"


@cache
def _pack() -> Path:
    """One pack for all looks; its folder goes with the process."""
    return make_network_pack(Path(tempfile.mkdtemp(prefix="route-shots-")), segments=SEGMENTS)


def _install(stage: WindowStage) -> None:
    store = PackStore(stage.paths.map_packs)
    store.folder.mkdir(parents=True, exist_ok=True)
    made = shutil.copy(_pack(), store.folder / _pack().name)
    store.point_to(Path(made))


async def route_pictures(stage: WindowStage, take: Take) -> None:
    """A house on fire beside the Barito: who is there first, by road and by boat."""
    window, services = stage.window, stage.services
    latitude = MIDDLE_LAT + 0.02
    longitude = river_lon(latitude) + 0.02
    incident_id = await services.incidents.new(source="manual")
    services.incidents.set_field(incident_id, "type_code", TYPE)
    await services.incidents.set_location(incident_id, latitude, longitude, source="map_click")
    await services.incidents.flush(incident_id)
    window.open_incident(incident_id)
    window.form.show_units()
    await stage.settle(0.8)
    canvas = window.map_panel.canvas
    canvas.set_animated(False)
    canvas.fly_to(latitude, longitude, 10.0)
    await take(stage, "advice-without-network")
    _install(stage)
    _write_tide(stage)
    places = ((-0.02, -0.05), (-0.02, 0.05), (0.0, -0.03), (-0.01, 0.035), (-0.018, 0.09))
    units = [view.unit for view in services.dispatch.units() if view.unit.agency_code in {"damkar", "bpk"}]
    for unit, (north, east) in zip(units, places, strict=False):
        place = latitude + north
        await services.dispatch.locate_unit(unit.unit_id, place, river_lon(place) + east)
    jetty = (latitude, river_lon(latitude))
    await services.map_features.draw(
        FeatureWish(kind="jetty", shape="point", points=(jetty,), name="Dermaga Barito", usable_from_m=0.5)
    )
    for name, north, least_m in (("Pompa Kolam Kiri", 0.004, 1.5), ("Pompa Handil Barabai", -0.005, 0.3)):
        pump = (latitude + north, longitude + 0.004)
        await services.map_features.draw(
            FeatureWish(kind="pump", shape="point", points=(pump,), name=name, usable_from_m=least_m)
        )
    await stage.settle(2.5)
    canvas.fly_to(latitude, longitude, 11.5)
    await stage.settle(2.5)
    await take(stage, "advice")
    window.form.dispatch.advice.more.setChecked(True)
    window.form.dispatch.advice.not_advised.setChecked(True)
    await take(stage, "advice-unfolded")
    window.form.dispatch_vm.choice.choose(services.recommendation.view(incident_id).excluded[0].unit_id)
    await stage.settle(0.8)
    await take(stage, "advice-chosen-way")
    window.form.dispatch.advice.rows[1].way.click()
    window.form.dispatch.advice.more.setChecked(False)
    window.form.dispatch.advice.not_advised.setChecked(False)
    await take(stage, "advice-second-way")
    window.form.dispatch_vm.choice.put_away()
    window.keyboard_to_form()
    window.book["reach"].trigger()
    await stage.settle(1.0)
    canvas.fly_to(latitude, longitude + 0.04, 12.0)
    await stage.settle(1.0)
    await take(stage, "reach")
    window.book["reach"].trigger()
    window.book["tide"].trigger()
    await take(stage, "tide")


def _write_tide(stage: WindowStage) -> None:
    """High and low water round now."""
    now_s = stage.services.now_us() / 1e6
    rows = ["station,time,level_m"]
    for step in range(-3, 4):
        at_s = now_s + step * 6 * 3600 - 2 * 3600
        moment = _iso(at_s)
        rows.append(f"Barito,{moment},{1.9 if step % 2 else 0.6}")
    stage.paths.tide_table.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _iso(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat()
