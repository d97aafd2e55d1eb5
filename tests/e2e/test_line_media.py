"""The media of a call against a foreign telephone: codecs, encryption, telephone keys."""

from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import BaresipPeer, Phones
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig, ScreenDouble
from tests.e2e.sip_peers import SippCaller
from tests.e2e.waves import chirp, read_wav, share_heard, write_wav
from tests.support.ports import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]

Lines = Callable[[str], LineRig]


@pytest.fixture
def line_with(tmp_path: Path, owned: ExitStack) -> Lines:
    """Makes a started engine without sound devices, with these words in ``[sip]``."""

    def make(words: str) -> LineRig:
        config = f"[audio]\nuse_devices = false\n\n[sip]\n{words}\n"
        rig = LineRig(tmp_path / "desk", config=config)
        owned.callback(rig.stop)
        rig.start()
        return rig

    return make


def sound(folder: Path, rate: int = 8000, high_hz: float = 1800.0) -> Path:
    return write_wav(folder / "caller.wav", chirp(30.0, rate=rate, high_hz=high_hz), rate)


def talk(phone: BaresipPeer, line: LineRig, screen: ScreenDouble, seconds: float = 5.0) -> m.LineCall:
    """The phone calls, the desk answers, both listen for a while."""
    phone.start(line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    time.sleep(seconds)
    return screen.calls[call.call_id]


def caller_share(line: LineRig, screen: ScreenDouble, call: m.LineCall, sent: Path) -> float:
    """How much of what the caller said is in the recording, at the rate of what was sent."""
    samples, rate = read_wav(line.recording(screen.fact("call.recorded", call.call_key)))
    voice, sent_rate = read_wav(sent)
    assert rate == sent_rate
    piece = voice[:, 0][int(0.8 * rate) : int(4.4 * rate)]
    return share_heard(piece, samples[:, 0], rate=rate)


def test_a_wideband_telephone_is_heard_in_wideband(line_with: Lines, baresip: Phones, tmp_path: Path) -> None:
    line = line_with("")
    screen = line.screen()
    source = sound(tmp_path, 16000, high_hz=6500.0)
    phone = baresip(source, codecs="g722/16000/1,pcma", rate=16000)
    call = talk(phone, line, screen)
    assert call.codec == "G722"
    assert len(phone.heard()) > 16000, "the desk's sound arrives"
    phone.hang_up()
    screen.call_becomes(call.call_id, "ended")
    assert caller_share(line, screen, call, source) >= 0.75
    measured = screen.fact("call.quality_measured", call.call_key).body
    assert measured["codec"] == "G722"
    assert measured["loss_percent"] == 0.0
    assert line.troubles() == []


@pytest.mark.parametrize(
    ("policy", "encryption", "is_secure"),
    [
        ("mandatory", "srtp-mand", True),
        ("optional", "srtp-mand", True),
        ("optional", "srtp", True),
        ("optional", "", False),
        ("off", "", False),
    ],
)
def test_encryption_as_both_sides_want_it(
    line_with: Lines, baresip: Phones, tmp_path: Path, policy: str, encryption: str, is_secure: bool
) -> None:
    line = line_with(f'srtp = "{policy}"')
    screen = line.screen()
    source = sound(tmp_path)
    phone = baresip(source, encryption=encryption)
    call = talk(phone, line, screen)
    assert call.secure == is_secure
    screen.obeyed(m.HoldCall(call_id=call.call_id))
    wait_until(lambda: screen.calls[call.call_id].local_hold, 3.0, "the hold")
    time.sleep(0.5)
    screen.obeyed(m.ResumeCall(call_id=call.call_id))
    time.sleep(1.0)
    assert screen.calls[call.call_id].secure == is_secure, "hold and resume keep the encryption"
    assert len(phone.heard()) > 8000, "it understands what we send"
    phone.hang_up()
    screen.call_becomes(call.call_id, "ended")
    assert caller_share(line, screen, call, source) >= 0.75
    assert screen.fact("call.quality_measured", call.call_key).body["encrypted"] is is_secure
    assert line.troubles() == []


@pytest.mark.parametrize(
    ("policy", "encryption", "cause"),
    [("mandatory", "", "plain_not_allowed"), ("off", "srtp-mand", "secure_not_allowed")],
)
def test_a_caller_who_does_not_fit_gets_488_and_the_window_hears_why(
    line_with: Lines, baresip: Phones, tmp_path: Path, policy: str, encryption: str, cause: str
) -> None:
    line = line_with(f'srtp = "{policy}"')
    screen = line.screen()
    phone = baresip(sound(tmp_path), encryption=encryption)
    phone.start(line.uri)
    phone.wait_for("488", 8.0)
    alarm = wait_until(
        lambda: next((a for a in screen.alarms if a.code == "offer_unusable"), None), 4.0, "the alarm"
    )
    assert alarm.values["cause"] == cause
    assert screen.fact("call.ended").body["cause"] == "unusable_offer"


@pytest.mark.parametrize("encryption", ["srtp-mand", ""])
def test_a_dialled_call_that_must_be_encrypted_is_so_or_fails(
    line_with: Lines, baresip: Phones, tmp_path: Path, encryption: str
) -> None:
    line = line_with('srtp = "mandatory"')
    screen = line.screen()
    phone = baresip(sound(tmp_path), encryption=encryption)
    phone.start()
    phone.wait_for("Ready", 8.0) if "Ready" in phone.log else time.sleep(1.0)
    screen.obeyed(m.DialNumber(number=phone.uri))
    if encryption:
        call = screen.call_in("talking")
        time.sleep(2.0)
        assert call.secure or screen.calls[call.call_id].secure
        assert len(phone.heard()) > 4000
        screen.obeyed(m.HangUpCall(call_id=call.call_id))
        screen.call_becomes(call.call_id, "ended")
    else:
        call = screen.call_in("ended")
        assert call.sip_code == 488
        assert call.refusal["ours"] == "G722, PCMA, PCMU"


def test_telephone_keys_in_both_directions(line_with: Lines, baresip: Phones, tmp_path: Path) -> None:
    line = line_with("")
    screen = line.screen()
    phone = baresip(sound(tmp_path))
    call = talk(phone, line, screen, 1.0)
    for key in "15*#":
        phone.command("sndcode", key)
        time.sleep(0.4)
    wait_until(
        lambda: screen.kinds(call.call_key).count("call.digit_received") == 4,
        5.0,
        f"the caller's keys: {screen.kinds(call.call_key)}",
    )
    pressed = [fact.body["digit"] for fact in screen.facts if fact.kind == "call.digit_received"]
    assert pressed == ["1", "5", "*", "#"]
    screen.obeyed(m.SendDigits(call_id=call.call_id, digits="2580"))
    wait_until(lambda: phone.pressed() == "2580", 5.0, f"our keys: {phone.pressed()}")
    phone.hang_up()
    screen.call_becomes(call.call_id, "ended")
    assert line.troubles() == []
    assert np.all(np.isfinite(phone.heard()))


def test_an_offer_of_everything_is_answered_with_what_we_have(
    line_with: Lines, tmp_path: Path, owned: ExitStack
) -> None:
    """Opus first, video, text and a data channel: every stream is answered in its place, the rest refused."""
    line = line_with("")
    screen = line.screen()
    caller = SippCaller(tmp_path, "caller_offers_everything", line.sip_port)
    owned.callback(caller.stop)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    talking = screen.call_becomes(call.call_id, "talking")
    assert talking.codec == "G722"
    assert talking.has_text
    screen.obeyed(m.SendText(call_id=call.call_id, text="112 Batola. Di mana lokasinya?\n"))
    sent = screen.fact("call.text_sent", call.call_key)
    assert sent.body == {"text": "112 Batola. Di mana lokasinya?", "medium": "rtt"}
    screen.obeyed(m.HangUpCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "ended")
    caller.wait()
    assert line.troubles() == []


class LinphoneText:
    """A Linphone that answers and reads and writes real-time text."""

    def __init__(self, folder: Path) -> None:
        (folder / ".local" / "share" / "linphone").mkdir(parents=True)  # it aborts without
        self.port = free_port(2)
        self._output = folder / "output"
        script = Path(__file__).parent / "linphone_text_peer.py"
        command = [sys.executable, str(script), str(folder), str(self.port), str(free_port(8) + 2)]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "HOME": str(folder)},
            )
        wait_until(lambda: "ready" in self._lines(), 10.0, "Linphone")

    @property
    def is_talking(self) -> bool:
        return "talking" in self._lines()

    @property
    def read(self) -> str:
        """What it read of us."""
        return "".join(chr(int(line.split()[1])) for line in self._lines() if line.startswith("char "))

    def write(self, line: str) -> None:
        """Type a line, letter by letter."""
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _lines(self) -> list[str]:
        return self._output.read_text(errors="replace").splitlines()


