"""``intake.toml``: the service that callers' telephones reach, and how a desk uses it. Off unless it says so.

[service]                                # `batola-desk intake`, on this machine
enabled = true
host = "127.0.0.1"                       # behind a reverse proxy; beyond loopback only with a certificate
port = 8114
desk_token = "at least sixteen letters"  # what desks show
aml_token = "…"                          # who sends AML; empty: none is taken
referral_token = "…"                     # who tells results of referrals; empty: none are taken

[desk]                                   # this desk asks callers for their position
service = "http://127.0.0.1:8114"
page = "https://lokasi.example.go.id"    # what callers reach
token = "at least sixteen letters"

[sms]                                    # how a text gets to a caller, with or without [desk]
way = "paste"                            # or "command", or "gateway"
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.http_answers import TOKEN_CHARS_MIN
from batola_desk.interop.http_listener import is_loopback
from batola_desk.interop.safe_address import safe_address
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.section import Section
from batola_desk.settings.toml_file import TomlFile, read_configured
from batola_desk.settings.value_rules import Kind

CONFIG_NAME: Final = "intake.toml"
DEFAULT_PORT: Final = 8114
NUMBER, TEXT = "{number}", "{text}"  # replaced in a command's words and in a gateway's body
WAYS: Final = ("paste", "command", "gateway")
CHANNELS: Final = ("sms", "whatsapp")
_SENDER_KEYS: Final = frozenset({"way", "command", "url", "body", "header"})
KEYS: Final = {
    "service": frozenset(
        {"enabled", "host", "port", "certificate", "key", "proxies", "desk_token", "aml_token"}
        | {"referral_token"}
    ),
    "desk": frozenset({"service", "page", "token", "authority"}),
    "sms": _SENDER_KEYS,
    "whatsapp": _SENDER_KEYS,
}

Value = TypeVar("Value", bool, int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """How the service listens.

    Attributes:
        proxies: whose word about a caller's address is believed.
        desk_token, aml_token, referral_token: what these must show; without one they are not heard.
    """

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    desk_token: str = field(default="", repr=False)
    aml_token: str = field(default="", repr=False)
    referral_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderSettings:
    """How a text gets to a telephone.

    Attributes:
        command: words of a program; no shell reads them.
        url, body, header: what is posted to a gateway; ``header`` as ``Name: value``.
    """

    way: str = "paste"
    command: tuple[str, ...] = ()
    url: str = ""
    body: str = ""
    header: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSenders:
    """How this desk's texts to callers go out: links, and prepared texts to lost callers."""

    sms: SenderSettings = field(default_factory=SenderSettings)
    whatsapp: SenderSettings = field(default_factory=SenderSettings)

    def of(self, channel: str) -> SenderSettings:
        """How a channel's texts go out."""
        return self.whatsapp if channel == "whatsapp" else self.sms


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLinkSettings:
    """How a desk asks callers for their position.

    Attributes:
        service: where the service answers desks.
        page: what stands in the text that callers get.
        authority: who signed the service's certificate (PEM); None = who the system trusts.
    """

    service: str
    page: str
    token: str = field(repr=False)
    authority: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings:
    """What the file says; ``desk`` None = this desk makes no links."""

    service: ServiceSettings = field(default_factory=ServiceSettings)
    desk: DeskLinkSettings | None = None
    senders: TextSenders = field(default_factory=TextSenders)


def load_intake_settings(path: Path, *, policy: Mapping[str, object] | None = None) -> IntakeSettings:
    """Read the file; without one everything is off.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        EnvironmentFault: ``intake_config`` with ``file``, ``line``, ``key``, ``found`` and ``allowed``.
    """
    try:
        file = read_configured(path, policy)
        return IntakeSettings() if file is None else _read(file)
    except ConfigError as fault:
        raise EnvironmentFault("intake_config", **fault.values) from fault


