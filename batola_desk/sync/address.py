"""Where the secretariat is and how to speak to it: ``postgresql://user@host1,host2/database?sslmode=…``."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from batola_desk.sync.faults import SecretariatFault

DEFAULT_PORT: Final = 5432
TLS_MODES: Final = ("disable", "require", "verify-ca", "verify-full")
_KNOWN_OPTIONS: Final = frozenset({"sslmode", "sslrootcert", "host", "port"})


@dataclass(frozen=True, slots=True)
class Host:
    """One server; ``name`` may be the folder of a Unix socket."""

    name: str
    port: int = DEFAULT_PORT

    @property
    def is_local(self) -> bool:
        """Whether what is said there never leaves this machine."""
        if self.name.startswith("/") or self.name == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.name).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Everything but the login and its password.

    Attributes:
        tls_mode: one of ``TLS_MODES``; empty: ``verify-full``, and nothing on this machine.
        authority: file with the certificate of the authority to trust; None = those of the system.
    """

    hosts: tuple[Host, ...]
    database: str
    user: str = ""
    tls_mode: str = ""
    authority: Path | None = None

    def tls_for(self, host: Host) -> ssl.SSLContext | bool:
        """Return how to encrypt towards a host; False = not at all.

        Raises:
            SecretariatFault: ``secretariat_address``: the authority's file cannot be read.
        """
        mode = self.tls_mode or ("disable" if host.is_local else "verify-full")
        if mode == "disable" or host.name.startswith("/"):
            return False
        try:
            context = ssl.create_default_context(cafile=str(self.authority) if self.authority else None)
        except OSError as fault:
            raise SecretariatFault("secretariat_address", why="sslrootcert") from fault
        context.check_hostname = mode == "verify-full"
        if mode == "require":
            context.verify_mode = ssl.CERT_NONE
        return context


def parse_address(text: str) -> Address:
    """Read an address.

    A password in it is refused: addresses stand in process lists, shell histories and configuration files.

    Raises:
        SecretariatFault: ``secretariat_address`` with ``why``: scheme, password, host, port, database,
            sslmode or the name of an unknown option.
    """
    try:
        parts = urlsplit(text)
    except ValueError as fault:
        raise SecretariatFault("secretariat_address", why="host") from fault
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SecretariatFault("secretariat_address", why="scheme")
    login, _, places = parts.netloc.rpartition("@")
    if ":" in login:
        raise SecretariatFault("secretariat_address", why="password")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if "password" in options:
        raise SecretariatFault("secretariat_address", why="password")
    for name in options:
        if name not in _KNOWN_OPTIONS:
            raise SecretariatFault("secretariat_address", why=name)
    mode = options.get("sslmode", "")
    if mode and mode not in TLS_MODES:
        raise SecretariatFault("secretariat_address", why="sslmode")
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise SecretariatFault("secretariat_address", why="database")
    port = _port(options["port"]) if "port" in options else DEFAULT_PORT
    return Address(
        hosts=tuple(parse_host(place, port) for place in (places or options.get("host", "")).split(",")),
        database=database,
        user=unquote(login),
        tls_mode=mode,
        authority=Path(options["sslrootcert"]) if "sslrootcert" in options else None,
    )


def parse_host(place: str, port: int = DEFAULT_PORT) -> Host:
    """Read ``name``, ``name:port``, ``[::1]:port`` or the folder of a Unix socket.

    Raises:
        SecretariatFault: ``secretariat_address`` with ``why``: host or port.
    """
    name, own_port = place, ""
    if place.startswith("["):
        name, _, rest = place[1:].partition("]")
        own_port = rest.removeprefix(":")
    elif place.count(":") == 1 and not place.startswith("/"):
        name, _, own_port = place.partition(":")
    if not name:
        raise SecretariatFault("secretariat_address", why="host")
    return Host(unquote(name), _port(own_port) if own_port else port)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SecretariatFault("secretariat_address", why="port")
    return int(text)
