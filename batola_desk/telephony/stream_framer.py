"""Cuts SIP messages out of a byte stream. Source: RFC 3261 §18.3, keep-alives RFC 5626 §4.4.1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.message import HEAD_BYTES_MAX, MESSAGE_BYTES_MAX

_LENGTH = re.compile(rb"(?im)^(?:content-length|l)[ \t]*:[ \t]*(\d{1,7})[ \t]*\r?$")


class StreamFramer:
    """``pings`` and ``pongs`` count the keep-alives seen; whoever answers a ping counts it down."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._total = 0  # of the message at the front, once its headers are here
        self.pings = 0
        self.pongs = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield each whole message. The cost grows with the bytes, however small the pieces.

        Raises:
            MalformedMessageError: the stream cannot be followed any more and must be closed.
        """
        self._buffer += data
        while self._total or self._measure():
            if len(self._buffer) < self._total:
                return
            message = bytes(self._buffer[: self._total])
            del self._buffer[: self._total]
            self._total = self._searched = 0
            yield message

    def _measure(self) -> bool:
        """Find out once how long the message at the front is; False if its headers are not all here."""
        self._skip_keep_alives()
        end = self._buffer.find(b"\r\n\r\n", max(0, self._searched - 3))
        if end < 0:
            self._searched = len(self._buffer)
            if len(self._buffer) > HEAD_BYTES_MAX:
                raise MalformedMessageError("headers too long")
            return False
        match = _LENGTH.search(self._buffer, 0, end + 2)
        if match is None:
            raise MalformedMessageError("no content-length")
        total = end + 4 + int(match.group(1))
        if end > HEAD_BYTES_MAX or total > MESSAGE_BYTES_MAX:
            raise MalformedMessageError("too long")
        self._total = total
        return True

    def _skip_keep_alives(self) -> None:
        """Drop leading line ends; a double one is a ping (wants a single one back), a single one a pong."""
        if not self._buffer.startswith((b"\r", b"\n")):
            return
        length = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
        ends = bytes(self._buffer[:length])
        pings = ends.count(b"\r\n\r\n")
        self.pings += pings
        self.pongs += ends.count(b"\r\n") - 2 * pings
        del self._buffer[:length]
        self._searched = 0
