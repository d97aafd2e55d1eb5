"""Who hears whom: every kind of conversation, by what arrives where."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.frames import SAMPLE_RATE_HZ
from batola_desk.audio.routing import OPERATOR, Routing
from tests.unit.audio.bench import Bench, FakePort
from tests.unit.audio.simulation import spectrum_db

SECONDS = 0.6
TONES_HZ = {OPERATOR: 500, "a": 700, "b": 1100, "c": 1500, "lead": 1900}  # each party sings its own note


def note(party: str, *, peak: float = 0.1) -> np.ndarray:
    time_s = np.arange(int(SECONDS * 8000)) / 8000
    return (peak * 32767 * np.sin(2 * np.pi * TONES_HZ[party] * time_s)).astype(np.int16)


def parties_in(samples: np.ndarray, *, rate_hz: int = 8000) -> set[str]:
    """Whose notes sound in the middle of ``samples``."""
    middle = samples[len(samples) // 4 : -len(samples) // 8].astype(np.float32)
    if np.abs(middle).max() < 1e-3:
        return set()
    frequency, level_db = spectrum_db(middle, rate_hz=rate_hz)
    return {
        party for party, note_hz in TONES_HZ.items() if level_db[np.abs(frequency - note_hz) < 10].max() > -20
    }


def heard_with(routing: Routing, *, mute: bool = False) -> dict[str, set[str]]:
    """Let everybody sing at once; return who heard whom."""
    bench = Bench(ear_peak_limit_dbfs=0.0)
    ports = {call_id: FakePort() for call_id in TONES_HZ if call_id != OPERATOR}
    for call_id, port in ports.items():
        bench.desk.add_call(call_id, port)
    bench.desk.set_routing(routing)
    bench.desk.set_muted(muted=mute)
    bench.sing(note(OPERATOR))
    bench.run(int(SECONDS * 50), {call_id: note(call_id) for call_id in ports})
    heard = {call_id: parties_in(port.heard()) for call_id, port in ports.items()}
    return {OPERATOR: parties_in(np.concatenate(bench.sound.ear), rate_hz=SAMPLE_RATE_HZ), **heard}


def heard_by_rule(routing: Routing) -> dict[str, set[str]]:
    return {party: set(routing.heard_by(party)) for party in TONES_HZ}


EVERYBODY_ON_HOLD: dict[str, set[str]] = {party: set() for party in TONES_HZ}


@pytest.mark.parametrize(
    ("routing", "expected"),
    [
        pytest.param(Routing(), {}, id="hold"),
        pytest.param(Routing.talk("a"), {OPERATOR: {"a"}, "a": {OPERATOR}}, id="call"),
        pytest.param(Routing.talk("b"), {OPERATOR: {"b"}, "b": {OPERATOR}}, id="consultation"),
        pytest.param(
            Routing.talk("a", "b"),
            {OPERATOR: {"a", "b"}, "a": {OPERATOR, "b"}, "b": {OPERATOR, "a"}},
            id="conference of three",
        ),
        pytest.param(
            Routing.talk("a", "b", "c"),
            {
                OPERATOR: {"a", "b", "c"},
                "a": {OPERATOR, "b", "c"},
                "b": {OPERATOR, "a", "c"},
                "c": {OPERATOR, "a", "b"},
            },
            id="conference of four",
        ),
        pytest.param(
            Routing.talk("a").listened_by("lead"),
            {OPERATOR: {"a"}, "a": {OPERATOR}, "lead": {OPERATOR, "a"}},
            id="listen",
        ),
        pytest.param(
            Routing.talk("a").listened_by("lead").whispered_by("lead"),
            {OPERATOR: {"a", "lead"}, "a": {OPERATOR}, "lead": {OPERATOR, "a"}},
            id="whisper",
        ),
        pytest.param(
            Routing.talk("a").whispered_by("lead").joined_by("lead"),
            {OPERATOR: {"a", "lead"}, "a": {OPERATOR, "lead"}, "lead": {OPERATOR, "a"}},
            id="barge in",
        ),
        pytest.param(
            Routing.talk("a", "b").listened_by("lead").without("b"),
            {OPERATOR: {"a"}, "a": {OPERATOR}, "lead": {OPERATOR, "a"}},
            id="one leaves",
        ),
        pytest.param(
            Routing(talking=frozenset("c"), apart=frozenset({("a", "b"), ("b", "a")})),
            {OPERATOR: {"c"}, "c": {OPERATOR}, "a": {"b"}, "b": {"a"}},
            id="two on a bridge while the operator has a third",
        ),
        pytest.param(
            Routing(apart=frozenset({("a", "b"), ("b", "a")})).without("b"),
            {},
            id="one leaves the bridge",
        ),
    ],
)
def test_everybody_hears_exactly_those_he_should(routing: Routing, expected: dict[str, set[str]]) -> None:
    assert heard_with(routing) == heard_by_rule(routing) == EVERYBODY_ON_HOLD | expected


def test_a_muted_operator_is_heard_by_nobody_and_the_others_still_hear_each_other() -> None:
    heard = heard_with(Routing.talk("a", "b").listened_by("lead"), mute=True)
    assert heard == {OPERATOR: {"a", "b"}, "a": {"b"}, "b": {"a"}, "c": set(), "lead": {"a", "b"}}


def test_what_is_mixed_keeps_everybodys_level() -> None:
    bench = Bench()
    ports = {call_id: FakePort() for call_id in ("a", "b", "c")}
    for call_id, port in ports.items():
        bench.desk.add_call(call_id, port)
    bench.desk.set_routing(Routing.talk(*ports))
    bench.run(int(SECONDS * 50), {"b": note("b"), "c": note("c")})
    heard = ports["a"].heard()[2000:-600].astype(np.float64)
    seconds = np.arange(len(heard)) / 8000
    for party in ("b", "c"):
        amplitude = 2 * abs(np.mean(heard * np.exp(-2j * np.pi * TONES_HZ[party] * seconds))) / 32768
        assert amplitude == pytest.approx(0.1, rel=0.05)


def test_loud_parties_together_are_turned_down_and_not_clipped() -> None:
    bench = Bench()
    ports = {call_id: FakePort() for call_id in ("a", "b", "c")}
    for call_id, port in ports.items():
        bench.desk.add_call(call_id, port)
    bench.desk.set_routing(Routing.talk(*ports))
    bench.run(int(SECONDS * 50), {"b": note("b", peak=0.75), "c": note("c", peak=0.75)})
    frequency, level_db = spectrum_db(ports["a"].heard()[1600:-400].astype(np.float32))
    for product_hz in (2 * TONES_HZ["b"] - TONES_HZ["c"], 2 * TONES_HZ["c"] - TONES_HZ["b"]):
        assert level_db[np.abs(frequency - product_hz) < 10].max() < -35


def test_a_call_that_left_and_came_again_is_on_hold_until_it_is_routed_anew() -> None:
    bench = Bench()
    bench.desk.add_call("a", FakePort())
    bench.desk.set_routing(Routing.talk("a"))
    bench.desk.remove_call("a")
    bench.desk.add_call("a", FakePort())
    bench.run(20, {"a": note("a")})
    assert bench.sound.ear_peak() == 0.0


def test_a_recording_holds_what_the_party_said_and_what_it_was_sent(tmp_path: Path) -> None:
    bench = Bench()
    bench.desk.start()
    bench.desk._audio_clock.stop()  # driven by hand
    for call_id in ("a", "b"):
        bench.desk.add_call(call_id, FakePort())
        bench.desk.start_recording(call_id, tmp_path / f"{call_id}.wav")
    bench.desk.set_routing(Routing.talk("a", "b"))
    bench.sing(note(OPERATOR))
    bench.run(int(SECONDS * 50), {"a": note("a"), "b": note("b")})
    bench.desk.stop()
    for call_id, other in (("a", "b"), ("b", "a")):
        data = np.frombuffer((tmp_path / f"{call_id}.wav").read_bytes()[44:], "<i2").reshape(-1, 2)
        said, sent = data[:, 0] / 32768, data[:, 1] / 32768
        assert parties_in(said) == {call_id}
        assert parties_in(sent) == {OPERATOR, other}


def test_a_call_has_one_place_only() -> None:
    with pytest.raises(ValueError, match="one place"):
        Routing(talking=frozenset({"a"}), listening=frozenset({"a"}))
    with pytest.raises(ValueError, match="one place"):
        Routing.talk(OPERATOR)
