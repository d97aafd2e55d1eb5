"""The desk's own settings: one documented TOML file, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.paths import SETTINGS_NAME, DeskPaths
from batola_desk.settings.policy import Policy, read_policy
from batola_desk.settings.schema import SETTINGS, Value, complaint
from batola_desk.settings.toml_file import TomlFile, read_toml
from batola_desk.settings.toml_writer import toml_value
from batola_desk.settings.whole_file import write_whole

# What the program keeps for itself (where the columns stand) is nobody's decision.
_LOCKABLE = {key: setting for key, setting in SETTINGS.items() if setting.who != "program"}


class LockedSettingError(Exception):
    """The organisation's policy decides this setting."""


class Origin(StrEnum):
    """Where a value comes from, the strongest first."""

    POLICY = "policy"
    CHOICE = "choice"  # a person's, at this desk
    FILE = "file"  # IT's
    DEFAULT = "default"


class SettingsStore:
    """Values of all declared settings; what the file does not say is the default.

    An installed desk has two files: IT's, which is only read, and the people's own, which counts before it.
    What the organisation's policy says counts before both and cannot be changed here.

    A fault in the file costs only that value: the default is used, the fault is in ``faults`` with file and
    line, and the file stays as it is until somebody changes a setting; then the broken one is kept beside it.
    """

    def __init__(self, path: Path, *, site: Path | None = None, policy: Policy | None = None) -> None:
        self.path = path
        self._values, faults = _read(path)
        self._file_is_broken = bool(faults)
        self._site_values: dict[str, Value] = {}
        self.faults: tuple[ConfigError, ...] = faults
        if site is not None and site != path:
            self._site_values, more = _read(site)
            self.faults += more
        policy = policy or Policy()
        self._policy = policy.values(SETTINGS_NAME, _LOCKABLE)
        self.faults += (*policy.faults, *policy.complaints(SETTINGS_NAME, _LOCKABLE))

    @classmethod
    def of(cls, paths: DeskPaths) -> SettingsStore:
        """Return the settings of a desk."""
        site = paths.config / SETTINGS_NAME
        return cls(paths.choices / SETTINGS_NAME, site=site, policy=read_policy(paths))

    def get(self, key: str) -> Value:
        """Return a value.

        Raises:
            KeyError: no such setting is declared.
        """
        return self.origin(key)[1]

    def origin(self, key: str) -> tuple[Origin, Value]:
        """Return where a value comes from, and the value. Raises KeyError."""
        setting = SETTINGS[key]
        places: tuple[tuple[Origin, Mapping[str, object]], ...] = (
            (Origin.POLICY, self._policy),
            (Origin.CHOICE, self._values),
            (Origin.FILE, self._site_values),
        )
        for origin, values in places:
            if key in values:
                value = values[key]
                assert isinstance(value, str | int | float | bool), key
                return origin, value
        return Origin.DEFAULT, setting.default

    def text(self, key: str) -> str:
        """Return a value as text."""
        return str(self.get(key))

    def set(self, key: str, value: object) -> None:
        """Change a value and write the file.

        Raises:
            KeyError: no such setting is declared.
            LockedSettingError: the policy decides it; the value is not kept.
            ValueError: the value does not fit; the text says what is allowed.
            OSError: the file cannot be written; the value counts until the program ends.
        """
        setting = SETTINGS[key]
        if isinstance(setting.default, float) and type(value) is int:
            value = float(value)
        wrong = complaint(setting, value)
        if wrong:
            raise ValueError(wrong)
        assert isinstance(value, str | int | float | bool)
        if self.get(key) == value:
            return
        self._refuse_locked(key)
        self._values[key] = value
        self._write()

    def forget(self, key: str) -> None:
        """Take a person's choice back: IT's file or the default counts again. Raises as `set` does."""
        if key not in SETTINGS:
            raise KeyError(key)
        self._refuse_locked(key)
        if self._values.pop(key, None) is not None:
            self._write()

    def _refuse_locked(self, key: str) -> None:
        if key in self._policy:
            raise LockedSettingError(key)

    def _write(self) -> None:
        lines = ["# Settings of this desk. Written by the program; edit it while the desk is closed.", ""]
        section = ""
        for key in sorted(self._values):
            head, name = key.split(".", 1)
            if head != section:
                lines += ([""] if section else []) + [f"[{head}]"]
                section = head
            setting = SETTINGS[key]
            lines += [f"# {setting.label} / {setting.label_en}", f"{name} = {toml_value(self._values[key])}"]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._file_is_broken:
            self.path.replace(self.path.with_suffix(".broken.toml"))
            self._file_is_broken = False
        write_whole(self.path, ("\n".join(lines) + "\n").encode())


def _read(path: Path) -> tuple[dict[str, Value], tuple[ConfigError, ...]]:
    """Return what a file says and what is wrong in it; no file says nothing."""
    if not path.exists():
        return {}, ()
    try:
        file = read_toml(path)
    except ConfigError as fault:
        return {}, (fault,)
    found: dict[str, Value] = {}
    faults = []
    for section, values in file.data.items():
        if not isinstance(values, dict):
            faults.append(_fault(file, section, "", repr(values), "a [section]"))
            continue
        for name, value in values.items():
            key = f"{section}.{name}"
            if key not in SETTINGS:
                faults.append(_fault(file, section, name, "an unknown setting", ", ".join(SETTINGS)))
                continue
            wrong = complaint(SETTINGS[key], value)
            if wrong:
                faults.append(_fault(file, section, name, repr(value), wrong))
            else:
                found[key] = value
    return found, tuple(faults)


def _fault(file: TomlFile, section: str, name: str, found: str, allowed: str) -> ConfigError:
    line = file.line_of(section, key=name or None)
    key = f"{section}.{name}".rstrip(".")
    return ConfigError(file.path, line, key, found=found, allowed=allowed)
