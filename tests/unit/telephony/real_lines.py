"""Lines on real loopback sockets, and the end of those that a failed test left behind."""

from __future__ import annotations

from telephony_wire import Recorder

from batola_desk.telephony.config import LineConfig, SIPTimers
from batola_desk.telephony.user_agent import UserAgent
from tests.support.ports import free_port

_started: list[UserAgent] = []


def line(recorder: Recorder, **settings: object) -> UserAgent:
    """A started line; a test stops it itself, one that fails before that has it stopped."""
    values: dict[str, object] = {
        "bind_host": "127.0.0.1",
        "bind_port": 0,
        "timers": SIPTimers(0.05, 0.4, 0.5),
    }
    agent = UserAgent(LineConfig(**(values | settings)), recorder)  # type: ignore[arg-type]
    _started.append(agent)
    agent.start()
    return agent


def end_lines() -> None:
    """Stop what still runs; those that were stopped already stay as they are."""
    while _started:
        _started.pop().stop(timeout_s=0.1)


def free_pair() -> int:
    """An even port whose neighbour is free too, where neither lines nor the system take theirs by chance."""
    return (free_port(3) + 1) // 2 * 2
