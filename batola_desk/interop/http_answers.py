"""What a small listener answers, and whom it knows: responses, routes, tokens."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from batola_desk.interop.http_request import Request

TOKEN_CHARS_MIN: Final = 16  # LIMIT: shorter ones can be guessed within a shift


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. ``body`` is short: no answer of ours is a document."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/plain; charset=utf-8"


Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What answers at one path.

    Attributes:
        methods: ``GET`` and/or ``POST``.
        handler: called on the listener's thread; must be quick and wait for nothing.
        body_bytes_max: LIMIT of this route; larger bodies are answered 413 unread.
    """

    path: str
    methods: frozenset[str]
    handler: Handler
    body_bytes_max: int = 65536


class TokenTable:
    """The tokens a listener takes, kept as hashes; compared in constant time.

    Args:
        tokens: name (for the log and for a handler's own rules) and secret.
    """

    def __init__(self, tokens: Mapping[str, str]) -> None:
        for name, secret in tokens.items():
            if len(secret) < TOKEN_CHARS_MIN:
                raise ValueError(f"token {name!r} is shorter than {TOKEN_CHARS_MIN} characters")
        self._digests = {name: _digest(secret) for name, secret in tokens.items()}

    def __bool__(self) -> bool:
        return bool(self._digests)

    def name_of(self, secret: str) -> str | None:
        """Return whose token this is; None: nobody's. Looks at all, so that the time says nothing."""
        given = _digest(secret)
        found: str | None = None
        for name, digest in self._digests.items():
            if hmac.compare_digest(digest, given):
                found = name
        return found


def encode(response: Response, *, stays: bool, headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return the answer as it goes onto the wire. Source: RFC 9112 §4, §6.2."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    lines = [
        f"HTTP/1.1 {response.status} {phrase}",
        f"Content-Length: {len(response.body)}",
        f"Connection: {'keep-alive' if stays else 'close'}",
        "Cache-Control: no-store",
        *(f"{name}: {value}" for name, value in headers),
    ]
    if response.body:
        lines.append(f"Content-Type: {response.media_type}")
    return "\r\n".join((*lines, "", "")).encode("latin-1") + response.body


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
