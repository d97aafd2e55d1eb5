"""One table of a TOML file: its values, and what is told when one is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.toml_file import TomlFile


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file."""

    file: TomlFile
    name: str

    @property
    def data(self) -> dict[str, Any]:
        """Return the keys and values; a name with dots is a table in a table."""
        values: dict[str, Any] = self.file.data
        for part in self.name.split("."):
            values = values.get(part, {})
        return values

    def text(self, key: str, *, allowed: str, default: str | None = None) -> str:
        """Return a text; empty only when it may be left out."""
        value = self.data.get(key, default)
        if not isinstance(value, str) or (not value and default != ""):
            raise self.wrong(key, value, allowed)
        return value

    def path(self, key: str, *, allowed: str) -> Path:
        """Return a file's name, as seen from the configuration folder."""
        return self.file.path.parent / self.text(key, allowed=allowed)

    def wrong(self, key: str, found: object, allowed: str) -> ConfigError:
        """Return the error for a value."""
        return wrong(self.file, self.name, key, "-" if found is None else repr(found), allowed)


def wrong(file: TomlFile, section: str, key: str, found: str, allowed: str) -> ConfigError:
    """Return the error for a key, with its line."""
    line = file.line_of(section, key=key)
    return ConfigError(file.path, line, f"{section}.{key}", found=found, allowed=allowed)
