"""Reads a line of the command line: what Enter would do, or why it would do nothing.

Pure: it asks the vocabulary only. A line with one wrong word has no order at all, so nothing happens half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rapidfuzz import fuzz

from batola_desk.domain import guards
from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.evolve import evolve
from batola_desk.domain.incident import FieldValue, Incident
from batola_desk.domain.unit import UnitState
from batola_desk.map.spelling import fold_name
from batola_desk.services.follow_up import is_dialable
from batola_desk.services.orders import fields as f
from batola_desk.services.orders.matching import Item, Match, find, squeeze
from batola_desk.services.orders.reading import (
    AssignOrder,
    Order,
    Part,
    Reading,
    ReplayOrder,
    SendOrder,
    TicketOrder,
    Trouble,
    UnitOrder,
    WordOrder,
)
from batola_desk.services.orders.vocabulary import (
    ASSIGN,
    FILL,
    NEW,
    REPLAY,
    SEND,
    STATES,
    UNIT,
    UNITS,
    Vocabulary,
)
from batola_desk.services.views import PlaceSuggestion

REPLAY_MAX_S = 60  # what the engine keeps (domain.md §15)
AGENCIES_MAX = 12  # LIMIT: more at once is a slip, not an alert
WORD_RATIO = 55.0
PLACE_RATIO = 88.0
PLACES_SHOWN = 3
CHANNEL_FIELD = "lewat:"


class _Reader:
    """Collects what was understood and what was not."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.known = vocabulary
        self.parts: list[Part] = []
        self.troubles: list[Trouble] = []

    def name(self, kind: str, typed: str, items: Sequence[Item]) -> str:
        """The code of a name; empty, with the trouble noted, when it is not clear."""
        match = find(typed, items)
        if match.item is None:
            self.troubles.append(_unclear(kind, typed, match))
            return ""
        self.parts.append(Part(kind=kind, text=match.item.label, is_close=match.is_close))
        return match.item.code

    def refuse(self, code: str, typed: str = "", nearest: tuple[str, ...] = ()) -> None:
        """Note why nothing will happen."""
        self.troubles.append(Trouble(code=code, typed=typed, nearest=nearest))

    def rule(self, refusal: OperatorError) -> None:
        """Note what a rule forbids."""
        self.troubles.append(Trouble(code="refused", refusal=refusal))

    # ---------------------------------------------------------------- tickets

    def ticket(self, argument: str, *, is_new: bool) -> Order | None:
        incident = Incident(incident_id="") if is_new else self.known.incident
        if incident is None:
            self.refuse("no_ticket")
            return None
        said = f.fields_of(argument)
        for name, nearest in said.unknown:
            self.refuse("field_unknown", name, nearest)
        for field in said.twice:
            self.refuse("field_twice", field)
        values = {field: text for field, text in said.values.items() if text}
        if not values:
            self.refuse("fields_missing")
            return None
        type_code = self.name("type", values[f.TYPE], self.known.types) if f.TYPE in values else ""
        place = self._place(values.get(f.PLACE, ""))
        wanted = (
            self.name("priority", values[f.PRIORITY], self.known.priorities) if f.PRIORITY in values else ""
        )
        for kind in (f.NUMBER, f.REPORTER, f.REASON, f.NOTE):
            if kind in values:
                self.parts.append(Part(kind=kind, text=values[kind]))
        number = values.get(f.NUMBER, "")
        if number and not is_dialable(number):
            self.refuse("number_wrong", number)
        self._check_ticket(incident, type_code, wanted, values.get(f.REASON, ""))
        return TicketOrder(
            is_new=is_new,
            type_code=type_code,
            place_text=values.get(f.PLACE, ""),
            place=place,
            priority=wanted,
            reason=values.get(f.REASON, ""),
            number=number,
            reporter=values.get(f.REPORTER, ""),
            note=values.get(f.NOTE, ""),
        )

    def _check_ticket(self, incident: Incident, type_code: str, wanted: str, reason: str) -> None:
        if not incident.is_open:
            self.rule(OperatorError("incident_ended", ticket=incident.ticket_number))
            return
        if not wanted:
            return
        if type_code:
            value = FieldValue(value=type_code, at_us=0, actor="", fact_id="")
            others = tuple(entry for entry in incident.fields if entry[0] != "type_code")
            incident = evolve(incident, fields=(*others, ("type_code", value)))
        try:
            guards.check_priority(incident, wanted, self.known.catalog, role=self.known.role, reason=reason)
        except OperatorError as refusal:
            self.rule(refusal)

    def _place(self, text: str) -> PlaceSuggestion | None:
        """The point that is meant beyond doubt; a wrong point is worse than none."""
        if not text:
            return None
        offered = self.known.search_places(text)
        named = [hit for hit in offered if _is_named(hit, text)]
        found = [hit for hit in named if _says_district(hit, text)] or named
        best = found[0] if found else None
        rivals = [hit for hit in found[1:] if best is not None and _is_rival(best, hit)]
        others = tuple(hit.label for hit in (found if rivals else offered)[:PLACES_SHOWN])
        if best is None or rivals:
            self.parts.append(Part(kind="place", text=text, is_unsure=True, others=others))
            return None
        is_close = fold_name(best.name) not in fold_name(text)
        self.parts.append(Part(kind="place", text=best.label, is_close=is_close))
        return best

    # ---------------------------------------------------------------- agencies and units

    def send(self, argument: str) -> Order | None:
        names, _, way = argument.casefold().partition(CHANNEL_FIELD)
        typed = [name.strip() for name in names.split(",") if name.strip()]
        if not typed:
            self.refuse("agency_missing")
        if len(typed) > AGENCIES_MAX:
            self.refuse("too_many", str(len(typed)))
            return None
        codes = [self.name("agency", name, self.known.agencies) for name in typed]
        channel = self.name("channel", way, self.known.channels) if way.strip() else ""
        if not way.strip() and CHANNEL_FIELD in argument.casefold():
            self.refuse("channel_missing")
        self._check_send(tuple(code for code in codes if code))
        return SendOrder(agencies=tuple(dict.fromkeys(codes)), channel=channel)

    def _check_send(self, codes: tuple[str, ...]) -> None:
        incident = self.known.incident
        if incident is None:
            self.refuse("no_ticket")
            return
        running = {task.agency_code for task in incident.tasks if task.state not in ENDED_TASK_STATES}
        labels = {item.code: item.label for item in self.known.agencies}
        for code in dict.fromkeys(codes):
            if code in running:
                self.refuse("asked_already", labels[code])
        try:
            guards.check_send_task(incident, self.known.catalog, role=self.known.role)
        except OperatorError as refusal:
            self.rule(refusal)

    def unit(self, argument: str) -> Order | None:
        tokens = argument.split()
        name, state, reason = _cut_unit(tokens, self.known.unit_names)
        unit_id = self.name("unit", name, self.known.unit_names)
        if not state:
            self.refuse("state_missing", nearest=self._next_states(unit_id))
            return None
        code = self.name("state", state, STATES)
        if reason:
            self.parts.append(Part(kind="reason", text=reason))
        unit = self.known.units.get(unit_id)
        if unit is not None and code:
            try:
                guards.check_unit_state(unit.state, code, reason)
            except OperatorError as refusal:
                self.rule(refusal)
        return UnitOrder(unit_id=unit_id, state=code, reason=reason)

    def _next_states(self, unit_id: str) -> tuple[str, ...]:
        unit = self.known.units.get(unit_id)
        return tuple(item.label for item in STATES if unit is None or _is_next(unit.state, item.code))

    def assign(self, argument: str) -> Order | None:
        unit_id = self.name("unit", argument, self.known.unit_names)
        incident, unit = self.known.incident, self.known.units.get(unit_id)
        if incident is None:
            self.refuse("no_ticket")
            return None
        try:
            guards.check_send_task(incident, self.known.catalog, role=self.known.role)
        except OperatorError as refusal:
            self.rule(refusal)
        if unit is not None and incident.incident_id in unit.incident_ids:
            self.rule(OperatorError("unit_already_here", call_sign=unit.call_sign))
        return AssignOrder(unit_id=unit_id)

    def replay(self, argument: str) -> Order | None:
        typed = argument.strip()
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= REPLAY_MAX_S):
            self.refuse("seconds_wrong", typed)
            return None
        self.parts.append(Part(kind="seconds", text=typed))
        return ReplayOrder(seconds=int(typed))


