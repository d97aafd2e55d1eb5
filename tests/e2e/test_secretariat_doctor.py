"""The doctor against a real PostgreSQL room: signed on, behind, and by a clock that is wrong."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from batola_desk.app.doctor.finding import Finding
from batola_desk.app.doctor.room import room_findings
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths
from tests.e2e.secretariat_stage import PASSWORD, Room, needs_postgres

pytestmark = [pytest.mark.e2e, needs_postgres]


async def look(home: Path, room: Room, *, password: str = PASSWORD) -> dict[str, Finding]:
    paths = DeskPaths.for_home(home)
    paths.create()
    open_journal(paths.journal).close()
    (paths.config / "pw").write_text(password)
    (paths.config / "pw").chmod(0o600)
    host = room.rig.address(room.name).hosts[0]
    (paths.config / "secretariat.toml").write_text(
        f'[secretariat]\nhosts = ["{host.name}:{host.port}"]\n'
        f'database = "{room.name}"\npassword_file = "pw"\n'
    )
    found = await asyncio.to_thread(lambda: list(room_findings(paths, desk="A")))
    return {finding.code: finding for finding in found}


async def test_a_desk_in_step_is_well(tmp_path: Path, room: Room) -> None:
    found = await look(tmp_path, room)
    assert found["room_joined"].values["login"] == "meja_a"
    assert {"clock_right", "sync_sent", "sync_level"} <= found.keys()
    assert abs(float(str(found["clock_right"].values["off_s"]))) <= 0.5  # both ask the same clock


async def test_a_wrong_clock_is_measured(tmp_path: Path, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    true_s = time.time
    monkeypatch.setattr("batola_desk.app.doctor.room.time.time", lambda: true_s() + 90.0)
    found = await look(tmp_path, room)
    assert found["clock_wrong"].level == "warn"
    assert 89.0 <= float(str(found["clock_wrong"].values["off_s"])) <= 91.0


async def test_a_wrong_password_is_told_without_it(tmp_path: Path, room: Room) -> None:
    found = await look(tmp_path, room, password="bukan-sandi-ini")
    assert "secretariat_machine_password" in found
    assert "bukan-sandi-ini" not in " ".join(finding.text for finding in found.values())
