"""All settings with what counts now: the value, where it comes from, and who decides it.

Files are read when somebody looks (`SettingsBook.rows`), as they lie there: the line or the program of
positions may have started before the last change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.entry import Entry
from batola_desk.settings.paths import SETTINGS_NAME, DeskPaths
from batola_desk.settings.policy import Policy
from batola_desk.settings.store import Origin, SettingsStore
from batola_desk.settings.toml_file import read_toml
from batola_desk.settings.value_rules import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting as it stands.

    Attributes:
        value: what counts; of a secret only whether there is one (True, False); of a setting that stands in
            several tables the values one after the other.
        place: file or policy it comes from; empty = the program's default.
    """

    entry: Entry
    value: object
    origin: Origin
    place: str = ""

    @property
    def is_locked(self) -> bool:
        """The organisation's policy decides it."""
        return self.origin is Origin.POLICY


class FileWriter(Protocol):
    """Writes IT's files as the installer does (``settings_writer``)."""

    def can_write(self, entry: Entry) -> bool: ...

    def write(self, entry: Entry, value: object) -> None: ...


class SettingsBook:
    """Everything that can be set at this desk.

    Args:
        entries: all settings there are (``settings_registry``).
        policy: what the organisation decided.
        writer: how a value gets into IT's files; None = not from here.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        paths: DeskPaths,
        store: SettingsStore,
        policy: Policy,
        writer: FileWriter | None = None,
    ) -> None:
        self._entries = {(entry.file, entry.key): entry for entry in entries}
        self._config = paths.config
        self._choices = paths.choices
        self._store = store
        self._policy = policy
        self._writer = writer
        self._locked = {
            file: policy.values(file, rules_of(entries, file)) for file in {entry.file for entry in entries}
        }

    def rows(self) -> tuple[SettingRow, ...]:
        """Return all settings as they stand now."""
        files = {file: _read(self._config / file) for file in {file for file, _key in self._entries}}
        return tuple(self._row(entry, files[entry.file]) for entry in self._entries.values())

    def row(self, file: str, key: str) -> SettingRow:
        """Return one setting as it stands now. Raises KeyError."""
        return self._row(self._entries[file, key], _read(self._config / file))

    def can_write(self, entry: Entry) -> bool:
        """Whether `change` can do anything for this setting."""
        return entry.file == SETTINGS_NAME or (self._writer is not None and self._writer.can_write(entry))

    def change(self, file: str, key: str, value: object) -> None:
        """Keep a value: a person's choice for a setting of the desk itself, else in IT's file.

        Raises:
            KeyError: there is no such setting, or its file is not written from here.
            LockedSettingError, ValueError, OSError: as `SettingsStore.set`.
            EnvironmentFault: IT's file would not be usable with it.
        """
        entry = self._entries[file, key]
        if file == SETTINGS_NAME:
            self._store.set(key, value)
            return
        if self._writer is None or not self._writer.can_write(entry):
            raise KeyError(key)
        self._writer.write(entry, value)

    def reset(self, file: str, key: str) -> None:
        """Take a person's choice back; in IT's file the default is written. Raises as `change`."""
        if file == SETTINGS_NAME:
            self._store.forget(key)
        else:
            self.change(file, key, self._entries[file, key].default)

    def _row(self, entry: Entry, data: Mapping[str, Any]) -> SettingRow:
        locked = self._locked[entry.file]
        value: object
        if entry.file == SETTINGS_NAME:
            origin, value = self._store.origin(entry.key)
            folder = {Origin.CHOICE: self._choices, Origin.FILE: self._config}.get(origin)
            place = str(folder / entry.file) if folder is not None else ""
        elif entry.key in locked:
            origin, value, place = Origin.POLICY, locked[entry.key], ""
        else:
            found = list(_found(data, entry))
            origin = Origin.FILE if found else Origin.DEFAULT
            one = found[0] if found else entry.default
            value = tuple(found) if entry.is_repeated else one
            place = str(self._config / entry.file) if found else ""
        if origin is Origin.POLICY:
            place = self._policy.source
        return SettingRow(
            entry=entry, value=bool(value) if entry.secret else value, origin=origin, place=place
        )


def rules_of(entries: Sequence[Entry], file: str) -> dict[str, Entry]:
    """Return what a policy may say of a file: one value for each key, and no secret, as all can read it."""
    return {
        entry.key: entry
        for entry in entries
        if entry.file == file
        and not entry.is_repeated
        and not entry.secret
        and entry.kind is not Kind.TABLE
        and entry.who != "program"
    }


def _read(path: Path) -> Mapping[str, Any]:
    """Return what a file says; what is wrong with it is told by who uses it."""
    if not path.exists():
        return {}
    try:
        return read_toml(path).data
    except ConfigError:
        return {}


def _found(data: Mapping[str, Any], entry: Entry) -> Iterator[object]:
    """Return the values of a setting in a file: one, or one of each table."""
    name = entry.key.rpartition(".")[2]
    section = data.get(entry.section, {}) if entry.section else data
    for table in section if isinstance(section, list) else [section]:
        if isinstance(table, Mapping) and name in table:
            yield table[name]
