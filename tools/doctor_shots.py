"""Pictures of the doctor's page: at work, and what it found."""

from __future__ import annotations

from dataclasses import replace

from batola_desk.services.doctor import DoctorService
from batola_desk.services.doctor_views import DoctorView, FoundView
from tests.support.window_stage import WindowStage
from tools.camera import Take

FOUND = (
    FoundView("prompts_read", "ok", {"count": 4, "folder": r"C:\ProgramData\BatolaDesk\config\prompts"}),
    FoundView("disk_speed", "ok", {"ms": 0.4, "mb_per_s": 1250}),
    FoundView("disk_space_low", "warn", {"gb": 3.1, "folder": r"D:\BatolaDesk\data", "least": 5.0}),
    FoundView("journal_whole", "ok", {"count": 48213, "mb": 61.3}),
    FoundView("line_config_wrong", "fail", {"key": "sip.sip_prt", "allowed": "sip_host, sip_port, user"}),
    FoundView("account_failed", "warn", {"account": "trunk", "why": "registration_403", "sip_code": 403}),
    FoundView("echo_good", "ok", {"number": "*43", "delay_ms": 168, "level_db": -1, "codec": "PCMA"}),
    FoundView("room_joined", "ok", {"login": "meja_a", "host": "db1.112.batola:5432", "count": 18342}),
    FoundView("sync_waiting", "warn", {"count": 12, "age_s": 780}),
    FoundView("sync_behind", "warn", {"count": 41, "age_s": 900}),
    FoundView("clock_right", "ok", {"off_s": 0.2}),
    FoundView("certificate_soon", "warn", {"owner": "PostgreSQL CA", "days": 12, "until": "2026-12-09"}),
    FoundView("map_pack_whole", "ok", {"name": "Barito Kuala", "date": "2026-08-01"}),
    FoundView("sound_level", "ok", {"dbfs": -61}),
)  # fmt: skip


class _PlayedDoctor(DoctorService):
    """One that examines nothing; the pictures say what it found."""

    def start(self) -> None:
        """Nothing runs: the same findings on every machine."""

    def play(self, view: DoctorView) -> None:
        """Show this."""
        self._show(view)


async def doctor_pictures(stage: WindowStage, take: Take) -> None:
    """At work, and at the end."""
    doctor = _PlayedDoctor(stage.services._context, stage.paths)
    stage.services.doctor = doctor
    sheet = stage.window.doctor_sheet
    sheet.bring_up()
    view = DoctorView(stage="line", done=7, total=13, found=FOUND[:5])
    doctor.play(view)
    await take(stage, "doctor-at-work")
    doctor.play(replace(view, stage="", found=FOUND, ended="done", at_us=stage.services.now_us()))
    await take(stage, "doctor-found")
    sheet.put_away()
