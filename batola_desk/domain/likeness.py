"""How much two reports look like one happening: near in space and time, of one type, from one number.

Points of each kind stand in limits.toml; every reason is kept, so that the person who decides reads it in one
sentence. A hint, never a verdict. Source: domain.md §5.2 (mirip), decision 0032.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.similar_limits import SimilarLimits

NEIGHBOUR_DIGITS = 2  # numbers of one exchange, or two cards bought together, differ in the last digits
NUMBER_DIGITS_MIN = 7  # a short code says nothing about a neighbour
_LEAST = 0.01  # a limit of nothing still has a width
_GUESS_TRUST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One report, as far as it can be compared.

    Attributes:
        kind: ``incident`` or ``call``.
        position: latitude and longitude; None = nobody knows where.
        reach_m: radius of the circle it lies in.
        is_guess: the position is what the typed words most likely mean, confirmed by nobody.
        numbers: in the form that compares equal for +62, 62 and 0.
        calls: how many calls stand behind it.
    """

    kind: str
    key: str
    at_us: int
    position: tuple[float, float] | None = None
    reach_m: float = 0.0
    is_guess: bool = False
    type_code: str = ""
    group: str = ""
    numbers: frozenset[str] = frozenset()
    calls: int = 1
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Why another report may be the same happening.

    Attributes:
        distance_m: between the two circles' middles; None = one has no place.
        apart_s: how long the other came before this one; negative = after it.
        type_match: ``same``, ``group``, ``other`` or empty (one has no type).
        number_match: ``same``, ``neighbour`` or empty.
    """

    kind: str
    key: str
    score: float
    distance_m: float | None
    apart_s: float
    type_match: str = ""
    number_match: str = ""


def likeness(asking: Sighting, other: Sighting, limits: SimilarLimits) -> Likeness | None:
    """Compare two reports; None when they do not look alike enough to be offered."""
    score = alike_score(asking, other, limits)
    if score is None:
        return None
    return Likeness(
        kind=other.kind,
        key=other.key,
        score=score,
        distance_m=_away_m(asking, other),
        apart_s=(asking.at_us - other.at_us) / 1e6,
        type_match=_type_match(asking, other),
        number_match=_number_match(asking.numbers, other.numbers),
    )


def alike_score(asking: Sighting, other: Sighting, limits: SimilarLimits) -> float | None:
    """Points of a comparison; None below what is offered.

    Thousands of reports are compared for one key: what cannot reach the points any more is left early.
    """
    apart_s = (asking.at_us - other.at_us) / 1e6
    within_s = max(limits.hours, _LEAST) * 3600
    if abs(apart_s) > within_s or asking.training != other.training:
        return None
    number_match = _number_match(asking.numbers, other.numbers)
    type_match = _type_match(asking, other)
    score = limits.points_time * (1 - abs(apart_s) / within_s)
    if type_match:
        score += _type_points(type_match, limits)
    if number_match:
        score += limits.points_number if number_match == "same" else limits.points_neighbour_number
    if score + max(limits.points_near, 0) < limits.offered_from:
        return None
    away_m = _away_m(asking, other)
    reach_m = max(limits.km, _LEAST) * 1000
    edge_m = math.inf if away_m is None else max(0.0, away_m - asking.reach_m - other.reach_m)
    if away_m is not None and edge_m <= reach_m:
        trust = _GUESS_TRUST if asking.is_guess or other.is_guess else 1.0
        # A large circle says less: half of the points go by the edges, half by the middles.
        by_middle = max(0.0, 1 - away_m / reach_m)
        score += limits.points_near * trust * (1 - edge_m / reach_m + by_middle) / 2
    elif number_match != "same":
        return None
    return score if score >= limits.offered_from else None


def _neighbour_key(number: str) -> str:
    """What two neighbouring numbers have in common; empty for one too short."""
    return number[:-NEIGHBOUR_DIGITS] if len(number) >= NUMBER_DIGITS_MIN else ""


def _number_match(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return ""
    if not a.isdisjoint(b):
        return "same"
    for mine in a:
        key = _neighbour_key(mine)
        if key and any(key == _neighbour_key(theirs) for theirs in b):
            return "neighbour"
    return ""


def _type_match(a: Sighting, b: Sighting) -> str:
    if not a.type_code or not b.type_code:
        return ""
    if a.type_code == b.type_code:
        return "same"
    return "group" if a.group and a.group == b.group else "other"


def _type_points(match: str, limits: SimilarLimits) -> int:
    if match == "same":
        return limits.points_type
    return limits.points_group if match == "group" else limits.points_other_group


def _away_m(a: Sighting, b: Sighting) -> float | None:
    if a.position is None or b.position is None:
        return None
    return distance_m(*a.position, *b.position)
