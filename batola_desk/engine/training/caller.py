"""Phones the desk over real SIP and RTP, and takes its call-backs."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from batola_desk.audio.frames import FRAME_S, NARROWBAND_HZ, PCM, frame_samples, to_float
from batola_desk.audio.g711 import G711Codec, codecs
from batola_desk.audio.levels import SILENCE_DBFS, to_dbfs
from batola_desk.engine.telephone import TRAINING_HEADER
from batola_desk.engine.training.conversation import Conversation, Patience
from batola_desk.engine.training.scenarios import Scenario, ScenarioBook
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import CallDirection, LegChange, LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.uri import SIPUri, UnusableURIError
from batola_desk.telephony.user_agent import UserAgent

log = logging.getLogger("batola.training")

CALLS_AT_ONCE_MAX = 4
_ANSWER_DELAY_S = 3.0
_CATCH_UP_FRAMES = 10


@dataclass(slots=True)
class _Talk:
    """One answered call. ``level_dbfs`` is written by the RTP thread, the rest belongs to the clock."""

    leg: CallLeg
    conversation: Conversation
    codec: G711Codec
    level_dbfs: float = SILENCE_DBFS
    is_leaving: bool = False

    def receive(self, packet: RtpPacket) -> None:
        samples = to_float(self.codec.decode(packet.payload))
        self.level_dbfs = to_dbfs(float(np.sqrt(np.mean(samples**2))))

    def step(self) -> None:
        """Move on by 20 ms."""
        media = self.leg.media
        if media is None:
            return
        self.conversation.hear(self.level_dbfs)
        self.level_dbfs = SILENCE_DBFS  # until the next packet
        media.send(self.codec.encode(self.conversation.next_frame()), samples=frame_samples(NARROWBAND_HZ))
        if self.conversation.digits:
            self.leg.send_dtmf(self.conversation.digits)
            self.conversation.digits = ""
        if self.conversation.wants_to_hang_up and not self.is_leaving:
            self.is_leaving = True
            self.leg.hang_up()


class TrainingCaller(QuietListener):
    """All callers of one training. Thread: ``start``, ``call``, ``stop`` from one thread."""

    def __init__(
        self,
        book: ScenarioBook,
        sounds: Mapping[str, PCM],
        target: str,
        *,
        host: str,
        port: int,
        patience: Patience,
    ) -> None:
        self._book = book
        self._sounds = sounds
        self._target = target
        self._patience = patience
        self._codecs = codecs()
        self._lock = threading.Lock()
        self._who: dict[str, Scenario] = {}  # leg id → who is on it
        self._talks: dict[str, _Talk] = {}
        self._stopping = threading.Event()
        self._clock = threading.Thread(target=self._run_clock, name="training-clock")
        config = LineConfig(
            bind_host=host,
            bind_port=port,
            user="latihan",
            codecs=("PCMA", "PCMU"),  # its voices are recordings of 8 kHz
            rtp_port_first=30_000,
            rtp_port_last=33_998,
            software_name="Batola training caller",
        )
        self._agent = UserAgent(config, self)

    @property
    def port(self) -> int:
        """The SIP port call-backs of the desk come to."""
        return self._agent.local_port

    @property
    def busy(self) -> frozenset[str]:
        """Names of scenarios on the telephone now."""
        with self._lock:
            return frozenset(scenario.name for scenario in self._who.values())

    def start(self) -> None:
        """Open the telephone. Raises EnvironmentFault."""
        self._agent.start()
        self._clock.start()

    def stop(self) -> None:
        """Hang up everything and close."""
        self._stopping.set()
        self._clock.join()
        self._agent.stop()

    def call(self, scenario: Scenario) -> CallLeg:
        """Phone the desk as this caller."""
        number = self._book.number_prefix + scenario.number
        name = f'"{scenario.display_name}" ' if scenario.display_name else ""
        headers = [
            (TRAINING_HEADER, "1"),
            ("P-Asserted-Identity", f"{name}<sip:{number}@{self._agent.config.bind_host}>"),
        ]
        leg = self._agent.dial(self._target, headers=headers)
        with self._lock:
            self._who[leg.leg_id] = scenario
        self._later(scenario.ring_patience_s, lambda: self._give_up(leg))
        log.info("training call", extra={"scenario": scenario.name})
        return leg

    # -- LineListener, on the SIP thread

    def on_incoming(self, leg: CallLeg) -> None:
        """The desk calls back."""
        scenario = self._called(leg)
        if scenario is None or scenario.call_back == "busy":
            leg.reject(404 if scenario is None else 486)
        elif scenario.call_back == "answers":
            with self._lock:
                self._who[leg.leg_id] = scenario
            self._later(_ANSWER_DELAY_S, leg.answer)

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        if leg.state is LegState.ENDED:
            with self._lock:
                self._who.pop(leg.leg_id, None)
                self._talks.pop(leg.leg_id, None)
        elif leg.state is LegState.TALKING and change is LegChange.STATE:
            self._begin_talk(leg)

    # -- inner parts

    def _begin_talk(self, leg: CallLeg) -> None:
        media = leg.media
        with self._lock:
            scenario = self._who.get(leg.leg_id)
            if scenario is None or media is None or leg.leg_id in self._talks:
                return
            called_back = leg.direction is CallDirection.INCOMING
            lines = scenario.call_back_lines if called_back and scenario.call_back_lines else scenario.lines
            conversation = Conversation(scenario, self._sounds, lines, self._patience)
            talk = _Talk(leg, conversation, self._codecs[media.codec])
            self._talks[leg.leg_id] = talk
        media.set_receiver(talk.receive)

    def _called(self, leg: CallLeg) -> Scenario | None:
        if leg.invite is None:
            return None
        try:
            return self._book.by_number(SIPUri.parse(leg.invite.uri).number)
        except UnusableURIError:
            return None

    def _give_up(self, leg: CallLeg) -> None:
        if leg.state in (LegState.DIALLING, LegState.EARLY):
            leg.hang_up()

    def _later(self, delay_s: float, work: Callable[[], None]) -> None:
        def plan() -> None:
            self._agent.loop.call_later(delay_s, work)

        self._agent.post(plan)

    def _run_clock(self) -> None:
        due_s = time.monotonic()
        while not self._stopping.is_set():
            with self._lock:
                talks = list(self._talks.values())
            for talk in talks:
                talk.step()
            due_s += FRAME_S
            now_s = time.monotonic()
            if now_s - due_s > _CATCH_UP_FRAMES * FRAME_S:
                due_s = now_s  # the machine slept
            self._stopping.wait(max(0.0, due_s - now_s))


class Traffic:
    """Which scenario phones next, and after what pause. The same seed gives the same training."""

    def __init__(self, book: ScenarioBook, seed: int | None, *, time_factor: float = 1.0) -> None:
        self._book = book
        self._random = Random(seed)
        self._time_factor = time_factor
        self._opening = [book.by_name(name) for name in book.opening]
        self._again: list[tuple[float, Scenario]] = []
        self._called: Counter[str] = Counter()

    def pause_s(self) -> float:
        """Return how long nobody new phones."""
        return self._random.uniform(self._book.gap_first_s, self._book.gap_last_s) * self._time_factor

    def next_scenario(self, busy: frozenset[str]) -> Scenario | None:
        """Return who phones now; nobody who is on the telephone already."""
        while self._opening:
            scenario = self._opening.pop(0)
            if scenario is not None and scenario.name not in busy:
                return scenario
        free = [scenario for scenario in self._book.scenarios if scenario.name not in busy]
        weights = [scenario.weight for scenario in free]
        if not any(weights):
            return None
        return self._random.choices(free, weights)[0]

    def note_call(self, scenario: Scenario, now_s: float) -> None:
        """Plan the same caller's next call, if he is one who tries again."""
        round_length = scenario.calls_again_at_most + 1
        self._called[scenario.name] += 1
        if self._called[scenario.name] % round_length:
            delay_s = (scenario.calls_again_after_s + scenario.ring_patience_s) * self._time_factor
            self._again.append((now_s + delay_s, scenario))

    def due_again(self, now_s: float, busy: frozenset[str]) -> Scenario | None:
        """Return a caller whose next try is due."""
        for item in self._again:
            if item[0] <= now_s and item[1].name not in busy:
                self._again.remove(item)
                return item[1]
        return None
