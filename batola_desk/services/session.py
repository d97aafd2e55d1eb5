"""Who sits here, alerts, sound devices, settings that change at run time. Source: domain.md §5.6, §16."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import SettingChanged
from batola_desk.domain.events.operator import OperatorStateSet
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.operator import DeskMode, OperatorState
from batola_desk.ipc import messages
from batola_desk.models.rows import JournalStatus
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.seat_views import (
    LevelsView,
    LineAccountView,
    PlaybackView,
    RoomView,
    StatusView,
    StoreView,
)
from batola_desk.services.setting_facts import setting_fact, told
from batola_desk.settings.entry import Who
from batola_desk.settings.paths import SETTINGS_NAME
from batola_desk.settings.schema import SETTINGS
from batola_desk.settings.store import LockedSettingError

BY_HAND = frozenset({OperatorState.AVAILABLE, OperatorState.PAUSED, OperatorState.TRAINING})
VOLUME_ROLES = frozenset({"headset", "ring", "alerts", "sidetone"})


class SettingsPort(Protocol):
    """Where settings are kept (``settings`` room)."""

    def get(self, key: str) -> object:
        """Return a value; ``KeyError`` for a key that was never declared."""

    def set(self, key: str, value: object) -> None:
        """Keep a value; ``KeyError``/``ValueError`` when it may not be."""


class SessionService:
    """Use cases around the desk itself."""

    def __init__(self, context: Context, settings: SettingsPort, room: Callable[[], RoomView | None]) -> None:
        self._context = context
        self._room = room
        self._settings = settings
        self.journal = JournalStatus()
        self.is_read_only = False
        self.free_disk_gb: float | None = None

    # ---------------------------------------------------------------- reading

    def status(self) -> StatusView:
        """The status strip."""
        context = self._context
        line, operator = context.line, context.world.operator
        no_recording = context.alarms.is_active("recording_failed") or any(
            view.code == "recording_failed" and not view.cleared and not view.acknowledged
            for view in context.alarms.views()
        )
        room = self._room()
        return StatusView(
            operator_name=context.person.name,
            operator_role=context.person.role,
            operator_state=self._operator_state(),
            desk_letter=context.desk,
            line_mode=line.mode,
            line_address=line.line.address,
            line_code=line.line.code if line.attached else line.unreachable_code,
            journal="read_only" if self.is_read_only else self.journal.state,
            journal_waiting=self.journal.waiting,
            mode=room.mode if room is not None else DeskMode.STANDALONE.value,
            headset=line.devices.headset_output,
            loudspeaker=line.devices.loudspeaker,
            audio_problems=line.devices.problems,
            recording="failed" if no_recording else "ok",
            training=context.training()
            or (operator is not None and operator.state == OperatorState.TRAINING),
            muted=line.muted,
            free_disk_gb=self.free_disk_gb,
            alarms=context.alarms.views(),
            line_accounts=_line_accounts(line.line) if line.attached else (),
            store=StoreView(
                kind=line.store.kind,
                waiting_count=line.store.waiting_count,
                oldest_waiting_us=line.store.oldest_waiting_us,
                code=line.store.code,
            ),
            room=room,
        )

    def levels(self) -> LevelsView | None:
        """Meter values of the call in the headset."""
        return self._context.line.levels

    def playback(self) -> PlaybackView | None:
        """The recording being played."""
        playing = self._context.line.playback
        if not playing.path and not playing.error:
            return None
        live = self._context.line.calls.get(playing.live_call_id)
        return PlaybackView(
            path=playing.path,
            position_s=playing.position_s,
            duration_s=playing.duration_s,
            paused=playing.paused,
            error=playing.error,
            live_call_key=live.call_key if live is not None else "",
            speed=playing.speed,
            loading=playing.loading,
        )

    def devices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of available outputs and inputs."""
        found = self._context.line.devices
        return found.available_outputs, found.available_inputs

    def setting(self, key: str) -> object:
        """One setting.

        Raises:
            OperatorError: ``setting_unknown``.
        """
        try:
            return self._settings.get(key)
        except KeyError as unknown:
            raise OperatorError("setting_unknown", key=key) from unknown

    # ---------------------------------------------------------------- wishes

    async def set_operator_state(self, state: str, *, reason: str = "") -> None:
        """Set the person's availability; a pause needs a reason.

        Raises:
            OperatorError: ``operator_state_unknown``, ``reason_missing``.
        """
        if state not in BY_HAND:
            raise OperatorError("operator_state_unknown", state=state)
        if state == OperatorState.PAUSED and not reason.strip():
            raise OperatorError("reason_missing")
        await self._record(OperatorStateSet(state=state, reason=reason.strip()))

    async def acknowledge_alarm(self, alarm_id: str) -> None:
        """A person saw an alert; it stays listed.

        Raises:
            OperatorError: ``alarm_unknown``, ``lead_only``.
        """
        context = self._context
        may_as_lead = context.catalog.may(context.role, "acknowledge_lead_alerts")
        context.alarms.acknowledge(alarm_id, may_as_lead=may_as_lead)

    async def set_volumes(self, volumes: dict[str, float]) -> None:
        """Set gains 0..1 by role.

        Raises:
            OperatorError: ``volume_unusable``, or what the engine says.
        """
        if set(volumes) - VOLUME_ROLES or not all(0.0 <= gain <= 1.0 for gain in volumes.values()):
            raise OperatorError("volume_unusable")
        await self._context.link.command(messages.SetVolumes(volumes=volumes))
        self._context.line.volumes |= volumes
        self._context.publish(Change(what=frozenset({"settings"})))

    def volumes(self) -> dict[str, float]:
        """Gains 0..1 by role as the engine has them; empty while it is away."""
        return dict(self._context.line.volumes)

    async def play_test_sound(self) -> None:
        """Let the person hear how loud alerts are."""
        await self._context.link.command(messages.PlayAlert(name="attention"))

    async def select_devices(
        self,
        *,
        headset_output: str = "",
        headset_input: str = "",
        loudspeaker: str = "",
        second_headset: str = "",
        second_microphone: str = "",
        second_microphone_on: bool = False,
        is_trial: bool = False,
    ) -> None:
        """Choose sound devices by name; empty = best default; on trial they are used and not kept."""
        await self._context.link.command(
            messages.SelectDevices(
                headset_output=headset_output,
                headset_input=headset_input,
                loudspeaker=loudspeaker,
                second_headset=second_headset,
                second_microphone=second_microphone,
                second_microphone_on=second_microphone_on,
                is_trial=is_trial,
            )
        )

    def set_setting(self, key: str, value: object) -> None:
        """Keep a setting; a person's change becomes a fact of the journal, the program's own memory does not.

        Raises:
            OperatorError: ``setting_unknown``, ``setting_unusable``, ``setting_locked`` by a policy, or
                ``setting_not_saved``: the value counts until the program ends.
        """
        before = self.setting(key)
        try:
            self._settings.set(key, value)
        except LockedSettingError as locked:
            raise OperatorError("setting_locked", key=key) from locked
        except (TypeError, ValueError) as unusable:
            raise OperatorError("setting_unusable", key=key, allowed=str(unusable)) from unusable
        except OSError as fault:
            raise OperatorError("setting_not_saved", key=key) from fault
        what = {"settings", "language"} if key == "screen.language" else {"settings"}
        self._context.publish(Change(what=frozenset(what)))
        self._note(key, before, self.setting(key))

    # ---------------------------------------------------------------- inner parts

    def _note(self, key: str, before: object, after: object) -> None:
        if after == before or SETTINGS[key].who == Who.PROGRAM:
            return
        changed = SettingChanged(file=SETTINGS_NAME, key=key, before=told(before), after=told(after))
        with contextlib.suppress(OperatorError):  # no journal (yet): the setting counts all the same
            self._context.recorder.submit([setting_fact(self._context, changed)])

    def _operator_state(self) -> str:
        """What the person is doing: the line knows it better than a button."""
        here = self._context.line.calls.values()
        calls = [call for call in here if call.handing_over != "bridged"]  # those talk without this person
        if any(call.purpose == "supervise" and call.state == "talking" for call in calls):
            return OperatorState.LISTENING.value
        if any(call.state in {"talking", "dialling", "early"} for call in calls):
            return OperatorState.TALKING.value
        operator = self._context.world.operator
        if operator is None:
            return OperatorState.OFFLINE.value
        if operator.state is OperatorState.AVAILABLE and any(call.state == "ringing" for call in calls):
            return OperatorState.RINGING.value
        return operator.state.value

    def _fact(self, event: Event) -> NewFact:
        return NewFact(
            event=event,
            aggregates=(aggregate(AggregateKind.OPERATOR, self._context.person.operator_id),),
            occurred_us=self._context.clock.now_us(),
        )

    async def _record(self, *events: Event) -> None:
        await self._context.recorder.record(*(self._fact(event) for event in events))


def _line_accounts(line: messages.LineStatus) -> tuple[LineAccountView, ...]:
    return tuple(
        LineAccountView(
            name=account.name,
            mode=account.mode,
            way=account.way,
            code=account.code,
            retry_in_s=account.retry_in_s,
            is_standby=account.is_standby,
            others=account.others,
            is_unverified=account.is_unverified,
        )
        for account in line.accounts
    )
