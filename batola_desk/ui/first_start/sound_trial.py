"""The headset of the first start: chosen for trying only, heard, and taken back if nobody saves it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.first_start import FIELDS, SOUND, Level, SetupDraft, Verdict
from batola_desk.services.seat_views import SoundCheckView
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

GOOD = frozenset({"microphone_good", "loop_good", "echo_weak", "echo_none", "tone_played"})
RESULT = "result"  # a verdict with this value is said by ``ui.sound_words``
_SECOND = {"second_headset": "audio.second_headset", "second_microphone": "audio.second_microphone"}


class SoundTrial(QObject):
    """Speaks to the line's sound.

    Signals:
        finished: the test's verdicts.
    """

    finished = Signal(object)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._is_running = False
        self._was_seen = False  # the test of before is told until ours begins
        self._is_other = False  # the line has other devices than the settings say
        pulse.changed.connect(self._on_change)

    def select(self, draft: SetupDraft) -> None:
        """Let the line use these devices for now."""
        self._is_other = True
        chosen = {name: str(getattr(draft, name)) for name in FIELDS[SOUND]}
        self._tasks.run(self._use(chosen, is_trial=True), "setup-devices")

    def start(self, _draft: SetupDraft) -> None:
        """Speak for five seconds and hear oneself."""
        self._is_running, self._was_seen = True, False
        self._tasks.run(self._desk.sound.start_check("echo"), "setup-sound", refused=self._on_refused)

    def take_back(self) -> None:
        """Nobody saved: the devices of the settings again."""
        if self._is_running:
            self._is_running = False
            self._tasks.run(self._desk.sound.stop_check(), "setup-sound-stop")
        if self._is_other:
            self._is_other = False
            self._tasks.run(self._use(self._kept(), is_trial=True), "setup-devices")

    async def keep(self, draft: SetupDraft) -> None:
        """Saved: these devices from now on.

        Raises:
            OperatorError: ``setting_not_saved``.
        """
        chosen = {name: str(getattr(draft, name)) for name in FIELDS[SOUND]}
        for name, device in chosen.items():
            self._desk.session.set_setting(f"audio.{name}", device)
        self._is_other = False
        await self._use(chosen)

    async def _use(self, chosen: Mapping[str, str], *, is_trial: bool = False) -> None:
        setting = self._desk.session.setting
        second = {part: str(setting(key)) for part, key in _SECOND.items()}
        is_on = setting("audio.second_microphone_on") is True
        await self._desk.session.select_devices(
            **chosen, **second, second_microphone_on=is_on, is_trial=is_trial
        )

    def _kept(self) -> dict[str, str]:
        return {name: str(self._desk.session.setting(f"audio.{name}")) for name in FIELDS[SOUND]}

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._end([Verdict(Level.BAD, refusal.code, dict(refusal.values))])
        return True

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if not self._is_running or "sound" not in change.what:
            return
        check: SoundCheckView = self._desk.sound.check()
        if check.is_running:
            self._was_seen = True
        elif self._was_seen and check.phase == "done":
            self._end([_verdict(check, at) for at in range(len(check.results))])
        elif self._was_seen and check.phase == "stopped":
            self._end([])

    def _end(self, found: list[Verdict]) -> None:
        self._is_running = False
        self.finished.emit(found or [Verdict(Level.BAD, "setup_sound_stopped")])


def _verdict(check: SoundCheckView, at: int) -> Verdict:
    result = check.results[at]
    level = Level.GOOD if result.code in GOOD else Level.BAD
    return Verdict(level, "setup_sound", {RESULT: result})
