"""The doctor's own telephone: registers for a moment, phones the echo number and listens for its own tone.

It has a port of its own, no sound device and no place in the journal; nothing it does is a call of the desk.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from batola_desk.audio.frames import FRAME_S, NARROWBAND_HZ, Samples, frame_samples, to_float, to_pcm
from batola_desk.audio.g711 import codecs
from batola_desk.audio.levels import SILENCE_DBFS, to_dbfs
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.leg_types import LegState, RegistrationState, RegistrationStatus
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.uri import SIPUri
from batola_desk.telephony.user_agent import UserAgent

REGISTER_LIMIT_S: Final = 12.0
ANSWER_LIMIT_S: Final = 20.0
LISTEN_LIMIT_S: Final = 15.0  # many echo services say a sentence first
TONE_HZ: Final = 1004.0  # what telephone engineers use: no multiple of the sampling rate
TONE_DBFS: Final = -16.0
HEARD_DBFS: Final = -45.0
HEARD_FRAMES: Final = 8
_BURST_FRAMES: Final = 25
_PERIOD_FRAMES: Final = 90  # a tone is told from the next one up to 1.8 s later
_PURITY: Final = 0.5  # so much of a frame's power must be our tone: speech is none
_FRAME: Final = frame_samples(NARROWBAND_HZ)
_ANGLE: Final = 2 * np.pi * TONE_HZ / NARROWBAND_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoOutcome:
    """How the test call went.

    Attributes:
        is_answered: somebody took it; else ``sip_code`` and ``reason`` say why not.
        is_broken_off: the desk needed the way: a call came.
        level_db: of what came back against what was sent; None: nothing did.
    """

    is_answered: bool = False
    is_broken_off: bool = False
    sip_code: int = 0
    reason: str = ""
    codec: str = ""
    level_db: float | None = None
    delay_ms: float | None = None


class ToneEar:
    """Finds our tone in what comes back. Thread: ``sent`` the clock's, ``hear`` the media thread's."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._lock = threading.Lock()
        self._burst_at_s: float | None = None
        self._delays_s: list[float] = []
        self._levels: list[float] = []
        self._was_tone = False

    def sent(self) -> None:
        """A tone begins now."""
        with self._lock:
            self._burst_at_s = self._now_s()

    def hear(self, frame: Samples) -> None:
        """Take what came."""
        level_dbfs = tone_level_dbfs(frame)
        with self._lock:
            is_tone = level_dbfs >= HEARD_DBFS
            if is_tone:
                self._levels.append(level_dbfs)
                if not self._was_tone and self._burst_at_s is not None:
                    self._delays_s.append(self._now_s() - self._burst_at_s)
            self._was_tone = is_tone

    @property
    def has_heard(self) -> bool:
        """Enough to judge."""
        with self._lock:
            return len(self._levels) >= HEARD_FRAMES

    def result(self) -> tuple[float | None, float | None]:
        """Return level in dB against what was sent, and the shortest delay in ms."""
        with self._lock:
            if len(self._levels) < HEARD_FRAMES:
                return None, None
            delay_ms = min(self._delays_s) * 1000 if self._delays_s else None
            return float(np.median(self._levels)) - TONE_DBFS, delay_ms


def tone_level_dbfs(frame: Samples) -> float:
    """Return the level of our tone in a frame; silence when something else is louder than it."""
    if not len(frame):
        return SILENCE_DBFS
    turn = np.exp(-1j * _ANGLE * np.arange(len(frame)))
    amplitude = 2 * abs(complex(np.dot(frame, turn))) / len(frame)
    power = float(np.mean(frame**2))
    is_tone = power > 0 and amplitude**2 / 2 >= _PURITY * power
    return to_dbfs(amplitude / 2**0.5) if is_tone else SILENCE_DBFS


