"""What the organisation decided for all its desks: group policy on Windows, a file elsewhere.

A policy counts before every file, and nobody at the desk can change what it says. Windows:
``HKLM\\Software\\Policies\\BatolaDesk\\<file>`` with a value for each key (``settings``, ``desk.letter``);
other systems: ``policy.toml`` with tables ``[settings.desk]``, ``[line.sip]``, ``[limits.ring]`` ….
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.installation import APP_NAME
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.toml_file import read_toml
from batola_desk.settings.value_rules import Kind, Rule, read_text, refusal

REGISTRY_POLICY: Final = rf"Software\Policies\{APP_NAME}"
POLICY_FILES: Final = (
    "settings.toml",
    "line.toml",
    "secretariat.toml",
    "caller_positions.toml",
    "avl.toml",
    "intake.toml",
    "mail.toml",
    "update.toml",
    "weather.toml",
    "catalog/centre.toml",
    "catalog/limits.toml",
    "catalog/routing.toml",
    "catalog/ministry_report.toml",
)
"""Files whose values a policy may set: every file of the registry of settings."""
_PER_KEY_MAX: Final = 500  # LIMIT: values of one key of the registry


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it was found, not yet compared with the settings there are.

    Attributes:
        source: where it stands, for people: the key of the registry, or the file.
        said: file → key → value; a registry knows numbers, texts and lists only.
        faults: why it could not be read.
    """

    source: str = ""
    said: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    faults: tuple[ConfigError, ...] = ()

    def values(self, file: str, rules: Mapping[str, Rule]) -> dict[str, object]:
        """Return what counts for a file; what does not fit a rule counts for nothing (`complaints`)."""
        return {
            key: value for key, value, wrong in self._judged(file, rules) if wrong is None
        }  # an unknown key always has a fault

    def complaints(self, file: str, rules: Mapping[str, Rule]) -> tuple[ConfigError, ...]:
        """Return what is wrong with what is said of a file."""
        return tuple(wrong for _key, _value, wrong in self._judged(file, rules) if wrong is not None)

    def _judged(
        self, file: str, rules: Mapping[str, Rule]
    ) -> Iterator[tuple[str, object, ConfigError | None]]:
        for key, raw in self.said.get(file, {}).items():
            rule = rules.get(key)
            if rule is None:
                yield key, raw, self._wrong(file, key, "a setting that a policy cannot set", "see reference")
                continue
            value = _meant(rule, raw)
            why = refusal(rule, value)
            yield key, value, self._wrong(file, key, repr(raw)[:80], str(why)) if why else None

    def _wrong(self, file: str, key: str, found: str, allowed: str) -> ConfigError:
        shown = f"{part_of(file)}.{key}"
        return ConfigError(Path(self.source), 1, shown, found=found, allowed=allowed)


def part_of(file: str) -> str:
    """Return what a policy calls a file: ``line.toml`` is ``line``, ``catalog/limits.toml`` ``limits``."""
    return file.rpartition("/")[2].removesuffix(".toml")


_FILE_OF: Final[Mapping[str, str]] = {part_of(file): file for file in POLICY_FILES}


def _meant(rule: Rule, raw: object) -> object:
    """Return the value that a policy means: a registry has neither yes nor no nor broken numbers."""
    if rule.kind is Kind.SWITCH and type(raw) is int and raw in (0, 1):
        return bool(raw)
    if rule.kind is Kind.LIST and isinstance(raw, list):
        return [str(item) for item in raw]
    if isinstance(raw, str) and rule.kind is not Kind.TEXT:
        return read_text(rule, raw)
    return float(raw) if rule.kind is Kind.NUMBER and type(raw) is int else raw


def read_policy(paths: DeskPaths) -> Policy:
    """Return this desk's policy; a broken one says why, and decides nothing."""
    if paths.policy is None:
        return _read_registry()
    if not paths.policy.exists():
        return Policy()
    try:
        data = read_toml(paths.policy).data
    except ConfigError as fault:
        return Policy(str(paths.policy), faults=(fault,))
    said = {
        _FILE_OF[name]: dict(_flat(tables))
        for name, tables in data.items()
        if name in _FILE_OF and isinstance(tables, Mapping)
    }
    return Policy(str(paths.policy), said, _unknown(paths.policy, data))


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for section, values in tables.items():
        if isinstance(values, Mapping):
            yield from ((f"{section}.{key}", value) for key, value in values.items())
        else:
            yield section, values


def _unknown(path: Path, data: Mapping[str, object]) -> tuple[ConfigError, ...]:
    allowed = ", ".join(f"[{part}.…]" for part in _FILE_OF)
    return tuple(
        ConfigError(path, 1, name, found="an unknown part", allowed=allowed)
        for name, tables in data.items()
        if name not in _FILE_OF or not isinstance(tables, Mapping)
    )


if sys.platform == "win32":
    import winreg

    def _read_registry() -> Policy:
        said = {file: dict(_values_of(part)) for part, file in _FILE_OF.items()}
        return Policy(rf"HKLM\{REGISTRY_POLICY}", {file: values for file, values in said.items() if values})

    def _values_of(name: str) -> Iterator[tuple[str, object]]:
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKeyEx(
                winreg.HKEY_LOCAL_MACHINE, rf"{REGISTRY_POLICY}\{name}", 0, access
            ) as opened:
                for number in range(_PER_KEY_MAX):
                    key, value, _kind = winreg.EnumValue(opened, number)
                    yield key, value
        except OSError:
            return  # no policy, or no more values
else:

    def _read_registry() -> Policy:
        """No registry here."""
        return Policy()
