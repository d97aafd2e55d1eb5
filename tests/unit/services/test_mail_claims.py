"""Two desks of one room send one e-mail once; without the room both send, and it is told that they did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from test_agency_mail import catalog, refusal, task_of

from batola_desk.domain.conflicts import Conflict, ConflictKind
from batola_desk.domain.errors import OperatorError
from batola_desk.services import agency_mail
from batola_desk.services.outreach_api import Reached
from tests.support.desk_double import DeskDouble, fire
from tests.support.mail_server import MailServer, mail_server, settings_for
from tests.support.shared_room import LEAD, A, B, SharedRoom, desks_of, in_step

pytestmark = pytest.mark.timeout(90)

Desks = tuple[DeskDouble, ...]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as made:
        yield made


@pytest_asyncio.fixture
async def mailers(
    tmp_path: Path, room: SharedRoom, monkeypatch: pytest.MonkeyPatch, server: MailServer
) -> AsyncIterator[Desks]:
    options = {"catalog": catalog(), "mail": settings_for(server, tmp_path)}
    async with desks_of(tmp_path, room, monkeypatch, A, B, LEAD, **options) as opened:
        yield opened
        server.go_on.set()


async def asked_everywhere(desks: Desks) -> tuple[str, str]:
    """A fire that all desks know, with Damkar to be asked by e-mail."""
    incident_id = await fire(desks[0])
    task_id = await desks[0].services.dispatch.send_task(incident_id, "damkar", channel="email")
    for desk in desks:
        await desk.until(lambda desk=desk: tries(desk, incident_id) == 1, limit_s=20)
        await desk.until(lambda desk=desk: in_step(desk), limit_s=20)
    return incident_id, task_id


def tries(desk: DeskDouble, incident_id: str) -> int:
    view = desk.services.incidents.view(incident_id)
    return len(view.tasks[0].task.attempts) if view is not None and view.tasks else 0


def conflicts(desk: DeskDouble, incident_id: str) -> tuple[Conflict, ...]:
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    return view.incident.conflicts


async def press(desk: DeskDouble, incident_id: str, task_id: str) -> Reached | OperatorError:
    try:
        return await desk.services.outreach.reach(incident_id, task_id, "email")
    except OperatorError as refused:
        return refused


async def test_of_two_who_press_the_key_at_once_one_sends(mailers: Desks, server: MailServer) -> None:
    a, b, lead = mailers
    incident_id, task_id = await asked_everywhere(mailers)
    server.hang_at = "RCPT"  # who sends is not ready before the other one was told
    pressed = {asyncio.ensure_future(press(desk, incident_id, task_id)): desk for desk in (a, b)}
    (told,), (sends,) = await asyncio.wait(pressed, return_when=asyncio.FIRST_COMPLETED)
    refused = told.result()
    assert isinstance(refused, OperatorError)
    winner, name = ("A", "Sari") if pressed[sends] is a else ("B", "Rina")
    assert (refused.code, refused.values["desk"], refused.values["operator"]) == (
        "mail_sending_elsewhere",
        winner,
        name,
    )
    server.hang_at = ""
    server.go_on.set()
    assert isinstance(await sends, Reached)
    assert len(server.taken) == 1
    for desk in mailers:
        await desk.until(lambda desk=desk: tries(desk, incident_id) == 2, limit_s=20)
        assert task_of(desk, incident_id).attempts[-1].reference
        assert conflicts(desk, incident_id) == (), "nothing stands against anything: one was sent"
    for desk in (a, b, lead):
        assert (await refusal(desk, incident_id, task_id)).code == "mail_sent_already"


async def test_who_sees_that_another_desk_sends_is_told_so_and_for_how_long(
    mailers: Desks, server: MailServer
) -> None:
    a, b, _ = mailers
    incident_id, task_id = await asked_everywhere(mailers)
    server.hang_at = "RCPT"
    first = asyncio.ensure_future(press(a, incident_id, task_id))
    await a.until(server.is_hanging.is_set, limit_s=20)
    await b.until(lambda: task_of(b, incident_id).sending is not None, limit_s=20)
    fault = await refusal(b, incident_id, task_id)
    assert (fault.code, fault.values["desk"]) == ("mail_sending_elsewhere", "A")
    limit_s = agency_mail.SILENT_S + 60
    assert 0 < fault.values["seconds"] <= limit_s
    server.hang_at = ""
    server.go_on.set()
    assert isinstance(await first, Reached)
    assert len(server.taken) == 1


async def test_a_desk_that_died_while_it_sent_holds_nobody_up_for_longer(
    mailers: Desks, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, _ = mailers
    incident_id, task_id = await asked_everywhere(mailers)
    server.hang_at = "RCPT"
    first = asyncio.ensure_future(press(a, incident_id, task_id))
    await a.until(server.is_hanging.is_set, limit_s=20)
    await b.until(lambda: task_of(b, incident_id).sending is not None, limit_s=20)
    server.hang_at = ""
    monkeypatch.setattr(agency_mail, "SILENT_S", -1000.0)  # as if the time were over
    assert isinstance(await press(b, incident_id, task_id), Reached), "the claim names who held it"
    assert len(server.taken) == 1
    server.go_on.set()
    await first


async def test_a_failed_try_leaves_the_way_open_for_any_desk(mailers: Desks, server: MailServer) -> None:
    a, b, _ = mailers
    incident_id, task_id = await asked_everywhere(mailers)
    server.answers["RCPT"] = "451 nanti"
    assert (await refusal(a, incident_id, task_id)).code == "mail_refused"
    await b.until(lambda: task_of(b, incident_id).attempts[-1].failed_us is not None, limit_s=20)
    server.answers.clear()
    assert isinstance(await press(b, incident_id, task_id), Reached)
    assert len(server.taken) == 1


@pytest.mark.expects_log
async def test_without_the_room_both_send_and_afterwards_everybody_sees_it(
    mailers: Desks, server: MailServer, room: SharedRoom
) -> None:
    a, b, lead = mailers
    incident_id, task_id = await asked_everywhere(mailers)
    for letter in "AB":
        room.pull_cable(letter)
    ended = [await press(desk, incident_id, task_id) for desk in (a, b)]
    assert all(isinstance(one, Reached) for one in ended), "an emergency message waits for no room"
    assert len(server.taken) == 2
    for letter in "AB":
        room.plug_in(letter)
    for desk in (a, b, lead):
        await desk.until(lambda desk=desk: bool(conflicts(desk, incident_id)), limit_s=40)
        (told,) = conflicts(desk, incident_id)
        assert (told.kind, told.detail, told.is_open) == (ConflictKind.SENT_TWICE, "damkar", True)
        assert {side.desk for side in told.sides} == {"A", "B"}
