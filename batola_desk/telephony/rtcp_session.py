"""The reports of one stream: when ours go out, and what theirs tell. Source: RFC 3550 §6."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.rtcp import (
    ReportBlock,
    build_goodbye,
    build_report,
    middle_bits,
    ntp_time,
    parse_reports,
    report_delay_s,
    said_goodbye,
)
from batola_desk.telephony.rtp_source import SSRCGuard

_ROUND_TRIP_MAX = 60 << 16  # LIMIT: in 1/65536 s; anything above is a lie or a restart


@dataclass(frozen=True, slots=True)
class SentSoFar:
    """Our side of a stream at this moment."""

    timestamp: int
    packets: int
    octets: int


class RtcpSession:
    """Thread: the media loop, but the two last reports, which anybody may read.

    Attributes:
        remote_block: what the far side said last about what it hears of us.
        round_trip_s: by the last report that answered one of ours.
        has_said_goodbye: the far side's source left (RTCP BYE); new packets of it clear that.
    """

    def __init__(
        self,
        loop: Loop,
        ssrc: int,
        stream: SSRCGuard,
        *,
        interval_s: float,
        sent: Callable[[], SentSoFar],
        send: Callable[[bytes], bool],
    ) -> None:
        self._loop = loop
        self._ssrc = ssrc
        self._stream = stream
        self._interval_s = interval_s
        self._sent = sent
        self._send = send
        # A canonical name that says nothing about the desk. Source: RFC 7022 §4.2.
        self._name = secrets.token_hex(8)
        # NTP time that no correction of the wall clock can bend in mid-call.
        self._ntp_offset_s = time.time() - loop.now_s()
        self._timer: Timer | None = None
        self._is_stopped = False
        self._reported_packets = 0
        self._their_report: tuple[int, float] | None = None  # (middle of their NTP time, arrival)
        self._has_reported = False
        self.remote_block: ReportBlock | None = None
        self.round_trip_s: float | None = None
        self.has_said_goodbye = False
        loop.post(lambda: self._plan(is_first=True))

    def goodbye(self) -> bytes | None:
        """The last packet; none if nothing was ever sent (RFC 3550 §6.3.7). Ends the reports."""
        self._is_stopped = True
        if self._timer is not None:
            self._timer.cancel()
        if not self._has_reported and not self._sent().packets:
            return None
        return build_goodbye(self._ssrc, self._name)

    def take(self, data: bytes) -> None:
        """A datagram of theirs, decrypted."""
        now_s = self._loop.now_s()
        reports = parse_reports(data)
        for report in reports:
            if report.ntp_middle is not None:
                self._their_report = (report.ntp_middle, now_s)
            for block in report.blocks:
                if block.ssrc == self._ssrc:
                    self.remote_block = block
                    self._note_round_trip(block, now_s)
        tracker = self._stream.tracker
        if reports and tracker is not None and said_goodbye(data, tracker.ssrc):
            self.has_said_goodbye = True

    def _note_round_trip(self, block: ReportBlock, now_s: float) -> None:
        """Source: RFC 3550 §6.4.1, DLSR."""
        if block.last_report:
            elapsed = (
                self._ntp_middle(now_s) - block.last_report - block.delay_since_last_report
            ) & 0xFFFFFFFF
            if elapsed < _ROUND_TRIP_MAX:
                self.round_trip_s = elapsed / 65536

    def _plan(self, *, is_first: bool = False) -> None:
        if not self._is_stopped:
            delay_s = report_delay_s(self._interval_s, secrets.randbelow(1000) / 1000, is_first=is_first)
            self._timer = self._loop.call_later(delay_s, self._report)

    def _report(self) -> None:
        if self._is_stopped:
            return
        sent, sender_info = self._sent(), None
        if sent.packets > self._reported_packets:
            ntp = ntp_time(self._loop.now_s() + self._ntp_offset_s)
            sender_info = (ntp, sent.timestamp, sent.packets, sent.octets)
        if self._send(build_report(self._ssrc, sender_info, self._our_block(), self._name)):
            self._has_reported = True
            self._reported_packets = sent.packets
        self._plan()

    def _our_block(self) -> ReportBlock | None:
        tracker = self._stream.tracker
        if tracker is None:
            return None
        last_report, delay = 0, 0
        if self._their_report is not None:
            last_report = self._their_report[0]
            delay = int((self._loop.now_s() - self._their_report[1]) * 65536)
        return ReportBlock(
            ssrc=tracker.ssrc,
            fraction_lost=tracker.take_interval_loss(),
            cumulative_lost=tracker.lost,
            highest_sequence=tracker.highest_extended,
            jitter_samples=int(tracker.jitter_samples),
            last_report=last_report,
            delay_since_last_report=delay,
        )

    def _ntp_middle(self, now_s: float) -> int:
        return middle_bits(ntp_time(now_s + self._ntp_offset_s))
