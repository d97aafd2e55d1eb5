"""Warm transfer, conference, redial and supervision as use cases of the desk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain import catalog as c
from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import AddParty, HandOver, SetSupervision, SuperviseDesk
from batola_desk.services.views import CallTarget
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.small_catalog import small_catalog

POLICE = CallTarget(role="agency", code="polres", name="Polres", number="110", key=1)


def catalog() -> c.Catalog:
    """The small catalog with two keys, an agency with a contact and two other desks."""
    plain = small_catalog()
    bpk = replace(plain.agencies["bpk"], contacts=("Piket: 0812-0000 0001 (malam)", "radio saja"))
    neighbour = c.Agency(code="l112", label="112 Banjar", national_number="112")
    return replace(
        plain,
        agencies={**plain.agencies, "bpk": bpk, "l112": neighbour},
        roles={**plain.roles, "KS": replace(plain.roles["KS"], actions=("answer", "supervise"))},
        speed_dials={
            "110": c.SpeedDial(code="110", agency="polres", number="110"),
            "119": c.SpeedDial(code="119", agency="psc119"),
        },
        desks={
            "A": c.DeskPlace(letter="A", label="Meja A", uri="sip:a@127.0.0.1:5060"),
            "B": c.DeskPlace(letter="B", label="Meja B", label_en="Desk B", uri="sip:b@127.0.0.1:5062"),
        },
    )


async def answered(desk: DeskDouble, number: str = "0811") -> str:
    key = desk.engine.ring(number)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    return key


async def consulting(desk: DeskDouble) -> tuple[str, str]:
    """The caller's key and the agency's; the agency has picked up."""
    caller = await answered(desk)
    await desk.services.parties.consult(POLICE)
    await desk.settle()
    agency = desk.services.parties.group()[1].key
    desk.engine.far_end_answers(agency)
    await desk.settle()
    return caller, agency


async def test_whom_one_can_call(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        found = [(t.role, t.code, t.number, t.key) for t in desk.services.parties.targets()]
        assert found == [
            ("agency", "polres", "110", 1),
            ("agency", "psc119", "119", 2),
            ("agency", "damkar", "113", 0),
            ("agency", "bpbd", "117", 0),
            ("agency", "bpk", "0812-0000 0001", 0),
            ("desk", "B", "sip:b@127.0.0.1:5062", 3),
        ], "own desk and a neighbour's 112 would only lead back here"


async def test_a_caller_with_an_agency_is_in_consultation(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        caller = await answered(desk)
        incident_id = await desk.services.incidents.new(call_key=caller)
        await desk.settle()
        await desk.services.parties.consult(POLICE)
        await desk.settle()
        group = desk.services.parties.group()
        assert [(v.party_role, v.call.state, v.in_headset) for v in group] == [
            ("caller", CallState.CONSULTING, False),
            ("agency", CallState.DIALLING, True),
        ]
        added = next(command for command in desk.engine.commands if isinstance(command, AddParty))
        assert (added.number, added.code, added.incident_id) == ("110", "polres", incident_id)


async def test_joined_is_a_conference_that_f4_does_not_end(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        caller, _agency = await consulting(desk)
        await desk.services.parties.join()
        await desk.settle()
        view = desk.services.calls.get(caller)
        assert view is not None
        assert (view.call.state, view.in_headset) == (CallState.CONFERENCE, True)
        with pytest.raises(OperatorError) as refusal:
            await desk.services.calls.hang_up(caller)
        assert refusal.value.code == "conference_hang_up"


async def test_going_back_ends_the_group(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        caller, _agency = await consulting(desk)
        await desk.services.parties.swap()
        await desk.settle()
        assert [view.in_headset for view in desk.services.parties.group()] == [True, False]
        await desk.services.parties.back()
        await desk.settle()
        assert desk.services.parties.group() == ()
        view = desk.services.calls.get(caller)
        assert view is not None
        assert (view.call.state, view.in_headset) == (CallState.TALKING, True)
        assert [entry.kind for entry in view.call.timeline if "party" in entry.kind] == [
            "call.party_added",
            "call.party_left",
        ]


async def test_handing_over_always_says_why(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        await consulting(desk)
        await desk.services.parties.hand_over()
        asked = [command for command in desk.engine.commands if isinstance(command, HandOver)]
        assert [command.reason for command in asked] == ["handed_to_agency"]
        await desk.services.parties.hand_over("laka lantas, polisi memimpin")
        asked = [command for command in desk.engine.commands if isinstance(command, HandOver)]
        assert asked[-1].reason == "laka lantas, polisi memimpin"


async def test_without_a_caller_a_key_is_a_plain_call_and_can_be_repeated(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        with pytest.raises(OperatorError) as refusal:
            await desk.services.parties.redial()
        assert refusal.value.code == "nothing_dialled"
        await desk.services.parties.consult(POLICE)
        await desk.settle()
        assert [c.number for c in desk.engine.commands if isinstance(c, m.DialNumber)] == ["110"]
        await desk.services.calls.dial("0511-99")
        await desk.services.parties.redial()
        assert [c.number for c in desk.engine.commands if isinstance(c, m.DialNumber)][-1] == "0511-99"
        assert desk.services.parties.last_dialled() == ("0511-99", "110")


async def test_what_was_dialled_last_is_known_after_the_screen_began_anew(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        for number in ("0511-99", "0511-98", "0511-99"):
            await desk.services.calls.dial(number)
            await desk.settle()
        await answered(desk, "0811")
        await desk.services.parties.consult(POLICE)
        await desk.services.parties.supervise("B")
        await desk.settle()
        dialled = desk.services.parties.last_dialled()
        assert dialled == ("110", "0511-99", "0511-98")
    async with open_desk(tmp_path, catalog=catalog(), engine=desk.engine, clock=desk.clock) as desk:
        assert desk.services.parties.last_dialled() == dialled
        await desk.services.parties.redial()
        assert [c.number for c in desk.engine.commands if isinstance(c, m.DialNumber)][-1] == "110"


async def test_a_blind_transfer_needs_a_caller(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        with pytest.raises(OperatorError) as refusal:
            await desk.services.parties.transfer_blind(POLICE)
        assert refusal.value.code == "call_not_talking"
        caller = await answered(desk)
        await desk.services.parties.transfer_blind(POLICE)
        await desk.settle()
        view = desk.services.calls.get(caller)
        assert view is not None
        assert view.call.state is CallState.TRANSFERRED


async def test_a_new_caller_is_not_mixed_into_the_bridge_left_behind(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        await consulting(desk)
        await desk.services.parties.hand_over()
        await desk.settle()
        other = await answered(desk, "0822")
        assert desk.services.parties.group() == ()
        await desk.services.parties.consult(POLICE)
        added = [command for command in desk.engine.commands if isinstance(command, AddParty)]
        line = desk.engine.by_key(other)
        assert added[-1].call_id == line.call_id


async def test_only_a_shift_lead_takes_part_in_calls_of_other_desks(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog(), role="PT") as desk:
        with pytest.raises(OperatorError) as refusal:
            await desk.services.parties.supervise("B")
        assert refusal.value.code == "supervise_not_allowed"
        assert not any(isinstance(command, SuperviseDesk) for command in desk.engine.commands)
    async with open_desk(tmp_path / "lead", catalog=catalog(), role="KS") as desk:
        for letter, code in (("A", "desk_unknown"), ("Z", "desk_unknown")):
            with pytest.raises(OperatorError) as refusal:
                await desk.services.parties.supervise(letter)
            assert refusal.value.code == code
        await desk.services.parties.supervise("b")
        await desk.settle()
        asked = next(command for command in desk.engine.commands if isinstance(command, SuperviseDesk))
        assert (asked.uri, asked.mode, asked.desk) == ("sip:b@127.0.0.1:5062", "listen", "A")
        await desk.services.parties.supervise("B", "whisper")
        changed = desk.engine.commands[-1]
        assert isinstance(changed, SetSupervision)
        assert changed.mode == "whisper"


async def test_the_ticket_tells_what_was_done_for_its_caller_and_by_whom(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        caller = await answered(desk)
        incident_id = await desk.services.incidents.new(call_key=caller)
        await desk.settle()
        await desk.services.parties.consult(POLICE)
        await desk.settle()
        desk.engine.far_end_answers(desk.services.parties.group()[1].key)
        await desk.settle()
        await desk.services.parties.join()
        await desk.settle()
        view = desk.services.incidents.view(incident_id)
        assert view is not None
        told = [(entry.kind, entry.actor) for entry in view.incident.timeline if "call.c" in entry.kind
                or "party" in entry.kind]  # fmt: skip
        person = desk.services.session.status().operator_name
        assert [kind for kind, _actor in told] == ["call.party_added", "call.conference_started"]
        assert {actor for _kind, actor in told} != {"engine"}, person


async def test_a_caller_who_waits_during_a_consultation_is_warned_about(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        await consulting(desk)
        await desk.services.tick()
        await desk.forward(31)
        await desk.services.tick()
        assert "hold_long" in {alarm.code for alarm in desk.services.session.status().alarms}
        await desk.forward(30)
        await desk.services.tick()
        assert "hold_long_lead" in {alarm.code for alarm in desk.services.session.status().alarms}
        await desk.services.parties.join()
        await desk.settle()
        await desk.services.tick()
        standing = {a.code for a in desk.services.session.status().alarms if not a.cleared}
        assert not {"hold_long", "hold_long_lead"} & standing


async def test_a_lead_on_the_line_of_another_desk_is_shown_as_such(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog(), role="KS") as desk:
        await desk.services.parties.supervise("B")
        await desk.settle()
        (view,) = desk.services.calls.live()
        desk.engine.far_end_answers(view.key)
        await desk.settle()
        assert desk.services.session.status().operator_state == "listening"


@pytest.mark.parametrize(("training", "allowed"), [(True, True), (False, False)])
async def test_a_trainer_may_take_part_only_while_training(
    tmp_path: Path, training: bool, allowed: bool
) -> None:
    trainer = c.Role(code="PL", label="Pelatih", actions=("training",))
    shown = replace(catalog(), roles={**catalog().roles, "PL": trainer})
    async with open_desk(tmp_path, catalog=shown, role="PL", training=training) as desk:
        assert desk.services.parties.may_supervise() is allowed


async def test_a_caller_put_on_hold_first_is_still_the_one_it_is_about(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        caller = await answered(desk)
        await desk.services.calls.hold(caller)
        await desk.settle()
        await desk.services.parties.consult(POLICE)
        added = [command for command in desk.engine.commands if isinstance(command, AddParty)]
        assert [command.call_id for command in added] == [desk.engine.by_key(caller).call_id]


async def test_with_two_on_hold_nobody_guesses_whom_it_is_about(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        for number in ("0811", "0822"):
            await desk.services.calls.hold(await answered(desk, number))
            await desk.settle()
        await desk.services.parties.consult(POLICE)
        assert not any(isinstance(command, AddParty) for command in desk.engine.commands)
