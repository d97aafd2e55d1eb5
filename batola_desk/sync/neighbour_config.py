"""``[neighbours]`` of secretariat.toml: desks of the same room that keep each other's unsent facts.

Both sides show a certificate of the room's own authority, and only who stands on the list is spoken to.
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.section import Section
from batola_desk.settings.toml_file import TomlFile
from batola_desk.sync.address import Host, parse_host
from batola_desk.sync.faults import SecretariatFault

NEIGHBOUR_KEYS: Final = frozenset({"listen", "certificate", "key", "desks"})
NEIGHBOUR_PORT: Final = 5871
DESKS_MAX: Final = 32  # LIMIT: of one list; each may have one connection here


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourSettings:
    """Who keeps whose facts.

    Attributes:
        listen: where this desk takes facts of others; None = it keeps none.
        authority: the certificate that signed all desks'.
        desks: letter → address; the certificate of a desk carries the name that stands here. Without itself.
    """

    listen: Host | None
    certificate: Path
    key: Path
    authority: Path
    desks: Mapping[str, Host]

    def sending_context(self) -> ssl.SSLContext:
        """Return how to speak to a neighbour: it must prove the name it is called by."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return self._furnished(context)

    def keeping_context(self) -> ssl.SSLContext:
        """Return how to listen: nobody gets in without a certificate of the authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.verify_mode = ssl.CERT_REQUIRED
        context.num_tickets = 0  # every connection proves itself anew
        return self._furnished(context)

    def letter_of(self, certificate: Mapping[str, Any] | None) -> str | None:
        """Return which desk of the list a checked certificate belongs to; None: to none of them."""
        names = [(kind, str(name)) for kind, name in (certificate or {}).get("subjectAltName", ())]
        for letter, host in self.desks.items():
            if any(_is_name_of(host.name, kind, name) for kind, name in names):
                return letter
        return None

    def _furnished(self, context: ssl.SSLContext) -> ssl.SSLContext:
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_verify_locations(cafile=str(self.authority))
        context.load_cert_chain(str(self.certificate), str(self.key), password=_no_password)
        return context


def read_neighbours(file: TomlFile, *, authority: Path | None, desk: str) -> NeighbourSettings:
    """Read the section.

    Raises:
        ConfigError: what is wrong with it.
    """
    section, desks = Section(file, "neighbours"), Section(file, "neighbours.desks")
    if authority is None:
        raise Section(file, "tls").wrong("ca", None, "ca.pem")
    places = section.data.get("desks")
    allowed = 'B = "10.11.2.12"'
    if not isinstance(places, dict) or not 1 <= len(places) <= DESKS_MAX:
        raise section.wrong("desks", places, allowed)
    hosts = {letter: _host(desks, letter, allowed) for letter in places}
    hosts.pop(desk, None)
    listen = _host(section, "listen", '"10.11.2.11:5871"') if section.data.get("listen") else None
    settings = NeighbourSettings(
        listen=listen,
        certificate=section.path("certificate", allowed="meja_a.crt"),
        key=section.path("key", allowed="meja_a.key"),
        authority=authority,
        desks=hosts,
    )
    try:
        settings.sending_context()
    except (OSError, ValueError) as fault:  # ssl.SSLError is an OSError
        found = f"{settings.certificate}, {settings.key}"
        line = file.line_of("neighbours", key="certificate")
        raise ConfigError(
            file.path, line, "neighbours.certificate", found=found, allowed="a certificate and its key (PEM)"
        ) from fault
    return settings


def _host(section: Section, key: str, allowed: str) -> Host:
    place = section.text(key, allowed=allowed)
    try:
        return parse_host(place, NEIGHBOUR_PORT)
    except SecretariatFault as fault:
        raise section.wrong(key, place, allowed) from fault


def _is_name_of(host: str, kind: str, name: str) -> bool:
    if kind == "DNS":
        return name.lower() == host.lower()
    try:
        return kind == "IP Address" and ipaddress.ip_address(name) == ipaddress.ip_address(host)
    except ValueError:
        return False


def _no_password() -> str:
    """A key with a password would ask for it on a terminal that nobody watches."""
    raise ValueError("the key has a password")
