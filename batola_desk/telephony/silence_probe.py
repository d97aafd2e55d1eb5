"""Asks a peer from whom no sound comes any more whether the call still exists.

A caller whose network is gone says no BYE, and a BYE may die with a PBX that restarts. Without this such a
call would stand on the desk for good: few trunks agree on a session timer. Silence alone ends nothing (a
muted telephone, a hold); only a peer that neither sounds nor answers, or says that it knows no such call.
Source: RFC 3261 §11.2, §12.2.1.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batola_desk.telephony.leg_types import EndCause
from batola_desk.telephony.line import Line, capability_headers
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.message import SIPResponse

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

_NO_WAY = frozenset({404, 410, 502, 503, 504})  # a proxy does not find the peer, or we not the proxy
_NO_WAY_MAX = 3  # LIMIT: a broken stream may come back within two more tries


class SilenceProbe:
    """One per leg, running while it talks. Thread: the SIP loop."""

    def __init__(self, line: Line, leg: CallLeg) -> None:
        self._line = line
        self._leg = leg
        self._wait_s = line.config.silence_probe_s
        self._timer: Timer | None = None
        self._heard_s = 0.0
        self._no_way_count = 0
        self._signs = 0

    def start(self) -> None:
        """The call talks from now on."""
        self._heard_s = self._line.loop.now_s()
        self._plan()

    def stop(self) -> None:
        """The call is over."""
        if self._timer is not None:
            self._timer.cancel()

    def _plan(self) -> None:
        if self._leg.is_talking and self._wait_s > 0:
            self._timer = self._line.loop.call_later(self._wait_s, self._look)

    def _look(self) -> None:
        leg = self._leg
        if leg.dialog is None or self._has_signalled():
            self._heard_s = self._line.loop.now_s()
        self._heard_s = max(self._heard_s, leg.last_rtp_mono_s or 0.0)
        is_silent = self._line.loop.now_s() - self._heard_s >= self._wait_s
        if is_silent and leg.dialog is not None and not leg.awaits_ack:
            self._line.sender.in_dialog(leg.dialog, "OPTIONS", self._on_answer, headers=capability_headers())
        else:
            self._plan()

    def _has_signalled(self) -> bool:
        """Whether the peer said anything within the call since the last look."""
        before = self._signs
        self._signs = self._leg.dialog.signs_of_life if self._leg.dialog is not None else 0
        return self._signs != before

    def _on_answer(self, response: SIPResponse) -> None:
        if response.code < 200:
            return
        leg = self._leg
        # Some exchanges judge OPTIONS like a new call (RFC 3261 §11.2): 404 if their Contact is no extension,
        # 503 while they shut down with live calls. On hold there is no sound that would speak for the caller.
        is_held = (leg.local_hold or leg.remote_hold) and not response.is_local
        self._no_way_count = self._no_way_count + 1 if response.code in _NO_WAY and not is_held else 0
        if response.code == 481 or (response.code == 408 and not self._has_signalled()):
            leg.on_dialog_gone(response)
        elif self._no_way_count >= _NO_WAY_MAX:
            leg.lose_unless_alive(EndCause.LOST, response.code, "no way to the peer")
        self._plan()
