"""Pictures of the conflicts between desks: open ones with both sides, a second press, all, an empty list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.quarrel import Quarrel
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take


async def conflict_pictures(stage: WindowStage, take: Take) -> None:
    """Desk B was cut off for a while, and comes back."""
    services, sheet = stage.services, stage.window.conflicts_sheet
    sheet.bring_up()
    await take(stage, "conflicts-none")
    sheet.put_away()
    mine = await services.incidents.new(source="manual")
    services.incidents.set_field(mine, "place_text", "Jalan Brigjen Hasan Basri, Handil Bakti")
    await services.incidents.flush()
    unit = next(view.unit for view in services.dispatch.units() if not view.unit.incident_ids)
    await services.dispatch.dispatch_unit(mine, unit.unit_id)
    quarrel = Quarrel(services, wall_us())
    quarrel.signs_on()
    await quarrel.meet()
    theirs = quarrel.opens(place="Pasar Wangkang, Marabahan")
    quarrel.sends(unit.unit_id, theirs)
    quarrel.types(mine, "place_text", "Handil Bakti, depan puskesmas")
    quarrel.may_not(mine)
    await quarrel.meet()
    await stage.settle(0.5)
    await take(stage, "conflicts-strip")
    sheet.bring_up()
    await stage.settle(0.3)
    for row, name in enumerate(("conflicts-denied", "conflicts-field", "conflicts-unit")):
        sheet.list.setCurrentIndex(sheet.list.model().index(row, 0))
        await take(stage, name)
    QTest.keyClick(sheet.list, Qt.Key.Key_2)
    await take(stage, "conflicts-sure")
    sheet.list.setCurrentIndex(sheet.list.model().index(0, 0))
    sheet.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(sheet.note, "sudah ditelepon, tiket tetap tutup")
    QTest.keyClick(sheet.note, Qt.Key.Key_Return)
    await stage.settle(0.4)
    QTest.keyClick(sheet.list, Qt.Key.Key_T)
    await stage.settle(0.3)
    await take(stage, "conflicts-all")
    sheet.put_away()
