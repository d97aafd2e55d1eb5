"""A TOML file that knows on which line each of its keys stands."""

from __future__ import annotations

import re
import tomllib
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
