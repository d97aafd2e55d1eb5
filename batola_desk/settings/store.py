"""The desk's own settings: one documented TOML file, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.schema import SETTINGS, Value, complaint
from batola_desk.settings.toml_file import TomlFile, read_toml


class SettingsStore:
    """Values of all declared settings; what the file does not say is the default.

    A fault in the file costs only that value: the default is used, the fault is in ``faults`` with file and
    line, and the file stays as it is until somebody changes a setting; then the broken one is kept beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: tuple[ConfigError, ...] = ()
        self._values: dict[str, Value] = {}
        self._file_is_broken = False
        self._load()

    def get(self, key: str) -> Value:
        """Return a value.

        Raises:
            KeyError: no such setting is declared.
        """
        return self._values.get(key, SETTINGS[key].default)

    def text(self, key: str) -> str:
        """Return a value as text."""
        return str(self.get(key))

    def set(self, key: str, value: object) -> None:
        """Change a value and write the file.

        Raises:
            KeyError: no such setting is declared.
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
        self._values[key] = value
        self._write()

    def _load(self) -> None:
        if not self.path.exists():
            return
        try:
            file = read_toml(self.path)
        except ConfigError as fault:
            self.faults = (fault,)
            self._file_is_broken = True
            return
        faults = []
        for section, values in file.data.items():
            if not isinstance(values, dict):
                faults.append(self._fault(file, section, "", repr(values), "a [section]"))
                continue
            for name, value in values.items():
                key = f"{section}.{name}"
                if key not in SETTINGS:
                    faults.append(self._fault(file, section, name, "an unknown setting", ", ".join(SETTINGS)))
                    continue
                wrong = complaint(SETTINGS[key], value)
                if wrong:
                    faults.append(self._fault(file, section, name, repr(value), wrong))
                else:
                    self._values[key] = value
        self.faults = tuple(faults)
        self._file_is_broken = bool(faults)

    @staticmethod
    def _fault(file: TomlFile, section: str, name: str, found: str, allowed: str) -> ConfigError:
        line = file.line_of(section, key=name or None)
        key = f"{section}.{name}".rstrip(".")
        return ConfigError(file.path, line, key, found=found, allowed=allowed)

    def _write(self) -> None:
        lines = ["# Settings of this desk. Written by the program; edit it while the desk is closed.", ""]
        section = ""
        for key in sorted(self._values):
            head, name = key.split(".", 1)
            if head != section:
                lines += ([""] if section else []) + [f"[{head}]"]
                section = head
            setting = SETTINGS[key]
            lines += [f"# {setting.label} / {setting.label_en}", f"{name} = {_toml(self._values[key])}"]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._file_is_broken:
            self.path.replace(self.path.with_suffix(".broken.toml"))
            self._file_is_broken = False
        fresh = self.path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.path)


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
