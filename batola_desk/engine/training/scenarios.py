"""Who phones in training: read from ``resources/training/scenarios.toml`` and checked."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.settings.paths import resource_path

SCENARIOS_PATH = ("training", "scenarios.toml")
VOICES_PATH = ("training", "voices")
_SUFFIX_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of caller.

    Attributes:
        name: identifier, also of the command line's ``--only``.
        group: for the list: hang_up, prank, emergency, silent, other.
        number: the last digits; the presented number is the prefix plus these.
        weight: how often it comes, relative to the others.
        ring_patience_s: how long the caller lets it ring.
        hang_up_after_s: hangs up so long after the answer whatever happens; None = when all is said.
        lines: sound files said in turn, the operator's words between them.
        repeat: the line said again when the operator asks on (normally the place).
        ambience: sound file looped behind everything.
        ambience_db: its level against the file.
        silent: says nothing; what ``lines`` holds are coughs and the like.
        digits: telephone keys pressed, one for each time the operator speaks, when silent.
        calls_again_after_s: phones once more with the same number.
        calls_again_at_most: how often that happens.
        call_back: what a call from the desk meets: answers, no_answer or busy.
        call_back_lines: what is said then; ``lines`` when empty.
    """

    name: str
    group: str
    number: str
    weight: float
    display_name: str = ""
    ring_patience_s: float = 30.0
    hang_up_after_s: float = 0.0
    lines: tuple[str, ...] = ()
    repeat: str = ""
    ambience: str = ""
    ambience_db: float = -6.0
    silent: bool = False
    digits: str = ""
    calls_again_after_s: float = 0.0
    calls_again_at_most: int = 0
    call_back: str = "answers"
    call_back_lines: tuple[str, ...] = ()

    @property
    def sounds(self) -> frozenset[str]:
        """All sound files this scenario needs."""
        named = {*self.lines, *self.call_back_lines, self.repeat, self.ambience}
        return frozenset(named - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioBook:
    """All scenarios.

    Attributes:
        number_prefix: every training number begins so; no real telephone does.
        gap_first_s, gap_last_s: the pause between two calls lies between these.
        opening: names of scenarios that come first, in this order.
    """

    number_prefix: str
    gap_first_s: float
    gap_last_s: float
    opening: tuple[str, ...]
    scenarios: tuple[Scenario, ...]

    def by_name(self, name: str) -> Scenario | None:
        """Return a scenario or None."""
        return next((scenario for scenario in self.scenarios if scenario.name == name), None)

    def by_number(self, number: str) -> Scenario | None:
        """Return who has this number."""
        return next((s for s in self.scenarios if self.number_prefix + s.number == number), None)


_GROUPS = ("hang_up", "prank", "emergency", "silent", "other")
_CALL_BACKS = ("answers", "no_answer", "busy")
_HEAD_KEYS = {"number_prefix": str, "gap_first_s": float, "gap_last_s": float, "opening": list}


def load_scenarios(path: Path | None = None, voices: Path | None = None) -> ScenarioBook:
    """Read and check the file.

    Raises:
        EnvironmentFault: ``training_scenarios_unusable`` with ``file``, ``where`` and ``allowed``.
    """
    path = path or resource_path(*SCENARIOS_PATH)
    voices = voices or resource_path(*VOICES_PATH)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        return _book(document, voices)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise EnvironmentFault(
            "training_scenarios_unusable", file=str(path), where="", allowed=str(fault)
        ) from fault
    except _Unusable as fault:
        raise EnvironmentFault(
            "training_scenarios_unusable", file=str(path), where=fault.where, allowed=fault.allowed
        ) from fault


class _Unusable(Exception):
    def __init__(self, where: str, allowed: str) -> None:
        super().__init__(where)
        self.where = where
        self.allowed = allowed


def _book(document: dict[str, Any], voices: Path) -> ScenarioBook:
    entries = document.pop("scenario", [])
    for key, kind in _HEAD_KEYS.items():
        value = document.get(key)
        if not isinstance(value, kind) and not (kind is float and isinstance(value, int)):
            raise _Unusable(key, kind.__name__)
    if unknown := set(document) - set(_HEAD_KEYS):
        raise _Unusable(min(unknown), f"{', '.join(_HEAD_KEYS)}, [[scenario]]")
    if not isinstance(entries, list) or not entries:
        raise _Unusable("[[scenario]]", "at least one")
    scenarios = tuple(_scenario(index, entry, voices) for index, entry in enumerate(entries, start=1))
    book = ScenarioBook(
        number_prefix=document["number_prefix"],
        gap_first_s=float(document["gap_first_s"]),
        gap_last_s=float(document["gap_last_s"]),
        opening=tuple(document["opening"]),
        scenarios=scenarios,
    )
    _check_book(book)
    return book


def _check_book(book: ScenarioBook) -> None:
    if not book.number_prefix.isdigit():
        raise _Unusable("number_prefix", "digits")
    if not 0.0 < book.gap_first_s <= book.gap_last_s:
        raise _Unusable("gap_first_s", "above 0 and not above gap_last_s")
    for attribute in ("name", "number"):
        values = [getattr(scenario, attribute) for scenario in book.scenarios]
        if len(set(values)) < len(values):
            raise _Unusable(f"scenario.{attribute}", "each only once")
    for name in book.opening:
        if book.by_name(name) is None:
            raise _Unusable(f"opening: {name}", "names of scenarios")


def _scenario(index: int, entry: dict[str, Any], voices: Path) -> Scenario:
    where = f"scenario {index} ({entry.get('name', 'no name')})"
    known = {item.name: item for item in fields(Scenario)}
    if unknown := set(entry) - set(known):
        raise _Unusable(f"{where}: {min(unknown)}", ", ".join(known))
    values: dict[str, Any] = {}
    for name, item in known.items():
        if name in entry:
            values[name] = _value(f"{where}: {name}", str(item.type), entry[name])
        elif item.default is MISSING:
            raise _Unusable(f"{where}: {name}", "must be given")
    scenario = Scenario(**values)
    _check(where, scenario, voices)
    return scenario


def _value(where: str, kind: str, value: object) -> object:
    if kind == "tuple[str, ...]":
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _Unusable(where, "a list of texts")
        return tuple(value)
    if kind == "float" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value).__name__ != kind:
        raise _Unusable(where, kind)
    return value


def _check(where: str, scenario: Scenario, voices: Path) -> None:
    rules = (
        (scenario.group in _GROUPS, "group", ", ".join(_GROUPS)),
        (scenario.call_back in _CALL_BACKS, "call_back", ", ".join(_CALL_BACKS)),
        (scenario.weight >= 0.0, "weight", "0 or more"),
        (scenario.ring_patience_s > 0.0, "ring_patience_s", "above 0"),
        (scenario.hang_up_after_s >= 0.0, "hang_up_after_s", "0 (never) or more"),
        (
            scenario.number.isdigit() and len(scenario.number) == _SUFFIX_DIGITS,
            "number",
            f"{_SUFFIX_DIGITS} digits",
        ),
        (all(digit in "0123456789*#" for digit in scenario.digits), "digits", "0-9 * #"),
        (
            scenario.silent or bool(scenario.lines) or scenario.group == "hang_up",
            "lines",
            "at least one, or silent, or group hang_up",
        ),
    )
    for is_fine, key, allowed in rules:
        if not is_fine:
            raise _Unusable(f"{where}: {key}", allowed)
    for sound in sorted(scenario.sounds):
        if not (voices / f"{sound}.wav").exists():
            raise _Unusable(f"{where}: {sound}", f"a file {sound}.wav in {voices.name}")
