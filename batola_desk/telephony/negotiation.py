"""Offer and answer for one call: which description we send, and what theirs means for media and hold.

Source: RFC 3264, RFC 6337.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.sdp import (
    AudioChoice,
    Direction,
    SessionDescription,
    audio_lines,
    refused_line,
    session_lines,
)


class Negotiator:
    """Opens the media (ports are bound) with the first description of ours. Thread: the SIP loop."""

    def __init__(self, open_media: Callable[[], MediaSession]) -> None:
        self._open_media = open_media
        self._session_id = secrets.randbelow(1 << 31)
        self._version = 0
        self._last_lines: list[str] = []
        self._offered = Direction.SENDRECV
        self.media: MediaSession | None = None
        self.host = "127.0.0.1"
        self.local_hold = False
        self.remote_hold = False

    @staticmethod
    def usable(description: bytes) -> bool:
        return SessionDescription.parse(description).choose_audio() is not None

    def offer(self) -> bytes:
        """Raises OSError if no RTP port is free."""
        media = self._media()
        self._offered = Direction.SENDONLY if self.local_hold else Direction.SENDRECV
        return self._write(audio_lines(media.port, None, self._offered))

    def answer(self, offer: bytes) -> bytes | None:
        """Answer and apply an offer; None if nothing in it can be used. Raises OSError without a free RTP
        port."""
        description = SessionDescription.parse(offer)
        choice = description.choose_audio()
        if choice is None:
            return None
        media = self._media()
        direction = Direction.of(
            send=choice.direction.receives, receive=choice.direction.sends and not self.local_hold
        )
        lines: list[str] = []
        for index, line in enumerate(description.media):
            if index == choice.index:
                lines += audio_lines(media.port, choice, direction)
            else:
                lines.append(refused_line(line))
        self._apply(media, choice, direction)
        return self._write(lines)

    def take_answer(self, answer: bytes) -> bool:
        """Apply the answer to our offer; False if it is unusable."""
        choice = SessionDescription.parse(answer).choose_audio()
        if choice is None:
            return False
        direction = Direction.of(
            send=self._offered.sends and choice.direction.receives,
            receive=self._offered.receives and choice.direction.sends,
        )
        self._apply(self._media(), choice, direction)
        return True

    def close(self) -> None:
        if self.media is not None:
            self.media.close()

    def _apply(self, media: MediaSession, choice: AudioChoice, direction: Direction) -> None:
        self.remote_hold = not choice.direction.receives
        media.configure(choice, direction)

    def _media(self) -> MediaSession:
        if self.media is None:
            self.media = self._open_media()
        return self.media

    def _write(self, lines: list[str]) -> bytes:
        """The version grows only with a change. Source: RFC 3264 §8."""
        if lines != self._last_lines:
            self._version += 1
            self._last_lines = lines
        head = session_lines(self._session_id, self._version, self.host)
        return ("\r\n".join([*head, *lines]) + "\r\n").encode("utf-8", "replace")
