"""Two whole desks and a real PostgreSQL: a lead's words are on the other desk at once, others' as allowed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.room import RoomAnnounced
from batola_desk.domain.facts import NewFact
from batola_desk.domain.ids import new_id
from batola_desk.sync.postgres import connect
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.e2e.whole_desk_stage import Desks, desks_around, until_equal
from tests.support.desk_double import DeskDouble
from tests.support.postgres_rig import PostgresRig
from tests.support.room_writer import RoomWriter
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

ROUNDS = 20
HOUR_US = 3_600_000_000


@pytest_asyncio.fixture
async def desks(server: PostgresRig, tmp_path: Path) -> AsyncIterator[Desks]:
    """With the shipped catalogue: people of the room have its roles."""
    catalog = shipped_catalog()
    async with desks_around(server, tmp_path, catalog=catalog) as (a, b):
        yield a, b


async def sit(desk: DeskDouble, login: str) -> None:
    """Somebody signs on, and the room has opened a session for him."""
    await desk.services.people.sign_on(login, PASSWORD)
    await desk.until(lambda: desk.services._room._status.login == login, limit_s=10)


async def say(desk: DeskDouble, text: str, level: str = "urgent", audience: str = "all") -> str:
    until_us = desk.services.now_us() + HOUR_US
    return await desk.services.announcements.write(text, level=level, audience=audience, until_us=until_us)


def standing(desk: DeskDouble) -> list[str]:
    return [view.text for view in desk.services.announcements.standing()]


def alarms(desk: DeskDouble) -> set[str]:
    views = desk.services.session.status().alarms
    return {view.code for view in views if view.code.startswith("announcement") and not view.cleared}


async def test_a_leads_words_are_on_the_other_desk_at_once_and_he_sees_who_read(
    desks: Desks,
    record_property: Any,
) -> None:
    a, b = desks
    await sit(a, "budi")
    await sit(b, "rina")
    took_ms = []
    for number in range(ROUNDS):
        began_s = time.perf_counter()
        message_id = await say(a, f"Banjir naik {number}")
        await b.until(lambda: bool(standing(b)), limit_s=10)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        assert alarms(b) == {"announcement_urgent"}
        await b.services.announcements.read(message_id)
        await b.until(lambda: not standing(b))
        await asyncio.sleep(0.1)
    took_ms.sort()
    record_property("announcement_ms", took_ms)
    print(f"words on the other desk after ms: p50 {took_ms[ROUNDS // 2]:.0f}, p99 {took_ms[-1]:.0f}")
    assert took_ms[ROUNDS // 2] < 100
    assert alarms(b) == set()
    assert standing(a) == []

    def last() -> Any:
        return a.services.announcements.listed()[0]

    await a.until(lambda: bool(last().readings), limit_s=10)
    assert [(reading.name, reading.desk) for reading in last().readings] == [("Rina", "B")]
    assert last().unread_desks == ()
    await until_equal(a, b)


async def test_an_operators_words_to_all_are_denied_by_the_room(desks: Desks) -> None:
    a, b = desks
    await sit(a, "rina")
    await sit(b, "budi")
    with pytest.raises(OperatorError, match="announcement_not_allowed"):
        await say(a, "Semua pulang")
    forged = RoomAnnounced(
        text="Semua pulang", level="urgent", audience="all", until_us=a.services.now_us() + HOUR_US
    )
    await a.services._context.recorder.record(NewFact(event=forged, aggregates=(f"room:{new_id()}",)))
    await say(a, "Lift RSUD rusak", level="important", audience="leads")
    await b.until(lambda: standing(b) == ["Lift RSUD rusak"], limit_s=10)
    await until_equal(a, b)
    for desk in desks:
        assert "Semua pulang" not in [view.text for view in desk.services.announcements.listed()]


FORGED = (
    '{"audience":"desk","audience":"all","level":"urgent","text":"Semua pulang","until_us":%d}',
    '{"audience":"all","audience":"desk","level":"urgent","text":"Semua pulang","until_us":%d}',
    '{"audi\\u0065nce":"all","level":"urgent","text":"Semua pulang","until_us":%d}',
    '{"audience":["all"],"level":"urgent","text":"Semua pulang","until_us":%d}',
    '{"audience":"ALL","level":"urgent","text":"Semua pulang","until_us":%d}',
    '{"level":"urgent","text":"Semua pulang","until_us":%d}',
)


async def test_no_trick_of_writing_makes_an_operators_word_one_to_all(
    desks: Desks,
    server: PostgresRig,
) -> None:
    a, b = desks
    await sit(a, "budi")  # a lead, who would see what is for leads
    await sit(b, "sari")
    joined = await connect(server.address(TEMPLATE), "rina", PASSWORD)
    writer = RoomWriter("rina", desk="C")
    until_us = a.services.now_us() + HOUR_US
    envelopes = [
        writer.fact("room.announced", aggregates=(f"room:{new_id()}",), body=body % until_us)
        for body in FORGED
    ]
    verdicts = [answer.verdict for answer in await joined.submit(envelopes)]
    joined.terminate()
    assert verdicts[0] == verdicts[2] == "denied"
    await say(a, "Sungguh")
    await b.until(lambda: standing(b) == ["Sungguh"], limit_s=10)
    assert [view.text for view in b.services.announcements.listed()] == ["Sungguh"]
    # What an operator may say is for the leads at most, and a word of theirs alone.
    assert {view.audience for view in a.services.announcements.listed()} <= {"all", "leads"}
    assert [v.text for v in a.services.announcements.listed() if v.audience == "all"] == ["Sungguh"]


async def test_what_is_for_the_next_shift_stays_at_its_desk(desks: Desks) -> None:
    a, b = desks
    await sit(a, "rina")
    await sit(b, "budi")
    await say(a, "Radio 2 rusak", level="normal", audience="desk")
    await until_equal(a, b)
    assert b.services.announcements.listed() == []
    assert standing(a) == []
    await sit(a, "sari")
    await a.until(lambda: standing(a) == ["Radio 2 rusak"], limit_s=5)


async def test_a_person_who_signed_on_is_named_where_he_types(desks: Desks) -> None:
    a, b = desks
    await sit(a, "rina")
    incident_id = await a.services.incidents.new()
    a.services.presence.typing(incident_id, "place_text")

    def seen() -> list[tuple[str, str, str]]:
        return [(v.name, v.desk, v.field) for v in b.services.presence.at(incident_id)]

    await b.until(lambda: seen() == [("Rina", "A", "place_text")], limit_s=10)
    await sit(a, "sari")
    a.services.presence.typing(incident_id, "note")
    await b.until(lambda: seen() == [("Sari", "A", "note")], limit_s=10)
