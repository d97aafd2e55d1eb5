"""What the engine hands to the audio room for each call leg."""

from typing import Protocol


class MediaPort(Protocol):
    """The telephony side of one call leg.

    ``codec`` is the RTP encoding name ("PCMA", "PCMU" or "G722"); it may change after a re-INVITE. ``send``
    is called on the audio clock's thread once in 20 ms from the first tick after `AudioDesk.add_call`; it
    must not block; ``samples`` counts the RTP clock of `codec.RTP_CLOCK_HZ`.
    """

    @property
    def codec(self) -> str: ...

    def send(self, payload: bytes, *, samples: int) -> None: ...


class ReceivedPacket(Protocol):
    """An RTP packet as the telephony thread hands it over. ``payload`` is in its own ``codec``,
    which for some packets after a re-INVITE is not the port's; "CN" describes a pause (RFC 3389)."""

    @property
    def codec(self) -> str: ...

    @property
    def timestamp(self) -> int: ...

    @property
    def payload(self) -> bytes: ...

    @property
    def arrival_mono_s(self) -> float: ...
