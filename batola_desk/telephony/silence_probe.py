"""Asks a peer from whom no sound comes any more whether the call still exists.

A caller whose network is gone says no BYE, and a BYE may die with a PBX that restarts. Without this such a
call would stand on the desk for good: few trunks agree on a session timer. Silence alone ends nothing (a
muted telephone, a hold). A peer that says that it knows no such call ends it at once (RFC 3261 §12.2.1.2).
No answer at all proves only that some cable or exchange on the way is down, and that comes back: RFC 3261
§12.2.1.2 would give up after 32 s, but here somebody's call for help is on hold. So the call lasts for some
minutes more, is shown as doubtful meanwhile, and the first answer after the outage tells the truth.
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
_DOUBT_WAIT_S = 5.0  # LIMIT: between questions nobody answers; the end of an outage should be seen soon


class SilenceProbe:
    """One per leg, running while it talks. Thread: the SIP loop."""

    def __init__(self, line: Line, leg: CallLeg) -> None:
        self._line = line
        self._leg = leg
        self._wait_s = line.config.silence_probe_s
        self._timer: Timer | None = None
        self._heard_s = 0.0
        self._reached_s = 0.0
        self._signs = 0

    def start(self) -> None:
        """The call talks from now on."""
        self._heard_s = self._reached_s = self._line.loop.now_s()
        self._leg.set_doubtful(doubtful=False)
        self._plan()

    def stop(self) -> None:
        """The call is over."""
        if self._timer is not None:
            self._timer.cancel()

    def _plan(self) -> None:
        if self._leg.is_talking and self._wait_s > 0:
            wait_s = min(self._wait_s, _DOUBT_WAIT_S) if self._leg.is_doubtful else self._wait_s
            self._timer = self._line.loop.call_later(wait_s, self._look)

    def _look(self) -> None:
        leg = self._leg
        if leg.dialog is None or self._has_signalled():
            self._heard_s = self._line.loop.now_s()
        self._heard_s = max(self._heard_s, leg.last_rtp_mono_s or 0.0)
        is_silent = self._line.loop.now_s() - self._heard_s >= self._wait_s
        if is_silent and leg.dialog is not None and not leg.awaits_ack:
            self._line.sender.in_dialog(leg.dialog, "OPTIONS", self._on_answer, headers=capability_headers())
            return
        if not is_silent:
            leg.set_doubtful(doubtful=False)
        self._plan()

    def _has_signalled(self) -> bool:
        """Whether the peer said anything within the call since the last look."""
        before = self._signs
        self._signs = self._leg.dialog.signs_of_life if self._leg.dialog is not None else 0
        return self._signs != before

    def _on_answer(self, response: SIPResponse) -> None:
        leg = self._leg
        if response.code < 200 or not leg.is_talking:
            return
        if response.code == 481:
            leg.on_dialog_gone(response)
        elif self._has_signalled() or not self._is_nobody(response):
            self._reached_s = self._line.loop.now_s()
            leg.set_doubtful(doubtful=False)
        else:
            last_s = max(self._heard_s, self._reached_s, leg.last_rtp_mono_s or 0.0)
            if self._line.loop.now_s() - last_s >= self._line.config.lost_after_s:
                leg.lose_unless_alive(EndCause.LOST, response.code, "nobody answers")
            else:
                leg.set_doubtful(doubtful=True)
        self._plan()

    def _is_nobody(self, response: SIPResponse) -> bool:
        """Some exchanges take OPTIONS for a new call (RFC 3261 §11.2): 404 if their Contact is no extension,
        503 while they shut down with live calls. On hold there is no sound that would speak for the caller.
        """
        is_held = (self._leg.local_hold or self._leg.remote_hold) and not response.is_local
        return response.code == 408 or (response.code in _NO_WAY and not is_held)
