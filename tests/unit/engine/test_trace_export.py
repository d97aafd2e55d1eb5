"""IT gets what the exchange really said about one call, in files, over real sockets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.engine.telephone import Telephone
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig, SIPTimers
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.user_agent import UserAgent
from tests.support.waiting import until


class Ears(QuietListener):
    """Collects the legs."""

    def __init__(self) -> None:
        self.legs: list[CallLeg] = []

    def on_incoming(self, leg: CallLeg) -> None:
        self.legs.append(leg)


TIMERS = SIPTimers(0.05, 0.4, 0.5)


@pytest.fixture
def desk() -> Iterator[tuple[Telephone, Ears]]:
    ears = Ears()
    config = LineConfig(bind_host="127.0.0.1", bind_port=0, timers=TIMERS, call_key_header="X-Call-Key")
    telephone = Telephone(config, ears)
    assert telephone.try_to_start(0.0)
    yield telephone, ears
    telephone.stop()


@pytest.fixture
def caller() -> Iterator[UserAgent]:
    agent = UserAgent(LineConfig(bind_host="127.0.0.1", bind_port=0, user="0811", timers=TIMERS), Ears())
    agent.start()
    yield agent
    agent.stop()


def call(caller: UserAgent, desk: Telephone, key: str, protocol: str = "udp") -> CallLeg:
    target = f"sip:112@127.0.0.1:{desk.port};transport={protocol}"
    leg = caller.dial(target, headers=[("X-Call-Key", key)])
    until(lambda: leg.state is LegState.EARLY)
    return leg


@pytest.mark.parametrize("protocol", ["udp", "tcp"])
def test_one_call_is_exported_by_its_key_and_no_other(
    desk: tuple[Telephone, Ears], caller: UserAgent, tmp_path: Path, protocol: str
) -> None:
    telephone, ears = desk
    wanted = call(caller, telephone, "kunci-1", protocol)
    other = call(caller, telephone, "kunci-2", protocol)
    ears.legs[0].answer()
    until(lambda: wanted.state is LegState.TALKING)
    wanted.hang_up()
    until(lambda: ears.legs[0].state is LegState.ENDED)
    time.sleep(0.05)
    telephone.export_trace("kunci-1", tmp_path / "new" / "jejak")
    text = (tmp_path / "new" / "jejak.txt").read_text(encoding="utf-8")
    for said in ("INVITE sip:112@", "SIP/2.0 180", "SIP/2.0 200", "ACK sip:", "BYE sip:"):
        assert said in text
    assert wanted.call_key in text
    assert other.call_key not in text
    assert f" {protocol.upper()} 127.0.0.1:{telephone.port} " in text
    assert (tmp_path / "new" / "jejak.pcapng").stat().st_size > 1000
    other.hang_up()


def test_a_second_session_under_the_same_key_is_found_too(
    desk: tuple[Telephone, Ears], caller: UserAgent, tmp_path: Path
) -> None:
    telephone, _ears = desk
    leg = call(caller, telephone, "kunci")
    telephone.export_trace("kunci/1234abcd", tmp_path / "jejak")
    assert leg.call_key in (tmp_path / "jejak.txt").read_text(encoding="utf-8")
    leg.hang_up()


def test_a_call_nobody_heard_of_and_a_folder_nobody_may_write_are_said(
    desk: tuple[Telephone, Ears], caller: UserAgent, tmp_path: Path
) -> None:
    telephone, _ears = desk
    with pytest.raises(OperatorError, match="trace_empty"):
        telephone.export_trace("never", tmp_path / "jejak")
    leg = call(caller, telephone, "kunci")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(OperatorError) as refusal:
        telephone.export_trace("kunci", tmp_path / "file" / "jejak")
    assert refusal.value.code == "trace_not_written"
    leg.hang_up()
