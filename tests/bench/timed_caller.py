"""A caller with exact times, on the project's own telephony: when the INVITE left, when sound came back."""

from __future__ import annotations

import threading
import time

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.g711 import codecs
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.user_agent import UserAgent

TONE_HZ = 2150.0  # no note of any ring or alert pattern
HEARD_LEVEL = 0.03
_PACKET = 160


class TimedCaller(QuietListener):
    """One line that dials, speaks a tone as soon as it may, and notes when it first hears something.

    Attributes:
        heard_mono_s: when the first packet with sound in it came.
    """

    def __init__(self) -> None:
        self.state = LegState.ENDED
        self.heard_mono_s: float | None = None
        self._agent = UserAgent(
            LineConfig(bind_host="127.0.0.1", bind_port=0, user="081111111111", codecs=("PCMA", "PCMU")), self
        )
        self._codecs = codecs()
        self._leg: CallLeg | None = None
        self._phase = 0
        self._talking = threading.Event()
        self._stopping = False
        self._speaker = threading.Thread(target=self._speak, name="bench-caller")

    @property
    def port(self) -> int:
        """Its SIP port, once it has started."""
        return self._agent.local_port

    def start(self) -> None:
        """Bind its port."""
        self._agent.start()
        self._speaker.start()

    def stop(self) -> None:
        """End it."""
        self._stopping = True
        self._talking.set()
        self._speaker.join()
        self._agent.stop(0.5)

    def dial(self, target: str) -> tuple[float, int]:
        """Call; return when (monotonic seconds, wall microseconds)."""
        self.heard_mono_s, self._phase = None, 0
        self.state = LegState.DIALLING
        started = time.monotonic(), time.time_ns() // 1000
        self._leg = self._agent.dial(target)
        return started

    def hang_up(self) -> None:
        """End or give up the call."""
        if self._leg is not None:
            self._leg.hang_up()

    def _speak(self) -> None:
        next_s = 0.0
        while not self._stopping:
            self._talking.wait()
            now_s = time.monotonic()
            next_s = max(next_s, now_s - 0.02)
            media = self._leg.media if self._leg is not None else None
            if media is not None and self.state is LegState.TALKING:
                media.send(self._codecs[media.codec].encode(self._tone()), samples=_PACKET)
            next_s += 0.02
            time.sleep(max(0.0, next_s - time.monotonic()))

    def _tone(self) -> NDArray[np.int16]:
        at = np.arange(self._phase, self._phase + _PACKET)
        self._phase += _PACKET
        return (0.3 * 32767 * np.sin(2 * np.pi * TONE_HZ * at / 8000)).astype(np.int16)

    def _hear(self, packet: RtpPacket) -> None:
        if self.heard_mono_s is None:
            samples = self._codecs[packet.codec].decode(packet.payload)
            if np.abs(samples).max() > HEARD_LEVEL * 32767:
                self.heard_mono_s = packet.arrival_mono_s

    # -- LineListener, on the SIP thread

    def on_incoming(self, leg: CallLeg) -> None:
        leg.reject(486)

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        if leg is not self._leg:
            return
        self.state = leg.state
        if leg.media is not None and leg.state is not LegState.ENDED:
            leg.media.set_receiver(self._hear)
        if leg.state is LegState.TALKING:
            self._talking.set()
        elif leg.state is LegState.ENDED:
            self._talking.clear()


def first_tone_s(samples: NDArray[np.float32], rate_hz: int, *, window_s: float = 0.005) -> float | None:
    """Return where the caller's tone first stands out, in seconds from the first sample.

    A window counts when most of its energy is the tone; ring and alert sounds are not taken for it.
    """
    size = int(window_s * rate_hz)
    count = len(samples) // size
    pieces = samples[: count * size].reshape(count, size).astype(np.float64)
    wave = np.exp(-2j * np.pi * TONE_HZ * np.arange(size) / rate_hz)
    amplitude = 2 / size * np.abs(pieces @ wave)
    share = amplitude**2 / 2 / np.maximum((pieces**2).mean(axis=1), 1e-9)
    found = np.flatnonzero((amplitude > HEARD_LEVEL) & (share > 0.6))
    return float(found[0]) * window_s if len(found) else None
