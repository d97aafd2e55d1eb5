"""Two sides of a call that exchange descriptions and media on a simulated wire, without SIP."""

from __future__ import annotations

from telephony_wire import LATENCY_S, Datagram, SimulatedLoop, Wire, WireRtpPort

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.media_policy import MediaPolicy
from batola_desk.telephony.negotiation import Negotiator
from batola_desk.telephony.rtp import RtpPacket
from batola_desk.telephony.text_session import TextSession

FRAME = b"\xd5" * 160
NARROW = MediaPolicy(codecs=("PCMA", "PCMU"))


class Side:
    """One telephone: its negotiator, and what it heard, read and was told by keys."""

    def __init__(self, loop: SimulatedLoop, wire: Wire, host: str, policy: MediaPolicy) -> None:
        self._loop, self._wire, self._host = loop, wire, host
        self._config = LineConfig(rtcp_interval_s=0.5)
        self.policy = policy
        self.heard: list[RtpPacket] = []
        self.digits = ""
        self.read = ""
        self.negotiator = Negotiator(lambda: self.policy, self._open_media, self._open_text)
        self.negotiator.host = host

    def _open_media(self) -> MediaSession:
        port = WireRtpPort(self._wire, self._host)
        media = MediaSession(self._loop, port, self._config, self._take_digit)
        media.set_receiver(self.heard.append)
        return media

    def _open_text(self) -> TextSession:
        return TextSession(self._loop, WireRtpPort(self._wire, self._host), self._config, self._take_text)

    def _take_digit(self, digit: str) -> None:
        self.digits += digit

    def _take_text(self, text: str) -> None:
        self.read += text

    @property
    def media(self) -> MediaSession:
        assert self.negotiator.media is not None
        return self.negotiator.media

    @property
    def text(self) -> TextSession:
        assert self.negotiator.text is not None
        return self.negotiator.text


class Stage:
    """``left`` offers, ``right`` answers."""

    def __init__(self, left: MediaPolicy | None = None, right: MediaPolicy | None = None) -> None:
        self.loop = SimulatedLoop()
        self.wire = Wire(self.loop)
        self.left = Side(self.loop, self.wire, "10.0.0.1", left or NARROW)
        self.right = Side(self.loop, self.wire, "10.0.0.2", right or NARROW)

    def agree(self, *, edit: tuple[str, str] = ("", "")) -> bool:
        """Exchange offer and answer; ``edit`` changes the offer on its way."""
        offer = self.left.negotiator.offer()
        if edit[0]:
            assert edit[0].encode() in offer
            offer = offer.replace(edit[0].encode(), edit[1].encode())
        answer = self.right.negotiator.answer(offer)
        return answer is not None and self.left.negotiator.take_answer(answer)

    def talk(self, frames: int = 10) -> None:
        for _ in range(frames):
            for side in (self.left, self.right):
                if side.negotiator.media is not None:
                    side.negotiator.media.send(FRAME)
            self.loop.advance(0.02)

    def rtp(self) -> list[Datagram]:
        """What travelled as RTP (even ports)."""
        return [datagram for datagram in self.wire.sent if datagram.target[1] % 2 == 0]


__all__ = ["FRAME", "LATENCY_S", "NARROW", "Side", "Stage"]
