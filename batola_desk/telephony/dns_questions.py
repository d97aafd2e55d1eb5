"""The questions of RFC 3263, asked of DNS and of the system. Thread: the look-up thread only.

Imported when the first name is looked up: dnspython costs a start 40 ms, and most centres write addresses.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

import dns.exception
import dns.rdatatype
import dns.resolver

from batola_desk.telephony.locating import Naptr, Srv, is_address, server_address

QUESTION_LIMIT_S = 2.0  # LIMIT: a server in the same country answers within 0.2 s
TTL_MAX_S = 300.0
SYSTEM_TTL_S = 60.0  # ``getaddrinfo`` does not say how long an answer holds

Resolver = dns.resolver.Resolver


class DNSQuestions:
    """One look-up's questions; ``ttl_s`` is the shortest life of all answers, at most ``TTL_MAX_S``.

    Thread: the look-up thread.
    """

    def __init__(self, resolver: dns.resolver.Resolver | None, hosts: dict[str, list[str]]) -> None:
        self._resolver = resolver
        self._hosts = hosts
        self.ttl_s = TTL_MAX_S
        self.is_dns_dead = False

    def naptr(self, name: str) -> Sequence[Naptr]:
        return [
            Naptr(r.order, r.preference, _text(r.flags), _text(r.service), r.replacement.to_text())
            for r in self._ask(name, dns.rdatatype.NAPTR)
        ]

    def srv(self, name: str) -> Sequence[Srv]:
        return [
            Srv(r.priority, r.weight, r.port, r.target.to_text()) for r in self._ask(name, dns.rdatatype.SRV)
        ]

    def addresses(self, name: str) -> Sequence[str]:
        """IPv4 first: small networks announce IPv6 that leads nowhere."""
        if is_address(name):
            return [name]
        pinned = self._hosts.get(name.rstrip(".").lower())
        if pinned:
            return pinned
        kinds = (dns.rdatatype.A, dns.rdatatype.AAAA)
        answered = [record.address for kind in kinds for record in self._ask(name, kind)]
        return answered or self._ask_system(name)

    def _ask(self, name: str, kind: dns.rdatatype.RdataType) -> Sequence[Any]:
        bare = name.rstrip(".").lower()
        if self._resolver is None or self.is_dns_dead or "." not in bare:
            return []
        if any(bare == host or bare.endswith(f".{host}") for host in self._hosts):
            return []  # a name IT has pinned has no services in DNS
        try:
            answer = self._resolver.resolve(
                f"{bare}.", kind, lifetime=QUESTION_LIMIT_S, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return []
        except (dns.resolver.NoNameservers, dns.exception.Timeout):
            self.is_dns_dead = True
            return []
        except (dns.exception.DNSException, OSError, UnicodeError):
            return []
        if answer.rrset is None:
            return []
        self.ttl_s = min(self.ttl_s, answer.rrset.ttl)
        return list(answer.rrset)

    def _ask_system(self, name: str) -> Sequence[str]:
        """Names only the system knows (NetBIOS, mDNS, a search domain)."""
        try:
            found = socket.getaddrinfo(name, None, 0, socket.SOCK_DGRAM)
        except (OSError, UnicodeError):
            return []
        self.ttl_s = min(self.ttl_s, SYSTEM_TTL_S)
        addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
        return sorted(addresses, key=lambda address: ":" in address)


def make_resolver(servers: Sequence[str]) -> dns.resolver.Resolver | None:
    """A resolver for these servers or the system's; None if it names none. Raises nothing."""
    try:
        resolver = dns.resolver.Resolver(configure=not servers)
    except (dns.exception.DNSException, OSError):
        return None
    if servers:
        resolver.nameservers = [server_address(server)[0] for server in servers]
        resolver.nameserver_ports = dict(server_address(server) for server in servers)
    resolver.cache = None  # kept here, with our own rules
    resolver.timeout = QUESTION_LIMIT_S / 2
    return resolver


def _text(data: bytes) -> str:
    """A zone file may hold any bytes; what is no text matches nothing."""
    return data.decode("ascii", "replace")