def read(line: str, vocabulary: Vocabulary) -> Reading:
    """What a line means now."""
    word, _, argument = " ".join(line.split()).partition(" ")
    if not word:
        return Reading()
    word = word.casefold()
    if word not in vocabulary.words:
        return Reading(word=word, troubles=(_unknown_word(word, vocabulary),))
    reader = _Reader(vocabulary)
    order = _order(reader, word, argument)
    if reader.troubles:
        order = None
    return Reading(word=word, order=order, parts=tuple(reader.parts), troubles=tuple(reader.troubles))


def _order(reader: _Reader, word: str, argument: str) -> Order | None:
    readers: dict[str, Callable[[str], Order | None]] = {
        NEW: partial(reader.ticket, is_new=True),
        FILL: partial(reader.ticket, is_new=False),
        SEND: reader.send,
        UNIT: reader.unit,
        UNITS: reader.unit,
        ASSIGN: reader.assign,
        REPLAY: reader.replay,
    }
    read_argument = readers.get(word)
    if argument and read_argument is not None:
        return read_argument(argument)
    if argument and not reader.known.words[word]:
        reader.refuse("argument_unwanted", argument)
        return None
    return WordOrder(word=word, argument=argument)


def _unknown_word(word: str, vocabulary: Vocabulary) -> Trouble:
    begun = [known for known in vocabulary.words if known.startswith(word)]
    scored = sorted(((fuzz.ratio(word, known), known) for known in vocabulary.words), reverse=True)
    near = [known for ratio, known in scored if ratio >= WORD_RATIO]
    return Trouble(code="word_unknown", typed=word, nearest=tuple(dict.fromkeys([*begun, *near]))[:4])