def _read(file: TomlFile) -> IntakeSettings:
    for table, content in file.data.items():
        if table not in KEYS:
            raise ConfigError(
                file.path, file.line_of(table), table, found="an unknown table", allowed=", ".join(KEYS)
            )
        if not isinstance(content, dict):
            line = file.line_of("", key=table)
            raise ConfigError(file.path, line, table, found=repr(content)[:40], allowed="a table")
        for key in content:
            if key not in KEYS[table]:
                raise Section(file, table).wrong(key, content[key], ", ".join(sorted(KEYS[table])))
    senders = {channel: _sender(Section(file, channel)) for channel in CHANNELS}
    return IntakeSettings(
        service=_service(Section(file, "service")),
        desk=_desk(Section(file, "desk")) if "desk" in file.data else None,
        senders=TextSenders(**senders),
    )


def _service(section: Section) -> ServiceSettings:
    port = _value(section, "port", DEFAULT_PORT, "1 to 65535")
    if not 1 <= port <= 65_535:
        raise section.wrong("port", port, "1 to 65535")
    host = _value(section, "host", "127.0.0.1", '"127.0.0.1"')
    if not _is_address(host):
        raise section.wrong("host", host, '"127.0.0.1"')
    enabled = _value(section, "enabled", False, "true or false")
    has_certificate = bool(section.data.get("certificate"))
    if enabled and not has_certificate and not is_loopback(host):
        raise section.wrong("certificate", None, "intake.crt: beyond 127.0.0.1 only with TLS")
    proxies = _texts(section, "proxies", ("127.0.0.1", "::1"))
    if not all(map(_is_address, proxies)):
        raise section.wrong("proxies", list(proxies), '["127.0.0.1"]')
    return ServiceSettings(
        enabled=enabled,
        host=host,
        port=port,
        certificate=section.path("certificate", allowed="intake.crt") if has_certificate else None,
        key=section.path("key", allowed="intake.key") if has_certificate else None,
        proxies=proxies,
        desk_token=_token(section, "desk_token", needed=enabled),
        aml_token=_token(section, "aml_token"),
        referral_token=_token(section, "referral_token"),
    )


def _desk(section: Section) -> DeskLinkSettings:
    authority = section.path("authority", allowed="ca.pem") if section.data.get("authority") else None
    if authority is not None and not authority.is_file():
        raise section.wrong("authority", str(authority), "an existing file (PEM)")
    return DeskLinkSettings(
        service=safe_address(section, "service", '"https://intake.example"'),
        page=safe_address(section, "page", '"https://lokasi.example.go.id"'),
        token=_token(section, "token", needed=True),
        authority=authority,
    )


def _sender(section: Section) -> SenderSettings:
    way = _value(section, "way", "paste", ", ".join(WAYS))
    if way not in WAYS:
        raise section.wrong("way", way, ", ".join(WAYS))
    command = _texts(section, "command", ())
    words = " ".join(command)
    if way == "command" and (not command or NUMBER not in words or TEXT not in words):
        raise section.wrong("command", list(command), f'["/usr/local/bin/sms", "{NUMBER}", "{TEXT}"]')
    body = _value(section, "body", "", "a text")
    if way == "gateway" and (NUMBER not in body or TEXT not in body):
        raise section.wrong("body", body, f'\'{{"to": "{NUMBER}", "text": "{TEXT}"}}\'')
    header = _value(section, "header", "", '"Authorization: Bearer …"')
    name, colon, _ = header.partition(":")
    if header and (not colon or not name.strip() or not header.isprintable() or not header.isascii()):
        raise section.wrong("header", "***", '"Authorization: Bearer …"')
    return SenderSettings(
        way=way,
        command=command,
        url=safe_address(section, "url", '"https://sms.example/send"') if way == "gateway" else "",
        body=body,
        header=header,
    )


def _token(section: Section, key: str, *, needed: bool = False) -> str:
    allowed = f"at least {TOKEN_CHARS_MIN} characters"
    token = _value(section, key, "", allowed)
    if (token or needed) and len(token) < TOKEN_CHARS_MIN:
        raise section.wrong(key, "***" if token else None, allowed)
    return token


def _value(section: Section, key: str, default: Value, allowed: str) -> Value:
    value: Any = section.data.get(key, default)
    if Kind.of(value) is not Kind.of(default) or (isinstance(value, str) and "\x00" in value):
        raise section.wrong(key, value, allowed)
    found: Value = value
    return found


def _texts(section: Section, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value: Any = section.data.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(one, str) and "\x00" not in one for one in value):
        raise section.wrong(key, value, "a list of texts")
    return tuple(value)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
