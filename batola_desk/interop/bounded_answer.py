"""Reads the body of an answer of a stranger's server: limited in time and in size as a whole."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from typing import Final

_CHUNK_BYTES: Final = 8_192


class AnswerTooLargeError(Exception):
    """It has not ended where it should have."""


def read_within(
    response: http.client.HTTPResponse,
    connection: http.client.HTTPConnection,
    *,
    end_s: float,
    now_s: Callable[[], float],
    bytes_max: int,
) -> bytes:
    """The whole body; a server that drips one byte a second is late, not slow.

    Raises:
        TimeoutError, AnswerTooLargeError, OSError, HTTPException.
    """
    content = b""
    while True:
        left_s = end_s - now_s()
        if left_s <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left_s)
        piece = response.read1(_CHUNK_BYTES)
        if not piece:
            return content
        content += piece
        if len(content) > bytes_max:
            raise AnswerTooLargeError
