"""To be given a confidential ticket is to see it: who gives it, gets it, asks. Source: domain.md §14."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import DeskStarted
from batola_desk.domain.events.incident import IncidentOpened
from batola_desk.domain.events.operator import OperatorSignedOff, OperatorSignedOn
from batola_desk.domain.incident import Incident
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.secret_ticket import INCIDENT, OtherDeskOfTheRoom, secret_facts, told
from tests.support.shipped import shipped_catalog

RINA = ("operator:rina",)  # opened the ticket at desk B


@asynccontextmanager
async def room_with(
    folder: Path, role: str, *, there: str
) -> AsyncIterator[tuple[DeskDouble, OtherDeskOfTheRoom]]:
    """A desk with somebody of this role, beside desk B with its confidential ticket and who sits there."""
    async with open_desk(folder, role=role, catalog=shipped_catalog()) as desk:
        other = OtherDeskOfTheRoom(desk)
        here = [
            (DeskStarted(app_version="9.9", unclean=False), ("desk:B",)),
            (OperatorSignedOn(name="Rina", role=there), RINA),
        ]
        await other.writes([*here, *secret_facts()])
        yield desk, other


def incident_of(desk: DeskDouble) -> Incident:
    entry = desk.services._world.entry(INCIDENT)
    assert entry is not None
    return entry.incident


def seen(desk: DeskDouble) -> bool:
    return bool(told(repr(desk.services.incidents.view(INCIDENT))))


async def test_nobody_makes_himself_see_one_while_its_owner_is_there(tmp_path: Path) -> None:
    async with room_with(tmp_path, "PTDS", there="PTDS") as (desk, _):
        result = await desk.services.ownership.take_over([INCIDENT], reason="dekat")
        await desk.settle()
        assert (result.asked, result.claims, result.confidential) == (1, (), 0)
        assert incident_of(desk).owner == "rina"
        assert incident_of(desk).transfer_wish is not None, "its owner or a lead decides"
        assert not seen(desk)


async def test_of_several_the_others_change_hands_at_once(tmp_path: Path) -> None:
    async with room_with(tmp_path, "PTDS", there="PTDS") as (desk, other):
        plain = INCIDENT[:-2] + "ff"
        opened = IncidentOpened(ticket_number="112-6304-20250825-B0009", call_key="")
        await other.writes([(opened, (f"incident:{plain}",))])
        result = await desk.services.ownership.take_over([INCIDENT, plain], reason="dekat")
        await desk.settle()
        assert (result.asked, len(result.claims), result.confidential) == (1, 1, 0)
        assert incident_of(desk).owner == "rina"
        entry = desk.services._world.entry(plain)
        assert entry is not None
        assert entry.incident.owner_desk == "A"


async def test_without_owner_and_lead_somebody_goes_on_with_it(tmp_path: Path) -> None:
    async with room_with(tmp_path, "PTDS", there="PTDS") as (desk, other):
        await other.writes([(OperatorSignedOff(), RINA)])
        result = await desk.services.ownership.take_over([INCIDENT], reason="Rina sudah pulang")
        await desk.settle()
        assert (result.asked, result.confidential) == (0, 1)
        assert seen(desk)


async def test_a_lead_gives_it_and_is_told_that_it_will_be_seen(tmp_path: Path) -> None:
    async with room_with(tmp_path, "KS", there="PTDS") as (desk, _):
        taken = await desk.services.ownership.take_over([INCIDENT], reason="dekat")
        assert (taken.asked, taken.confidential) == (0, 1)
        await desk.settle()
        given = await desk.services.ownership.reassign([INCIDENT], to_operator="rina", reason="kembali")
        assert given.confidential == 1
        plain = await desk.services.incidents.new()
        assert (
            await desk.services.ownership.reassign([plain], to_operator="rina", reason="x")
        ).confidential == 0


@pytest.mark.parametrize("target", [{"to_operator": "rina"}, {"to_desk": "B"}])
async def test_nobody_gets_one_whose_role_has_nothing_to_do_with_tickets(
    tmp_path: Path, target: dict[str, str]
) -> None:
    async with room_with(tmp_path, "KS", there="AN") as (desk, _):
        mine = await desk.services.incidents.new()
        desk.services.incidents.set_field(mine, "type_code", "KR06")
        await desk.services.incidents.flush()
        with pytest.raises(OperatorError) as refusal:
            await desk.services.ownership.reassign([mine], reason="x", **target)
        assert refusal.value.code == "receiver_may_not_see"
        assert refusal.value.values["operator"] == "Rina"
        plain = await desk.services.incidents.new()
        await desk.services.ownership.reassign([plain], reason="x", **target)
