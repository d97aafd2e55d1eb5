"""A confidential ticket is seen by whom it concerns and by nobody else, on any way. Source: domain.md §14."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import IncidentStateSet
from batola_desk.domain.incident import IncidentState
from batola_desk.interop.slip_code import decode_slip
from batola_desk.services.confidence import Confidence
from batola_desk.sync.reports.rows import rows_of
from batola_desk.sync.reports.tally import Tally
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.secret_ticket import (
    CALLER,
    CLOSED,
    INCIDENT,
    SECRETS,
    TASK,
    TICKET,
    OtherDeskOfTheRoom,
    secret_facts,
    told,
)
from tests.support.shipped import shipped_catalog

Look = Callable[[DeskDouble], Awaitable[object]]


async def board(desk: DeskDouble) -> object:
    return desk.services.incidents.board()


async def agency_board(desk: DeskDouble) -> object:
    return desk.services.dispatch.overview()


async def lead_board(desk: DeskDouble) -> object:
    return desk.services.room_board.incidents()


async def form(desk: DeskDouble) -> object:
    return desk.services.incidents.view(INCIDENT)


async def opened(desk: DeskDouble) -> object:
    try:
        return await desk.services.incidents.open_view(INCIDENT)
    except OperatorError as refusal:
        return (refusal.code, dict(refusal.values))


async def search_all(desk: DeskDouble) -> object:
    return await desk.services.search.search("", kind="incident")


async def search_place(desk: DeskDouble) -> object:
    return await desk.services.search.search("Rumah Siti", kind="incident")


async def search_number(desk: DeskDouble) -> object:
    return await desk.services.search.search(TICKET[-5:], kind="incident")


async def near(desk: DeskDouble) -> object:
    return desk.services.nearby.incidents(-3.0123, 114.6543)


async def around(desk: DeskDouble) -> object:
    found = await desk.services.nearby.look(-3.0123, 114.6543, number=CALLER)
    return found.incidents


async def alike(desk: DeskDouble) -> object:
    """A ticket of this desk at the very place, which looks like it."""
    mine = await desk.services.incidents.new()
    await desk.services.incidents.set_location(mine, -3.0124, 114.6544, source="map_click")
    desk.services.incidents.set_field(mine, "callback_number", CALLER)
    await desk.services.incidents.flush()
    await desk.settle()
    return [view.row for view in desk.services.duplicates.of(mine)]


async def clipboard(desk: DeskDouble) -> object:
    """Both texts that a key copies."""
    handing_on, copied = desk.services.handing_on, []
    for begun in (
        handing_on.begin_handover("tapin", incident_id=INCIDENT, call_key=""),
        handing_on.refer("lapor_bupati", incident_id=INCIDENT, call_key="", what="x"),
    ):
        try:
            copied.append((await begun).text)
        except OperatorError as refusal:
            copied.append(refusal.code)
    return copied


async def alerts(desk: DeskDouble) -> object:
    await desk.forward(400, step_s=20)
    return [(alarm.code, alarm.detail) for alarm in desk.services.session.status().alarms]


async def text_to_agency(desk: DeskDouble) -> object:
    return desk.services.outreach.message(INCIDENT)


async def slip(desk: DeskDouble) -> object:
    """What the QR of the printed slip says."""
    try:
        return decode_slip(await desk.services.slips.code_of(INCIDENT, TASK))
    except OperatorError as refusal:
        return refusal.code


async def linked(desk: DeskDouble) -> object:
    mine = await desk.services.incidents.new()
    await desk.services.kinship.relate(mine, INCIDENT)
    await desk.settle()
    return await desk.services.kinship.load(mine)


async def report(desk: DeskDouble) -> object:
    try:
        return (await desk.services.case_files.case_file(INCIDENT)).view
    except OperatorError as refusal:
        return refusal.code


async def eido(desk: DeskDouble) -> object:
    try:
        return (await desk.services.case_files.write_eido(INCIDENT)).read_text(encoding="utf-8")
    except OperatorError as refusal:
        return refusal.code


# Ways on which the ticket is shown to whom it concerns, and masked for all others.
BY_ROLE: dict[str, Look] = {
    "board and map": board,
    "agency board": agency_board,
    "lead's board": lead_board,
    "form in memory": form,
    "form opened": opened,
    "search without words": search_all,
    "search by its number": search_number,
    "search by its place": search_place,
    "near a position": near,
    "around a silent caller": around,
    "reports that look alike": alike,
    "clipboard": clipboard,
    "text to an agency": text_to_agency,
    "printed slip": slip,
    "linked tickets": linked,
    "incident report": report,
    "EIDO": eido,
}


async def history(desk: DeskDouble) -> object:
    return await desk.services._histories.of(CALLER)


async def past(desk: DeskDouble) -> object:
    return await desk.services.past_places.all()


async def clusters(desk: DeskDouble) -> object:
    return desk.services.duplicates.clusters()


async def export(desk: DeskDouble) -> object:
    try:
        stem, _count = await desk.services.handing_on.export_referrals()
    except OperatorError as refusal:
        return refusal.code
    return Path(stem).with_suffix(".csv").read_text(encoding="utf-8")


async def report_places(desk: DeskDouble) -> object:
    """What the room's reports hold, without the type that is counted."""
    incident = await desk.services.incidents.complete(INCIDENT)
    rows = list(rows_of(Tally(state=incident, seq=1), desk.services.catalog))
    return repr(rows).replace("KR06", "").replace("dp3a", "")


