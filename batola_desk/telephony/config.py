"""What one telephone line needs to know before it starts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SIPTimers:
    """Base values of all RFC 3261 timers, in seconds. Source: RFC 3261 §17.1.1.1, table 4."""

    t1_s: float = 0.5
    t2_s: float = 4.0
    t4_s: float = 5.0

    @property
    def give_up_s(self) -> float:
        """64 * T1: timers B, F, H, J, L, M."""
        return 64 * self.t1_s


@dataclass(frozen=True, slots=True, kw_only=True)
class LineConfig:
    """One line of the desk. Without ``registrar_uri`` it takes plain direct calls only.

    Attributes:
        bind_host: local address for SIP and RTP; "0.0.0.0" picks the address towards each peer.
        bind_port: SIP port for UDP and TCP; 0 takes a free one.
        rtp_port_first, rtp_port_last: range for RTP (even) and RTCP (odd) ports.
        registrar_uri: for example ``sip:pbx.example`` or ``sip:10.0.0.5;transport=tcp``.
        outbound_proxy_uri: every request outside a dialog goes there first.
        expires_s: registration time asked for.
        ringing_max: INVITEs that may ring at once; more get 503 with Retry-After.
        call_key_header: header in which the PBX sends one key for all forks of a call.
        dial_limit_s: a dialled call that nobody answers is cancelled after this time.
        ring_limit_s: a call that rings longer is refused with 480; its caller died without CANCEL (a PBX ends
            its calls much earlier). 0 = never.
        session_expires_s: session timer offered when dialling (RFC 4028).
        symmetric_rtp: send where RTP really comes from instead of where SDP says.
        media_alive_s: with RTP younger than this, a protocol fault does not end a call.
    """

    bind_host: str = "0.0.0.0"
    bind_port: int = 5060
    rtp_port_first: int = 20_000
    rtp_port_last: int = 29_998
    user: str = "112"
    display_name: str = ""
    registrar_uri: str | None = None
    auth_user: str = ""
    password: str = field(default="", repr=False)
    outbound_proxy_uri: str | None = None
    expires_s: int = 300
    ringing_max: int = 300
    retry_after_s: int = 5
    call_key_header: str | None = None
    dial_limit_s: float = 180.0
    ring_limit_s: float = 900.0
    session_expires_s: int = 1800
    session_minimum_s: int = 90
    symmetric_rtp: bool = False
    media_alive_s: float = 5.0
    rtcp_interval_s: float = 5.0
    software_name: str = "Batola Desk"
    timers: SIPTimers = SIPTimers()

    def __post_init__(self) -> None:
        if self.rtp_port_last - self.rtp_port_first < 1 or not 0 < self.rtp_port_first < 65535:
            raise ValueError("rtp ports: need at least one even and one odd port")
        if self.rtp_port_last > 65535 or not 0 <= self.bind_port <= 65535:
            raise ValueError("port out of range")
        if self.ringing_max < 1:
            raise ValueError("ringing_max must be at least 1")
        if self.ring_limit_s < 0:
            raise ValueError("ring_limit_s must be 0 or more")
