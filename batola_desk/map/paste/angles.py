"""Degrees as people write them: decimals, degrees and minutes, Indonesian and English hemispheres, any order.

A text is cut into tokens; runs of numbers and their signs between other words are read as angles, and two
angles are a position. One pass, no backtracking.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SOUTH = frozenset({"s", "ls", "selatan", "south", "sel"})
_NORTH = frozenset({"n", "u", "lu", "utara", "north"})
_EAST = frozenset({"e", "t", "bt", "timur", "east", "tim"})
_WEST = frozenset({"w", "b", "bb", "barat", "west"})
_LAT_WORDS = frozenset({"lat", "latitude", "lintang"})
_LON_WORDS = frozenset({"lon", "lng", "long", "longitude", "bujur"})
_SEAM_WORDS = frozenset({
    "dan", "and", "koordinat", "koordinatnya", "titik", "lokasi", "posisi", "garis", "di", "gps",
    "coordinates", "position", "location", "sharelok", "shareloc",
})  # fmt: skip
_UNITS = {
    **dict.fromkeys(("°", "derajat", "degree", "degrees", "deg", "drj", "d"), 0),
    **dict.fromkeys(("'", "menit", "minute", "minutes", "min", "mnt", "m"), 1),
    **dict.fromkeys(('"', "''", "detik", "second", "seconds", "sec", "dtk"), 2),
}
_UNIFORM = str.maketrans({"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "´": "'", "″": '"', "”": '"',
                          "“": '"', "−": "-", "–": "-", "—": "-", "\u00a0": " "})  # fmt: skip
_NMEA = re.compile(r"(?<=\d),(?=[NSEW](?!\w))")  # a receiver's line: 0314.232,S,11435.076,E
_TOKEN = re.compile(
    r"""
    (?P<number>\d+(?:[.,]\d+)*)
    |(?P<unit>°|''|'|")
    |(?P<word>[^\W\d_]+)
    |(?P<sign>[-+](?=\s?\d))
    |(?P<space>[^\S\n]+)
    |(?P<seam>[,;/|&=:()\[\]{}\n.@_*])
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
ANGLES_MAX = 64  # LIMIT: of one run; a longer column of numbers is a table
NUMBER_LETTERS_MAX = 20  # LIMIT: a longer number is an account, not an angle
METRES_PER_DEGREE = 111_320.0


@dataclass(slots=True)
class Angle:
    """One angle being read.

    Attributes:
        parts: numbers as written, with a point.
        units: 0 degrees, 1 minutes, 2 seconds, None = no unit stands behind it. One per part.
        axis: ``lat``, ``lon`` or empty.
        hemisphere: +1, -1 or 0 = not said.
        sign: +1, -1 or 0 = not written.
    """

    parts: list[str] = field(default_factory=list)
    units: list[int | None] = field(default_factory=list)
    axis: str = ""
    hemisphere: int = 0
    sign: int = 0
    is_led: bool = False  # the hemisphere stood in front

    @property
    def is_marked(self) -> bool:
        """Whether it says by itself that it is an angle."""
        return bool(self.axis) or any(unit is not None for unit in self.units)

    @property
    def decimals(self) -> int:
        """Digits behind the point of its last number."""
        return len(self.parts[-1].partition(".")[2]) if self.parts else 0

    def value(self) -> float | None:
        """Degrees with sign; None when minutes or seconds are none."""
        if not 1 <= len(self.parts) <= 3 or any(unit not in (None, at) for at, unit in enumerate(self.units)):
            return None
        parts = self._unpacked()
        if any(part >= 60 for part in parts[1:]) or parts[0] > 180:
            return None
        size = math.fsum(part / 60.0**at for at, part in enumerate(parts))
        is_negative = self.sign < 0 or (self.sign == 0 and self.hemisphere < 0)
        return -size if is_negative else size

    def _unpacked(self) -> list[float]:
        """``0309.123`` S is three degrees nine minutes (NMEA), ``031413`` S has seconds too (ICAO)."""
        if len(self.parts) == 1 and self.axis and self.hemisphere:
            whole, _, rest = self.parts[0].partition(".")
            if len(whole) in (4, 5):
                return [float(whole[:-2]), float(f"{whole[-2:]}.{rest or 0}")]
            if len(whole) in (6, 7):
                return [float(whole[:-4]), float(whole[-4:-2]), float(f"{whole[-2:]}.{rest or 0}")]
        return [float(part) for part in self.parts]

    def reach_m(self) -> float:
        """Half of what the last digit stands for."""
        step = {1: 1.0, 2: 1 / 60, 3: 1 / 3600}[len(self._unpacked())]
        return METRES_PER_DEGREE * step * 10.0**-self.decimals / 2

    @property
    def is_fraction_of_two(self) -> bool:
        """Whether it is ``3.15`` without a unit: some people write minutes like that."""
        return len(self.parts) == 1 and self.units == [None] and self.decimals == 2

    def as_minutes(self) -> Angle:
        """The same with the digits behind the point as minutes."""
        whole, _, rest = self.parts[0].partition(".")
        return Angle([whole, rest], [0, 1], self.axis, self.hemisphere, self.sign)


@dataclass(frozen=True, slots=True)
class Run:
    """Angles that stand together, and whether the whole text is nothing else."""

    angles: tuple[Angle, ...]
    is_whole: bool


def runs_of(text: str) -> Iterator[Run]:
    """Groups of angles between other words."""
    text = _NMEA.sub(" ", text.translate(_UNIFORM))
    # Read twice instead of kept: 100,000 tokens at once would cost more than they say.
    is_clean = all(match.lastgroup != "other" and _is_ours(match) for match in _TOKEN.finditer(text))
    reader = _RunReader()
    for match in _TOKEN.finditer(text):
        kind, said = match.lastgroup or "", match.group()
        if kind == "number":
            reader.number(said)
        elif kind == "sign":
            reader.sign(-1 if said == "-" else 1)
        elif kind == "unit" or (kind == "word" and said.lower() in _UNITS and reader.awaits_unit):
            reader.unit(_UNITS[said.lower()])
        elif kind == "word" and (axis := _axis_of(said)) is not None:
            reader.axis(*axis)
        elif kind == "seam" or (kind == "word" and said.lower() in _SEAM_WORDS):
            reader.seam()
        elif kind != "space":
            yield from reader.end(is_whole=False)
    yield from reader.end(is_whole=is_clean)


def _is_ours(match: re.Match[str]) -> bool:
    if match.lastgroup != "word":
        return True
    word = match.group().lower()
    return word in _UNITS or word in _SEAM_WORDS or _axis_of(word) is not None


def _axis_of(word: str) -> tuple[str, int] | None:
    word = word.lower()
    if word in _SOUTH or word in _NORTH:
        return "lat", -1 if word in _SOUTH else 1
    if word in _EAST or word in _WEST:
        return "lon", -1 if word in _WEST else 1
    if word in _LAT_WORDS or word in _LON_WORDS:
        return ("lat" if word in _LAT_WORDS else "lon"), 0
    return None


class _RunReader:
    """Collects angles until another word ends the run."""

    def __init__(self) -> None:
        self._done: list[Angle] = []
        self._open = Angle()

    @property
    def awaits_unit(self) -> bool:
        """A number stands before: "m" is minutes, not somebody's name."""
        return bool(self._open.parts) and self._open.units[-1] is None

    def number(self, said: str) -> None:
        if len(said) > NUMBER_LETTERS_MAX:
            self._close()
            self._done.append(Angle(["999"], [None]))  # no angle: whatever stands round it is no pair
            return
        groups = _numbers_in(said)
        for at, group in enumerate(groups):
            if at or len(group) > 1:
                self._close()
            for part in group:
                self._add(part)

    def _add(self, part: str) -> None:
        parts, units = self._open.parts, self._open.units
        if parts and (len(parts) == 3 or "." in parts[-1] or units[-1] == 2 or float(part) >= 60):
            self._close()
        self._open.parts.append(part)
        self._open.units.append(None)

    def sign(self, sign: int) -> None:
        if self._open.parts:
            self._close()
        self._open.sign = sign

    def unit(self, unit: int) -> None:
        now = self._open
        if not now.parts:
            return
        if unit == 0 and len(now.parts) > 1:  # "3 114°": the number before this one was another angle
            part = now.parts.pop()
            now.units.pop()
            self._close()
            now = self._open
            now.parts.append(part)
            now.units.append(None)
        now.units[-1] = unit

    def axis(self, axis: str, hemisphere: int) -> None:
        now = self._open
        if not now.parts:  # in front of its angle; "lintang selatan" says it in two words
            now.axis, now.hemisphere, now.is_led = axis, hemisphere or now.hemisphere, True
            return
        if now.is_led and (now.axis != axis or now.hemisphere or not hemisphere):
            self._close()
            self._open.axis, self._open.hemisphere, self._open.is_led = axis, hemisphere, True
            return
        now.axis, now.hemisphere = axis, hemisphere or now.hemisphere
        if hemisphere:
            self._close()

    def seam(self) -> None:
        if self._open.parts and not (self._open.axis and not self._open.is_led):
            self._close()

    def end(self, *, is_whole: bool) -> Iterator[Run]:
        self._close()
        done, self._done = self._done, []
        self._open = Angle()
        if done:
            yield Run(tuple(_halved(done)), is_whole)

    def _close(self) -> None:
        if self._open.parts:
            if len(self._done) < ANGLES_MAX:
                self._done.append(self._open)
            self._open = Angle()


def _halved(angles: list[Angle]) -> list[Angle]:
    """Bare numbers without any mark: four are twice degrees and minutes, six have seconds too."""
    bare = [part for angle in angles for part in angle.parts]
    is_plain = not any(angle.is_marked for angle in angles)
    half = len(bare) // 2
    if not is_plain or len(bare) not in (4, 6) or len(angles) == len(bare):
        return angles
    if any("." in part for at, part in enumerate(bare) if at not in (half - 1, len(bare) - 1)):
        return angles
    signs = [angle.sign for angle in angles]
    first, second = bare[:half], bare[half:]
    return [
        Angle(first, [None] * half, sign=signs[0]),
        Angle(second, [None] * half, sign=signs[-1] if len(signs) > 1 else 0),
    ]


def _numbers_in(said: str) -> list[list[str]]:
    """Numbers of one run of digits, points and commas; a group of several is one angle with points between.

    ``3,2372`` and ``3.2372`` are one number; ``3,2372,114,5846`` and ``3.2,114.5`` are two; ``3.15.12`` is
    degrees, minutes and seconds.
    """
    commas, points = said.count(","), said.count(".")
    if commas == 0:
        return [_dotted(said)]
    if points == 0:
        parts = said.split(",")
        if commas == 1:
            return [[f"{parts[0]}.{parts[1]}"]]
        if commas == 3:
            return [[f"{parts[0]}.{parts[1]}"], [f"{parts[2]}.{parts[3]}"]]
        return [[part] for part in parts]
    head, _, tail = said.rpartition(",")
    if commas == 1 and points >= 2 and "." not in tail and len(tail) <= 3:
        return [[*head.split(".")[:-1], f"{head.rpartition('.')[2]}.{tail}"]]  # 3.15.12,5
    return [_dotted(part) for part in said.split(",")]


def _dotted(said: str) -> list[str]:
    parts = said.split(".")
    if len(parts) == 4:  # 3.15.12.5
        return [parts[0], parts[1], f"{parts[2]}.{parts[3]}"]
    return parts if len(parts) == 3 else [said]
