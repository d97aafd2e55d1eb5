"""A day of lost callers: an explained rank, text first where a ring may harm. Source: domain.md §5.5."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.callback import Callback
from batola_desk.domain.callback_reducer import fold_callback
from batola_desk.domain.callback_score import next_attempt_until_us, score_callback
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events import callback as c
from batola_desk.domain.facts import Event
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.folding import fact_of
from tests.support.shipped import shipped_catalog

CALLER = "081250001111"
NOON_US = 1_756_094_400_000_000  # 12:00 WITA
MINUTE_US = 60_000_000


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shipped_catalog()


@pytest.fixture
async def desk(tmp_path: Path, catalog: Catalog) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=catalog) as opened:
        yield opened


def item_of(*happened: tuple[float, Event], at_us: int = NOON_US) -> Callback:
    """An item after these events, each so many minutes after ``at_us``."""
    state = Callback(callback_id="cb-1")
    for number, (minute, event) in enumerate(happened):
        fact = fact_of(event, "callback:cb-1", number=number)
        state = fold_callback(state, replace(fact, occurred_us=at_us + int(minute * MINUTE_US)))
    return state


def lost(reason: str = "abandoned", call: str = "k1") -> Event:
    return c.CallbackOpened(number=CALLER, call_key=call, reason=reason)


def again(call: str, reason: str = "abandoned") -> Event:
    return c.CallbackMissedAgain(call_key=call, reason=reason)


def tried(outcome: str) -> Event:
    return c.CallbackAttempted(outcome=outcome)


NIGHT_US = NOON_US + 11 * 3600 * 1_000_000

RULES = [
    ("once in the queue", (((0, lost()),), {}), ()),
    ("again within three minutes", (((0, lost()), (2, again("k2"))), {}), ("repeated",)),
    ("again after an hour", (((0, lost()), (60, again("k2"))), {}), ()),
    ("cut off while talking", (((0, lost("dropped")),), {}), ("dropped",)),
    ("silent", (((0, lost("silent")),), {}), ("silent",)),
    ("near an open ticket", (((0, lost()),), {"near_open_incident": True}), ("near_incident",)),
    ("many pranks before", (((0, lost()),), {"prank_count": 5}), ("pranks",)),
    ("a few pranks before", (((0, lost()),), {"prank_count": 4}), ()),
    ("busy once", (((0, lost()), (1, tried("dialling")), (1, tried("busy"))), {}), ("second_due",)),
    (
        "busy twice",
        (((0, lost()), *((1, tried(word)) for word in ("dialling", "busy", "dialling", "no_answer"))), {}),
        ("exhausted",),
    ),
    ("text sent", (((0, lost()), (1, tried("text_sent"))), {}), ("text_sent",)),
    (
        "busy twice, then lost again: at the telephone now",
        (
            (
                (0, lost()),
                *((1, tried(word)) for word in ("dialling", "busy", "dialling", "busy")),
                (20, again("k2")),
            ),
            {},
        ),
        (),
    ),
]


@pytest.mark.parametrize(("case", "reasons"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_every_rule_of_the_rank_has_its_reason_and_its_points(
    catalog: Catalog,
    case: tuple[tuple[tuple[float, Event], ...], dict[str, object]],
    reasons: tuple[str, ...],
) -> None:
    happened, known = case
    limits = catalog.limits
    score = score_callback(item_of(*happened), limits.callback, limits.callback_score, **known)  # type: ignore[arg-type]
    assert score.reasons == reasons
    assert score.points == sum(getattr(limits.callback_score, reason) for reason in reasons)


def test_the_night_counts(catalog: Catalog) -> None:
    limits = catalog.limits
    item = item_of((0, lost()), at_us=NIGHT_US)
    assert score_callback(item, limits.callback, limits.callback_score).reasons == ("night",)


def test_the_second_attempt_is_due_within_five_minutes_and_there_is_no_third(catalog: Catalog) -> None:
    limits = catalog.limits.callback
    assert (limits.attempts, limits.attempts_within_s) == (2, 300)
    assert next_attempt_until_us(item_of((0, lost())), limits) is None
    once = item_of((0, lost()), (1, tried("dialling")), (2, tried("no_answer")))
    assert next_attempt_until_us(once, limits) == NOON_US + 7 * MINUTE_US
    twice = item_of((0, lost()), *((1, tried(word)) for word in ("dialling", "busy", "dialling", "busy")))
    assert next_attempt_until_us(twice, limits) is None


async def lose(desk: DeskDouble, number: str = CALLER) -> None:
    desk.engine.caller_hangs_up(desk.engine.ring(number))
    await desk.settle()


async def test_a_text_is_an_attempt_of_its_own_and_one_goes_in_half_an_hour(desk: DeskDouble) -> None:
    await lose(desk)
    item = desk.services.callbacks.open_items()[0]
    outgoing = await desk.services.callbacks.text(item.callback_id)
    await desk.settle()
    assert "terputus" in outgoing.text
    assert outgoing.number_display == "0812-5000-1111"
    after = desk.services.callbacks.open_items()[0]
    assert (after.attempts, after.last_outcome, after.reasons) == (0, "text_sent", ("text_sent",))
    with pytest.raises(OperatorError) as refusal:
        await desk.services.callbacks.text(item.callback_id)
    assert refusal.value.code == "callback_texted"
    await desk.forward(31 * 60)
    await desk.services.callbacks.text(item.callback_id)


async def kdrt_before(desk: DeskDouble) -> str:
    """A caller of violence at home whose call was served, and who is lost now."""
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    incident_id = await desk.services.incidents.new(call_key=key)
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    desk.services.incidents.set_field(incident_id, "type_code", "KR06")  # found after the call was over
    desk.services.incidents.set_field(incident_id, "place_text", "Rumah Siti")
    await desk.services.incidents.flush()
    await desk.settle()
    await lose(desk)
    return desk.services.callbacks.open_items()[0].callback_id


async def test_where_a_ring_may_harm_the_text_goes_first_and_says_nothing(desk: DeskDouble) -> None:
    callback_id = await kdrt_before(desk)
    assert desk.services.callbacks.open_items()[0].is_text_first
    with pytest.raises(OperatorError) as refusal:
        await desk.services.callbacks.call_back(callback_id)
    assert refusal.value.code == "callback_text_first"
    assert not desk.services.calls.live()
    outgoing = await desk.services.callbacks.text(callback_id)
    await desk.settle()
    assert not any(word in outgoing.text for word in ("112", "darurat", "polisi", "KDRT"))
    assert not desk.services.callbacks.open_items()[0].is_text_first
    await desk.services.callbacks.call_back(callback_id)
    await desk.settle()
    assert desk.services.calls.live()


async def test_who_must_dial_now_dials_with_force(desk: DeskDouble) -> None:
    callback_id = await kdrt_before(desk)
    await desk.services.callbacks.call_back(callback_id, force=True)
    await desk.settle()
    assert desk.services.calls.live()


async def test_three_hundred_hang_ups_are_a_few_numbers_with_their_counts(desk: DeskDouble) -> None:
    chance = random.Random(112)
    numbers = [f"0812{index:08d}" for index in range(60)]
    for _ in range(300):
        desk.engine.caller_hangs_up(desk.engine.ring(chance.choice(numbers)))
    await desk.settle()
    items = desk.services.callbacks.open_items()
    assert sum(item.lost_count for item in items) == 300
    assert len({item.number for item in items}) == len(items) <= 60
    assert [item.score for item in items] == sorted((item.score for item in items), reverse=True)