class TestTelephone(QuietListener):
    """One line of our own. Thread: everything public from one thread; ``stop`` hangs up and un-registers.

    Args:
        register: as the desk would; without it, calls go through the exchange with our password only, and
            what the desk has registered there stays as it is.
    """

    __test__ = False  # for pytest: the test is the telephone's, not of it

    def __init__(self, config: LineConfig, *, register: bool) -> None:
        accounts = tuple(_narrow(account, register=register) for account in config.accounts)
        self._config = replace(config, accounts=accounts, bind_port=0, tls_port=0, keep_alive_s=0.0)
        self._registrations: dict[str, RegistrationStatus] = {}
        self._changed = threading.Condition()
        self._agent = UserAgent(self._config, self)

    def start(self) -> None:
        """Open it. Raises EnvironmentFault."""
        self._agent.start()

    def stop(self) -> None:
        """Hang up, un-register, close."""
        self._agent.stop()

    def on_registration(self, status: RegistrationStatus) -> None:
        with self._changed:
            self._registrations[status.account] = status
            self._changed.notify_all()

    def on_incoming(self, leg: CallLeg) -> None:
        """A call for the desk that reached us instead: whoever else is registered may still take it."""
        leg.reject(480)

    def registrations(self) -> dict[str, RegistrationStatus]:
        """Wait until each account that registers was answered or failed, and return how they stand."""
        wanted = {account.name for account in self._config.accounts if account.registrar_uris}
        final = {RegistrationState.REGISTERED, RegistrationState.FAILED}

        def is_done() -> bool:
            return all(
                name in self._registrations and self._registrations[name].state in final for name in wanted
            )

        with self._changed:
            self._changed.wait_for(is_done, REGISTER_LIMIT_S)
            return {name: status for name, status in self._registrations.items() if name in wanted}

    def phone(self, number: str, may_go_on: Callable[[], bool]) -> EchoOutcome:
        """Phone the echo number and listen.

        Args:
            may_go_on: asked once a second; False ends the call at once.

        Raises:
            OperatorError: the number cannot be dialled.
        """
        leg = self._agent.dial(number)
        try:
            return self._listen(leg, may_go_on)
        finally:
            leg.hang_up()

    def _listen(self, leg: CallLeg, may_go_on: Callable[[], bool]) -> EchoOutcome:
        began_s = asked_s = time.monotonic()
        ear = ToneEar()
        tone, frames, codec = _Tone(ear), 0, None
        while not ear.has_heard and leg.state is not LegState.ENDED:
            now_s = time.monotonic()
            if now_s - asked_s >= 1.0:
                asked_s = now_s
                if not may_go_on():
                    return EchoOutcome(is_broken_off=True)
            media = leg.media
            if leg.state is LegState.TALKING and media is not None:
                if codec is None:
                    began_s = now_s
                    media.set_receiver(lambda packet: ear.hear(_heard(packet)))
                codec = codecs()[media.codec]
                media.send(codec.encode(to_pcm(tone.next_frame())), samples=_FRAME)
                frames += 1
            if now_s - began_s > (ANSWER_LIMIT_S if codec is None else LISTEN_LIMIT_S):
                break
            due_s = now_s + FRAME_S if codec is None else began_s + frames * FRAME_S
            time.sleep(max(0.0, due_s - time.monotonic()))
        return _outcome(leg, ear, was_answered=codec is not None)


class _Tone:
    """Short tones with pauses, frame by frame; tells the ear when one begins."""

    def __init__(self, ear: ToneEar) -> None:
        self._ear = ear
        self._number = 0
        angles = _ANGLE * np.arange(_BURST_FRAMES * _FRAME)
        amplitude = 10 ** (TONE_DBFS / 20) * 2**0.5
        self._samples: Samples = (amplitude * np.sin(angles)).astype(np.float32)

    def next_frame(self) -> Samples:
        place = self._number % _PERIOD_FRAMES - 10  # a little silence first: the way opens
        self._number += 1
        if not 0 <= place < _BURST_FRAMES:
            return np.zeros(_FRAME, np.float32)
        if place == 0:
            self._ear.sent()
        return self._samples[place * _FRAME : (place + 1) * _FRAME]


def _heard(packet: RtpPacket) -> Samples:
    codec = codecs().get(packet.codec)
    return to_float(codec.decode(packet.payload)) if codec is not None else np.zeros(0, np.float32)


def _outcome(leg: CallLeg, ear: ToneEar, *, was_answered: bool) -> EchoOutcome:
    end, media = leg.end, leg.media
    if not was_answered:
        return EchoOutcome(sip_code=end.sip_code if end else 0, reason=end.reason if end else "")
    level_db, delay_ms = ear.result()
    codec = media.codec if media is not None else ""
    return EchoOutcome(is_answered=True, codec=codec, level_db=level_db, delay_ms=delay_ms)


def _narrow(account: Account, *, register: bool) -> Account:
    """The account with codecs that need no library, registering or not."""
    same = replace(account, codecs=("PCMA", "PCMU"), offers_text=False)
    if register or not account.registrar_uris:
        return same
    domain = account.domain or SIPUri.parse(account.registrar_uris[0]).host
    return replace(same, registrar_uris=(), proxy_uris=account.ways, domain=domain)
