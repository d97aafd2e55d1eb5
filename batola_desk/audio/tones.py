"""Ring and alert tones, described as data and generated, never sampled.

Every sound is made of short pulses with several harmonics between 500 and 3,000 Hz; urgency is rhythm. The
one exception is the ringback tone of an outgoing call, which is the plain 425 Hz people know from the
network.

Source: domain.md §16 (IEC 60601-1-8 pulse coding, ISO 7731 band); ITU-T E.180 Sup. 2 (Indonesia: 425 Hz, 1 s
on, 4 s off).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import numpy as np

from batola_desk.audio.frames import SAMPLE_RATE_HZ, Samples, silence


class RingKind(StrEnum):
    """Why it rings."""

    INCOMING = "incoming"
    WAITING = "waiting"
    RINGBACK = "ringback"


class AlertName(StrEnum):
    """Alert catalogue. Source: domain.md §16."""

    P1_NEW = "p1_new"
    DESK_DOWN = "desk_down"
    P2_NEW = "p2_new"
    P3_NEW = "p3_new"
    P4_NEW = "p4_new"
    CALL_WAITING = "call_waiting"
    AGENCY_SILENT = "agency_silent"
    UNIT_EMERGENCY = "unit_emergency"
    HEADSET_LOST = "headset_lost"
    RECORDING_FAILED = "recording_failed"
    OFFLINE = "offline"
    DATA_CONFLICT = "data_conflict"
    BMKG_WARNING = "bmkg_warning"


@dataclass(frozen=True, slots=True)
class Pulse:
    """One sound and the pause after it. ``harmonics`` are amplitudes of 1x, 2x, ... the frequency."""

    frequency_hz: float
    length_s: float
    pause_s: float
    harmonics: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TonePattern:
    """Pulses in order. ``urgency`` 1 is P1; a lower number plays first.

    ``keeps_floor``: no volume control makes it inaudible. Source: domain.md §16.
    """

    urgency: int
    pulses: tuple[Pulse, ...]
    is_caller: bool = False  # somebody waits on the line

    @property
    def keeps_floor(self) -> bool:
        return self.urgency == 1 or self.is_caller

    @property
    def length_s(self) -> float:
        return sum(pulse.length_s + pulse.pause_s for pulse in self.pulses)


_EDGE_S = 0.010  # LIMIT: longer edges sound dull, shorter ones click and startle
_TICK_S = 0.05
_PEAK = 0.9
_BRIGHT = (1.0, 0.8, 0.6, 0.4)
_SOFT = (1.0, 0.5, 0.3)
_PLAIN = (1.0,)


def _rhythm(
    notes_hz: tuple[float, ...], *, length_s: float, gap_s: float, rest_s: float, harmonics: tuple[float, ...]
) -> tuple[Pulse, ...]:
    """One pulse for each note, ``gap_s`` apart, then a rest."""
    last = len(notes_hz) - 1
    return tuple(
        Pulse(note, length_s, rest_s if index == last else gap_s, harmonics)
        for index, note in enumerate(notes_hz)
    )


def _high(note_hz: float, *, second: float = 1.25) -> TonePattern:
    """5 + 5 quick pulses; each five is three and two, the two ``second`` times as high."""
    three = _rhythm((note_hz,) * 3, length_s=0.12, gap_s=0.06, rest_s=0.18, harmonics=_BRIGHT)
    two = _rhythm((note_hz * second,) * 2, length_s=0.12, gap_s=0.06, rest_s=0.5, harmonics=_BRIGHT)
    return TonePattern(1, (*three, *two, *three, *two))


def _medium(urgency: int, *notes_hz: float) -> TonePattern:
    return TonePattern(urgency, _rhythm(notes_hz, length_s=0.18, gap_s=0.12, rest_s=0.3, harmonics=_BRIGHT))


def _low(urgency: int, *notes_hz: float) -> TonePattern:
    return TonePattern(urgency, _rhythm(notes_hz, length_s=0.22, gap_s=0.18, rest_s=0.3, harmonics=_SOFT))


def _bell(rest_s: float) -> TonePattern:
    """One second of warbling pulses, then a rest."""
    return TonePattern(
        1, _rhythm((620.0, 740.0) * 5, length_s=0.07, gap_s=0.03, rest_s=rest_s, harmonics=_BRIGHT)
    )


def ring_patterns() -> Mapping[RingKind, TonePattern]:
    """What is repeated while it rings."""
    return {
        RingKind.INCOMING: _bell(4.03),
        RingKind.WAITING: _bell(1.03),
        RingKind.RINGBACK: TonePattern(3, (Pulse(425.0, 1.0, 4.0, _PLAIN),)),
    }


def alert_patterns() -> Mapping[AlertName, TonePattern]:
    """What is played once for each alert."""
    return {
        AlertName.P1_NEW: _high(700.0),
        AlertName.UNIT_EMERGENCY: _high(560.0),
        AlertName.DESK_DOWN: _high(640.0, second=0.8),  # falls, where a person's emergency rises
        AlertName.P2_NEW: _medium(2, 660.0, 660.0, 660.0),
        AlertName.CALL_WAITING: replace(_medium(2, 620.0, 740.0, 880.0), is_caller=True),
        AlertName.HEADSET_LOST: _medium(2, 880.0, 740.0, 590.0),
        AlertName.RECORDING_FAILED: _medium(2, 740.0, 740.0, 560.0),
        AlertName.AGENCY_SILENT: _medium(2, 560.0, 560.0, 740.0),
        AlertName.OFFLINE: _medium(2, 740.0, 560.0, 740.0),
        AlertName.BMKG_WARNING: _medium(2, 560.0, 660.0, 560.0),
        AlertName.P3_NEW: _low(3, 590.0, 590.0),
        AlertName.DATA_CONFLICT: _low(3, 660.0, 530.0),
        AlertName.P4_NEW: _low(4, 590.0),
    }


def metronome_pattern(per_min: int) -> TonePattern:
    """One soft tick per chest compression, for the operator's ear: he counts aloud with it. domain.md §10."""
    return TonePattern(4, (Pulse(700.0, _TICK_S, 60.0 / per_min - _TICK_S, _SOFT),))


def hold_beep_pattern() -> TonePattern:
    """What a caller on hold hears: two soft beeps, then eight seconds of quiet."""
    return TonePattern(4, _rhythm((530.0, 530.0), length_s=0.15, gap_s=0.15, rest_s=8.0, harmonics=_SOFT))


@cache
def render(pattern: TonePattern) -> Samples:
    """The whole pattern at 16 kHz, peak 0.9. Made once and shared by all who play it, so nobody may write.

    Every ring and every hold would otherwise take and give back half a megabyte: blocks of that size teach
    the C library to keep ever more memory in hand.
    """
    parts: list[Samples] = []
    for pulse in pattern.pulses:
        count = round(pulse.length_s * SAMPLE_RATE_HZ)
        seconds = np.arange(count) / SAMPLE_RATE_HZ
        wave = np.zeros(count)
        for order, amplitude in enumerate(pulse.harmonics, start=1):
            wave += amplitude * np.sin(2.0 * np.pi * pulse.frequency_hz * order * seconds)
        edge = round(_EDGE_S * SAMPLE_RATE_HZ)
        rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / edge)
        wave[:edge] *= rise
        wave[-edge:] *= rise[::-1]
        parts.append((wave * (_PEAK / np.max(np.abs(wave)))).astype(np.float32))
        parts.append(silence(round(pulse.pause_s * SAMPLE_RATE_HZ)))
    whole = np.concatenate(parts)
    whole.flags.writeable = False
    return whole
