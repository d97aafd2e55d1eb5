"""Who may be given a confidential ticket, against an operator's own psql: the room judges as the desks do.

Every refusal here was seen missing with its part of ``sql/0011`` taken out.
"""

from __future__ import annotations

import asyncpg
import pytest
import pytest_asyncio

from batola_desk.domain.events.call import CallAnswered, CallLinked
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentOpened
from batola_desk.domain.events.ownership import IncidentReassigned
from batola_desk.domain.facts import Event
from batola_desk.models.codec import encode_event
from batola_desk.sync.postgres import PostgresSecretariat
from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.support.room_writer import RoomWriter

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(60)]

SECRET, PLAIN = "KR06", "KBK"
TICKET = "incident:01980000-0000-7000-8000-0000000000a1"


class Seat:
    """A person at a desk, who writes in his own session: what he does with psql looks just so to the room."""

    def __init__(self, login: str, letter: str, session: PostgresSecretariat) -> None:
        self.writer = RoomWriter(login, letter)
        self.session = session

    async def says(self, event: Event, *names: str, guard: tuple[str, str | None, str] | None = None) -> str:
        """The room's word on it."""
        kind, _, body = encode_event(event)
        fact = self.writer.fact(kind, aggregates=names, body=body, guards=(guard,) if guard else ())
        (answer,) = await self.session.submit([fact])
        return f"{answer.verdict} {answer.info}" if answer.verdict == "denied" else answer.verdict

    async def gives(
        self, desk: str, login: str, *, seen: str | None = None, guarded: str | None = None
    ) -> str:
        token = f"{desk}/{login}" if guarded is None else guarded
        event = IncidentReassigned(to_desk=desk, to_operator=login, reason="sibuk")
        return await self.says(event, TICKET, guard=(TICKET, seen, token))


