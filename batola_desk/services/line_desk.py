"""What arrives from the engine becomes state, news for the screen, and facts in the journal.

Facts of call life come from the engine's spool only; this module adds what follows from them
(``follow_up``) in the same transaction and confirms them to the engine once they are on the disk.

Thread: the desk's event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from batola_desk.domain.call import EndCause
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.events.call import CallEnded
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.limits import QualityLimits
from batola_desk.ipc.messages import (
    CallChanged,
    DevicesChanged,
    EngineAlarm,
    FactsSpooled,
    Levels,
    LineCall,
    LineChanged,
    Message,
    Snapshot,
    SpooledFact,
    TextReceived,
)
from batola_desk.ipc.recording_messages import PlaybackChanged, StoreChanged
from batola_desk.ipc.recording_parts import PlaybackStatus
from batola_desk.ipc.sound_messages import (
    DeviceLevels,
    DoseChanged,
    MetronomeChanged,
    PromptChanged,
    SoundCheckChanged,
)
from batola_desk.models.codec import event_from_fields
from batola_desk.services.change import Change
from batola_desk.services.core import Clock, Receipt, Recorder, TimerHandle, Timers
from batola_desk.services.follow_up import SYSTEM_ACTOR, FollowUps
from batola_desk.services.line_state import ENDED, LineState
from batola_desk.services.quality_watch import QualityWatch
from batola_desk.services.seat_views import LevelsView
from batola_desk.services.world import World

log = logging.getLogger("batola.services")

ENGINE_ACTOR = "engine"
_DONE_BY_A_PERSON = frozenset(
    {"call.answered", "call.party_added", "call.party_muted", "call.conference_started", "call.transferred"}
)
_TOLD_BY_THE_TICKET = frozenset(
    {"call.party_added", "call.conference_started", "call.transferred", "call.supervised"}
)
RECONCILE_DELAY_S = 1.0  # the engine's spool may still hold the true end of a call
_UNREACHABLE_ALARMS = frozenset({"line_not_started", "line_config_unusable", "protocol_version"})
# the operator does not hear or is not heard as he expects, even if another device stands in
_HEADSET_PROBLEMS = frozenset({"no_headset", "no_microphone", "headset_missing", "microphone_missing"})
_DETAILS = ("detail", "accounts", "reason")  # values of an alarm that say more about it


class AlarmPort(Protocol):
    """The part of the alert list that the line uses."""

    def raise_alarm(self, code: str, subject: str = "", *, detail: str = "") -> None: ...

    def clear(self, code: str, subject: str = "") -> None: ...


class LineDesk:
    """Listens to the engine for the desk."""

    def __init__(  # noqa: PLR0913 - the crossing of line, journal and screen
        self,
        world: World,
        line: LineState,
        recorder: Recorder,
        follow_ups: FollowUps,
        alarms: AlarmPort,
        *,
        clock: Clock,
        timers: Timers,
        actor: Callable[[], str],
        limits: Callable[[], QualityLimits],
        publish: Callable[[Change], None],
        confirm: Callable[[tuple[str, ...]], None],
        on_call: Callable[[LineCall], None],
    ) -> None:
        self._world = world
        self._line = line
        self._recorder = recorder
        self._follow_ups = follow_ups
        self._alarms = alarms
        self._clock = clock
        self._timers = timers
        self._actor = actor
        self._publish = publish
        self._confirm = confirm
        self._on_call = on_call
        self._quality = QualityWatch(limits, alarms.raise_alarm, alarms.clear)
        self._on_their_way: set[str] = set()  # facts of the engine that the disk does not have yet
        self._reconcile_timer: TimerHandle | None = None

    def stop(self) -> None:
        """Call off what is planned."""
        if self._reconcile_timer is not None:
            self._reconcile_timer.cancel()
            self._reconcile_timer = None

    # ---------------------------------------------------------------- LineListener

    def on_line_message(self, message: Message) -> None:
        """Take one message of the engine."""
        match message:
            case Snapshot():
                self._take_snapshot(message)
            case CallChanged(call=call):
                self._line.take_call(call)
                self._on_call(call)
                if call.state == ENDED:
                    self._end_alarms_of(call)
                    self._tell_refusal(call)
                self._publish(Change(call_keys=frozenset({call.call_key}), what=frozenset({"status"})))
            case FactsSpooled(facts=facts):
                self._journal(facts)
            case Levels():
                self._take_levels(message)
            case LineChanged(line=line):
                self._line.line = line
                self._judge_line()
                self._publish(Change(what=frozenset({"status"})))
            case DevicesChanged(devices=devices):
                self._line.devices = devices
                self._judge_devices()
                self._publish(Change(what=frozenset({"status"})))
            case PlaybackChanged(playback=playback):
                self._line.playback = playback
                self._publish(Change(what=frozenset({"playback"})))
            case StoreChanged(store=store):
                self._line.store = store
                self._publish(Change(what=frozenset({"status"})))
            case SoundCheckChanged(check=check):
                self._line.sound_check = check
                self._publish(Change(what=frozenset({"sound"})))
            case DeviceLevels(dbfs=dbfs):
                self._line.device_levels = dbfs
                self._publish(Change(what=frozenset({"sound"})))
            case DoseChanged(dose=dose):
                self._line.dose = dose
                self._publish(Change(what=frozenset({"sound"})))
            case PromptChanged(call_id=call_id, name=name):
                self._line.prompt = (call_id, name) if name else None
                self._publish(Change(what=frozenset({"prompt"})))
            case MetronomeChanged():
                self._line.metronome = message
                self._publish(Change(what=frozenset({"metronome"})))
            case EngineAlarm():
                self._take_alarm(message)
            case TextReceived(medium="rtt"):
                self._line.take_typing(message.call_key, message.text)
                self._publish(Change(call_keys=frozenset({message.call_key}), what=frozenset({"text"})))
            case _:
                pass  # a newer engine's word, or a digit, which also comes as a fact

    def on_line_lost(self) -> None:
        """The engine is away: say so, keep showing what was known."""
        keys = self._line.detach()
        self.stop()
        self._line.playback = PlaybackStatus()
        self._alarms.clear("engine_silent")
        self._alarms.raise_alarm("engine_lost")
        self._publish(Change(call_keys=keys, what=frozenset({"status", "levels", "playback"})))

    def on_line_unreachable(self, fault: EnvironmentFault) -> None:
        """The engine does not start: say why and what to do; it is tried again meanwhile."""
        code = fault.code if fault.code in _UNREACHABLE_ALARMS else "line_not_started"
        for other in _UNREACHABLE_ALARMS - {code}:
            self._alarms.clear(other)
        words = [str(fault.values[name]) for name in ("file", "key", "allowed") if fault.values.get(name)]
        self._alarms.raise_alarm(code, detail="|".join(words) or fault.code)
        self._line.unreachable_code = fault.code
        self._publish(Change(what=frozenset({"status"})))

    def on_line_silent(self, *, silent: bool) -> None:
        """The engine hangs, or answers again."""
        if silent:
            self._alarms.raise_alarm("engine_silent")
        else:
            self._alarms.clear("engine_silent")

    # ---------------------------------------------------------------- inner parts

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        before = tuple(self._line.engine_alarms)
        keys = self._line.take_snapshot(snapshot)
        for code in ("engine_lost", "engine_silent", *_UNREACHABLE_ALARMS):
            self._alarms.clear(code)
        for code, call_id in before:
            if not call_id:  # a state of the engine that was, not an event of a call
                self._alarms.clear(code)
        self._judge_line()
        self._judge_devices()
        for call in snapshot.calls:
            self._on_call(call)
        self.stop()
        self._reconcile_timer = self._timers.call_later(RECONCILE_DELAY_S, self._reconcile)
        self._publish(Change(call_keys=keys, what=frozenset({"status", "levels", "playback"})))

    def _take_levels(self, levels: Levels) -> None:
        call = self._line.calls.get(levels.call_id)
        if call is None:
            return
        self._line.levels = LevelsView(
            call_key=call.call_key,
            caller_dbfs=levels.caller_dbfs,
            operator_dbfs=levels.operator_dbfs,
            loss_percent=levels.quality.loss_percent,
            jitter_ms=levels.quality.jitter_ms,
            delay_ms=levels.quality.delay_ms,
            mos=levels.quality.mos,
            round_trip_ms=levels.quality.round_trip_ms,
            remote_loss_percent=levels.quality.remote_loss_percent,
        )
        subject = aggregate(AggregateKind.CALL, call.call_key)
        self._quality.judge(subject, levels.quality.mos, self._clock.mono_s())
        self._publish(Change(what=frozenset({"levels"})))

    def _end_alarms_of(self, call: LineCall) -> None:
        """What troubled a call on the line is over with it; a failed recording stays until it was seen."""
        subject = aggregate(AggregateKind.CALL, call.call_key)
        self._quality.forget(subject)
        for code, call_id in list(self._line.engine_alarms):
            if call_id == call.call_id:
                del self._line.engine_alarms[(code, call_id)]
                if code != "recording_failed":
                    self._alarms.clear(code, subject)

    def _tell_refusal(self, call: LineCall) -> None:
        """A call that ended because the two telephones had no media in common: IT wants to know which."""
        if call.refusal:
            subject = aggregate(AggregateKind.CALL, call.call_key)
            self._alarms.raise_alarm("call_media_refused", subject, detail=_media_detail(call.refusal))

    def _judge_line(self) -> None:
        line = self._line.line
        # With accounts the line itself is up: callers who know its address get through.
        unregistered = line.mode == "failed" and (bool(line.accounts) or line.code == "registration_failed")
        needy = next((item.name for item in line.accounts if item.code == line.code), "")
        for code, stands in (
            ("line_failed", unregistered),
            ("line_down", line.mode == "failed" and not unregistered),
        ):
            if stands:
                self._alarms.raise_alarm(code, detail=f"{needy}|{line.code}" if needy else line.code)
            else:
                self._alarms.clear(code)

    def _judge_devices(self) -> None:
        if _HEADSET_PROBLEMS & set(self._line.devices.problems):
            self._alarms.raise_alarm("headset_lost")
        else:
            self._alarms.clear("headset_lost")

    def _take_alarm(self, alarm: EngineAlarm) -> None:
        call = self._line.calls.get(alarm.call_id)
        subject = aggregate(AggregateKind.CALL, call.call_key) if call is not None else ""
        if alarm.active:
            self._line.engine_alarms[(alarm.code, alarm.call_id)] = alarm.values
            self._alarms.raise_alarm(alarm.code, subject, detail=_detail(alarm))
        else:
            self._line.engine_alarms.pop((alarm.code, alarm.call_id), None)
            self._alarms.clear(alarm.code, subject)
        self._publish(Change(what=frozenset({"status"})))

    def _journal(self, told: tuple[SpooledFact, ...]) -> None:
        """Hand facts to the journal once; the engine repeats them until the disk has them."""
        spooled = tuple(fact for fact in told if fact.fact_id not in self._on_their_way)
        facts = [
            NewFact(
                event=event_from_fields(fact.kind, fact.body),
                aggregates=self._with_tickets(fact),
                fact_id=fact.fact_id,
                occurred_us=fact.occurred_us,
                # the engine does not know people: who sat here answered, joined, handed over
                actor=self._actor() if fact.kind in _DONE_BY_A_PERSON else ENGINE_ACTOR,
            )
            for fact in spooled
        ]
        if not facts:
            return
        following = self._follow_ups.derive(facts)
        receipt = self._recorder.submit([*facts, *following])
        fact_ids = tuple(fact.fact_id for fact in spooled)
        self._on_their_way.update(fact_ids)
        call_keys = frozenset(fact.aggregates[0].partition(":")[2] for fact in spooled)
        receipt.durable.add_done_callback(lambda _done: self._on_durable(receipt, fact_ids, call_keys))
        for fact in spooled:
            if fact.kind in {"call.recording_failed", "call.recording_altered"}:
                self._alarms.raise_alarm(fact.kind.removeprefix("call."), fact.aggregates[0])
            elif fact.kind == "call.text_received":
                self._line.end_typing(fact.aggregates[0].partition(":")[2], str(fact.body.get("text", "")))

    def _with_tickets(self, fact: SpooledFact) -> tuple[str, ...]:
        """What was done for the caller with others also stands in the history of the caller's tickets."""
        if fact.kind not in _TOLD_BY_THE_TICKET:
            return fact.aggregates
        call = self._world.call(fact.aggregates[0].partition(":")[2])
        tickets = call.incident_ids if call is not None else ()
        return (*fact.aggregates, *(aggregate(AggregateKind.INCIDENT, ticket) for ticket in tickets))

    def _on_durable(self, receipt: Receipt, fact_ids: tuple[str, ...], call_keys: frozenset[str]) -> None:
        self._on_their_way.difference_update(fact_ids)
        if receipt.durable.cancelled() or receipt.durable.exception() is not None:
            for call_key in call_keys:
                self._follow_ups.forget_call(call_key)
            return
        self._confirm(fact_ids)

    def _reconcile(self) -> None:
        """End calls that the journal believes alive and the engine does not know (it died with them)."""
        self._reconcile_timer = None
        if not self._line.attached:
            return
        if self._on_their_way:
            self._reconcile_timer = self._timers.call_later(RECONCILE_DELAY_S, self._reconcile)
            return
        facts = [
            NewFact(
                event=CallEnded(cause=EndCause.ENGINE_LOST.value),
                aggregates=(aggregate(AggregateKind.CALL, call.call_key),),
                fact_id=new_id(),
                occurred_us=self._clock.now_us(),
                actor=SYSTEM_ACTOR,
            )
            for call in self._world.calls.values()
            if call.is_live and self._line.by_key(call.call_key) is None and self._world.is_ours(call.desk)
        ]
        if facts:
            log.info("%d calls ended with the engine", len(facts))
            self._recorder.submit([*facts, *self._follow_ups.derive(facts)])


def _detail(alarm: EngineAlarm) -> str:
    """What else is known; for media that did not fit the screen makes a sentence of it."""
    if alarm.code != "offer_unusable":
        return next((alarm.values[name] for name in _DETAILS if alarm.values.get(name)), "")
    return _media_detail(alarm.values)


def _media_detail(values: dict[str, str]) -> str:
    return "|".join(values.get(name, "") for name in ("cause", "theirs", "ours"))
