"""The self-test at the start of a shift: twenty seconds, seven parts, signed by the person at the desk.

What a machine can see is looked at beside each other while the person is asked two things: is the alert tone
heard, does the level follow the voice. A call goes first: it breaks the test off (the engine silences the
tone by itself, at the ring), and none begins beside one. Nothing is forced: it may be skipped with a reason.
What was found is a fact of the desk, ``desk.self_tested``; a desk that did not pass is told to its person and
to the shift leads until it passes. Source: domain.md §5.7, §16.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import DeskSelfTested
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.operator import Desk
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.domain.reducers import State
from batola_desk.domain.self_test import GOOD, Outcome, Part, SelfTest, outcome_of
from batola_desk.ipc.messages import LineCall
from batola_desk.ipc.recording_messages import TryRecording
from batola_desk.ipc.sound_messages import StartSoundCheck, StopSoundCheck, WatchLevels
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.services.change import Change
from batola_desk.services.chores import Chores
from batola_desk.services.context import Context, Person
from batola_desk.services.core import TimerHandle
from batola_desk.services.line_state import ENDED
from batola_desk.services.seat_views import RoomView
from batola_desk.services.self_test_api import Question, SelfTestView
from batola_desk.services.self_test_parts import (
    UNDECIDED,
    headset_finding,
    is_line_known,
    line_finding,
    microphone_trouble,
    room_finding,
    tone_finding,
    tone_roles,
    too_late,
)

log = logging.getLogger("batola.services")

LIMIT_S: Final = 19.5  # LIMIT: with what the end itself takes 20 s: a shift begins with calls, not with tests
VOICE_DBFS: Final = -45.0  # LIMIT: softer than this a caller hears too little (``audio.sound_test``)
LASTS_US: Final = 10 * 3600 * 1_000_000  # LIMIT: longer than a shift, shorter than until one's next
REASON_MAX: Final = 200
ALARM: Final = "self_test_failed"
_CALL_CAME: Final = frozenset({"sound_check_in_call"})  # it breaks the test off, and is no finding


@dataclass(slots=True)
class _Run:
    """The test that runs."""

    person: Person  # who signs, whoever sits here when it ends
    began_s: float
    ends: TimerHandle
    findings: dict[Part, str] = field(default_factory=dict)
    question: Question = Question.NONE
    tones: list[str] = field(default_factory=list)  # still to be heard
    tone: str = ""
    was_heard: bool = False
    has_line: bool = False  # the engine was asked for what only it can do


class SelfTestService:
    """Use cases of the self-test.

    Args:
        room_view: how this desk stands to its room; None = it has none.
        pack_path: the map pack in use; looks at the disk, so it is asked on a thread.
    """

    def __init__(
        self,
        context: Context,
        *,
        room_view: Callable[[], RoomView | None],
        pack_path: Callable[[], Path | None],
    ) -> None:
        self._context = context
        self._room_view = room_view
        self._pack_path = pack_path
        self._chores = Chores()
        self._run: _Run | None = None
        self._last: dict[str, SelfTest] = {}  # by letter of the desk
        self.ended_by = ""
        self._shown: Mapping[Part, str] = {}  # findings of the run before, until another begins

    # ---------------------------------------------------------------- reading

    def view(self) -> SelfTestView:
        """The test that runs, or the last one of this desk."""
        run, last = self._run, self.last_of(self._context.desk)
        if run is None:
            return SelfTestView(findings=self._shown, last=last)
        return SelfTestView(
            is_running=True,
            question=run.question,
            seconds=self._context.clock.mono_s() - run.began_s,
            findings=dict(run.findings),
            tone=run.tone,
            level_dbfs=self._context.line.device_levels.get("microphone"),
            was_heard=run.was_heard,
            last=last,
        )

    def last_of(self, letter: str) -> SelfTest | None:
        """The last test of a desk, as far as it is known here."""
        return self._last.get(letter)

    def is_offered(self) -> bool:
        """Whether the person here began a shift and has neither tested the desk nor said why not."""
        person = self._context.person
        if self._run is not None or not _has_name(person.operator_id, person.name):
            return False
        last = self.last_of(self._context.desk)
        if last is None or last.outcome == Outcome.INTERRUPTED:
            return True
        is_old = self._context.clock.now_us() - last.at_us > LASTS_US
        return is_old or (last.operator, last.name) != (person.operator_id, person.name)

    # ---------------------------------------------------------------- life, and what the journal says

    def load(self) -> None:
        """Take over what the journal knows: of this desk at once, of others nobody waits for."""
        if self._context.world.desk is not None:
            self.take({"": self._context.world.desk})
        self._chores.spawn(self._load_others(), "self-test:load")

    async def shut_down(self) -> None:
        """The desk is closing."""
        if self._run is not None:
            self._end(self._run, Outcome.INTERRUPTED)
        await self._chores.stop()

    def take(self, states: Mapping[str, State]) -> None:
        """States came back from the journal, own ones or the room's."""
        for state in states.values():
            if isinstance(state, Desk) and state.self_test is not None:
                self._last[state.desk_id] = state.self_test
        self.judge()

    def judge(self) -> None:
        """Tell of desks that did not pass: of the own always, of others to a shift lead."""
        context, now_us = self._context, self._context.clock.now_us()
        is_lead = context.catalog.may(context.role, "acknowledge_lead_alerts")
        failed = {
            aggregate(AggregateKind.DESK, letter): letter
            for letter, last in self._last.items()
            if last.outcome == Outcome.FAILED
            and now_us - last.at_us <= LASTS_US
            and (is_lead or letter == context.desk)
        }
        for subject, letter in failed.items():
            context.alarms.raise_alarm(ALARM, subject, detail=letter)
        context.alarms.keep_only(ALARM, failed)

    # ---------------------------------------------------------------- wishes

    async def start(self) -> None:
        """Begin; one that runs goes on.

        Raises:
            OperatorError: ``self_test_in_call``, ``self_test_person_missing``.
        """
        context = self._context
        if self._run is not None:
            return
        if context.line.calls:
            raise OperatorError("self_test_in_call")
        if not _has_name(context.person.operator_id, context.person.name):
            raise OperatorError("self_test_person_missing")
        ends = context.timers.call_later(LIMIT_S, self._on_time_up)
        run = self._run = _Run(person=context.person, began_s=context.clock.mono_s(), ends=ends)
        self._chores.spawn(self._try_map(run), "self-test:map")
        self._judge_parts(run)
        self._publish()

    async def answer(self, *, good: bool) -> None:
        """What the person says to the question that stands; harmless without one."""
        run = self._run
        if run is None:
            return
        if run.question is Question.TONE:
            self._silence(run)
            self._found(run, Part.TONE, tone_finding(self._context.line, was_heard=good))
        elif run.question is Question.VOICE:
            soft = GOOD if run.was_heard else "microphone_silent"
            self._found(run, Part.MICROPHONE, soft if good else "microphone_bad")

    async def repeat_tone(self) -> None:
        """Sound it again while it is asked about."""
        run = self._run
        if run is not None and run.question is Question.TONE:
            self._begin_tones(run)
            self._publish()

    async def stop(self) -> None:
        """Break it off; it stays offered. Harmless when none runs."""
        if self._run is not None:
            self._end(self._run, Outcome.INTERRUPTED)

    async def skip(self, reason: str) -> None:
        """Begin the shift without it.

        Raises:
            OperatorError: ``self_test_running``, ``self_test_person_missing``, ``reason_missing``.
        """
        person, reason = self._context.person, reason.strip()[:REASON_MAX]
        if self._run is not None:
            raise OperatorError("self_test_running")
        if not _has_name(person.operator_id, person.name):
            raise OperatorError("self_test_person_missing")
        if not reason:
            raise OperatorError("reason_missing", action="skip_self_test")
        await self._context.recorder.record(self._fact(person, Outcome.SKIPPED, {}, reason=reason))

    # ---------------------------------------------------------------- what happens meanwhile

    def on_line_call(self, call: LineCall) -> None:
        """A call goes first. The engine has silenced the tone already."""
        if self._run is not None and call.state != ENDED:
            self._end(self._run, Outcome.INTERRUPTED)

    def on_change(self, change: Change) -> None:
        """Devices, line, room or a sound changed; or another person sits here."""
        if "person" in change.what:
            if self._run is not None and self._run.person.operator_id != self._context.person.operator_id:
                self._end(self._run, Outcome.INTERRUPTED)
            self.judge()
        if self._run is not None and change.what & {"sound", "status"}:
            self._follow_sound(self._run)
            self._judge_parts(self._run)

    # ---------------------------------------------------------------- the parts

    def _judge_parts(self, run: _Run) -> None:
        line = self._context.line
        if not run.has_line and is_line_known(line):
            run.has_line = True
            self._context.link.post(WatchLevels(seconds=LIMIT_S))
            self._chores.spawn(self._try_recording(run), "self-test:recording")
            self._begin_tones(run)
        for part, code in (
            (Part.HEADSET, headset_finding(line)),
            (Part.LINE, line_finding(line)),
            (Part.ROOM, room_finding(self._room_view())),
            (Part.MICROPHONE, microphone_trouble(line)),
        ):
            if code != UNDECIDED and part not in run.findings:
                self._found(run, part, code)

    def _begin_tones(self, run: _Run) -> None:
        run.tones = list(tone_roles(self._context.line))
        if not run.tones:
            self._found(run, Part.TONE, "tone_no_device")
            return
        run.question = Question.TONE
        self._next_tone(run)

    def _next_tone(self, run: _Run) -> None:
        run.tone = ""
        if run.tones:
            self._chores.spawn(self._sound(run, run.tones.pop(0)), "self-test:tone")

    async def _sound(self, run: _Run, role: str) -> None:
        try:
            await self._context.link.command(StartSoundCheck(kind="tone", role=role))
        except OperatorError as refusal:
            log.info("no test tone: %s", refusal.code)
            if refusal.code not in _CALL_CAME:
                run.tones = []
                self._found(run, Part.TONE, "tone_not_played")
            return
        if run is self._run and run.question is Question.TONE:
            run.tone = role
            self._publish()
        else:  # answered, or over, while the engine was asked
            self._context.link.post(StopSoundCheck())

    def _silence(self, run: _Run) -> None:
        run.tones, run.tone = [], ""
        self._context.link.post(StopSoundCheck())

    def _follow_sound(self, run: _Run) -> None:
        check = self._context.line.sound_check
        if run.tone and (check.kind, check.role, check.phase) == ("tone", run.tone, "done"):
            self._next_tone(run)
            self._publish()
        level = self._context.line.device_levels.get("microphone")
        if run.question is Question.VOICE and level is not None and level >= VOICE_DBFS:
            run.was_heard = True

    async def _try_recording(self, run: _Run) -> None:
        code = GOOD
        try:
            await self._context.link.command(TryRecording())
        except OperatorError as refusal:
            code = "recording_slow" if refusal.code == "engine_silent" else refusal.code
        if run is not self._run or code in _CALL_CAME:
            return
        subject = aggregate(AggregateKind.DESK, self._context.desk)
        if code in {"recording_not_written", "recording_not_read"}:
            self._context.alarms.raise_alarm("recording_failed", subject, detail=code)
        elif code == GOOD:
            self._context.alarms.clear("recording_failed", subject)
        self._found(run, Part.RECORDING, code)

    async def _try_map(self, run: _Run) -> None:
        code = await asyncio.to_thread(_map_finding, self._pack_path)
        self._found(run, Part.MAP, code)

    def _found(self, run: _Run, part: Part, code: str) -> None:
        """One part is decided; the last one ends the test."""
        if run is not self._run or part in run.findings:
            return
        run.findings[part] = code
        if run.question is not Question.TONE or Part.TONE in run.findings:
            is_asked = Part.TONE in run.findings and Part.MICROPHONE not in run.findings
            run.question = Question.VOICE if is_asked else Question.NONE
        if set(run.findings) == set(Part):
            self._end(run, outcome_of(run.findings))
        else:
            self._publish()

    def _on_time_up(self) -> None:
        run = self._run
        if run is None:
            return
        for part in Part:
            run.findings.setdefault(part, too_late(part, is_attached=self._context.line.attached))
        self._end(run, outcome_of(run.findings))

    def _end(self, run: _Run, outcome: Outcome) -> None:
        """Sign it: whatever was found goes into the journal, nobody waits for the disk."""
        self._run, self.ended_by = None, outcome.value
        self._shown = dict(run.findings)
        run.ends.cancel()
        self._silence(run)
        seconds = round(self._context.clock.mono_s() - run.began_s, 1)
        fact = self._fact(run.person, outcome, run.findings, seconds=seconds)
        try:
            self._context.recorder.submit([fact], actor=run.person.operator_id)
        except OperatorError as refusal:
            log.warning("a self-test could not be journalled: %s", refusal.code)
        self._publish()

    # ---------------------------------------------------------------- inner parts

    def _fact(
        self,
        person: Person,
        outcome: Outcome,
        findings: Mapping[Part, str],
        *,
        reason: str = "",
        seconds: float = 0.0,
    ) -> NewFact:
        told = tuple((part.value, findings[part]) for part in Part if part in findings)
        return NewFact(
            event=DeskSelfTested(
                outcome=outcome.value,
                name=person.name,
                findings=told,
                reason=reason,
                seconds=seconds,
            ),
            aggregates=(aggregate(AggregateKind.DESK, self._context.desk),),
            occurred_us=self._context.clock.now_us(),
        )

    async def _load_others(self) -> None:
        for letter in sorted(set(self._context.world.desks) - {self._context.desk}):
            state = await asyncio.wrap_future(
                self._context.reader.state(aggregate(AggregateKind.DESK, letter))
            )
            if state is not None and letter not in self._last:
                self.take({letter: state})
        self._context.publish(Change(what=frozenset({"desks"})))

    def _publish(self) -> None:
        self._context.publish(Change(what=frozenset({"self_test"})))


def _has_name(operator_id: str, name: str) -> bool:
    """Whether somebody can sign: a login, or the name given without one."""
    return bool(name) or not is_desk_actor(operator_id)


def _map_finding(pack_path: Callable[[], Path | None]) -> str:
    """Whether the pack in use can be opened now. Thread: any."""
    path = pack_path()
    if path is None:
        return "map_simple"
    try:
        MapPack.open(path).close()
    except MapPackFault as fault:
        log.info("the map pack cannot be opened: %s", fault.code)
        return "map_unusable"
    return GOOD
