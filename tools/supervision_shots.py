"""Pictures of the supervision board: neighbours at work, what is asked, what is provisional."""

from __future__ import annotations

import asyncio
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from batola_desk.domain.catalog import DeskPlace
from batola_desk.domain.events.call import CallAnswered, CallClassified, CallOffered
from batola_desk.domain.events.desk import DeskSelfTested, DeskStarted
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentOpened
from batola_desk.domain.events.operator import OperatorSignedOn, OperatorStateSet
from batola_desk.domain.events.ownership import CallClaimed, IncidentReassigned, IncidentReassignRequested
from batola_desk.domain.facts import Event
from batola_desk.models.journal import Journal
from batola_desk.models.room import RoomHead
from tests.support.room_double import OtherDesk, RoomDouble
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take

MINUTE_US: Final = 60_000_000
UNHEARD: Final = (("tone", "tone_unheard"), ("microphone", "microphone_silent"))
TICKETS: Final = (
    ("KB01", "Desa Sungai Pantai, Kec. Rantau Badauh"),
    ("KS03", "Jalan Jenderal Sudirman, Marabahan"),
    ("LL01", "Jembatan Barito, Kec. Anjir Pasar"),
)


class Neighbours:
    """Desks B and D of the room, whose facts come as the room brings them."""

    def __init__(self, stage: WindowStage, after: RoomHead) -> None:
        self._stage = stage
        self._room = RoomDouble(after if after.seq else None)
        self._writers = {letter: OtherDesk(number, letter) for number, letter in enumerate("BD", 5)}
        for writer in self._writers.values():
            writer.begin_us = wall_us() - 7 * MINUTE_US
        self._writers["D"].actor = "anwar"

    def say(self, letter: str, *facts: tuple[Event, str]) -> None:
        """One desk writes facts."""
        for event, name in facts:
            self._room.submit(self._writers[letter].write(event, name))

    async def deliver(self) -> None:
        """The room brings what was written."""
        journal = journal_of(self._stage)
        head = await asyncio.wrap_future(journal.reader.room_head())
        applied = await asyncio.wrap_future(journal.store.apply_room(self._room.page(head.seq)))
        self._stage.services._room._take_page(applied)
        await self._stage.settle(0.2)


def journal_of(stage: WindowStage) -> Journal:
    """The desk's journal."""
    journal = stage.services._journal
    assert isinstance(journal, Journal)
    return journal


async def people(stage: WindowStage, neighbours: Neighbours) -> list[str]:
    """Rina talks at B, Anwar has paused at D; between them three tickets. Returns the tickets."""
    neighbours.say(
        "B",
        (DeskStarted(app_version="1", unclean=False), "desk:B"),
        (DeskSelfTested(outcome="failed", name="Rina Agustina", findings=UNHEARD), "desk:B"),
        (OperatorSignedOn(name="Rina Agustina", role="PTDS"), "operator:rina"),
        (CallOffered(call_key="rb", direction="inbound", number="081348112233"), "call:rb"),
        (CallAnswered(), "call:rb"),
        (CallClassified(call_class="N"), "call:rb"),
    )
    neighbours.say(
        "D",
        (DeskStarted(app_version="1", unclean=False), "desk:D"),
        (DeskSelfTested(outcome="passed", name="Anwar Hidayat", seconds=11.0), "desk:D"),
        (OperatorSignedOn(name="Anwar Hidayat", role="PTDS"), "operator:anwar"),
        (OperatorStateSet(state="paused", reason="makan siang"), "operator:anwar"),
    )
    names = []
    for number, (type_code, place) in enumerate(TICKETS, 1):
        letter = "D" if number == len(TICKETS) else "B"
        name = f"incident:0198aaaa-0000-7000-8000-00000000000{number}"
        names.append(name.partition(":")[2])
        neighbours.say(
            letter,
            (IncidentOpened(ticket_number=f"112-6304-20250825-{letter}000{number}", source="call"), name),
            (IncidentFieldSet(field="type_code", value=type_code), name),
            (IncidentFieldSet(field="place_text", value=place), name),
        )
    asked = IncidentReassignRequested(to_desk="A", to_operator="sari", reason="dua panggilan sekaligus")
    neighbours.say("D", (asked, f"incident:{names[2]}"))
    await neighbours.deliver()
    return names


async def supervision_pictures(stage: WindowStage, take: Take) -> None:
    """The board with everything on it, then what comes and goes."""
    window, services = stage.window, stage.services
    head = await asyncio.wrap_future(journal_of(stage).reader.room_head())
    neighbours = Neighbours(stage, head)
    place = DeskPlace(letter="E", label="Meja E", label_en="Desk E", uri="sip:meja-e@10.0.0.15")
    services.catalog.desks["E"] = place  # type: ignore[index]
    first, second, _ = await people(stage, neighbours)
    window.book["room_board"].trigger()
    await take(stage, "supervision-board")
    board = window.room.board
    board.tables.sort_incidents(6)
    board.tables.table.setCurrentIndex(board.tables.incidents.index(0, 0))
    for _ in range(2):
        QTest.keyClick(board.tables.table, Qt.Key.Key_Space)
    board.ask_pass_on(board.chosen_ids)
    board.action.reason.setText("banyak panggilan di A")
    await take(stage, "supervision-pass-on")
    board.action.put_away()
    board.tables.filter.setText("tidak ada yang begini")
    await take(stage, "supervision-nothing-found")
    board.tables.filter.clear()
    board.tables.toggle_ended()
    await take(stage, "supervision-ended")
    board.put_away()
    given = IncidentReassigned(to_desk="A", to_operator="sari", reason="jauh dari saya", from_desk="B")
    neighbours.say("B", (given, f"incident:{first}"))
    lost = services.callbacks.open_items()
    if lost:
        neighbours.say("B", (CallClaimed(), f"callback:{lost[0].callback_id}"))
    await neighbours.deliver()
    window.book["alarms"].trigger()
    await take(stage, "incident-given")
    window.open_incident(second)
    window.book["callbacks"].trigger()
    await take(stage, "another-desks-ticket")
    window.keyboard_to_form()
    await stage.settle(0.1)
