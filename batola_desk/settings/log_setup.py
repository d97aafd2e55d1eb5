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

LINES_KEPT = 500
FILE_BYTES_MAX = 5_000_000
FILES_KEPT = 5

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


def start_log(folder: Path, name: str, *, level: int = logging.INFO) -> RecentLines:
    """Send the loggers of this process to ``folder/name.jsonl`` and return the memory of recent lines.

    A folder that cannot be written costs the file, never the start.
    """
    recent = RecentLines()
    handlers: list[logging.Handler] = [recent]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                folder / f"{name}.jsonl", maxBytes=FILE_BYTES_MAX, backupCount=FILES_KEPT, encoding="utf-8"
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
