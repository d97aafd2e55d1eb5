"""Who sits at a desk of a room: signing on and off, without a login, a role for a while."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from batola_desk.domain import catalog as c
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.facts import Fact
from batola_desk.domain.operator import Operator, OperatorState, SeatMethod
from batola_desk.services.context import Person
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Member
from batola_desk.sync.status import SyncMode, SyncStatus
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.gate_double import PASSWORD, GateDouble, at_the_gate
from tests.support.small_catalog import small_catalog

pytestmark = pytest.mark.usefixtures("quick_verifiers")

AWAY = SecretariatFault("secretariat_unreachable", detail="test")
MINUTE_S = 60.0


def room_catalog() -> c.Catalog:
    """With shifts, and a role that a lead does not have."""
    small = small_catalog()
    auditor = c.Role(code="AU", label="Auditor", actions=("export_evidence", "verify_journal"))
    shifts = {
        "pagi": c.Shift(code="pagi", label="Pagi", begins="07:00", ends="14:00"),
        "malam": c.Shift(code="malam", label="Malam", begins="21:00", ends="07:00"),
    }
    return dataclasses.replace(small, roles={**small.roles, "AU": auditor}, shifts=shifts)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, room_fault=AWAY, catalog=room_catalog()) as opened:
        yield opened


@pytest.fixture
def gate(desk: DeskDouble) -> GateDouble:
    return at_the_gate(desk.services)


async def facts_of(desk: DeskDouble, operator_id: str) -> list[Fact]:
    journal = desk.services._journal
    assert journal is not None
    await desk.settle()
    return list(journal.reader.facts_of(f"operator:{operator_id}").result(5))


async def kinds_of(desk: DeskDouble, operator_id: str) -> list[tuple[str, str]]:
    return [(fact.kind.partition(".")[2], fact.actor) for fact in await facts_of(desk, operator_id)]


def alarms(desk: DeskDouble) -> list[str]:
    views = desk.services.session.status().alarms
    return [view.subject for view in views if view.code == "desk_without_login" and not view.cleared]


def is_lead(desk: DeskDouble) -> bool:
    return desk.services.catalog.may(desk.services._context.role, "acknowledge_lead_alerts")


async def refused(wish: object) -> OperatorError:
    with pytest.raises(OperatorError) as refusal:
        await wish  # type: ignore[misc]
    return refusal.value


# ---------------------------------------------------------------- a desk that stands alone


async def test_a_desk_that_stands_alone_has_the_person_of_its_settings(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as alone:
        seat = alone.services.people.seat()
        assert (seat.method, seat.operator_id, seat.role) == (SeatMethod.STANDALONE, "sari", "KS")
        assert await kinds_of(alone, "sari") == [("signed_on", "sari"), ("state_set", "sari")]
        assert (await refused(alone.services.people.sign_on("rina", PASSWORD))).code == "sign_on_alone"
        assert (await refused(alone.services.people.work_without_login("R", "x"))).code == "sign_on_alone"
        assert (await refused(alone.services.people.sign_off())).code == "sign_on_alone"
        assert not alone.paths.people.exists()
    assert not alarms(alone)


# ---------------------------------------------------------------- nobody has signed on


async def test_a_desk_of_a_room_waits_for_somebody_and_has_no_lead(desk: DeskDouble) -> None:
    seat = desk.services.people.seat()
    assert (seat.method, seat.operator_id, seat.name) == (SeatMethod.EMPTY, "meja:A", "")
    assert desk.services.session.status().operator_state == OperatorState.OFFLINE
    assert not is_lead(desk)
    assert await facts_of(desk, "meja:A") == []


async def test_a_call_is_answered_before_anybody_says_a_name(desk: DeskDouble) -> None:
    key = desk.engine.ring()
    await desk.settle()
    assert desk.services.people.seat().method is SeatMethod.EMPTY
    assert await desk.services.calls.answer() == key
    await desk.settle()
    assert desk.services.people.seat().method is SeatMethod.CALL
    assert alarms(desk) == ["operator:meja:A"]
    (fact,) = await facts_of(desk, "meja:A")
    assert (fact.actor, fact.event.method, fact.event.role) == ("meja:A", "call", "PTDS")  # type: ignore[attr-defined]
    await desk.services.calls.note(key, "napas berat")
    assert desk.services.calls.get(key).call.notes[-1].actor == "meja:A"  # type: ignore[union-attr]


async def test_signing_on_touches_no_live_call(desk: DeskDouble, gate: GateDouble) -> None:
    key = desk.engine.ring()
    await desk.settle()
    await desk.services.calls.answer()
    await desk.settle()
    told = len(desk.engine.commands)
    await desk.services.people.sign_on("rina", PASSWORD)
    await desk.services.people.sign_off()
    await desk.settle()
    names = [type(command).__name__ for command in desk.engine.commands[told:]]
    assert [name for name in names if name != "ConfirmFacts"] == ["SitDown", "SitDown"]
    assert [view.key for view in desk.services.calls.live()] == [key]
    assert desk.services.people.seat().method is SeatMethod.CALL  # it goes on, and nobody has a name
    assert alarms(desk) == ["operator:meja:A"]


# ---------------------------------------------------------------- name and password


async def test_an_operator_signs_on_with_the_role_that_the_server_tells(
    desk: DeskDouble, gate: GateDouble
) -> None:
    await desk.services.people.sign_on(" Rina ", PASSWORD, shift="malam")
    seat = desk.services.people.seat()
    assert (seat.method, seat.operator_id, seat.name) == (SeatMethod.PASSWORD, "rina", "Rina")
    assert (seat.role, seat.shift, seat.is_busy) == ("PTDS", "malam", False)
    assert gate.spoken_for == ["rina"]
    signed_on, state = await facts_of(desk, "rina")
    assert (signed_on.actor, state.actor) == ("rina", "rina")
    assert (signed_on.event.method, signed_on.event.shift) == ("password", "malam")  # type: ignore[attr-defined]
    status = desk.services.session.status()
    assert (status.operator_name, status.operator_state) == ("Rina", "available")
    assert desk.engine.commands[-1].operator == "rina"  # type: ignore[attr-defined]


async def test_the_shift_of_the_hour_is_taken_when_none_is_chosen(desk: DeskDouble, gate: GateDouble) -> None:
    await desk.services.people.sign_on("rina", PASSWORD, state="training")
    assert desk.services.people.seat().shift == "pagi"  # 13:00
    assert desk.services.session.status().operator_state == OperatorState.TRAINING
    assert (
        await refused(desk.services.people.sign_on("rina", PASSWORD, shift="sore"))
    ).code == "shift_unknown"
    wrong = desk.services.people.sign_on("rina", PASSWORD, state="paused")
    assert (await refused(wrong)).code == "operator_state_unknown"


async def test_a_lead_sees_what_only_leads_may(desk: DeskDouble, gate: GateDouble) -> None:
    await desk.services.people.sign_on("budi", PASSWORD)
    assert desk.services.people.seat().role == "KS"
    assert is_lead(desk)
    await desk.services.people.sign_on("rina", PASSWORD)
    assert not is_lead(desk)


async def test_people_change_at_the_desk_and_each_writes_under_his_own_name(
    desk: DeskDouble, gate: GateDouble
) -> None:
    await desk.services.people.sign_on("rina", PASSWORD)
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_field(incident_id, "caller_name", "Bu Nor")  # not on the disk yet
    await desk.services.people.sign_on("budi", PASSWORD)
    await desk.settle()
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert dict(view.incident.fields)["caller_name"].actor == "rina"
    assert await kinds_of(desk, "rina") == [
        ("signed_on", "rina"),
        ("state_set", "rina"),
        ("signed_off", "rina"),
    ]
    assert await kinds_of(desk, "budi") == [("signed_on", "budi"), ("state_set", "budi")]
    assert len(gate.heard) == 1  # the server hears that Rina left in her own session
    assert gate.spoken_for == ["rina", "budi"]
    assert [person.login for person in desk.services.people.known()] == ["budi", "rina"]


async def test_nobody_takes_back_or_finishes_what_another_person_did(
    desk: DeskDouble, gate: GateDouble
) -> None:
    people, incidents = desk.services.people, desk.services.incidents
    await people.sign_on("rina", PASSWORD)
    incident_id = await incidents.new()
    await incidents.set_priority(incident_id, "P1")
    incidents.set_note_draft(incident_id, "api di dap")
    await people.sign_on("budi", PASSWORD)
    assert await incidents.undo(incident_id) is None
    incidents.set_note_draft(incident_id, "api di dapur, angin")
    await incidents.add_note(incident_id, "api di dapur, angin kencang")
    await desk.settle()
    view = incidents.view(incident_id)
    assert view is not None
    assert view.incident.priority == "P1"
    assert [(note.text, note.actor, note.draft) for note in view.incident.notes] == [
        ("api di dap", "rina", True),
        ("api di dapur, angin kencang", "budi", False),
    ]


async def test_signing_off_leaves_a_desk_that_works(desk: DeskDouble, gate: GateDouble) -> None:
    await desk.services.people.sign_on("budi", PASSWORD)
    await desk.services.people.sign_off()
    seat = desk.services.people.seat()
    assert (seat.method, seat.operator_id) == (SeatMethod.EMPTY, "meja:A")
    assert gate.spoken_for == ["budi", None]
    assert not is_lead(desk)
    desk.engine.ring()
    await desk.settle()
    await desk.services.calls.answer()


@pytest.mark.parametrize("code", ["secretariat_password", "secretariat_disabled", "secretariat_no_role"])
async def test_the_server_has_the_last_word(desk: DeskDouble, gate: GateDouble, code: str) -> None:
    gate.refusals["rina"] = code
    refusal = await refused(desk.services.people.sign_on("rina", PASSWORD))
    assert refusal.code == code.replace("secretariat", "sign_on")
    seat = desk.services.people.seat()
    assert (seat.method, seat.is_busy) == (SeatMethod.EMPTY, False)
    assert gate.spoken_for == []


async def test_a_role_that_the_configuration_does_not_know_may_not_sit_here(
    desk: DeskDouble, gate: GateDouble
) -> None:
    assert (await refused(desk.services.people.sign_on("ani", PASSWORD))).code == "sign_on_no_role"


async def test_a_second_sign_on_waits_for_the_first(desk: DeskDouble, gate: GateDouble) -> None:
    first = asyncio.ensure_future(desk.services.people.sign_on("rina", PASSWORD))
    await asyncio.sleep(0)
    assert desk.services.people.seat().is_busy
    assert (await refused(desk.services.people.sign_on("budi", PASSWORD))).code == "sign_on_busy"
    await first
    assert desk.services.people.seat().operator_id == "rina"


# ---------------------------------------------------------------- without a login


async def test_working_without_a_login_is_flagged_until_somebody_signs_on(
    desk: DeskDouble, gate: GateDouble
) -> None:
    assert (await refused(desk.services.people.work_without_login(" ", "x"))).code == "person_missing"
    assert (await refused(desk.services.people.work_without_login("Udin", " "))).code == "reason_missing"
    await desk.services.people.work_without_login("Udin", "sandi lupa")
    seat = desk.services.people.seat()
    assert (seat.method, seat.name, seat.role) == (SeatMethod.EMERGENCY, "Udin", "PTDS")
    assert seat.operator_id == "meja:A"  # no login: no rights of a lead in the room
    signed_on, _ = await facts_of(desk, "meja:A")
    assert (signed_on.event.method, signed_on.event.reason) == ("emergency", "sandi lupa")  # type: ignore[attr-defined]
    assert alarms(desk) == ["operator:meja:A"]
    assert gate.spoken_for == [None]
    await desk.services.people.sign_on("rina", PASSWORD)
    assert alarms(desk) == []


async def test_a_lead_is_told_where_others_work_without_a_login(desk: DeskDouble, gate: GateDouble) -> None:
    there = Operator(
        operator_id="meja:B", desk="B", name="Udin", method="emergency", state=OperatorState.AVAILABLE
    )
    desk.services._arrivals.show({"operator:meja:B": there})
    assert alarms(desk) == []  # nobody is a lead here
    await desk.services.people.sign_on("budi", PASSWORD)
    assert alarms(desk) == ["operator:meja:B"]
    details = [a.detail for a in desk.services.session.status().alarms if a.code == "desk_without_login"]
    assert details == ["B · Udin"]
    gone = dataclasses.replace(there, state=OperatorState.OFFLINE)
    desk.services._arrivals.show({"operator:meja:B": gone})
    assert alarms(desk) == []


async def test_who_sat_here_when_the_screen_died_does_not_sit_here_any_more(tmp_path: Path) -> None:
    away = {"room_fault": AWAY, "catalog": room_catalog()}
    async with open_desk(tmp_path, **away) as first:
        at_the_gate(first.services)
        await first.services.people.sign_on("rina", PASSWORD)
        first.services.people._seat = first.services.people._empty_seat()  # it dies: no farewell
    async with open_desk(tmp_path, **away) as second:
        assert await kinds_of(second, "rina") == [
            ("signed_on", "rina"),
            ("state_set", "rina"),
            ("signed_off", "system"),
        ]
        assert second.services.people.seat().method is SeatMethod.EMPTY


# ---------------------------------------------------------------- another role for a while


async def test_a_lead_acts_in_another_role_for_half_an_hour(desk: DeskDouble, gate: GateDouble) -> None:
    people, catalog, context = desk.services.people, desk.services.catalog, desk.services._context
    await people.sign_on("budi", PASSWORD)
    assert (await refused(people.take_role("AU", ""))).code == "reason_missing"
    assert (await refused(people.take_role("XX", "x"))).code == "role_unknown"
    assert not catalog.may(context.role, "verify_journal")
    await people.take_role("AU", "bukti untuk Polres")
    assert catalog.may(context.role, "verify_journal")
    assert is_lead(desk)  # his own rights stay
    assert people.seat().acting_role == "AU"
    await desk.forward(29 * MINUTE_S, step_s=MINUTE_S)
    assert people.seat().acting_role == "AU"
    await desk.forward(MINUTE_S + 1)
    assert people.seat().acting_role == ""
    assert not catalog.may(context.role, "verify_journal")
    kinds = [kind for kind, _ in await kinds_of(desk, "budi")]
    assert kinds == ["signed_on", "state_set", "role_taken", "role_returned"]


async def test_a_role_ends_with_whoever_took_it(desk: DeskDouble, gate: GateDouble) -> None:
    people = desk.services.people
    await people.sign_on("rina", PASSWORD)
    assert (await refused(people.take_role("AU", "x"))).code == "lead_only"
    await people.sign_on("budi", PASSWORD)
    await people.take_role("AU", "x")
    await people.sign_on("rina", PASSWORD)
    assert people.seat().acting_role == ""
    assert desk.services._context.role == "PTDS"
    assert [kind for kind, _ in await kinds_of(desk, "budi")][-2:] == ["role_returned", "signed_off"]


# ---------------------------------------------------------------- what the room tells of who sits here


async def test_a_login_that_the_server_locks_in_the_shift_is_said_and_forgotten(
    desk: DeskDouble, gate: GateDouble
) -> None:
    people = desk.services.people
    await people.sign_on("rina", PASSWORD)
    people.on_members((Member(login="rina", name="Rina", role="batola_operator", may_log_in=False),))
    await desk.settle()
    seat = people.seat()
    assert (seat.operator_id, seat.code) == ("rina", "secretariat_disabled")  # work goes on
    gate.fault = AWAY
    assert (await refused(people.sign_on("rina", PASSWORD))).code == "sign_on_offline_wrong"


async def test_the_role_follows_the_server(desk: DeskDouble, gate: GateDouble) -> None:
    people = desk.services.people
    await people.sign_on("budi", PASSWORD)
    await people.take_role("AU", "x")
    people.on_members((Member(login="budi", name="Budi", role="batola_operator", may_log_in=True),))
    assert people.seat().role == "PTDS"
    assert not is_lead(desk)
    await desk.settle()
    assert people.seat().acting_role == ""  # only a lead may


async def test_a_session_that_still_lives_does_not_unlock_a_login(desk: DeskDouble, gate: GateDouble) -> None:
    people = desk.services.people
    await people.sign_on("rina", PASSWORD)
    people.on_members((Member(login="rina", may_log_in=True),))
    people.on_status(status(session="rina"))
    assert people.seat().code == "secretariat_no_role"
    people.on_members((gate.members["rina"],))
    people.on_status(status(session="rina"))
    assert people.seat().code == ""


def status(code: str = "", login: str = "", session: str = "") -> SyncStatus:
    return SyncStatus(mode=SyncMode.IN_SYNC, code=code, values={"login": login}, login=session)


async def test_who_signed_on_from_memory_is_proved_when_the_server_is_back(
    desk: DeskDouble, gate: GateDouble
) -> None:
    people = desk.services.people
    await people.sign_on("rina", PASSWORD)
    gate.fault = AWAY
    await people.sign_on("rina", PASSWORD)
    assert (people.seat().method, people.seat().code) == (SeatMethod.OFFLINE, "secretariat_unreachable")
    people.on_status(status(session="rina"))
    assert (people.seat().method, people.seat().code) == (SeatMethod.PASSWORD, "")


async def test_a_session_that_the_server_refuses_ends_the_memory_too(
    desk: DeskDouble, gate: GateDouble
) -> None:
    people = desk.services.people
    await people.sign_on("rina", PASSWORD)
    old_news = status("secretariat_password", "rina")
    people.on_status(old_news)
    assert people.seat().code == ""  # said of a session before this sign-on
    people.on_status(status("secretariat_password", "budi"))
    await desk.forward(3)
    assert people.seat().code == ""  # said of somebody else
    people.on_status(old_news)
    assert people.seat().code == "secretariat_password"
    await desk.until(lambda: people._identity._people["rina"].verifier == "")  # type: ignore[union-attr]
    assert people.seat().operator_id == "rina"


async def test_the_person_is_nobodys_default(desk: DeskDouble) -> None:
    """A broken secretariat.toml must not make whoever sits there the lead of the settings."""
    assert desk.services._context.person == Person(operator_id="meja:A", name="", role="PTDS")
