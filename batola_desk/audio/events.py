"""What the audio room tells the engine. Plain frozen values, safe to pass between threads."""

from dataclasses import dataclass
from pathlib import Path

from batola_desk.audio.devices import DeviceReport


@dataclass(frozen=True, slots=True)
class RecordingResult:
    """A finished file: 16-bit stereo WAV at 8 or 16 kHz, left the caller, right the operator.

    ``start_s``: where it begins in the call's recording; not 0 after a fault of the disk.
    """

    path: Path
    sha256: str
    duration_s: float
    byte_count: int
    dropped_frame_count: int = 0
    sample_rate_hz: int = 8000
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device came, went or failed; ``report.missing`` says what is not there."""

    report: DeviceReport


@dataclass(frozen=True, slots=True)
class FirstAudioReceived:
    """The far party's first packet of a call was played."""

    call_id: str
    at_mono_s: float


@dataclass(frozen=True, slots=True)
class RecordingFinished:
    call_id: str
    result: RecordingResult


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """The call goes on; its recording waits for the disk (or has a hole).

    ``code``: disk_full, no_permission, disk_fault, too_slow (frames were dropped, the file goes on).
    """

    call_id: str
    code: str
    path: Path


@dataclass(frozen=True, slots=True)
class RecordingContinues:
    """The disk takes the recording again, in a further file at ``path``."""

    call_id: str
    path: Path


@dataclass(frozen=True, slots=True)
class PlaybackEnded:
    path: Path


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """A prompt was played to its end, or its call ended."""

    call_id: str
    name: str


AudioEvent = (
    DeviceChanged
    | FirstAudioReceived
    | RecordingFinished
    | RecordingFailed
    | RecordingContinues
    | PlaybackEnded
    | PromptEnded
)


@dataclass(frozen=True, slots=True)
class AudioLevels:
    """Meters with decay, dB below full scale (-90 is silence)."""

    microphone_peak_dbfs: float
    microphone_rms_dbfs: float
    far_peak_dbfs: float
    far_rms_dbfs: float


@dataclass(frozen=True, slots=True)
class CallAudioStatistics:
    """Counters of one call's receive side since it was added. Frames are 10 ms steps of the jitter buffer."""

    received_count: int
    late_count: int
    duplicate_count: int
    concealed_count: int
    stretched_count: int
    shrunk_count: int
    resync_count: int
    depth_ms: float
    target_ms: float
    jitter_ms: float
    sent_frame_count: int
    far_rms_dbfs: float


@dataclass(frozen=True, slots=True)
class DeskAudioStatistics:
    """Health of the audio clock. ``clock_source`` is "headset" or "fallback"."""

    clock_source: str
    tick_count: int
    late_tick_count: int
    tick_mean_us: float
    tick_max_us: float
    ear_underrun_count: int
    loudspeaker_underrun_count: int
    microphone_overrun_count: int
    device_loss_count: int
