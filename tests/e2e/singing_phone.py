"""A telephone that sings one note and remembers what it hears, on the project's own telephony.

Unlike baresip it keeps listening through hold and resume, so a test can ask at any moment who is heard.
"""

from __future__ import annotations

import threading
import time
from collections import deque

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.g711 import codecs
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.leg_types import LegChange, LegState, TransferRequest
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.user_agent import UserAgent

_PACKET = 160
_KEPT_PACKETS = 200
_AMPLITUDE = 0.1  # too soft for the limiter that takes sudden loud tones away


class SingingPhone(QuietListener):
    """Dials or answers; sings on every call it is in.

    Args:
        takes_transfers: a desk on this machine may send it elsewhere (REFER).
        is_busy: it answers nobody.
    """

    def __init__(self, hz: int, *, takes_transfers: bool = True, is_busy: bool = False) -> None:
        self._is_busy = is_busy
        self._hz = hz
        self._agent = UserAgent(
            LineConfig(
                bind_host="127.0.0.1",
                bind_port=0,
                accounts=(Account(user=f"0821{hz:04d}", codecs=("PCMA",)),),
                accept_transfers_from=("127.0.0.0/8",) if takes_transfers else (),
            ),
            self,
        )
        self._codecs = codecs()
        self._legs: dict[str, CallLeg] = {}
        self._heard: deque[tuple[float, NDArray[np.int16]]] = deque(maxlen=_KEPT_PACKETS)
        self._at = 0
        self._stopping = False
        self._singer = threading.Thread(target=self._sing, name=f"singer-{hz}", daemon=True)
        self._agent.start()
        self._singer.start()

    @property
    def uri(self) -> str:
        return f"sip:0821{self._hz:04d}@127.0.0.1:{self._agent.local_port}"

    @property
    def is_talking(self) -> bool:
        return any(leg.state is LegState.TALKING for leg in list(self._legs.values()))

    def dial(self, target: str) -> None:
        leg = self._agent.dial(target)
        self._legs[leg.leg_id] = leg

    def heard(self) -> NDArray[np.float32]:
        """The last seconds of what arrived; silence where nothing did."""
        packets = [samples for at_s, samples in list(self._heard) if time.monotonic() - at_s < 1.5]
        return np.concatenate(packets).astype(np.float32) / 32768 if packets else np.zeros(0, np.float32)

    def stop(self) -> None:
        """Hang up and end."""
        self._stopping = True
        self._singer.join(2.0)
        self._agent.stop(1.0)

    def _sing(self) -> None:
        next_s = time.monotonic()
        while not self._stopping:
            at = np.arange(self._at, self._at + _PACKET)
            self._at += _PACKET
            note = (_AMPLITUDE * 32767 * np.sin(2 * np.pi * self._hz * at / 8000)).astype(np.int16)
            for leg in list(self._legs.values()):
                media = leg.media
                if media is not None and leg.state is LegState.TALKING:
                    media.send(self._codecs[media.codec].encode(note), samples=_PACKET)
            next_s = max(next_s + 0.02, time.monotonic() - 0.2)
            time.sleep(max(0.0, next_s - time.monotonic()))

    def _hear(self, packet: RtpPacket) -> None:
        self._heard.append((packet.arrival_mono_s, self._codecs[packet.codec].decode(packet.payload)))

    # -- LineListener, on the SIP thread

    def on_incoming(self, leg: CallLeg) -> None:
        if self._is_busy:
            leg.reject(486)
            return
        self._legs[leg.leg_id] = leg
        leg.answer()

    def on_replaced(self, old: CallLeg, new: CallLeg) -> None:
        self._legs[new.leg_id] = new

    def on_transfer_requested(self, leg: CallLeg, request: TransferRequest) -> None:
        if request.new_leg is not None:
            self._legs[request.new_leg.leg_id] = request.new_leg

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        if leg.state is LegState.ENDED:
            self._legs.pop(leg.leg_id, None)
        elif leg.media is not None:
            leg.media.set_receiver(self._hear)
