"""What a long run does to a process: memory, handles, threads, and whether they stay flat."""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Vitals:
    """One look at a process."""

    rss_mb: float
    own_mb: float  # of it what no file and no shared memory of JACK stands behind
    handles: int
    threads: int
    cpu_s: float

    @classmethod
    def of(cls, pid: int) -> Vitals | None:
        """Look now; None when there is no such process."""
        try:
            process = psutil.Process(pid)
            with process.oneshot():
                cpu = process.cpu_times()
                return cls(
                    rss_mb=round(process.memory_info().rss / 1e6, 2),
                    own_mb=anonymous_mb(pid),
                    handles=process.num_fds(),
                    threads=process.num_threads(),
                    cpu_s=round(cpu.user + cpu.system, 2),
                )
        except psutil.Error:
            return None


def anonymous_mb(pid: int) -> float:
    """Return the anonymous resident memory (proc(5), RssAnon); 0 when the process is gone."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return round(int(next(line for line in lines if line.startswith("RssAnon:")).split()[1]) / 1e3, 2)
    return 0.0


def slope_per_hour(minutes: Sequence[float], values: Sequence[float]) -> float:
    """Return the median slope of all pairs (Theil–Sen): a few odd minutes do not move it."""
    slopes = [
        (values[j] - values[i]) / (minutes[j] - minutes[i])
        for i in range(len(values))
        for j in range(i + 1, len(values))
        if minutes[j] > minutes[i]
    ]
    return 60.0 * statistics.median(slopes) if slopes else 0.0


def spool_length(path: Path) -> int:
    """Return how many facts the engine still keeps for the journal, −1 if the file cannot be asked."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_read_only(path)) as database:
        return int(database.execute("select count(*) from fact").fetchone()[0])
    return -1


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)


def rows(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    """Ask a database file, as any foreign program could."""
    with contextlib.closing(_read_only(path)) as database:
        return database.execute(sql, values).fetchall()
