"""What a GeoJSON file does to the map: each feature is drawn, corrected, or left with a reason.

Everything is judged before anything is written, so a bad file changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.map_feature import MapFeatureChanged, MapFeatureDrawn
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.map_feature import PRESENCE, MapFeature
from batola_desk.map.layer_file import FoundFeature, LayerReading
from batola_desk.services import map_feature_checks as checks

FACTS_AT_ONCE: Final = 25  # LIMIT: a few milliseconds; a call's facts get their turn in between


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerLine:
    """What became of one feature of the file.

    Attributes:
        outcome: ``drawn``, ``changed``, ``same`` or ``skipped``.
        why: a code, of what was skipped.
        remarks: what was done to make it usable (codes).
    """

    number: int
    name: str
    kind: str
    outcome: str
    why: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPlan:
    """What an import would do.

    Attributes:
        facts: to be written, in parts of ``FACTS_AT_ONCE``.
        mapped: (our property, the file's property, how often).
    """

    facts: tuple[NewFact, ...] = ()
    lines: tuple[LayerLine, ...] = ()
    mapped: tuple[tuple[str, str, int], ...] = ()

    def count(self, outcome: str) -> int:
        """How many features have an outcome."""
        return sum(1 for line in self.lines if line.outcome == outcome)


def plan_import(
    reading: LayerReading,
    known: Mapping[str, MapFeature],
    *,
    now_us: int,
    may: Callable[[str], bool],
    room_for: int,
) -> LayerPlan:
    """Judge every feature of a file.

    Args:
        known: features of the map by id, removed ones included.
        may: whether the person may draw and change this kind.
        room_for: how many more the map takes.
    """
    facts: list[NewFact] = []
    lines = [
        LayerLine(number=skipped.number, name=skipped.name, kind="", outcome="skipped", why=skipped.why)
        for skipped in reading.skipped
    ]
    for found in reading.found:
        outcome, why, event = _judged(found, known.get(found.feature_id), now_us, may)
        if outcome == "drawn" and room_for <= 0:
            outcome, why, event = "skipped", "full", None
        room_for -= outcome == "drawn"
        if event is not None:
            facts.append(_fact(found, event, now_us))
        lines.append(
            LayerLine(
                number=found.number,
                name=found.wish.name,
                kind=found.wish.kind,
                outcome=outcome,
                why=why,
                remarks=found.remarks,
            )
        )
    ordered = tuple(sorted(lines, key=lambda line: line.number))
    return LayerPlan(facts=tuple(facts), lines=ordered, mapped=reading.mapped)


def _judged(
    found: FoundFeature, known: MapFeature | None, now_us: int, may: Callable[[str], bool]
) -> tuple[str, str, Event | None]:
    if not may(found.wish.kind):
        return "skipped", "right", None
    if known is not None and known.drawn_us is not None:
        return _judged_again(found, known, now_us)
    try:
        wish = checks.checked(found.wish, now_us)
    except OperatorError as refusal:
        return "skipped", refusal.code, None
    return "drawn", "", MapFeatureDrawn(**asdict(wish))


def _judged_again(found: FoundFeature, known: MapFeature, now_us: int) -> tuple[str, str, Event | None]:
    """What the file says about a feature that is known: our own files correct it, others leave it."""
    if known.is_removed:
        return "skipped", "removed", None
    if not found.is_ours:
        return "same", "", None
    if found.wish.kind != known.kind:
        return "skipped", "kind_differs", None
    before = checks.wish_of(known)
    try:
        wish = checks.checked(found.wish, now_us, end_before_us=known.valid_until_us)
    except OperatorError as refusal:
        return "skipped", refusal.code, None
    fields = checks.differences(before, wish)
    if not fields:
        return "same", "", None
    replaces = known.facts_of(*fields, PRESENCE)
    values = checks.values_of(wish, fields)
    return "changed", "", MapFeatureChanged(fields=fields, replaces=replaces, **values)


def _fact(found: FoundFeature, event: Event, now_us: int) -> NewFact:
    names = [aggregate(AggregateKind.MAP_FEATURE, found.feature_id)]
    if found.wish.incident_id and isinstance(event, MapFeatureDrawn):
        names.append(aggregate(AggregateKind.INCIDENT, found.wish.incident_id))
    return NewFact(event=event, aggregates=tuple(names), occurred_us=now_us)
