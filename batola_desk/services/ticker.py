"""What only the clock decides, once per second: ladders, limits, reminders. Source: domain.md §5, §9, §12.1.

Each policy looks at the state in memory and acts through the use cases, so a tick that is skipped or repeated
does no harm. A policy that fails is logged and the others run on.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import LEVEL_MAX, WAITING
from batola_desk.domain.events.call import CallOverflowed
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.unit import Unit
from batola_desk.services.absent_desks import AbsentDesks
from batola_desk.services.board import Board
from batola_desk.services.calls import CallService
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.dispatch import DispatchService
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.incident_views import IncidentViews
from batola_desk.services.line_state import RINGING, TALKING
from batola_desk.services.session import SessionService
from batola_desk.services.sound import SoundService

log = logging.getLogger("batola.services")

TICK_S = 1.0
CLIMBS_PER_TICK_MAX = 10  # LIMIT: a desk that was off for hours catches up without freezing the screen
DISK_CHECK_EVERY = 30  # ticks


class Ticker:
    """Runs the clock-driven policies."""

    def __init__(  # noqa: PLR0913 - the crossing of all policies of time
        self,
        context: Context,
        calls: CallService,
        dispatch: DispatchService,
        session: SessionService,
        sound: SoundService,
        board: Board,
        views: IncidentViews,
        *,
        absent: AbsentDesks,
        judge_room: Callable[[], None],
        data_folder: Path,
    ) -> None:
        self._context = context
        self._calls = calls
        self._dispatch = dispatch
        self._session = session
        self._sound = sound
        self._board = board
        self._views = views
        self._absent = absent
        self._judge_room = judge_room
        self._data_folder = data_folder
        self._more: list[Callable[[], Awaitable[None]]] = []
        self._task: asyncio.Task[None] | None = None
        self._count = 0
        self._held_since: dict[str, float] = {}
        self._ringing_since: dict[str, float] = {}
        self._spoken_s: dict[str, float] = {}  # of callers in the silent procedure

    def add(self, *policies: Callable[[], Awaitable[None]]) -> None:
        """Run these too with each tick."""
        self._more.extend(policies)

    def start(self) -> None:
        """Begin to tick."""
        self._task = asyncio.create_task(self._run(), name="services:ticker")

    async def stop(self) -> None:
        """End ticking."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def tick(self) -> None:
        """Run every policy once."""
        for policy in (
            self._ring_ladder,
            self._silent_calls,
            self._sound.speak_due_prompts,
            self._held_calls,
            self._unsent,
            self._overdue_tasks,
            self._overdue_units,
            self._gone_desks,
            self._lateness,
            self._disk,
            self._room,
            self._repeat_alarms,
            *self._more,
        ):
            await self._run_policy(policy)
            await asyncio.sleep(0)  # with two thousand tickets all of them together would hold a key up
        self._count += 1

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            await self.tick()

    async def _run_policy(self, policy: Callable[[], Awaitable[None]]) -> None:
        try:
            await policy()
        except OperatorError as refusal:
            log.info("%s: %s", getattr(policy, "__name__", "policy"), refusal.code)
        except Exception:
            log.exception("%s broke", getattr(policy, "__name__", "policy"))

    # ---------------------------------------------------------------- policies

    async def _ring_ladder(self) -> None:
        """Call waiting too long: alarm; at the limit the call overflows."""
        context, limits = self._context, self._context.rules.limits
        now_us, now_s = context.clock.now_us(), context.clock.mono_s()
        waiting, touched = set(), set()
        for line in list(context.line.calls.values()):
            if line.state != RINGING or line.direction != "inbound":
                continue
            touched.add(line.call_key)
            # A wall clock that is set back while it rings must not make a waiting caller a new one.
            seen_s = now_s - self._ringing_since.setdefault(line.call_key, now_s)
            age_s = max((now_us - line.offered_us) / 1e6, seen_s)
            if age_s >= limits.call.waiting_alert_s:
                waiting.add(aggregate(AggregateKind.CALL, line.call_key))
            known = context.world.call(line.call_key)
            if age_s >= limits.ring.overflow_s and known is not None and known.overflowed_us is None:
                fact = NewFact(
                    event=CallOverflowed(),
                    aggregates=(aggregate(AggregateKind.CALL, line.call_key),),
                    occurred_us=now_us,
                    actor=SYSTEM_ACTOR,
                )
                await context.recorder.record(fact)
        for gone in set(self._ringing_since) - touched:
            del self._ringing_since[gone]
        context.alarms.keep_only("call_waiting", waiting)
        if touched:
            context.publish(Change(call_keys=frozenset(touched)))

    async def _silent_calls(self) -> None:
        """No speech for long: begin the silent procedure; close it when ticked and heard out."""
        limits, spoken_s = self._context.rules.limits, dict[str, float]()
        for line in list(self._context.line.calls.values()):
            if line.state != TALKING or line.direction != "inbound" or line.local_hold:
                continue
            known = self._context.world.call(line.call_key)
            if known is None:
                continue
            if known.state is CallState.SILENT_CHECK:
                await self._calls.complete_silent_check(line.call_key)
                if line.silence_s is not None and line.silence_s < TICK_S:
                    spoken_s[line.call_key] = self._spoken_s.get(line.call_key, 0.0) + TICK_S
                    if spoken_s[line.call_key] >= limits.silent.spoke_s:
                        await self._calls.note_spoke(line.call_key)
                elif line.call_key in self._spoken_s:
                    spoken_s[line.call_key] = self._spoken_s[line.call_key]
            elif (
                line.silence_s is not None
                and line.silence_s >= limits.silent.start_after_s
                and known.state is CallState.TALKING
                and known.silent_started_us is None
            ):
                await self._calls.start_silent_check(line.call_key, trigger="silence")
        self._spoken_s = spoken_s
        for call in list(self._context.world.calls.values()):
            if not call.is_live and call.silent_started_us is not None and not call.silent_completed:
                await self._calls.complete_silent_check(call.call_key)

    async def _held_calls(self) -> None:
        """A held caller hears nothing and waits: remind the operator, then tell the lead."""
        limits = self._context.rules.limits.call
        now_s = self._context.clock.mono_s()
        held = {line.call_key for line in self._context.line.calls.values() if line.local_hold}
        for gone in set(self._held_since) - held:
            del self._held_since[gone]
        waited_s = {key: now_s - self._held_since.setdefault(key, now_s) for key in held}
        for code, limit_s in (("hold_long", limits.hold_operator_s), ("hold_long_lead", limits.hold_lead_s)):
            late = {aggregate(AggregateKind.CALL, key) for key, age_s in waited_s.items() if age_s >= limit_s}
            self._context.alarms.keep_only(code, late)

    async def _unsent(self) -> None:
        """Urgent and still nobody told: the alert of its priority stands until the first agency is."""
        context = self._context
        now_us = context.clock.now_us()
        waiting: dict[str, set[str]] = {
            priority.alert: set() for priority in context.catalog.priorities.values() if priority.alert
        }
        for incident_id, entry in list(context.world.incidents.items()):
            incident = entry.incident
            if not self._absent.alerts_here(incident):
                continue  # its own desk is alerted
            priority = context.rules.priority_rule(incident)
            if priority is None or not priority.alert or incident.tasks or not incident.is_open:
                continue
            if incident.opened_us is None:
                continue
            if (now_us - incident.opened_us) / 1e6 >= (priority.first_alert_limit_s or 0):
                waiting[priority.alert].add(aggregate(AggregateKind.INCIDENT, incident_id))
        for code, subjects in waiting.items():
            context.alarms.keep_only(code, subjects)

    async def _overdue_tasks(self) -> None:
        """Sent and not accepted by name within the limit: climb one step of the ladder per limit."""
        context = self._context
        now_us = context.clock.now_us()
        silent = set()
        left = CLIMBS_PER_TICK_MAX
        for incident_id, entry in list(context.world.incidents.items()):
            if not self._absent.alerts_here(entry.incident):
                continue  # two desks must not climb the same ladder
            for task in entry.incident.tasks:
                if task.state not in WAITING:
                    continue
                level = context.rules.level_due(entry.incident, task, now_us)
                if level <= 0:
                    continue
                subject = aggregate(AggregateKind.INCIDENT, incident_id)
                climbs = task.escalation_level < min(level, LEVEL_MAX) and self._absent.acts_here(
                    entry.incident
                )
                is_told = subject in silent or context.alarms.is_active("agency_no_ack", subject)
                if left > 0 or is_told:
                    silent.add(subject)
                if left > 0 and (climbs or not is_told):
                    left -= 1
                else:
                    continue
                if climbs:
                    await self._dispatch.escalate_overdue(incident_id, task.task_id)
        context.alarms.keep_only("agency_no_ack", silent)

    async def _overdue_units(self) -> None:
        """Assigned and not moving, moving for too long, on scene without a word."""
        now_us = self._context.clock.now_us()
        overdue = {
            aggregate(AggregateKind.UNIT, unit.unit_id)
            for unit in self._context.world.units.values()
            if self._is_late(unit, now_us)
        }
        self._context.alarms.keep_only("unit_overdue", overdue)

    async def _gone_desks(self) -> None:
        """A desk that is gone and leads open incidents: one of the others tells, and looks after them."""
        absent, world = self._absent, self._context.world
        letters = {
            world.leading_desk(entry.incident)
            for entry in list(world.incidents.values())
            if not world.leads_here(entry.incident) and absent.alerts_here(entry.incident)
        }
        subjects = {aggregate(AggregateKind.DESK, letter) for letter in letters}
        self._context.alarms.keep_only("desk_gone", subjects)

    def _is_late(self, unit: Unit, now_us: int) -> bool:
        if not unit.incident_ids:
            return False
        entry = self._context.world.entry(unit.incident_ids[-1])
        if entry is not None and not self._absent.alerts_here(entry.incident):
            return False  # the desk that leads the incident is alerted
        clock = self._context.rules.unit_clock(unit, self._context.world.type_of_unit(unit))
        return clock is not None and clock.level(now_us) == "late"

    async def _lateness(self) -> None:
        """Rows of the board whose clocks crossed a limit."""
        changed = self._board.pass_time()
        for incident_id in changed:
            self._views.forget(incident_id)
        if changed:
            self._context.publish(Change(incident_ids=changed))

    async def _disk(self) -> None:
        """Room left for recordings and the journal."""
        if self._count % DISK_CHECK_EVERY:
            return
        try:
            usage = await asyncio.to_thread(shutil.disk_usage, self._data_folder)
        except OSError as fault:
            log.info("free space unknown: %s", fault.strerror)
            return
        free_gb = usage.free / 1e9
        before, self._session.free_disk_gb = self._session.free_disk_gb, free_gb
        if free_gb < self._context.rules.limits.desk.disk_free_warn_gb:
            self._context.alarms.raise_alarm("disk_low", detail=f"{free_gb:.1f}")
        else:
            self._context.alarms.clear("disk_low")
        if before is None or abs(before - free_gb) >= 0.1:
            self._context.publish(Change(what=frozenset({"status"})))

    async def _room(self) -> None:
        self._judge_room()

    async def _repeat_alarms(self) -> None:
        self._context.alarms.tick()
