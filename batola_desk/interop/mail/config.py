"""``mail.toml`` of a desk: the server that takes e-mail for agencies. Without it the mail program is opened.

[mail]
host = "smtp.example.go.id"
security = "starttls"            # or "tls" (port 465); "none" on this machine only
sender = "112@example.go.id"
login = "112@example.go.id"
password = "…"                   # or dpapi:…, see settings.secrets
authority = "mail-ca.pem"        # who signed the server's certificate; left out: who the system trusts
limit_s = 15.0
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from batola_desk.interop.http_listener import is_loopback
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.secrets import SecretFault, reveal
from batola_desk.settings.section import Section
from batola_desk.settings.toml_file import read_configured

CONFIG_NAME: Final = "mail.toml"
PORTS: Final[Mapping[str, int]] = {"starttls": 587, "tls": 465, "none": 25}
LIMITS_S: Final = (1.0, 60.0)  # LIMIT: an agency is reached another way before a minute is over
LIMIT_S: Final = 15.0
KEYS: Final = ("host", "port", "security", "sender", "login", "password", "authority", "limit_s")
_SENDER: Final = '"112@example.go.id"'
_SERVER: Final = '"smtp.example.go.id"'
_NAME: Final = r"[A-Za-z0-9-]{1,63}"
_ADDRESS: Final = re.compile(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_NAME}(\.{_NAME})+")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The server and who writes.

    Attributes:
        security: ``starttls``, ``tls``, or ``none`` (a relay on this machine).
        login: empty = the server asks for none.
        limit_s: for one e-mail, from connecting to the server's word.
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    login: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
    limit_s: float = LIMIT_S


def is_address(text: str) -> bool:
    """Whether it is one plain address: nothing in it can end a line or name a second one."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def load_mail_settings(path: Path, *, policy: Mapping[str, object] | None = None) -> MailSettings | None:
    """Read the file; None = there is none, or it names no server.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        ConfigError: what is wrong with it.
    """
    file = read_configured(path, policy, roots={"mail": "host"})
    if file is None:
        return None
    for table, content in file.data.items():
        if table != "mail":
            raise ConfigError(path, file.line_of(table), table, found="an unknown table", allowed="mail")
        if not isinstance(content, dict):
            line = file.line_of("", key=table)
            raise ConfigError(path, line, table, found=repr(content)[:40], allowed="a table")
        for key in content:
            if key not in KEYS:
                raise Section(file, table).wrong(key, "***", ", ".join(KEYS))
    section = Section(file, "mail")
    return _mail(section) if section.data else None


def _mail(section: Section) -> MailSettings | None:
    security = section.text("security", allowed=", ".join(PORTS), default="starttls")
    if security not in PORTS:
        raise section.wrong("security", security, ", ".join(PORTS))
    port = section.data.get("port", 0)
    if type(port) is not int or not 0 <= port <= 65_535:
        raise section.wrong("port", port, "1 to 65535; 0: the usual one")
    limit_s = section.data.get("limit_s", LIMIT_S)
    low, high = LIMITS_S
    if isinstance(limit_s, bool) or not isinstance(limit_s, int | float) or not low <= limit_s <= high:
        raise section.wrong("limit_s", limit_s, f"{low:g} to {high:g} seconds")
    login, password = _login(section)
    authority = _authority(section)
    if section.data.get("host") == "":  # the window of all settings leaves it so: no server
        return None
    host, sender = _host(section, security), section.text("sender", allowed=_SENDER)
    if not is_address(sender):
        raise section.wrong("sender", sender, _SENDER)
    return MailSettings(
        host=host,
        port=port or PORTS[security],
        security=security,
        sender=sender,
        login=login,
        password=password,
        authority=authority,
        limit_s=float(limit_s),
    )


def _host(section: Section, security: str) -> str:
    host = section.text("host", allowed=_SERVER)
    if not _is_host(host):
        raise section.wrong("host", host, _SERVER)
    if security == "none" and not is_loopback(host):
        raise section.wrong("security", security, "starttls or tls; none on 127.0.0.1 only")
    return host


def _login(section: Section) -> tuple[str, str]:
    login = section.text("login", allowed="a text", default="")
    kept = section.data.get("password", "")
    if not isinstance(kept, str):
        raise section.wrong("password", "***", "a text")
    try:
        password = reveal(kept)
    except SecretFault as fault:
        raise section.wrong("password", "***", str(fault)) from fault
    for key, text in (("login", login), ("password", password)):
        if not (text.isascii() and text.isprintable()):
            raise section.wrong(key, "***", "printable ASCII: what sign-on to a mail server can carry")
    if bool(login) != bool(password):
        missing = "password" if login else "login"
        raise section.wrong(missing, None, "login and password, or neither")
    return login, password


def _authority(section: Section) -> Path | None:
    if not section.data.get("authority"):
        return None
    path = section.path("authority", allowed="mail-ca.pem")
    if not path.is_file():
        raise section.wrong("authority", str(path), "an existing file (PEM)")
    return path


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _HOST.fullmatch(host) is not None
    return True
