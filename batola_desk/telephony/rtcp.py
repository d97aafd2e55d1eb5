"""RTCP: sender and receiver reports, SDES, BYE. Source: RFC 3550 §6."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

SENDER_REPORT, RECEIVER_REPORT, SOURCE_DESCRIPTION, GOODBYE = 200, 201, 202, 203
_NTP_EPOCH_OFFSET_S = 2_208_988_800
_BLOCK = struct.Struct("!IIIIII")
_PACKETS_MAX = 32
_COMPENSATION = math.e - 1.5  # source: RFC 3550 §6.3.1, timer reconsideration


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What one side hears from the other."""

    ssrc: int
    fraction_lost: int
    cumulative_lost: int
    highest_sequence: int
    jitter_samples: int
    last_report: int
    delay_since_last_report: int


@dataclass(frozen=True, slots=True)
class Report:
    """One parsed SR or RR; ``ntp_middle`` is the middle 32 bits of an SR's time stamp, else None."""

    ssrc: int
    ntp_middle: int | None
    blocks: tuple[ReportBlock, ...]


def ntp_time(unix_s: float) -> int:
    """64-bit NTP time."""
    return int((unix_s + _NTP_EPOCH_OFFSET_S) * (1 << 32)) & ((1 << 64) - 1)


def middle_bits(ntp: int) -> int:
    return (ntp >> 16) & 0xFFFFFFFF


def build_report(
    ssrc: int, sender_info: tuple[int, int, int, int] | None, block: ReportBlock | None, name: str
) -> bytes:
    """A compound packet. ``sender_info``: (64-bit NTP, RTP timestamp, packets, octets), None for an RR."""
    body = struct.pack("!I", ssrc)
    if sender_info is not None:
        ntp, timestamp, packets, octets = sender_info
        body += struct.pack("!QIII", ntp, timestamp, packets & 0xFFFFFFFF, octets & 0xFFFFFFFF)
    if block is not None:
        lost = max(-0x800000, min(0x7FFFFF, block.cumulative_lost)) & 0xFFFFFF
        body += _BLOCK.pack(
            block.ssrc,
            (block.fraction_lost & 0xFF) << 24 | lost,
            block.highest_sequence & 0xFFFFFFFF,
            block.jitter_samples & 0xFFFFFFFF,
            block.last_report,
            block.delay_since_last_report & 0xFFFFFFFF,
        )
    kind = SENDER_REPORT if sender_info is not None else RECEIVER_REPORT
    return _packet(kind, 1 if block is not None else 0, body) + _description(ssrc, name)


def build_goodbye(ssrc: int, name: str) -> bytes:
    """An empty RR, SDES and BYE, as compound packets must begin with a report."""
    goodbye = _packet(GOODBYE, 1, struct.pack("!I", ssrc))
    return build_report(ssrc, None, None, name) + goodbye


def looks_like_rtcp(data: bytes) -> bool:
    """Tells RTCP from RTP on a shared port. Source: RFC 5761 §4."""
    return len(data) >= 8 and data[0] >> 6 == 2 and 192 <= data[1] <= 223


def parse_reports(data: bytes) -> list[Report]:
    """All SR and RR of a compound packet; none if it is not valid as a whole, never raises.

    Source: RFC 3550 A.2: version 2 everywhere, a report first and without padding, lengths that add up.
    A lone report (RFC 5506) passes too.
    """
    if len(data) < 8 or data[0] & 0xE0 != 0x80 or data[1] not in (SENDER_REPORT, RECEIVER_REPORT):
        return []
    reports: list[Report] = []
    offset = 0
    for _ in range(_PACKETS_MAX):
        if offset == len(data):
            return reports
        if offset + 4 > len(data) or data[offset] >> 6 != 2:
            return []
        kind = data[offset + 1]
        end = offset + 4 * (1 + int.from_bytes(data[offset + 2 : offset + 4], "big"))
        if end > len(data):
            return []
        if kind in (SENDER_REPORT, RECEIVER_REPORT):
            report = _parse_report(data[offset:end], kind)
            if report is None:
                return []
            reports.append(report)
        offset = end
    return []


def said_goodbye(data: bytes, ssrc: int) -> bool:
    """Whether a valid compound packet holds a BYE of this source. Source: RFC 3550 §6.6."""
    offset = 0
    while offset + 4 <= len(data):
        end = offset + 4 * (1 + int.from_bytes(data[offset + 2 : offset + 4], "big"))
        count = data[offset] & 0x1F
        if data[offset + 1] == GOODBYE and offset + 4 + 4 * count <= min(end, len(data)):
            sources = struct.unpack_from(f"!{count}I", data, offset + 4)
            if ssrc in sources:
                return True
        offset = end
    return False


def report_delay_s(minimum_s: float, randomness: float, *, is_first: bool) -> float:
    """When the next report is due: half of the first interval, spread by half, compensated.

    Two members at 64 kbit/s never come near the share of RTCP, so only the minimum interval counts.

    Args:
        randomness: 0..1.
    Source: RFC 3550 §6.2, §6.3.1.
    """
    interval_s = minimum_s / 2 if is_first else minimum_s
    return interval_s * (0.5 + randomness) / _COMPENSATION


def _parse_report(data: bytes, kind: int) -> Report | None:
    count = data[0] & 0x1F
    start = 8
    middle: int | None = None
    if kind == SENDER_REPORT:
        if len(data) < 28:
            return None
        middle = middle_bits(int.from_bytes(data[8:16], "big"))
        start = 28
    if len(data) < start + count * _BLOCK.size:
        return None
    blocks = []
    for index in range(count):
        ssrc, loss, highest, jitter, last, delay = _BLOCK.unpack_from(data, start + index * _BLOCK.size)
        lost = loss & 0xFFFFFF
        blocks.append(
            ReportBlock(
                ssrc, loss >> 24, lost - (1 << 24) if lost & 0x800000 else lost, highest, jitter, last, delay
            )
        )
    return Report(int.from_bytes(data[4:8], "big"), middle, tuple(blocks))


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def _description(ssrc: int, name: str) -> bytes:
    text = name.encode("utf-8")[:255]
    chunk = struct.pack("!IBB", ssrc, 1, len(text)) + text + b"\0"
    return _packet(SOURCE_DESCRIPTION, 1, chunk + b"\0" * (-len(chunk) % 4))
