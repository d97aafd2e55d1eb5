"""Location links at a desk: the real service on loopback, the real journal; made, sent, heard, answered."""

from __future__ import annotations

import asyncio
import re
import sys
import urllib.parse
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from batola_desk.domain.call import Call
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.location_link import LinkState
from batola_desk.interop.intake.config import SenderSettings, TextSenders
from batola_desk.services.link_views import MadeLink
from batola_desk.services.location_links import ALARM_AWAY, ALARM_WROTE, AWAY_ALARM_S
from tests.support.desk_double import CALLER, DeskDouble, open_desk, talk
from tests.support.intake_stage import AML_TOKEN, HOUSE, REFERRAL_TOKEN, Service
from tests.support.shipped import shipped_catalog

LIMIT_S = 20.0


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path).start()
    yield made
    made.stop()


@pytest.fixture
async def linked(service: Service, tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path / "meja", links=service.for_desk()) as opened:
        yield opened


def secret_of(made: MadeLink) -> str:
    found = re.search(r"/#([a-z0-9]+)", made.text)
    assert found is not None, made.text
    return found[1]


async def says(service: Service, secret: str, kind: str, **content: object) -> None:
    answer = await asyncio.to_thread(lambda: service.says(secret, kind, **content))
    assert answer.status == 200, answer


def state(desk: DeskDouble, key: str) -> str:
    links = desk.services.links.of_call(key)
    return links[0].state if links else ""


def texts(desk: DeskDouble, key: str) -> list[tuple[str, bool]]:
    view = desk.services.calls.get(key)
    return [(text.text, text.is_ours) for text in view.call.texts] if view is not None else []


async def test_from_the_key_to_a_position_and_words_on_the_ticket(
    linked: DeskDouble, service: Service
) -> None:
    key = await talk(linked)
    incident_id = await linked.services.incidents.new()
    await linked.services.calls.link(key, incident_id)
    await linked.settle()
    made = await linked.services.links.request(key)
    assert (made.channel, made.was_sent) == ("paste", False)
    assert made.text.startswith("112: http://127.0.0.1:")
    assert state(linked, key) == LinkState.REQUESTED
    assert not linked.services.links.can_write(key), "nobody has opened it"
    secret = secret_of(made)
    await says(service, secret, "open")
    await linked.until(lambda: state(linked, key) == LinkState.OPENED, LIMIT_S)
    await says(service, secret, "position", lat=HOUSE[0], lon=HOUSE[1], acc=18.0)
    await linked.until(lambda: state(linked, key) == LinkState.LOCATED, LIMIT_S)
    (view,) = linked.services.positions.of_incident(incident_id)
    assert (view.fix.source, view.radius_m) == ("link", 18.0)
    await says(service, secret, "answer", code="mute")
    await linked.until(lambda: bool(texts(linked, key)), LIMIT_S)
    await linked.services.links.send_text(key, "Apakah Anda aman?")
    assert texts(linked, key) == [("TIDAK BISA BICARA", False), ("Apakah Anda aman?", True)]
    answer = await asyncio.to_thread(service.says, secret, "ask")
    assert [text["text"] for text in answer.content["texts"]] == ["Apakah Anda aman?"]
    shown = linked.services.incidents.view(incident_id)
    assert shown is not None
    kinds = [entry.kind for entry in shown.incident.timeline]
    assert {"call.location_requested", "call.location_request_changed", "call.located"} <= set(kinds)
    assert {"call.text_received", "call.text_sent"} <= set(kinds)
    await linked.services.positions.confirm(incident_id, view)
    shown = linked.services.incidents.view(incident_id)
    assert shown is not None and shown.incident.location is not None
    assert shown.incident.location.source == "link"


async def test_no_fact_holds_the_secret(linked: DeskDouble) -> None:
    key = await talk(linked)
    secret = secret_of(await linked.services.links.request(key))
    await linked.settle()
    for file in linked.paths.data.glob("journal.sqlite*"):
        assert secret.encode() not in file.read_bytes()


