"""AudioDesk: everything the engine may ask of the sound side of one workstation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from batola_desk.audio.config import AudioConfig, Volumes
from batola_desk.audio.devices import DeviceReport
from batola_desk.audio.events import AudioEvent, AudioLevels, CallAudioStatistics, DeskAudioStatistics
from batola_desk.audio.tones import AlertName, RingKind


class MediaPort(Protocol):
    """The telephony side of one call leg.

    ``codec`` is the RTP encoding name ("PCMA" or "PCMU"). ``send`` is called on the audio clock thread once in
    20 ms from the first tick after `AudioDesk.add_call`; it must not block and must not raise.
    """

    @property
    def codec(self) -> str: ...

    def send(self, payload: bytes, *, samples: int) -> None: ...


class ReceivedPacket(Protocol):
    """An RTP packet as the telephony thread hands it over."""

    @property
    def timestamp(self) -> int: ...

    @property
    def payload(self) -> bytes: ...

    @property
    def arrival_mono_s(self) -> float: ...


class AudioDesk:
    """Mixes calls, microphone, tones and playback, 20 ms at a time.

    Thread: control methods may be called from any one thread (the engine's loop); receivers from the RTP thread.
    ``on_event`` is called from the room's own threads and must only hand over (``call_soon_threadsafe``).
    """

    def __init__(self, config: AudioConfig, on_event: Callable[[AudioEvent], None]) -> None: ...

    def start(self) -> None:
        """Start the clock and look for devices. Returns at once; devices are reported by `DeviceChanged`."""

    def stop(self) -> None:
        """Close recordings, streams and threads; returns when each has ended."""

    def add_call(self, call_id: str, media_port: MediaPort) -> None:
        """Begin sending and playing for a leg that was answered; first packet within one frame."""

    def remove_call(self, call_id: str) -> None:
        """Stop sending and playing; finishes its recording (`RecordingFinished` follows)."""

    def receiver(self, call_id: str) -> Callable[[ReceivedPacket], None]:
        """The function that takes this call's RTP packets. Any thread; still safe after `remove_call`."""
        raise NotImplementedError

    def set_focus(self, call_id: str | None) -> None:
        """Choose the call the operator hears and speaks to; the others get silence and hold beeps."""

    def set_muted(self, *, muted: bool) -> None:
        """Mute the microphone towards every call; calls get silence, recordings too."""

    def set_on_hold(self, call_id: str, *, on_hold: bool) -> None:
        """A call on hold hears beeps and is not heard, focus or not."""

    def start_ringing(self, kind: RingKind = RingKind.INCOMING) -> None:
        """Ring on loudspeaker and headset until `stop_ringing`; a second call changes the kind."""

    def stop_ringing(self) -> None:
        """Silence the ring within one frame."""

    def play_alert(self, name: AlertName) -> None:
        """Sound an alert once; a more urgent one goes first, the same one is not queued twice."""

    def set_volumes(self, volumes: Volumes) -> None: ...

    def start_recording(self, call_id: str, path: Path) -> None:
        """Record both directions of a call; see `recording.recording_path` for the name."""

    def stop_recording(self, call_id: str) -> None:
        """Finish the recording; `RecordingFinished` follows from the recorder thread."""

    def play_file(self, path: Path, *, start_s: float = 0.0) -> None:
        """Play a recording into the headset only. Raises `OSError` or `ValueError` for an unusable file."""

    def pause_playback(self, *, paused: bool) -> None: ...

    def seek_playback(self, position_s: float) -> None: ...

    def stop_playback(self) -> None: ...

    def levels(self) -> AudioLevels:
        """Meters for the screen; cheap, meant for 10 Hz."""
        raise NotImplementedError

    def statistics(self, call_id: str) -> CallAudioStatistics:
        """Raises `KeyError` for a call that is not there."""
        raise NotImplementedError

    def desk_statistics(self) -> DeskAudioStatistics:
        raise NotImplementedError

    def device_report(self) -> DeviceReport:
        raise NotImplementedError
