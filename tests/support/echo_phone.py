"""An echo number as exchanges have them: answers, and sends back what it hears a little later."""

from __future__ import annotations

from collections import deque

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.user_agent import UserAgent


class EchoPhone(QuietListener):
    """Answers everything.

    Args:
        late_frames: so many frames of 20 ms later.
        is_deaf: takes the call and sends nothing back.
        refuses: answers with this SIP code instead.
    """

    def __init__(self, port: int, *, late_frames: int = 5, is_deaf: bool = False, refuses: int = 0) -> None:
        self.calls = 0
        self._late_frames = late_frames
        self._is_deaf = is_deaf
        self._refuses = refuses
        config = LineConfig(
            bind_host="127.0.0.1", bind_port=port, user="600", rtp_port_first=36_000, rtp_port_last=36_998
        )
        self._agent = UserAgent(config, self)
        self._agent.start()

    @property
    def legs(self) -> int:
        """How many calls are up now."""
        return len(self._agent.legs)

    def on_incoming(self, leg: CallLeg) -> None:
        self.calls += 1
        if self._refuses:
            leg.reject(self._refuses)
        else:
            leg.answer()

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        media = leg.media
        if leg.state is LegState.TALKING and change is LegChange.STATE and media is not None:
            waiting: deque[bytes] = deque()

            def send_back(packet: RtpPacket) -> None:
                waiting.append(packet.payload)
                if len(waiting) > self._late_frames and not self._is_deaf:
                    media.send(waiting.popleft())

            media.set_receiver(send_back)

    def stop(self) -> None:
        """Hang up and close."""
        self._agent.stop()
