"""What `batola-desk doctor` finds out about the telephone line: running or not, port, exchanges, recordings.

A line that runs is asked (``doctor_running_line``) and never doubled: a second registration could push the
desk's own out of the exchange. Without one, an account registers only if a call was asked for.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

from batola_desk.app.doctor.finding import Finding, fail, ok, warn
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import LineSettings
from batola_desk.interop.recording_store.config import build_store
from batola_desk.interop.recording_store.port import StoreFault, no_pause
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import load_line
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.dns_questions import DNSQuestions, make_resolver
from batola_desk.telephony.locating import locate
from batola_desk.telephony.transport_udp import bind_alone
from batola_desk.telephony.uri import SIPUri


def line_findings(paths: DeskPaths, *, echo_number: str, call: bool) -> Iterator[Finding]:
    """Look at ``line.toml``, at the line that runs or the port it would use, at exchanges and accounts.

    Args:
        call: dial the echo number, and register for it if no line runs.
    """
    from batola_desk.app.doctor.call import account_findings, echo_findings
    from batola_desk.app.doctor.running_line import running_line

    try:
        settings = load_line(paths)
    except EnvironmentFault as fault:
        told = fault.values
        yield fail("line_config_wrong", key=told.get("key", ""), allowed=told.get("allowed", ""))
        return
    config = settings.line_config()
    for account in config.accounts:
        if account.sends_keys_in_clear:
            yield warn("line_keys_in_clear", account=account.name)
    if not is_engine_running(paths.runtime):
        yield from port_findings(settings)
        yield from exchange_findings(config)
        yield from account_findings(config, echo_number, call=call)
        return
    with running_line(paths.runtime) as line:
        if line is None:
            yield warn("line_not_answering")
            return
        yield from line.findings()
        yield from exchange_findings(config)
        yield from echo_findings(config, echo_number, call=call, has_calls=line.has_calls)


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
            yield warn("line_port_used", port=settings.sip_port)
            return
    if has_family:
        yield ok("line_port_free", port=settings.sip_port, host=settings.sip_host)
    else:
        yield fail("line_address_foreign", host=settings.sip_host)


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
        yield ok("line_direct")
    for name, uri in asked:
        found = locate(SIPUri.parse(uri), name, questions)
        if found:
            where = f"{found[0].protocol} {found[0].host}:{found[0].port}"
            yield ok("exchange_found", account=name, uri=uri, where=where)
        else:
            yield fail("exchange_unknown", account=name, uri=uri)


def tls_servers(paths: DeskPaths) -> Iterator[tuple[str, int]]:
    """Return the exchanges that are reached over TLS, each once."""
    try:
        config = load_line(paths).line_config()
    except EnvironmentFault:
        return
    questions = DNSQuestions(make_resolver(config.dns_servers), {})
    told: set[tuple[str, int]] = set()
    for account in config.accounts:
        for uri in account.ways:
            for place in locate(SIPUri.parse(uri), account.name, questions):
                if place.protocol == "TLS" and (place.host, place.port) not in told:
                    told.add((place.host, place.port))
                    yield place.host, place.port


def store_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Ask the store for a name it cannot have: address, certificate, keys and bucket must be right for that.

    A new folder is prepared by the first copy, never by us: we might be looking at an unmounted share.
    """
    try:
        settings = load_line(paths).store
    except EnvironmentFault:
        return  # told with the line
    try:
        store = build_store(settings, may_prepare=False)
        if store is None:
            yield warn("store_none")
            return
        store.sha256_of("doctor/none.wav", no_pause)
    except StoreFault as fault:
        yield warn("store_not_ready", kind=settings.kind, detail=fault.code)
    else:
        yield ok("store_answers", store=store.store_id)
