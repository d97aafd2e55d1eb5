"""Pictures of finding places: the search box, pasted positions, look-alikes, clusters."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.window_stage import WindowStage
from tools.camera import Take

HERE: Final = (-3.2372, 114.5846)


async def find_pictures(stage: WindowStage, take: Take) -> None:
    """Search, paste, compare."""
    window, incidents = stage.window, stage.services.incidents
    canvas = window.map_panel.canvas
    canvas.set_animated(False)
    window.book["find_place"].trigger()
    box = window.places.box
    QTest.keyClicks(box.field, "handil bakti rt 4 seberang masjid")
    await take(stage, "find-search")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    await take(stage, "find-found")
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    ids = []
    for north, east in ((0.0, 0.0), (0.0011, 0.0008), (0.0022, -0.0004)):
        incident_id = await incidents.new(source="manual")
        incidents.set_field(incident_id, "type_code", "KB01")
        await incidents.set_location(
            incident_id,
            HERE[0] + north,
            HERE[1] + east,
            source="map_click",
            label="Kel. Handil Bakti, Kec. Alalak",
        )
        ids.append(incident_id)
    await incidents.flush()
    window.open_incident(ids[0])
    await stage.settle(0.5)
    canvas.fly_to(*HERE, 14.5)
    await take(stage, "find-similar-cluster")
    window.form.new_ticket()
    field = window.form.details.place.field
    for name, text in (
        ("find-paste-asks", "3.2372 114.5846"),
        ("find-paste-outside", "-3.3194, 114.5908"),
        ("find-paste-short-link", "https://maps.app.goo.gl/AbCdEf12345"),
    ):
        field.setFocus()
        field.selectAll()
        QApplication.clipboard().setText(text)
        field.paste()
        await take(stage, name)
    field.clear()
    window.form.new_ticket()
