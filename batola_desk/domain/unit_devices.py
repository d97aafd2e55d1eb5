"""Whose a device (telephone, tracker) is: what people said, over what the configuration ships.

A word about a device stands in every unit it touches; of all words the newest counts, wherever it is found.
So the outcome does not depend on the order in which desks hear of each other. Source: docs/decisions/0031.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from batola_desk.domain.catalog import UnitPlan

UNIT_DEVICE: Final = "unit:"  # a device's name that means a unit itself: replaying a file needs no entry
WORDS_MAX: Final = 100  # LIMIT: of one unit, over all its years


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceWord:
    """What somebody said about one device.

    Attributes:
        unit_id: whose it is; empty = nobody's.
    """

    device: str
    unit_id: str
    at_us: int

    @property
    def rank(self) -> tuple[int, str]:
        """The greater one counts; two of the same moment are told apart by the unit."""
        return self.at_us, self.unit_id


Words = tuple[DeviceWord, ...]


def with_word(words: Words, word: DeviceWord) -> Words:
    """Return the words of a unit with one more, the oldest first; of each device only the newest is kept."""
    newest = newest_of((*words, word))
    kept = sorted(newest.values(), key=lambda known: (known.rank, known.device))
    return tuple(kept[-WORDS_MAX:])


def newest_of(words: Iterable[DeviceWord]) -> dict[str, DeviceWord]:
    """Return device to the word that counts."""
    newest: dict[str, DeviceWord] = {}
    for word in words:
        known = newest.get(word.device)
        if known is None or word.rank > known.rank:
            newest[word.device] = word
    return newest


def devices_of(plans: Iterable[UnitPlan]) -> dict[str, str]:
    """Return device to unit as the configuration ships it."""
    return {device: plan.unit_id for plan in plans for device in plan.devices}


def owners(shipped: Mapping[str, str], words: Iterable[DeviceWord]) -> dict[str, str]:
    """Return device to unit: what the configuration ships, and over it what people said."""
    found = dict(shipped)
    for device, word in newest_of(words).items():
        if word.unit_id:
            found[device] = word.unit_id
        else:
            found.pop(device, None)
    return found