async def test_what_was_told_while_the_desk_was_closed_is_there_when_it_opens(
    service: Service, tmp_path: Path
) -> None:
    home = tmp_path / "meja"
    async with open_desk(home, links=service.for_desk()) as desk:
        key = await talk(desk)
        secret = secret_of(await desk.services.links.request(key))
        desk.engine.caller_hangs_up(key)
        await desk.settle()
        await desk.services.calls.classify(key, "P")
        await desk.settle()
    await says(service, secret, "text", text="kami di kolong rumah")
    async with open_desk(home, links=service.for_desk()) as again:
        await again.until(lambda: ("kami di kolong rumah", False) in texts(again, key), LIMIT_S)
        await again.until(lambda: not service.store.counts()["news"], LIMIT_S)
        assert len(texts(again, key)) == 1


async def test_what_is_told_twice_is_one_fact(linked: DeskDouble, service: Service) -> None:
    key = await talk(linked)
    secret = secret_of(await linked.services.links.request(key))
    reader = linked.services.links._reader
    assert reader is not None
    news = []
    real = reader._take
    reader._take = lambda epoch, batch, taken: (news.append((epoch, batch)), real(epoch, batch, taken))[1]  # type: ignore[func-returns-value, assignment, method-assign]
    await says(service, secret, "text", text="tolong")
    await linked.until(lambda: bool(texts(linked, key)), LIMIT_S)
    for epoch, batch in list(news):
        for one in batch:
            await linked.services.links._take_one(epoch, one)
    await linked.settle()
    assert texts(linked, key) == [("tolong", False)]


async def test_a_caller_who_writes_and_is_not_heard_is_an_alert_until_answered(
    linked: DeskDouble, service: Service
) -> None:
    key = await talk(linked)
    secret = secret_of(await linked.services.links.request(key))
    await says(service, secret, "open")
    await says(service, secret, "text", text="halo")
    await linked.until(lambda: len(texts(linked, key)) == 1, LIMIT_S)
    alarms = linked.services._context.alarms
    assert not alarms.is_active(ALARM_WROTE, f"call:{key}"), "the operator hears and sees this caller"
    linked.engine.caller_hangs_up(key)
    await linked.settle()
    await says(service, secret, "text", text="masih di sini")
    await linked.until(lambda: alarms.is_active(ALARM_WROTE, f"call:{key}"), LIMIT_S)
    await linked.services.links.send_text(key, "Kami baca.")
    assert not alarms.is_active(ALARM_WROTE, f"call:{key}")


async def test_a_program_sends_it_and_its_failure_leaves_the_text(service: Service, tmp_path: Path) -> None:
    script = tmp_path / "kirim.py"
    script.write_text(
        "import pathlib, sys\n"
        f"pathlib.Path({str(tmp_path / 'sms')!r}).write_text(sys.argv[1] + ' ' + sys.argv[2])\n"
        "sys.exit(len(sys.argv) - 3)\n"
    )
    words = (sys.executable, str(script), "{number}", "{text}")
    senders = {
        "sms": SenderSettings(way="command", command=words),
        "whatsapp": SenderSettings(way="command", command=(*words, "too much")),
    }
    async with open_desk(tmp_path / "meja", links=service.for_desk(), senders=TextSenders(**senders)) as desk:
        key = await talk(desk)
        made = await desk.services.links.request(key)
        assert (made.channel, made.was_sent) == ("sms", True)
        assert (tmp_path / "sms").read_text() == f"{CALLER} {made.text}"
        assert state(desk, key) == LinkState.SENT
        failed = await desk.services.links.request(key, "whatsapp")
        assert (failed.was_sent, failed.code) == (False, "send_program_failed")
        assert "/#" in failed.text
        assert state(desk, key) == LinkState.NOT_SENT
        assert len(desk.services.links.of_call(key)) == 2


