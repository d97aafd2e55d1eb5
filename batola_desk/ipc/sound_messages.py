"""Messages about the sound of a desk itself: tests, levels of devices, prompts, the dose of the ear.

Part of the protocol of ``ipc.messages``.
"""

from __future__ import annotations

import msgspec

from batola_desk.ipc.base import Command, Message

# ------------------------------------------------------------------ what the engine tells


class SoundResult(msgspec.Struct, frozen=True, kw_only=True):
    """One finding of a sound test; ``code`` for ``ui/labels.py``, role as in ``StartSoundCheck``."""

    role: str
    code: str
    level_db: float | None = None
    delay_ms: float | None = None


class SoundCheckStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A sound test.

    Attributes:
        kind: echo, loop, tone; empty = none yet.
        phase: recording, playing, done, stopped.
        progress: 0 to 1.
    """

    kind: str = ""
    role: str = ""
    phase: str = ""
    progress: float = 0.0
    results: tuple[SoundResult, ...] = ()


class DoseStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator's ear has had in this shift. Source: domain.md §16 (EU 2003/10/EC).

    Attributes:
        daily_dba: the level that would give the same energy over 8 hours; None = nothing was heard.
        mean_dba: the mean level while the headset was in use.
        stage: empty, ``low`` (80), ``high`` (85), ``limit`` (87 dB(A)).
        full_scale_dba: what the headset is assumed to make of full scale.
    """

    operator: str = ""
    started_us: int = 0
    seconds: float = 0.0
    daily_dba: float | None = None
    mean_dba: float | None = None
    stage: str = ""
    full_scale_dba: float = 0.0


class SoundCheckChanged(Message, frozen=True, kw_only=True, tag="SoundCheckChanged"):
    """A sound test went on, ended, or was stopped by a call."""

    check: SoundCheckStatus


class DeviceLevels(Message, frozen=True, kw_only=True, tag="DeviceLevels"):
    """Levels by role in dBFS at 10 Hz while the screen watches; a role without a device is not named."""

    dbfs: dict[str, float]


class PromptChanged(Message, frozen=True, kw_only=True, tag="PromptChanged"):
    """A prompt is spoken to this caller; empty = none is."""

    call_id: str = ""
    name: str = ""


class MetronomeChanged(Message, frozen=True, kw_only=True, tag="MetronomeChanged"):
    """A beat ticks in the operator's ear for this call; empty = none does."""

    call_id: str = ""
    per_min: int = 0


class DoseChanged(Message, frozen=True, kw_only=True, tag="DoseChanged"):
    """The dose rose; told every few seconds."""

    dose: DoseStatus


# ------------------------------------------------------------------ what the screen asks


class StartSoundCheck(Command, frozen=True, kw_only=True, tag="StartSoundCheck"):
    """Test the sound; refused while a call lives.

    Attributes:
        kind: echo (speak and hear yourself), loop (a sound is played and looked for), tone (hear one device).
        role: ear, loudspeaker or second_ear; for ``tone``.
    """

    kind: str
    role: str = ""


class StopSoundCheck(Command, frozen=True, kw_only=True, tag="StopSoundCheck"):
    """End a running test."""


class WatchLevels(Command, frozen=True, kw_only=True, tag="WatchLevels"):
    """Tell ``DeviceLevels`` for this long; ask again to go on."""

    seconds: float = 5.0


class PlayPrompt(Command, frozen=True, kw_only=True, tag="PlayPrompt"):
    """Speak a recorded sentence to the caller in the headset."""

    call_id: str
    name: str


class StopPrompt(Command, frozen=True, kw_only=True, tag="StopPrompt"):
    """Break the sentence off."""


class StartMetronome(Command, frozen=True, kw_only=True, tag="StartMetronome"):
    """Tick for chest compressions in the operator's ear while he talks with this caller; domain.md §10."""

    call_id: str
    per_min: int


class StopMetronome(Command, frozen=True, kw_only=True, tag="StopMetronome"):
    """End the beat."""


class BoostListening(Command, frozen=True, kw_only=True, tag="BoostListening"):
    """Make one caller louder for the ear, within the acoustic limit, or as loud as before.

    Source: domain.md §12.1.1.
    """

    call_id: str
    on: bool


class SetAutomaticGain(Command, frozen=True, kw_only=True, tag="SetAutomaticGain"):
    """Bring soft and loud callers near one level for the ear, or play them as they come."""

    on: bool


SoundNews = SoundCheckChanged | DeviceLevels | PromptChanged | MetronomeChanged | DoseChanged
SoundCommand = (
    StartSoundCheck
    | StopSoundCheck
    | WatchLevels
    | PlayPrompt
    | StopPrompt
    | StartMetronome
    | StopMetronome
    | BoostListening
    | SetAutomaticGain
)
