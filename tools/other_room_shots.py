"""Pictures of a desk whose room has become another one."""

from __future__ import annotations

from typing import Final

from PySide6.QtTest import QTest

from batola_desk.sync.faults import SecretariatFault
from tests.support.gate_double import PASSWORD, at_the_gate
from tests.support.window_stage import WindowStage
from tools.camera import Take

OTHER_ROOM: Final = SecretariatFault(
    "secretariat_other_room", seq=18_342, epoch="epoch-2", host="db1.112.batola:5432"
)


async def other_room_pictures(stage: WindowStage, take: Take) -> None:
    """The question, and the refusal of somebody who may not answer it."""
    at_the_gate(stage.services)
    await stage.services.people.sign_on("rina", PASSWORD)
    await stage.settle()
    stage.window.sign_on.put_away()
    sheet = stage.window.other_room
    sheet.bring_up()
    await take(stage, "other-room")
    QTest.keyClicks(sheet.reason, "server baru")
    sheet.accept.click()
    await stage.until(sheet.refusal.isVisible, "the refusal")
    await take(stage, "other-room-refused")
