"""Parts of messages about calls."""

from __future__ import annotations

import msgspec


class LinePosition(msgspec.Struct, frozen=True, kw_only=True):
    """A place that came with a call; ``radius_m`` None = nobody said how exact it is."""

    latitude: float
    longitude: float
    radius_m: float | None = None


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What else came with a call, for a person to read.

    Attributes:
        resource_priority: namespaces and values as the network wrote them (RFC 4412: ``esnet.1``).
        position_uri: where the position can be fetched if none came along (RFC 6442 §4.2).
        info: purpose and address of each Call-Info (RFC 7852 §3).
    """

    resource_priority: str = ""
    position_uri: str = ""
    info: tuple[str, ...] = ()


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the call in the headset, for the meter pane; None = nothing to judge by.

    Attributes:
        mos, r_factor: estimates by ITU-T G.107 of what is heard here.
        remote_loss_percent, remote_jitter_ms: what the far side reports about our sound.
    """

    loss_percent: float = 0.0
    jitter_ms: float = 0.0
    delay_ms: float = 0.0
    concealed_percent: float = 0.0
    r_factor: float | None = None
    mos: float | None = None
    round_trip_ms: float | None = None
    remote_loss_percent: float | None = None
    remote_jitter_ms: float | None = None
