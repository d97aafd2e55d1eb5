"""The log of one process: JSON lines in UTC, rotated, the last lines kept in memory for a crash report.

Personal data never comes here: no numbers, names or places at INFO and above (UU 27/2022). The journal is
evidence, the log is not.
"""

from __future__ import annotations

import collections
import json
import logging
import logging.handlers
import time
from pathlib import Path
from typing import TextIO

from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore

LINES_KEPT = 500
CRASH_BYTES_MAX = 1_000_000

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One JSON object per line; whatever was given as ``extra`` becomes a field."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "at": f"{stamp}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({key: value for key, value in vars(record).items() if key not in _PLAIN})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RecentLines(logging.Handler):
    """The last lines, formatted, for the crash report."""

    def __init__(self, count: int = LINES_KEPT) -> None:
        super().__init__()
        self.lines: collections.deque[str] = collections.deque(maxlen=count)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(self.format(record))


def start_log(paths: DeskPaths, name: str, *, level: int = logging.INFO) -> RecentLines:
    """Send the loggers of this process to ``name.jsonl`` and return the memory of recent lines.

    A folder that cannot be written costs the file, never the start. Size and number of files are settings.
    """
    settings, folder = SettingsStore.of(paths), paths.log
    file_bytes = int(str(settings.get("log.file_mb"))) * 1_000_000
    files_kept = int(str(settings.get("log.files_kept")))
    recent = RecentLines()
    handlers: list[logging.Handler] = [recent]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                folder / f"{name}.jsonl", maxBytes=file_bytes, backupCount=files_kept, encoding="utf-8"
            )
        )
    except OSError:
        handlers.append(logging.StreamHandler())
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    logging.getLogger("batola").setLevel(level)
    for handler in handlers:
        handler.setFormatter(JsonLines())
        root.addHandler(handler)
    return recent


def crash_file(folder: Path, name: str) -> TextIO:
    """Return where the stack of a fatal signal goes; what earlier ones left is bounded. Raises OSError."""
    path = folder / f"{name}-crash.txt"
    if path.exists() and path.stat().st_size > CRASH_BYTES_MAX:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("a")
