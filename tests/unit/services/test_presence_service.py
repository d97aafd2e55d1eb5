"""What this desk tells of itself, and what it makes of what it hears."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.operator import Operator, OperatorState
from batola_desk.services.change import Change
from batola_desk.services.presence import TYPING_S, PresenceService, PresenceView
from batola_desk.sync.presence import Presence, WorkPlace
from tests.support.desk_double import DeskDouble


class Told:
    def __init__(self, desk: DeskDouble) -> None:
        self.places: list[tuple[str, str]] = []
        self.changes: list[Change] = []
        self.service = PresenceService(desk.services._context, self._take)
        desk.services.changed.subscribe(self.changes.append)

    def _take(self, place: WorkPlace) -> None:
        self.places.append((place.incident_id, place.field))


@pytest.fixture
def told(desk: DeskDouble) -> Told:
    return Told(desk)


def somebody(
    login: str, letter: str, incident_id: str, field: str = "", *, machine: bool = False
) -> Presence:
    return Presence(
        login=login,
        name=login.title(),
        is_machine=machine,
        desk=letter,
        incident_id=incident_id,
        field=field,
        left_s=0.0,
    )


async def test_an_open_form_is_told_and_keys_name_the_field(told: Told) -> None:
    told.service.open_form("1")
    for _ in range(5):
        told.service.typing("1", "place_text")
    told.service.typing("1", "note")
    told.service.open_form("")
    assert told.places == [("1", ""), ("1", "place_text"), ("1", "note"), ("", "")]


async def test_who_stops_typing_has_the_form_only_open(desk: DeskDouble, told: Told) -> None:
    told.service.open_form("1")
    told.service.typing("1", "note")
    await desk.forward(TYPING_S - 1)
    told.service.typing("1", "note")
    await desk.forward(TYPING_S - 1)
    assert told.places[-1] == ("1", "note")
    await desk.forward(2)
    assert told.places[-1] == ("1", "")
    told.service.typing("1", "note")
    told.service.open_form("2")
    await desk.forward(TYPING_S + 1)
    assert told.places[-2:] == [("1", "note"), ("2", "")]


async def test_a_field_the_server_would_refuse_is_not_told(told: Told) -> None:
    for field in ("", "Tempat", "a" * 41, "x y"):
        told.service.typing("1", field)
    told.service.typing("", "note")
    assert told.places == []


async def test_a_closing_desk_takes_its_word_back(told: Told) -> None:
    told.service.typing("1", "note")
    told.service.stop()
    assert told.places[-1] == ("", "")


async def test_others_are_listed_by_ticket_and_who_types_comes_first(told: Told) -> None:
    told.service.take(
        [somebody("budi", "C", "1"), somebody("rina", "B", "1", "note"), somebody("tari", "D", "2")]
    )
    assert told.service.at("1") == (
        PresenceView(name="Rina", desk="B", field="note"),
        PresenceView(name="Budi", desk="C", field=""),
    )
    assert [view.name for view in told.service.at("2")] == ["Tari"]
    assert told.service.at("3") == ()
    assert told.changes == [Change(what=frozenset({"presence"}))]
    told.service.take([somebody("tari", "D", "2")])
    assert told.service.at("1") == ()


async def test_the_same_news_redraw_nothing(told: Told) -> None:
    for _ in range(3):
        told.service.take([somebody("rina", "B", "1")])
    assert len(told.changes) == 1


async def test_nobody_sees_himself(told: Told) -> None:
    told.service.take([somebody("budi", "A", "1"), somebody("meja_a", "A", "1", machine=True)])
    told.service.take([somebody("sari", "", "1", "note")])
    assert told.service.at("1") == ()
    told.service.take([somebody("sari", "B", "1", "note")])  # the same person left another desk open
    assert [view.desk for view in told.service.at("1")] == ["B"]


async def test_a_machine_has_no_name_and_gives_way_to_its_person(told: Told) -> None:
    told.service.take([somebody("meja_b", "B", "1", machine=True)])
    assert told.service.at("1") == (PresenceView(name="", desk="B", field=""),)
    both = [somebody("rina", "B", "1", "note"), somebody("meja_b", "B", "1", machine=True)]
    for order in (both, both[::-1]):
        told.service.take(order)
        assert told.service.at("1") == (PresenceView(name="Rina", desk="B", field="note"),)


async def test_where_only_the_machine_speaks_the_journal_says_who_sits_there(
    desk: DeskDouble, told: Told
) -> None:
    operators = desk.services._context.world.operators
    for name, letter, state in (
        ("Rina", "B", OperatorState.TALKING),
        ("Budi", "B", OperatorState.OFFLINE),
        ("Tari", "C", OperatorState.AVAILABLE),
    ):
        operators[name] = Operator(operator_id=name, name=name, desk=letter, state=state)
    told.service.take(
        [somebody("meja_b", "B", "1", machine=True), somebody("meja_d", "D", "1", machine=True)]
    )
    assert [(view.name, view.desk) for view in told.service.at("1")] == [("Rina", "B"), ("", "D")]


async def test_a_desk_that_stands_alone_takes_it_all_without_a_word(tmp_path: Path, desk: DeskDouble) -> None:
    desk.services.presence.open_form("1")
    desk.services.presence.typing("1", "note")
    assert desk.services.presence.at("1") == ()
