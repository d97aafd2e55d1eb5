"""Real-time text in RTP packets, with redundancy. Source: RFC 4103 §4, §5; RFC 2198 §3."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from batola_desk.telephony.rtp import SEQUENCE_MODULUS

BLOCK_BYTES_MAX = 380  # LIMIT: three generations and the encryption fit one datagram (the field ends at 1023)
OFFSET_MAX = 0x3FFF
_BLOCKS_MAX = 8
_WAITING_MAX = 16  # LIMIT: packets that may wait for one that is missing
_GAP_MAX = 3000  # RFC 3550 A.1: beyond this the sender began anew,
_LATE_MAX = 100  # and so it did when it counts from further back than a packet may be late


@dataclass(frozen=True, slots=True)
class TextBlock:
    """What was typed in one interval, and when in the media's time."""

    timestamp: int
    data: bytes


class RedundantWriter:
    """Builds payloads: the new block, and before it the ones already sent.

    Every payload has the agreed number of older blocks, empty ones at the beginning and after a pause. RFC
    4103 §4.2 leaves that open, but Linphone does not read a payload with fewer.
    """

    def __init__(self, generations: int) -> None:
        self._sent: deque[TextBlock] = deque(maxlen=generations)
        self.forget()

    @property
    def owes_repetition(self) -> bool:
        """Something sent has not been repeated often enough yet."""
        return any(block.data for block in self._sent)

    def red(self, payload_type: int, block: TextBlock) -> bytes:
        """A payload of RFC 2198; every generation has its header, empty ones with length 0."""
        headers, bodies = bytearray(), bytearray()
        for old in self._sent:
            offset = (block.timestamp - old.timestamp) & 0xFFFFFFFF if old.data else 0
            data = old.data if offset <= OFFSET_MAX else b""
            word = 0x80000000 | payload_type << 24 | min(offset, OFFSET_MAX) << 10 | len(data)
            headers += word.to_bytes(4, "big")
            bodies += data
        self._sent.append(block)
        return bytes(headers) + bytes([payload_type]) + bytes(bodies) + block.data

    def forget(self) -> None:
        """After a pause there is nothing to repeat."""
        self._sent.extend([TextBlock(0, b"")] * (self._sent.maxlen or 0))


def split_red(payload: bytes, payload_type: int) -> list[bytes] | None:
    """The blocks of a redundant payload, oldest first, the new one last; None if the lengths lie."""
    lengths: list[int] = []
    offset = 0
    while offset < len(payload) and payload[offset] & 0x80:
        if offset + 4 > len(payload) or len(lengths) >= _BLOCKS_MAX:
            return None
        if payload[offset] & 0x7F != payload_type:
            return None
        lengths.append(int.from_bytes(payload[offset + 2 : offset + 4], "big") & 0x3FF)
        offset += 4
    if offset >= len(payload) or payload[offset] != payload_type:
        return None
    offset += 1
    blocks: list[bytes] = []
    for length in lengths:
        if offset + length > len(payload):
            return None
        blocks.append(payload[offset : offset + length])
        offset += length
    return [*blocks, payload[offset:]]


class TextOrder:
    """Puts blocks into their order and fills gaps from the redundancy that comes later.

    With redundancy a late or lost packet is healed by the next one at once. What cannot be healed waits for
    the missing packet until ``give_up``; then ``None`` marks the hole.

    Thread: the media loop.
    """

    def __init__(self) -> None:
        self._next: int | None = None
        self._waiting: dict[int, list[bytes]] = {}

    @property
    def is_waiting(self) -> bool:
        return bool(self._waiting)

    def take(self, sequence: int, blocks: list[bytes]) -> list[bytes | None]:
        """Blocks that can be shown now. ``blocks`` ends with the new one, the older generations before it."""
        if self._next is None:
            self._next = sequence + 1
            return list(blocks)  # what was lost before the first packet
        step = (sequence - self._next) % SEQUENCE_MODULUS
        if step >= SEQUENCE_MODULUS - _LATE_MAX:
            return []  # shown already
        if step > _GAP_MAX:
            self.restart()
            self._next = sequence + 1
            return [None, blocks[-1]]
        if step > len(blocks) - 1 and step > 0:
            self._waiting[sequence % SEQUENCE_MODULUS] = blocks
            return self.give_up() if len(self._waiting) > _WAITING_MAX else []
        return [*self._advance(sequence, blocks, step), *self._drain()]

    def give_up(self) -> list[bytes | None]:
        """The missing packet does not come: mark the hole, go on with what waited."""
        if not self._waiting or self._next is None:
            return []
        first = min(self._waiting, key=lambda sequence: (sequence - (self._next or 0)) % SEQUENCE_MODULUS)
        blocks = self._waiting.pop(first)
        self._next = first + 1
        return [None, *blocks, *self._drain()]

    def restart(self) -> None:
        """Another sender (SSRC): its numbers have nothing to do with the old ones."""
        self._next = None
        self._waiting.clear()

    def _advance(self, sequence: int, blocks: list[bytes], step: int) -> list[bytes | None]:
        self._next = sequence + 1
        return list(blocks[len(blocks) - 1 - step :])

    def _drain(self) -> list[bytes | None]:
        """What waited and follows now; what was healed meanwhile is dropped."""
        shown: list[bytes | None] = []
        while self._waiting and self._next is not None:
            expected = self._next
            by_distance = {(sequence - expected) % SEQUENCE_MODULUS: sequence for sequence in self._waiting}
            for distance in [d for d in by_distance if d > SEQUENCE_MODULUS // 2]:
                del self._waiting[by_distance.pop(distance)]
            if not by_distance:
                break
            step = min(by_distance)
            sequence = by_distance[step]
            if step > len(self._waiting[sequence]) - 1:
                break
            shown += self._advance(sequence, self._waiting.pop(sequence), step)
        return shown
