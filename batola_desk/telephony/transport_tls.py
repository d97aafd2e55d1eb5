"""SIP over TLS: contexts from files, a handshake that never blocks, and the name check.

Source: RFC 3261 §26.3.1, RFC 5922 (who may speak for a SIP domain), RFC 8996 (nothing below TLS 1.2).
"""

from __future__ import annotations

import contextlib
import ipaddress
import selectors
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.telephony.config import Account, LineConfig, TLSPolicy
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.transport import Address, Flow, MessageTap
from batola_desk.telephony.transport_stream import ConnectionKey, StreamConnection, StreamTransport
from batola_desk.telephony.uri import Destination, SIPUri, UnusableURIError

_FileState = tuple[int, int, int] | None
_RECORD_BYTES = 1 << 14  # source: RFC 8446 §5.1, the most a record can carry
_VERIFY_FAULTS = {
    9: "tls_not_yet_valid",
    10: "tls_expired",
    18: "tls_unknown_ca",  # signed by itself
    19: "tls_unknown_ca",  # a self-signed one in the chain
    20: "tls_unknown_ca",
    21: "tls_unknown_ca",
    23: "tls_revoked",
}
_ALERT_FAULTS = {
    "CERTIFICATE_REQUIRED": "tls_client_refused",
    "UNKNOWN_CA": "tls_client_refused",
    "BAD_CERTIFICATE": "tls_client_refused",
    "CERTIFICATE_EXPIRED": "tls_client_refused",
    "CERTIFICATE_UNKNOWN": "tls_client_refused",
    "UNSUPPORTED_CERTIFICATE": "tls_client_refused",
    "WRONG_VERSION_NUMBER": "tls_not_spoken",
    "HTTP_REQUEST": "tls_not_spoken",
    "PROTOCOL_VERSION": "tls_too_old",
    "UNSUPPORTED_PROTOCOL": "tls_too_old",
    "HANDSHAKE_FAILURE": "tls_refused",
}


def files_fault(config: LineConfig) -> EnvironmentFault | None:
    """What is wrong with the first TLS file that cannot be used: ``tls_files_unusable`` with ``file`` and
    ``reason``.
    """
    try:
        for account in config.accounts:
            if account.tls.ca_file or account.tls.certificate_file:
                client_context(account.tls)
        if config.tls.certificate_file:
            server_context(config.tls, require_certificate=config.tls_require_certificate)
    except EnvironmentFault as fault:
        return fault
    return None


class TLSFiles:
    """Judges the TLS files of a line; they are read again only when one has changed on the disk."""

    def __init__(self, config: LineConfig) -> None:
        policies = (config.tls, *(account.tls for account in config.accounts))
        names = {name for tls in policies for name in (tls.ca_file, tls.certificate_file, tls.key_file)}
        self._config = config
        self._names = sorted(names - {""})
        self._judged: list[_FileState] | None = None
        self._fault: EnvironmentFault | None = None

    def fault(self) -> EnvironmentFault | None:
        """As ``files_fault``."""
        state = [_state_of(name) for name in self._names]
        if state != self._judged:
            self._judged = state
            self._fault = files_fault(self._config)
        return self._fault


def _state_of(name: str) -> _FileState:
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size  # ctime: somebody may read it now


class TLSContexts:
    """Files are read at the start, and again when they have changed: the engine outlives the year of a
    certificate. One that cannot be used costs what needs it and nothing else: calls over UDP and TCP come in
    all the same. Connections of ours try it again each time.

    The system's authorities (140 of them, a tenth of a second) are read when the first connection needs them.
    """

    def __init__(
        self, accounts: Iterable[Account], listening: TLSPolicy, *, require_certificate: bool
    ) -> None:
        self._policies = {account.name: account.tls for account in accounts}
        self._default = next(iter(self._policies.values()))
        self._listening = listening
        self._require_certificate = require_certificate
        self._made: dict[tuple[TLSPolicy, bool], tuple[list[_FileState], ssl.SSLContext]] = {}
        for policy in self._policies.values():
            if policy.ca_file or policy.certificate_file:
                with contextlib.suppress(EnvironmentFault):
                    self._context(policy, is_server=False)

    @property
    def server(self) -> ssl.SSLContext | None:
        """For connections of others; None without a usable certificate."""
        if not self._listening.certificate_file:
            return None
        try:
            return self._context(self._listening, is_server=True)
        except EnvironmentFault:
            return None

    def client(self, account: str) -> ssl.SSLContext:
        """Raises EnvironmentFault ``tls_files_unusable``."""
        return self._context(self._policies.get(account, self._default), is_server=False)

    def _context(self, policy: TLSPolicy, *, is_server: bool) -> ssl.SSLContext:
        """The one in use, or a new one when IT has renewed a file; half a renewal changes nothing."""
        state = [
            _state_of(name) for name in (policy.ca_file, policy.certificate_file, policy.key_file) if name
        ]
        made = self._made.get((policy, is_server))
        if made is not None and made[0] == state:
            return made[1]
        try:
            if is_server:
                context = server_context(policy, require_certificate=self._require_certificate)
            else:
                context = client_context(policy)
        except EnvironmentFault:
            if made is None:
                raise
            return made[1]
        self._made[policy, is_server] = (state, context)
        return context


