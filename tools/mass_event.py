"""A mass event at two desks of a real room: 200 calls of an hour, ten times as fast, and the count after it.

make mass ARGS="--calls 200 --minutes 60 --speed 10 --seed 1"

Real engines, real PostgreSQL, SIP and RTP from a telephone written apart; what people do goes through the
use cases of the screen (`tests/soak/mass_event.py`). One line of JSON with the figures, one with the verdict;
exit code 0 only if nothing was lost, doubled or torn apart and both journals are equal.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.secretariat_stage import TEMPLATE, Room, destroyed, make_template
from tests.e2e.story_stage import told
from tests.e2e.waves import payloads, sentences
from tests.soak.mass_event import MassEvent, planned, say
from tests.support.postgres_rig import PostgresRig
from tests.support.shipped import shipped_catalog

TALK_S = 30.0  # of a conversation that joins a known fire, at the speed of life


async def run(arguments: argparse.Namespace, rig: PostgresRig, folder: Path) -> int:
    """Play it and count."""
    await make_template(rig)
    await rig.copy_database(TEMPLATE, "mass_event")
    room = Room(rig, "mass_event")
    arrivals = planned(arguments.calls, arguments.minutes * 60.0 / arguments.speed, arguments.seed)
    try:
        async with told(room, folder, shipped_catalog(), voice=payloads(sentences(20.0))) as story:
            event = MassEvent(story, arrivals, talk_s=TALK_S / arguments.speed, seed=arguments.seed)
            begin_s = time.monotonic()
            await event.run()
            say(event.told() | {"took_s": round(time.monotonic() - begin_s), "load": os.getloadavg()[0]})
            wrong = await event.wrong(room)
    finally:
        room.leave()
    say(
        {"verdict": "bad" if wrong else "good", "wrong": wrong, "seed": arguments.seed, "folder": str(folder)}
    )
    return 1 if wrong else 0


def main() -> int:
    """Read the command line and run it on a PostgreSQL of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60.0, help="of the event, at the speed of life")
    parser.add_argument("--speed", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where everything lies (default: a new one)")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="batola-mass-"))
    with destroyed(PostgresRig().create()) as rig:
        return asyncio.run(run(arguments, rig, folder))


if __name__ == "__main__":
    sys.exit(main())
