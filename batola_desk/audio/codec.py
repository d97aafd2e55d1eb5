"""What every speech codec of a call offers, and the set of them that one call needs.

Source: RFC 3551 §4.5.2 (G.722), §4.5.14 (G.711).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Protocol

from batola_desk.audio.frames import PCM
from batola_desk.audio.g711 import codecs as g711_codecs
from batola_desk.audio.g722 import G722Codec

# RTP counts time in steps of 1/8000 s for all three codecs. G.722 samples at 16 kHz, but RFC 1890 gave it the
# clock of 8 kHz by mistake and RFC 3551 §4.5.2 keeps that for ever.
RTP_CLOCK_HZ = 8000


class Codec(Protocol):
    """Sound to bytes and back.

    Shape: int16 of any length at ``sample_rate_hz``; nothing a peer sends as payload raises.
    Thread: one thread encodes, one decodes; they need not be the same.
    """

    @property
    def encoding_name(self) -> str:
        """The name in SDP."""
        ...

    @property
    def sample_rate_hz(self) -> int: ...

    @property
    def has_memory(self) -> bool:
        """Whether packets must be decoded in the order in which they were spoken."""
        ...

    def encode(self, pcm: PCM, /) -> bytes: ...

    def decode(self, payload: bytes, /) -> PCM: ...


@functools.cache
def _shared() -> Mapping[str, Codec]:
    """G.711 keeps no memory, so its tables serve every call."""
    return dict(g711_codecs())


def call_codecs() -> Mapping[str, Codec]:
    """All codecs by RTP encoding name for one call: G.722 remembers what went before, in each direction."""
    return {**_shared(), "G722": G722Codec()}
