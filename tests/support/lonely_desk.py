"""A whole desk (services, journal, exchange, copies; a played engine) as a process that may be killed.

python -m tests.support.lonely_desk --home FOLDER --letter A

Reads ``config/secretariat.toml`` below its home. Each line on stdin is a number of facts to write; several
times per second it says on stdout how it stands: ``{"mode": …, "waiting": …, "whole": [names of copies]}``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import threading
from pathlib import Path

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.domain.ids import new_id
from batola_desk.sync.config import CONFIG_NAME, load_room_settings
from tests.support.desk_double import DeskDouble

BATCH = 10


async def live(home: Path, letter: str) -> None:
    loop = asyncio.get_running_loop()
    wishes: asyncio.Queue[int] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(wishes.put_nowait, int(line))

    room = load_room_settings(home / "config" / CONFIG_NAME, desk=letter)
    assert room is not None
    assert room.copies_fault is None, room.copies_fault.values
    desk = DeskDouble(home, real_time=True, letter=letter, room=room)
    await desk.start(ticking=True)
    threading.Thread(target=read, daemon=True).start()
    while True:
        while not wishes.empty():
            await write(desk, wishes.get_nowait())
        status = desk.services.session.status()
        assert status.room is not None
        copies = [copy.name for copy in status.room.copies if copy.is_whole]
        alarms = [alarm.code for alarm in status.alarms if not alarm.cleared]
        said = {
            "mode": status.room.mode,
            "waiting": status.room.waiting_count,
            "whole": copies,
            "alarms": alarms,
        }
        print(json.dumps(said), flush=True)
        await asyncio.sleep(0.2)


async def write(desk: DeskDouble, count: int) -> None:
    recorder = desk.services._context.recorder
    for number in range(0, count, BATCH):
        facts = [
            NewFact(
                event=IncidentNoteAdded(note_id=new_id(), text=f"catatan {number + part}: api 🔥"),
                aggregates=(f"incident:{number % 7}",),
            )
            for part in range(BATCH)
        ]
        recorder.submit(facts)
        await asyncio.sleep(0.01)
    await desk.services.drain(10.0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--letter", required=True)
    options = parser.parse_args()
    asyncio.run(live(options.home, options.letter))


if __name__ == "__main__":
    main()
