"""The SIP messages of the last hour, kept in memory so that IT can see what a peer really said.

They lie in pages that are packed when full. SIP repeats itself: an hour of 600 calls takes 2 MB instead of
20, and what comes and goes are few blocks of one size. Single messages among everything else a call allocates
left holes that the process never gave back, 3 MB in an hour.

Nothing is written to disk by itself; an export takes one call's messages only and hides what would open
other doors (answers to password challenges, media keys).
"""

from __future__ import annotations

import re
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

import msgspec

from batola_desk.telephony.transport import Address, Flow

KEEP_S = 3600.0
BYTES_MAX = 32 << 20  # LIMIT: packed; a flood of strange messages drops the oldest
_PAGE_BYTES = 64 << 10  # takes a millisecond to pack
_PACK_LEVEL = 1  # a tenth of the size; higher levels take three times as long for a fifth less

_CALL_ID = re.compile(rb"(?im)^(?:call-id|i)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*\r?$")
_SECRETS = (
    re.compile(rb'(?im)(^(?:proxy-)?authorization[ \t]*:[^\r\n]*?\bresponse[ \t]*=[ \t]*")([^"\r\n]*)'),
    re.compile(rb"(?im)(^a=crypto:[^\r\n]*?\binline:)([^|\s]*)"),
    re.compile(rb"(?im)(^k=)([^\r\n]*)"),
)


@dataclass(frozen=True, slots=True)
class TracedMessage:
    """One message as it crossed the wire.

    Attributes:
        at_us: wall time in microseconds since 1970 UTC.
        is_sent: by us; else received.
        protocol: UDP, TCP or TLS.
    """

    at_us: int
    is_sent: bool
    protocol: str
    local: Address
    remote: Address
    data: bytes

    @property
    def call_id(self) -> str:
        """The Call-ID, "" if there is none to be found."""
        found = _CALL_ID.search(self.data.partition(b"\r\n\r\n")[0])
        return found.group(1).decode("utf-8", "replace") if found else ""

    @property
    def without_secrets(self) -> bytes:
        """The message with challenge answers and media keys blotted out; its length stays."""
        data = self.data
        for pattern in _SECRETS:
            data = pattern.sub(lambda match: match.group(1) + b"*" * len(match.group(2)), data)
        return data


_Entry = tuple[int, bool, str, str, int, str, int, bytes]
_DECODER = msgspec.msgpack.Decoder(list[_Entry])


def _message(entry: _Entry) -> TracedMessage:
    at_us, is_sent, protocol, host, port, far_host, far_port, data = entry
    return TracedMessage(at_us, is_sent, protocol, (host, port), (far_host, far_port), data)


@dataclass(frozen=True, slots=True)
class _Page:
    """Messages that came one after the other."""

    last_us: int
    count: int
    packed: bytes

    @classmethod
    def of(cls, entries: list[_Entry]) -> _Page:
        packed = zlib.compress(msgspec.msgpack.encode(entries), _PACK_LEVEL)
        return cls(entries[-1][0], len(entries), packed)

    def entries(self) -> list[_Entry]:
        return _DECODER.decode(zlib.decompress(self.packed))


class SIPTrace:
    """A bounded memory of messages. Thread: ``note`` on the SIP loop, ``messages`` from anywhere.

    Attributes:
        dropped: messages that had to go before their hour was over.
    """

    def __init__(
        self,
        *,
        keep_s: float = KEEP_S,
        bytes_max: int = BYTES_MAX,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self._keep_us = int(keep_s * 1e6)
        self._bytes_max = bytes_max
        self._page_bytes = min(_PAGE_BYTES, bytes_max // 4)
        self._now_us = now_us
        self._lock = threading.Lock()  # SAFETY: a page is either open or packed for whoever reads
        self._pages: deque[_Page] = deque()
        self._packed_bytes = 0
        self._open: list[_Entry] = []
        self._open_bytes = 0
        self.dropped = 0

    def note(self, data: bytes, flow: Flow, *, is_sent: bool) -> None:
        """Remember one message; costs microseconds, a millisecond when a page is full, and never raises."""
        at_us = self._now_us()
        with self._lock:
            self._open.append((at_us, is_sent, flow.protocol, *flow.local, *flow.remote, data))
            self._open_bytes += len(data)
            if self._open_bytes >= self._page_bytes:
                self._pack()
            self._forget(at_us - self._keep_us)

    def _pack(self) -> None:
        page = _Page.of(self._open)
        self._pages.append(page)
        self._packed_bytes += len(page.packed)
        self._open, self._open_bytes = [], 0

    def _forget(self, oldest_us: int) -> None:
        """Drop pages whose hour is over, and the oldest if there are too many."""
        while self._pages and (
            self._pages[0].last_us < oldest_us or self._packed_bytes + self._open_bytes > self._bytes_max
        ):
            page = self._pages.popleft()
            self._packed_bytes -= len(page.packed)
            self.dropped += page.count if page.last_us >= oldest_us else 0
        if self._open and self._open[0][0] < oldest_us:  # on a quiet line a page stays open for hours
            self._open = [entry for entry in self._open if entry[0] >= oldest_us]
            self._open_bytes = sum(len(entry[-1]) for entry in self._open)

    def messages(self, call_ids: Collection[str]) -> list[TracedMessage]:
        """What was said under these Call-IDs in the last hour, oldest first; nobody else's."""
        wanted = set(call_ids)
        return [message for message in self.all_messages() if message.call_id in wanted]

    def all_messages(self) -> list[TracedMessage]:
        """Everything of the last hour, oldest first; not for export."""
        oldest_us = self._now_us() - self._keep_us
        with self._lock:
            pages, still_open = list(self._pages), list(self._open)
        entries = [entry for page in pages for entry in page.entries()] + still_open
        return [_message(entry) for entry in entries if entry[0] >= oldest_us]


def as_text(messages: Collection[TracedMessage]) -> str:
    """A trace a person can read: time, direction, addresses, the message itself."""
    parts = []
    for message in messages:
        seconds, micros = divmod(message.at_us, 1_000_000)
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
        arrow = "->" if message.is_sent else "<-"
        parts.append(
            f"==== {stamp}.{micros:06d}Z {message.protocol} {_shown(message.local)} {arrow} "
            f"{_shown(message.remote)} ({len(message.data)} bytes)\n"
            + message.without_secrets.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
            + "\n"
        )
    return "\n".join(parts)


def _shown(address: Address) -> str:
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
