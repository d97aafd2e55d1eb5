"""How a line may go on: what Tab writes, and what stands beside the line meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from batola_desk.services.orders import fields as f
from batola_desk.services.orders.matching import Item, squeeze
from batola_desk.services.orders.vocabulary import ASSIGN, FILL, NEW, SEND, STATES, UNIT, UNITS, Vocabulary

OFFERED_MAX = 6


def ways_on(line: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Whole lines that begin as this one, at most a few."""
    typed = line.lstrip()
    word, blank, argument = typed.partition(" ")
    if not blank:
        begun = sorted(known for known in vocabulary.words if word and known.startswith(word.casefold()))
        return tuple(begun[:OFFERED_MAX])
    word = word.casefold()
    head = f"{word} "
    if word == SEND:
        names, comma, last = argument.rpartition(",")
        before = names + comma
        return tuple(f"{head}{before}{name}" for name in _begun(last.lstrip(), _codes(vocabulary.agencies)))
    if word in {NEW, FILL}:
        return tuple(f"{head}{rest}" for rest in _ticket_ways(argument, vocabulary))
    if word == ASSIGN:
        return tuple(f"{head}{name}" for name in _begun(argument, _labels(vocabulary.unit_names)))
    if word in {UNIT, UNITS}:
        return tuple(f"{head}{rest}" for rest in _unit_ways(argument, vocabulary))
    return ()


def common_way(line: str, vocabulary: Vocabulary) -> str:
    """The line as far as all ways on agree; the line itself when they do not."""
    ways = ways_on(line, vocabulary)
    if not ways:
        return line
    if len(ways) == 1:
        return ways[0] + " "
    first, last = min(ways), max(ways)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    shared = "".join(letter for letter, _ in same)
    return shared if len(shared) > len(line.lstrip()) else line


def _ticket_ways(argument: str, vocabulary: Vocabulary) -> list[str]:
    said = f.fields_of(argument)
    last = said.values.get(said.last, "")
    if argument.endswith(" ") or not last:
        return []
    before = argument[: len(argument) - len(last)]
    if said.last == f.TYPE:
        names = [item.code.lower() for item in vocabulary.types]
        return [before + name for name in _begun(last, names)]
    if said.last == f.PRIORITY:
        return [before + name for name in _begun(last, [item.code.lower() for item in vocabulary.priorities])]
    if said.last == f.PLACE:
        found = [hit.name for hit in vocabulary.search_places(last)]
        return [before + name for name in _begun(last, found)]
    return []


def _unit_ways(argument: str, vocabulary: Vocabulary) -> list[str]:
    key = squeeze(argument)
    for item in vocabulary.unit_names:
        name = next((name for name in item.squeezed if key.startswith(name)), None)
        if name is not None and (len(key) > len(name) or argument.endswith(" ")):
            before, blank, last = argument.rpartition(" ")
            if blank:
                return [f"{before} {state}" for state in _begun(last, [one.label for one in STATES])]
    return _begun(argument, _labels(vocabulary.unit_names))


def _begun(typed: str, names: Iterable[str]) -> list[str]:
    wanted = typed.casefold()
    found = [name for name in names if name.casefold().startswith(wanted) and name.casefold() != wanted]
    return list(dict.fromkeys(found))[:OFFERED_MAX]


def _codes(items: Sequence[Item]) -> list[str]:
    return [item.code for item in items]


def _labels(items: Sequence[Item]) -> list[str]:
    return [item.label for item in items]
