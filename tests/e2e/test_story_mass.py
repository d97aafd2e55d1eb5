"""A mass event in small: one fire seen by many, two desks, one happening at the end; nothing is lost.

The long one is ``make mass ARGS="--calls 200"``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.e2e.story_stage import told
from tests.e2e.waves import payloads, sentences
from tests.soak.mass_event import FIRE, GONE, MassEvent, planned
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(240)]

CALLS, SECONDS, SEED = 30, 10.0, 112


async def test_a_fire_seen_by_many_is_one_ticket_and_every_call_is_kept(room: Room, tmp_path: Path) -> None:
    arrivals = planned(CALLS, SECONDS, SEED)
    async with told(room, tmp_path, shipped_catalog(), voice=payloads(sentences(8.0))) as story:
        event = MassEvent(story, arrivals, talk_s=0.2, seed=SEED)
        await event.run()
        figures = event.told()
        print(f"\n{figures}")
        assert await event.wrong(room) == []
        fires = sum(arrival.kind == FIRE for arrival in arrivals)
        assert event.figures.suggested >= fires - 2, "one at each desk may be the first it hears of"
        gone = sum(arrival.kind == GONE for arrival in arrivals)
        assert figures["callback_lines"] <= gone / 3
