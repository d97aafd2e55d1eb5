"""One setting of one configuration file, as the settings window and the configuration reference show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.paths import resource_path
from batola_desk.settings.toml_file import read_toml
from batola_desk.settings.value_rules import Kind


class Who(StrEnum):
    """Who may change a setting in the window. Source: domain.md §14."""

    OPERATOR = "operator"  # whoever sits here
    LEAD = "lead"  # right ``edit_desk_settings``
    IT = "it"  # right ``edit_site_settings``
    PROGRAM = "program"  # nobody: the program keeps it for itself


class Effect(StrEnum):
    """From when on a change counts."""

    NOW = "now"
    SCREEN = "screen"  # the next time the window is opened
    LINE = "line"  # the next time the line (``batola-line``) starts
    AVL = "avl"  # the next time the program of positions starts
    INTAKE = "intake"  # the next time ``batola-desk intake`` starts


_UNITS: Final[Mapping[str, str]] = {
    "_kb_per_s": "kB/s", "_ms": "ms", "_s": "s", "_min": "min", "_minutes": "min", "_hours": "h",
    "_days": "d", "_mb": "MB", "_gb": "GB", "_m": "m", "_kmh": "km/h", "_dbfs": "dBFS", "_percent": "%",
}  # fmt: skip


def unit_of(key: str) -> str:
    """Return the unit that a key's name ends with (style.md §2.2: units last in names)."""
    return next((unit for suffix, unit in _UNITS.items() if key.endswith(suffix)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One setting.

    Attributes:
        file: name of its file as seen from the configuration folder, ``line.toml``.
        key: ``section.name`` as it stands there; ``account.name`` stands in each ``[[account]]``.
        default: what counts without it; None = there is nothing, it must be said or stays off.
        secret: never shown, never logged, only replaced.
    """

    file: str
    key: str
    kind: Kind
    default: object
    name: str
    name_en: str
    meaning: str = ""
    meaning_en: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    who: Who = Who.IT
    effect: Effect = Effect.SCREEN
    secret: bool = False

    @property
    def section(self) -> str:
        """The table of the file."""
        return self.key.rpartition(".")[0]

    @property
    def is_repeated(self) -> bool:
        """It stands in a list of tables: there is no one value."""
        return self.section == "account"


@dataclass(frozen=True, slots=True)
class Words:
    """What ``resources/settings/<file>`` says of one key."""

    name: str
    name_en: str
    meaning: str
    meaning_en: str
    minimum: float | None
    maximum: float | None


_ALLOWED: Final = frozenset({"id", "en", "minimum", "maximum"})


def read_words(file: str) -> dict[str, Words]:
    """Return the words of one configuration file by key; the first sentence is the name.

    Raises:
        ConfigError: the shipped file is broken.
    """
    toml = read_toml(resource_path("settings", file))
    found: dict[str, Words] = {}
    for section, keys in toml.data.items():
        tables = {section: keys} if "id" in keys else {f"{section}.{key}": keys[key] for key in keys}
        for key, said in tables.items():
            if not {"id", "en"} <= said.keys() <= _ALLOWED:
                line = toml.line_of(key)
                raise ConfigError(toml.path, line, key, found=str(sorted(said)), allowed="id, en, limits")
            found[key] = _words(said)
    return found


def _words(said: Mapping[str, Any]) -> Words:
    name, meaning = _sentences(said["id"])
    name_en, meaning_en = _sentences(said["en"])
    return Words(name, name_en, meaning, meaning_en, said.get("minimum"), said.get("maximum"))


def _sentences(text: str) -> tuple[str, str]:
    """Return the first sentence without its full stop, and the rest; a point inside a word ends nothing."""
    name, *rest = re.split(r"\.\s+", text, maxsplit=1)
    return name.removesuffix("."), rest[0] if rest else ""
