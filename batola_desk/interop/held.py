"""Fetches a position from where a call says it can be had. Source: RFC 6753 §3, RFC 5985 (HELD).

Only over TLS and only from servers that IT has listed: the address came with a call, so anybody could have
written it. No redirection is followed, no proxy asked, no cookie kept; time and size are limited as a whole.
Thread: any; ``fetch`` blocks for at most the configured time and a little.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.pidf import DOCUMENT_BYTES_MAX, read_locations
from batola_desk.interop.bounded_answer import AnswerTooLargeError, read_within

HTTPS_PORT: Final = 443
_PIDF: Final = "application/pidf+xml"
_HELD: Final = "application/held+xml"
_ASK_BY_POST: Final = frozenset({405, 406, 415, 501})
_LOCATION_REQUEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<locationRequest xmlns="urn:ietf:params:xml:ns:geopriv:held" responseTime="emergencyRouting">'
    '<locationType exact="false">geodetic civic</locationType></locationRequest>'
)


class HeldFault(EnvironmentFault):
    """No position came.

    ``code``: held_not_allowed, held_unreachable, held_certificate, held_late, held_refused (``status``),
    held_too_large, held_no_place.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSettings:
    """Who may be asked for positions, and how long.

    Attributes:
        hosts: ``name`` or ``name:port`` in small letters; nobody else is ever connected to.
        authority: who signs their certificates (PEM); None = who the system trusts.
    """

    hosts: frozenset[str]
    limit_s: float = 5.0
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """A location document as it came."""

    content_type: str
    document: str


def host_of(uri: str, hosts: frozenset[str]) -> str:
    """The allowed ``name:port`` of an address; empty when it may not be asked."""
    try:
        parts = urlsplit(uri)
        name, port = (parts.hostname or "").lower(), parts.port or HTTPS_PORT
    except ValueError:
        return ""
    is_plain = parts.scheme.lower() == "https" and not parts.username and uri.isascii() and uri.isprintable()
    if not is_plain or " " in uri:
        return ""
    full = f"{name}:{port}"
    if full in hosts or (port == HTTPS_PORT and name in hosts):
        return full
    return ""


def fetch(uri: str, settings: HeldSettings, *, now_s: Callable[[], float] = time.monotonic) -> HeldAnswer:
    """Get the document. Raises: HeldFault."""
    full = host_of(uri, settings.hosts)
    if not full:
        raise HeldFault("held_not_allowed")
    end_s = now_s() + settings.limit_s
    try:
        answer = _ask(full, uri, settings, end_s, now_s, body=None)
        if answer.status in _ASK_BY_POST:
            answer = _ask(full, uri, settings, end_s, now_s, body=_LOCATION_REQUEST)
    except ssl.SSLCertVerificationError as fault:
        raise HeldFault("held_certificate") from fault
    except TimeoutError as fault:
        raise HeldFault("held_late") from fault
    except AnswerTooLargeError as fault:
        raise HeldFault("held_too_large") from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:  # ValueError: a name IDNA cannot say
        raise HeldFault("held_unreachable") from fault
    if answer.status != 200:
        raise HeldFault("held_refused", status=answer.status)
    if not read_locations(answer.content):
        raise HeldFault("held_no_place")
    return HeldAnswer(answer.content_type, answer.content.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content_type: str
    content: bytes


def _ask(
    full: str,
    uri: str,
    settings: HeldSettings,
    end_s: float,
    now_s: Callable[[], float],
    *,
    body: str | None,
) -> _Answer:
    context = ssl.create_default_context(cafile=str(settings.authority) if settings.authority else None)
    left_s = end_s - now_s()
    if left_s <= 0:
        raise TimeoutError
    name, _, port = full.rpartition(":")
    parts = urlsplit(uri)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = http.client.HTTPSConnection(name, int(port), timeout=left_s, context=context)
    try:
        if body is None:
            connection.request("GET", target, headers={"Accept": f"{_PIDF}, {_HELD};q=0.5"})
        else:
            headers = {"Accept": f"{_HELD}, {_PIDF}", "Content-Type": f"{_HELD};charset=utf-8"}
            connection.request("POST", target, body=body.encode(), headers=headers)
        with (
            connection.getresponse() as response
        ):  # else its file keeps the socket open after the close below
            content = read_within(
                response, connection, end_s=end_s, now_s=now_s, bytes_max=DOCUMENT_BYTES_MAX
            )
            kind = response.headers.get_content_type()[:100]
            return _Answer(response.status, kind, content)
    finally:
        connection.close()
