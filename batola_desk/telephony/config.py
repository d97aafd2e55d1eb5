"""What one telephone line needs to know before it starts."""

from __future__ import annotations

import enum
import ipaddress
from dataclasses import dataclass, field

from batola_desk.telephony.locating import server_address
from batola_desk.telephony.media_policy import DEFAULT_CODECS, HoldManner, MediaPolicy, SrtpPolicy
from batola_desk.telephony.uri import SIPUri, UnusableURIError, host_text


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


class KeepAliveKind(enum.StrEnum):
    """How a registrar over UDP is kept in sight."""

    OPTIONS = "options"  # asks for an answer: a dead registrar is found out
    CRLF = "crlf"  # only keeps a NAT open, for exchanges that block accounts which ask too much


@dataclass(frozen=True, slots=True)
class TLSPolicy:
    """Whom TLS connections trust and what they show. Source: RFC 3261 §26.3.1, RFC 5922.

    Attributes:
        ca_file: PEM file of a private authority; empty = the authorities the system trusts.
        certificate_file, key_file: our own certificate, for servers that ask for one and for listening.
        verify: False takes any certificate. Only for finding a fault; the desk shows an alarm all the while.
    """

    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""
    verify: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One identity of the line at one PBX: the trunk, the internal exchange …

    Attributes:
        name: how configuration, screen and call legs call it.
        registrar_uris: best first, for example ``sip:pbx.example;transport=tls``. Empty: calls out go through
            the proxies only, nothing registers.
        proxy_uris: every request outside a dialog goes through the first of these that works.
        domain: the host in our address of record; empty = that of the registrar in use.
        number_prefixes: dialled numbers that begin so go out over this account; the longest prefix wins.
        codecs: encoding names, the one we like best first.
        accepts_text, offers_text: real-time text (RFC 4103) in answers and in calls we dial.
        hold: how peers are told that they wait.
        is_shared: other desks register the same account on purpose (the PBX rings them all).
    """

    name: str = "utama"
    user: str = "112"
    display_name: str = ""
    registrar_uris: tuple[str, ...] = ()
    proxy_uris: tuple[str, ...] = ()
    domain: str = ""
    auth_user: str = ""
    password: str = field(default="", repr=False)
    expires_s: int = 300
    srtp: SrtpPolicy = SrtpPolicy.OFF
    codecs: tuple[str, ...] = DEFAULT_CODECS
    accepts_text: bool = True
    offers_text: bool = False
    hold: HoldManner = HoldManner.SENDONLY
    tls: TLSPolicy = TLSPolicy()
    number_prefixes: tuple[str, ...] = ()
    is_shared: bool = False

    def __post_init__(self) -> None:
        if not self.name or not self.user:
            raise ValueError("account: name and user must not be empty")
        if not 60 <= self.expires_s <= 86_400:
            raise ValueError("expires_s: 60 to 86400")
        for uri in (*self.registrar_uris, *self.proxy_uris):
            try:
                SIPUri.parse(uri).destination()
            except UnusableURIError as fault:
                raise ValueError(f"{uri}: no SIP URI with a host and transport udp, tcp or tls") from fault
        MediaPolicy(codecs=self.codecs)  # raises what is wrong with them

    @property
    def media(self) -> MediaPolicy:
        """What its calls want of their streams."""
        return MediaPolicy(
            codecs=self.codecs,
            srtp=self.srtp,
            accepts_text=self.accepts_text,
            offers_text=self.offers_text,
            hold=self.hold,
        )

    @property
    def sends_keys_in_clear(self) -> bool:
        """It insists on encrypted media, but its keys travel where others can read them.

        The description carries the keys; only TLS hides it. Source: RFC 4568 §10.4.
        """
        protocols = [SIPUri.parse(uri).destination().protocol for uri in self.ways]
        return self.srtp is SrtpPolicy.MANDATORY and (not protocols or set(protocols) != {"TLS"})

    @property
    def ways(self) -> tuple[str, ...]:
        """URIs of the next hops for requests outside dialogs, best first."""
        return self.proxy_uris or self.registrar_uris

    def domain_towards(self, way_uri: str) -> str:
        """The host of our address of record, brackets included, as that PBX knows it.

        A call to anybody else's URI carries our usual one.
        """
        way = way_uri if way_uri in self.ways else self.ways[0]
        return host_text(self.domain or SIPUri.parse(self._registrar_at(way)).host)

    def _registrar_at(self, way_uri: str) -> str:
        """Proxies all lead to the first registrar."""
        return self.registrar_uris[0] if self.proxy_uris and self.registrar_uris else way_uri

    def request_uri(self, number: str, way_uri: str) -> str:
        """The URI of a dialled number at the PBX behind that way."""
        parsed = SIPUri.parse(self._registrar_at(way_uri))
        user = number.replace("#", "%23")  # RFC 3261 §25.1: no character of a user part
        if self.domain:
            return f"{parsed.scheme}:{user}@{host_text(self.domain)}"
        port = f":{parsed.port}" if parsed.port else ""
        transport = parsed.parameters.get("transport", "")
        suffix = f";transport={transport}" if transport else ""
        return f"{parsed.scheme}:{user}@{host_text(parsed.host)}{port}{suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineConfig:
    """One line of the desk. Without ``registrar_uri`` and ``accounts`` it takes plain direct calls only.

    Attributes:
        bind_host: local address for SIP and RTP; "::" = all of both families, "0.0.0.0" = all of IPv4. Peers
            are told the address that lies towards them.
        bind_port: SIP port for UDP and TCP; 0 takes a free one.
        rtp_port_first, rtp_port_last: range for RTP (even) and RTCP (odd) ports.
        accounts: identities at PBXs, the first is the default; empty = one, made of the fields from
            ``user`` to ``hold``.
        registrar_uri: for example ``sip:pbx.example`` or ``sip:10.0.0.5;transport=tcp``.
        outbound_proxy_uri: every request outside a dialog goes there first.
        expires_s: registration time asked for.
        ringing_max: INVITEs that may ring at once; more get 503 with Retry-After.
        call_key_header: header in which the PBX sends one key for all forks of a call.
        dial_limit_s: a dialled call that nobody answers is cancelled after this time.
        ring_limit_s: a call that rings longer is refused with 480; its caller died without CANCEL (a PBX ends
            its calls much earlier). 0 = never.
        session_expires_s: session timer offered when dialling (RFC 4028).
        offers_late: dial without a description, so that the peer makes the offer (some trunks want it).
        symmetric_rtp: send where RTP really comes from instead of where SDP says.
        silence_probe_s: after so long without RTP the peer is asked whether the call exists; 0 = never.
        lost_after_s: a call ends when so long neither RTP came nor anybody answered; trunks themselves cut
            calls without RTP after one to five minutes, so a longer wait brings no caller back.
        accept_transfers_from: addresses or networks (``10.0.0.5``, ``10.1.0.0/16``) whose REFER is followed,
            and which may challenge our requests in calls that came from them, as our own servers may.
        tls: what we show and trust on connections that others open; without a certificate nobody can.
        tls_require_certificate: take TLS only from peers with a certificate that ``tls`` trusts.
        dns_servers: "address" or "address:port" instead of the system's.
        instance_id: a UUID of this desk that stays; tells our Contacts at the registrar from those of others.
        keep_alive_s: pause between keep-alives towards each registrar; 0 = none.
        keep_alive_udp: what they are over UDP.
        media_alive_s: with RTP younger than this, a protocol fault does not end a call.
    """

    bind_host: str = "::"
    bind_port: int = 5060
    rtp_port_first: int = 20_000
    rtp_port_last: int = 29_998
    accounts: tuple[Account, ...] = ()
    user: str = "112"
    display_name: str = ""
    registrar_uri: str | None = None
    auth_user: str = ""
    password: str = field(default="", repr=False)
    outbound_proxy_uri: str | None = None
    expires_s: int = 300
    is_shared: bool = False
    codecs: tuple[str, ...] = DEFAULT_CODECS
    srtp: SrtpPolicy = SrtpPolicy.OFF
    accepts_text: bool = True
    offers_text: bool = False
    hold: HoldManner = HoldManner.SENDONLY
    ringing_max: int = 300
    retry_after_s: int = 5
    call_key_header: str | None = None
    dial_limit_s: float = 180.0
    ring_limit_s: float = 900.0
    session_expires_s: int = 1800
    session_minimum_s: int = 90
    offers_late: bool = False
    symmetric_rtp: bool = False
    accept_transfers_from: tuple[str, ...] = ()
    media_alive_s: float = 5.0
    silence_probe_s: float = 30.0
    lost_after_s: float = 300.0
    rtcp_interval_s: float = 5.0
    tls: TLSPolicy = TLSPolicy()
    tls_port: int = 5061
    tls_require_certificate: bool = False
    dns_servers: tuple[str, ...] = ()
    keep_alive_s: float = 30.0
    keep_alive_udp: KeepAliveKind = KeepAliveKind.OPTIONS
    instance_id: str = ""
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
        if self.silence_probe_s < 0 or self.lost_after_s < 60:
            raise ValueError("silence_probe_s: 0 (never) or more; lost_after_s: 60 or more")
        for network in self.accept_transfers_from:
            ipaddress.ip_network(network, strict=False)  # raises ValueError with the text in it
        for server in self.dns_servers:
            server_address(server)
        if not 0 <= self.tls_port <= 65535 or self.keep_alive_s < 0:
            raise ValueError("tls_port: 0 to 65535; keep_alive_s: 0 or more")
        if not self.accounts:
            object.__setattr__(self, "accounts", (self._only_account(),))
        if len({account.name for account in self.accounts}) < len(self.accounts):
            raise ValueError("accounts: every name once")

    def _only_account(self) -> Account:
        return Account(
            user=self.user,
            display_name=self.display_name,
            registrar_uris=(self.registrar_uri,) if self.registrar_uri else (),
            proxy_uris=(self.outbound_proxy_uri,) if self.outbound_proxy_uri else (),
            auth_user=self.auth_user,
            password=self.password,
            expires_s=self.expires_s,
            is_shared=self.is_shared,
            codecs=self.codecs,
            srtp=self.srtp,
            accepts_text=self.accepts_text,
            offers_text=self.offers_text,
            hold=self.hold,
            tls=self.tls,
        )

    def takes_transfers_from(self, host: str) -> bool:
        """Whether a peer at this address may send our calls elsewhere."""
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(
            address in ipaddress.ip_network(network, strict=False) for network in self.accept_transfers_from
        )

    def account(self, name: str) -> Account:
        """The account of that name, the default one if there is none (any more)."""
        return next((item for item in self.accounts if item.name == name), self.accounts[0])

    def account_for_number(self, number: str) -> Account:
        """The account whose prefix fits best; the default one if none does."""
        fitting = [
            (len(prefix), account)
            for account in self.accounts
            for prefix in account.number_prefixes
            if number.startswith(prefix)
        ]
        return max(fitting, key=lambda item: item[0])[1] if fitting else self.accounts[0]
