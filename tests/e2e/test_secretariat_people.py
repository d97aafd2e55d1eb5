"""People at a whole desk and a real PostgreSQL: who wrote what, who may come in, and who without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.operator import SeatMethod
from batola_desk.services.people import PeopleService
from batola_desk.services.seat import SeatView
from batola_desk.sync import member_watch
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.members import add_login, disable_login, set_role
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.support.desk_double import DeskDouble
from tests.support.postgres_rig import SUPERUSER, SUPERUSER_PASSWORD, PostgresRig

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

Author = tuple[str, str, str]


@pytest_asyncio.fixture
async def here(
    server: PostgresRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[DeskDouble]:
    monkeypatch.setattr(member_watch, "LOOK_S", 0.2)
    settings = RoomSettings(address=server.address(TEMPLATE), machine=Credentials("meja_a", PASSWORD))
    opened = DeskDouble(tmp_path, real_time=True, room=settings)
    await opened.start(ticking=True)
    try:
        await until_mode(opened, "synced")
        yield opened
    finally:
        await opened.stop()


async def until_mode(here: DeskDouble, mode: str) -> None:
    await here.until(lambda: here.services.session.status().mode == mode, limit_s=20)


def people(here: DeskDouble) -> PeopleService:
    return here.services.people


async def until_seat(here: DeskDouble, fits: Callable[[SeatView], bool]) -> None:
    await here.until(lambda: fits(people(here).seat()), limit_s=20)


async def authors(server: PostgresRig, kind: str) -> list[Author]:
    """Who wrote the facts of a kind, how that is known, and the room's verdict; in the room's order."""
    connection = await server.superuser(TEMPLATE)
    rows = await connection.fetch(
        "select author, author_auth, verdict from batola.journal where kind = $1 order by seq", kind
    )
    await connection.close()
    return [(row["author"], row["author_auth"], row["verdict"]) for row in rows]


async def until_authors(server: PostgresRig, kind: str, expected: list[Author]) -> None:
    found: list[Author] = []
    for _ in range(100):
        found = await authors(server, kind)
        if len(found) >= len(expected):
            break
        await asyncio.sleep(0.1)
    assert found == expected


async def refusal(here: DeskDouble, login: str, password: str = PASSWORD) -> str:
    with pytest.raises(OperatorError) as refused:
        await people(here).sign_on(login, password)
    return refused.value.code


async def write_note(here: DeskDouble) -> None:
    incident_id = await here.services.incidents.new()
    await here.services.incidents.add_note(incident_id, "api besar")


async def test_each_person_writes_in_an_own_session(server: PostgresRig, here: DeskDouble) -> None:
    await people(here).sign_on("rina", PASSWORD)
    seat = people(here).seat()
    assert (seat.method, seat.name, seat.role) == (SeatMethod.PASSWORD, "Rina", "PTDS")
    await write_note(here)
    await people(here).sign_on("budi", PASSWORD)
    assert people(here).seat().role == "KS"
    assert here.services.catalog.may(here.services._context.role, "acknowledge_lead_alerts")
    await write_note(here)
    await people(here).take_role("PT", "latihan")
    await people(here).sign_off()
    session, ok = "session", "ok"
    await until_authors(server, "operator.signed_off", [("rina", session, ok), ("budi", session, ok)])
    await until_authors(server, "operator.signed_on", [("rina", session, ok), ("budi", session, ok)])
    await until_authors(server, "incident.note_added", [("rina", session, ok), ("budi", session, ok)])
    await until_authors(server, "operator.role_taken", [("budi", session, ok)])


async def test_nobody_writes_as_the_desk(server: PostgresRig, here: DeskDouble) -> None:
    key = here.engine.ring()
    await here.settle()
    assert await here.services.calls.answer() == key
    await until_seat(here, lambda seat: seat.method is SeatMethod.CALL)
    await write_note(here)
    await people(here).work_without_login("Udin", "sandi lupa")
    nobody = ("meja:A", "asserted", "ok")
    await until_authors(server, "operator.signed_on", [nobody, nobody])
    await until_authors(server, "incident.note_added", [nobody])


async def test_a_lead_at_another_desk_is_told_and_told_when_it_is_over(
    server: PostgresRig, here: DeskDouble, tmp_path: Path
) -> None:
    settings = RoomSettings(address=server.address(TEMPLATE), machine=Credentials("meja_b", PASSWORD))
    there = DeskDouble(tmp_path / "B", real_time=True, letter="B", room=settings)

    def told() -> list[tuple[str, str]]:
        alarms = there.services.session.status().alarms
        return [(a.subject, a.detail) for a in alarms if a.code == "desk_without_login" and not a.cleared]

    await there.start(ticking=True)
    try:
        await until_mode(there, "synced")
        await people(here).work_without_login("Udin", "sandi lupa")
        await people(there).sign_on("budi", PASSWORD)
        await there.until(lambda: told() == [("operator:meja:A", "A · Udin")], limit_s=20)
        await people(here).sign_on("rina", PASSWORD)
        await there.until(lambda: told() == [], limit_s=20)
    finally:
        await there.stop()


async def test_the_server_says_why_somebody_may_not_sit_here(server: PostgresRig, here: DeskDouble) -> None:
    assert await refusal(here, "rina", "salah-sekali-112") == "sign_on_password"
    assert await refusal(here, "hantu") == "sign_on_password"
    people(here)._identity._pause.reset()  # type: ignore[union-attr]
    for login in ("proyektor", "laporan", "meja_b"):
        assert await refusal(here, login) == "sign_on_no_role", login
    with pytest.raises(SecretariatFault) as refused:  # a member of everything, and nobody in particular
        await here.services._room.admit(Credentials(SUPERUSER, SUPERUSER_PASSWORD))
    assert refused.value.code == "secretariat_no_role"
    connection = await server.superuser(TEMPLATE)
    await disable_login(connection, "sari")
    await connection.close()
    assert await refusal(here, "sari") == "sign_on_disabled"
    assert people(here).seat().method is SeatMethod.EMPTY


@pytest.mark.expects_log
async def test_without_the_server_the_desk_remembers_and_is_proved_later(
    server: PostgresRig, here: DeskDouble
) -> None:
    await people(here).sign_on("rina", PASSWORD)
    await people(here).sign_off()
    server.kill()
    await until_mode(here, "offline")
    assert await refusal(here, "rina", "salah-sekali-112") == "sign_on_offline_wrong"
    assert await refusal(here, "budi") == "sign_on_offline_wrong"  # has never sat here
    await people(here).sign_on("rina", PASSWORD)
    seat = people(here).seat()
    assert (seat.method, seat.code, seat.role) == (SeatMethod.OFFLINE, "secretariat_unreachable", "PTDS")
    await write_note(here)
    server.start()
    await until_seat(here, lambda seat: seat.method is SeatMethod.PASSWORD and not seat.code)
    await until_authors(server, "incident.note_added", [("rina", "session", "ok")])


@pytest.mark.expects_log
async def test_who_was_disabled_is_forgotten_at_the_next_contact(
    server: PostgresRig, here: DeskDouble
) -> None:
    for login in ("budi", "rina"):
        await people(here).sign_on(login, PASSWORD)
    connection = await server.superuser(TEMPLATE)
    await disable_login(connection, "rina")
    await set_role(connection, "budi", "operator")
    await connection.close()
    await until_seat(here, lambda seat: seat.code == "secretariat_disabled")
    assert people(here).seat().operator_id == "rina"  # nobody is thrown out of a conversation
    identity = people(here)._identity
    assert identity is not None
    await here.until(lambda: not identity._people["rina"].verifier)
    await here.until(lambda: identity._people["budi"].role == "batola_operator")
    server.kill()
    await until_mode(here, "offline")
    assert await refusal(here, "rina") == "sign_on_offline_wrong"
    await people(here).sign_on("budi", PASSWORD)
    assert people(here).seat().role == "PTDS"


@pytest.mark.expects_log
async def test_a_password_changed_while_the_server_was_away_is_found_out(
    server: PostgresRig, here: DeskDouble
) -> None:
    await people(here).sign_on("rina", PASSWORD)
    connection = await server.superuser(TEMPLATE)
    await add_login(connection, "rina", "operator", "sandi-baru-2026", full_name="Rina")
    await connection.close()
    server.kill()
    await until_mode(here, "offline")
    await people(here).sign_on("rina", PASSWORD)  # the desk cannot know it
    assert people(here).seat().method is SeatMethod.OFFLINE
    await write_note(here)
    server.start()
    await until_seat(here, lambda seat: seat.code == "secretariat_password")
    await until_authors(server, "incident.note_added", [("rina", "asserted", "ok")])
    await people(here).sign_on("rina", "sandi-baru-2026")
    assert (people(here).seat().method, people(here).seat().code) == (SeatMethod.PASSWORD, "")
