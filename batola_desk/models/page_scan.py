"""Finds journal rows in the raw pages of a file whose tree SQLite can no longer walk.

Source: SQLite file format, §1.6 "B-tree Pages" (table leaf = type 13), §2.1 "Record Format".
Nothing found here is believed before its hash fits; see ``salvage``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

LEAF: Final = 13
DEFAULT_PAGE_SIZE: Final = 4096
MAX_PAYLOAD: Final = 8 << 20  # LIMIT: no fact is larger; a random length must not make us read for ever


def scan_rows(path: Path, columns: int) -> Iterator[tuple[object, ...]]:
    """Yield every record with this number of columns in any table leaf page; a NULL first one is the row id.

    Raises:
        OSError: the file cannot be read at all.
    """
    with path.open("rb") as file:
        header = file.read(100)
        page_size = DEFAULT_PAGE_SIZE
        if header[:16] == b"SQLite format 3\x00":
            page_size = int.from_bytes(header[16:18], "big")
            page_size = 65_536 if page_size == 1 else page_size
        if page_size < 512 or page_size & (page_size - 1):
            page_size = DEFAULT_PAGE_SIZE
        reader = _Pages(file, page_size)
        for number in range(2, reader.count + 1):  # page 1 holds the schema
            page = reader.page(number)
            if page and page[0] == LEAF:
                yield from _rows_of(page, reader, columns)


class _Pages:
    """Random access to the pages of a file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size
        self.count = file.seek(0, 2) // size

    def page(self, number: int) -> bytes:
        if not 1 <= number <= self.count:
            return b""
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)


def _rows_of(page: bytes, pages: _Pages, columns: int) -> Iterator[tuple[object, ...]]:
    cells = int.from_bytes(page[3:5], "big")
    for index in range(min(cells, (len(page) - 8) // 2)):
        start = int.from_bytes(page[8 + 2 * index : 10 + 2 * index], "big")
        try:
            row = _row_at(page, start, pages, columns)
        except (IndexError, struct.error, ValueError):  # not a cell of ours, or a torn one
            continue
        if row is not None:
            yield row


def _row_at(page: bytes, start: int, pages: _Pages, columns: int) -> tuple[object, ...] | None:
    length, at = _varint(page, start)
    row_id, at = _varint(page, at)
    if not 0 < length <= MAX_PAYLOAD:
        return None
    payload = _payload(page, at, length, pages)
    header_length, at = _varint(payload, 0)
    types = []
    while at < header_length:
        serial, at = _varint(payload, at)
        types.append(serial)
        if len(types) > columns:
            return None
    if len(types) != columns:
        return None
    values: list[object] = []
    at = header_length
    for serial in types:
        value, at = _value(payload, at, serial)
        values.append(value)
    if values[0] is None:
        values[0] = row_id
    return tuple(values)


def _payload(page: bytes, at: int, length: int, pages: _Pages) -> bytes:
    usable = pages.size
    largest = usable - 35
    if length <= largest:
        return page[at : at + length]
    smallest = (usable - 12) * 32 // 255 - 23
    local = smallest + (length - smallest) % (usable - 4)
    local = local if local <= largest else smallest
    parts = [page[at : at + local]]
    left = length - local
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while left > 0:
        overflow = pages.page(following)
        if not overflow:
            raise ValueError("broken overflow chain")
        parts.append(overflow[4 : 4 + min(left, usable - 4)])
        left -= usable - 4
        following = int.from_bytes(overflow[:4], "big")
    return b"".join(parts)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = data[at + step]
        if step == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + step + 1
    raise ValueError("no number")


def _value(data: bytes, at: int, serial: int) -> tuple[object, int]:
    if serial in {0, 8, 9}:
        return (None, 0, 1)[(0, 8, 9).index(serial)], at
    if serial <= 6:
        size = (1, 2, 3, 4, 6, 8)[serial - 1]
        return int.from_bytes(data[at : at + size], "big", signed=True), at + size
    if serial == 7:
        return struct.unpack(">d", data[at : at + 8])[0], at + 8
    if serial < 12:
        raise ValueError("reserved type")
    size = (serial - 12) // 2
    raw = data[at : at + size]
    if len(raw) != size:
        raise ValueError("cut value")
    return (raw if serial % 2 == 0 else raw.decode()), at + size
