"""A TOML file that knows on which line each of its keys stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batola_desk.settings.config_error import ConfigError

FILE_BYTES_MAX = 2_000_000

_HEADER = re.compile(r"^\s*\[(?P<array>\[)?\s*(?P<name>[\w.\-\"]+)\s*\]")
_LINE_OF = re.compile(r"\(at line (?P<line>\d+)")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file with its text."""

    path: Path
    text: str
    data: dict[str, Any]

    def line_of(self, table: str, index: int | None = None, key: str | None = None) -> int:
        """Return the line of a table, of the ``index``-th of an array, or of a key in it; 1 if unknown."""
        seen = -1
        start = 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = _HEADER.match(line)
            if header:
                if start and key is not None:
                    return start
                if header["name"] == table:
                    seen += 1
                    if index is None or seen == index:
                        start = number
                        if key is None:
                            return number
                continue
            if start and key is not None and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
                return number
            if not start and not table and key is not None and re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return start or 1


def read_toml(path: Path) -> TomlFile:
    """Read and parse a file.

    Raises:
        ConfigError: unreadable, too large, not UTF-8 or not TOML.
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise ConfigError(
                path, 1, "", found=f"{path.stat().st_size} bytes", allowed=f"at most {FILE_BYTES_MAX} bytes"
            )
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError(path, line, "", found="bytes that are no UTF-8", allowed="UTF-8 text") from error
    except OSError as error:
        raise ConfigError(
            path, 1, "", found=error.strerror or "unreadable", allowed="a readable file"
        ) from error
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = _LINE_OF.search(str(error))
        line = int(match["line"]) if match else text.count("\n") + 1
        raise ConfigError(
            path, line, "", found=str(error).split(" (at")[0], allowed="TOML (key = value)"
        ) from error


def read_configured(
    path: Path, policy: Mapping[str, object] | None = None, *, roots: Mapping[str, str] | None = None
) -> TomlFile | None:
    """Read a file of the configuration and lay a policy's values over it; None = neither says anything.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).
        roots: section → the key that switches it on: a policy that does not name it changes the section of a
            desk that has it, and makes none where there is none.

    Raises:
        ConfigError: as `read_toml`.
    """
    said = policy or {}
    file = read_toml(path) if path.exists() else None
    data = dict(file.data) if file is not None else {}
    for shown, value in said.items():
        section, _, key = shown.rpartition(".")
        root = (roots or {}).get(section)
        if section not in data and root is not None and f"{section}.{root}" not in said:
            continue
        table = data.get(section, {})
        if isinstance(table, dict):  # anything else is refused by who reads it
            data[section] = {**table, key: value}
    return TomlFile(path, file.text if file is not None else "", data) if file is not None or data else None
