"""Texts to lost callers by the sender that IT set up: by a key, with a link, by themselves.

Source: domain.md §5.5, §12.2.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.callback import Callback
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.location_link import LinkState
from batola_desk.services import callback_auto_texts, text_sender
from batola_desk.services.callback_auto_texts import LATE_S, TURN_S
from batola_desk.services.views import CallbackView
from tests.support.desk_double import CALLER, DeskDouble, open_desk
from tests.support.intake_stage import Service
from tests.support.played_sender import BY_SMS, PlayedSender
from tests.support.shared_room import LEAD, A, B, SharedRoom, desks_of, in_step
from tests.support.shipped import shipped_catalog

pytestmark = pytest.mark.timeout(120)

AFTER_S = 20.0
LIMIT_S = 20.0


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shipped_catalog()


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> PlayedSender:
    played = PlayedSender()
    monkeypatch.setattr(text_sender, "send_text", played)
    return played


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path).start()
    yield made
    made.stop()


@pytest.fixture
async def desk(tmp_path: Path, catalog: Catalog, sender: PlayedSender) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=catalog, senders=BY_SMS) as opened:
        yield opened


@pytest.fixture
async def automatic(tmp_path: Path, catalog: Catalog, sender: PlayedSender) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=sending(catalog), senders=BY_SMS) as opened:
        yield opened


def sending(catalog: Catalog, after_s: float = AFTER_S) -> Catalog:
    """A centre that wants texts to go by themselves."""
    callback = replace(catalog.limits.callback, auto_text_after_s=after_s)
    return replace(catalog, limits=replace(catalog.limits, callback=callback))


def items(desk: DeskDouble) -> list[CallbackView]:
    return list(desk.services.callbacks.open_items())


async def state(desk: DeskDouble, callback_id: str) -> Callback:
    found = await asyncio.wrap_future(desk.services._context.reader.callback(callback_id))
    assert found is not None
    return found


async def lose(desk: DeskDouble, number: str = CALLER) -> str:
    key = desk.engine.ring(number)
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    return key


async def pass_time(desk: DeskDouble, seconds: float) -> None:
    """Tick, and let what a tick began come to its end."""
    await desk.forward(seconds, step_s=max(1.0, seconds / 20))
    task = desk.services._auto_texts._task
    if task is not None:
        await task
    await desk.settle()


async def test_a_key_sends_it_and_says_by_what_way(desk: DeskDouble, sender: PlayedSender) -> None:
    await lose(desk)
    outgoing = await desk.services.callbacks.text(items(desk)[0].callback_id)
    await desk.settle()
    assert (outgoing.was_sent, outgoing.channel, outgoing.code) == (True, "sms", "")
    assert sender.sent == [(CALLER, outgoing.text)]
    assert "terputus" in outgoing.text and "tautan" not in outgoing.text, "no link without a service"
    assert items(desk)[0].last_outcome == "text_sent"


async def test_what_did_not_go_out_stays_to_be_pasted_and_says_why(
    desk: DeskDouble, sender: PlayedSender
) -> None:
    sender.fault = "send_refused"
    await lose(desk)
    callback_id = items(desk)[0].callback_id
    outgoing = await desk.services.callbacks.text(callback_id)
    await desk.settle()
    assert (outgoing.was_sent, outgoing.channel, outgoing.code) == (False, "paste", "send_refused")
    assert "terputus" in outgoing.text and not sender.sent
    assert items(desk)[0].last_outcome == "text_sent", "a person has it, as without a sender"


async def test_the_text_has_a_link_that_is_the_lost_calls(
    service: Service, tmp_path: Path, catalog: Catalog, sender: PlayedSender
) -> None:
    more = {"links": service.for_desk(), "catalog": catalog, "senders": BY_SMS}
    async with open_desk(tmp_path / "meja", **more) as desk:  # type: ignore[arg-type]
        key = await lose(desk)
        outgoing = await desk.services.callbacks.text(items(desk)[0].callback_id)
        await desk.settle()
        assert f"{service.url}/#" in outgoing.text
        (link,) = desk.services.links.of_call(key)
        assert (link.state, link.channel) == (LinkState.SENT, "sms")


async def test_a_service_that_is_away_costs_the_link_not_the_text(
    service: Service, tmp_path: Path, catalog: Catalog, sender: PlayedSender
) -> None:
    away = replace(service.for_desk(), service="http://127.0.0.1:1")
    async with open_desk(tmp_path / "meja", links=away, catalog=catalog, senders=BY_SMS) as desk:
        await lose(desk)
        outgoing = await desk.services.callbacks.text(items(desk)[0].callback_id)
        assert outgoing.was_sent and "tautan" not in outgoing.text


async def test_a_number_gets_one_in_half_an_hour_also_on_a_new_line(
    desk: DeskDouble, sender: PlayedSender
) -> None:
    await lose(desk)
    await desk.services.callbacks.text(items(desk)[0].callback_id)
    await desk.services.callbacks.close(items(desk)[0].callback_id, reason="accidental")
    await desk.forward(60)
    await lose(desk)
    again = items(desk)[0].callback_id
    with pytest.raises(OperatorError, match="callback_texted"):
        await desk.services.callbacks.text(again)
    await desk.forward(30 * 60, step_s=60)
    await desk.services.callbacks.text(again)
    assert len(sender.sent) == 2


async def test_a_second_key_waits_for_the_first(desk: DeskDouble, sender: PlayedSender) -> None:
    await lose(desk)
    callback_id = items(desk)[0].callback_id
    ended = await asyncio.gather(
        *(desk.services.callbacks.text(callback_id) for _ in range(2)), return_exceptions=True
    )
    assert [str(one) for one in ended if isinstance(one, OperatorError)] == ["callback_texting"]
    assert len(sender.sent) == 1


async def test_practice_sends_nothing(tmp_path: Path, catalog: Catalog, sender: PlayedSender) -> None:
    async with open_desk(tmp_path, catalog=sending(catalog), senders=BY_SMS, training=True) as desk:
        await lose(desk)
        await pass_time(desk, AFTER_S + 5)
        outgoing = await desk.services.callbacks.text(items(desk)[0].callback_id)
        assert (outgoing.was_sent, sender.sent) == (False, [])


# ---------------------------------------------------------------- by itself


async def test_as_shipped_nothing_goes_by_itself(desk: DeskDouble, sender: PlayedSender) -> None:
    await lose(desk)
    await pass_time(desk, 120)
    assert not sender.sent


async def test_it_goes_by_itself_once_and_is_no_persons_doing(
    automatic: DeskDouble, sender: PlayedSender
) -> None:
    await lose(automatic)
    callback_id = items(automatic)[0].callback_id
    await pass_time(automatic, AFTER_S - 5)
    assert not sender.sent, "the caller may call again himself"
    await pass_time(automatic, 10)
    assert [number for number, _ in sender.sent] == [CALLER]
    await lose(automatic)
    await pass_time(automatic, AFTER_S + 5)
    assert len(sender.sent) == 1, "half an hour has not passed"
    attempted = [
        entry.actor
        for entry in (await state(automatic, callback_id)).timeline
        if entry.kind == "callback.attempted"
    ]
    assert attempted == ["system"]


@pytest.mark.parametrize("number", ["", "anonymous", "0511 4701234", "112"])
async def test_only_a_mobile_number_gets_one(
    automatic: DeskDouble, sender: PlayedSender, number: str
) -> None:
    await lose(automatic, number)
    await pass_time(automatic, AFTER_S + 5)
    assert not sender.sent


async def test_who_calls_again_or_is_dialled_gets_none(automatic: DeskDouble, sender: PlayedSender) -> None:
    await lose(automatic)
    ringing = automatic.engine.ring(CALLER)
    await automatic.settle()
    await pass_time(automatic, AFTER_S + 5)
    assert not sender.sent, "he rings right now"
    await automatic.services.calls.answer(ringing)
    await automatic.settle()
    await lose(automatic, "081299998888")
    await automatic.services.callbacks.call_back(items(automatic)[0].callback_id)
    await pass_time(automatic, AFTER_S + 5)
    assert not sender.sent


async def test_what_was_lost_long_ago_gets_none(
    tmp_path: Path, catalog: Catalog, sender: PlayedSender
) -> None:
    async with open_desk(tmp_path, catalog=sending(catalog)) as desk:
        await lose(desk)
        await desk.forward(LATE_S + AFTER_S, step_s=LATE_S)
        clock = desk.clock
    async with open_desk(tmp_path, catalog=sending(catalog), senders=BY_SMS, clock=clock) as desk:
        assert items(desk)
        await pass_time(desk, 60)
    assert not sender.sent


async def test_a_silent_caller_gets_none_and_one_in_danger_the_quiet_one(
    automatic: DeskDouble, sender: PlayedSender
) -> None:
    key = automatic.engine.ring("081299998888")
    await automatic.settle()
    await automatic.services.calls.answer(key)
    await automatic.services.calls.start_silent_check(key)
    automatic.engine.caller_hangs_up(key)
    await automatic.settle()
    assert items(automatic)[0].reasons == ("silent",)
    key = automatic.engine.ring(CALLER)
    await automatic.settle()
    await automatic.services.calls.answer(key)
    incident_id = await automatic.services.incidents.new(call_key=key)
    automatic.engine.caller_hangs_up(key)
    automatic.services.incidents.set_field(incident_id, "type_code", "KR06")
    automatic.services.incidents.set_field(incident_id, "place_text", "Rumah Siti")
    await automatic.services.incidents.flush()
    await automatic.settle()
    await lose(automatic)
    await pass_time(automatic, AFTER_S + 5)
    ((number, text),) = sender.sent
    assert number == CALLER
    assert not any(word in text for word in ("112", "darurat", "tautan", "http"))


async def test_one_that_failed_says_so_and_a_person_may_send_it(
    automatic: DeskDouble, sender: PlayedSender
) -> None:
    sender.fault = "send_unreachable"
    await lose(automatic)
    await pass_time(automatic, AFTER_S + 60)
    item = items(automatic)[0]
    assert item.last_outcome == "text_failed"
    assert "text_sent" not in item.reasons
    sender.fault = ""
    assert (await automatic.services.callbacks.text(item.callback_id)).was_sent
    assert len(sender.sent) == 1


async def everybody(desks: tuple[DeskDouble, ...]) -> None:
    """Each desk looks, and what it began comes to its end."""
    for desk in desks:
        await desk.services.tick()
    tasks = [desk.services._auto_texts._task for desk in desks]
    await asyncio.gather(*(task for task in tasks if task is not None))


async def test_of_several_desks_one_sends_it(
    tmp_path: Path,
    room: SharedRoom,
    catalog: Catalog,
    sender: PlayedSender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callback_auto_texts, "TURN_S", 0.0)  # all at once: the room alone decides
    more = {"catalog": sending(catalog, 0.001), "senders": BY_SMS}
    async with desks_of(tmp_path, room, monkeypatch, A, B, LEAD, **more) as desks:
        desks[0].engine.caller_hangs_up(desks[0].engine.ring(CALLER))
        for desk in desks:
            await desk.until(lambda desk=desk: bool(items(desk)), limit_s=LIMIT_S)
        await everybody(desks)
        assert len(sender.sent) == 1
        for desk in desks:
            await desk.until(lambda desk=desk: items(desk)[0].last_outcome == "text_sent", limit_s=LIMIT_S)
            await desk.until(lambda desk=desk: in_step(desk) and not items(desk)[0].claimed_desk, LIMIT_S)
        await everybody(desks)
        assert len(sender.sent) == 1


@pytest.mark.expects_log  # the room is away
async def test_without_the_rooms_word_none_goes_by_itself(
    tmp_path: Path,
    room: SharedRoom,
    catalog: Catalog,
    sender: PlayedSender,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = {"catalog": sending(catalog, 0.001), "senders": BY_SMS}
    async with desks_of(tmp_path, room, monkeypatch, A, **more) as (desk,):
        desk.engine.caller_hangs_up(desk.engine.ring(CALLER))
        await desk.until(lambda: bool(items(desk)), limit_s=LIMIT_S)
        await desk.until(lambda: in_step(desk), limit_s=LIMIT_S)
        room.pull_cable("A")
        await everybody((desk,))
        assert not sender.sent
        assert (await desk.services.callbacks.text(items(desk)[0].callback_id)).was_sent, "a person may"
        room.plug_in("A")
        await desk.until(lambda: in_step(desk), limit_s=LIMIT_S)


async def test_desks_look_one_after_the_other(automatic: DeskDouble) -> None:
    world = automatic.services._context.world
    turn_s = automatic.services._auto_texts._turn_s
    assert turn_s() == 0
    own = world.desks.pop("A", None)
    assert own is not None
    world.desks.update({"0": own, "1": own, "B": own})
    assert turn_s() == 2 * TURN_S
