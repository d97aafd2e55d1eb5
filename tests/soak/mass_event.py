"""A mass event: many report one fire, some something else, some hang up; two desks answer, write and merge.

Every person is played by a rule, so that at the end the room can be counted: who phoned, who was answered,
which tickets belong together, which numbers wait to be called back. One seed decides who phones whom, when.
Source: domain.md §5.2 (merge), §5.5, §12.2.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import IncidentState
from batola_desk.domain.kinship import parent_of
from tests.e2e.secretariat_stage import Room
from tests.e2e.story_stage import Story, StoryDesk
from tests.e2e.whole_desk_stage import until_equal
from tests.soak.process_watch import Vitals, rows
from tests.support.light_phone import LightCall

FIRE, OTHER, GONE = "fire", "other", "gone"
SHARES = ((FIRE, 0.55), (OTHER, 0.15), (GONE, 0.30))
FIRE_TYPE, FIRE_PLACE = "KB01", (-3.2300, 114.6000)
OTHER_TYPES = ("MD14", "LL01", "IN06", "KR01")
APART = 0.03  # degrees, more than three kilometres: nobody takes these for one happening
CALLS_PER_LOST_NUMBER = 4
SETTLE_S = 60.0  # LIMIT: what is on its way at the end arrives long before


@dataclass(frozen=True, slots=True)
class Arrival:
    """One telephone call to be made."""

    at_s: float
    kind: str
    number: str
    desk: int


def planned(calls: int, seconds: float, seed: int) -> list[Arrival]:
    """Who phones when: most about the fire, few numbers that ring and hang up again and again.

    One of them rings at both desks at once, before either can have told the other.
    """
    dice = random.Random(seed)
    kinds = [kind for kind, share in SHARES for _ in range(round(calls * share))][:calls]
    kinds += [FIRE] * (calls - len(kinds))
    dice.shuffle(kinds)
    lost_numbers = max(2, round(kinds.count(GONE) / CALLS_PER_LOST_NUMBER))
    lost_at = [serial for serial, kind in enumerate(kinds) if kind == GONE][:2]
    moments = sorted(seconds * dice.betavariate(1.3, 2.5) for _ in kinds)  # most of them soon
    found, gone = [], 0
    for serial, (kind, at_s) in enumerate(zip(kinds, moments, strict=True)):
        number = f"0812{1_000_000 + 37 * serial:08d}"
        if kind == GONE:
            number, gone = f"0857{7_000_000 + 41 * (gone % lost_numbers):08d}", gone + 1
        found.append(Arrival(at_s, kind, number, serial % 2))
    for desk, serial in enumerate(lost_at):
        found[serial] = replace(
            found[serial], at_s=moments[lost_at[0]], number=found[lost_at[0]].number, desk=desk
        )
    return sorted(found, key=lambda arrival: arrival.at_s)


@dataclass(slots=True)
class Figures:
    """What was measured, all in seconds."""

    waited: list[float] = field(default_factory=list)  # ringing until the conversation
    compared: list[float] = field(default_factory=list)  # looking for reports of the same happening
    handled: list[float] = field(default_factory=list)  # answering until the class is set
    late: list[float] = field(default_factory=list)  # of a beat of the loop
    suggested: int = 0
    first_ones: int = 0  # tickets of the fire that nobody could compare with anything

    def told(self) -> dict[str, Any]:
        """Rounded, for one line of JSON."""
        lists = {"waited": self.waited, "compared": self.compared, "handled": self.handled, "late": self.late}
        found: dict[str, Any] = {f"{name}_ms": _spread(values) for name, values in lists.items()}
        return found | {"suggested": self.suggested, "first_ones": self.first_ones}


def _spread(values: Sequence[float]) -> dict[str, int]:
    if not values:
        return {}
    ranked = sorted(values)
    picked = {
        "median": statistics.median(ranked),
        "p95": ranked[int(0.95 * (len(ranked) - 1))],
        "worst": ranked[-1],
    }
    return {name: round(1000 * value) for name, value in picked.items()}


class MassEvent:
    """One run over two opened desks. Thread: the loop.

    Args:
        talk_s: how long each conversation lasts at least.
    """

    def __init__(self, story: Story, arrivals: Sequence[Arrival], *, talk_s: float, seed: int) -> None:
        self.story, self.arrivals = story, arrivals
        self.figures = Figures()
        self._talk_s = talk_s
        self._dice = random.Random(seed)
        self._kind = {arrival.number: arrival.kind for arrival in arrivals}
        self._is_over = False
        self._others = 0
        self._telephones: list[tuple[Arrival, LightCall]] = []

    # ------------------------------------------------------------------ the hour

    async def run(self) -> None:
        """Play it until every call is over and both desks know everything."""
        beat = asyncio.create_task(self._watch_the_loop())
        try:
            async with asyncio.TaskGroup() as people:  # one who fails ends it for all
                for desk in self.story.desks:
                    people.create_task(self._work(desk))
                people.create_task(self._phone_one_after_the_other())
            await self._tidy_up()
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)

    async def _phone_one_after_the_other(self) -> None:
        begin_s = time.monotonic()
        async with asyncio.TaskGroup() as callers:
            for arrival in self.arrivals:
                await asyncio.sleep(max(0.0, begin_s + arrival.at_s - time.monotonic()))
                callers.create_task(self._phone(arrival))
        self._is_over = True

    async def _phone(self, arrival: Arrival) -> None:
        """One caller: waits for an answer and talks until the desk hangs up, or gives up while it rings."""
        desk = self.story.desks[arrival.desk]
        call = await self.story.phones(arrival.number, desk)
        self._telephones.append((arrival, call))
        if arrival.kind == GONE:
            assert await call.until("ringing", limit_s=SETTLE_S), arrival
            call.cancel()
        assert await call.until("ended", limit_s=10 * SETTLE_S), arrival

    async def _work(self, desk: StoryDesk) -> None:
        """One operator: the next who rings, until nobody will."""
        while not (self._is_over and not self._waiting(desk)):
            key = self._waiting(desk)
            if not key:
                await asyncio.sleep(0.05)
                continue
            await self._handle(desk, key)

    def _waiting(self, desk: StoryDesk) -> str:
        ringing = desk.services.calls.ringing()
        return next((view.key for view in ringing if self._kind[view.call.number] != GONE), "")

    async def _handle(self, desk: StoryDesk, key: str) -> None:
        begin_s = time.monotonic()
        calls, kind = desk.services.calls, self._kind[desk.call(key).call.number]
        await calls.answer(key)
        await desk.until(lambda: desk.is_in(key, CallState.TALKING), "the conversation")
        call = desk.call(key).call
        assert call.answered_us is not None
        assert call.offered_us is not None
        self.figures.waited.append((call.answered_us - call.offered_us) / 1e6)
        ticket = await desk.writes(key, type_code=self._type_of(kind), callback_number=call.number)
        await desk.services.incidents.set_location(ticket, *self._place_of(kind), source="map_click")
        await desk.until(lambda: ticket in desk.board(), "the ticket on its own board")
        if kind == FIRE:
            await self._merge(desk, ticket)
        await asyncio.sleep(self._talk_s)
        await calls.hang_up(key)
        await desk.until(lambda: desk.is_in(key, CallState.WRAP_UP), "the end")
        await calls.classify(key, "N")
        self.figures.handled.append(time.monotonic() - begin_s)

    def _type_of(self, kind: str) -> str:
        return FIRE_TYPE if kind == FIRE else self._dice.choice(OTHER_TYPES)

    def _place_of(self, kind: str) -> tuple[float, float]:
        if kind == FIRE:
            return tuple(part + self._dice.uniform(-0.001, 0.001) for part in FIRE_PLACE)  # type: ignore[return-value]
        self._others += 1
        down, across = divmod(self._others, 8)
        return FIRE_PLACE[0] + APART * (down + 1), FIRE_PLACE[1] + APART * across

    async def _merge(self, desk: StoryDesk, ticket: str) -> None:
        """What looks like the same happening, the desk says; one key makes it so."""
        for attempt in range(5):
            begin_s = time.perf_counter()
            alike = [view.incident_id for view in desk.services.duplicates.of(ticket) if view.incident_id]
            self.figures.compared.append(time.perf_counter() - begin_s)
            if attempt == 0:
                self.figures.suggested += bool(alike)
                self.figures.first_ones += not alike
            if not alike or ticket not in desk.board():
                return
            try:
                await desk.services.kinship.merge(ticket, alike[0])
            except OperatorError as refusal:
                if refusal.code != "incident_ended":  # the other desk was quicker; look again
                    raise
            else:
                return

    async def _tidy_up(self) -> None:
        """At the end the lead joins what two desks opened in the same moment."""
        lead = self.story.a
        await self.until_in_step()
        tickets = [row.incident_id for row in lead.services.incidents.board() if row.type_code == FIRE_TYPE]
        for ticket in sorted(tickets)[1:]:
            if ticket in lead.board():
                await lead.services.kinship.merge(ticket, min(tickets))
        numbers = {arrival.number for arrival in self.arrivals if arrival.kind == GONE}
        for desk in self.story.desks:
            lines = desk.services.callbacks
            await desk.until(
                lambda lines=lines: len(lines.open_items()) <= len(numbers), "one line for each number"
            )
        await self.until_in_step()

    async def until_in_step(self) -> None:
        """Nothing waits at either desk, and both show the same."""
        await until_equal(self.story.a.double, self.story.b.double, limit_s=SETTLE_S)

    async def _watch_the_loop(self) -> None:
        while True:
            begin_s = time.monotonic()
            await asyncio.sleep(0.05)
            self.figures.late.append(max(0.0, time.monotonic() - begin_s - 0.05))

    # ------------------------------------------------------------------ the count

    async def wrong(self, room: Room) -> list[str]:
        """Everything that is not as it must be; empty = nothing is lost, doubled or torn apart."""
        found = [text for desk in self.story.desks for text in (*self._calls(desk), *self._lines(desk))]
        found += [text for desk in self.story.desks for text in await self._tickets(desk)]
        found += await self._facts(room)
        for desk in self.story.desks:
            found += [f"line {desk.letter}: {trouble['message']}" for trouble in desk.line.troubles()]
        return found

    def _calls(self, desk: StoryDesk) -> list[str]:
        """Each call that was made stands in this desk's list once, ended, with its class."""
        made = Counter(arrival.number for arrival in self.arrivals)
        listed: Counter[str] = Counter()
        found = []
        for number, state, call_class in rows(
            desk.double.paths.journal,
            "select number, state, call_class from call_row where direction = 'inbound'",
        ):
            listed[str(number)] += 1
            wanted = "T" if self._kind.get(str(number)) == GONE else "N"
            if (call_class or "T") != wanted:
                found.append(f"{desk.letter}: a call of {number} is {state}, class {call_class}")
        if listed != made:
            found.append(f"{desk.letter}: {dict(made - listed)} are missing, {dict(listed - made)} too many")
        return found

    def _lines(self, desk: StoryDesk) -> list[str]:
        """One line for each number that hung up, with all its calls counted."""
        lost = Counter(arrival.number for arrival in self.arrivals if arrival.kind == GONE)
        shown = sorted((line.number, line.lost_count) for line in desk.services.callbacks.open_items())
        if shown != sorted(lost.items()):
            return [f"{desk.letter}: lines to call back {shown}, hung up {dict(lost)}"]
        return []

    async def _tickets(self, desk: StoryDesk) -> list[str]:
        """One open ticket for the fire and one for each other thing; every report of the fire leads there."""
        made = Counter(arrival.kind for arrival in self.arrivals)
        board = desk.services.incidents.board()
        fires = [row.incident_id for row in board if row.type_code == FIRE_TYPE]
        found = []
        if len(fires) != 1 or len(board) != 1 + made[OTHER]:
            found.append(f"{desk.letter}: {len(fires)} fires and {len(board)} tickets are open")
        reports = 0
        for (ticket,) in rows(
            desk.double.paths.journal, "select incident_id from incident_row where type_code = ?", FIRE_TYPE
        ):
            incident = await desk.services.incidents.complete(str(ticket))
            reports += len(incident.call_keys)
            top, steps = incident, 0
            while parent_of(top) and steps < 10:
                top, steps = await desk.services.incidents.complete(parent_of(top)), steps + 1
            if top.incident_id not in fires or (top is not incident) != (
                incident.state is IncidentState.MERGED
            ):
                found.append(f"{desk.letter}: {incident.ticket_number} is {incident.state}, leads elsewhere")
        if reports != made[FIRE]:
            found.append(f"{desk.letter}: {reports} reports of the fire, {made[FIRE]} phoned")
        return found

    async def _facts(self, room: Room) -> list[str]:
        """Both journals hold every fact of the room, each once, and the room has all of theirs."""
        root = await room.superuser()
        in_room = Counter(str(row["fact_id"]) for row in await root.fetch("select fact_id from api.journal"))
        found = []
        for desk in self.story.desks:
            kept = rows(desk.double.paths.journal, "select fact_id from journal")
            here = Counter(str(row[0]) for row in kept)
            if here != in_room:
                found.append(
                    f"{desk.letter}: {len(here - in_room)} facts are not in the room,"
                    f" {len(in_room - here)} of the room not here"
                )
        twice = [fact for fact, count in in_room.items() if count > 1]
        return found + ([f"{len(twice)} facts are in the room twice"] if twice else [])

    def told(self) -> dict[str, Any]:
        """The figures, and how large everything became."""
        made = Counter(arrival.kind for arrival in self.arrivals)
        written = [
            int(str(rows(desk.double.paths.journal, "select count(*) from journal")[0][0]))
            for desk in self.story.desks
        ]
        engines = [
            Vitals.of(desk.line.process.pid) for desk in self.story.desks if desk.line.process is not None
        ]
        lines = len(self.story.a.services.callbacks.open_items())
        return self.figures.told() | {
            "calls": dict(made), "facts": written, "callback_lines": lines,
            "engine_mb": [vitals.rss_mb for vitals in engines if vitals is not None],
        }  # fmt: skip


def say(words: dict[str, Any]) -> None:
    """One line of JSON."""
    print(json.dumps(words), flush=True)
