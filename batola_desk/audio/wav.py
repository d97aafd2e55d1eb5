"""The WAV header of our recordings: 16-bit PCM, two channels, the call's rate, 44 bytes, nothing optional."""

import os
import struct
from pathlib import Path

from batola_desk.audio.frames import NARROWBAND_HZ, SAMPLE_RATE_HZ

HEADER_BYTES = 44
CHANNEL_COUNT = 2
BLOCK_BYTES = 2 * CHANNEL_COUNT
RATES_HZ = (NARROWBAND_HZ, SAMPLE_RATE_HZ)
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_MAX_DATA_BYTES = 0xFFFFFFFF - HEADER_BYTES


def header(data_bytes: int, rate_hz: int = NARROWBAND_HZ) -> bytes:
    """A complete header for ``data_bytes`` of samples."""
    return _HEADER.pack(
        b"RIFF", HEADER_BYTES - 8 + data_bytes, b"WAVE", b"fmt ", 16, 1, CHANNEL_COUNT, rate_hz,
        rate_hz * BLOCK_BYTES, BLOCK_BYTES, 16, b"data", data_bytes,
    )  # fmt: skip


def rate_of(start: bytes) -> int:
    """The sample rate that a header of ours states.

    Raises:
        ValueError: these bytes are not such a header.
    """
    if len(start) < HEADER_BYTES or start[:4] != b"RIFF" or start[36:40] != b"data":
        raise ValueError("not a header of our recordings")
    rate_hz = int(_HEADER.unpack(start[:HEADER_BYTES])[7])
    if rate_hz not in RATES_HZ:
        raise ValueError(f"not a rate of our recordings: {rate_hz}")
    return rate_hz


def repair(path: Path) -> tuple[int, int]:
    """Make the header agree with the file's real length; cuts half a sample at the end.

    Returns:
        The number of sample bytes, and the sample rate.

    Raises:
        ValueError: the file is not one of ours.
        OSError: it cannot be read or written.
    """
    with path.open("r+b") as file:
        try:
            rate_hz = rate_of(file.read(HEADER_BYTES))
        except ValueError as fault:
            raise ValueError(f"not a recording of this desk: {path.name}") from fault
        length = file.seek(0, os.SEEK_END) - HEADER_BYTES
        data_bytes = min(length - length % BLOCK_BYTES, _MAX_DATA_BYTES - _MAX_DATA_BYTES % BLOCK_BYTES)
        file.truncate(HEADER_BYTES + data_bytes)
        file.seek(0)
        file.write(header(data_bytes, rate_hz))
        file.flush()
        os.fsync(file.fileno())
    return data_bytes, rate_hz


def sync_directory(path: Path) -> None:
    """Make a new name in ``path`` survive a power cut. Windows keeps names in its own journal."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
