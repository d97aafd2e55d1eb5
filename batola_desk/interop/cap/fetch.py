"""Gets one document of a feed over TLS: no redirection, no proxy, no cookie; time and size are limited.

Thread: any; blocks for at most ``LIMIT_S`` and a little.
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

from batola_desk.interop.bounded_answer import AnswerTooLargeError, read_within
from batola_desk.interop.cap.safe_xml import DOCUMENT_BYTES_MAX, CapFault

LIMIT_S: Final = 10.0
AGAIN_S_MAX: Final = 3_600.0
_USER_AGENT: Final = "batola-desk (112)"
_MARK_LETTERS_MAX: Final = 200  # of an ETag: longer ones are not sent back


@dataclass(frozen=True, slots=True)
class Marks:
    """What the server said of the last answer, sent back so that it may say "unchanged". RFC 9110 §8.8."""

    etag: str = ""
    modified: str = ""


NO_MARKS: Final = Marks()


@dataclass(frozen=True, slots=True)
class Fetched:
    """``content`` None: unchanged since the marks."""

    content: bytes | None
    marks: Marks


class BusyFault(CapFault):
    """The server asks for patience; ``again_s`` 0 = it does not say for how long."""

    def __init__(self, status: int, again_s: float) -> None:
        super().__init__("weather_refused", status=status)
        self.again_s = again_s


def fetch(
    address: str,
    *,
    authority: Path | None = None,
    marks: Marks = NO_MARKS,
    now_s: Callable[[], float] = time.monotonic,
) -> Fetched:
    """Ask for it.

    Raises:
        CapFault: ``weather_…``, ``cap_too_large``.
    """
    end_s = now_s() + LIMIT_S
    try:
        return _ask(address, authority, marks, end_s, now_s)
    except ssl.SSLCertVerificationError as fault:
        raise CapFault("weather_certificate") from fault
    except TimeoutError as fault:
        raise CapFault("weather_late") from fault
    except AnswerTooLargeError as fault:
        raise CapFault("cap_too_large") from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:  # ValueError: a name IDNA cannot say
        raise CapFault("weather_unreachable") from fault


def _ask(
    address: str, authority: Path | None, marks: Marks, end_s: float, now_s: Callable[[], float]
) -> Fetched:
    parts = urlsplit(address)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, authority)
    headers = {"Accept": "application/cap+xml, application/xml, text/xml", "User-Agent": _USER_AGENT}
    if marks.etag:
        headers["If-None-Match"] = marks.etag
    if marks.modified:
        headers["If-Modified-Since"] = marks.modified
    try:
        connection.request("GET", target, headers=headers)
        with connection.getresponse() as response:
            if response.status == 304:
                return Fetched(None, marks)
            if response.status != 200:
                raise BusyFault(response.status, _again_s(response.headers.get("Retry-After", "")))
            content = read_within(
                response, connection, end_s=end_s, now_s=now_s, bytes_max=DOCUMENT_BYTES_MAX
            )
            said = response.headers
            return Fetched(content, Marks(_mark(said.get("ETag", "")), _mark(said.get("Last-Modified", ""))))
    finally:
        connection.close()


def _connection(
    scheme: str, host: str, port: int | None, authority: Path | None
) -> http.client.HTTPConnection:
    if scheme != "https":  # on this machine only: ``interop.safe_address``
        return http.client.HTTPConnection(host, port, timeout=LIMIT_S)
    context = ssl.create_default_context(cafile=str(authority) if authority is not None else None)
    return http.client.HTTPSConnection(host, port, timeout=LIMIT_S, context=context)


def _mark(text: str) -> str:
    return text if len(text) <= _MARK_LETTERS_MAX and text.isascii() and text.isprintable() else ""


def _again_s(text: str) -> float:
    """``Retry-After`` in seconds; a date is as good as nothing said. Source: RFC 9110 §10.2.3."""
    number = text.strip()
    return (
        min(float(number), AGAIN_S_MAX) if number.isascii() and number.isdigit() and len(number) < 7 else 0.0
    )
