"""Folds facts into a feature of the map. Source: decision 0030."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from batola_desk.domain.conflicts import ConflictKind, Found, Side, side_of, with_found
from batola_desk.domain.events.map_feature import (
    MapFeatureChanged,
    MapFeatureDrawn,
    MapFeatureRemoved,
    MapFeatureRestored,
)
from batola_desk.domain.evolve import evolve as replace
from batola_desk.domain.facts import AggregateKind, Fact, aggregate
from batola_desk.domain.map_feature import (
    FIELDS,
    GEOMETRY,
    NAME_MAX,
    NOTE_MAX,
    POINTS_MAX,
    POINTS_MIN,
    PRESENCE,
    STAYS,
    VARIANTS_MAX,
    MapFeature,
    Shape,
    Standing,
    Word,
)
from batola_desk.domain.timeline import entry_of, remember

WORDS_MAX: Final = 8  # LIMIT: words that stand against each other in one field; no more desks write at once
REPLACED_MAX: Final = 64  # LIMIT: facts that were read elsewhere and are still on their way
HERE: Final = "here"
GONE: Final = "gone:"  # and on what ground
LOGIN_MAX: Final = 80  # LIMIT: names and codes come from outside
END_MAX_US: Final = 2**62  # LIMIT: beyond any calendar, and still a number of the file

_Said = Mapping[str, str]


def fold_map_feature(state: MapFeature, fact: Fact) -> MapFeature:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    known = state.seen
    timeline, seen = remember(state.timeline, entry_of(fact))
    state = replace(state, timeline=timeline, seen=seen)
    if not fact.verdict.takes_effect:
        return state
    event = fact.event
    match event:
        case MapFeatureDrawn():
            state = _drawn(state, event, fact)
            return _with_words(state, fact, {PRESENCE: HERE, **_said(event, FIELDS)}, (), known)
        case MapFeatureChanged():
            fields = tuple(name for name in dict.fromkeys(event.fields) if name in FIELDS)
            said = {PRESENCE: HERE, **_said(event, fields)}
            return _with_words(state, fact, said, event.replaces, known)
        case MapFeatureRemoved():
            said = {PRESENCE: f"{GONE}{event.standing[:LOGIN_MAX]}"}
            state = _with_words(state, fact, said, event.replaces, known)
            return _with_false_claim(state, event, fact)
        case MapFeatureRestored():
            return _with_words(state, fact, {PRESENCE: HERE}, event.replaces, known)
        case _:
            return state


def _home(state: MapFeature) -> str:
    return aggregate(AggregateKind.MAP_FEATURE, state.feature_id)


def _drawn(state: MapFeature, event: MapFeatureDrawn, fact: Fact) -> MapFeature:
    """Kind and author are the first drawing's: one file read at two desks draws the same thing twice."""
    mine = (fact.occurred_us, fact.fact_id)
    if state.drawn_us is not None and (state.drawn_us, state.drawn_fact_id) <= mine:
        return state
    return replace(
        state,
        kind=event.kind[:LOGIN_MAX],
        author=fact.actor,
        desk=fact.desk,
        drawn_us=fact.occurred_us,
        drawn_fact_id=fact.fact_id,
    )


def _is_true(state: MapFeature, standing: str, actor: str) -> bool:
    """Whether a removal's claim holds. The room judges by the word; that it is true is judged here, alike on
    all desks. A feature whose drawing has not come yet is removed all the same: nothing of it is shown.
    """
    if standing == Standing.LASTING or state.drawn_us is None:
        return True
    return state.standing_of(actor).value == standing


def _with_false_claim(state: MapFeature, event: MapFeatureRemoved, fact: Fact) -> MapFeature:
    """Tell people of a removal whose author was not who he said."""
    if _is_true(state, event.standing, fact.actor):
        return state
    topic = f"fact:{fact.fact_id}"
    found = Found(kind=ConflictKind.DENIED, topic=topic, sides=(side_of(fact),), detail=fact.kind)
    return replace(state, conflicts=with_found(state.conflicts, _home(state), found))


def _said(event: MapFeatureDrawn | MapFeatureChanged, fields: tuple[str, ...]) -> dict[str, str]:
    """Return field → value as JSON text; a geometry that is none says nothing."""
    said = {}
    for name in fields:
        value: Any
        if name == GEOMETRY:
            if not is_geometry(event.shape, event.points):
                continue
            value = [event.shape, event.points]
        elif name == "tide":
            value = [_level(event.usable_from_m), _level(event.usable_to_m)]
        elif name == "variants":
            value = [text[:NAME_MAX] for text in event.variants[:VARIANTS_MAX]]
        elif name == "name":
            value = event.name[:NAME_MAX]
        elif name == "note":
            value = event.note[:NOTE_MAX]
        elif name == "valid_until_us":
            value = _moment(event.valid_until_us)
        elif name == STAYS:
            if isinstance(event, MapFeatureDrawn):
                continue
            value = _moment(event.stays_after_us)
        else:
            value = event.incident_id[:LOGIN_MAX]
        said[name] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return said


