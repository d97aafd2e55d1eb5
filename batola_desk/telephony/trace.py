"""The SIP messages of the last hour, kept in memory so that IT can see what a peer really said.

Nothing is written to disk by itself; an export takes one call's messages only and hides what would open
other doors (answers to password challenges, media keys).
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from batola_desk.telephony.transport import Address, Flow

KEEP_S = 3600.0
BYTES_MAX = 32 << 20  # LIMIT: an hour of 200 calls with 64 kB location bodies fits; a flood drops the oldest

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


def _message(entry: _Entry) -> TracedMessage:
    at_us, is_sent, protocol, host, port, far_host, far_port, data = entry
    return TracedMessage(at_us, is_sent, protocol, (host, port), (far_host, far_port), data)


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
        self._now_us = now_us
        # Plain tuples of plain values: the cyclic collector forgets them at its first look, so that a full
        # hour in here does not make its pauses longer.
        self._messages: deque[_Entry] = deque()
        self._bytes = 0
        self.dropped = 0

    def note(self, data: bytes, flow: Flow, *, is_sent: bool) -> None:
        """Remember one message; costs microseconds and never raises."""
        at_us = self._now_us()
        self._messages.append((at_us, is_sent, flow.protocol, *flow.local, *flow.remote, data))
        self._bytes += len(data)
        oldest_us = at_us - self._keep_us
        while self._messages and (self._messages[0][0] < oldest_us or self._bytes > self._bytes_max):
            gone_us, *_, gone = self._messages.popleft()
            self._bytes -= len(gone)
            self.dropped += gone_us >= oldest_us

    def messages(self, call_ids: Collection[str]) -> list[TracedMessage]:
        """What was said under these Call-IDs in the last hour, oldest first; nobody else's."""
        wanted = set(call_ids)
        return [message for message in self.all_messages() if message.call_id in wanted]

    def all_messages(self) -> list[TracedMessage]:
        """Everything of the last hour, oldest first; not for export."""
        oldest_us = self._now_us() - self._keep_us
        while True:
            try:
                return [_message(entry) for entry in self._messages if entry[0] >= oldest_us]
            except RuntimeError:
                # SAFETY: the SIP thread appended meanwhile; a deque says so, and a second look is cheap.
                continue


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
