"""Addresses that IT writes into configuration files."""

from __future__ import annotations

from urllib.parse import urlsplit

from batola_desk.interop.http_listener import is_loopback
from batola_desk.settings.section import Section


def safe_address(section: Section, key: str, allowed: str) -> str:
    """``https`` with a name and nothing that a link cannot carry; ``http`` on this machine only.

    Raises:
        ConfigError: it is another one.
    """
    text = section.text(key, allowed=allowed)
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise section.wrong(key, text, allowed) from fault
    is_whole = (
        bool(host) and not parts.fragment and not parts.username and text.isascii() and text.isprintable()
    )
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not is_whole or not is_safe or " " in text:
        raise section.wrong(key, text, f"{allowed}; http on this machine only")
    return text.rstrip("/")
