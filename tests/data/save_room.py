"""Writes rooms/room-<schema>.dump, the backup of a secretariat that later releases must still restore.

Run once when a schema is released (``python -m tests.data.save_room``); never rewrite the file of a release.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from batola_desk.sync.address import parse_address
from batola_desk.sync.dba import Dba
from batola_desk.sync.postgres import connect
from batola_desk.sync.room_backup import back_up
from batola_desk.sync.schema_setup import SERVER_REVISION
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, make_template
from tests.support.postgres_rig import SUPERUSER_PASSWORD, PostgresRig
from tests.support.room_writer import RoomWriter

ROOMS = Path(__file__).parent / "rooms"


async def fill(rig: PostgresRig) -> None:
    """Write a fact of every verdict, a loss, an erasure, a seat."""
    await make_template(rig)
    here = rig.address(TEMPLATE)
    machine, rina, budi = [await connect(here, login, PASSWORD) for login in ("meja_a", "rina", "budi")]
    desk, lead = RoomWriter("rina"), RoomWriter("budi")
    await machine.seat(desk.origin, "rina")
    await rina.submit(
        [
            desk.fact("incident.opened", body={"ticket_number": "112-6304-20261126-A0001"}),
            desk.fact("call.claimed", aggregates=("call:1",), guards=(("call:1", None, "A"),)),
            desk.fact("unit.dispatched", guards=(("unit:7", None, "incident:1"),)),
            desk.fact("unit.dispatched", guards=(("unit:7", None, "incident:2"),)),
            desk.fact("call.claimed", aggregates=("call:1",), guards=(("call:1", None, "B"),)),
            desk.fact("incident.closed", body={"disposition": "handled"}),
            desk.fact("call.teleported"),
            desk.fact(wrong={"v": "x"}),
        ]
    )
    desk.facts(2)
    await machine.declare_lost(desk.origin, 10, "saved example")
    await machine.submit([desk.fact(actor="budi")])
    await budi.submit([lead.fact("incident.reopened", body={"reason": "saved example"})])
    admin = await rig.login(TEMPLATE, "ani", PASSWORD)
    await admin.execute("select api.erase_body(1::smallint, 1, 'saved example')")
    for opened in (machine, rina, budi, admin):
        opened.terminate()


async def save() -> None:
    """Make a cluster, fill a room, back it up."""
    rig = PostgresRig().create()
    try:
        await fill(rig)
        ROOMS.mkdir(exist_ok=True)
        target = ROOMS / f"room-{SERVER_REVISION}.dump"
        for old in (target, target.with_name(target.name + ".json")):
            old.unlink(missing_ok=True)
        await back_up(Dba(parse_address(rig.url(TEMPLATE)), SUPERUSER_PASSWORD), target)
    finally:
        rig.destroy()


if __name__ == "__main__":
    asyncio.run(save())
