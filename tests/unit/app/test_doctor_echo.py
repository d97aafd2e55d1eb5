"""The ear of the test call knows its own tone, and only that."""

from __future__ import annotations

import contextlib
import socket

import numpy as np
import pytest

from batola_desk.app.doctor.call import echo_findings, is_emergency, judged
from batola_desk.app.doctor.echo import TONE_DBFS, TONE_HZ, EchoOutcome, ToneEar, tone_level_dbfs
from batola_desk.telephony.config import LineConfig

TIMES_S = np.arange(160) / 8000


def tone(hz: float = TONE_HZ, dbfs: float = TONE_DBFS) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return (10 ** (dbfs / 20) * 2**0.5 * np.sin(2 * np.pi * hz * TIMES_S)).astype(np.float32)


def test_the_level_of_the_tone_is_its_own() -> None:
    assert abs(tone_level_dbfs(tone()) - TONE_DBFS) < 0.5
    assert abs(tone_level_dbfs(tone(dbfs=-40)) + 40) < 0.5


@pytest.mark.parametrize("hz", [300, 440, 700, 1400, 2000])
def test_other_tones_speech_and_noise_are_not_ours(hz: float) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 160).astype(np.float32)
    for other in (tone(hz), noise, tone() * 0, tone(hz, -10) + tone(dbfs=-30), np.zeros(0, np.float32)):
        assert tone_level_dbfs(other) < -60


def test_delay_is_that_from_the_beginning_of_the_tone() -> None:
    now_s = 10.0
    ear = ToneEar(lambda: now_s)
    ear.hear(tone() * 0)
    ear.sent()
    now_s += 0.18
    for _ in range(7):
        ear.hear(tone(dbfs=-22))
    assert ear.result() == (None, None) and not ear.has_heard  # too short to be sure
    ear.hear(tone(dbfs=-22))
    level_db, delay_ms = ear.result()
    assert ear.has_heard and level_db is not None and delay_ms is not None
    assert (round(level_db), round(delay_ms)) == (-6, 180)


def test_each_outcome_has_its_finding() -> None:
    def code(**values: object) -> str:
        return judged("600", EchoOutcome(**values)).code  # type: ignore[arg-type]

    assert code(is_broken_off=True) == "echo_call_lives"
    assert code(sip_code=404, reason="x") == "echo_failed"
    assert code(is_answered=True) == "echo_one_way"
    assert code(is_answered=True, level_db=-30.0) == "echo_soft"
    assert code(is_answered=True, level_db=-1.0, delay_ms=90.0) == "echo_good"


@pytest.mark.parametrize("number", ["112", "1-1-2", "sip:112@pbx", "110", "sip:119@10.0.0.1;transport=tls"])
def test_emergency_numbers_are_known_in_any_form(number: str) -> None:
    assert is_emergency(number)


@pytest.mark.parametrize("number", ["600", "*43", "9196", "sip:echo@pbx", "sip:", "1120"])
def test_others_are_none(number: str) -> None:
    assert not is_emergency(number)


def test_beside_a_running_line_it_phones_and_never_registers() -> None:
    """A second Contact could push the desk's own out of an exchange that keeps one for each account."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as exchange:
        exchange.bind(("127.0.0.1", 0))
        exchange.settimeout(0.2)
        config = LineConfig(
            bind_host="127.0.0.1", user="meja", registrar_uri=f"sip:127.0.0.1:{exchange.getsockname()[1]}"
        )
        answers = iter([False])  # no call when it begins; then one comes
        found = list(echo_findings(config, "600", call=True, has_calls=lambda: next(answers, True)))
        heard = []
        with contextlib.suppress(TimeoutError):
            while True:
                heard.append(exchange.recv(65_535).split(b" ", 1)[0])
    assert [finding.code for finding in found] == ["echo_call_lives"]
    assert set(heard) == {b"INVITE"}
