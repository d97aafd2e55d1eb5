"""Can this desk record now? A second of sound is written, sealed, read back, compared and deleted.

It takes the way of every recording (``audio.recording_file``) into the same folder, so that what breaks
recordings breaks this. Its name is none that a start recovers or the store copies.
"""

from __future__ import annotations

import logging
import wave
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from batola_desk.audio.frames import NARROWBAND_HZ
from batola_desk.audio.recording_file import GrowingFile, part_path
from batola_desk.audio.wav import CHANNEL_COUNT
from batola_desk.domain.file_digest import sha256_of

log = logging.getLogger("batola.engine")

NAME: Final = ".uji-rekaman"
LENGTH_S: Final = 1.0
_FRAME: Final = NARROWBAND_HZ // 50


def try_recording(root: Path) -> str:
    """Return why recordings cannot be written or read now; empty when they can. Blocks on the disk.

    Returns:
        ``recording_not_written`` or ``recording_not_read``.
    """
    file = root / NAME
    sound = _sound()
    try:
        _remove(file)  # of an engine that died in the middle
        growing = GrowingFile(file, NARROWBAND_HZ, 0)
        try:
            for at in range(0, len(sound), _FRAME):
                growing.append(at, sound[at : at + _FRAME].tobytes())
            growing.sync(0.0)
            sealed = growing.finish()
        finally:
            growing.abandon()
    except (OSError, ValueError) as fault:
        log.info("no recording can be written", extra={"fault": type(fault).__name__})
        _tidy(file)
        return "recording_not_written"
    try:
        is_same = sha256_of(file) == sealed.sha256 and np.array_equal(_read(file), sound)
    except (OSError, EOFError, wave.Error) as fault:
        log.info("no recording can be read back", extra={"fault": type(fault).__name__})
        is_same = False
    _tidy(file)
    return "" if is_same else "recording_not_read"


def _sound() -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    """Another sound in each channel: swapped or silent ones would be found."""
    at = np.arange(round(LENGTH_S * NARROWBAND_HZ)) / NARROWBAND_HZ
    channels = [np.sin(2.0 * np.pi * hz * at) for hz in (440.0, 1000.0)]
    return (np.stack(channels, axis=1) * 8000.0).astype("<i2")


def _read(file: Path) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    with wave.open(str(file), "rb") as recording:
        data = recording.readframes(recording.getnframes())
    return np.frombuffer(data, "<i2").reshape(-1, CHANNEL_COUNT)


def _remove(file: Path) -> None:
    for name in (part_path(file), file):
        name.unlink(missing_ok=True)


def _tidy(file: Path) -> None:
    """What cannot be deleted now is deleted by the next try."""
    with suppress(OSError):
        _remove(file)
