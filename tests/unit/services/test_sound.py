"""Prompts for silent callers, sound tests, the alert of an unsent urgent incident."""

from __future__ import annotations

from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from tests.support.desk_double import DeskDouble, talk


def played(desk: DeskDouble) -> list[str]:
    return [command.name for command in desk.engine.commands if isinstance(command, sm.PlayPrompt)]


def end_prompt(desk: DeskDouble) -> None:
    desk.engine.tell(sm.PromptChanged())


async def silent_call(desk: DeskDouble, *, automatic: bool) -> str:
    desk.services.session.set_setting("silent.auto_prompts", automatic)
    key = await talk(desk)
    desk.engine.silence(key, 7.0)
    await desk.forward(1)
    return key


async def test_the_sentences_come_by_themselves_at_their_seconds(desk: DeskDouble) -> None:
    await silent_call(desk, automatic=True)
    heard_at: dict[str, int] = {}
    for second in range(40):
        for name in played(desk):
            heard_at.setdefault(name, second)
        end_prompt(desk)
        await desk.forward(1)
    assert list(heard_at) == ["sapaan", "tanda", "pilihan", "ya_tidak"]
    gaps = [b - a for a, b in zip(heard_at.values(), list(heard_at.values())[1:], strict=False)]
    assert all(7 <= gap <= 9 for gap in gaps), heard_at
    assert len(played(desk)) == 4


async def test_nothing_is_spoken_by_itself_unless_the_desk_wants_it(desk: DeskDouble) -> None:
    await silent_call(desk, automatic=False)
    await desk.forward(30)
    assert played(desk) == []


async def test_the_sequence_ends_when_the_caller_speaks_or_presses_a_key(desk: DeskDouble) -> None:
    key = await silent_call(desk, automatic=True)
    await desk.forward(2)
    assert played(desk) == ["sapaan"]
    end_prompt(desk)
    desk.engine.silence(key, 0.0)
    await desk.forward(30)
    assert played(desk) == ["sapaan"]


async def test_a_key_press_is_a_sign_of_life_too(desk: DeskDouble) -> None:
    key = await silent_call(desk, automatic=True)
    await desk.forward(2)
    end_prompt(desk)
    desk.engine.digit(key, "1")
    await desk.settle()
    await desk.forward(30)
    assert played(desk) == ["sapaan"]


async def test_a_sentence_broken_off_ends_the_sequence_of_this_call(desk: DeskDouble) -> None:
    key = await silent_call(desk, automatic=True)
    await desk.forward(1)
    assert desk.services.sound.prompt_now(key) == "sapaan"
    await desk.services.sound.stop_prompt(key)
    await desk.settle()
    assert desk.services.sound.prompt_now(key) == ""
    await desk.forward(30)
    assert played(desk) == ["sapaan"]


async def test_a_sentence_still_being_spoken_is_not_cut_by_the_next(desk: DeskDouble) -> None:
    await silent_call(desk, automatic=True)
    await desk.forward(12)
    assert played(desk) == ["sapaan"], "nobody said that the first one has ended"
    end_prompt(desk)
    await desk.forward(1)
    assert played(desk) == ["sapaan", "tanda"]


async def test_a_prompt_goes_to_the_call_it_was_meant_for(desk: DeskDouble) -> None:
    key = await talk(desk)
    await desk.services.sound.play_prompt(key, "tanda")
    await desk.settle()
    assert desk.services.sound.prompt_now(key) == "tanda"
    assert desk.services.sound.prompt_now("another") == ""
    assert desk.services.sound.can_play("tanda")
    assert not desk.services.sound.can_play("lain")


async def test_findings_levels_and_dose_are_mirrored(desk: DeskDouble) -> None:
    result = sm.SoundResult(role="ear", code="loop_good", level_db=-30.0, delay_ms=61.0)
    check = sm.SoundCheckStatus(kind="loop", phase="done", progress=1.0, results=(result,))
    desk.engine.tell(sm.SoundCheckChanged(check=check))
    desk.engine.tell(sm.DeviceLevels(dbfs={"ear": -20.0}))
    desk.engine.tell(sm.DoseChanged(dose=sm.DoseStatus(daily_dba=81.0, mean_dba=84.0, stage="low")))
    await desk.settle()
    sound = desk.services.sound
    assert (sound.check().results[0].code, sound.check().is_running) == ("loop_good", False)
    assert sound.device_levels() == {"ear": -20.0}
    assert (sound.dose().daily_dba, sound.dose().stage) == (81.0, "low")


async def test_the_engine_is_told_who_sits_here(desk: DeskDouble) -> None:
    (attach,) = [command for command in desk.engine.commands if isinstance(command, m.Attach)]
    assert attach.operator == "sari"
