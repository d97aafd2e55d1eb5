"""Reads what strangers send: bodies and addresses, each bounded in size and time. No word comes back."""

from __future__ import annotations

import asyncio
import hmac
import json
import math
import unicodedata
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from batola_desk.domain.location_link import WORDS_MAX

BODY_S: Final = 10.0  # LIMIT: for a whole body; a telephone at the edge of the net needs some seconds
_DEPTH_MAX: Final = 8  # opening brackets of one body; deep nesting costs the reader its stack
# Marks that turn the direction of what follows: they would make an operator read something else.
_TURNS: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


class RefusedError(Exception):
    """A request that is answered with a status and a short code of ours."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

    def response(self) -> Response:
        """The answer; the connection ends, so that nobody goes on sending."""
        headers = {"Connection": "close"}
        if self.status in {429, 503}:
            headers["Retry-After"] = "2"
        elif self.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="batola"'
        return JSONResponse({"error": self.code}, self.status, headers)


async def read_body(request: Request, bytes_max: int) -> bytes:
    """The body. Raises: RefusedError 400, 408 or 413."""
    announced = request.headers.get("content-length", "0")
    if not (announced.isascii() and announced.isdigit()) or int(announced[:12]) > bytes_max:
        raise RefusedError(413, "too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for piece in request.stream():
                body += piece
                if len(body) > bytes_max:
                    raise RefusedError(413, "too_large")
    except TimeoutError as fault:
        raise RefusedError(408, "too_slow") from fault
    except ClientDisconnect as fault:
        raise RefusedError(400, "left") from fault
    return bytes(body)


async def read_object(request: Request, bytes_max: int) -> dict[str, Any]:
    """The JSON object of a body. Raises: RefusedError 400, 408, 413 or 415."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "json_wanted")  # a form of a foreign page cannot send this
    body = await read_body(request, bytes_max)
    if max(body.count(b"{"), body.count(b"[")) > _DEPTH_MAX:
        raise RefusedError(400, "no_object")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise RefusedError(400, "no_object") from fault
    if not isinstance(content, dict):
        raise RefusedError(400, "no_object")
    return content


def words_of(value: object, chars_max: int = WORDS_MAX) -> str:
    """A text as a person wrote it, without signs that control a screen. Raises: RefusedError 422."""
    if not isinstance(value, str) or len(value) > chars_max:
        raise RefusedError(422, "text_unusable")
    kept = [
        letter
        for letter in value.replace("\r\n", "\n")
        if letter == "\n" or (unicodedata.category(letter) not in {"Cc", "Cs", "Co"} and letter not in _TURNS)
    ]
    text = "".join(kept).strip()
    if not text:
        raise RefusedError(422, "text_unusable")
    return text


def number_of(value: object, low: float, high: float) -> float | None:
    """A finite number between limits, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and low <= number <= high else None


def shows(request: Request, token: str) -> bool:
    """Whether a request shows this token (RFC 6750 §2.1); compared in constant time."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode("utf-8"))
    return right and bool(token) and scheme.lower() == "bearer"


def address_of(request: Request) -> str:
    """Whose request it is; behind a proxy that is trusted, what the proxy says."""
    return request.client.host if request.client is not None else ""
