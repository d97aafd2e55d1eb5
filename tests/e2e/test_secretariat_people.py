"""People at a whole desk and a real PostgreSQL: who wrote what, who may come in, and who without it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.operator import SeatMethod
from batola_desk.services.people import PeopleService
from batola_desk.services.seat import SeatView
from batola_desk.sync import member_watch
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.members import add_login, disable_login, set_role
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, make_template, needs_postgres
from tests.support.desk_double import DeskDouble
from tests.support.postgres_rig import PostgresRig

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

Author = tuple[str, str, str]


@pytest.fixture
def server() -> Iterator[PostgresRig]:
    rig = PostgresRig().create()
    try:
        asyncio.run(make_template(rig))
        yield rig
    finally:
        rig.destroy()


@pytest_asyncio.fixture
async def desk(
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


async def until_mode(desk: DeskDouble, mode: str) -> None:
    await desk.until(lambda: desk.services.session.status().mode == mode, limit_s=20)


def people(desk: DeskDouble) -> PeopleService:
    return desk.services.people


async def until_seat(desk: DeskDouble, fits: Callable[[SeatView], bool]) -> None:
    await desk.until(lambda: fits(people(desk).seat()), limit_s=20)


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


async def refusal(desk: DeskDouble, login: str, password: str = PASSWORD) -> str:
    with pytest.raises(OperatorError) as refused:
        await people(desk).sign_on(login, password)
    return refused.value.code


async def write_note(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new()
    await desk.services.incidents.add_note(incident_id, "api besar")


async def test_each_person_writes_in_an_own_session(server: PostgresRig, desk: DeskDouble) -> None:
    await people(desk).sign_on("rina", PASSWORD)
    seat = people(desk).seat()
    assert (seat.method, seat.name, seat.role) == (SeatMethod.PASSWORD, "Rina", "PTDS")
    await write_note(desk)
    await people(desk).sign_on("budi", PASSWORD)
    assert people(desk).seat().role == "KS"
    assert desk.services.catalog.may(desk.services._context.role, "acknowledge_lead_alerts")
    await write_note(desk)
    await people(desk).take_role("PT", "latihan")
    await people(desk).sign_off()
    session, ok = "session", "ok"
    await until_authors(server, "operator.signed_off", [("rina", session, ok), ("budi", session, ok)])
    await until_authors(server, "operator.signed_on", [("rina", session, ok), ("budi", session, ok)])
    await until_authors(server, "incident.note_added", [("rina", session, ok), ("budi", session, ok)])
    await until_authors(server, "operator.role_taken", [("budi", session, ok)])


async def test_nobody_writes_as_the_desk(server: PostgresRig, desk: DeskDouble) -> None:
    key = desk.engine.ring()
    await desk.settle()
    assert await desk.services.calls.answer() == key
    await until_seat(desk, lambda seat: seat.method is SeatMethod.CALL)
    await write_note(desk)
    await people(desk).work_without_login("Udin", "sandi lupa")
    nobody = ("meja:A", "asserted", "ok")
    await until_authors(server, "operator.signed_on", [nobody, nobody])
    await until_authors(server, "incident.note_added", [nobody])


async def test_the_server_says_why_somebody_may_not_sit_here(server: PostgresRig, desk: DeskDouble) -> None:
    assert await refusal(desk, "rina", "salah-sekali-112") == "sign_on_password"
    assert await refusal(desk, "hantu") == "sign_on_password"
    people(desk)._identity._pause.reset()  # type: ignore[union-attr]
    for login in ("proyektor", "laporan", "meja_b"):
        assert await refusal(desk, login) == "sign_on_no_role", login
    people(desk)._identity._pause.reset()  # type: ignore[union-attr]
    assert await refusal(desk, "postgres", "rig-superuser") == "sign_on_no_role"
    connection = await server.superuser(TEMPLATE)
    await disable_login(connection, "sari")
    await connection.close()
    assert await refusal(desk, "sari") == "sign_on_disabled"
    assert people(desk).seat().method is SeatMethod.EMPTY


@pytest.mark.expects_log
async def test_without_the_server_the_desk_remembers_and_is_proved_later(
    server: PostgresRig, desk: DeskDouble
) -> None:
    await people(desk).sign_on("rina", PASSWORD)
    await people(desk).sign_off()
    server.kill()
    await until_mode(desk, "offline")
    assert await refusal(desk, "rina", "salah-sekali-112") == "sign_on_offline_wrong"
    assert await refusal(desk, "budi") == "sign_on_offline_wrong"  # has never sat here
    await people(desk).sign_on("rina", PASSWORD)
    seat = people(desk).seat()
    assert (seat.method, seat.code, seat.role) == (SeatMethod.OFFLINE, "secretariat_unreachable", "PTDS")
    await write_note(desk)
    server.start()
    await until_seat(desk, lambda seat: seat.method is SeatMethod.PASSWORD and not seat.code)
    await until_authors(server, "incident.note_added", [("rina", "session", "ok")])


@pytest.mark.expects_log
async def test_who_was_disabled_is_forgotten_at_the_next_contact(
    server: PostgresRig, desk: DeskDouble
) -> None:
    for login in ("budi", "rina"):
        await people(desk).sign_on(login, PASSWORD)
    connection = await server.superuser(TEMPLATE)
    await disable_login(connection, "rina")
    await set_role(connection, "budi", "operator")
    await connection.close()
    await until_seat(desk, lambda seat: seat.code == "secretariat_disabled")
    assert people(desk).seat().operator_id == "rina"  # nobody is thrown out of a conversation
    identity = people(desk)._identity
    assert identity is not None
    await desk.until(lambda: not identity._people["rina"].verifier)
    await desk.until(lambda: identity._people["budi"].role == "batola_operator")
    server.kill()
    await until_mode(desk, "offline")
    assert await refusal(desk, "rina") == "sign_on_offline_wrong"
    await people(desk).sign_on("budi", PASSWORD)
    assert people(desk).seat().role == "PTDS"


@pytest.mark.expects_log
async def test_a_password_changed_while_the_server_was_away_is_found_out(
    server: PostgresRig, desk: DeskDouble
) -> None:
    await people(desk).sign_on("rina", PASSWORD)
    connection = await server.superuser(TEMPLATE)
    await add_login(connection, "rina", "operator", "sandi-baru-2026", full_name="Rina")
    await connection.close()
    server.kill()
    await until_mode(desk, "offline")
    await people(desk).sign_on("rina", PASSWORD)  # the desk cannot know it
    assert people(desk).seat().method is SeatMethod.OFFLINE
    await write_note(desk)
    server.start()
    await until_seat(desk, lambda seat: seat.code == "secretariat_password")
    await until_authors(server, "incident.note_added", [("rina", "asserted", "ok")])
    await people(desk).sign_on("rina", "sandi-baru-2026")
    assert (people(desk).seat().method, people(desk).seat().code) == (SeatMethod.PASSWORD, "")