def _unclear(kind: str, typed: str, match: Match) -> Trouble:
    code = f"{kind}_ambiguous" if match.is_ambiguous else f"{kind}_unknown"
    return Trouble(code=code, typed=typed.strip(), nearest=tuple(item.label for item in match.candidates))


def _is_named(hit: PlaceSuggestion, text: str) -> bool:
    """Whether the place's own name stands in the text, a slip of the finger forgiven."""
    name, typed = fold_name(hit.name), fold_name(text)
    if not name or not typed or len(typed) < len(name) - 2:
        return False
    return fuzz.partial_ratio(name, typed) >= PLACE_RATIO


def _says_district(hit: PlaceSuggestion, text: str) -> bool:
    """Whether the text says in which kecamatan, by words that are not the name itself."""
    typed, name = fold_name(text).split(), fold_name(hit.name).split()
    district = [word for word in fold_name(hit.kecamatan).split() if word not in name]
    return bool(district) and all(word in typed for word in district)


def _is_rival(best: PlaceSuggestion, other: PlaceSuggestion) -> bool:
    """Whether the other place is meant just as well: the same name elsewhere."""
    return fold_name(other.name) == fold_name(best.name) and other.kecamatan != best.kecamatan


def _cut_unit(tokens: Sequence[str], names: Sequence[Item]) -> tuple[str, str, str]:
    """Call sign, state and reason: a call sign may have several words, a state too."""
    known = {name for item in names for name in item.squeezed}
    for count in range(len(tokens), 0, -1):
        if squeeze(" ".join(tokens[:count])) in known:
            return (" ".join(tokens[:count]), *_cut_state(tokens[count:]))
    for at in range(1, len(tokens)):
        state, reason = _cut_state(tokens[at:])
        if state and find(state, STATES).item is not None:
            return " ".join(tokens[:at]), state, reason
    return tokens[0], *_cut_state(tokens[1:])


def _cut_state(tokens: Sequence[str]) -> tuple[str, str]:
    said = {squeeze(name) for item in STATES for name in item.names}
    for count in (2, 1):
        if len(tokens) >= count and squeeze(" ".join(tokens[:count])) in said:
            return " ".join(tokens[:count]), " ".join(tokens[count:])
    return (tokens[0], " ".join(tokens[1:])) if tokens else ("", "")


def _is_next(now: UnitState, code: str) -> bool:
    try:
        guards.check_unit_state(now, code, "?")
    except OperatorError:
        return False
    return True
