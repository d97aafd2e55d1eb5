"""What `batola-desk doctor` finds out about the telephone line before it starts: port and exchanges."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from batola_desk.doctor import Finding
from batola_desk.engine.config import LineSettings
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.dns_questions import DNSQuestions, make_resolver
from batola_desk.telephony.locating import locate
from batola_desk.telephony.transport_udp import bind_alone
from batola_desk.telephony.uri import SIPUri


def port_findings(settings: LineSettings) -> Iterator[Finding]:
    """Whether the SIP port is free. With ``::`` the line opens both families, so both are tried."""
    hosts = ("::", "0.0.0.0") if settings.sip_host == "::" else (settings.sip_host,)
    has_family = False
    for host in hosts:
        try:
            is_free = _is_free(host, settings.sip_port)
        except OSError:
            continue  # this machine has no such family
        has_family = True
        if not is_free:
            words = f"{settings.sip_port} sedang dipakai (meja ini terbuka, atau program lain)"
            yield Finding("port SIP", "warn", words)
            return
    if has_family:
        yield Finding("port SIP", "ok", f"{settings.sip_port} bebas ({settings.sip_host})")
    else:
        words = f"alamat {settings.sip_host} tidak ada di komputer ini; periksa sip_host di line.toml"
        yield Finding("port SIP", "fail", words)


def _is_free(host: str, port: int) -> bool:
    """Raises OSError if the address is not of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        if family == socket.AF_INET6:
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        probe.bind((host, 0))
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        if family == socket.AF_INET6:
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            bind_alone(probe, (host, port))
        except OSError:
            return False
    return True


def exchange_findings(config: LineConfig) -> Iterator[Finding]:
    """Whether each registrar and proxy of each account has an address, by the rules the line follows."""
    questions = DNSQuestions(make_resolver(config.dns_servers), {})
    asked = [(account.name, uri) for account in config.accounts for uri in account.ways]
    if not asked:
        yield Finding("saluran", "ok", "tanpa registrar: menerima panggilan langsung")
    for name, uri in asked:
        found = locate(SIPUri.parse(uri), name, questions)
        if found:
            where = f"{found[0].protocol} {found[0].host}:{found[0].port}"
            words = f"akun {name}: {uri} ditemukan ({where}); pendaftaran dilakukan oleh batola-line"
            yield Finding("saluran", "ok", words)
        else:
            words = f"akun {name}: {uri} tidak ditemukan; periksa line.toml, DNS dan jaringan"
            yield Finding("saluran", "fail", words)