# Ways on which it is never told, whoever looks: hints, pictures of the past, reports, alerts, other desks.
NEVER: dict[str, Look] = {
    "history of the number": history,
    "places of the past": past,
    "rings on the map": clusters,
    "referrals for another system": export,
    "alerts": alerts,
}

HIDDEN_FROM = ("PT", "DS", "PTDS", "OP", "PL", "AN", "AD")
SHOWN_TO = ("KS", "AU")


async def a_desk_that_heard_of_it(desk: DeskDouble) -> None:
    await OtherDeskOfTheRoom(desk).writes(secret_facts())


@pytest.mark.parametrize("way", BY_ROLE)
@pytest.mark.parametrize("role", HIDDEN_FROM)
async def test_whom_it_does_not_concern_sees_nothing_of_it(tmp_path: Path, role: str, way: str) -> None:
    async with open_desk(tmp_path, role=role, catalog=shipped_catalog()) as desk:
        await a_desk_that_heard_of_it(desk)
        assert told(repr(await BY_ROLE[way](desk))) == []


@pytest.mark.parametrize("way", BY_ROLE)
@pytest.mark.parametrize("role", SHOWN_TO)
async def test_lead_and_auditor_see_it_on_every_way(tmp_path: Path, role: str, way: str) -> None:
    async with open_desk(tmp_path, role=role, catalog=shipped_catalog()) as desk:
        await a_desk_that_heard_of_it(desk)
        assert told(repr(await BY_ROLE[way](desk))), "else the test above proves nothing"


@pytest.mark.parametrize("way", NEVER)
@pytest.mark.parametrize("role", [*HIDDEN_FROM[:1], *SHOWN_TO])
async def test_on_these_ways_it_is_never_told(tmp_path: Path, role: str, way: str) -> None:
    async with open_desk(tmp_path, role=role, catalog=shipped_catalog()) as desk:
        other = OtherDeskOfTheRoom(desk)
        referred = IncidentStateSet(state=IncidentState.REFERRED.value, reference="LPB-1")
        is_export = way == "referrals for another system"
        ended = [(referred, (f"incident:{INCIDENT}",))] if is_export else []
        await other.writes([*secret_facts(), *ended])
        assert told(repr(await NEVER[way](desk))) == []


@pytest.mark.parametrize("role", ["PT", "DS", "PTDS"])
async def test_who_works_on_it_sees_it(tmp_path: Path, role: str) -> None:
    async with open_desk(tmp_path, role=role, catalog=shipped_catalog()) as desk:
        mine = await desk.services.incidents.new()
        desk.services.incidents.set_field(mine, "type_code", "KR06")
        desk.services.incidents.set_field(mine, "place_text", "Rumah Siti")
        await desk.services.incidents.flush()
        await desk.settle()
        assert "Rumah Siti" in repr(desk.services.incidents.board())
        assert "Rumah Siti" in repr(await desk.services.incidents.open_view(mine))


async def test_whose_caller_calls_again_here_sees_it_too(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT", catalog=shipped_catalog()) as desk:
        await a_desk_that_heard_of_it(desk)
        key = desk.engine.ring(CALLER)
        await desk.settle()
        await desk.services.calls.answer(key)
        await desk.settle()
        await desk.services.calls.link(key, INCIDENT)
        await desk.settle()
        assert "Rumah Siti" in repr(await desk.services.incidents.open_view(INCIDENT))


async def test_a_closed_one_stays_hidden_in_the_search(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PTDS", catalog=shipped_catalog()) as desk:
        await OtherDeskOfTheRoom(desk).writes([*secret_facts(), CLOSED])
        assert told(repr(await search_all(desk))) == []
        assert list(await search_place(desk)) == []
        assert [hit.title for hit in await desk.services.search.search(TICKET, kind="incident")] == [TICKET]


async def test_a_hidden_ticket_can_still_be_worked_on_by_the_rules(tmp_path: Path) -> None:
    """Guards read all of it: what is hidden from the screen is not hidden from them."""
    async with open_desk(tmp_path, role="PTDS", catalog=shipped_catalog()) as desk:
        await a_desk_that_heard_of_it(desk)
        incident = await desk.services.incidents.complete(INCIDENT)
        assert len(incident.tasks) == 1
        assert not Confidence(desk.services._context).may_see(incident)


async def test_reports_count_it_and_never_place_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        await a_desk_that_heard_of_it(desk)
        assert told(str(await report_places(desk))) == []


def test_the_words_that_are_looked_for_are_in_the_facts() -> None:
    written = repr(secret_facts()) + "KDRT UPTD DP3A"
    assert told(written) == list(SECRETS)
