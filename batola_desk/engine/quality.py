"""How a call sounds: figures of the last second for the screen, and of the whole call for the journal.

Source: domain.md §16; ITU-T G.107 for the estimate.
"""

from __future__ import annotations

from collections import deque

from batola_desk.audio.events import CallAudioStatistics
from batola_desk.domain.events.call import CallQualityMeasured
from batola_desk.ipc.call_parts import Quality
from batola_desk.telephony import emodel
from batola_desk.telephony.media import MediaStatistics

_STEPS_PER_S = 100  # the jitter buffer counts concealed steps of 10 ms
_PACKET_MS = 20.0
_WORST_OF_S = 5  # LIMIT: one bad second is not yet a bad call
_READ_EVERY_S = 1.0
_UNHEARD_S = 5.0  # LIMIT: so long no packet at all; telephones that save silence send one every few seconds


class QualityMeter:
    """Turns the counters of one call into figures. Thread: the engine's."""

    def __init__(self) -> None:
        self._lost = self._received = self._concealed = 0
        self._at_s: float | None = None
        self._unheard_s = 0.0
        self._recent: deque[float] = deque(maxlen=_WORST_OF_S)
        self._mos_sum = self._delay_sum = self._jitter_max = 0.0
        self._mos_worst = 5.0
        self._measured = 0
        self._whole_lost = self._whole_received = self._whole_concealed = 0
        self.now = Quality()

    def skip(self) -> None:
        """The call is on hold: what comes now says nothing about it."""
        self._at_s = None
        self._unheard_s = 0.0

    @property
    def is_unheard(self) -> bool:
        """No sound comes from the other side, not even its silence."""
        return self._unheard_s >= _UNHEARD_S

    def is_due(self, now_s: float) -> bool:
        """A second has passed since the last figures: `read` makes new ones."""
        return self._at_s is None or now_s - self._at_s >= _READ_EVERY_S

    def read(self, codec: str, media: MediaStatistics, audio: CallAudioStatistics, now_s: float) -> Quality:
        """Return the figures; loss and concealment are those of the last second."""
        if not self.is_due(now_s):
            return self.now
        is_first = self._at_s is None
        elapsed_s = _READ_EVERY_S if self._at_s is None else now_s - self._at_s
        lost = max(media.packets_lost - self._lost, 0)
        received = media.packets_received - self._received
        concealed = max(audio.concealed_count - self._concealed, 0)
        self._at_s = now_s
        self._lost, self._received = media.packets_lost, media.packets_received
        self._concealed = audio.concealed_count
        self._unheard_s = self._unheard_s + elapsed_s if received == 0 else 0.0
        if is_first:
            lost = concealed = 0
        loss_percent = 100.0 * lost / max(lost + received, 1)
        concealed_percent = min(100.0, 100.0 * concealed / (elapsed_s * _STEPS_PER_S))
        delay_ms = audio.depth_ms + _PACKET_MS + (media.round_trip_ms or 0.0) / 2.0
        r: float | None = None
        if received > 0 and not is_first:
            r = emodel.r_factor(codec, delay_ms=delay_ms, loss_percent=max(loss_percent, concealed_percent))
            self._remember(emodel.mos(r), delay_ms, audio.jitter_ms)
            self._whole_lost += lost
            self._whole_received += received
            self._whole_concealed += concealed
        remote_loss = media.remote_loss_fraction
        self.now = Quality(
            loss_percent=round(loss_percent, 1),
            jitter_ms=round(audio.jitter_ms, 1),
            delay_ms=round(delay_ms, 1),
            concealed_percent=round(concealed_percent, 1),
            r_factor=None if r is None else round(r, 1),
            mos=None if r is None else round(emodel.mos(r), 2),
            round_trip_ms=_rounded(media.round_trip_ms),
            remote_loss_percent=None if remote_loss is None else round(100.0 * remote_loss, 1),
            remote_jitter_ms=_rounded(media.remote_jitter_ms),
        )
        return self.now

    def whole_call(self, codec: str, *, encrypted: bool) -> CallQualityMeasured | None:
        """The fact about the whole call; None if there was never anything to measure."""
        if not self._measured:
            return None
        lost, received = self._whole_lost, self._whole_received
        seconds = self._measured * _READ_EVERY_S
        return CallQualityMeasured(
            mos_mean=round(self._mos_sum / self._measured, 2),
            mos_min=round(min(self._mos_worst, self._mos_sum / self._measured), 2),
            loss_percent=round(100.0 * lost / max(lost + received, 1), 2),
            remote_loss_percent=self.now.remote_loss_percent,
            concealed_percent=round(100.0 * self._whole_concealed / (seconds * _STEPS_PER_S), 2),
            jitter_ms_max=round(self._jitter_max, 1),
            delay_ms=round(self._delay_sum / self._measured, 1),
            round_trip_ms=self.now.round_trip_ms,
            codec=codec,
            encrypted=encrypted,
            measured_s=int(seconds),
        )

    def _remember(self, mos: float, delay_ms: float, jitter_ms: float) -> None:
        self._measured += 1
        self._mos_sum += mos
        self._delay_sum += delay_ms
        self._jitter_max = max(self._jitter_max, jitter_ms)
        self._recent.append(mos)
        if len(self._recent) == _WORST_OF_S:
            self._mos_worst = min(self._mos_worst, sum(self._recent) / _WORST_OF_S)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
