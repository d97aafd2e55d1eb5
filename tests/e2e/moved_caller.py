"""A caller for another network namespace: calls the desk, tells where the desk says it is and what it hears.

Usage: python -m tests.e2e.moved_caller OWN_ADDRESS TARGET_URI; one line of JSON for each change.
"""

from __future__ import annotations

import json
import sys
import time

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.uri import SIPUri
from batola_desk.telephony.user_agent import UserAgent

LIMIT_S = 60.0


def main(own_address: str, target: str) -> None:
    """Call, send and hear until the desk hangs up."""
    agent = UserAgent(LineConfig(bind_host=own_address, bind_port=0), QuietListener())
    agent.start()
    leg = agent.dial(target)
    told: dict[str, object] = {}
    deadline_s = time.monotonic() + LIMIT_S
    while leg.state is not LegState.ENDED and time.monotonic() < deadline_s:
        heard = leg.media.statistics().packets_received if leg.media is not None else 0
        now: dict[str, object] = {
            "state": leg.state.value,
            "contact": SIPUri.parse(leg.dialog.remote_target).host if leg.dialog is not None else "",
            "heard": heard // 50,
        }
        if now != told:
            told = now
            print(json.dumps(now), flush=True)
        if leg.media is not None:
            leg.media.send(b"\xd5" * 160)
        time.sleep(0.02)
    print(json.dumps({"state": leg.state.value}), flush=True)
    agent.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
