"""Care, not blocking: measures are a lead's, with reason and end; a hint only. Source: domain.md §12.3."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batola_desk.domain.announcement import Announcement, Audience, fold_announcement
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.room import RoomAnnounced
from batola_desk.domain.number_measure import MARK, measure_of, measure_text
from batola_desk.domain.room_rules import ROOM_RULES, RoomRole
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.folding import fact_of
from tests.support.shipped import shipped_catalog

CALLER = "081250001111"
DAY_S = 24 * 3600.0


@pytest.fixture
async def lead(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, role="KS", catalog=shipped_catalog()) as opened:
        yield opened


async def decide(desk: DeskDouble, **more: int) -> None:
    await desk.services.measures.decide(
        "+62 812 5000 1111", "text_warning", reason="enam kali iseng semalam", **more
    )
    await desk.settle()


async def test_a_measure_holds_for_its_days_in_every_form_of_the_number_and_then_is_over(
    lead: DeskDouble,
) -> None:
    await decide(lead)
    found = lead.services.measures.of(CALLER)
    assert [(one.label, one.reason, one.author) for one in found] == [
        ("Peringatan lewat teks", "enam kali iseng semalam", "Sari")
    ]
    assert lead.services.measures.of("081250002222") == ()
    assert lead.clock is not None
    lead.clock.forward(7 * DAY_S - 1)
    assert lead.services.measures.of(CALLER)
    lead.clock.forward(2)
    assert lead.services.measures.of(CALLER) == ()


async def test_a_measure_hides_and_blocks_no_call(lead: DeskDouble) -> None:
    await decide(lead)
    key = lead.engine.ring(CALLER)
    await lead.settle()
    assert [view.key for view in lead.services.calls.ringing()] == [key]
    await lead.until(lambda: lead.services.calls.ringing()[0].history is not None, 10)
    history = lead.services.calls.ringing()[0].history
    assert history is not None
    assert [one.label for one in history.measures] == ["Peringatan lewat teks"]
    await lead.services.calls.answer(key)
    await lead.settle()
    assert lead.services.calls.live()[0].key == key
    lead.engine.caller_hangs_up(key)
    lead.engine.caller_hangs_up(lead.engine.ring(CALLER))
    await lead.settle()
    assert [item.number for item in lead.services.callbacks.open_items()] == [CALLER]
    assert lead.services.callbacks.open_items()[0].reasons == (), "and it costs no rank either"


async def test_a_measure_is_no_message_to_anybody(lead: DeskDouble) -> None:
    await decide(lead)
    assert list(lead.services.announcements.listed()) == []
    assert list(lead.services.announcements.standing()) == []


async def test_a_measure_outlives_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="KS", catalog=shipped_catalog()) as desk:
        await decide(desk)
    async with open_desk(tmp_path, role="KS", catalog=shipped_catalog()) as desk:
        assert len(desk.services.measures.of(CALLER)) == 1
        assert list(desk.services.announcements.listed()) == []


async def test_it_is_lifted_with_a_reason(lead: DeskDouble) -> None:
    await decide(lead)
    measure_id = lead.services.measures.of(CALLER)[0].measure_id
    with pytest.raises(OperatorError, match="reason_missing"):
        await lead.services.measures.lift(measure_id, reason=" ")
    await lead.services.measures.lift(measure_id, reason="salah nomor")
    await lead.settle()
    assert lead.services.measures.of(CALLER) == ()
    with pytest.raises(OperatorError, match="measure_unknown"):
        await lead.services.measures.lift(measure_id, reason="lagi")


@pytest.mark.parametrize(
    ("number", "measure", "reason", "days", "code"),
    [
        ("", "text_warning", "x", 0, "number_unusable"),
        ("anonymous", "text_warning", "x", 0, "number_unusable"),
        (CALLER, "block", "x", 0, "measure_unknown"),
        (CALLER, "text_warning", "  ", 0, "reason_missing"),
        (CALLER, "text_warning", "x", 31, "measure_too_long"),
        (CALLER, "text_warning", "x", -1, "measure_too_long"),
    ],
)
async def test_what_is_no_measure_is_refused(
    lead: DeskDouble, number: str, measure: str, reason: str, days: int, code: str
) -> None:
    with pytest.raises(OperatorError, match=code):
        await lead.services.measures.decide(number, measure, reason=reason, days=days)


@pytest.mark.parametrize("role", [role for role in shipped_catalog().roles if role != "KS"])
async def test_only_a_lead_decides_and_lifts(tmp_path: Path, role: str) -> None:
    async with open_desk(tmp_path, role=role, catalog=shipped_catalog()) as desk:
        assert not desk.services.measures.may_decide()
        with pytest.raises(OperatorError, match="lead_only"):
            await decide(desk)
        with pytest.raises(OperatorError, match="lead_only"):
            await desk.services.measures.lift("m", reason="x")


def test_the_room_takes_it_from_leads_only() -> None:
    for kind in ("room.number_measured", "room.number_measure_lifted"):
        assert ROOM_RULES[kind].min_role is RoomRole.LEAD


def test_every_shipped_measure_has_an_end_and_none_blocks() -> None:
    kinds = shipped_catalog().number_measures
    assert len(kinds) == 3
    for kind in kinds.values():
        assert 0 < kind.days <= kind.days_max <= 90
        assert "blok" not in kind.label.casefold()


def test_no_message_can_pretend_to_be_a_measure() -> None:
    forged = measure_text("81250001111", "text_warning", "karangan")
    said = RoomAnnounced(text=forged, level="normal", audience=Audience.LEADS.value, until_us=2**60)
    state = fold_announcement(Announcement(message_id="m"), fact_of(said, "room:m"))
    assert measure_of(state.text) is None
    for damaged in ("", MARK, MARK + "[]", MARK + '{"number": 1}', MARK + "{", MARK + '{"x": "y"}'):
        assert measure_of(damaged) is None
