"""Pictures of the desk's door: signing on, refusals, without a login, the banner, a role for a while."""

from __future__ import annotations

from PySide6.QtTest import QTest

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Member
from tests.support.gate_double import PASSWORD, at_the_gate
from tests.support.window_stage import WindowStage
from tools.camera import Take


async def people_pictures(stage: WindowStage, take: Take) -> None:
    """From the empty desk of a room to a lead who acts as an auditor."""
    gate = at_the_gate(stage.services)
    for member in (
        Member(login="rina", name="Rina Sari", role="batola_operator", may_log_in=True),
        Member(login="budi", name="Budi Hartono", role="batola_lead", may_log_in=True),
    ):
        gate.members[member.login] = member
    people, window = stage.services.people, stage.window
    await take(stage, "nobody-signed-on")
    stage.engine.ring("081348112233", training=False)
    await stage.settle()
    await stage.services.calls.answer()
    await take(stage, "call-answered-without-a-name")
    await people.sign_on("rina", PASSWORD)
    await people.sign_on("budi", PASSWORD)
    window.sign_on.bring_up()
    await take(stage, "change-of-person")
    gate.fault = SecretariatFault("secretariat_certificate_expired")
    QTest.keyClicks(window.sign_on.password, "salah-sekali")
    window.sign_on.enter.click()
    await stage.until(window.sign_on.refusal.isVisible, "the refusal")
    await take(stage, "sign-on-refused")
    window.sign_on.toggle_without()
    QTest.keyClicks(window.sign_on.person, "Udin")
    QTest.keyClicks(window.sign_on.reason, "sandi lupa, petugas sakit")
    await take(stage, "without-a-login")
    window.sign_on.enter.click()
    await stage.until(lambda: not window.sign_on.isVisible(), "the seat")
    await take(stage, "desk-without-a-login")
    gate.fault = None
    await people.sign_on("budi", PASSWORD)
    window.take_role.bring_up()
    await take(stage, "role-to-take")
    window.take_role.put_away()
    await people.take_role("AU", "bukti rekaman untuk Polres")
    people.on_members((Member(login="budi", name="Budi Hartono"),))
    await take(stage, "locked-login-and-role")
