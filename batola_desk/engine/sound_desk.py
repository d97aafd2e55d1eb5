"""What the operator asks of the sound itself: devices, volumes, alerts, prompts, tests; the dose of the ear.

Thread: the engine's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from batola_desk.audio.config import AudioConfig, SoundProcessing, Volumes
from batola_desk.audio.tones import AlertName
from batola_desk.domain.errors import OperatorError
from batola_desk.engine.call_desk import CallDesk
from batola_desk.engine.choices import ChoiceFile, Choices
from batola_desk.engine.config import LineSettings
from batola_desk.engine.dose import DoseMeter
from batola_desk.engine.metronome_desk import MetronomeDesk, MetronomePort
from batola_desk.engine.prompts import PromptDesk, PromptPort, PromptShelf
from batola_desk.engine.sound_check import ProbePort, SoundCheckDesk
from batola_desk.engine.volumes import DEFAULT_VOLUMES, audio_volumes
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm

log = logging.getLogger("batola.engine")

DOSE_TOLD_S = 5.0
DOSE_SAVED_S = 15.0
DOSE_ALARMS = {"low": "noise_low", "high": "noise_high", "limit": "noise_limit"}
_ALERTS = {
    "p1": AlertName.P1_NEW,
    "p2": AlertName.P2_NEW,
    "p3": AlertName.P3_NEW,
    "p4": AlertName.P4_NEW,
    "waiting": AlertName.CALL_WAITING,
    "attention": AlertName.AGENCY_SILENT,
    "alarm": AlertName.DESK_DOWN,
}


@dataclass(frozen=True, slots=True)
class SoundFiles:
    """What the sound of a desk keeps and brings: choices of the operator, prompts, the dose."""

    choices: ChoiceFile
    shelf: PromptShelf = field(default_factory=lambda: PromptShelf({}))
    dose: Path | None = None


class SoundPort(PromptPort, MetronomePort, ProbePort, Protocol):
    """The part of the audio desk that this room uses."""

    def play_alert(self, name: AlertName) -> None: ...

    def set_volumes(self, volumes: Volumes) -> None: ...

    def reconfigure(self, config: AudioConfig) -> None: ...

    def use_processing(self, processing: SoundProcessing) -> None: ...

    def ear_exposure(self) -> tuple[float, float]: ...

    def set_listening_boost(self, call_id: str | None) -> None: ...


class Outside(Protocol):
    """What the engine's core does for this room."""

    def send(self, message: m.Message) -> None: ...

    def alarm(self, code: str, *, active: bool, detail: str = "") -> None: ...

    def run_on_worker(self, work: Callable[[], None]) -> None: ...


def first_choices(settings: LineSettings) -> Choices:
    """What counts until somebody chooses at the screen."""
    return Choices(
        headset=settings.headset,
        microphone=settings.microphone,
        loudspeaker=settings.loudspeaker,
        second_headset=settings.second_headset,
        second_microphone=settings.second_microphone,
        second_microphone_on=settings.second_microphone_on,
        automatic_gain=settings.automatic_gain,
        volumes=settings.volumes,
    )


def audio_config(settings: LineSettings, choices: Choices) -> AudioConfig:
    """The configuration with what was chosen at the screen."""
    chosen = replace(
        settings,
        headset=choices.headset,
        microphone=choices.microphone,
        loudspeaker=choices.loudspeaker,
        second_headset=choices.second_headset,
        second_microphone=choices.second_microphone,
        second_microphone_on=choices.second_microphone_on,
        automatic_gain=choices.automatic_gain,
        volumes=dict(choices.volumes),
    )
    return chosen.audio_config()


