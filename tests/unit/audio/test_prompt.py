"""Prompts: judged before they are played, softer under the operator's voice, heard by one caller only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.events import PromptEnded
from batola_desk.audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples, silence
from batola_desk.audio.prompt import PromptFault, PromptPlayback, load_prompt
from batola_desk.audio.routing import Routing
from batola_desk.settings.paths import resource_path
from tests.support.sounds import tone, write_sound
from tests.unit.audio.bench import Bench, FakePort


def reason(path: Path) -> str:
    with pytest.raises(PromptFault) as caught:
        load_prompt(path)
    return caught.value.reason


def test_every_shipped_prompt_can_be_used() -> None:
    files = sorted(resource_path("prompts").glob("*.wav"))
    assert [file.stem for file in files] == ["pilihan", "sapaan", "tanda", "ya_tidak"]
    for file in files:
        assert 2.0 < len(load_prompt(file)) / SAMPLE_RATE_HZ < 8.0


def test_a_file_that_would_not_be_understood_is_refused_with_its_reason(tmp_path: Path) -> None:
    good = tone(2.0)
    assert reason(tmp_path / "none.wav") == "unreadable"
    (tmp_path / "text.wav").write_text("not a sound")
    assert reason(tmp_path / "text.wav") == "unreadable"
    (tmp_path / "empty.wav").write_bytes(b"")
    assert reason(tmp_path / "empty.wav") == "unreadable"
    assert reason(write_sound(tmp_path / "8bit.wav", good, width=1)) == "format"
    assert reason(write_sound(tmp_path / "surround.wav", good, channels=6)) == "format"
    assert reason(write_sound(tmp_path / "slow.wav", good, rate=4000)) == "format"
    assert reason(write_sound(tmp_path / "short.wav", tone(0.2))) == "length"
    assert reason(write_sound(tmp_path / "long.wav", tone(21.0))) == "length"
    assert reason(write_sound(tmp_path / "soft.wav", tone(2.0, 0.005))) == "too_soft"
    assert reason(write_sound(tmp_path / "loud.wav", tone(2.0, 1.5))) == "too_loud"
    stereo = load_prompt(write_sound(tmp_path / "stereo.wav", tone(2.0, rate=44100), rate=44100, channels=2))
    assert len(stereo) == pytest.approx(2.0 * SAMPLE_RATE_HZ, abs=100)


def test_a_damaged_file_is_played_as_far_as_it_goes_or_refused(tmp_path: Path) -> None:
    whole = write_sound(tmp_path / "cut.wav", tone(2.0)).read_bytes()
    random = np.random.default_rng(3)
    bad = [whole[:length] for length in range(0, len(whole), 777)]
    for _ in range(300):
        mutated = bytearray(whole)
        mutated[random.integers(44)] = random.integers(256)
        bad.append(bytes(mutated))
    for content in bad:
        (tmp_path / "cut.wav").write_bytes(content)
        try:
            load_prompt(tmp_path / "cut.wav")
        except PromptFault:
            continue


def test_the_operator_can_talk_over_it() -> None:
    prompt = PromptPlayback("call-1", "x", tone(6.0, rate=SAMPLE_RATE_HZ))
    voice = tone(0.02, 0.3, rate=SAMPLE_RATE_HZ)

    def level(operator: Samples, frames: int) -> float:
        return float(
            np.abs(np.concatenate([prompt.next_frame(operator) for _ in range(frames)])[-640:]).max()
        )

    alone = level(silence(), 25)
    under = level(voice, 25)
    again = level(silence(), 75)
    assert under < 0.25 * alone
    assert again > 0.9 * alone
    assert len(prompt.next_frame(silence())) == FRAME_SAMPLES
    while not prompt.is_finished:
        prompt.next_frame(silence())
    assert not np.any(prompt.next_frame(silence()))


def test_one_caller_hears_it_the_operator_softly_and_nobody_else() -> None:
    bench = Bench()
    ports = {name: FakePort() for name in ("held", "silent", "agency")}
    for name, port in ports.items():
        bench.desk.add_call(name, port)
    bench.desk.set_routing(Routing.talk("silent", "agency"))
    bench.desk.play_prompt("silent", "sapaan", tone(1.0, rate=SAMPLE_RATE_HZ))
    bench.run(60)
    heard = {name: np.abs(port.heard()[:8000] / 32768).max() for name, port in ports.items()}
    assert heard["silent"] == pytest.approx(0.2, abs=0.03)
    assert heard["held"] < 0.15, "hold beeps only"
    assert heard["agency"] < 0.001, "in the same conversation, but not spoken to"
    assert 0.01 < bench.sound.ear_peak() < 0.1
    assert bench.sound.room_peak() == 0.0
    assert [event for event in bench.events if isinstance(event, PromptEnded)] == [
        PromptEnded("silent", "sapaan")
    ]


def test_it_ends_with_its_call_and_is_stopped_within_a_frame() -> None:
    bench = Bench()
    port = FakePort()
    bench.desk.add_call("silent", port)
    bench.desk.set_routing(Routing.talk("silent"))
    bench.desk.play_prompt("silent", "a", tone(2.0, rate=SAMPLE_RATE_HZ))
    bench.run(10)
    bench.desk.stop_prompt()
    before = len(port.sent)
    bench.run(3)
    assert np.abs(port.heard()[(before + 1) * 160 :]).max() < 200
    bench.desk.play_prompt("silent", "held", tone(2.0, rate=SAMPLE_RATE_HZ))
    bench.run(3)
    bench.desk.set_routing(Routing())
    bench.run(1)  # the limiter holds five milliseconds back
    bench.sound.ear.clear()
    bench.run(3)
    assert bench.sound.ear_peak() < 0.01, "the operator does not hear what the held caller does not"
    bench.desk.set_routing(Routing.talk("silent"))
    bench.desk.play_prompt("silent", "b", tone(2.0, rate=SAMPLE_RATE_HZ))
    bench.run(3)
    bench.desk.remove_call("silent")
    bench.run(2)
    assert [event.name for event in bench.events if isinstance(event, PromptEnded)] == ["held", "b"]
    with pytest.raises(KeyError):
        bench.desk.play_prompt("silent", "c", tone(1.0))
