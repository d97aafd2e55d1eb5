"""The training caller: data, behaviour of callers, mix of the traffic."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.frames import FRAME_S, PCM
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.training.__main__ import load_sounds
from batola_desk.engine.training.caller import Traffic
from batola_desk.engine.training.conversation import Conversation, Patience
from batola_desk.engine.training.scenarios import Scenario, load_scenarios
from batola_desk.engine.training.voice_file import read_alaw_wav, write_alaw_wav

SILENT, SPEAKING = -90.0, -20.0
HEAD = 'number_prefix = "08100112"\ngap_first_s = 20\ngap_last_s = 60\nopening = []\n'


def scenario(**values: object) -> Scenario:
    defaults: dict[str, object] = {"name": "x", "group": "emergency", "number": "0001", "weight": 1.0}
    return Scenario(**(defaults | values))  # type: ignore[arg-type]


def sounds() -> dict[str, PCM]:
    """One second each, told apart by their value."""
    return {name: np.full(8000, value, np.int16) for name, value in (("a", 100), ("b", 200), ("c", 300))}


class Stage:
    """Plays the operator's level and writes down what the caller says."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.said: list[int] = []
        self.elapsed_s = 0.0

    def run(self, seconds: float, level_dbfs: float = SILENT) -> None:
        for _ in range(round(seconds / FRAME_S)):
            if self.conversation.wants_to_hang_up:
                return
            self.conversation.hear(level_dbfs)
            value = int(self.conversation.next_frame()[0])
            if value and (not self.said or self.said[-1] != value or self._was_quiet):
                self.said.append(value)
            self._was_quiet = not value
            self.elapsed_s += FRAME_S

    _was_quiet = True


def test_the_shipped_scenarios_and_their_sounds_are_usable() -> None:
    book = load_scenarios()
    loaded = load_sounds(book)
    assert all(len(samples) > 800 for samples in loaded.values())
    weights = Counter[str]()
    for one in book.scenarios:
        weights[one.group] += one.weight  # type: ignore[assignment]
    assert weights["hang_up"] + weights["prank"] > 0.6 * sum(weights.values()), "most real calls are noise"
    assert weights["emergency"] > 0.1 * sum(weights.values()), "a training needs work"
    early = [book.by_name(name) for name in book.opening]
    assert any(one is not None and one.silent for one in early)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "[[scenario]]"),
        ('[[scenario]]\nname="a"', "group"),
        ('[[scenario]]\nname="a"\ngroup="joke"\nnumber="0001"\nweight=1\nsilent=true', "group"),
        ('[[scenario]]\nname="a"\ngroup="prank"\nnumber="1"\nweight=1\nsilent=true', "number"),
        ('[[scenario]]\nname="a"\ngroup="prank"\nnumber="0001"\nweight="1"\nsilent=true', "weight"),
        ('[[scenario]]\nname="a"\ngroup="prank"\nnumber="0001"\nweight=1\nlines=["nothing"]', "nothing"),
        ('[[scenario]]\nname="a"\ngroup="prank"\nnumber="0001"\nweight=1\nhumour=1', "humour"),
        ('[[scenario]]\nname="a"\ngroup="prank"\nnumber="0001"\nweight=1', "lines"),
    ],
)
def test_an_unusable_scenario_file_names_the_place(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "scenarios.toml"
    path.write_text(HEAD + text)
    with pytest.raises(EnvironmentFault) as caught:
        load_scenarios(path, tmp_path)
    assert where in str(caught.value.values["where"])
    assert caught.value.values["allowed"]


def test_a_sound_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    payload = bytes(range(256)) + b"x"
    write_alaw_wav(tmp_path / "a.wav", payload)
    assert read_alaw_wav(tmp_path / "a.wav") == payload
    (tmp_path / "b.wav").write_bytes(b"RIFFxxxxWAVEfmt ")
    with pytest.raises(ValueError, match=r"b\.wav"):
        read_alaw_wav(tmp_path / "b.wav")


def test_a_caller_waits_for_the_greeting_and_answers_each_question() -> None:
    stage = Stage(Conversation(scenario(repeat="c"), sounds(), ("a", "b")))
    stage.run(1.5, SPEAKING)
    assert stage.said == []
    stage.run(2.0)
    assert stage.said == [100]
    stage.run(1.0, SPEAKING)
    stage.run(2.0)
    assert stage.said == [100, 200]
    stage.run(1.0, SPEAKING)
    stage.run(2.0)
    assert stage.said == [100, 200, 300], "asked on, the caller repeats the place"


def test_without_a_word_from_the_desk_the_caller_speaks_after_two_seconds() -> None:
    stage = Stage(Conversation(scenario(), sounds(), ("a",)))
    stage.run(1.9)
    assert stage.said == []
    stage.run(0.3)
    assert stage.said == [100]


def test_the_beeps_of_a_hold_are_no_question() -> None:
    stage = Stage(Conversation(scenario(repeat="c"), sounds(), ("a",)))
    stage.run(3.5)
    for _ in range(3):
        stage.run(0.15, SPEAKING)
        stage.run(0.15)
        stage.run(0.15, SPEAKING)
        stage.run(4.0)
    assert stage.said == [100]


def test_who_needs_help_stays_on_the_line_and_a_prankster_does_not() -> None:
    for repeat, stays in (("c", True), ("", False)):
        stage = Stage(Conversation(scenario(repeat=repeat), sounds(), ("a",)))
        stage.run(30)
        assert stage.conversation.wants_to_hang_up is not stays


def test_a_silent_caller_coughs_and_presses_a_key_when_asked() -> None:
    stage = Stage(Conversation(scenario(silent=True, digits="2"), sounds(), ("a",)))
    stage.run(5)
    assert stage.said == []
    stage.run(1.0, SPEAKING)
    stage.run(2.0)
    assert stage.said == [100]
    assert stage.conversation.digits == ""
    stage.run(1.0, SPEAKING)
    stage.run(1.0)
    assert stage.conversation.digits == "2"


def test_a_caller_who_hangs_up_early_does_so_whatever_is_said() -> None:
    stage = Stage(Conversation(scenario(hang_up_after_s=2.5), sounds(), ("a",), Patience.fast()))
    stage.run(10, SPEAKING)
    assert stage.conversation.wants_to_hang_up
    assert stage.elapsed_s == pytest.approx(2.5, abs=0.1)


def test_the_same_seed_gives_the_same_training_and_the_opening_comes_first() -> None:
    book = load_scenarios()

    def first(count: int, seed: int) -> list[str]:
        traffic = Traffic(book, seed)
        return [one.name for _ in range(count) if (one := traffic.next_scenario(frozenset())) is not None]

    assert first(40, 7) == first(40, 7)
    assert first(40, 7) != first(40, 8)
    assert first(5, 7) == list(book.opening)
    traffic = Traffic(book, 7)
    assert all(book.gap_first_s <= traffic.pause_s() <= book.gap_last_s for _ in range(100))


def test_a_caller_who_tries_again_comes_with_the_same_number_a_few_times() -> None:
    book = load_scenarios()
    again = book.by_name("putus_dering_berulang")
    assert again is not None
    traffic = Traffic(book, 1)
    now_s, calls = 0.0, 1
    traffic.note_call(again, now_s)
    for _ in range(100):
        now_s += 5.0
        one = traffic.due_again(now_s, frozenset())
        if one is not None:
            assert one is again
            calls += 1
            traffic.note_call(one, now_s)
    assert calls == again.calls_again_at_most + 1
