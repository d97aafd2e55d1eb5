"""A caller that notes when each packet of the desk arrives: gaps are measured where they would be heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.g711 import alaw
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.user_agent import UserAgent
from tests.e2e.desk_rig import wait_until
from tests.e2e.waves import chirp
from tests.support.ports import free_port

FRAME = 160


class _NoEars:
    """A listener that hears nothing: the peer looks at its leg itself."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_args, **_values: None


class TimedPeer:
    """Calls, speaks without end and listens. Thread: one test; packets come on the RTP thread."""

    def __init__(self) -> None:
        rtp = free_port(8)
        config = LineConfig(
            bind_host="127.0.0.1",
            bind_port=free_port(2),
            rtp_port_first=rtp,
            rtp_port_last=rtp + 6,
            codecs=("PCMA",),
        )
        self._agent = UserAgent(config, _NoEars())
        self._agent.start()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._speak, name="timed-peer")
        self.leg: CallLeg | None = None
        self.speaks = True
        self.sound: NDArray[np.int16] = (chirp(8.0, seed=7) * 32767).astype(np.int16)  # repeated
        self.arrivals: list[tuple[float, bytes]] = []

    def call(self, uri: str) -> None:
        """Ring the desk; speaks as soon as it is answered."""
        self.leg = self._agent.dial(uri)
        self._thread.start()

    def wait_until_heard(self, count: int = 25) -> None:
        """Wait for packets of the desk."""
        wait_until(lambda: len(self.arrivals) >= count, 8.0, "packets of the desk")

    def largest_gap_ms(self, since_s: float, until_s: float) -> float:
        """Longest time without a packet between two moments."""
        moments = [since_s, *(at for at, _ in list(self.arrivals) if since_s <= at <= until_s), until_s]
        return float(np.diff(moments).max()) * 1000.0

    def heard(self) -> NDArray[np.float32]:
        """What the desk sent, 8 kHz."""
        decoded = [alaw().decode(payload) for _, payload in list(self.arrivals)]
        return np.concatenate(decoded).astype(np.float32) / 32768

    def stop(self) -> None:
        """Hang up and close."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._agent.stop()

    def _take(self, packet: RtpPacket) -> None:
        self.arrivals.append((packet.arrival_mono_s, bytes(packet.payload)))

    def _speak(self) -> None:
        codec: Any = alaw()
        index, next_s, receiving = 0, time.monotonic(), False
        while not self._stopping.wait(max(0.0, next_s - time.monotonic())):
            next_s += 0.02
            media = self.leg.media if self.leg is not None and self.leg.state is LegState.TALKING else None
            if media is None:
                continue
            if not receiving:
                media.set_receiver(self._take)
                receiving = True
            pcm = self.sound
            start = index % (len(pcm) - FRAME)
            said = pcm[start : start + FRAME] if self.speaks else pcm[:FRAME] * 0
            media.send(codec.encode(said), samples=FRAME)
            index += FRAME
