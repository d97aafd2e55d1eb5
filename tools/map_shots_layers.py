"""Pictures of what people draw on the map: all kinds, drawing, correcting, the list."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from batola_desk.domain.map_feature import FeatureWish
from batola_desk.services.map_feature_checks import circle
from tests.support.window_stage import WindowStage
from tools.camera import Take

MARABAHAN: Final = (-2.9897, 114.7685)
DRAWN: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "landmark", "name": "Masjid Al-Karim", "variants": ("mesjid alkarim",), "note": "kubah hijau"},
    {"kind": "landmark", "name": "Pasar Baru", "at": (-0.006, 0.004)},
    {"kind": "landmark", "name": "Titian Ulin", "at": (0.007, -0.003)},
    {"kind": "jetty", "name": "Dermaga Marabahan", "at": (0.003, 0.008), "usable_from_m": 0.8},
    {"kind": "pump", "name": "Pompa Handil Bakti", "at": (-0.004, -0.007), "usable_from_m": 0.5},
    {"kind": "post", "name": "Pos Damkar Marabahan", "at": (0.0, -0.004)},
)


async def layers_pictures(stage: WindowStage, take: Take) -> None:
    """Draw some of everything as the shift lead, then work on it."""
    window, features = stage.window, stage.services.map_features
    lat, lon = MARABAHAN
    for wish in DRAWN:
        north, east = wish.get("at", (0.0, 0.0))
        values = {name: value for name, value in wish.items() if name != "at"}
        await features.draw(FeatureWish(shape="point", points=((lat + north, lon + east),), **values))
    road = ((lat - 0.002, lon - 0.009), (lat - 0.0035, lon - 0.003), (lat - 0.003, lon + 0.006))
    await features.draw(
        FeatureWish(kind="closed_road", shape="line", points=road, name="Jl. Panglima Wangkang")
    )
    incident_id = await stage.services.incidents.new()
    await stage.services.incidents.set_location(incident_id, lat + 0.009, lon + 0.002, source="map_click")
    area = await features.mark_danger(incident_id, 300.0)
    end_us = stage.services.now_us() + 25 * 60 * 1_000_000
    burning = circle(lat - 0.011, lon - 0.002, 220.0)
    await features.draw(
        FeatureWish(kind="danger_area", shape="polygon", points=burning, name="Asap", valid_until_us=end_us)
    )
    await stage.settle(0.2)
    window.open_incident(incident_id)
    await stage.settle(0.3)
    canvas = window.map_panel.canvas
    canvas.set_animated(False)
    canvas.fly_to(lat, lon, 14.0)
    await take(stage, "map-layers")
    window.book["map_add"].trigger()
    await take(stage, "map-layers-kind")
    window.map_features.card.kind_chosen.emit("closed_road")
    for keys in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(canvas, keys)
        await stage.settle()
    await take(stage, "map-layers-drawing")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    await take(stage, "map-layers-form")
    QTest.keyClick(window.map_features.card, Qt.Key.Key_Escape)
    window.map_features.edit(area)
    await take(stage, "map-layers-edit")
    QTest.keyClick(window.map_features.card, Qt.Key.Key_Escape)
    jetty = next(view for view in features.shown() if view.feature.kind == "jetty")
    window.map_features.edit(jetty.feature_id)
    await take(stage, "map-layers-jetty")
    QTest.keyClick(window.map_features.card, Qt.Key.Key_Escape)
    await features.remove(jetty.feature_id)
    window.book["map_features"].trigger()
    await take(stage, "map-layers-list")
    with tempfile.TemporaryDirectory(prefix="batola-layers-") as folder:
        window.map_features.sheet.files.take_file(str(foreign_file(Path(folder))))
        await stage.settle(0.5)
    await take(stage, "map-layers-import")
    window.map_features.sheet.put_away()
    await stage.services.incidents.set_state(incident_id, "cancelled", reason="latihan")
    await take(stage, "map-layers-left")
    window.map_features.card.leave.click()
    await stage.settle()


def foreign_file(folder: Path) -> Path:
    """What another office sends: its own names of things, and two features that cannot be used."""
    lat, lon = MARABAHAN
    features = [
        {"properties": {"NAMA": "Langgar Darul Aman", "JENIS": "Langgar"}, "at": [lon + 0.01, lat]},
        {"properties": {"NAMA": "Hidran Pasar", "JENIS": "Hidran"}, "at": [lon - 0.01, lat]},
        {"properties": {"NAMA": "Tertukar", "JENIS": "Patokan"}, "at": [lat, lon]},
        {"properties": {"NAMA": "Tanpa letak"}, "at": None},
    ]
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": feature["properties"],
                "geometry": {"type": "Point", "coordinates": feature["at"]} if feature["at"] else None,
            }
            for feature in features
        ],
    }
    path = folder / "opd.geojson"
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path
