"""One value of IT's files, written by hand in the settings window: the same rules as at installation."""

from __future__ import annotations

from pathlib import Path

from batola_desk.app.settings import site_file
from batola_desk.settings.entry import Entry
from batola_desk.settings.value_rules import Kind


class SettingsWriter:
    """See ``settings.book.FileWriter``."""

    def __init__(self, config: Path) -> None:
        self._config = config

    def can_write(self, entry: Entry) -> bool:
        """Whether the program writes the file, and the setting is one value that stands there once."""
        is_one = not entry.is_repeated and entry.kind is not Kind.TABLE
        return is_one and site_file.is_written_here(entry.file)

    def write(self, entry: Entry, value: object) -> None:
        """Write a value when the program's own loaders take the whole; the file as it was stays beside it.

        Raises:
            ConfigError, EnvironmentFault: the result would not be usable.
            OSError: the folder is not this person's to write.
        """
        plain = list(value) if isinstance(value, tuple) else value
        name = entry.key.rpartition(".")[2]
        tables = {entry.section: {name: plain}} if entry.section else {name: plain}
        site_file.write(self._config, site_file.draft(self._config, entry.file, tables))
