"""The noise dose of each operator and shift: how much the ear has had, against the limits of a working day.

The level in the ear is not measured but reckoned: what was played (A-weighted) and what the headset makes of
it, ``headset_dba_full_scale`` in line.toml. Without a maker's figure 105 dB(A) is assumed for a full-scale
signal, what usual call-centre headsets give at the system's full volume; a desk set softer in the system's
mixer hears less than is told here, never more.

Source: domain.md §16; directive 2003/10/EC art. 3 (80, 85 and 87 dB(A) as 8-hour level).
"""

from __future__ import annotations

import json
import logging
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from batola_desk.ipc.sound_messages import DoseStatus
from batola_desk.settings.whole_file import write_whole

log = logging.getLogger("batola.engine")

DOSE_NAME = "noise-dose.json"
STAGES = (("limit", 87.0), ("high", 85.0), ("low", 80.0))
DAY_S = 8 * 3600.0
REST_US = 6 * 3600 * 1_000_000  # LIMIT: who was away so long begins a new shift
OPERATORS_MAX = 100
KEEP_US = 7 * 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Exposure:
    """One shift. ``sound_s`` is the sum of 10^(level/10) over the seconds heard."""

    started_us: int
    seen_us: int
    sound_s: float = 0.0
    seconds: float = 0.0

    @property
    def daily_dba(self) -> float | None:
        """The 8-hour level with the same energy."""
        return 10.0 * math.log10(self.sound_s / DAY_S) if self.sound_s > 1.0 else None

    @property
    def mean_dba(self) -> float | None:
        """The mean level while something could be heard."""
        return 10.0 * math.log10(self.sound_s / self.seconds) if self.sound_s > 1.0 and self.seconds else None


class DoseMeter:
    """Adds up what the ear had, for whoever sits at the desk. Kept in a small file over engine and night.

    Thread: the engine's; `save` may run on another one, it takes what it is given.
    """

    def __init__(self, path: Path | None, *, full_scale_dba: float, now_us: int) -> None:
        self._path = path
        self._full_scale_dba = full_scale_dba
        self._shifts = _load(path, now_us) if path is not None else {}
        self._total: tuple[float, float] = (0.0, 0.0)
        self.operator = ""

    def sit_down(self, operator: str, now_us: int) -> None:
        """This person uses the headset from now on; a rest of hours begins a new shift."""
        self.operator = operator
        self._shift(now_us)

    def add(self, total: tuple[float, float], now_us: int) -> None:
        """Take the ear's running total (`AudioDesk.ear_exposure`)."""
        energy, seconds = (new - old for new, old in zip(total, self._total, strict=True))
        self._total = total
        if energy < 0.0 or seconds <= 0.0:
            return
        shift = self._shift(now_us)
        self._shifts[self.operator] = replace(
            shift,
            seen_us=now_us,
            sound_s=shift.sound_s + energy * 10.0 ** (self._full_scale_dba / 10.0),
            seconds=shift.seconds + (seconds if energy > 0.0 else 0.0),
        )

    def status(self) -> DoseStatus:
        """What the screen is told."""
        shift = self._shifts.get(self.operator, Exposure(0, 0))
        daily, mean = shift.daily_dba, shift.mean_dba
        return DoseStatus(
            operator=self.operator,
            started_us=shift.started_us,
            seconds=round(shift.seconds),
            daily_dba=round(daily, 1) if daily is not None else None,
            mean_dba=round(mean, 1) if mean is not None else None,
            stage=stage_of(daily),
            full_scale_dba=self._full_scale_dba,
        )

    def as_kept(self) -> dict[str, dict[str, float]]:
        """What `save` writes."""
        newest = sorted(self._shifts.items(), key=lambda item: -item[1].seen_us)[:OPERATORS_MAX]
        return {operator: asdict(shift) for operator, shift in newest}

    def save(self, kept: dict[str, dict[str, float]]) -> None:
        """Replace the file; a fault costs the memory over a restart only."""
        if self._path is None:
            return
        try:
            write_whole(self._path, json.dumps(kept).encode())
        except OSError as fault:
            log.warning("the noise dose cannot be kept", extra={"fault": type(fault).__name__})

    def _shift(self, now_us: int) -> Exposure:
        shift = self._shifts.get(self.operator)
        if shift is None or now_us - shift.seen_us > REST_US or now_us < shift.started_us:
            shift = self._shifts[self.operator] = Exposure(now_us, now_us)
        return shift


def stage_of(daily_dba: float | None) -> str:
    """The highest value that is reached; empty below all."""
    return next((stage for stage, dba in STAGES if daily_dba is not None and daily_dba >= dba), "")


def _load(path: Path, now_us: int) -> dict[str, Exposure]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        shifts = {str(operator): _exposure(kept) for operator, kept in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        log.warning("the noise dose cannot be read", extra={"fault": type(fault).__name__})
        return {}
    return {operator: shift for operator, shift in shifts.items() if now_us - shift.seen_us < KEEP_US}


def _exposure(kept: dict[str, float]) -> Exposure:
    sound_s, seconds = float(kept["sound_s"]), float(kept["seconds"])
    if not (math.isfinite(sound_s) and math.isfinite(seconds) and sound_s >= 0.0 and seconds >= 0.0):
        raise ValueError("impossible dose")
    return Exposure(int(kept["started_us"]), int(kept["seen_us"]), sound_s, seconds)
