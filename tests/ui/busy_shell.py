"""A window with everything in it, for the tests of what it looks like."""

from __future__ import annotations

from PySide6.QtTest import QTest

from tests.ui.shell_stage import ShellStage

SMALLEST = (1366, 728)  # 1366×768 less a task bar


async def busy(stage: ShellStage, language: str, theme: str) -> None:
    """A window with everything in it: three callers, a call, a ticket with a task, lost calls, alerts."""
    stage.services.session.set_setting("screen.theme", theme)
    stage.services.session.set_setting("screen.language", language)
    await stage.settle()
    for _ in range(2):
        lost = await stage.ring("085249001234")
        await stage.desk.forward(12)
        stage.engine.caller_hangs_up(lost)
    await stage.answered("081250007788")
    await stage.type("handil bakti")
    await stage.press("Return")
    incident_id = stage.services.incidents.board()[0].incident_id
    stage.services.incidents.set_field(incident_id, "type_code", "KB01")
    await stage.services.incidents.flush()
    await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    for number in ("0811500010", "0812700099", ""):
        await stage.ring(number)
        await stage.desk.forward(5)
    stage.engine.levels(-18, -30, 0.5)
    await stage.settle()
    QTest.qWait(30)  # layouts that follow their content come to rest
