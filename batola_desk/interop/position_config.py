"""``caller_positions.toml`` of a desk: where callers' positions may come from beside the calls.

Everything is off unless it stands there.

    [aml]                                   # telephones' own messages, ETSI TS 103 625 (docs/map.md)
    listen = "127.0.0.1:8112"
    token = "at least sixteen letters"      # may be left out on 127.0.0.1 only
    certificate = "aml.crt"                 # needed beyond 127.0.0.1
    key = "aml.key"

    [held]                                  # positions that a call only names, RFC 6753
    hosts = ["lis.operator.example"]
    limit_s = 5.0
    authority = "operator-ca.pem"
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from batola_desk.interop.held import HeldSettings
from batola_desk.interop.http_answers import TOKEN_CHARS_MIN
from batola_desk.interop.http_listener import ListenerConfig, is_loopback
from batola_desk.interop.rates import Rate
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.section import Section
from batola_desk.settings.toml_file import TomlFile, read_configured

CONFIG_NAME: Final = "caller_positions.toml"
HOSTS_MAX: Final = 16  # LIMIT: a country has fewer networks
LIMIT_S_MAX: Final = 30.0  # LIMIT: a position that takes longer is told by the caller before
AML_RATE: Final = Rate(
    20.0, 100.0
)  # LIMIT: a whole country's calls bring fewer; a mass event of 200 per hour
_KEYS: Final = {
    "aml": frozenset({"listen", "token", "certificate", "key"}),
    "held": frozenset({"hosts", "limit_s", "authority"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionSettings:
    """What the file says; None = off."""

    aml: ListenerConfig | None = None
    held: HeldSettings | None = None


def load_position_settings(path: Path, *, policy: Mapping[str, object] | None = None) -> PositionSettings:
    """Read the file; without one everything is off.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        ConfigError: what is wrong with it.
    """
    file = read_configured(path, policy, roots={"aml": "listen", "held": "hosts"})
    if file is None:
        return PositionSettings()
    for table, content in file.data.items():
        if table not in _KEYS:
            raise ConfigError(path, file.line_of(table), table, found="an unknown table", allowed="aml, held")
        section = Section(file, table)
        if not isinstance(content, dict):
            raise ConfigError(
                path, file.line_of("", key=table), table, found=repr(content), allowed="a table"
            )
        for key in content:
            if key not in _KEYS[table]:
                raise section.wrong(key, content[key], ", ".join(sorted(_KEYS[table])))
    return PositionSettings(
        aml=_aml(file) if "aml" in file.data else None, held=_held(file) if "held" in file.data else None
    )


def _aml(file: TomlFile) -> ListenerConfig:
    section = Section(file, "aml")
    host, port = _address(section)
    token = section.text("token", allowed=f"at least {TOKEN_CHARS_MIN} characters", default="")
    is_own = is_loopback(host)
    if (token or not is_own) and len(token) < TOKEN_CHARS_MIN:
        raise section.wrong("token", "***" if token else None, f"at least {TOKEN_CHARS_MIN} characters")
    has_certificate = "certificate" in section.data
    if not is_own and not has_certificate:
        raise section.wrong("certificate", None, "aml.crt: beyond 127.0.0.1 only with TLS")
    return ListenerConfig(
        host=host,
        port=port,
        tokens={"aml": token} if token else {},
        certificate=section.path("certificate", allowed="aml.crt") if has_certificate else None,
        key=section.path("key", allowed="aml.key") if has_certificate else None,
        connections_max=64,
        known=AML_RATE,
    )


def _address(section: Section) -> tuple[str, int]:
    allowed = '"127.0.0.1:8112"'
    place = section.text("listen", allowed=allowed)
    host, separator, port = place.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(host)
        number = int(port) if separator and port.isascii() and port.isdigit() else 0
    except ValueError as fault:
        raise section.wrong("listen", place, allowed) from fault
    if not 1 <= number <= 65_535:
        raise section.wrong("listen", place, allowed)
    return host, number


def _held(file: TomlFile) -> HeldSettings:
    section = Section(file, "held")
    hosts = section.data.get("hosts")
    allowed = '["lis.operator.example"]'
    if not isinstance(hosts, list) or not 1 <= len(hosts) <= HOSTS_MAX or not all(map(_is_host, hosts)):
        raise section.wrong("hosts", hosts, allowed)
    limit_s = section.data.get("limit_s", 5.0)
    if isinstance(limit_s, bool) or not isinstance(limit_s, int | float) or not 0.5 <= limit_s <= LIMIT_S_MAX:
        raise section.wrong("limit_s", limit_s, f"0.5 to {LIMIT_S_MAX:g} seconds")
    authority = section.path("authority", allowed="ca.pem") if "authority" in section.data else None
    if authority is not None and not authority.is_file():
        raise section.wrong("authority", str(authority), "an existing file (PEM)")
    return HeldSettings(
        hosts=frozenset(host.lower() for host in hosts), limit_s=float(limit_s), authority=authority
    )


def _is_host(value: Any) -> bool:
    """A name, perhaps with a port; no address with a path, no pattern."""
    if not isinstance(value, str) or not value.isascii():
        return False
    name, separator, port = value.partition(":")
    is_name = bool(name) and all(letter.isalnum() or letter in "-." for letter in name)
    return is_name and (not separator or (port.isdigit() and 0 < int(port) < 65_536))
