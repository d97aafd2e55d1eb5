"""Pictures of the questions beside the form: asked, answered, read out with the beat."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take


async def triage_pictures(stage: WindowStage, take: Take) -> None:
    """A fire that is asked about, then a heart that stands still."""
    window, engine, services = stage.window, stage.engine, stage.services
    key = engine.ring("081348112233", offered_us=wall_us() - 4_000_000)
    await stage.settle()
    await take(stage, "greeting-while-ringing")
    await services.calls.answer(key)
    await stage.settle(0.2)
    incident_id = await services.incidents.new(call_key=key)
    services.incidents.set_field(incident_id, "place_text", "Handil Bakti RT 4, seberang langgar")
    services.incidents.set_field(incident_id, "type_code", "KB05")
    await services.incidents.flush()
    window.form.open_incident(incident_id)
    await take(stage, "triage-folded")
    window.form.ask_questions()
    strip = window.form.triage
    QTest.keyClicks(strip, "y2")
    QTest.keyClick(strip, Qt.Key.Key_Return)
    QTest.keyClicks(strip, "y")
    await stage.settle(0.2)
    QTest.keyClicks(strip, "dapur, ber")
    await take(stage, "triage-asked")
    services.incidents.set_field(incident_id, "type_code", "MD01")
    await services.incidents.flush()
    await services.sound.start_metronome(key, 110)
    await take(stage, "triage-metronome")
    await services.sound.stop_metronome()
    window.form.focus_place()
    await take(stage, "triage-read-out")
    engine.caller_hangs_up(key)
    await stage.settle(0.2)
    await services.calls.classify(key, "N")
    await stage.settle(0.2)
