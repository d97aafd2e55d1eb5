"""Where a SIP URI leads: transport, port and addresses, best first. Source: RFC 3263 §4, RFC 2782.

Pure: the answers of DNS come in, destinations go out; ``names`` asks the questions.
"""

from __future__ import annotations

import ipaddress
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.telephony.headers import digits
from batola_desk.telephony.uri import DEFAULT_PORTS, Destination, SIPUri

DESTINATIONS_MAX = 32  # LIMIT: failover over more would outlast any caller
_SERVICES = {"SIPS+D2T": "TLS", "SIP+D2T": "TCP", "SIP+D2U": "UDP"}
_SRV_PREFIXES = {"UDP": "_sip._udp.", "TCP": "_sip._tcp.", "TLS": "_sips._tcp."}
_WITHOUT_NAPTR = ("UDP", "TCP", "TLS")  # our preference: what every PBX speaks first


@dataclass(frozen=True, slots=True)
class Naptr:
    order: int
    preference: int
    flags: str
    service: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Srv:
    priority: int
    weight: int
    port: int
    target: str


class Questions(Protocol):
    """What may be asked; every answer is [] when there is none."""

    def naptr(self, name: str) -> Sequence[Naptr]: ...

    def srv(self, name: str) -> Sequence[Srv]: ...

    def addresses(self, name: str) -> Sequence[str]: ...


def locate(
    uri: SIPUri, account: str, ask: Questions, rng: Callable[[int], int] = random.randrange
) -> list[Destination]:
    """Destinations with addresses; [] if the name leads nowhere. Raises UnusableURIError."""
    plain = uri.destination()
    host = uri.parameters.get("maddr", "").strip("[]") or uri.host
    has_transport = uri.scheme == "sips" or "transport" in uri.parameters

    def found(protocol: str, target: str, port: int) -> Iterator[Destination]:
        for address in ask.addresses(target):
            yield Destination(protocol, address, port, uri.host, account)

    if uri.port is not None:
        return list(itertools.islice(found(plain.protocol, host, uri.port), DESTINATIONS_MAX))
    if has_transport:
        services = [(plain.protocol, _SRV_PREFIXES[plain.protocol] + host)]
    else:
        services = _by_naptr(ask.naptr(host)) or [
            (kind, _SRV_PREFIXES[kind] + host) for kind in _WITHOUT_NAPTR
        ]
    destinations: list[Destination] = []
    for protocol, name in services:
        for record in in_srv_order(ask.srv(name), rng):
            destinations += found(protocol, record.target, record.port)
            if len(destinations) >= DESTINATIONS_MAX:
                return destinations[:DESTINATIONS_MAX]
    return destinations or list(found(plain.protocol, host, DEFAULT_PORTS[plain.protocol]))[:DESTINATIONS_MAX]


def _by_naptr(records: Sequence[Naptr]) -> list[tuple[str, str]]:
    """(protocol, SRV name) of the services we speak, in the domain's order. Source: RFC 3263 §4.1."""
    usable = [
        record for record in records if record.flags.lower() == "s" and record.service.upper() in _SERVICES
    ]
    usable.sort(key=lambda record: (record.order, record.preference))
    return [(_SERVICES[record.service.upper()], record.replacement) for record in usable]


def in_srv_order(records: Sequence[Srv], rng: Callable[[int], int]) -> Iterator[Srv]:
    """By priority; within one, drawn by weight. A target "." says: not offered here. Source: RFC 2782."""
    by_priority = sorted(records, key=lambda record: record.priority)
    for _, group in itertools.groupby(by_priority, key=lambda record: record.priority):
        left = [record for record in group if record.target.rstrip(".")]
        while left:
            # Weight 0 keeps a very small chance: RFC 2782 puts such records first in the running sum.
            left.sort(key=lambda record: record.weight > 0)
            point = rng(sum(record.weight for record in left) + 1)
            for record in left:
                point -= record.weight
                if point <= 0:
                    break
            left.remove(record)
            yield record


def literal(uri: SIPUri, account: str) -> Destination | None:
    """The destination of a URI with an address instead of a name. Raises UnusableURIError."""
    plain = uri.destination()
    if "maddr" in uri.parameters or not is_address(uri.host):
        return None
    return Destination(plain.protocol, uri.host, plain.port, uri.host, account)


def is_address(host: str) -> bool:
    """Whether no look-up is needed. A zone must be a number (ours): a name could start a look-up inside
    ``sendto`` and stop the thread."""
    address, percent, zone = host.partition("%")
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return not percent or (":" in address and zone.isascii() and zone.isdigit())


def server_address(text: str) -> tuple[str, int]:
    """``10.0.0.1``, ``10.0.0.1:53``, ``2001:db8::1``, ``[2001:db8::1]:53``. Raises ValueError."""
    host, port = text, "53"
    if text.startswith("["):
        host, closing, port = text[1:].partition("]")
        host = host if closing else ""
        port = port.removeprefix(":") or "53"
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    number = digits(port, maximum=65535)
    if not is_address(host) or not number:
        raise ValueError(f"{text}: no address of a name server")
    return host, number