def client_context(policy: TLSPolicy) -> ssl.SSLContext:
    """For connections of ours. The name is checked by ``speaks_for``: OpenSSL knows no SIP domains."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED if policy.verify else ssl.CERT_NONE
    if policy.ca_file:
        _load(policy.ca_file, lambda: context.load_verify_locations(policy.ca_file))
    else:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    if policy.certificate_file:
        _load_own_certificate(context, policy)
    return context


def server_context(policy: TLSPolicy, *, require_certificate: bool) -> ssl.SSLContext:
    """For connections of others."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _load_own_certificate(context, policy)
    if require_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
        if policy.ca_file:
            _load(policy.ca_file, lambda: context.load_verify_locations(policy.ca_file))
        else:
            context.load_default_certs(ssl.Purpose.CLIENT_AUTH)
    return context


def _load_own_certificate(context: ssl.SSLContext, policy: TLSPolicy) -> None:
    def refuse() -> str:
        raise ValueError("the key is protected by a password")

    _load(
        policy.key_file or policy.certificate_file,
        lambda: context.load_cert_chain(policy.certificate_file, policy.key_file or None, refuse),
    )


def _load(file: str, load: Callable[[], None]) -> None:
    try:
        load()
    except (OSError, ValueError) as fault:  # ssl.SSLError is an OSError
        reason = getattr(fault, "reason", None) or getattr(fault, "strerror", None) or str(fault)
        raise EnvironmentFault("tls_files_unusable", file=file, reason=str(reason)) from fault


def speaks_for(certificate: Mapping[str, Any], name: str) -> bool:
    """Whether a verified certificate may speak for a SIP domain or address.

    Source: RFC 5922 §7.1: SIP URIs without user part first and alone, else DNS names, else the common name;
    §7.2: the whole name, no wildcards.
    """
    alternatives: tuple[tuple[str, str], ...] = certificate.get("subjectAltName", ())
    address = _ip_address(name)
    if address is not None:
        return any(kind == "IP Address" and _ip_address(value) == address for kind, value in alternatives)
    wanted = name.rstrip(".").lower()
    domains = [_sip_domain(value) for kind, value in alternatives if kind == "URI"]
    identities = [domain for domain in domains if domain]
    if not identities:
        identities = [value for kind, value in alternatives if kind == "DNS"]
    if not identities:
        subject: tuple[tuple[tuple[str, str], ...], ...] = certificate.get("subject", ())
        identities = [value for part in subject for kind, value in part if kind == "commonName"]
    return any(identity.rstrip(".").lower() == wanted for identity in identities)


def _sip_domain(uri: str) -> str:
    try:
        parsed = SIPUri.parse(uri)
    except UnusableURIError:
        return ""
    return parsed.host if parsed.scheme == "sip" and not parsed.user else ""


def _ip_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None


class UnusableFilesError(OSError):
    """A file of ours that this connection needs cannot be used."""


class WrongNameError(OSError):
    """The certificate is good but speaks for somebody else."""


