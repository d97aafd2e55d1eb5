"""What the engine may choose about sound. Defaults suit a desk with one USB headset."""

from dataclasses import dataclass, field

VOLUME_RANGE_DB = 40.0


@dataclass(frozen=True, slots=True)
class Volumes:
    """Positions of the volume controls, 0.0 (silent) to 1.0 (full).

    ``p1_floor`` is the position below which an emergency ring or a P1 alert never falls.
    Source: domain.md §16 (cannot be muted to zero for P1).
    """

    ear: float = 0.8
    microphone: float = 1.0
    ring_loudspeaker: float = 0.9
    ring_headset: float = 0.5
    alert_loudspeaker: float = 0.8
    alert_headset: float = 0.5
    playback: float = 0.8
    sidetone: float = 0.0
    p1_floor: float = 0.4


def volume_to_gain(volume: float) -> float:
    """A volume position as a linear gain; equal steps sound equally large."""
    if volume <= 0.0:
        return 0.0
    return float(10.0 ** ((min(volume, 1.0) - 1.0) * VOLUME_RANGE_DB / 20.0))


@dataclass(frozen=True, slots=True)
class SoundProcessing:
    """What is done to voices.

    ``automatic_gain`` evens out callers for the ear, ``microphone_gain`` the operator for callers;
    ``noise_gate`` turns the microphone down while the operator is silent; ``comfort_noise`` fills holes in
    a caller's sound with his own background.
    """

    automatic_gain: bool = True
    microphone_gain: bool = False
    noise_gate: bool = False
    comfort_noise: bool = True


@dataclass(frozen=True, slots=True)
class AudioConfig:
    """Choices of the desk about sound; see `AudioDesk.reconfigure` for a change while it runs.

    Device names are case-insensitive parts of the name PortAudio shows; empty means "a sensible one".
    ``use_devices`` False never touches PortAudio: calls still get sound frames and recordings (tests,
    servers). The second headset is for who accompanies the operator: it hears what he hears, and its
    microphone is heard only if ``second_microphone_on``; without a name there is none.
    """

    headset_name: str = ""
    microphone_name: str = ""
    loudspeaker_name: str = ""
    second_headset_name: str = ""
    second_microphone_name: str = ""
    second_microphone_on: bool = False
    use_devices: bool = True
    volumes: Volumes = field(default_factory=Volumes)
    processing: SoundProcessing = field(default_factory=SoundProcessing)
    jitter_depth_min_ms: float = 20.0
    jitter_depth_max_ms: float = 200.0
    playout_lead_ms: float = 30.0
    ear_peak_limit_dbfs: float = -6.0
    probe_interval_s: float = 1.0
    speech_floor_dbfs: float = -50.0
