"""Lost callers: one line per number, opened and closed by what happens on the line."""

from __future__ import annotations

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.ids import new_id
from batola_desk.ipc import messages
from batola_desk.services.follow_up import derived_fact_id
from tests.support.desk_double import DeskDouble

CALLER = "081250001111"


async def lose(desk: DeskDouble, number: str = CALLER) -> str:
    key = desk.engine.ring(number)
    desk.engine.caller_hangs_up(key)
    return key


async def test_twelve_hang_ups_are_one_item(desk: DeskDouble) -> None:
    forms = ("081250001111", "+6281250001111", "6281250001111")
    for index in range(12):  # without waiting in between: the first opening is still on its way
        await lose(desk, forms[index % 3])
    await desk.settle()
    items = desk.services.callbacks.open_items()
    assert [(item.lost_count, item.reasons) for item in items] == [(12, ("repeated",))]


async def test_facts_redelivered_twice_land_once(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    desk.engine.caller_hangs_up(key)
    facts = list(desk.engine.spool.values())
    await desk.settle()
    desk.engine.redeliver(facts)
    desk.engine.redeliver(facts)
    await desk.settle()
    call = desk.services.calls.get(key)
    assert call is not None
    assert [entry.kind for entry in call.call.timeline] == ["call.offered", "call.ended"]
    assert [item.lost_count for item in desk.services.callbacks.open_items()] == [1]
    assert desk.engine.spool == {}


async def test_facts_are_confirmed_only_when_on_the_disk(desk: DeskDouble) -> None:
    desk.engine.ring(CALLER)
    assert not desk.engine.confirmed
    await desk.settle()
    assert len(desk.engine.confirmed) == 1


async def test_a_withheld_number_opens_no_item(desk: DeskDouble) -> None:
    await lose(desk, "anonymous")
    await lose(desk, "")
    await desk.settle()
    assert not desk.services.callbacks.open_items()


async def test_a_caller_dropped_while_talking_ranks_above_one_who_gave_up(desk: DeskDouble) -> None:
    await lose(desk, "0811000001")
    key = desk.engine.ring("0811000002")
    await desk.settle()
    await desk.services.calls.answer(key)
    desk.engine.line_drops(key)
    await desk.settle()
    items = desk.services.callbacks.open_items()
    assert [item.number for item in items] == ["0811000002", "0811000001"]
    assert items[0].reasons == ("dropped",)


async def test_the_item_closes_when_the_number_calls_again_and_is_answered(desk: DeskDouble) -> None:
    await lose(desk)
    key = desk.engine.ring(CALLER)
    await desk.settle()
    assert len(desk.services.callbacks.open_items()) == 1
    await desk.services.calls.answer(key)
    await desk.settle()
    assert not desk.services.callbacks.open_items()


async def test_calling_back_counts_attempts_and_reaching_by_itself(desk: DeskDouble) -> None:
    await lose(desk)
    await desk.settle()
    item = desk.services.callbacks.open_items()[0]
    await desk.services.callbacks.call_back(item.callback_id)
    await desk.settle()
    outgoing = desk.services.calls.live()[0]
    assert desk.services.callbacks.open_items()[0].dialling
    with pytest.raises(OperatorError) as refusal:
        await desk.services.callbacks.call_back(item.callback_id)
    assert refusal.value.code == "callback_dialling"
    desk.engine.far_end_busy(outgoing.key)
    await desk.settle()
    busy = desk.services.callbacks.open_items()[0]
    assert (busy.attempts, busy.last_outcome, busy.dialling) == (1, "busy", False)
    await desk.services.callbacks.call_back(item.callback_id)
    await desk.settle()
    desk.engine.far_end_answers(desk.services.calls.live()[0].key)
    await desk.settle()
    reached = desk.services.callbacks.open_items()[0]
    assert (reached.attempts, reached.last_outcome) == (2, "reached")
    await desk.services.callbacks.close(item.callback_id, reason="reached")
    assert not desk.services.callbacks.open_items()


async def test_closing_as_other_needs_words(desk: DeskDouble) -> None:
    await lose(desk)
    await desk.settle()
    callback_id = desk.services.callbacks.open_items()[0].callback_id
    for reason, code in (("", "reason_missing"), ("bored", "reason_unknown"), ("other", "text_missing")):
        with pytest.raises(OperatorError) as refusal:
            await desk.services.callbacks.close(callback_id, reason=reason)
        assert refusal.value.code == code


def test_a_derived_id_is_the_same_each_time_and_keeps_the_time_of_birth() -> None:
    fact_id = new_id(1_756_098_000_000)
    derived = derived_fact_id(fact_id, "callback")
    assert derived == derived_fact_id(fact_id, "callback") != derived_fact_id(fact_id, "other")
    assert derived[:13] == fact_id[:13]
    assert derived[14] == "7"
    assert derived[19] in "89ab"


def dialled(desk: DeskDouble) -> list[tuple[str, str, str | None]]:
    return [
        (command.number, command.purpose, command.callback_id)
        for command in desk.engine.commands
        if isinstance(command, messages.DialNumber)
    ]


async def test_a_lost_number_typed_by_hand_is_the_call_back_of_its_item(desk: DeskDouble) -> None:
    await lose(desk)
    await desk.settle()
    item = desk.services.callbacks.open_items()[0]
    await desk.services.calls.dial("+62 812 5000 1111")
    await desk.services.calls.dial("0811999")
    await desk.settle()
    assert dialled(desk) == [("+62 812 5000 1111", "callback", item.callback_id), ("0811999", "manual", None)]
    assert desk.services.callbacks.open_items()[0].attempts == 1


async def test_the_first_of_the_list_is_called_back_until_none_is_left(desk: DeskDouble) -> None:
    with pytest.raises(OperatorError, match="callback_none"):
        await desk.services.callbacks.call_back_next()
    await lose(desk)
    await desk.settle()
    item = desk.services.callbacks.open_items()[0]
    await desk.services.callbacks.call_back_next()
    await desk.settle()
    with pytest.raises(OperatorError, match="callback_none"):
        await desk.services.callbacks.call_back_next()
    assert dialled(desk) == [(CALLER, "callback", item.callback_id)]


async def test_a_caller_who_hung_up_in_peace_can_be_called_back_too(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    with pytest.raises(OperatorError, match="call_still_live"):
        await desk.services.callbacks.call_back_caller(key)
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    assert not desk.services.callbacks.open_items()
    await desk.services.callbacks.call_back_caller(key)
    assert dialled(desk) == [(CALLER, "callback", None)]
    with pytest.raises(OperatorError, match="call_gone"):
        await desk.services.callbacks.call_back_caller("nobody")


async def test_a_call_back_dialled_again_is_marked_again(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.services.calls.answer(key)
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    await desk.services.calls.dial(CALLER)  # waits for his class still: known as a caller
    await desk.services.parties.redial()
    assert [purpose for _, purpose, _ in dialled(desk)] == ["callback", "callback"]
    await desk.services.calls.dial("0511-99")
    await desk.services.parties.redial()
    assert dialled(desk)[-1] == ("0511-99", "manual", None)
    await desk.settle()
    await lose(desk, "0811222")
    await desk.settle()
    item = desk.services.callbacks.open_items()[0]
    await desk.services.callbacks.call_back(item.callback_id)
    await desk.services.callbacks.close(item.callback_id, reason="reached")
    await desk.services.parties.redial()
    assert dialled(desk)[-1] == ("0811222", "callback", None), "no item any more, and still a call back"
