"""E-mail to an agency by the centre's server: a fact with its outcome, never twice, nothing in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog, Channel, TaskMessage
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import AgencyTask
from tests.support.desk_double import DeskDouble, fire, open_desk
from tests.support.mail_server import MailServer, mail_server, settings_for
from tests.support.secret_ticket import INCIDENT, TASK, OtherDeskOfTheRoom, secret_facts
from tests.support.shipped import shipped_catalog
from tests.support.small_catalog import small_catalog

ADDRESS = "siaga@damkar.contoh.go.id"
CONTACT = f"Pak Anu 0812 3456 7890 {ADDRESS}"


def catalog(contact: str = CONTACT) -> Catalog:
    made = small_catalog()
    damkar = replace(made.agencies["damkar"], contacts=(contact,), channels=("email", "voice"))
    return replace(
        made,
        agencies={**made.agencies, "damkar": damkar},
        channels={**made.channels, "email": Channel(code="email", label="Surel", wait_s=120)},
        task_messages={"task": TaskMessage(code="task", lines=("{ticket}", "Lokasi: {place}"))},
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as made:
        yield made


@asynccontextmanager
async def asked(
    server: MailServer, folder: Path, *, contact: str = CONTACT, **options: object
) -> AsyncIterator[tuple[DeskDouble, str, str]]:
    """A desk with the server, a fire, and Damkar asked by e-mail in principle."""
    settings = settings_for(server, folder)
    async with open_desk(folder / "meja", catalog=catalog(contact), mail=settings, **options) as desk:
        incident_id = await fire(desk)
        task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="email")
        yield desk, incident_id, task_id
        server.go_on.set()


def task_of(desk: DeskDouble, incident_id: str) -> AgencyTask:
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    return view.tasks[0].task


async def refusal(desk: DeskDouble, incident_id: str, task_id: str) -> OperatorError:
    with pytest.raises(OperatorError) as caught:
        await desk.services.outreach.reach(incident_id, task_id, "email")
    return caught.value


async def test_what_the_server_took_is_the_try_with_its_contact(server: MailServer, tmp_path: Path) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        desk.services.incidents.set_field(incident_id, "place_text", "Handil Bakti RT 4")
        reached = await desk.services.outreach.reach(incident_id, task_id, "email")
        assert reached.was_mailed
        (taken,) = server.taken
        assert taken.recipients == (ADDRESS,)
        assert b"Lokasi: Handil Bakti RT 4" in taken.data
        last = task_of(desk, incident_id).attempts[-1]
        assert (last.channel, last.contact, last.failed_us) == ("email", CONTACT, None)
        assert last.reference


async def test_the_history_names_who_has_the_address_and_not_who_was_meant_by_voice(
    server: MailServer, tmp_path: Path
) -> None:
    made = catalog()
    damkar = replace(made.agencies["damkar"], contacts=("Piket 0511 478811", CONTACT))
    made = replace(made, agencies={**made.agencies, "damkar": damkar})
    async with open_desk(tmp_path / "meja", catalog=made, mail=settings_for(server, tmp_path)) as desk:
        incident_id = await fire(desk)
        task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        assert desk.services.outreach.mails_itself(incident_id, task_id, "email")
        assert not desk.services.outreach.mails_itself(incident_id, task_id, "voice")
        await desk.services.outreach.reach(incident_id, task_id, "email")
        assert task_of(desk, incident_id).attempts[-1].contact == ADDRESS


async def test_two_quick_keys_send_one_letter(server: MailServer, tmp_path: Path) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        server.hang_at = "RCPT"
        first = asyncio.ensure_future(desk.services.outreach.reach(incident_id, task_id, "email"))
        await desk.until(server.is_hanging.is_set, limit_s=10.0)
        assert (await refusal(desk, incident_id, task_id)).code == "mail_under_way"
        server.go_on.set()
        await first
        assert (await refusal(desk, incident_id, task_id)).code == "mail_sent_already"
        assert len(server.taken) == 1
        assert [one.channel for one in task_of(desk, incident_id).attempts] == ["email", "email"]


async def test_after_it_was_noted_that_nobody_was_reached_it_goes_again(
    server: MailServer, tmp_path: Path
) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        await desk.services.outreach.reach(incident_id, task_id, "email")
        await desk.services.outreach.unreached(incident_id, task_id)
        await desk.services.outreach.reach(incident_id, task_id, "email")
        assert len(server.taken) == 2
        names = {line for one in server.taken for line in one.data.splitlines() if b"Message-ID" in line}
        assert len(names) == 1  # whoever got the first knows the second for the same


async def test_a_text_that_changed_goes_at_once(server: MailServer, tmp_path: Path) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        await desk.services.outreach.reach(incident_id, task_id, "email")
        desk.services.incidents.set_field(incident_id, "place_text", "Handil Bakti RT 4")
        await desk.services.outreach.reach(incident_id, task_id, "email")
        assert len(server.taken) == 2


async def test_a_sent_letter_is_known_after_a_new_start(server: MailServer, tmp_path: Path) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        await desk.services.outreach.reach(incident_id, task_id, "email")
    again = {"catalog": catalog(), "mail": settings_for(server, tmp_path)}
    async with open_desk(tmp_path / "meja", **again) as desk:
        assert (await refusal(desk, incident_id, task_id)).code == "mail_sent_already"


async def test_a_refusal_is_a_failed_try_with_the_server_s_words_and_the_key_tries_again(
    server: MailServer, tmp_path: Path
) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        server.answers["RCPT"] = "550 5.1.1 kotak surat tidak ada"
        fault = await refusal(desk, incident_id, task_id)
        assert (fault.code, fault.values["words"]) == ("mail_refused", "550 5.1.1 kotak surat tidak ada")
        view = desk.services.incidents.view(incident_id)
        assert view is not None
        last = dict(view.incident.timeline[-1].values)
        assert view.incident.timeline[-1].kind == "agency_task.unreached"
        assert (last["reason"], last["detail"]) == ("mail_refused", "550 5.1.1 kotak surat tidak ada")
        assert desk.services.outreach.next_way(task_of(desk, incident_id)) == "voice"
        server.answers.clear()
        assert (await desk.services.outreach.reach(incident_id, task_id, "email")).was_mailed
        assert len(server.taken) == 1


async def test_a_server_that_is_away_is_a_failed_try_and_the_desk_goes_on(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        settings = settings_for(server, tmp_path)
    async with open_desk(tmp_path / "meja", catalog=catalog(), mail=settings) as desk:
        incident_id = await fire(desk)
        task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="email")
        assert (await refusal(desk, incident_id, task_id)).code == "mail_unreachable"
        assert task_of(desk, incident_id).attempts[-1].reason == "mail_unreachable"


async def test_a_window_that_closes_does_not_lose_what_became_of_it(
    server: MailServer, tmp_path: Path
) -> None:
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        server.hang_at = "RCPT"
        pressed = asyncio.ensure_future(desk.services.outreach.reach(incident_id, task_id, "email"))
        await desk.until(server.is_hanging.is_set, limit_s=10.0)
        pressed.cancel()
        await asyncio.gather(pressed, return_exceptions=True)
        server.go_on.set()
        await desk.until(lambda: bool(task_of(desk, incident_id).attempts[-1].reference), limit_s=10.0)
        assert len(server.taken) == 1


async def test_nothing_leaves_in_a_practice_without_an_address_or_without_a_server(
    server: MailServer, tmp_path: Path
) -> None:
    async with asked(server, tmp_path / "a", training=True) as (desk, incident_id, task_id):
        assert not (await desk.services.outreach.reach(incident_id, task_id, "email")).was_mailed
    async with asked(server, tmp_path / "b", contact="Piket 0511 1") as (desk, incident_id, task_id):
        assert not desk.services.outreach.mails_itself(incident_id, task_id, "email")
        assert not (await desk.services.outreach.reach(incident_id, task_id, "email")).was_mailed
    async with open_desk(tmp_path / "c", catalog=catalog()) as desk:
        incident_id = await fire(desk)
        task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="email")
        reached = await desk.services.outreach.reach(incident_id, task_id, "email")
        assert (reached.was_mailed, reached.mail) == (False, ADDRESS)
    assert server.asked == []


@pytest.mark.parametrize(("role", "goes"), [("PTDS", False), ("KS", True)])
async def test_a_confidential_ticket_goes_out_by_whom_it_concerns_alone(
    server: MailServer, tmp_path: Path, role: str, goes: bool
) -> None:
    made = shipped_catalog()
    dp3a = replace(made.agencies["dp3a"], contacts=(f"Piket {ADDRESS}",))
    made = replace(made, agencies={**made.agencies, "dp3a": dp3a})
    async with open_desk(
        tmp_path / "meja", role=role, catalog=made, mail=settings_for(server, tmp_path)
    ) as desk:
        await OtherDeskOfTheRoom(desk).writes(secret_facts())
        if goes:
            assert (await desk.services.outreach.reach(INCIDENT, TASK, "email")).was_mailed
        else:
            assert (await refusal(desk, INCIDENT, TASK)).code == "incident_confidential"
    assert len(server.taken) == (1 if goes else 0)


async def test_the_log_says_neither_who_nor_what(
    server: MailServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with asked(server, tmp_path) as (desk, incident_id, task_id):
        server.answers["RCPT"] = f"550 {ADDRESS} tidak ada"
        await refusal(desk, incident_id, task_id)
        server.answers.clear()
        await desk.services.outreach.reach(incident_id, task_id, "email")
    said = caplog.text
    assert "mail_refused" in said
    for word in (ADDRESS, "Pak Anu", "surel-rahasia", "0812 3456"):
        assert word not in said