def is_geometry(shape: str, points: tuple[tuple[float, float], ...]) -> bool:
    """Whether these points lie on the earth and are enough, and not too many, for the shape."""
    if shape not in set(Shape) or not POINTS_MIN[Shape(shape)] <= len(points) <= POINTS_MAX:
        return False
    if shape == Shape.POINT and len(points) != 1:
        return False
    return all(
        math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 85.0 and abs(lon) <= 180.0
        for lat, lon in points
    )


def _moment(at_us: int | None) -> int | None:
    return at_us if at_us is not None and 0 <= at_us < END_MAX_US else None


def _level(level_m: float | None) -> float | None:
    return level_m if level_m is not None and math.isfinite(level_m) else None


def _with_words(
    state: MapFeature, fact: Fact, said: _Said, read: tuple[str, ...], known: frozenset[str]
) -> MapFeature:
    """Return the feature with what one fact says, and without what its author had read."""
    words = dict(state.words)
    is_read = set(state.replaced)  # by somebody whose fact came before this one
    for name, value in said.items():
        standing = words.get(name, ())
        kept = tuple(word for word in standing if word.fact_id not in read and word.origin != fact.origin)
        if (name, fact.fact_id) not in is_read:
            word = Word(
                fact_id=fact.fact_id,
                origin=fact.origin,
                actor=fact.actor,
                desk=fact.desk,
                at_us=fact.occurred_us,
                value=value,
            )
            kept = tuple(sorted((*kept, word), key=_RANKS.get(name, _newest), reverse=True))[:WORDS_MAX]
            state = _with_race(state, name, kept, word)
        words[name] = kept
    waiting = {pair: None for pair in state.replaced if pair[1] != fact.fact_id}
    waiting |= {(name, fact_id): None for name in said for fact_id in read if fact_id not in known}
    state = replace(
        state,
        words=tuple(sorted((name, kept) for name, kept in words.items() if kept)),
        replaced=tuple(waiting)[-REPLACED_MAX:],
    )
    return _settled(state)


def _newest(word: Word) -> tuple[bool, int, str]:
    return (False, word.at_us, word.fact_id)


def _here_first(word: Word) -> tuple[bool, int, str]:
    """Who changes a danger area did not know that another removes it: it stays until somebody has looked."""
    return (word.value == HERE, word.at_us, word.fact_id)


_RANKS: Final[Mapping[str, Callable[[Word], tuple[bool, int, str]]]] = {PRESENCE: _here_first}


def _with_race(state: MapFeature, field: str, standing: tuple[Word, ...], mine: Word) -> MapFeature:
    """Note that another desk's word stands against this one; a false claim stands against nothing."""
    standing = tuple(word for word in standing if not _is_false_claim(state, field, word))
    others = [word for word in standing if _is_against(field, word, mine)] if mine in standing else []
    if not others:
        return state
    against = mine if standing[0] is not mine else others[0]
    sides = tuple(
        Side(
            fact_id=word.fact_id,
            kind=MapFeatureRemoved.TYPE if word.value.startswith(GONE) else MapFeatureChanged.TYPE,
            actor=word.actor,
            desk=word.desk,
            at_us=word.at_us,
            value=word.value,
        )
        for word in (standing[0], against)
    )
    found = Found(kind=ConflictKind.FIELD, topic=f"field:{field}", sides=sides, detail=field)
    return replace(state, conflicts=with_found(state.conflicts, _home(state), found))


def _is_false_claim(state: MapFeature, field: str, word: Word) -> bool:
    is_removal = field == PRESENCE and word.value != HERE
    return is_removal and not _is_true(state, word.value.removeprefix(GONE), word.actor)


def _is_against(field: str, word: Word, mine: Word) -> bool:
    """Two people who remove one thing on different grounds agree."""
    if field == PRESENCE:
        return (word.value == HERE) != (mine.value == HERE)
    return word.value != mine.value


def _is_removed(state: MapFeature) -> bool:
    """Whether somebody who may has removed it, and nobody who did not know of that has changed it."""
    standing = dict(state.words).get(PRESENCE, ())
    if any(word.value == HERE for word in standing):
        return False
    return any(_is_true(state, word.value.removeprefix(GONE), word.actor) for word in standing)


def _settled(state: MapFeature) -> MapFeature:
    """Return the feature with the values that count."""
    first = {name: words[0] for name, words in state.words}
    values = {name: json.loads(word.value) for name, word in first.items() if name != PRESENCE}
    shape, points = values.get(GEOMETRY, ("", ()))
    usable_from_m, usable_to_m = values.get("tide", (None, None))
    newest = max((word for name, word in first.items() if name in values), key=_newest, default=None)
    return replace(
        state,
        shape=shape,
        points=tuple((point[0], point[1]) for point in points),
        name=values.get("name", ""),
        variants=tuple(values.get("variants", ())),
        note=values.get("note", ""),
        valid_until_us=values.get("valid_until_us"),
        usable_from_m=usable_from_m,
        usable_to_m=usable_to_m,
        incident_id=values.get("incident_id", ""),
        stays_after_us=values.get(STAYS),
        is_removed=_is_removed(state),
        changed_us=newest.at_us if newest is not None else None,
        changed_by=newest.actor if newest is not None else "",
    )
