"""Incidents change hands between desks of one room: the room decides races, both sides are told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.ipc.messages import PlayAlert
from batola_desk.services.claims import ClaimOutcome, ClaimPhase
from batola_desk.services.handover_notices import Handover, handover_of
from batola_desk.sync import exchange
from batola_desk.sync.faults import SecretariatFault
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shared_room import LEAD, PASSWORD, A, B, SharedRoom, desks_of, in_step, room_desk, room_of

pytestmark = pytest.mark.timeout(60)


def incident_of(desk: DeskDouble, incident_id: str) -> Incident:
    entry = desk.services._world.entry(incident_id)
    assert entry is not None
    return entry.incident


def owner(desk: DeskDouble, incident_id: str) -> tuple[str, str]:
    incident = incident_of(desk, incident_id)
    return incident.owner_desk, incident.owner


def knows(desk: DeskDouble, *incident_ids: str) -> bool:
    return all(desk.services._world.entry(key) is not None for key in incident_ids)


def told(desk: DeskDouble, code: str) -> list[Handover]:
    views = [v for v in desk.services.session.status().alarms if v.code == code and not v.cleared]
    found = [handover_of(view.detail) for view in views]
    return [one for one in found if one is not None]


def tones(desk: DeskDouble) -> list[str]:
    return [command.name for command in desk.engine.commands if isinstance(command, PlayAlert)]


async def opened_at(desk: DeskDouble, *others: DeskDouble, count: int = 1) -> list[str]:
    ids = [await desk.services.incidents.new() for _ in range(count)]
    for other in others:
        await other.until(lambda other=other: knows(other, *ids), limit_s=10)
    return ids


async def pass_on(
    desk: DeskDouble, ids: list[str], *, force: bool = False, **target: str
) -> tuple[ClaimOutcome, ...]:
    result = await desk.services.ownership.reassign(ids, reason="banyak panggilan", force=force, **target)
    return await desk.services.ownership.verdicts(result.claims)


def phases(outcomes: tuple[ClaimOutcome, ...]) -> set[ClaimPhase]:
    return {outcome.phase for outcome in outcomes}


async def test_a_lead_passes_several_on_and_both_sides_are_told(desks: tuple[DeskDouble, ...]) -> None:
    a, b, lead = desks
    ids = await opened_at(a, b, lead, count=3)
    outcomes = await pass_on(lead, ids, to_operator="rina")
    assert phases(outcomes) == {ClaimPhase.GRANTED}
    await b.until(lambda: len(told(b, "incident_given")) == 3, limit_s=10)
    await a.until(lambda: len(told(a, "incident_taken")) == 3, limit_s=10)
    for desk in desks:
        await desk.until(lambda desk=desk: {owner(desk, key) for key in ids} == {("B", "rina")}, limit_s=10)
    (one, *_) = told(b, "incident_given")
    assert (one.from_desk, one.from_name, one.by, one.reason) == ("A", "Sari", "Budi", "banyak panggilan")
    (other, *_) = told(a, "incident_taken")
    assert (other.to_desk, other.to_name) == ("B", "Rina")
    assert told(lead, "incident_given") == told(lead, "incident_taken") == []
    assert told(b, "incident_taken") == told(a, "incident_given") == []
    assert "attention" in tones(b)
    assert "p2" in tones(a)


async def test_what_is_over_alerts_nobody_any_more(desks: tuple[DeskDouble, ...]) -> None:
    a, b, lead = desks
    (key,) = await opened_at(a, b, lead)
    await pass_on(lead, [key], to_operator="rina")
    await b.until(lambda: len(told(b, "incident_given")) == 1, limit_s=10)
    await a.until(lambda: len(told(a, "incident_taken")) == 1, limit_s=10)
    await lead.services.incidents.set_state(key, "cancelled", reason="salah")
    await b.until(lambda: told(b, "incident_given") == [], limit_s=10)
    await a.until(lambda: told(a, "incident_taken") == [], limit_s=10)


async def test_what_one_does_oneself_is_told_to_the_other_only(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    mine, theirs = await opened_at(a, b, count=1), await opened_at(b, a, count=1)
    await pass_on(a, mine, to_operator="rina")
    taken = await a.services.ownership.take_over(theirs, reason="dekat")
    await a.services.ownership.verdicts(taken.claims)
    await b.until(lambda: len(told(b, "incident_given")) == len(told(b, "incident_taken")) == 1, limit_s=10)
    await asyncio.sleep(0.2)
    assert told(a, "incident_given") == told(a, "incident_taken") == []


async def test_of_two_who_take_at_once_one_has_it_and_the_other_hears_whose_it_is(
    desks: tuple[DeskDouble, ...],
) -> None:
    a, b, lead = desks
    (key,) = await opened_at(lead, a, b)
    first, second = await asyncio.gather(
        *(desk.services.ownership.take_over([key], reason="saya di dekatnya") for desk in (a, b))
    )
    one, other = await asyncio.gather(
        a.services.ownership.verdicts(first.claims), b.services.ownership.verdicts(second.claims)
    )
    assert sorted([one[0].phase, other[0].phase]) == [ClaimPhase.GRANTED, ClaimPhase.LOST]
    loser, winner, outcome = (b, a, other[0]) if other[0].phase is ClaimPhase.LOST else (a, b, one[0])
    letter, name = ("A", "Sari") if winner is a else ("B", "Rina")
    assert (outcome.holder_desk, outcome.holder_name) == (letter, name)
    for desk in desks:
        await desk.until(lambda desk=desk: owner(desk, key) == (letter, name.lower()), limit_s=10)
    await loser.until(lambda: len(told(loser, "claim_lost")) == 1, limit_s=10)
    assert (told(loser, "claim_lost")[0].to_desk, told(winner, "claim_lost")) == (letter, [])
    with_force = await pass_on(lead, [key], force=True, to_desk="C")
    assert phases(with_force) == {ClaimPhase.GRANTED}


@pytest.mark.expects_log
async def test_only_a_lead_forces_and_a_forced_claim_never_loses(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, lead = desks
    (key,) = await opened_at(a, b, lead)
    with pytest.raises(OperatorError) as refused:
        await pass_on(b, [key], force=True, to_desk="B")
    assert refused.value.code == "lead_only"
    room.pull_cable("C")
    await pass_on(a, [key], to_desk="B")
    await pass_on(b, [key], to_desk="A")
    outcomes = await pass_on(lead, [key], force=True, to_operator="budi")
    assert phases(outcomes) == {ClaimPhase.PROVISIONAL}
    room.plug_in("C")
    for desk in desks:
        await desk.until(lambda desk=desk: owner(desk, key) == ("C", "budi") and in_step(desk), limit_s=20)


@pytest.mark.expects_log
async def test_without_the_room_a_claim_answers_at_once_and_is_provisional_until_it_speaks(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, _ = desks
    (key,) = await opened_at(b, a)
    room.pull_cable("A")
    result = await a.services.ownership.take_over([key], reason="B sibuk")
    assert not any(asked.answer.done() for asked in result.claims), "no word of the room was waited for"
    assert owner(a, key) == ("A", "sari")
    outcomes = await a.services.ownership.verdicts(result.claims)
    assert phases(outcomes) == {ClaimPhase.PROVISIONAL}
    (row,) = a.services.incidents.board()
    assert row.claim == "provisional"
    room.plug_in("A")
    await b.until(lambda: owner(b, key) == ("A", "sari"), limit_s=20)
    await a.until(lambda: a.services.incidents.board()[0].claim == "", limit_s=10)
    assert len(told(b, "incident_taken")) == 1


async def test_while_the_room_is_asked_the_board_says_so(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, _ = desks
    (key,) = await opened_at(b, a)
    room.troubles["meja_a"].delay_s = 0.15
    result = await a.services.ownership.take_over([key], reason="dekat")
    asked = asyncio.create_task(a.services.ownership.verdicts(result.claims))
    await asyncio.sleep(0)
    assert a.services.incidents.board()[0].claim == "waiting"
    assert phases(await asked) == {ClaimPhase.GRANTED}
    room.troubles["meja_a"].delay_s = 0.0


@pytest.mark.expects_log
async def test_who_comes_back_is_told_only_what_is_still_true(
    desks: tuple[DeskDouble, ...], room: SharedRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, lead = desks
    stays, returns = await opened_at(a, b, lead, count=2)
    room.pull_cable("B")
    await b.until(lambda: room_of(b).mode == "offline", limit_s=10)
    await pass_on(lead, [stays, returns], to_operator="rina")
    await pass_on(lead, [returns], to_operator="sari")
    assert told(b, "incident_given") == []
    monkeypatch.setattr(exchange, "PAGE_FACTS", 1)  # it learns one fact after the other
    room.plug_in("B")
    await b.until(lambda: in_step(b) and bool(told(b, "incident_given")), limit_s=20)
    await asyncio.sleep(0.3)
    raised = [view for view in b.services.session.status().alarms if view.code == "incident_given"]
    given = [one.ticket for view in raised if (one := handover_of(view.detail)) is not None]
    assert given == [incident_of(b, stays).ticket_number]  # not even for a moment of the other one


@pytest.mark.expects_log
async def test_a_claim_made_offline_that_lost_says_so_when_the_cable_is_back(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, lead = desks
    (key,) = await opened_at(lead, a, b)
    room.pull_cable("A")
    outcomes = await asyncio.gather(
        *(pass_on(desk, [key], to_desk=desk.services._setup.desk) for desk in (a, b))
    )
    assert [phases(one) for one in outcomes] == [{ClaimPhase.PROVISIONAL}, {ClaimPhase.GRANTED}]
    assert owner(a, key) == ("A", "")
    room.plug_in("A")
    await a.until(lambda: bool(told(a, "claim_lost")), limit_s=20)
    await a.until(lambda: owner(a, key) == ("B", ""), limit_s=10)
    assert told(a, "claim_lost")[0].ticket == incident_of(a, key).ticket_number


async def test_who_may_not_decide_asks_and_the_lead_answers(
    tmp_path: Path, room: SharedRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    taker = ("A", "sari", "PT")
    async with desks_of(tmp_path, room, monkeypatch, taker, B, LEAD) as (a, b, lead):
        keep, give = await opened_at(a, b, lead, count=2)
        result = await a.services.ownership.reassign([keep, give], to_operator="rina", reason="dua panggilan")
        assert (result.asked, result.claims) == (2, ())
        for desk in (lead, b):
            await desk.until(lambda desk=desk: len(told(desk, "transfer_asked")) == 2, limit_s=10)
        assert told(lead, "transfer_asked")[0].by == "Sari"
        assert told(a, "transfer_asked") == []
        with pytest.raises(OperatorError, match="right_missing"):
            await a.services.ownership.decline(keep, reason="x")
        await lead.services.ownership.decline(keep, reason="tetap di A")
        await lead.services.ownership.accept(give)
        await b.until(
            lambda: owner(b, give) == ("B", "rina") and len(told(b, "incident_given")) == 1, limit_s=10
        )
        for desk in (lead, b):
            await desk.until(lambda desk=desk: told(desk, "transfer_asked") == [], limit_s=10)
        assert owner(b, keep) == ("A", "sari")
        with pytest.raises(OperatorError, match="wish_gone"):
            await lead.services.ownership.accept(keep)


@pytest.mark.expects_log
async def test_a_restart_tells_what_a_crash_swallowed_and_nothing_twice(
    tmp_path: Path, room: SharedRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desks_of(tmp_path, room, monkeypatch, A, LEAD) as (a, lead):
        b = room_desk(tmp_path / "B", *B, room)
        await b.start()
        await b.services.people.sign_on("rina", PASSWORD)
        await b.until(lambda: in_step(b), limit_s=20)
        first, second = await opened_at(a, b, lead, count=2)
        await pass_on(lead, [first], to_operator="rina")
        await b.until(lambda: len(told(b, "incident_given")) == 1, limit_s=10)
        monkeypatch.setattr(b.services._notices, "on_changed", lambda ids: None)  # it dies before it tells
        await pass_on(lead, [second], to_operator="rina")
        await b.until(lambda: owner(b, second) == ("B", "rina"), limit_s=10)
        await b.stop()
        again = room_desk(tmp_path / "B", *B, room)
        await again.start()
        try:
            assert told(again, "incident_given") == []  # nobody has signed on
            await again.services.people.sign_on("rina", PASSWORD)
            await again.until(lambda: bool(told(again, "incident_given")), limit_s=10)
            given = [one.ticket for one in told(again, "incident_given")]
            assert given == [incident_of(again, second).ticket_number]
        finally:
            await again.stop()


@pytest.mark.parametrize(
    ("target", "reason", "code"),
    [
        ({"to_desk": "Z"}, "x", "desk_unknown"),
        ({"to_operator": "nobody"}, "x", "operator_unknown"),
        ({"to_desk": "A"}, "  ", "reason_missing"),
        ({"to_operator": "sari"}, "x", "owner_already"),
    ],
)
async def test_wishes_that_cannot_be(
    desk: DeskDouble, target: dict[str, str], reason: str, code: str
) -> None:
    key = await desk.services.incidents.new()
    with pytest.raises(OperatorError) as refused:
        await desk.services.ownership.reassign([key], reason=reason, **target)
    assert refused.value.code == code


async def test_wishes_for_nothing_and_for_ended_ones(desk: DeskDouble) -> None:
    ownership = desk.services.ownership
    with pytest.raises(OperatorError, match="nothing_chosen"):
        await ownership.reassign([], to_desk="A", reason="x")
    with pytest.raises(OperatorError, match="incident_unknown"):
        await ownership.reassign(["none"], to_desk="A", reason="x")
    with pytest.raises(OperatorError, match="too_many_chosen"):
        await ownership.reassign([str(number) for number in range(201)], to_desk="A", reason="x")
    key = await desk.services.incidents.new()
    await desk.services.incidents.set_state(key, "cancelled", reason="salah")
    with pytest.raises(OperatorError, match="incident_ended"):
        await ownership.reassign([key], to_desk="A", reason="x")


async def test_who_signed_off_gets_nothing(desks: tuple[DeskDouble, ...]) -> None:
    a, b, lead = desks
    (key,) = await opened_at(a, lead)
    await b.services.people.sign_off()
    await lead.until(lambda: lead.services._world.operators["rina"].state == "offline", limit_s=10)
    with pytest.raises(OperatorError, match="operator_away"):
        await pass_on(lead, [key], to_operator="rina")


async def test_a_desk_alone_decides_by_itself(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await desk.services.incidents.new()
        outcomes = await pass_on(desk, [key], to_desk="A")
        assert phases(outcomes) == {ClaimPhase.GRANTED}
        assert owner(desk, key) == ("A", "")
        assert desk.services.incidents.board()[0].claim == ""


async def test_a_desk_whose_room_cannot_be_read_claims_provisionally(tmp_path: Path) -> None:
    fault = SecretariatFault("secretariat_config", file="secretariat.toml", line=3, key="tls.ca")
    async with open_desk(tmp_path, room_fault=fault) as desk:
        key = await desk.services.incidents.new()
        with pytest.raises(OperatorError):  # nobody has signed on, and may not decide
            await pass_on(desk, [key], force=True, to_desk="A")
        desk.services._context.person = replace(desk.services._context.person, operator_id="sari", role="KS")
        outcomes = await pass_on(desk, [key], to_operator="sari")
        assert phases(outcomes) == {ClaimPhase.PROVISIONAL}
        assert desk.services.incidents.board()[0].claim == "provisional"


async def test_what_was_half_typed_goes_with_the_incident(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    (key,) = await opened_at(a, b)
    a.services.incidents.set_field(key, "place_text", "handil bakti")
    await pass_on(a, [key], to_desk="B")
    await b.until(lambda: owner(b, key) == ("B", ""), limit_s=10)
    assert incident_of(b, key).text("place_text") == "handil bakti"


async def test_the_clocks_of_an_incident_alert_its_owners_desk(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    (key,) = await opened_at(a, b)
    assert a.services._world.leads_here(incident_of(a, key))
    assert not b.services._world.leads_here(incident_of(b, key))
    await pass_on(a, [key], to_desk="B")
    await b.until(lambda: owner(b, key) == ("B", ""), limit_s=10)
    assert b.services._world.leads_here(incident_of(b, key))
    assert not a.services._world.leads_here(incident_of(a, key))