@pytest.mark.skipif(ctypes.util.find_library("linphone") is None, reason="liblinphone is not installed")
def test_linphone_and_the_desk_read_each_others_letters(
    line_with: Lines, tmp_path: Path, owned: ExitStack
) -> None:
    line = line_with("offers_text = true")
    screen = line.screen()
    phone = LinphoneText(tmp_path / "linphone")
    owned.callback(phone.stop)
    screen.obeyed(m.DialNumber(number=f"sip:warga@127.0.0.1:{phone.port}"))
    call = screen.call_in("talking")
    wait_until(lambda: phone.is_talking and screen.calls[call.call_id].has_text, 5.0, "the text leg")
    for letter in "Di mana lokasinyq":
        screen.obeyed(m.SendText(call_id=call.call_id, text=letter))
    screen.obeyed(m.SendText(call_id=call.call_id, text="\ba?\n"))
    phone.write("tolong, pasar Marabahan")
    received = screen.fact("call.text_received", call.call_key, limit_s=10.0)
    assert received.body == {"text": "tolong, pasar Marabahan", "medium": "rtt"}
    assert screen.fact("call.text_sent", call.call_key).body["text"] == "Di mana lokasinya?"
    wait_until(
        lambda: phone.read.replace("q\b", "") == "Di mana lokasinya?\u2028", 5.0, f"our letters: {phone.read}"
    )
    screen.obeyed(m.HangUpCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "ended")
    assert line.troubles() == []
