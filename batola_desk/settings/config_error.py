"""Trouble in a configuration file, told so that IT can mend it: file, line, found, allowed."""

from __future__ import annotations

from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault


class ConfigError(EnvironmentFault):
    """One fault in one configuration file (code ``config_invalid``)."""

    def __init__(self, file: Path, line: int, key: str, *, found: str, allowed: str) -> None:
        super().__init__("config_invalid", file=str(file), line=line, key=key, found=found, allowed=allowed)
        self.file = file
        self.line = line
        self.key = key
        self.found = found
        self.allowed = allowed

    def __str__(self) -> str:
        """Return the fault in one line."""
        return f"{self.file}:{self.line}: {self.key}: found {self.found}; allowed: {self.allowed}"
