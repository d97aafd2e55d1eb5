"""What two desks say to each other: frames of JSON behind their length, over TLS that both sides proved.

The sender says ``hello`` (version, letter), then ``keep`` with envelopes or ``ping``; each gets one answer
with a ``code``, empty when all is done and, for ``keep``, on the keeper's disk.
"""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Mapping
from typing import Any, Final

VERSION: Final = 1
FRAME_BYTES_MAX: Final = 4 << 20  # LIMIT: an envelope has at most 1 MiB, its quotes may double
FACTS_MAX: Final = 16  # LIMIT: of one frame: as long as it takes, the keeper's own facts wait (some 5 ms)
_LENGTH: Final = struct.Struct(">I")


class WireError(Exception):
    """The other side does not speak this language."""


def frame(message: Mapping[str, object]) -> bytes:
    """Return the bytes of a message."""
    body = json.dumps(message).encode()
    return _LENGTH.pack(len(body)) + body


async def read_frame(reader: asyncio.StreamReader, limit_s: float) -> dict[str, Any]:
    """Read a message.

    Raises:
        WireError: it is none, or too long.
        TimeoutError: it did not come in time.
        OSError: the connection ended (``asyncio.IncompleteReadError`` too becomes this).
    """
    async with asyncio.timeout(limit_s):
        try:
            (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
            if length > FRAME_BYTES_MAX:
                raise WireError("too long")
            body = await reader.readexactly(length)
        except asyncio.IncompleteReadError as end:
            raise ConnectionResetError("ended") from end
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise WireError("no JSON") from fault
    if not isinstance(message, dict):
        raise WireError("no message")
    return message
