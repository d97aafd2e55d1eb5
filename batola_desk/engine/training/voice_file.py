"""Sound files of the training caller: mono A-law WAV at 8 kHz, half the size of 16 bit, playable anywhere."""

from __future__ import annotations

import struct
from pathlib import Path

from batola_desk.audio.frames import NARROWBAND_HZ

_ALAW_FORMAT = 6
_FORMAT = struct.Struct("<HHIIHHH")
_CHUNK = struct.Struct("<4sI")


def write_alaw_wav(path: Path, payload: bytes) -> None:
    """Write encoded samples as a WAV file. Raises OSError."""
    head = _FORMAT.pack(_ALAW_FORMAT, 1, NARROWBAND_HZ, NARROWBAND_HZ, 1, 8, 0)
    fact = struct.pack("<I", len(payload))
    body = b"WAVE"
    for name, content in ((b"fmt ", head), (b"fact", fact), (b"data", payload)):
        body += _CHUNK.pack(name, len(content)) + content + bytes(len(content) % 2)
    path.write_bytes(_CHUNK.pack(b"RIFF", len(body)) + body)


def read_alaw_wav(path: Path) -> bytes:
    """Return the encoded samples.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not mono A-law at 8 kHz.
    """
    content = path.read_bytes()
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError(f"not a WAV file: {path.name}")
    chunks: dict[bytes, bytes] = {}
    position = 12
    while position + _CHUNK.size <= len(content):
        name, length = _CHUNK.unpack_from(content, position)
        position += _CHUNK.size
        chunks[name] = content[position : position + length]
        position += length + length % 2
    head = chunks.get(b"fmt ", b"")
    if len(head) < 16 or struct.unpack_from("<HHI", head) != (_ALAW_FORMAT, 1, NARROWBAND_HZ):
        raise ValueError(f"not mono A-law at 8 kHz: {path.name}")
    return chunks.get(b"data", b"")
