"""A number that is silent twice reaches the shift lead, whichever desks it called; the figure of the day."""

from __future__ import annotations

import pytest

from batola_desk.domain.call import CallState
from tests.support.desk_double import DeskDouble

CALLER, OTHER = "081250001111", "081250002222"
ALARM = "silent_repeat"


async def silent(desk: DeskDouble, number: str = CALLER) -> str:
    key = desk.engine.ring(number)
    await desk.until(lambda: desk.services.calls.get(key) is not None, limit_s=20)
    await desk.services.calls.answer(key)
    await desk.settle()
    await desk.services.calls.start_silent_check(key)
    await desk.settle()
    return key


async def ends(desk: DeskDouble, key: str) -> None:
    desk.engine.caller_hangs_up(key)
    await desk.settle()


def subjects(desk: DeskDouble) -> list[str]:
    alarms = desk.services.session.status().alarms
    return [alarm.subject for alarm in alarms if alarm.code == ALARM and not alarm.cleared]


@pytest.mark.parametrize(("pause_s", "is_told"), [(60, True), (590, True), (610, False)])
async def test_within_the_window_the_second_one_is_told(
    desk: DeskDouble,
    pause_s: float,
    is_told: bool,
) -> None:
    await ends(desk, await silent(desk))
    await desk.forward(pause_s, step_s=pause_s)
    second = await silent(desk)
    assert subjects(desk) == ([f"call:{second}"] if is_told else [])


async def test_another_number_and_a_hidden_one_are_no_repeat(desk: DeskDouble) -> None:
    for number in (CALLER, OTHER, "", "anonymous", ""):
        await ends(desk, await silent(desk, number))
    assert subjects(desk) == []


async def test_ways_to_write_one_number_are_one_number(desk: DeskDouble) -> None:
    await ends(desk, await silent(desk, "081250001111"))
    await silent(desk, "+6281250001111")
    assert len(subjects(desk)) == 1


async def test_it_ends_with_a_ticket_or_the_window_and_not_with_a_class(desk: DeskDouble) -> None:
    await ends(desk, await silent(desk))
    key = await silent(desk)
    await ends(desk, key)
    await desk.services.calls.classify(key, "I")
    await desk.forward(1)
    assert len(subjects(desk)) == 1, "a hasty class does not keep it from the lead"
    await desk.services.incidents.new(call_key=key)
    await desk.forward(1)
    assert subjects(desk) == []


async def test_a_number_that_calls_two_desks_reaches_the_lead_and_the_second_desk(
    desks: tuple[DeskDouble, ...],
) -> None:
    a, b, lead = desks
    await ends(a, await silent(a))
    key = await silent(b)
    for desk in (b, lead):
        await desk.until(lambda desk=desk: subjects(desk) == [f"call:{key}"], limit_s=20)
    assert subjects(a) == [], "not this desk's call, and nobody here leads"


async def test_examined_calls_of_the_day_are_counted_and_a_hasty_one_shows(desk: DeskDouble) -> None:
    figure = await desk.services.silent_calls.examined_today()
    assert (figure.count, figure.percent) == (0, 100)
    for number, is_examined in ((CALLER, True), (OTHER, False)):
        key = await silent(desk, number)
        desk.engine.silence(key, 7.0)
        await desk.forward(31)
        assert (await desk.services.silent_calls.examined_today()).count == (number == OTHER), "one goes on"
        for item in desk.services.catalog.silent.items if is_examined else ():
            await desk.services.calls.tick_silent(key, item.code, heard=False)
        await ends(desk, key)
        await desk.services.calls.classify(key, "I")
    figure = await desk.services.silent_calls.examined_today()
    assert (figure.examined, figure.count, figure.percent) == (1, 2, 50)
    await desk.forward(86_400, step_s=86_400)
    assert (await desk.services.silent_calls.examined_today()).count == 0


async def test_after_a_restart_the_calls_of_the_day_are_counted_again(desk: DeskDouble) -> None:
    await ends(desk, await silent(desk))
    desk.services.silent_calls._known.clear()  # as a fresh start knows nothing
    assert (await desk.services.silent_calls.examined_today()).count == 1


@pytest.mark.parametrize(
    ("spoken_s", "heard", "call_class", "expected"),
    [
        (3, False, "I", (1, 0, 0)),  # a cough and a knock
        (8, False, "I", (0, 0, 1)),  # he speaks after all
        (8, True, "I", (1, 0, 0)),  # what sounds like speech is crying: a person says so
    ],
)
async def test_who_speaks_after_all_is_no_silent_call(
    desk: DeskDouble, spoken_s: int, heard: bool, call_class: str, expected: tuple[int, int, int]
) -> None:
    key = await silent(desk)
    desk.engine.silence(key, 0.0)
    await desk.forward(spoken_s)
    desk.engine.silence(key, 7.0)
    await desk.forward(20)
    if heard:
        item = desk.services.catalog.silent.items[0].code
        await desk.services.calls.tick_silent(key, item, heard=True)
    await ends(desk, key)
    await desk.services.calls.classify(key, call_class)
    figure = await desk.services.silent_calls.examined_today()
    assert (figure.count, figure.examined, figure.spoke) == expected
    assert figure.percent == (0 if figure.count else 100)


async def test_speech_leaves_the_procedure_as_it_was(desk: DeskDouble) -> None:
    key = await silent(desk)
    desk.engine.silence(key, 0.0)
    await desk.forward(40)
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.state is CallState.SILENT_CHECK
    assert not view.call.silent_completed
    kinds = [entry.kind for entry in view.call.timeline]
    assert kinds.count("call.silent_check_completed") == 1, "told once"
    for item in desk.services.catalog.silent.items:
        await desk.services.calls.tick_silent(key, item.code, heard=False)
    view = desk.services.calls.get(key)
    assert view is not None and view.call.silent_completed
