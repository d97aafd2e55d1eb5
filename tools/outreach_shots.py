"""Pictures of agencies: ways on the card, a rejection, the acceptance board."""

from __future__ import annotations

from batola_desk.services.views import TaskView
from tests.support.window_stage import WindowStage
from tools.camera import Take


async def outreach_pictures(stage: WindowStage, take: Take) -> None:
    """A fire whose agencies answer, decline and stay silent."""
    window, services = stage.window, stage.services
    incident_id = await services.incidents.new(source="manual")
    services.incidents.set_field(incident_id, "type_code", "KB01")
    services.incidents.set_field(incident_id, "place_text", "Handil Bakti RT 4, belakang masjid")
    await services.incidents.flush()
    tasks = [
        await services.dispatch.send_task(incident_id, code, channel="voice")
        for code in services.catalog.suggested_agencies("KB01")[:3]
    ]
    window.open_incident(incident_id)
    await services.dispatch.act_on_task(incident_id, tasks[1], "acknowledge", text="Pak Rahmat")
    await services.dispatch.act_on_task(incident_id, tasks[2], "reject", text="semua mobil keluar")
    await services.outreach.unreached(incident_id, tasks[0])
    window.form.send_task()
    await take(stage, "ways-and-rejection")
    window.book["acceptance_board"].trigger()
    await stage.settle(0.3)
    await take(stage, "acceptance-board")
    board = window.boards.agencies
    lane = board.chosen
    assert lane is not None
    assert isinstance(lane.task, TaskView)
    board.card.action_requested.emit(lane.task.task.task_id, "acknowledge")
    await take(stage, "acceptance-name")
    board.sheet.put_away()
    window.boards_dock.hide()
    window.book["other_source"].trigger()
    window.outreach.source_sheet.buttons[0].click()
    window.outreach.source_sheet.reporter.setText("Bripka Andi 0812 3456 7890")
    await take(stage, "other-source")
    window.outreach.source_sheet.put_away()
    code = await services.slips.code_of(incident_id, tasks[0])
    window.outreach.slip_sheet.bring_up(code)
    await stage.settle(0.3)
    await take(stage, "slip-taken-in")
    window.outreach.slip_sheet.field.setText(code[:-4])
    await stage.settle(0.6)
    await take(stage, "slip-refused")
    window.outreach.slip_sheet.put_away()
