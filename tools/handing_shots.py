"""Pictures of what is handed on: call-backs of a bad night, border card, referral, ministry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take


async def handing_pictures(stage: WindowStage, take: Take) -> None:
    """Many who hung up, a caller from Banjarmasin, a street lamp."""
    window, engine, services = stage.window, stage.engine, stage.services
    for at in range(30):
        key = engine.ring(f"0812{at:08d}", offered_us=wall_us() - 60_000_000)
        engine.caller_hangs_up(key)
        if at % 9 == 0:
            engine.caller_hangs_up(engine.ring(f"0812{at:08d}", offered_us=wall_us() - 20_000_000))
    await stage.settle(0.3)
    first = services.callbacks.open_items()[0]
    await services.callbacks.text(first.callback_id)
    await stage.settle(0.2)
    window.left.show_callbacks()
    await take(stage, "call-backs-many")
    key = engine.ring("081348112233", offered_us=wall_us() - 4_000_000)
    await stage.settle()
    await services.calls.answer(key)
    await stage.settle(0.2)
    incident_id = await services.incidents.new(call_key=key)
    services.incidents.set_field(incident_id, "place_text", "Jalan Lambung Mangkurat, Banjarmasin")
    services.incidents.set_field(incident_id, "type_code", "LL01")
    services.incidents.set_field(incident_id, "caller_name", "Pak Rahmat")
    await services.incidents.flush()
    await services.incidents.add_note(incident_id, "Dua motor, satu orang tidak bangun")
    window.form.open_incident(incident_id)
    await stage.settle(0.2)
    border, referral = window.handing_on.border, window.handing_on.referral
    window.book["border"].trigger()
    await take(stage, "border-choose")
    QTest.keyClick(border.choices, Qt.Key.Key_1)
    await stage.settle(0.4)
    await take(stage, "border-card")
    border.put_away()
    engine.caller_hangs_up(key)
    await stage.settle(0.2)
    window.form.open_incident("")
    window.book["refer"].trigger()
    QTest.keyClicks(referral.words, "Lampu jalan mati di Handil Bakti RT 4, sudah seminggu")
    await take(stage, "referral-asked")
    QTest.keyClick(referral.words, Qt.Key.Key_Return)
    await stage.settle(0.4)
    await take(stage, "referral-done")
    referral.put_away()
    await services.measures.decide("081348112233", "text_warning", reason="enam kali iseng semalam")
    await stage.settle(0.2)
    window.handing_on.measures.bring_up_for("081348112233")
    QTest.keyClicks(window.handing_on.measures.reason, "masih berlanjut")
    await take(stage, "measures")
    window.handing_on.measures.put_away()
    window.book["ministry_report"].trigger()
    await take(stage, "ministry-days")
    window.ministry.write("31-2-2026")
    await stage.settle(0.3)
    await take(stage, "ministry-refused")
    window.ministry.sheet.put_away()
