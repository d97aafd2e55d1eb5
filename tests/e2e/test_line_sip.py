"""The engine's line against foreign SIP programs: many calls, a PBX, and everything that is wrong."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import Phones
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig, ScreenDouble
from tests.e2e.sip_peers import KamailioPbx, SippCaller
from tests.e2e.waves import chirp, read_wav, share_heard, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(60)]

Callers = Callable[..., SippCaller]

ORDINARY_NUMBER = "08115550000"
INVITE = (
    "INVITE sip:112@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{n}\r\n"
    'From: "Budi" <sip:0811@127.0.0.1>;tag=x{n}\r\nTo: <sip:112@127.0.0.1>\r\nCall-ID: bad-{n}\r\n'
    "CSeq: 1 INVITE\r\nContact: <sip:0811@127.0.0.1:{port}>\r\nContent-Length: 0\r\n\r\n"
)


@pytest.fixture
def sipp(tmp_path: Path, owned: ExitStack) -> Callers:
    """Makes scripted callers."""

    def call(scenario: str, line: LineRig, *, calls: int = 1, pause_ms: int = 0) -> SippCaller:
        caller = SippCaller(tmp_path, scenario, line.sip_port, calls=calls, pause_ms=pause_ms)
        owned.callback(caller.stop)
        return caller

    return call


@pytest.fixture
def pbx(tmp_path: Path, owned: ExitStack) -> KamailioPbx:
    """A foreign registrar and proxy."""
    server = KamailioPbx(tmp_path)
    owned.callback(server.stop)
    return server


def check_still_answers(line: LineRig, screen: ScreenDouble, sipp: Callers) -> None:
    """The line takes an ordinary call from beginning to end."""
    before = set(screen.calls)

    def is_the_caller(call: m.LineCall) -> bool:
        return call.call_id not in before and call.number == ORDINARY_NUMBER  # an odd INVITE may ring too

    caller = sipp("caller_is_ended", line)
    call = wait_until(
        lambda: next((c for c in list(screen.calls.values()) if is_the_caller(c)), None),
        5.0,
        "a new call",
    )
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    screen.obeyed(m.HangUpCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "ended")
    caller.wait()


def test_twenty_calls_at_once_all_ring_and_one_is_answered(silent_line: LineRig, sipp: Callers) -> None:
    silent_line.start()
    screen = silent_line.screen()
    callers = sipp("caller_gives_up", silent_line, calls=20, pause_ms=3000)

    def ringing() -> list[m.LineCall]:
        return [call for call in list(screen.calls.values()) if call.state == "ringing"]

    wait_until(lambda: len(ringing()) == 20, 3.0, "twenty ringing calls")
    late_us = [screen.told_at_us[call.call_id, "ringing"] - call.offered_us for call in ringing()]
    print(f"slowest of 20 at the screen after {max(late_us) / 1000:.0f} ms")
    assert max(late_us) < 400_000, "budget 100 ms, here with a margin for a loaded machine"
    callers.wait()
    wait_until(lambda: not ringing(), 3.0, "the end of all")
    causes = {call.end_cause for call in screen.calls.values()}
    assert causes == {"cancelled"}
    check_still_answers(silent_line, screen, sipp)
    assert silent_line.troubles() == []


def garbage(port: int) -> Iterator[bytes]:
    """Datagrams of every bad kind: noise, cut, mutated and oversized INVITEs, header bombs."""
    rng = random.Random(112)
    for number in range(60):
        good = INVITE.format(port=port, n=number).encode()
        yield rng.randbytes(rng.randrange(1, 400))
        yield good[: rng.randrange(10, 120)]
        mutated = bytearray(good)
        for _ in range(12):
            mutated[rng.randrange(0, 60)] = rng.randrange(256)
        yield bytes(mutated)
    yield b"INVITE " + b"A" * 60_000
    yield b"INVITE sip:112@x SIP/2.0\r\n" + b"Via: x\r\n" * 5000
    yield INVITE.format(port=port, n="L").replace("Content-Length: 0", "Content-Length: -9").encode()
    yield INVITE.format(port=port, n="C").replace("CSeq: 1 INVITE", "CSeq: 99999999999999999999 BYE").encode()


def test_malformed_sip_never_makes_the_line_deaf(silent_line: LineRig, sipp: Callers) -> None:
    silent_line.start()
    screen = silent_line.screen()
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as sender:
        sender.bind(("127.0.0.1", 0))
        for datagram in garbage(sender.getsockname()[1]):
            sender.sendto(datagram, ("127.0.0.1", silent_line.sip_port))
            time.sleep(0.001)
    check_still_answers(silent_line, screen, sipp)
    assert silent_line.troubles() == []


def test_an_offer_without_a_usable_codec_is_refused_and_remembered(
    silent_line: LineRig, sipp: Callers
) -> None:
    silent_line.start()
    screen = silent_line.screen()
    sipp("caller_without_codec", silent_line).wait()  # the scenario wants a 488
    ended = screen.fact("call.ended")
    assert ended.body["cause"] == "unusable_offer"
    assert ended.body["sip_code"] == 488
    offered = screen.fact("call.offered")
    assert offered.body["number"], "somebody can call this number back"
    check_still_answers(silent_line, screen, sipp)


def test_rtp_from_nowhere_is_not_heard(silent_line: LineRig, baresip: Phones, tmp_path: Path) -> None:
    silent_line.start()
    screen = silent_line.screen()
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(silent_line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    time.sleep(0.5)
    assert silent_line.process is not None
    ports = [
        item.laddr.port
        for item in psutil.Process(silent_line.process.pid).net_connections("udp")
        if item.laddr.port != silent_line.sip_port
    ]
    assert ports
    stranger = bytes([0x55 ^ 0x80 if n % 8 < 4 else 0x55 for n in range(160)])  # a loud square tone
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as sender:
        for number in range(600):
            header = bytes([0x80, 8]) + number.to_bytes(2, "big") + (number * 160).to_bytes(4, "big")
            for port in ports:
                sender.sendto(header + b"ABCD" + stranger, ("127.0.0.1", port))
                sender.sendto(random.Random(number).randbytes(50), ("127.0.0.1", port))
            if number % 3 == 2:  # in threes, so that a stranger is not taken for a single stray packet
                time.sleep(0.02)
    phone.hang_up()
    recording = silent_line.recording(screen.fact("call.recorded", call.call_key))
    caller = read_wav(recording)[0][:, 0]
    sent = read_wav(tmp_path / "caller.wav")[0][:, 0][6400:32000]
    assert share_heard(sent, caller) >= 0.75, "the stranger's sound must not be mixed in"
    assert silent_line.troubles() == []


def registered(folder: Path, pbx: KamailioPbx, owned: ExitStack) -> tuple[LineRig, ScreenDouble]:
    line = LineRig(folder, config=pbx.config_of_a_desk())
    owned.callback(line.stop)
    line.start()
    screen = line.screen()
    wait_until(lambda: screen.line and screen.line.mode == "registered", 5.0, f"registration: {screen.line}")
    return line, screen


def test_a_pbx_forks_a_call_to_two_desks_and_one_answers(
    tmp_path: Path, pbx: KamailioPbx, baresip: Phones, owned: ExitStack
) -> None:
    """REGISTER with digest, a call through the PBX, and its CANCEL ``Call completed elsewhere``."""
    _, first = registered(tmp_path / "desk-a", pbx, owned)
    _, second = registered(tmp_path / "desk-b", pbx, owned)
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    here, there = first.call_in("ringing"), second.call_in("ringing")
    assert here.call_key == there.call_key, "both desks know it as one call"
    first.obeyed(m.AnswerCall(call_id=here.call_id))
    first.call_becomes(here.call_id, "talking")
    assert second.call_becomes(there.call_id, "ended").end_cause == "answered_elsewhere"
    assert first.calls[here.call_id].state == "talking"
    time.sleep(0.5)
    assert len(phone.heard()) > 0, "sound flows directly"
    first.obeyed(m.HangUpCall(call_id=here.call_id))
    phone.wait_for("session closed", 3.0)


def test_a_wrong_password_is_told_and_direct_calls_still_come_in(
    tmp_path: Path, pbx: KamailioPbx, sipp: Callers, owned: ExitStack
) -> None:
    line = LineRig(tmp_path / "desk", config=pbx.config_of_a_desk(password="salah"))
    owned.callback(line.stop)
    line.start()
    screen = line.screen()
    wait_until(lambda: screen.line and screen.line.mode == "failed", 8.0, f"the refusal: {screen.line}")
    assert screen.line is not None
    assert screen.line.code == "registration_401"
    check_still_answers(line, screen, sipp)
