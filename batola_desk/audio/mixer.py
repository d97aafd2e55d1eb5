"""What happens in one 20 ms frame: who hears what. No device, no thread, no file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from batola_desk.audio.call_channel import CallChannel
from batola_desk.audio.config import AudioConfig, SoundProcessing, Volumes, volume_to_gain
from batola_desk.audio.events import AudioEvent, FirstAudioReceived, PlaybackEnded, PromptEnded
from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.levels import LevelMeter, peak_of
from batola_desk.audio.limiter import AcousticShockLimiter
from batola_desk.audio.metronome import Metronome
from batola_desk.audio.playback import FilePlayback
from batola_desk.audio.prompt import PromptPlayback
from batola_desk.audio.routing import OPERATOR, Routing
from batola_desk.audio.tone_player import TonePlayer
from batola_desk.audio.tones import RingKind
from batola_desk.audio.voices import NearVoice

log = logging.getLogger("batola.audio")

_LIVE_UNDER_PLAYBACK = 0.2  # the caller stays audible during an instant replay (domain.md §15)
_SIDETONE_MAX = 0.25  # LIMIT: -12 dB, louder than any telephone's own
_PROMPT = "prompt"  # a speaker whom one caller hears
_PROMPT_IN_EAR = 0.3  # the operator hears what the caller hears, and the caller above it
_METRONOME_IN_EAR = 0.2  # clearly below a caller who cries


class SoundPorts(Protocol):
    """The devices as the mixer sees them: 20 ms frames at 16 kHz."""

    @property
    def has_loudspeaker(self) -> bool: ...

    def read_microphone(self) -> Samples: ...

    def write_ear(self, frame: Samples) -> None: ...

    def write_loudspeaker(self, frame: Samples | None) -> None:
        """None: nothing sounds in the room."""

    def set_sidetone(self, gain: float) -> None: ...


@dataclass(slots=True)
class Gains:
    """Linear gains made once from `Volumes`, so a frame costs no powers."""

    volumes: Volumes
    ear: float = field(init=False)
    microphone: float = field(init=False)
    playback: float = field(init=False)
    sidetone: float = field(init=False)

    def __post_init__(self) -> None:
        self.ear = volume_to_gain(self.volumes.ear)
        self.microphone = volume_to_gain(self.volumes.microphone)
        self.playback = volume_to_gain(self.volumes.playback)
        self.sidetone = volume_to_gain(self.volumes.sidetone) * _SIDETONE_MAX

    def tone(self, volume: float, *, urgent: bool) -> float:
        """Gain of a ring or alert; an urgent one keeps the floor. Source: domain.md §16."""
        return volume_to_gain(max(volume, self.volumes.p1_floor) if urgent else volume)


class Mixer:
    """Calls, microphone, tones and playback, one frame at a time.

    Thread: `tick` belongs to the audio clock. ``calls`` and ``routing`` are replaced, never changed in place,
    by the engine's thread; the flags are single values.
    """

    def __init__(self, config: AudioConfig, on_event: Callable[[AudioEvent], None]) -> None:
        self._on_event = on_event
        self.calls: dict[str, CallChannel] = {}
        self.routing = Routing()
        self.is_muted = False
        self.gains = Gains(config.volumes)
        self._near = NearVoice(config.processing)
        self.tones = TonePlayer()
        self.playback: FilePlayback | None = None
        self.prompt: PromptPlayback | None = None
        self.metronome: Metronome | None = None
        self.limiter = AcousticShockLimiter(config.ear_peak_limit_dbfs)
        self.microphone_meter = LevelMeter()
        self._reported: set[str] = set()
        self._faulty: set[str] = set()
        self._ended_playback: FilePlayback | None = None

    def tick(self, ports: SoundPorts) -> None:
        """Move one frame through everything."""
        calls, routing = self.calls, self.routing
        microphone = _sound(ports.read_microphone())
        if self.gains.microphone != 1.0:
            microphone = microphone * self.gains.microphone
        self.microphone_meter.feed(microphone)
        said = {call_id: self._pull(call) for call_id, call in calls.items()}
        said[OPERATOR] = silence() if self.is_muted else self._near.take(microphone)
        prompted_id = self._next_prompt(said, routing)
        for call_id, call in calls.items():
            self._report_first_audio(call)
            heard = routing.heard_by(call_id)
            if heard and call_id == prompted_id:
                heard = (*heard, _PROMPT)
            if heard:
                call.end_hold()
            self._send(call, _sum(heard, said) if heard else call.hold_frame())
        is_talking = bool(routing.heard_by(OPERATOR)) and not self.is_muted
        ports.set_sidetone(self.gains.sidetone if is_talking else 0.0)
        ear = self._heard_by_operator(said)
        if prompted_id:
            ear += said[_PROMPT] * _PROMPT_IN_EAR
        ear *= self.gains.ear * (_LIVE_UNDER_PLAYBACK if self._is_playing else 1.0)
        self._add_playback(ear)
        self._add_metronome(ear, routing)
        self._add_tones(ear, ports)
        ports.write_ear(self.limiter.process(ear))

    def _pull(self, call: CallChannel) -> Samples:
        try:
            return call.pull()
        except Exception as fault:  # noqa: BLE001  (said by `_note_fault`)
            self._note_fault(call, fault)
            return silence()

    def _send(self, call: CallChannel, near: Samples) -> None:
        try:
            call.send(near)
        except Exception as fault:  # noqa: BLE001  (said by `_note_fault`)
            self._note_fault(call, fault)

    def _note_fault(self, call: CallChannel, fault: Exception) -> None:
        """SAFETY: whatever one peer's sound brings about, the other calls are heard and speak on."""
        if call.call_id not in self._faulty:
            self._faulty.add(call.call_id)
            log.error("the sound of a call broke", exc_info=fault, extra={"call_id": call.call_id})

    def _heard_by_operator(self, said: Mapping[str, Samples]) -> Samples:
        """Each voice at its gain, if its call is still there."""
        ear = silence()
        for call_id in self.routing.heard_by(OPERATOR):
            call = self.calls.get(call_id)
            if call is not None and call_id in said:
                ear += call.voice.for_ear(said[call_id])
        return ear

    def _next_prompt(self, said: dict[str, Samples], routing: Routing) -> str:
        """Let the prompt speak and return the call that hears it; it ends with its call and with a hold."""
        prompt = self.prompt
        if prompt is None:
            return ""
        if prompt.is_finished or prompt.call_id not in said or not routing.heard_by(prompt.call_id):
            if self.prompt is prompt:  # the engine may have put another one there just now
                self.prompt = None
            self._on_event(PromptEnded(prompt.call_id, prompt.name))
            return ""
        said[_PROMPT] = prompt.next_frame(said[OPERATOR])
        return prompt.call_id

    def _report_first_audio(self, call: CallChannel) -> None:
        if call.first_audio_mono_s is not None and call.call_id not in self._reported:
            self._reported.add(call.call_id)
            self._on_event(FirstAudioReceived(call.call_id, call.first_audio_mono_s))

    def use(self, processing: SoundProcessing) -> None:
        """Treat voices so from the next frame on."""
        self._near.use(processing)
        for call in self.calls.values():
            call.voice.use(processing)

    def boost(self, call_id: str | None) -> None:
        """Make this call louder than it is, and no other."""
        for call in self.calls.values():
            call.voice.boost = call.call_id == call_id

    def forget(self, call_id: str) -> None:
        """The call was removed; the same id may come again."""
        self._reported.discard(call_id)
        self._faulty.discard(call_id)

    @property
    def _is_playing(self) -> bool:
        playback = self.playback
        return playback is not None and not playback.is_paused and not playback.is_finished

    def _add_playback(self, ear: Samples) -> None:
        playback = self.playback
        if playback is None:
            return
        ear += playback.next_frame() * self.gains.playback
        if playback.is_finished and playback is not self._ended_playback:
            self._ended_playback = playback
            self._on_event(PlaybackEnded(playback.path))

    def _add_metronome(self, ear: Samples, routing: Routing) -> None:
        """It rests while its caller is on hold."""
        beat = self.metronome
        if beat is None:
            return
        if beat.call_id in routing.heard_by(OPERATOR):
            ear += beat.next_frame() * (self.gains.ear * _METRONOME_IN_EAR)

    def _add_tones(self, ear: Samples, ports: SoundPorts) -> None:
        kind = self.tones.ring_kind
        ring, alert = self.tones.next_frames()
        alone = not ports.has_loudspeaker  # then the headset must be heard in the room as well as it can
        if ring is None and alert is None:
            if not alone:
                ports.write_loudspeaker(None)
            return
        volumes, gain = self.gains.volumes, self.gains.tone
        room = silence()
        if ring is not None and kind is RingKind.RINGBACK:
            ear += ring * (self.gains.ear * 0.3)  # a network tone: for the operator's ear only
        elif ring is not None:
            room += ring * gain(volumes.ring_loudspeaker, urgent=True)
            ear += ring * gain(max(volumes.ring_headset, volumes.ring_loudspeaker * alone), urgent=True)
        if alert is not None:
            urgent = self.tones.alert_keeps_floor
            room += alert * gain(volumes.alert_loudspeaker, urgent=urgent)
            ear += alert * gain(max(volumes.alert_headset, volumes.alert_loudspeaker * alone), urgent=urgent)
        if not alone:
            ports.write_loudspeaker(room.clip(-1.0, 1.0))


def _sum(speakers: Iterable[str], said: Mapping[str, Samples]) -> Samples:
    """What these parties say together; a party that is not there says nothing."""
    frames = [said[speaker] for speaker in speakers if speaker in said]
    if not frames:
        return silence()
    total = frames[0]
    for frame in frames[1:]:
        total = total + frame
    return total


def _sound(frame: Samples) -> Samples:
    """A frame as it should be. A driver's NaN would stay for ever in every level and gain it met."""
    return frame if peak_of(frame) <= 1.0 else _repaired(frame)  # NaN is not


def _repaired(frame: Samples) -> Samples:
    repaired: Samples = np.nan_to_num(frame, nan=0.0).clip(-1.0, 1.0)
    return repaired
