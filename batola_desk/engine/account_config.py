"""``[[account]]`` and ``[tls]`` of ``line.toml``: identities at PBXs, and certificates.

Raises ValueError with two arguments everywhere: the key, and what is allowed there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from batola_desk.telephony.config import Account, TLSPolicy
from batola_desk.telephony.media_policy import KNOWN_CODECS, HoldManner, SrtpPolicy

ACCOUNTS_MAX = 16
TRANSPORTS = ("udp", "tcp", "tls")
_TEXTS = ("name", "user", "display_name", "domain", "auth_user", "password")
_LISTS = ("registrar", "proxy", "codecs", "number_prefixes")
_SWITCHES = ("accepts_text", "offers_text", "is_shared", "tls_verify")
_TLS_FILES = ("ca_file", "certificate_file", "key_file")
ACCOUNT_KEYS = (
    *_TEXTS, *_LISTS, *_SWITCHES, "expires_s", "srtp", "hold", "transport",
    *(f"tls_{key}" for key in _TLS_FILES),
)  # fmt: skip
TLS_KEYS = (*_TLS_FILES, "verify", "port", "require_certificate")


def read_tls(content: object, folder: Path) -> tuple[TLSPolicy, dict[str, Any]]:
    """The policy for everything without one of its own, and ``port`` and ``require_certificate`` if given."""
    if not isinstance(content, dict):
        raise ValueError("tls", "a table")  # noqa: TRY004  (a wrong file, not a wrong call)
    for key in content:
        if key not in TLS_KEYS:
            raise ValueError(f"tls.{key}", ", ".join(TLS_KEYS))
    policy = _policy("tls.", content, "", TLSPolicy(), folder)
    rest: dict[str, Any] = {}
    if "port" in content:
        port = content["port"]
        if type(port) is not int or not 0 <= port <= 65535:
            raise ValueError("tls.port", "0 to 65535")
        rest["tls_port"] = port
    if "require_certificate" in content:
        rest["tls_require_certificate"] = _switch("tls.require_certificate", content["require_certificate"])
    return policy, rest


def read_accounts(content: object, tls: TLSPolicy, folder: Path) -> tuple[Account, ...]:
    """All accounts, the default one first."""
    if not isinstance(content, list) or not content or not all(isinstance(item, dict) for item in content):
        raise ValueError("account", "one or more tables [[account]]")
    if len(content) > ACCOUNTS_MAX:
        raise ValueError("account", f"at most {ACCOUNTS_MAX}")
    accounts = tuple(_account(f"account[{n}].", item, tls, folder) for n, item in enumerate(content, start=1))
    if len({account.name for account in accounts}) < len(accounts):
        raise ValueError("account.name", "every name once")
    return accounts


def _account(shown: str, content: dict[str, Any], tls: TLSPolicy, folder: Path) -> Account:
    for key in content:
        if key not in ACCOUNT_KEYS:
            raise ValueError(shown + key, ", ".join(ACCOUNT_KEYS))
    values: dict[str, Any] = {}
    for key in _TEXTS:
        if key in content:
            values[key] = _text(shown + key, content[key])
    for key in ("accepts_text", "offers_text", "is_shared"):
        if key in content:
            values[key] = _switch(shown + key, content[key])
    transport = content.get("transport", "")
    if transport and transport not in TRANSPORTS:
        raise ValueError(f"{shown}transport", ", ".join(TRANSPORTS))
    values["registrar_uris"] = _uris(f"{shown}registrar", content.get("registrar", []), transport)
    values["proxy_uris"] = _uris(f"{shown}proxy", content.get("proxy", []), transport)
    values["number_prefixes"] = _texts(f"{shown}number_prefixes", content.get("number_prefixes", []))
    if "codecs" in content:
        values["codecs"] = _texts(f"{shown}codecs", content["codecs"])
        if not set(values["codecs"]) <= set(KNOWN_CODECS):
            raise ValueError(f"{shown}codecs", ", ".join(KNOWN_CODECS))
    if "expires_s" in content:
        if type(content["expires_s"]) is not int:
            raise ValueError(f"{shown}expires_s", "60 to 86400")
        values["expires_s"] = content["expires_s"]
    if "srtp" in content:
        try:
            values["srtp"] = SrtpPolicy(content["srtp"])
        except ValueError as fault:
            raise ValueError(f"{shown}srtp", ", ".join(SrtpPolicy)) from fault
    if "hold" in content:
        try:
            values["hold"] = HoldManner(content["hold"])
        except ValueError as fault:
            raise ValueError(f"{shown}hold", ", ".join(HoldManner)) from fault
    values["tls"] = _policy(shown, content, "tls_", tls, folder)
    try:
        return Account(**values)
    except ValueError as fault:
        raise ValueError(shown.rstrip("."), str(fault)) from fault


def _policy(shown: str, content: dict[str, Any], prefix: str, base: TLSPolicy, folder: Path) -> TLSPolicy:
    """Files are named relative to the configuration folder."""
    values: dict[str, Any] = {}
    for key in _TLS_FILES:
        if prefix + key in content:
            text = _text(shown + prefix + key, content[prefix + key])
            values[key] = str(folder / text) if text else ""
    if f"{prefix}verify" in content:
        values["verify"] = _switch(f"{shown}{prefix}verify", content[f"{prefix}verify"])
    return TLSPolicy(
        ca_file=values.get("ca_file", base.ca_file),
        certificate_file=values.get("certificate_file", base.certificate_file),
        key_file=values.get("key_file", base.key_file),
        verify=values.get("verify", base.verify),
    )


def _uris(shown: str, content: object, transport: str) -> tuple[str, ...]:
    uris = _texts(shown, [content] if isinstance(content, str) else content)
    if not transport:
        return uris
    return tuple(uri if "transport=" in uri.lower() else f"{uri};transport={transport}" for uri in uris)


def _texts(shown: str, content: object) -> tuple[str, ...]:
    if not isinstance(content, list) or not all(isinstance(item, str) and item for item in content):
        raise ValueError(shown, "a list of texts")
    return tuple(content)


def _text(shown: str, content: object) -> str:
    if not isinstance(content, str):
        raise ValueError(shown, "a text")  # noqa: TRY004  (a wrong file, not a wrong call)
    return content


def _switch(shown: str, content: object) -> bool:
    if not isinstance(content, bool):
        raise ValueError(shown, "true, false")  # noqa: TRY004  (a wrong file, not a wrong call)
    return content
