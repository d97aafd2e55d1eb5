"""Ending an engine from outside its screen: a command asks it, and waits until it is gone."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.ipc.messages import PROTOCOL_VERSION, Attach, ShutDownEngine

STEP_S = 0.05


def ask_to_end(runtime: Path, *, force: bool, limit_s: float) -> bool:
    """Ask the engine to end; False when it refuses, as it does while a call lives.

    One that is not there, or does not answer, refuses nothing.

    Args:
        force: it ends with its calls.
        limit_s: for each of its answers.
    """
    with contextlib.suppress(EnvironmentFault, TimeoutError):
        client = EngineClient.connect(runtime, lambda _message: None, lambda _reason: None)
        try:
            client.request(Attach(version=PROTOCOL_VERSION, screen_pid=os.getpid())).result(limit_s)
            return not client.request(ShutDownEngine(force=force)).result(limit_s).code
        finally:
            client.close()
    return True


def has_ended_by(runtime: Path, deadline_s: float) -> bool:
    """Wait until no engine runs, or until a time of the monotonic clock; return whether none runs."""
    while is_engine_running(runtime):
        if time.monotonic() > deadline_s:
            return False
        time.sleep(STEP_S)
    return True