class TLSConnection(StreamConnection):
    """``name``: what the peer's certificate must say; not asked when the peer has connected to us."""

    protocol = "TLS"

    def __init__(
        self,
        owner: StreamTransport,
        sock: socket.socket,
        key: ConnectionKey,
        make_context: Callable[[], ssl.SSLContext],
        *,
        is_outgoing: bool,
        name: str = "",
    ) -> None:
        super().__init__(owner, sock, key, is_outgoing=is_outgoing)
        self._make_context = make_context
        self._name = name
        self._tls: ssl.SSLSocket | None = None

    def _secure(self) -> int:
        if self._tls is None:
            self._begin_handshake()
        assert self._tls is not None
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return selectors.EVENT_READ
        except ssl.SSLWantWriteError:
            return selectors.EVENT_WRITE
        if self.is_outgoing and self._tls.context.verify_mode is ssl.CERT_REQUIRED:
            certificate = self._tls.getpeercert()
            if not certificate or not speaks_for(certificate, self._name):
                raise WrongNameError("certificate of another name")
        return 0

    def _begin_handshake(self) -> None:
        try:
            context = self._make_context()
        except EnvironmentFault as fault:
            raise UnusableFilesError(fault.code) from fault
        self._loop.unwatch(self._socket)
        try:
            self._name.encode("idna")  # what wrap_socket does, only that it then forgets to close
            self._tls = context.wrap_socket(
                self._socket,
                server_side=not self.is_outgoing,
                do_handshake_on_connect=False,
                # No server name for addresses: RFC 6066 §3 forbids them there.
                server_hostname=self._name if self._name and _ip_address(self._name) is None else None,
            )
        except ValueError as fault:  # a peer's URI may hold a name that is none
            raise WrongNameError("no host name") from fault
        self._socket = self._tls

    def _transmit(self, data: bytes | bytearray) -> int:
        try:
            return self._socket.send(data)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wait:
            raise BlockingIOError from wait

    def _receive(self) -> bytes:
        """One record: the buffer holds the biggest, so OpenSSL keeps nothing back that no selector sees."""
        try:
            return self._socket.recv(_RECORD_BYTES)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wait:
            raise BlockingIOError from wait

    def _fault_code(self, fault: OSError) -> str:
        if isinstance(fault, UnusableFilesError):
            return "tls_files_unusable"
        if isinstance(fault, WrongNameError):
            return "tls_wrong_name"
        if isinstance(fault, ssl.SSLCertVerificationError):
            return _VERIFY_FAULTS.get(fault.verify_code, "tls_untrusted")
        if isinstance(fault, ssl.SSLError) and not isinstance(fault, ssl.SSLEOFError):
            reason = fault.reason or ""
            return next((code for word, code in _ALERT_FAULTS.items() if word in reason), "tls_refused")
        if not self._is_ready and self._tls is not None:
            return "tls_refused"  # the peer hung up in the middle of the handshake
        if self.is_outgoing and self._is_ready and not self.has_heard:
            # TLS 1.3 is ready on our side before the peer has judged our certificate (RFC 8446 §4.4.2.4).
            return "tls_client_refused"
        return super()._fault_code(fault)


class TLSTransport(StreamTransport):
    """Connections are kept apart by the name they were verified for."""

    def __init__(
        self,
        loop: Loop,
        receive: Callable[[bytes, Flow], None],
        lost: Callable[[StreamConnection], None],
        local_towards: Callable[[str], str],
        contexts: TLSContexts,
        *,
        keep_alive_s: float = 0.0,
        tap: MessageTap | None = None,
    ) -> None:
        super().__init__(loop, receive, lost, local_towards, keep_alive_s=keep_alive_s, tap=tap)
        self._contexts = contexts

    def _known(self, remote: Address, destination: Destination) -> StreamConnection | None:
        """An address alone (a Record-Route, a Contact) may use any connection we have verified to it: what
        names that address came over it."""
        known = self._connections.get((remote, _verified_name(destination)))
        if known is None and destination.name in ("", destination.host):
            ours = "" if not destination.account else f" {destination.account}"
            known = next(
                (c for c in self.connections if c.remote == remote and c.is_open and c.key[1].endswith(ours)),
                None,
            )
        return known

    def _outgoing(self, sock: socket.socket, remote: Address, destination: Destination) -> StreamConnection:
        return TLSConnection(
            self,
            sock,
            (remote, _verified_name(destination)),
            lambda: self._contexts.client(destination.account),
            is_outgoing=True,
            name=destination.name or destination.host,
        )

    def _accepted(self, sock: socket.socket, remote: Address) -> StreamConnection:
        server = self._contexts.server
        assert server is not None
        return TLSConnection(self, sock, (remote, ""), lambda: server, is_outgoing=False)


def _verified_name(destination: Destination) -> str:
    return f"{(destination.name or destination.host).lower()} {destination.account}"
