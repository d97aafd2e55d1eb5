"""The real-time text of one call: letters in both directions while they are typed. Source: RFC 4103."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.rtp import TIMESTAMP_MODULUS, RawRtp
from batola_desk.telephony.rtp_endpoint import RtpEndpoint, RtpSession
from batola_desk.telephony.rtp_port import RtpPort
from batola_desk.telephony.sdp import Direction
from batola_desk.telephony.srtp import Keys
from batola_desk.telephony.t140 import BYTE_ORDER_MARK, MISSING, T140Reader, sendable
from batola_desk.telephony.text_blocks import (
    BLOCK_BYTES_MAX,
    RedundantWriter,
    TextBlock,
    TextOrder,
    split_red,
)
from batola_desk.telephony.text_offer import TEXT_CLOCK_HZ, TextChoice

BUFFER_S = 0.3  # RFC 4103 §5.1: letters of 300 ms travel together
_WAIT_FOR_MISSING_S = 0.5
_KEEP_ALIVE_S = 15.0  # keeps bindings of address translators (RFC 6263 §4.6 wants less than 30 s)
_UNSENT_MAX = 4000  # LIMIT: characters of an operator that may wait for the peer's reading speed
_CPS_WINDOW_S = 10.0  # RFC 4103 §6: the speed is a mean over ten seconds


@dataclass(frozen=True, slots=True)
class _Agreement:
    direction: Direction = Direction.INACTIVE
    t140: int = 0
    red: int | None = None
    characters_per_s: int = 30


class TextSession(RtpSession):
    """Thread: ``send`` from anywhere; ``on_text`` is called on the media loop; ``configure`` and ``close``
    belong to the SIP thread.
    """

    def __init__(self, loop: Loop, port: RtpPort, config: LineConfig, on_text: Callable[[str], None]) -> None:
        self._loop = loop
        self._on_text = on_text
        self._agreement = _Agreement()
        self._writer = RedundantWriter(0)
        self._order = TextOrder()
        self._reader = T140Reader()
        self._unsent = ""
        self._credit = 0.0
        self._credit_at_s = self._began_s = self._last_sent_s = loop.now_s()
        self._has_begun = self._is_ticking = False
        self._ssrc: int | None = None
        self._missing_timer: Timer | None = None
        self._timer: Timer | None = None
        self._endpoint = RtpEndpoint(
            loop, port, config, self._on_packet, clock_hz=TEXT_CLOCK_HZ, is_timed=lambda _packet: False
        )

    @property
    def direction(self) -> Direction:
        return self._agreement.direction

    def configure(self, choice: TextChoice, direction: Direction, keys: Keys | None = None) -> None:
        """Apply the outcome of offer and answer."""
        self._endpoint.configure(choice, keys)
        agreement = _Agreement(
            direction, choice.t140_payload_type, choice.red_payload_type, choice.characters_per_s
        )

        def use() -> None:
            if self._agreement.red != agreement.red or not self._has_begun:
                self._writer = RedundantWriter(choice.generations)
            self._agreement = agreement
            if not self._has_begun and direction.sends:
                self._has_begun = True
                self._credit = agreement.characters_per_s * _CPS_WINDOW_S
                self._unsent = BYTE_ORDER_MARK + self._unsent
            self._tick_soon()

        self._loop.post(use)

    def suspend(self) -> None:
        """Neither send nor listen until the next agreement."""

        def stop() -> None:
            self._agreement = replace(self._agreement, direction=Direction.INACTIVE)

        self._loop.post(stop)

    def send(self, text: str) -> int:
        """Queue what the operator typed, erasing included; returns how many characters were taken."""
        wanted = sendable(text)
        room = max(0, _UNSENT_MAX - len(self._unsent))
        taken = wanted[:room]

        def queue() -> None:
            self._unsent += taken
            self._tick_soon()

        self._loop.post(queue)
        return len(taken)

    def close(self) -> None:
        """Free the ports; harmless when repeated."""

        def stop() -> None:
            for timer in (self._timer, self._missing_timer):
                if timer is not None:
                    timer.cancel()

        self._loop.post(stop)
        self._endpoint.close()

    # -- sending, on the media loop

    def _tick_soon(self) -> None:
        """The first letter after a pause leaves at once, the next ones each 300 ms."""
        if self._is_ticking or self._endpoint.is_closed:
            return
        self._is_ticking = True
        wait_s = max(0.0, self._last_sent_s + BUFFER_S - self._loop.now_s())
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(wait_s, self._tick)

    def _tick(self) -> None:
        self._is_ticking = False
        endpoint, now_s = self._endpoint, self._loop.now_s()
        if endpoint.is_closed:
            return
        if not self._agreement.direction.sends or endpoint.remote is None:
            self._plan(_KEEP_ALIVE_S)
            return
        is_idle = now_s - self._last_sent_s > 2 * BUFFER_S
        if is_idle and not self._writer.owes_repetition:
            self._writer.forget()
        block = self._next_block(now_s)
        if not block and not self._writer.owes_repetition:
            if now_s - self._last_sent_s < _KEEP_ALIVE_S:
                self._plan(BUFFER_S if self._unsent else self._last_sent_s + _KEEP_ALIVE_S - now_s)
                return
            block = BYTE_ORDER_MARK.encode()
        self._emit(block, now_s, marker=is_idle)
        self._last_sent_s = now_s
        self._plan(BUFFER_S)

    def _plan(self, delay_s: float) -> None:
        self._timer = self._loop.call_later(delay_s, self._tick)

    def _next_block(self, now_s: float) -> bytes:
        """As much as the peer wants to read and one packet holds."""
        rate = self._agreement.characters_per_s
        self._credit = min(rate * _CPS_WINDOW_S, self._credit + (now_s - self._credit_at_s) * rate)
        self._credit_at_s = now_s
        text = self._unsent[: min(int(self._credit), BLOCK_BYTES_MAX // 4)]
        self._unsent = self._unsent[len(text) :]
        self._credit -= len(text)
        return text.encode("utf-8", "replace")

    def _emit(self, block: bytes, now_s: float, *, marker: bool) -> None:
        endpoint, agreement = self._endpoint, self._agreement
        with endpoint.lock:
            passed = int((now_s - self._began_s) * TEXT_CLOCK_HZ)
            self._began_s += passed / TEXT_CLOCK_HZ
            timestamp = endpoint.timestamp = (endpoint.timestamp + passed) % TIMESTAMP_MODULUS
            remote = endpoint.remote
            if remote is None:
                return
            if agreement.red is None:
                if block:
                    endpoint.emit(agreement.t140, timestamp, block, remote, marker=marker)
                return
            payload = self._writer.red(agreement.t140, TextBlock(timestamp, block))
            endpoint.emit(agreement.red, timestamp, payload, remote, marker=marker)

    # -- receiving, on the media loop

    def _on_packet(self, packet: RawRtp, _now_s: float) -> None:
        agreement = self._agreement
        if not agreement.direction.receives:
            return
        if packet.payload_type == agreement.red:
            blocks = split_red(packet.payload, agreement.t140)
        elif packet.payload_type == agreement.t140:
            blocks = [packet.payload]
        else:
            return
        if blocks is None:
            self._endpoint.invalid_packets += 1
            return
        if packet.ssrc != self._ssrc:
            if self._ssrc is not None:
                self._order.restart()
                # Its packet before this one was not believed yet (``SSRCGuard``); what it repeats beyond that
                # may be the old sender's.
                blocks = blocks[-2:]
                if len(blocks) < 2:
                    self._show([None])
            self._ssrc = packet.ssrc
        self._show(self._order.take(packet.sequence, blocks))
        if self._order.is_waiting and self._missing_timer is None:
            self._missing_timer = self._loop.call_later(_WAIT_FOR_MISSING_S, self._give_up)

    def _give_up(self) -> None:
        self._missing_timer = None
        self._show(self._order.give_up())
        if self._order.is_waiting:
            self._missing_timer = self._loop.call_later(_WAIT_FOR_MISSING_S, self._give_up)

    def _show(self, blocks: list[bytes | None]) -> None:
        text = "".join(MISSING if block is None else self._reader.read(block) for block in blocks)
        if text:
            self._on_text(text)
