"""Offer and answer for one call: which description we send, and what theirs means for media and hold.

Source: RFC 3264, RFC 6337; keys: RFC 4568 §5.1, §7.1.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from batola_desk.telephony.audio_offer import AudioChoice, answer_lines, choose_audio, offer_lines
from batola_desk.telephony.crypto import SUITES, CryptoLine, Suite
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.media_policy import HoldManner, MediaPolicy, Refusal, RefusalCause
from batola_desk.telephony.sdp import (
    UNSPECIFIED_IPV4,
    Direction,
    SessionDescription,
    connection_line,
    refused_line,
    session_lines,
)
from batola_desk.telephony.srtp import Keys
from batola_desk.telephony.stream_choice import StreamChoice
from batola_desk.telephony.text_offer import (
    TextChoice,
    choose_text,
    text_answer_lines,
    text_offer_lines,
)
from batola_desk.telephony.text_session import TextSession

_OFFERED_SUITES = (*SUITES.values(),)[:3]


@dataclass(slots=True)
class _Slot:
    """One m-line of the session; it keeps its place for good, used or not. Source: RFC 3264 §8."""

    kind: str
    refused: str = ""
    protocol: str = ""  # as agreed; empty before the first agreement
    is_used: bool = True
    is_foreign: bool = False  # theirs, refused by us; never comes to life


class StreamKeys:
    """Our keys of one stream. They stay as long as the peer keeps its own, so hold and resume change nothing
    in the packets; a peer that comes with a new key (another telephone behind the PBX, which cannot know our
    packet counter) gets a new one of ours too.
    """

    def __init__(self) -> None:
        self._keys: Keys | None = None
        self._offered: tuple[CryptoLine, ...] = ()

    def offer(self, suites: Sequence[Suite] = _OFFERED_SUITES) -> tuple[CryptoLine, ...]:
        """Key lines for an offer of ours; the one in use comes first and unchanged."""
        used = self._keys.ours if self._keys is not None else None
        lines = [] if used is None else [used.with_tag(1)]
        for suite in suites:
            if used is None or suite is not used.suite:
                lines.append(CryptoLine.fresh(len(lines) + 1, suite))
        self._offered = tuple(lines)
        return self._offered

    def answer(self, theirs: CryptoLine | None) -> Keys | None:
        """Our line for their offer, under their tag. Source: RFC 4568 §5.1.2."""
        if theirs is None:
            self._keys = None
        else:
            before = self._keys
            is_kept = before is not None and before.theirs.key == theirs.key
            ours = before.ours.with_tag(theirs.tag) if before is not None and is_kept else None
            self._keys = Keys(ours or CryptoLine.fresh(theirs.tag, theirs.suite), theirs)
        return self._keys

    def take_answer(self, theirs: CryptoLine | None) -> bool:
        """Their answer to our offer; False if its tag and suite are none of ours (RFC 4568 §5.1.3)."""
        if theirs is None:
            self._keys = None
            return True
        for ours in self._offered:
            if ours.tag == theirs.tag and ours.suite is theirs.suite:
                self._keys = Keys(ours, theirs)
                return True
        return False

    @property
    def keys(self) -> Keys | None:
        return self._keys


class Negotiator:
    """Opens the streams (ports are bound) with the first description of ours. Thread: the SIP loop.

    Args:
        policy: asked for at each description: the account of an incoming call is found after its leg.
        open_media, open_text: bind ports, raise OSError if none is free.
    """

    def __init__(
        self,
        policy: Callable[[], MediaPolicy],
        open_media: Callable[[], MediaSession],
        open_text: Callable[[], TextSession],
    ) -> None:
        self._read_policy = policy
        self._open_media = open_media
        self._open_text = open_text
        self._session_id = secrets.randbelow(1 << 31)
        self._version = 0
        self._last_lines: list[str] = []
        self._slots: list[_Slot] = []
        self._offered = Direction.SENDRECV
        self._audio_keys = StreamKeys()
        self._text_keys = StreamKeys()
        self._audio: MediaSession | None = None
        self._text: TextSession | None = None
        self._has_audio = True  # until an agreement says otherwise
        self._has_text = False  # until an agreement says so
        self.refusal: Refusal | None = None
        self.host = "127.0.0.1"
        self.local_hold = False
        self.remote_hold = False

    @property
    def media(self) -> MediaSession | None:
        """The sound of the call: once described, and as long as both sides want it."""
        return self._audio if self._has_audio else None

    @property
    def text(self) -> TextSession | None:
        """The real-time text both sides agreed on."""
        return self._text if self._has_text else None

    @property
    def _policy(self) -> MediaPolicy:
        return self._read_policy()

    def judge(self, description: bytes) -> Refusal | None:
        """Why nothing in their description can be used; None if something can."""
        parsed = SessionDescription.parse(description)
        audio = choose_audio(parsed, self._policy)
        if isinstance(audio, Refusal) and self._text_in(parsed) is None:
            return audio
        return None

    def offer(self) -> bytes:
        """Raises OSError if no RTP port is free."""
        is_silent = self._policy.hold is HoldManner.INACTIVE
        held = Direction.INACTIVE if is_silent else Direction.SENDONLY
        self._offered = held if self.local_hold else Direction.SENDRECV
        if not self._slots:
            self._slots = [_Slot("audio"), _Slot("text")] if self._policy.offers_text else [_Slot("audio")]
        lines: list[str] = []
        for slot in self._slots:
            if not slot.is_used:
                lines.append(slot.refused)
            elif slot.kind == "text":
                lines += self._offer_text(slot)
            else:
                lines += self._offer_audio(slot)
        return self._write(lines)

    def answer(self, offer: bytes) -> bytes | None:
        """Answer and apply an offer; None if nothing in it can be used (``refusal`` says why). Raises OSError
        without a free RTP port.
        """
        description = SessionDescription.parse(offer)
        audio, text = self._usable(description)
        if audio is None and text is None:
            return None
        lines: list[str] = []
        self._slots = []
        for index, line in enumerate(description.media):
            slot = _Slot(line.kind, refused_line(line), line.protocol)
            if audio is not None and index == audio.index:
                lines += self._answer_audio(audio)
            elif text is not None and index == text.index:
                lines += self._answer_text(text)
            else:
                slot.is_used, slot.is_foreign = False, True
                lines.append(slot.refused)
            self._slots.append(slot)
        self._settle(audio, text)
        return self._write(lines)

    def take_answer(self, answer: bytes) -> bool:
        """Apply the answer to our offer; False if it is unusable (``refusal`` says why)."""
        description = SessionDescription.parse(answer)
        audio, text = self._usable(description)
        if audio is None and text is None:
            return False
        if audio is not None and not self._take_audio(audio):
            return False
        if text is not None and self._text_keys.take_answer(text.crypto):
            direction = _direction_of_answer(Direction.SENDRECV, text.direction)
            self._open_text_once().configure(text, direction, self._text_keys.keys)
        else:
            text = None
        for index, slot in enumerate(self._slots):
            if slot.is_foreign:
                continue
            slot.is_used = (text if slot.kind == "text" else audio) is not None
            if index < len(description.media):
                slot.protocol = description.media[index].protocol
                slot.refused = refused_line(description.media[index])
        self._settle(audio, text)
        return True

    def close(self) -> None:
        for stream in (self._audio, self._text):
            if stream is not None:
                stream.close()

    def _offer_audio(self, slot: _Slot) -> list[str]:
        keys = self._audio_keys.offer() if self._policy.takes_secure else ()
        lines = offer_lines(
            self._open_audio_once().port, self._policy, keys, self._offered, protocol=slot.protocol
        )
        if self.local_hold and self._policy.hold is HoldManner.ADDRESS:
            lines.insert(1, connection_line("::" if ":" in self.host else UNSPECIFIED_IPV4))
        return lines

    def _offer_text(self, slot: _Slot) -> list[str]:
        keys = self._text_keys.offer() if self._policy.takes_secure else ()
        return text_offer_lines(self._open_text_once().port, self._policy, keys, protocol=slot.protocol)

    def _answer_audio(self, choice: AudioChoice) -> list[str]:
        media = self._open_audio_once()
        direction = Direction.of(
            send=choice.direction.receives, receive=choice.direction.sends and not self.local_hold
        )
        keys = self._audio_keys.answer(choice.crypto)
        self._apply(media, choice, direction, keys)
        return answer_lines(media.port, choice, keys.ours if keys else None, direction)

    def _answer_text(self, choice: TextChoice) -> list[str]:
        text = self._open_text_once()
        direction = Direction.of(send=choice.direction.receives, receive=choice.direction.sends)
        keys = self._text_keys.answer(choice.crypto)
        text.configure(choice, direction, keys)
        return text_answer_lines(text.port, choice, keys.ours if keys else None, direction)

    def _take_audio(self, choice: AudioChoice) -> bool:
        if not self._audio_keys.take_answer(choice.crypto):
            self.refusal = Refusal(RefusalCause.KEYS_UNUSABLE)
            return False
        direction = _direction_of_answer(self._offered, choice.direction)
        before = self.remote_hold
        self._apply(self._open_audio_once(), choice, direction, self._audio_keys.keys)
        if not self._offered.sends:  # who is sent nothing need not say that he listens (RFC 3264 §6.1)
            self.remote_hold = before
        return True

    def _apply(
        self, media: MediaSession, choice: AudioChoice, direction: Direction, keys: Keys | None
    ) -> None:
        self.remote_hold = not choice.direction.receives
        media.configure(choice, direction, keys)

    def _settle(self, audio: StreamChoice | None, text: StreamChoice | None) -> None:
        """What one side took away falls silent. Its ports stay ours: another fork, or the same telephone a
        minute later, may want it again.
        """
        self._has_audio, self._has_text = audio is not None, text is not None
        if audio is None and self._audio is not None:
            self._audio.suspend()
        if text is None and self._text is not None:
            self._text.suspend()

    def _usable(self, description: SessionDescription) -> tuple[AudioChoice | None, TextChoice | None]:
        """The streams to use; with neither, ``refusal`` says why."""
        audio, text = choose_audio(description, self._policy), self._text_in(description)
        if not isinstance(audio, Refusal):
            return audio, text
        if text is None:
            self.refusal = audio
        return None, text

    def _text_in(self, description: SessionDescription) -> TextChoice | None:
        wants = self._policy.accepts_text or self.text is not None
        return choose_text(description, self._policy) if wants else None

    def _open_audio_once(self) -> MediaSession:
        if self._audio is None:
            self._audio = self._open_media()
        return self._audio

    def _open_text_once(self) -> TextSession:
        if self._text is None:
            self._text = self._open_text()
        return self._text

    def _write(self, lines: list[str]) -> bytes:
        """The version grows only with a change. Source: RFC 3264 §8."""
        if lines != self._last_lines:
            self._version += 1
            self._last_lines = lines
        head = session_lines(self._session_id, self._version, self.host)
        return ("\r\n".join([*head, *lines]) + "\r\n").encode("utf-8", "replace")


def _direction_of_answer(offered: Direction, answered: Direction) -> Direction:
    return Direction.of(send=offered.sends and answered.receives, receive=offered.receives and answered.sends)
