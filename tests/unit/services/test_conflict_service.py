"""Conflicts as people meet them: told once, shown to whom they concern, settled, never gone unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.conflicts import ConflictKind
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.services.conflict_views import ConflictView
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.quarrel import THEIR_TICKET, Quarrel

WAIT_S = 10.0


@pytest.fixture
async def quarrel(desk: DeskDouble) -> Quarrel:
    assert desk.clock is not None
    made = Quarrel(desk.services, desk.clock.now_us())
    made.signs_on()
    return made


async def a_ticket(desk: DeskDouble, place: str = "Belawang") -> str:
    incident_id = await desk.services.incidents.new(source="manual")
    desk.services.incidents.set_field(incident_id, "place_text", place)
    await desk.services.incidents.flush()
    return incident_id


async def a_unit(desk: DeskDouble) -> str:
    return await desk.services.dispatch.register_unit("BPK-3", "bpk", "road")


async def the_only(desk: DeskDouble, *, everything: bool = False) -> ConflictView:
    (view,) = await desk.services.conflicts.listed(everything=everything)
    return view


def standing(desk: DeskDouble) -> list[str]:
    alarms = desk.services.session.status().alarms
    return [a.subject for a in alarms if a.code == "conflict" and not a.cleared]


async def both_send_a_unit(desk: DeskDouble, quarrel: Quarrel) -> tuple[str, str]:
    incident_id, unit_id = await a_ticket(desk), await a_unit(desk)
    await desk.services.dispatch.dispatch_unit(incident_id, unit_id)
    await quarrel.meet()
    quarrel.opens()
    quarrel.sends(unit_id, THEIR_TICKET)
    await quarrel.meet()
    await desk.until(lambda: desk.services.conflicts.count() == 1)
    return incident_id, unit_id


async def test_a_unit_sent_twice_is_told_with_both_sides_and_one_dispatch_is_taken_back(
    desk: DeskDouble, quarrel: Quarrel
) -> None:
    incident_id, unit_id = await both_send_a_unit(desk, quarrel)
    view = await the_only(desk)
    assert (view.conflict.kind, view.thing) == (ConflictKind.UNIT, "BPK-3")
    assert [(s.person, s.side.desk, s.incident_id) for s in view.sides] == [
        ("Sari", "A", incident_id),
        ("Rina Sari", "B", THEIR_TICKET),
    ]
    assert [side.can_withdraw for side in view.sides] == [True, True]
    assert standing(desk) == [view.key]
    await desk.services.conflicts.withdraw(view.key, view.sides[1].side.fact_id)
    await desk.settle()
    (unit,) = (u.unit for u in desk.services.dispatch.units() if u.unit.unit_id == unit_id)
    assert unit.incident_ids == (incident_id,)
    assert (desk.services.conflicts.count(), standing(desk)) == (0, [])
    after = await the_only(desk, everything=True)
    assert (after.seen_by, after.conflict.is_open) == ("Sari", False)


async def test_a_field_written_twice_is_settled_by_choosing_the_value(
    desk: DeskDouble, quarrel: Quarrel
) -> None:
    incident_id = await a_ticket(desk)
    await quarrel.meet()
    quarrel.types(incident_id, "place_text", "Alalak")
    await quarrel.meet()
    await desk.until(lambda: desk.services.conflicts.count() == 1)
    view = await the_only(desk)
    values = {side.side.value: side.side.fact_id for side in view.sides}
    assert set(values) == {"Belawang", "Alalak"}
    shown = desk.services.incidents.view(incident_id)
    assert shown is not None
    wanted = next(value for value in values if value != shown.incident.text("place_text"))
    await desk.services.conflicts.choose(view.key, values[wanted])
    await desk.settle()
    shown = desk.services.incidents.view(incident_id)
    assert shown is not None
    assert shown.incident.text("place_text") == wanted
    assert desk.services.conflicts.count() == 0


async def test_two_points_for_one_incident_are_told_and_one_is_chosen(
    desk: DeskDouble, quarrel: Quarrel
) -> None:
    incident_id = await a_ticket(desk)
    incidents = desk.services.incidents
    await incidents.set_location(incident_id, -3.0, 114.7, source="map_click", label="Belawang")
    await incidents.set_location(incident_id, -3.01, 114.7, source="map_click", label="Belawang Baru")
    await quarrel.meet()
    assert desk.services.conflicts.count() == 0
    quarrel.points(incident_id, "Alalak")
    await quarrel.meet()
    await desk.until(lambda: desk.services.conflicts.count() == 1)
    view = await the_only(desk)
    assert view.conflict.detail == "location"
    assert [side.side.value for side in view.sides] == ["Alalak", "Belawang Baru"]
    await desk.services.conflicts.choose(view.key, view.sides[1].side.fact_id)
    await desk.settle()
    shown = incidents.view(incident_id)
    assert shown is not None
    assert shown.incident.location is not None
    assert shown.incident.location.label == "Belawang Baru"
    assert shown.incident.location.latitude == pytest.approx(-3.01)
    assert desk.services.conflicts.count() == 0


async def test_chronology_lines_of_both_desks_all_stay_and_are_no_conflict(
    desk: DeskDouble, quarrel: Quarrel
) -> None:
    incident_id = await a_ticket(desk)
    await desk.services.incidents.add_note(incident_id, "api di dapur")
    await quarrel.meet()
    quarrel.notes(incident_id, "penghuni keluar")
    quarrel.notes(incident_id, "dua mobil di jalan")
    await quarrel.meet()
    await desk.services.incidents.add_note(incident_id, "api padam")
    shown = desk.services.incidents.view(incident_id)
    assert shown is not None
    assert {note.text for note in shown.incident.notes} == {
        "api di dapur",
        "penghuni keluar",
        "dua mobil di jalan",
        "api padam",
    }
    assert desk.services.conflicts.count() == 0


async def test_a_ticket_opened_twice_for_a_call_shows_both(desk: DeskDouble, quarrel: Quarrel) -> None:
    call_key = desk.engine.ring("081251000001")
    await desk.settle()
    await desk.services.calls.answer()
    mine = await desk.services.incidents.new(call_key=call_key)
    await quarrel.meet()
    quarrel.opens(call_key)
    await quarrel.meet()
    await desk.until(lambda: desk.services.conflicts.count() == 1)
    view = await the_only(desk)
    assert view.conflict.kind is ConflictKind.OPENED_TWICE
    assert [side.incident_id for side in view.sides] == [mine, THEIR_TICKET]
    assert view.call_key == call_key


async def test_what_others_quarrel_about_is_the_leads_only(tmp_path: Path) -> None:
    for role, seen in (("KS", 1), ("PT", 0)):
        async with open_desk(tmp_path / role, role=role) as desk:
            assert desk.clock is not None
            quarrel = Quarrel(desk.services, desk.clock.now_us())
            quarrel.opens()
            quarrel.may_not(THEIR_TICKET)
            await quarrel.meet()
            journal = desk.services._journal
            assert journal is not None
            assert len(journal.reader.open_conflicts().result(WAIT_S)) == 1
            await desk.until(lambda: desk.services._world.entry(THEIR_TICKET) is not None)
            conflicts = desk.services.conflicts
            assert (conflicts.count(), len(standing(desk))) == (seen, seen)
            assert len(await conflicts.listed(everything=True)) == seen
            (key,) = [c.conflict_id for c in journal.reader.open_conflicts().result(WAIT_S)]
            if not seen:
                with pytest.raises(OperatorError, match="conflict_unknown"):
                    await conflicts.mark_seen([key])


async def test_several_are_marked_at_once_with_a_note_and_stay_in_the_list_of_all(
    desk: DeskDouble, quarrel: Quarrel
) -> None:
    incident_id = await a_ticket(desk)
    await quarrel.meet()
    quarrel.types(incident_id, "place_text", "Alalak")
    quarrel.may_not(incident_id)
    await quarrel.meet()
    conflicts = desk.services.conflicts
    await desk.until(lambda: conflicts.count() == 2)
    assert len(standing(desk)) == 2
    await conflicts.mark_seen([view.key for view in await conflicts.listed()], note=" sudah ditelepon ")
    await desk.settle()
    assert (conflicts.count(), standing(desk)) == (0, [])
    views = await conflicts.listed(everything=True)
    assert [view.conflict.note for view in views] == ["sudah ditelepon"] * 2


async def test_what_another_desk_has_looked_at_is_over_here_too(desk: DeskDouble, quarrel: Quarrel) -> None:
    await both_send_a_unit(desk, quarrel)
    view = await the_only(desk)
    seen = desk.services.conflicts._seen(view.conflict, "beres").event
    quarrel.says(seen, view.conflict.home)
    await quarrel.meet()
    await desk.until(lambda: desk.services.conflicts.count() == 0)
    assert standing(desk) == []
    after = await the_only(desk, everything=True)
    assert (after.seen_by, after.conflict.seen_desk, after.conflict.note) == ("Rina Sari", "B", "beres")


async def test_it_survives_a_restart_and_an_alert_that_was_heard_is_not_repeated(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        assert desk.clock is not None
        quarrel = Quarrel(desk.services, desk.clock.now_us())
        incident_id, _ = await both_send_a_unit(desk, quarrel)
        quarrel.types(incident_id, "place_text", "Alalak")
        await quarrel.meet()
        await desk.until(lambda: desk.services.conflicts.count() == 2)
        alarms = desk.services.session.status().alarms
        heard, unheard = (a for a in alarms if a.code == "conflict")
        await desk.services.session.acknowledge_alarm(heard.alarm_id)
        await desk.settle()
    async with open_desk(tmp_path) as desk:
        assert desk.services.conflicts.count() == 2
        assert standing(desk) == [unheard.subject]
        assert {view.sides[-1].side.desk for view in await desk.services.conflicts.listed()} <= {"A", "B"}


async def test_a_dispatch_names_the_ticket_that_the_room_holds_the_unit_for(desk: DeskDouble) -> None:
    first, second, unit_id = await a_ticket(desk), await a_ticket(desk, "Alalak"), await a_unit(desk)
    await desk.services.dispatch.dispatch_unit(first, unit_id)
    await desk.services.dispatch.release_unit(first, unit_id)
    await desk.services.dispatch.dispatch_unit(second, unit_id)
    await desk.settle()
    journal = desk.services._journal
    assert journal is not None
    facts = journal.reader.facts_of(f"unit:{unit_id}").result(WAIT_S)
    guards = [fact.guards[0] for fact in facts if fact.kind == "unit.dispatched"]
    assert [(guard.expect, guard.set) for guard in guards] == [(None, first), (first, second)]


async def test_a_correction_names_the_value_it_replaces_also_while_somebody_types(
    desk: DeskDouble, quarrel: Quarrel
) -> None:
    incident_id = await a_ticket(desk)
    await quarrel.meet()
    desk.services.incidents.set_field(incident_id, "place_text", "Bel")  # the first key: this was read
    quarrel.types(incident_id, "place_text", "Alalak")
    await quarrel.meet()
    desk.services.incidents.set_field(incident_id, "place_text", "Belawang Raya")
    await desk.services.incidents.flush()
    await desk.until(lambda: desk.services.conflicts.count() == 1)
    journal = desk.services._journal
    assert journal is not None
    state = journal.reader.incident(incident_id).result(WAIT_S)
    assert isinstance(state, Incident)
    sides = {side.value for side in state.conflicts[0].sides}
    assert sides == {"Belawang Raya", "Alalak"}, "what came in between was not read by who typed"