class SoundDesk:
    """Obeys sound commands; the calls themselves belong to `CallDesk`."""

    def __init__(
        self,
        settings: LineSettings,
        files: SoundFiles,
        audio: SoundPort,
        calls: CallDesk,
        outside: Outside,
        *,
        now_us: Callable[[], int],
    ) -> None:
        self._settings = settings
        self._files = files
        self._audio = audio
        self._calls = calls
        self._outside = outside
        self._now_us = now_us
        self.choices = files.choices.load(first_choices(settings))
        self._kept = self.choices  # without devices that are only tried
        self.prompts = PromptDesk(audio, files.shelf, outside.send)
        self.metronome = MetronomeDesk(audio, outside.send)
        self.check = SoundCheckDesk(audio, outside.send)
        self.dose = DoseMeter(files.dose, full_scale_dba=settings.headset_dba_full_scale, now_us=now_us())
        self._dose_told = sm.DoseStatus()
        self._dose_told_s = self._dose_saved_s = 0.0
        self._dose_kept = self.dose.as_kept()
        self._stage = ""

    def start(self) -> None:
        """Say which of the centre's prompts cannot be used."""
        for complaint in self._files.shelf.complaints:
            detail = f"{complaint.file}: {complaint.found}"
            self._outside.alarm("prompt_unusable", active=True, detail=detail)

    def stop(self) -> None:
        """Keep what was added up."""
        self.dose.add(self._audio.ear_exposure(), self._now_us())
        self.dose.save(self.dose.as_kept())

    def sit_down(self, operator: str) -> None:
        """A screen attached; its operator wears the headset from now on."""
        self._end_trial()
        self.change_person(operator)
        self._audio.set_listening_boost(None)  # the screen asks again if its procedure still runs

    def change_person(self, operator: str) -> None:
        """Somebody else wears the headset now; what the ear had until now was the one before. Calls go on."""
        self.dose.add(self._audio.ear_exposure(), self._now_us())
        self.dose.sit_down(operator, self._now_us())
        self._tell_dose()

    def tick(self, now_s: float) -> None:
        """Ten times a second."""
        self.check.tick(has_calls=bool(self._calls.calls))
        self.metronome.tick(has_call=self._calls.calls.__contains__)
        if now_s - self._dose_told_s >= DOSE_TOLD_S:
            self._dose_told_s = now_s
            self.dose.add(self._audio.ear_exposure(), self._now_us())
            self._tell_dose()
        if now_s - self._dose_saved_s >= DOSE_SAVED_S:
            self._dose_saved_s = now_s
            kept = self.dose.as_kept()
            if kept != self._dose_kept:
                self._dose_kept = kept
                self._outside.run_on_worker(lambda: self.dose.save(kept))

    def do(self, command: m.Command) -> None:
        """Obey. Raises OperatorError."""
        match command:
            case m.PlayAlert(name=name):
                self._play_alert(name)
            case m.SetVolumes(volumes=volumes):
                self._set_volumes(volumes)
            case m.SelectDevices():
                self._select_devices(command)
            case sm.StartSoundCheck(kind=kind, role=role):
                self.check.start(kind, role, has_calls=bool(self._calls.calls))
            case sm.StopSoundCheck():
                self.check.stop()
            case sm.WatchLevels(seconds=seconds):
                self.check.watch(seconds)
            case sm.PlayPrompt(call_id=call_id, name=name):
                self.prompts.play(call_id, name, is_talking=self._is_in_headset(call_id))
            case sm.StopPrompt():
                self.prompts.stop()
            case sm.StartMetronome(call_id=call_id, per_min=per_min):
                self.metronome.start(call_id, per_min, is_talking=self._is_in_headset(call_id))
            case sm.StopMetronome():
                self.metronome.stop()
            case sm.BoostListening(call_id=call_id, on=on):
                self._boost(call_id, on=on)
            case sm.SetAutomaticGain(on=on):
                self._choose(automatic_gain=on)
                self._audio.use_processing(audio_config(self._settings, self.choices).processing)
            case _:
                raise OperatorError("command_unknown", name=type(command).__name__)

    def _is_in_headset(self, call_id: str) -> bool:
        call = self._calls.calls.get(call_id)
        if call is None:
            raise OperatorError("call_unknown")
        return call.is_talking and not call.local_hold

    def _boost(self, call_id: str, *, on: bool) -> None:
        if on and call_id not in self._calls.calls:
            raise OperatorError("call_unknown")
        self._audio.set_listening_boost(call_id if on else None)

    def _play_alert(self, name: str) -> None:
        alert = _ALERTS.get(name)
        if alert is None:
            try:
                alert = AlertName(name)
            except ValueError as unknown:
                raise OperatorError("alert_unknown", name=name) from unknown
        self._audio.play_alert(alert)

    def _set_volumes(self, volumes: dict[str, float]) -> None:
        if set(volumes) - set(DEFAULT_VOLUMES) or not all(0.0 <= gain <= 1.0 for gain in volumes.values()):
            raise OperatorError("volume_unusable")
        self._choose(volumes={**self.choices.volumes, **volumes})
        self._audio.set_volumes(audio_volumes(self.choices.volumes))

    def _select_devices(self, command: m.SelectDevices) -> None:
        """Use other devices; a live call goes on and is heard through them within a moment."""
        self.check.stop()
        self._choose(
            is_trial=command.is_trial,
            headset=command.headset_output,
            microphone=command.headset_input,
            loudspeaker=command.loudspeaker,
            second_headset=command.second_headset,
            second_microphone=command.second_microphone,
            second_microphone_on=command.second_microphone_on,
        )
        self._audio.reconfigure(audio_config(self._settings, self.choices))

    def _choose(self, *, is_trial: bool = False, **changed: Any) -> None:
        self.choices = replace(self.choices, **changed)
        if not is_trial:
            self._kept = kept = replace(self._kept, **changed)
            self._outside.run_on_worker(lambda: self._files.choices.save(kept))

    def _end_trial(self) -> None:
        """A screen that went while it tried devices took nobody's choice back."""
        if self.choices != self._kept:
            self.choices = self._kept
            self._audio.reconfigure(audio_config(self._settings, self.choices))

    def _tell_dose(self) -> None:
        status = self.dose.status()
        if status != self._dose_told:
            self._dose_told = status
            self._outside.send(sm.DoseChanged(dose=status))
        if status.stage != self._stage:
            for stage, code in DOSE_ALARMS.items():
                self._outside.alarm(code, active=stage == status.stage)
            self._stage = status.stage
