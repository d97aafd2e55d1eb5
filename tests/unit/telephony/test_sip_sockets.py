"""The same core on real loopback sockets: UDP and TCP, bad datagrams, ports, stopping."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator

import pytest
from real_lines import free_pair, line
from telephony_wire import Recorder

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.user_agent import UserAgent
from tests.support.waiting import until


@pytest.fixture
def two() -> Iterator[tuple[UserAgent, Recorder, UserAgent, Recorder]]:
    left_recorder, right_recorder = Recorder(), Recorder()
    left, right = line(left_recorder), line(right_recorder)
    yield left, left_recorder, right, right_recorder
    assert left.stop()
    assert right.stop()


@pytest.mark.parametrize("protocol", ["udp", "tcp"])
def test_two_lines_talk_over_real_sockets(
    protocol: str, two: tuple[UserAgent, Recorder, UserAgent, Recorder]
) -> None:
    left, _, right, right_recorder = two
    out = left.dial(f"sip:112@127.0.0.1:{right.local_port};transport={protocol}")
    until(lambda: bool(right_recorder.incoming))
    leg = right_recorder.incoming[0]
    leg.answer()
    until(lambda: out.state is LegState.TALKING and leg.state is LegState.TALKING)
    got: list[bytes] = []
    assert leg.media is not None
    assert out.media is not None
    leg.media.set_receiver(lambda packet: got.append(packet.payload))
    out.send_dtmf("5")
    for _ in range(30):
        out.media.send(b"\xd5" * 160)
    until(lambda: len(got) >= 20 and right_recorder.digits == ["5"])
    leg.hang_up()
    until(lambda: out.state is LegState.ENDED)


def test_a_busy_port_is_an_environment_fault(
    two: tuple[UserAgent, Recorder, UserAgent, Recorder],
) -> None:
    agent = UserAgent(LineConfig(bind_host="127.0.0.1", bind_port=two[0].local_port), Recorder())
    with pytest.raises(EnvironmentFault) as caught:
        agent.start()
    assert caught.value.code == "sip_port_unavailable"


def test_a_line_that_was_never_started_can_be_stopped() -> None:
    assert UserAgent(LineConfig(bind_host="127.0.0.1", bind_port=0), Recorder()).stop()


def test_junk_never_makes_the_line_deaf(two: tuple[UserAgent, Recorder, UserAgent, Recorder]) -> None:
    left, _, right, right_recorder = two
    chance = random.Random(112)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        good = (
            "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{sock.getsockname()[1]};branch=z9hG4bKq\r\n"
            "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: j\r\nCSeq: 1 OPTIONS\r\n\r\n"
        ).encode()
        for _ in range(300):
            data = bytearray(good)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            sock.sendto(data, ("127.0.0.1", right.local_port))
        sock.sendto(b"", ("127.0.0.1", right.local_port))
    left.dial(f"sip:112@127.0.0.1:{right.local_port}")
    until(lambda: any(leg.remote_number == "112" for leg in right_recorder.incoming))


def test_a_broken_stream_closes_and_the_next_works(
    two: tuple[UserAgent, Recorder, UserAgent, Recorder],
) -> None:
    left, _, right, right_recorder = two
    with socket.create_connection(("127.0.0.1", right.local_port), 8) as sock:
        sock.sendall(b"INVITE sip:x SIP/2.0\r\nNo: length\r\n\r\n")
        assert sock.recv(10) == b""
    with socket.create_connection(("127.0.0.1", right.local_port), 8) as sock:
        sock.sendall(b"\r\n\r\n")
        assert sock.recv(10) == b"\r\n"
    left.dial(f"sip:112@127.0.0.1:{right.local_port};transport=tcp")
    until(lambda: bool(right_recorder.incoming))


def test_a_refused_connection_fails_the_call(
    two: tuple[UserAgent, Recorder, UserAgent, Recorder],
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]  # kept: nobody else gets it, and nobody listens
        leg = two[0].dial(f"sip:x@127.0.0.1:{port};transport=tcp")
        until(lambda: leg.state is LegState.ENDED)
    assert leg.end is not None
    assert leg.end.sip_code == 503


def test_names_are_looked_up_without_stopping_the_line(
    two: tuple[UserAgent, Recorder, UserAgent, Recorder],
) -> None:
    left, _, right, right_recorder = two
    out = left.dial(f"sip:112@localhost:{right.local_port}")
    until(lambda: bool(right_recorder.incoming))
    out.hang_up()
    until(lambda: right_recorder.incoming[0].state is LegState.ENDED)


def test_stopping_hangs_up() -> None:
    recorders = Recorder(), Recorder()
    left, right = line(recorders[0]), line(recorders[1])
    out = left.dial(f"sip:112@127.0.0.1:{right.local_port}")
    until(lambda: bool(recorders[1].incoming))
    leg: CallLeg = recorders[1].incoming[0]
    leg.answer()
    until(lambda: out.state is LegState.TALKING)
    assert left.stop()
    until(lambda: leg.state is LegState.ENDED)
    assert right.stop()
    assert not [t for t in threading.enumerate() if t.name in ("sip", "rtp", "sip-names")]


def test_rtp_ports_run_out_and_come_back() -> None:
    recorder = Recorder()
    first = free_pair()
    right = line(recorder, rtp_port_first=first, rtp_port_last=first + 1)
    left = line(Recorder())
    legs = [left.dial(f"sip:{n}@127.0.0.1:{right.local_port}") for n in range(2)]
    until(lambda: len(recorder.incoming) == 2)
    recorder.incoming[0].answer()
    until(lambda: any(leg.state is LegState.TALKING for leg in legs))
    recorder.incoming[1].answer()
    until(lambda: ("ringing", "answer_failed") in [(s, c.value) for s, c in recorder.changes])
    recorder.incoming[0].hang_up()
    until(lambda: recorder.incoming[0].state is LegState.ENDED)

    def answer_again() -> bool:
        recorder.incoming[1].answer()
        return recorder.incoming[1].state is LegState.TALKING

    until(answer_again)
    assert left.stop()
    assert right.stop()
