"""A caller that speaks real sentences over a bad network: delay and loss happen on the way out of its socket.

The fate of every packet comes from a seed, so that every phone under test is given the same bad minute.
"""

from __future__ import annotations

import heapq
import threading
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.g711 import codecs
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.rtp_port import OnDatagram, RtpPort
from batola_desk.telephony.transport import Address
from batola_desk.telephony.user_agent import UserAgent, real_surroundings

PACKET_SAMPLES = 160
PACKET_S = 0.02


@dataclass(frozen=True, slots=True)
class Impairment:
    """What the network does: each packet is late by up to ``jitter_s`` (even spread) or lost."""

    name: str
    jitter_s: float = 0.0
    loss: float = 0.0


class BadWay:
    """Sends each packet when its time has come. One thread for one call."""

    def __init__(self, impairment: Impairment, seed: int) -> None:
        self._impairment = impairment
        self._random = np.random.default_rng(seed)
        self._waiting: list[tuple[float, int, RtpPort, bytes, Address]] = []
        self._count = 0
        self._wake = threading.Condition()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="bench-bad-way", daemon=True)
        self._thread.start()

    def carry(self, port: RtpPort, data: bytes, remote: Address) -> None:
        """Take one packet."""
        delay_s = self._random.uniform(0.0, self._impairment.jitter_s)
        is_lost = self._random.random() < self._impairment.loss
        if is_lost:
            return
        with self._wake:
            self._count += 1
            heapq.heappush(self._waiting, (time.monotonic() + delay_s, self._count, port, data, remote))
            self._wake.notify()

    def close(self) -> None:
        """What still waits is lost."""
        with self._wake:
            self._is_open = False
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                if not self._is_open:
                    return
                wait_s = self._waiting[0][0] - time.monotonic() if self._waiting else 1.0
                if wait_s > 0.0:
                    self._wake.wait(wait_s)
                    continue
                _due_s, _count, port, data, remote = heapq.heappop(self._waiting)
            port.send_rtp(data, remote)


class BadRtpPort:
    """An RTP port whose sent audio goes the bad way; what comes in is untouched."""

    def __init__(self, port: RtpPort, way: BadWay) -> None:
        self._port = port
        self._way = way
        self.port = port.port

    def open(self, on_rtp: OnDatagram, on_rtcp: OnDatagram) -> None:
        self._port.open(on_rtp, on_rtcp)

    def send_rtp(self, data: bytes, remote: Address) -> None:
        self._way.carry(self._port, data, remote)

    def send_rtcp(self, data: bytes, remote: Address) -> None:
        self._port.send_rtcp(data, remote)

    def close(self) -> None:
        self._port.close()


class ImpairedSpeaker(QuietListener):
    """Dials, speaks one recording, notes when each packet left the mouth.

    Attributes:
        began_mono_s: when the first packet was given to the network; packet n follows n * 20 ms later.
        late_ms: how far this machine was behind that plan, at worst.
        rang_s, answered_s: from the INVITE to 180 and to 200.
    """

    def __init__(self, impairment: Impairment, seed: int) -> None:
        config = LineConfig(bind_host="127.0.0.1", bind_port=0, user="081122223333", codecs=("PCMA",))
        self._way = BadWay(impairment, seed)
        around = real_surroundings(config, time.monotonic)
        around = replace(
            around, open_rtp_port=lambda open_=around.open_rtp_port: BadRtpPort(open_(), self._way)
        )
        self._agent = UserAgent(config, self, surroundings=around)
        self._leg: CallLeg | None = None
        self._talking = threading.Event()
        self._dialled_s = 0.0
        self.began_mono_s = 0.0
        self.late_ms = 0.0
        self.rang_s = self.answered_s = 0.0
        self._agent.start()

    def dial(self, target: str) -> None:
        """Call; returns at once."""
        self._dialled_s = time.monotonic()
        self._leg = self._agent.dial(target)

    def speak(self, speech: NDArray[np.int16], limit_s: float = 15.0) -> None:
        """Wait for the answer, then say it all."""
        if not self._talking.wait(limit_s):
            raise TimeoutError("nobody answered")
        assert self._leg is not None
        assert self._leg.media is not None
        codec = codecs()[self._leg.media.codec]
        packets = [
            codec.encode(speech[at : at + PACKET_SAMPLES])
            for at in range(0, len(speech) - PACKET_SAMPLES + 1, PACKET_SAMPLES)
        ]
        self.began_mono_s = time.monotonic() + 0.05
        for index, payload in enumerate(packets):
            due_s = self.began_mono_s + index * PACKET_S
            time.sleep(max(0.0, due_s - time.monotonic()))
            self.late_ms = max(self.late_ms, (time.monotonic() - due_s) * 1000)
            self._leg.media.send(payload, samples=PACKET_SAMPLES)

    def close(self) -> None:
        """Hang up and end."""
        if self._leg is not None:
            self._leg.hang_up()
        self._agent.stop(1.0)
        self._way.close()

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        if leg.state is LegState.EARLY and not self.rang_s:
            self.rang_s = time.monotonic() - self._dialled_s
        if leg.state is LegState.TALKING and not self._talking.is_set():
            self.answered_s = time.monotonic() - self._dialled_s
            self._talking.set()


class CrowdOfCallers(QuietListener):
    """Many callers who ring at once and speak to nobody.

    Attributes:
        rang_ms: for each caller that was told it rings, how long that took.
    """

    def __init__(self) -> None:
        self._agent = UserAgent(LineConfig(bind_host="127.0.0.1", bind_port=0, user="081133334444"), self)
        self._dialled_s: dict[str, float] = {}
        self._rang_s: dict[str, float] = {}  # the 180 may be here before `dial` has returned
        self._agent.start()

    @property
    def rang_ms(self) -> list[float]:
        return [
            (self._rang_s[leg_id] - at_s) * 1000
            for leg_id, at_s in self._dialled_s.items()
            if leg_id in self._rang_s
        ]

    def dial(self, target: str, count: int) -> None:
        """Begin all calls within a second or two."""
        for _ in range(count):
            at_s = time.monotonic()
            self._dialled_s[self._agent.dial(target).leg_id] = at_s
            time.sleep(1 / 300)

    def close(self) -> None:
        """Give up all calls."""
        self._agent.stop(5.0)

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        if leg.state is LegState.EARLY:
            self._rang_s.setdefault(leg.leg_id, time.monotonic())
