"""The sound of the desk itself: tests, levels, the dose of the ear, prompts for callers who cannot speak.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc import sound_messages as sm
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.line_state import TALKING
from batola_desk.services.seat_views import DoseView, SoundCheckView, SoundResultView

WATCH_S = 3.0
AUTO_PROMPTS = "silent.auto_prompts"


class SoundService:
    """What the settings sheet and the silent panel ask of the engine's sound."""

    def __init__(self, context: Context, *, is_automatic: Callable[[], bool]) -> None:
        self._context = context
        self._is_automatic = is_automatic
        self._spoken: dict[str, int] = {}  # call key → prompts of the sequence that were begun
        self._broken_off: set[str] = set()
        self._boosted_key = ""

    # ---------------------------------------------------------------- what is shown

    def check(self) -> SoundCheckView:
        """The sound test that runs, or the last one."""
        told = self._context.line.sound_check
        return SoundCheckView(
            kind=told.kind,
            role=told.role,
            phase=told.phase,
            progress=told.progress,
            results=tuple(
                SoundResultView(
                    role=result.role, code=result.code, level_db=result.level_db, delay_ms=result.delay_ms
                )
                for result in told.results
            ),
        )

    def device_levels(self) -> Mapping[str, float]:
        """Levels in dBFS by role, while somebody watches."""
        return self._context.line.device_levels

    def dose(self) -> DoseView:
        """What this person's ear has had in this shift."""
        told = self._context.line.dose
        return DoseView(
            seconds=told.seconds,
            daily_dba=told.daily_dba,
            mean_dba=told.mean_dba,
            stage=told.stage,
            full_scale_dba=told.full_scale_dba,
        )

    def can_play(self, name: str) -> bool:
        """Whether there is a recorded prompt of this name."""
        return name in self._context.line.prompts

    def prompt_now(self, call_key: str) -> str:
        """Name of the prompt this caller hears now, empty = none."""
        now, line = self._context.line.prompt, self._context.line.by_key(call_key)
        return now[1] if now is not None and line is not None and now[0] == line.call_id else ""

    def metronome_now(self, call_key: str) -> int:
        """Beats per minute that tick for this call in the operator's ear; 0 = none."""
        now, line = self._context.line.metronome, self._context.line.by_key(call_key)
        return now.per_min if line is not None and now.call_id == line.call_id else 0

    def is_boosted(self, call_key: str) -> bool:
        """Whether this caller is made louder for the ear."""
        return bool(call_key) and call_key == self._boosted_key

    def is_gain_automatic(self) -> bool:
        """Whether callers are brought near one level for the ear."""
        return self._context.line.automatic_gain

    # ---------------------------------------------------------------- wishes

    async def set_automatic_gain(self, *, on: bool) -> None:
        """Bring soft and loud callers near one level, or play them as they come; also in a running call.

        Raises:
            OperatorError: the line is away.
        """
        await self._context.link.command(sm.SetAutomaticGain(on=on))
        self._context.line.automatic_gain = on
        self._context.publish(Change(what=frozenset({"settings"})))

    async def start_check(self, kind: str, role: str = "") -> None:
        """Test the sound: ``echo``, ``loop`` or ``tone``.

        Raises:
            OperatorError: ``sound_check_in_call``, ``sound_check_no_device``, or the line is away.
        """
        await self._context.link.command(sm.StartSoundCheck(kind=kind, role=role))

    async def stop_check(self) -> None:
        """End a running test."""
        await self._context.link.command(sm.StopSoundCheck())

    def watch_levels(self) -> None:
        """Let the engine tell levels for some seconds more; nothing is said if it is away."""
        self._context.link.post(sm.WatchLevels(seconds=WATCH_S))

    async def play_prompt(self, call_key: str, name: str) -> None:
        """Speak a recorded sentence to the caller.

        Raises:
            OperatorError: ``call_unknown``, ``call_not_talking``, ``prompt_unknown``.
        """
        line = self._context.line.by_key(call_key)
        if line is None:
            raise OperatorError("call_unknown")
        await self._context.link.command(sm.PlayPrompt(call_id=line.call_id, name=name))

    async def stop_prompt(self, call_key: str) -> None:
        """Break the sentence off; the automatic sequence of this call ends too."""
        self._broken_off.add(call_key)
        await self._context.link.command(sm.StopPrompt())

    async def start_metronome(self, call_key: str, per_min: int) -> None:
        """Tick for chest compressions in the operator's ear; only he hears it. Source: domain.md §10.

        Raises:
            OperatorError: ``call_unknown``, ``call_not_talking``, ``metronome_unusable``.
        """
        line = self._context.line.by_key(call_key)
        if line is None:
            raise OperatorError("call_unknown")
        await self._context.link.command(sm.StartMetronome(call_id=line.call_id, per_min=per_min))

    async def stop_metronome(self) -> None:
        """End the beat."""
        await self._context.link.command(sm.StopMetronome())

    async def boost(self, call_key: str, *, on: bool) -> None:
        """Make this caller louder for the ear, or as loud as before; a call that is over needs nothing.

        Raises:
            OperatorError: the line is away.
        """
        line = self._context.line.by_key(call_key)
        if not on and call_key == self._boosted_key:
            self._boosted_key = ""
        if line is not None:
            await self._context.link.command(sm.BoostListening(call_id=line.call_id, on=on))
            self._boosted_key = call_key if on else self._boosted_key

    # ---------------------------------------------------------------- the automatic sequence

    async def speak_due_prompts(self) -> None:
        """Say what is due in the silent procedure, if the desk does it by itself; called each second.

        It ends when the caller speaks or presses a key, or the operator breaks it off.
        """
        context = self._context
        live = {line.call_key: line for line in context.line.calls.values()}
        self._broken_off &= set(live)
        self._spoken = {key: count for key, count in self._spoken.items() if key in live}
        if not self._is_automatic():
            return
        for key, line in live.items():
            call = context.world.call(key)
            if call is None or call.silent_started_us is None or key in self._broken_off:
                continue
            has_sign = bool(call.digits) or (line.silence_s is not None and line.silence_s < 1.0)
            if has_sign and self._spoken.get(key):
                self._broken_off.add(key)
                continue
            if line.state != TALKING or line.local_hold or self.prompt_now(key):
                continue
            await self._speak_next(key, (context.clock.now_us() - call.silent_started_us) / 1e6)

    async def _speak_next(self, call_key: str, listened_s: float) -> None:
        prompts = self._context.catalog.silent.prompts
        number = self._spoken.get(call_key, 0)
        if number >= len(prompts) or listened_s < prompts[number].at_s:
            return
        self._spoken[call_key] = number + 1
        if self.can_play(prompts[number].sound):
            await self.play_prompt(call_key, prompts[number].sound)
