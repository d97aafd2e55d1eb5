"""Map packs that an admin handed to the room: what is told of one, and how it is cut into pieces.

The room knows bytes and their hashes; what a pack is, ``map.pack`` knows. Source: docs/decisions/0034.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

PART_BYTES: Final = 131_072  # of the server's table: small enough for a slow line, and a gigabyte has 8,192
PACK_BYTES_MAX: Final = 1 << 30  # LIMIT: the server's own; a desk asks for nothing larger


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPack:
    """A pack that waits in the room.

    Attributes:
        sha256: of the whole file.
        created_us: when it was made, microseconds since 1970: the newest counts.
        format: version of the file.
        published_us: when it was handed over; 0 = not yet.
    """

    sha256: bytes
    name: str
    created_us: int
    format: int
    size_bytes: int
    published_by: str = ""
    published_us: int = 0

    @property
    def part_count(self) -> int:
        """How many pieces it has."""
        return -(-self.size_bytes // PART_BYTES)

    def part_size(self, number: int) -> int:
        """How many bytes a piece has."""
        return min(PART_BYTES, self.size_bytes - number * PART_BYTES)

    @property
    def is_usable(self) -> bool:
        """Whether its numbers are such as a server keeps; a forged one is not looked at."""
        return len(self.sha256) == 32 and 0 < self.size_bytes <= PACK_BYTES_MAX and self.created_us > 0


class PackPart(NamedTuple):
    """A piece, and its hash as the server computed it."""

    sha256: bytes
    data: bytes


class PackShelf(Protocol):
    """A connection that reads packs. Every method may raise ``SecretariatFault``."""

    async def may_fetch(self) -> bool:
        """Whether the server has a connection to spare for this, and few others fetch now."""
        ...

    async def packs(self) -> Sequence[PublishedPack] | None:
        """Return what is published, the newest first; None: a room of an older program keeps none."""
        ...

    async def part_hashes(self, pack: PublishedPack, count: int) -> Sequence[bytes]:
        """Return the hashes of the first pieces."""
        ...

    async def part(self, pack: PublishedPack, number: int) -> PackPart | None:
        """Return one piece; None: the pack was taken back."""
        ...

    def terminate(self) -> None:
        """Drop the connection at once."""
        ...