async def test_what_cannot_be_asked_is_refused_in_words(linked: DeskDouble) -> None:
    links = linked.services.links
    for key, channel, code in (
        ("", "", "link_no_call"),
        ("entah", "", "link_no_call"),
        ("x", "fax", "link_channel_unknown"),
    ):
        with pytest.raises(OperatorError, match=code):
            await links.request(key, channel)
    key = await talk(linked)
    with pytest.raises(OperatorError, match="link_none"):
        await links.send_text(key, "halo")
    with pytest.raises(OperatorError, match="text_missing"):
        await links.send_text(key, "  ")


async def test_without_a_service_it_says_so_and_calls_go_on(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await talk(desk)
        with pytest.raises(OperatorError, match="link_off"):
            await desk.services.links.request(key)


async def test_a_service_that_is_away_or_knows_another_token_costs_only_the_link(
    service: Service, tmp_path: Path
) -> None:
    from dataclasses import replace

    away = replace(service.for_desk(), service="http://127.0.0.1:1")
    async with open_desk(tmp_path / "a", links=away) as desk:
        key = await talk(desk)
        with pytest.raises(OperatorError, match="link_service_unreachable"):
            await desk.services.links.request(key)
        alarms = desk.services._context.alarms
        await desk.until(lambda: desk.services.links._away_since_s is not None, LIMIT_S)
        assert not alarms.is_active(ALARM_AWAY)
        await desk.forward(AWAY_ALARM_S + 1, step_s=AWAY_ALARM_S)
        await desk.until(lambda: alarms.is_active(ALARM_AWAY), LIMIT_S)
        assert desk.services.calls.live()
    stranger = replace(service.for_desk(), token="bukan-kata-sandi-meja")
    async with open_desk(tmp_path / "b", links=stranger) as desk:
        key = await talk(desk)
        with pytest.raises(OperatorError, match="link_service_token"):
            await desk.services.links.request(key)


async def test_aml_that_the_service_took_finds_its_call(linked: DeskDouble, service: Service) -> None:
    key = await talk(linked)
    form = {"device_number": CALLER, "location_latitude": "-2.9841", "location_longitude": "114.7631"}
    headers = {"Authorization": f"Bearer {AML_TOKEN}"}
    body = urllib.parse.urlencode(form).encode()
    answer = await asyncio.to_thread(service.ask, "POST", "/aml", body, headers)
    assert answer.status == 200
    await linked.until(lambda: bool(linked.services.positions.of_call(key)), LIMIT_S)
    assert linked.services.positions.of_call(key)[0].fix.source == "aml_https"


async def test_whom_a_ticket_and_a_call_back_line_mean(linked: DeskDouble) -> None:
    key = await talk(linked)
    incident_id = await linked.services.incidents.new()
    await linked.services.calls.link(key, incident_id)
    await linked.settle()
    links = linked.services.links
    assert links.call_of_incident(incident_id) == key
    assert links.call_of_incident("entah") == ""
    lost = linked.engine.ring("081299998888")
    await linked.settle()
    linked.engine.caller_hangs_up(lost)
    await linked.settle()
    (item,) = linked.services.callbacks.open_items()
    made = await links.request_for_callback(item.callback_id)
    assert state(linked, lost) == LinkState.REQUESTED and made.call_key == lost


@pytest.mark.expects_log  # a reference that no ticket has
async def test_the_result_of_a_referral_stands_at_its_ticket_once(service: Service, tmp_path: Path) -> None:
    async with open_desk(tmp_path / "meja", links=service.for_desk(), catalog=shipped_catalog()) as desk:
        key = await talk(desk)
        referral = await desk.services.handing_on.refer(
            "lapor_bupati", incident_id="", call_key=key, what="Lampu jalan mati"
        )
        await desk.settle()
        told = {"reference": referral.reference, "state": "selesai", "result": "Sudah diganti"}
        for content in ({**told, "reference": "LPB-1-Z9"}, told, told):
            answer = await asyncio.to_thread(service.post, "/referral", content, REFERRAL_TOKEN)
            assert answer.status == 200
        await desk.until(lambda: not service.store.counts()["news"], LIMIT_S)
        incident = await asyncio.wrap_future(desk.services._context.reader.incident(referral.incident_id))
        assert incident is not None
        assert incident.referral_answer == "selesai: Sudah diganti"
        kinds = [entry.kind for entry in incident.timeline]
        assert kinds.count("incident.referral_answered") == 1


async def test_who_was_called_back_is_asked_and_an_agency_is_not(
    linked: DeskDouble, service: Service
) -> None:
    lost = linked.engine.ring("081299998888")
    linked.engine.caller_hangs_up(lost)
    await linked.settle()
    (item,) = linked.services.callbacks.open_items()
    await linked.services.callbacks.call_back(item.callback_id)
    await linked.settle()
    (view,) = linked.services.calls.live()
    assert view.call.direction == "outbound"
    secret = secret_of(await linked.services.links.request(view.key))
    await says(service, secret, "position", lat=HOUSE[0], lon=HOUSE[1], acc=12.0)
    await linked.until(lambda: bool(linked.services.positions.of_call(view.key)), LIMIT_S)
    incident_id = await linked.services.incidents.new()
    await linked.services.calls.link(view.key, incident_id)
    await linked.settle()
    assert linked.services.links.call_of_incident(incident_id) == view.key
    agency = Call(call_key="agency", direction="outbound", purpose="agency", number="119")
    linked.services._context.world.keep_call(agency)
    with pytest.raises(OperatorError, match="link_no_call"):
        await linked.services.links.request("agency")


async def test_a_call_back_line_is_asked_also_after_the_desk_was_closed(
    service: Service, tmp_path: Path
) -> None:
    home = tmp_path / "meja"
    async with open_desk(home, links=service.for_desk()) as desk:
        lost = desk.engine.ring("081299998888")
        desk.engine.caller_hangs_up(lost)
        await desk.settle()
    async with open_desk(home, links=service.for_desk()) as desk:
        (item,) = desk.services.callbacks.open_items()
        made = await desk.services.links.request_for_callback(item.callback_id)
        assert made.call_key == lost
        with pytest.raises(OperatorError, match="link_no_call"):
            await desk.services.links.request_for_callback("entah")


async def test_a_ticket_that_only_has_a_number_is_asked_and_hears_the_answers(
    linked: DeskDouble, service: Service
) -> None:
    incident_id = await linked.services.incidents.new()
    with pytest.raises(OperatorError, match="link_no_call"):
        await linked.services.links.request_for_incident(incident_id)
    linked.services.incidents.set_field(incident_id, "callback_number", "0812 5000 1111")
    await linked.services.incidents.flush()
    await linked.settle()
    made = await linked.services.links.request_for_incident(incident_id)
    assert made.number_display == "0812-5000-1111"
    secret = secret_of(made)
    await says(service, secret, "open")
    await says(service, secret, "position", lat=HOUSE[0], lon=HOUSE[1], acc=18.0)
    await says(service, secret, "text", text="di kolong rumah")
    await linked.until(lambda: bool(linked.services.positions.unmatched()), LIMIT_S)
    (view,) = linked.services.positions.unmatched()
    assert (view.fix.source, view.radius_m, view.number) == ("link", 18.0, "0812 5000 1111")
    alarms = linked.services._context.alarms
    await linked.until(lambda: alarms.is_active(ALARM_WROTE, f"incident:{incident_id}"), LIMIT_S)
    await linked.until(lambda: not service.store.counts()["news"], LIMIT_S)
    incident = await asyncio.wrap_future(linked.services._context.reader.incident(incident_id))
    assert incident is not None
    kinds = [entry.kind for entry in incident.timeline]
    assert {"call.location_requested", "desk.position_received", "call.text_received"} <= set(kinds)
    assert kinds.count("call.location_request_changed") >= 1
    await linked.services.positions.confirm(incident_id, view)
    shown = linked.services.incidents.view(incident_id)
    assert shown is not None and shown.incident.location is not None
    assert (shown.incident.location.source, shown.incident.location.uncertainty_m) == ("link", 18.0)
