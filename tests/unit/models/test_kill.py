"""The power goes: a process is killed in the middle of appends; what it was told is written must be there."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import raw_query

from batola_desk.models.journal import Journal
from batola_desk.models.verify import verify

WRITER = """
import sys
from pathlib import Path
from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal

journal = open_journal(Path(sys.argv[1]), app_version="9.9")
number = 0
while True:
    futures = []
    for _ in range(5):
        number += 1
        event = IncidentNoteAdded(note_id=str(number), text="baris " * 20)
        fact = NewFact(event=event, aggregates=(f"incident:{number % 7}",))
        futures.append(journal.store.append([fact], actor="sari", desk="A"))
    for future in futures:
        print(future.result().facts[0].oseq, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_everything_acknowledged_survives_a_kill_in_the_middle_of_appends(
    opened: Callable[..., Journal], path: Path
) -> None:
    acknowledged = 0
    for wanted in (60, 250):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged = int(line)
            if acknowledged >= wanted:
                break
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        process.wait()
        process.stdout.close()
        acknowledged = max([acknowledged, *(int(line) for line in rest.split("\n")[:-1] if line)])
        journal = opened()
        assert journal.report.unclean_stop
        assert journal.report.health == "healthy"
        journal.close()
        numbers = [row[0] for row in raw_query(path, "SELECT oseq FROM journal ORDER BY oseq")]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= acknowledged
        report = verify(path)
        assert report.exit_code == 0, report
