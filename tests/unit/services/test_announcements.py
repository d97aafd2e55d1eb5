"""Messages to the room: who may write what to whom, on which desk they stand, and until when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.announcement import READINGS_MAX, TEXT_MAX, Announcement, fold_announcement
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.room import RoomAnnounced, RoomAnnouncementRead
from batola_desk.domain.facts import Fact, Verdict
from batola_desk.domain.operator import Desk
from batola_desk.ipc.messages import PlayAlert
from batola_desk.services.announcements import KEPT_MAX, LASTS_MAX_US, AnnouncementService
from batola_desk.services.seat import nobody
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shipped import shipped_catalog

HOUR_US = 3600 * 1_000_000


@pytest.fixture
async def desk(tmp_path: Path) -> Any:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as opened:
        opened.services.announcements._is_alone = False  # as if it had a room
        yield opened


def service(desk: DeskDouble) -> AnnouncementService:
    return desk.services.announcements


def sit(desk: DeskDouble, operator: str, role: str) -> None:
    context = desk.services._context
    context.person = replace(context.person, operator_id=operator, name=operator.title(), role=role)
    service(desk).judge()


async def write(desk: DeskDouble, text: str = "Jalan ditutup", **more: Any) -> str:
    until_us = desk.services.now_us() + HOUR_US
    wish = {"level": "normal", "audience": "all", "until_us": until_us} | more
    message_id = await service(desk).write(text, **wish)
    await desk.settle()
    return message_id


def alarms(desk: DeskDouble) -> set[str]:
    views = desk.services.session.status().alarms
    return {view.code for view in views if view.code.startswith("announcement") and not view.cleared}


def refused(code: str) -> Any:
    return pytest.raises(OperatorError, match=code)


async def test_a_lead_writes_to_all_and_who_sits_elsewhere_has_to_read_it(desk: DeskDouble) -> None:
    message_id = await write(desk, "  Jalan   A. Yani\nditutup ", level="urgent")
    assert service(desk).standing() == []  # not by the author
    assert alarms(desk) == set()
    sit(desk, "rina", "PTDS")
    (view,) = service(desk).standing()
    assert (view.text, view.level, view.author) == ("Jalan A. Yani ditutup", "urgent", "Sari")
    assert alarms(desk) == {"announcement_urgent"}
    assert [c.name for c in desk.engine.commands if isinstance(c, PlayAlert)] == ["p1"]
    await service(desk).read(message_id)
    await desk.settle()
    assert service(desk).standing() == []
    assert alarms(desk) == set()
    sit(desk, "sari", "KS")
    (listed,) = service(desk).listed()
    assert [(reading.name, reading.desk) for reading in listed.readings] == [("rina", "A")]


async def test_who_may_write_to_whom_is_data(desk: DeskDouble) -> None:
    assert service(desk).audiences() == ["all", "leads", "desk"]
    sit(desk, "rina", "PTDS")
    assert service(desk).audiences() == ["leads", "desk"]
    with refused("announcement_not_allowed"):
        await write(desk)
    sit(desk, "op", "OP")
    assert service(desk).audiences() == []
    with refused("announcement_not_allowed"):
        await write(desk, audience="desk")


async def test_what_an_operator_writes_to_the_leads_stands_there_only(desk: DeskDouble) -> None:
    sit(desk, "rina", "PTDS")
    await write(desk, audience="leads", level="important")
    assert [view.text for view in service(desk).listed()] == ["Jalan ditutup"]  # his own stays in his list
    sit(desk, "tari", "PTDS")
    assert service(desk).standing() == []
    sit(desk, "budi", "KS")
    assert len(service(desk).standing()) == 1
    assert alarms(desk) == {"announcement_important"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": " \n "}, "announcement_text_missing"),
        ({"text": "a" * (TEXT_MAX + 1)}, "announcement_too_long"),
        ({"level": "loud"}, "announcement_level_unknown"),
        ({"audience": "everybody"}, "announcement_not_allowed"),
        ({"until_us": 0}, "announcement_end_unusable"),
        ({"until_us": 10**18}, "announcement_end_unusable"),
    ],
)
async def test_what_cannot_be_said_is_refused_with_a_reason(
    desk: DeskDouble, wrong: dict[str, Any], code: str
) -> None:
    with refused(code):
        await write(desk, **wrong)
    assert service(desk).listed() == []
    assert LASTS_MAX_US < 10**18


async def test_its_end_takes_it_away_and_its_alert(desk: DeskDouble) -> None:
    await write(desk, level="important", until_us=desk.services.now_us() + 60_000_000)
    sit(desk, "rina", "PTDS")
    assert alarms(desk) == {"announcement_important"}
    await desk.forward(62)
    assert service(desk).standing() == []
    assert alarms(desk) == set()
    assert service(desk).listed()[0].is_over


async def test_only_people_read(desk: DeskDouble) -> None:
    message_id = await write(desk)
    context = desk.services._context
    context.person = nobody("A", "PTDS")
    assert len(service(desk).standing()) == 1
    with refused("announcement_person_missing"):
        await service(desk).read(message_id)
    with refused("announcement_unknown"):
        await service(desk).read("nothing")


async def test_the_most_urgent_stands_first_and_twice_read_is_once(desk: DeskDouble) -> None:
    for level in ("normal", "important", "urgent", "normal"):
        await write(desk, level, level=level)
    sit(desk, "rina", "PTDS")
    assert [view.text for view in service(desk).standing()] == ["urgent", "important", "normal", "normal"]
    first = service(desk).standing()[0].message_id
    await service(desk).read(first)
    await service(desk).read(first)
    await desk.settle()
    assert len(next(v for v in service(desk).listed() if v.message_id == first).readings) == 1


async def test_the_sender_sees_which_desks_have_not_read(desk: DeskDouble) -> None:
    message_id = await write(desk)
    world = desk.services._context.world
    for letter, running in (("B", True), ("C", True), ("D", False)):
        world.desks[letter] = Desk(desk_id=letter, running=running)
    fact = Fact(
        fact_id="f",
        event=RoomAnnouncementRead(),
        aggregates=(f"room:{message_id}",),
        actor="rina",
        desk="C",
        origin="o",
        oseq=1,
        occurred_us=5,
    )
    service(desk).take({"x": fold_announcement(service(desk)._known[message_id], fact)})
    (view,) = service(desk).listed()
    assert view.unread_desks == ("B",)
    assert [(reading.name, reading.desk, reading.at_us) for reading in view.readings] == [("rina", "C", 5)]


async def test_a_desk_that_stands_alone_has_notes_for_the_next_shift(tmp_path: Path) -> None:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as desk:
        assert service(desk).audiences() == ["desk"]
        with refused("announcement_not_allowed"):
            await write(desk, audience="all")
        message_id = await write(desk, "Radio 2 rusak", audience="desk", level="important")
        assert [view.text for view in service(desk).standing()] == ["Radio 2 rusak"]
        assert alarms(desk) == set()  # no tone for one's own words
    async with open_desk(tmp_path, catalog=catalog) as desk:  # the next shift starts the screen
        assert [view.text for view in service(desk).standing()] == ["Radio 2 rusak"]
        await service(desk).read(message_id)
        await desk.settle()
        assert service(desk).standing() == []
        assert [view.text for view in service(desk).listed()] == ["Radio 2 rusak"]


async def test_a_flood_for_the_few_hides_no_word_to_all(desk: DeskDouble) -> None:
    await write(desk, "Banjir naik", level="urgent")
    sit(desk, "rina", "PTDS")
    old = desk.services.now_us() + 1_000_000
    for number in range(KEPT_MAX + 30):
        await write(desk, f"pesan {number}", audience="leads", until_us=old if number < 20 else old + HOUR_US)
    assert len(service(desk)._known) == KEPT_MAX
    assert [view.text for view in service(desk).standing()] == ["Banjir naik"]
    await desk.stop()
    again = DeskDouble(desk.home, catalog=desk.services.catalog, operator="tari", clock=desk.clock)
    await again.start()
    again.services.announcements._is_alone = False
    assert "Banjir naik" in [view.text for view in again.services.announcements.listed()]
    await again.stop()


# ------------------------------------------------------------------ the fold


def said(number: int, event: Any, *, actor: str = "budi", verdict: Verdict = Verdict.OK) -> Fact:
    return Fact(
        fact_id=f"f{number}",
        event=event,
        aggregates=("room:m",),
        actor=actor,
        desk="A",
        origin="o",
        oseq=number,
        occurred_us=number,
        verdict=verdict,
    )


def announced(text: str = "x", level: str = "urgent", audience: str = "all") -> RoomAnnounced:
    return RoomAnnounced(text=text, level=level, audience=audience, until_us=99)


def test_a_denied_word_is_never_shown_and_the_first_one_stays() -> None:
    state = fold_announcement(Announcement(message_id="m"), said(1, announced(), verdict=Verdict.DENIED))
    assert state.announced_us is None
    state = fold_announcement(state, said(2, announced("satu")))
    assert fold_announcement(state, said(3, announced("dua"))).text == "satu"


def test_what_nobody_knows_is_shown_to_leads_as_important_and_never_too_long() -> None:
    state = fold_announcement(
        Announcement(message_id="m"), said(1, announced("a" * 10_000, "cosmic", "martians"))
    )
    assert (state.level, state.audience, len(state.text)) == ("important", "leads", TEXT_MAX)


def test_readings_are_bounded() -> None:
    state = fold_announcement(Announcement(message_id="m"), said(1, announced()))
    for number in range(READINGS_MAX + 50):
        state = fold_announcement(state, said(number + 2, RoomAnnouncementRead(), actor=f"p{number}"))
    assert len(state.readings) == READINGS_MAX