class Shift:
    """Desks A, B and C of a room, and who sits there."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._machines: dict[str, PostgresSecretariat] = {}

    async def sits(self, login: str, letter: str, *, alive: bool = True) -> Seat:
        seat = Seat(login, letter, await self.room.join(login))
        await self._place(letter, seat.writer.origin, login)
        if alive:
            machine = await self.room.psql(f"meja_{letter.lower()}")
            await machine.execute("select api.tell_alive(1::smallint)")
        return seat

    async def leaves(self, seat: Seat) -> None:
        await self._place(seat.writer.desk, seat.writer.origin, None)

    async def _place(self, letter: str, origin: str, login: str | None) -> None:
        machine = self._machines.get(letter) or await self.room.join(f"meja_{letter.lower()}")
        self._machines[letter] = machine
        await machine.seat(origin, login)


async def write_ticket(seat: Seat, type_code: str = SECRET) -> None:
    """A ticket of a call that was answered at this seat."""
    await seat.says(CallAnswered(), "call:k1")
    assert await seat.says(IncidentOpened(ticket_number="112-A0001", call_key="k1"), TICKET) == "ok"
    assert await seat.says(IncidentFieldSet(field="type_code", value=type_code), TICKET) == "ok"


@pytest_asyncio.fixture
async def shift(room: Room) -> Shift:
    return Shift(room)


@pytest_asyncio.fixture
async def sari(shift: Shift) -> Seat:
    """At desk B, with a confidential ticket of hers."""
    seat = await shift.sits("sari", "B")
    await write_ticket(seat)
    return seat


@pytest_asyncio.fixture
async def rina(shift: Shift, sari: Seat) -> Seat:
    """At desk A; the ticket is none of hers."""
    return await shift.sits("rina", "A")


def is_refused(word: str, who: str) -> bool:
    return word.startswith("denied") and "confidential" in word and f'"{who}"' in word


async def test_nobody_gives_himself_or_another_one_that_he_may_not_see(rina: Seat, sari: Seat) -> None:
    assert is_refused(await rina.gives("A", "rina"), "rina")
    assert is_refused(await rina.gives("A", ""), "rina")
    assert is_refused(await rina.gives("C", "budi"), "rina")
    # A forced claim is a lead's; the ticket is still sari's, who passes it on.
    assert is_refused(await rina.gives("A", "rina", seen="*"), "rina")
    assert await sari.gives("A", "rina") == "ok"
    assert await rina.gives("B", "sari", seen="A/rina") == "ok", "now it is hers"


async def test_not_by_her_own_psql_without_any_desk_either(room: Room, sari: Seat) -> None:
    psql = await room.psql("rina")
    writer = RoomWriter("rina", "B")  # the desk's letter in an envelope is only a word
    _, _, body = encode_event(IncidentReassigned(to_desk="B", to_operator="rina"))
    guard = (TICKET, None, "B/rina")
    fact = writer.fact("incident.reassigned", aggregates=(TICKET,), body=body, guards=(guard,))
    row = await psql.fetchrow("select * from api.submit(1::smallint, $1::text[])", [fact])
    assert (row["verdict"], '"why": "confidential"' in row["info"]) == ("denied", True)
    with pytest.raises(asyncpg.PostgresError):
        await psql.execute("delete from batola.confidence")


async def test_what_is_guarded_and_what_is_said_are_both_looked_at(rina: Seat, shift: Shift) -> None:
    """The desks fold by the names and the body, the room sets what the guard says."""
    event = IncidentReassigned(to_desk="A", to_operator="rina")
    other = "incident:01980000-0000-7000-8000-0000000000ff"
    assert is_refused(await rina.says(event, TICKET, guard=(other, None, "A/rina")), "rina")
    assert is_refused(await rina.says(event, other, guard=(TICKET, None, "A/rina")), "rina")
    assert is_refused(await rina.says(event, other, TICKET, guard=(other, None, "A/rina")), "rina")
    lead = await shift.sits("budi", "C")
    assert is_refused(await lead.gives("A", "ani", guarded="A/rina"), "ani")
    assert is_refused(await lead.gives("A", "rina", guarded="A/ani"), "ani")


async def test_whose_role_handles_no_tickets_is_given_none(shift: Shift, sari: Seat) -> None:
    for who in ("ani", "proyektor", "laporan", "meja_a", "nobody-here", "postgres"):
        assert is_refused(await sari.gives("A", who), who)
    await shift.sits("ani", "C")  # IT looks after desk C
    assert is_refused(await sari.gives("C", ""), "ani")
    assert is_refused(await sari.gives("C", "meja:C"), "ani")
    machine = RoomWriter("sari", "A")
    _, _, body = encode_event(IncidentReassigned(to_desk="C", to_operator="ani"))
    relayed = machine.fact(
        "incident.reassigned", aggregates=(TICKET,), body=body, guards=((TICKET, None, "C/ani"),)
    )
    (answer,) = await (await shift.room.join("meja_a")).submit([relayed])
    assert answer.verdict == "denied", "not by the word of a machine either"
    assert await sari.gives("A", "") == "ok", "a desk where nobody sits yet"


async def test_a_lead_and_whose_ticket_it_is_pass_it_on(shift: Shift, rina: Seat, sari: Seat) -> None:
    lead = await shift.sits("budi", "C")
    assert await lead.gives("A", "rina", seen="*") == "ok"
    assert await rina.gives("C", "budi", seen="A/rina") == "ok"
    assert await sari.gives("B", "sari", seen="C/budi") == "ok", "she opened it"
    assert is_refused(await rina.gives("A", "rina", seen="B/sari"), "rina")


async def test_whose_call_it_was_may_pass_it_on(shift: Shift, rina: Seat) -> None:
    await rina.says(CallAnswered(), "call:k2")
    assert is_refused(await rina.gives("A", "rina"), "rina")
    linked = CallLinked(call_key="k2", incident_id=TICKET.partition(":")[2])
    assert await rina.says(linked, "call:k2", TICKET) == "ok"
    assert await rina.gives("A", "rina") == "ok"


async def test_when_neither_owner_nor_lead_is_there_somebody_goes_on_with_it(
    shift: Shift, rina: Seat, sari: Seat
) -> None:
    lead = await shift.sits("budi", "C")
    await shift.leaves(sari)
    assert is_refused(await rina.gives("A", "rina"), "rina"), "a lead is there"
    await shift.leaves(lead)
    assert await rina.gives("A", "rina") == "ok"


async def test_a_seat_at_a_desk_that_is_gone_is_nobody(shift: Shift, rina: Seat, room: Room) -> None:
    root = await room.superuser()
    assert is_refused(await rina.gives("A", "rina"), "rina")
    await root.execute("update batola.desk_life set told_at = now() - interval '10 min' where desk = 'B'")
    assert await rina.gives("A", "rina") == "ok"


async def test_nobody_takes_the_type_from_one_that_he_may_not_see(rina: Seat, sari: Seat) -> None:
    assert is_refused(await rina.says(IncidentFieldSet(field="type_code", value=PLAIN), TICKET), "rina")
    assert is_refused(await rina.says(IncidentFieldSet(field="type_code", value=""), TICKET), "rina")
    assert await rina.says(IncidentFieldSet(field="place_text", value="type_code"), TICKET) == "ok"
    assert await rina.says(IncidentFieldSet(field="type_code", value="KR07"), TICKET) == "ok"
    assert is_refused(await rina.gives("A", "rina"), "rina")
    assert await sari.says(IncidentFieldSet(field="type_code", value=PLAIN), TICKET) == "ok"
    assert await rina.gives("A", "rina") == "ok", "it is an ordinary ticket now"


async def test_ordinary_tickets_are_passed_on_as_ever(shift: Shift) -> None:
    await write_ticket(await shift.sits("sari", "B"), PLAIN)
    rina = await shift.sits("rina", "A")
    assert await rina.gives("C", "ani") == "ok"
    assert await rina.gives("A", "rina", seen="C/ani") == "ok"


async def test_a_long_history_is_asked_by_its_index(room: Room, sari: Seat) -> None:
    root = await room.superuser()
    await root.execute("""
        insert into batola.journal
        select (jsonb_populate_record(j, jsonb_build_object('seq', 1000 + n, 'oseq', 1000 + n,
                  'fact_id', gen_random_uuid(), 'aggregates', '["incident:' || n || '"]'))).*
          from (select j from batola.journal j where j.kind = 'incident.opened') one,
               generate_series(1, 5000) n
    """)
    await root.execute("analyze batola.journal")
    for kind in ("incident.opened", "incident.field_set", "call.linked", "call.answered"):
        asked = "explain select * from batola.facts_about(1::smallint, $1, $2)"
        plan = str(await root.fetch(asked, TICKET, kind))
        assert "Seq Scan" not in plan
        assert "journal_confidence" in plan, kind
