"""A small SIP telephone for long runs: many calls on one asyncio loop, prerecorded payloads, no codec work.

Written without the product's code on purpose: what both sides would misread alike, this one finds.
Source: RFC 3261 §12, §13, §15, §17; RFC 3264 §8.4; RFC 4733 §2.

Thread: the loop that called ``start``.
"""

from __future__ import annotations

import asyncio
import random
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

Address = tuple[str, int]
PACKET_S = 0.02
PACKET_SAMPLES = 160
T1_S, T2_S, GIVE_UP_S = 0.5, 4.0, 32.0
_URI_PORT = re.compile(r"sips?:(?:[^@>;]*@)?([\w.-]+)(?::(\d+))?", re.ASCII)
_CONNECTION = re.compile(r"^c=IN IP4 (\S+)", re.MULTILINE)
_AUDIO = re.compile(r"^m=audio (\d+)", re.MULTILINE)
_DIRECTION = re.compile(r"^a=(sendrecv|sendonly|recvonly|inactive)", re.MULTILINE)
_DIGITS = "0123456789*#ABCD"


class SIPText:
    """One SIP message as text: start line, headers in order, body."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        lines = re.sub(r"\r\n[ \t]+", " ", head).split("\r\n")
        self.start = lines[0]
        self.headers = [
            (name.strip().lower(), value.strip())
            for name, _, value in (line.partition(":") for line in lines[1:])
        ]
        self.is_response = self.start.startswith("SIP/2.0 ")
        self.code = int(self.start[8:11]) if self.is_response else 0
        self.method = (
            self.first("cseq").partition(" ")[2] if self.is_response else self.start.partition(" ")[0]
        )

    def first(self, name: str) -> str:
        """Return the first header of this name, or nothing."""
        return next((value for known, value in self.headers if known == name), "")

    def every(self, name: str) -> list[str]:
        """Return all headers of this name."""
        return [value for known, value in self.headers if known == name]


@dataclass(slots=True)
class Heard:
    """What came over RTP."""

    packets: int = 0
    lost: int = 0
    reordered: int = 0
    gap_max_s: float = 0.0
    gaps_over_60_ms: int = 0
    digits: str = ""
    sequence: int | None = None
    at_s: float | None = None
    payloads: list[bytes] = field(default_factory=list)

    def take(self, data: bytes, now_s: float, *, watch_gaps: bool, keep: bool) -> None:
        """Count one packet."""
        if len(data) < 12 or data[0] >> 6 != 2:
            return
        sequence = int.from_bytes(data[2:4], "big")
        if self.sequence is not None:
            step = (sequence - self.sequence) & 0xFFFF
            if step == 0 or step > 0x8000:
                self.reordered += 1
                return
            self.lost += step - 1
        self.sequence = sequence
        self.packets += 1
        if data[1] & 0x7F == 101:
            self._take_event(data)
        elif keep:
            self.payloads.append(data[12:])
        if self.at_s is not None and watch_gaps:
            self.gap_max_s = max(self.gap_max_s, now_s - self.at_s)
            self.gaps_over_60_ms += now_s - self.at_s > 0.06
        self.at_s = now_s

    def _take_event(self, data: bytes) -> None:
        if len(data) >= 16 and data[1] & 0x80 and data[12] < len(_DIGITS):
            self.digits += _DIGITS[data[12]]


class LightCall:
    """One call of the phone.

    Attributes:
        state: calling, ringing, talking, ended.
        end: why: "busy"/"refused" with ``code``, "cancelled", "we", "they", "timeout".
        was_offered: the other side said that it rings.
        was_answered: both sides spoke, as far as this side knows.
    """

    def __init__(
        self, phone: LightPhone, *, call_id: str, number: str, remote: Address, outgoing: bool
    ) -> None:
        self._phone = phone
        self.call_id = call_id
        self.number = number
        self.remote = remote
        self.outgoing = outgoing
        self.state = "calling" if outgoing else "ringing"
        self.end = ""
        self.code = 0
        self.was_offered = False
        self.was_answered = False
        self.heard = Heard()
        self.keeps_audio = False
        self.is_mute = False  # sends no sound, as a handset that lost its network
        self.is_gone = False  # answers nothing any more
        self.remote_hold = False
        self.local_tag = f"{phone.random.getrandbits(48):x}"
        self.remote_tag = ""
        self.target = f"sip:{phone.desk_user}@{remote[0]}:{remote[1]}"
        self.routes: list[str] = []
        self.cseq = 1
        self.direction = "sendrecv"
        self.changed = asyncio.Event()
        self.invite: SIPText | None = None
        self.invite_text = ""
        self.invite_branch = ""
        self._their_invite_source: Address = remote
        self._last_ack = ""
        self._version = 1
        self._rtp: asyncio.DatagramTransport | None = None
        self.rtp_port = 0
        self._rtp_remote: Address | None = None
        self._voice: asyncio.TimerHandle | None = None
        self._sequence = phone.random.getrandbits(16)
        self._timestamp = phone.random.getrandbits(32)
        self._ssrc = phone.random.getrandbits(32)
        self._position = 0
        self._event: list[bytes] = []
        self._next_s = 0.0
        self.cancel_wanted = False

    # ------------------------------------------------------------------ what a person does

    def cancel(self) -> None:
        """Give up before the answer; waits for the first response, says BYE if it is too late.

        Source: RFC 3261 §9.1.
        """
        self.cancel_wanted = True
        if self.state == "ringing":
            self._send_cancel()
        else:
            self.hang_up()

    def hang_up(self) -> None:
        """Say BYE."""
        if self.state == "talking":
            self._phone.transact(self._request("BYE"), self.next_hop())
            self.finish("we")

    def hold(self, direction: str) -> None:
        """Ask for another direction: sendonly, inactive, sendrecv; "zero" is the old way (c=0.0.0.0)."""
        if self.state != "talking":
            return
        self.direction = direction
        self.heard.at_s = None
        self._version += 1
        self._phone.transact(
            self._request("INVITE", body=self.sdp()),
            self.next_hop(),
            self._on_hold_answer,
        )

    def press(self, digit: str) -> None:
        """Send one telephone key."""
        event, packets = _DIGITS.index(digit), []
        for number in range(8):
            end = 0x80 if number >= 5 else 0
            duration = min(number + 1, 6) * PACKET_SAMPLES
            packets.append(struct.pack("!BBH", event, end | 10, duration))
        self._event = packets

    def disappear(self) -> None:
        """Lose the network in the middle of the call."""
        self.is_gone = True
        self._stop_voice()

    @property
    def media_target(self) -> Address:
        """Where our sound goes."""
        assert self._rtp_remote is not None
        return self._rtp_remote

    def send_media(self, data: bytes) -> None:
        """Send anything from our sound port."""
        if self._rtp is not None and self._rtp_remote is not None:
            self._rtp.sendto(data, self._rtp_remote)

    # ------------------------------------------------------------------ signalling

    async def begin(
        self, request_uri: str, headers: tuple[tuple[str, str], ...] = (), *, location: str = ""
    ) -> None:
        """Open the sound port and send the INVITE, with a location document if there is one."""
        await self._open_rtp()
        self.target = request_uri
        self.invite_branch = self._phone.branch()
        body, kind = self.sdp(), "application/sdp"
        if location:
            headers = (*headers, ("Geolocation", "<cid:here@x>"))
            body, kind = _with_location(body, location), "multipart/mixed;boundary=part"
        self.invite_text = self._request(
            "INVITE", body=body, kind=kind, branch=self.invite_branch, extra=headers
        )
        self._phone.transact(self.invite_text, self.remote, self.on_invite_response, is_invite=True)

    def sdp(self) -> str:
        """Describe our sound."""
        host = "0.0.0.0" if self.direction == "zero" else self._phone.host
        direction = "sendrecv" if self.direction == "zero" else self.direction
        return (
            f"v=0\r\no=- 7 {self._version} IN IP4 {self._phone.host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
            f"m=audio {self.rtp_port} RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
            f"a=fmtp:101 0-15\r\na=ptime:20\r\na={direction}\r\n"
        )

    def next_hop(self) -> Address:
        """Where in-dialog requests go. Source: RFC 3261 §12.2.1.1."""
        uri = self.routes[0] if self.routes else self.target
        found = _URI_PORT.search(uri)
        return (found[1], int(found[2] or 5060)) if found else self.remote

    def _request(
        self,
        method: str,
        *,
        body: str = "",
        kind: str = "application/sdp",
        branch: str = "",
        extra: tuple[tuple[str, str], ...] = (),
        cseq: int | None = None,
    ) -> str:
        phone = self._phone
        if cseq is None:
            self.cseq += 1
            cseq = self.cseq
        lines = [
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {phone.host}:{phone.port};branch={branch or phone.branch()};rport",
            *(f"Route: {route}" for route in self.routes),
            "Max-Forwards: 70",
            f"From: <sip:{self.number}@{phone.host}>;tag={self.local_tag}",
            f"To: <sip:{phone.desk_user}@{self.remote[0]}>"
            + (f";tag={self.remote_tag}" if self.remote_tag else ""),
            f"Call-ID: {self.call_id}",
            f"CSeq: {cseq} {method}",
            f"Contact: <sip:{self.number}@{phone.host}:{phone.port}>",
            "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO",
            *(f"{name}: {value}" for name, value in extra),
        ]
        if body:
            lines.append(f"Content-Type: {kind}")
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])

    def on_invite_response(self, answer: SIPText) -> None:
        """The far side rings, answers or refuses our first INVITE."""
        if answer.code < 101 or self.is_gone:
            return
        if answer.code < 200:
            self.was_offered |= answer.code == 180
            if self.state == "calling":
                self._become("ringing")
                if self.cancel_wanted:
                    self._send_cancel()
            return
        if answer.code < 300:
            self._take_dialog(answer)
            self._last_ack = self._request("ACK", cseq=int(answer.first("cseq").split()[0]))
            self._phone.send(self._last_ack, self.next_hop())
            if self.state in ("calling", "ringing"):
                self._start_talking(answer.body)
                if self.cancel_wanted:
                    self.hang_up()  # our CANCEL came too late
            return
        if self.state in ("calling", "ringing"):
            self.code = answer.code
            self.finish("cancelled" if answer.code == 487 else "timeout" if answer.code == 408 else "refused")

    def _on_hold_answer(self, answer: SIPText) -> None:
        if 200 <= answer.code < 300 and self.state == "talking":
            self._last_ack = self._request("ACK", cseq=int(answer.first("cseq").split()[0]))
            self._phone.send(self._last_ack, self.next_hop())
            self.heard.at_s = None  # a hold is no gap
        self.changed.set()

    def _send_cancel(self) -> None:
        lines = self.invite_text.split("\r\n\r\n")[0].split("\r\n")
        kept = [line for line in lines[1:] if line.lower().split(":")[0] in _CANCEL_HEADERS]
        cseq = self.invite_text.partition("CSeq: ")[2].split()[0]
        text = "\r\n".join(
            [f"CANCEL {self.target} SIP/2.0", *kept, f"CSeq: {cseq} CANCEL", "Content-Length: 0", "", ""]
        )
        self._phone.transact(text, self.remote)

    def _take_dialog(self, message: SIPText) -> None:
        if not self.remote_tag:
            self.remote_tag = message.first("to").rpartition("tag=")[2]
            routes = [part.strip() for line in message.every("record-route") for part in line.split(",")]
            self.routes = routes[::-1]
        contact = re.search(r"<([^>]+)>", message.first("contact"))
        self.target = contact[1] if contact else self.target

    # ------------------------------------------------------------------ being called

    async def take_invite(self, invite: SIPText, source: Address) -> None:
        """Become the called side."""
        await self._open_rtp()
        self.invite, self._their_invite_source = invite, source
        self.remote_tag = invite.first("from").rpartition("tag=")[2]
        self.routes = [part.strip() for line in invite.every("record-route") for part in line.split(",")]
        contact = re.search(r"<([^>]+)>", invite.first("contact"))
        self.target = contact[1] if contact else self.target
        self.answer_invite(180)

    def answer_invite(self, code: int) -> None:
        """Ring (180), answer (200) or refuse."""
        assert self.invite is not None
        self.invite_text = self._phone.response(
            self.invite, code, tag=self.local_tag, body=self.sdp() if code == 200 else "", number=self.number
        )
        self._phone.send(self.invite_text, self._their_invite_source)
        if code == 200:
            self._phone.repeat(self.invite_text, self._their_invite_source, lambda: bool(self._last_ack))
            self._start_talking(self.invite.body)
        elif code >= 300:
            self.code = code
            self.finish("refused")

    def take_request(self, request: SIPText, source: Address) -> None:
        """Answer a request of the far side within the call."""
        if self.is_gone:
            return
        method, phone = request.method, self._phone
        if method == "ACK":
            self._last_ack = "seen"
        elif method == "CANCEL":
            phone.send(phone.response(request, 200, tag=self.local_tag), source)
            if self.state == "ringing":
                self.answer_invite(487)
                self.end = "cancelled"
        elif method == "BYE":
            phone.send(phone.response(request, 200, tag=self.local_tag), source)
            self.finish("they")
        elif method == "INVITE" and self.state == "talking":
            self._take_description(request.body)
            text = phone.response(request, 200, tag=self.local_tag, body=self.sdp(), number=self.number)
            self._last_ack = ""
            phone.send(text, source)
            phone.repeat(text, source, lambda: bool(self._last_ack))
        elif method == "INVITE" and self.invite and self.invite.first("cseq") == request.first("cseq"):
            phone.send(self.invite_text, source)  # repeated: so is the answer
        elif self.state == "ended":
            phone.send(phone.response(request, 481, tag=self.local_tag), source)
        elif method == "REFER":
            phone.send(phone.response(request, 405, tag=self.local_tag), source)  # it goes nowhere else
        else:
            phone.send(phone.response(request, 200, tag=self.local_tag, number=self.number), source)

    # ------------------------------------------------------------------ sound

    async def _open_rtp(self) -> None:
        self._rtp, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Receiver(self._on_rtp), local_addr=(self._phone.host, 0)
        )
        self.rtp_port = self._rtp.get_extra_info("sockname")[1]

    def _start_talking(self, description: str) -> None:
        self._take_description(description)
        self.was_answered = True
        self._become("talking")
        self._next_s = asyncio.get_running_loop().time()
        self._speak()

    def _take_description(self, description: str) -> None:
        host, port = _CONNECTION.search(description), _AUDIO.search(description)
        if host is not None and port is not None:
            self._rtp_remote = (host[1], int(port[1]))
        direction = _DIRECTION.search(description)
        self.remote_hold = direction is not None and direction[1] != "sendrecv"
        self.heard.at_s = None  # a hold is no gap

    def _speak(self) -> None:
        if self.state != "talking" or self._rtp is None:
            return
        self._position += 1
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + PACKET_SAMPLES) & 0xFFFFFFFF
        if not self.is_mute and self.direction in ("sendrecv", "sendonly") and self._rtp_remote is not None:
            self._emit()
        self._next_s += PACKET_S
        loop = asyncio.get_running_loop()
        self._next_s = max(self._next_s, loop.time() - 0.2)  # a machine that slept does not send a burst
        self._voice = loop.call_at(self._next_s, self._speak)

    def _emit(self) -> None:
        assert self._rtp is not None
        payload, kind, timestamp = (
            self._phone.voice[self._position % len(self._phone.voice)],
            8,
            self._timestamp,
        )
        if self._event:
            first = len(self._event) == 8
            payload, kind = self._event.pop(0), 101 | (0x80 if first else 0)
            timestamp = (self._timestamp - (7 - len(self._event)) * PACKET_SAMPLES) & 0xFFFFFFFF
        header = struct.pack("!BBHII", 0x80, kind, self._sequence, timestamp, self._ssrc)
        self._rtp.sendto(header + payload, self._rtp_remote)

    def _on_rtp(self, data: bytes, source: Address) -> None:
        if source == self._rtp_remote:
            watched = not self.remote_hold and self.direction == "sendrecv"
            now_s = asyncio.get_running_loop().time()
            self.heard.take(data, now_s, watch_gaps=watched, keep=self.keeps_audio)

    def _stop_voice(self) -> None:
        if self._voice is not None:
            self._voice.cancel()
        if self._rtp is not None:
            self._rtp.close()
            self._rtp = None

    # ------------------------------------------------------------------ state

    def finish(self, end: str) -> None:
        """The call is over for us."""
        if self.state != "ended":
            self.end = self.end or end
            self._stop_voice()
            self._become("ended")

    def _become(self, state: str) -> None:
        self.state = state
        self.changed.set()

    async def until(self, *states: str, limit_s: float) -> bool:
        """Wait for a state; False if it did not come in time."""
        deadline_s = asyncio.get_running_loop().time() + limit_s
        while self.state not in states:
            left_s = deadline_s - asyncio.get_running_loop().time()
            if left_s <= 0:
                return False
            self.changed.clear()
            try:
                await asyncio.wait_for(self.changed.wait(), left_s)
            except TimeoutError:
                return self.state in states
        return True


_CANCEL_HEADERS = {"via", "route", "max-forwards", "from", "to", "call-id"}


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, receive: Callable[[bytes, Address], None]) -> None:
        self._receive = receive

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._receive(data, addr)

    def error_received(self, exc: Exception) -> None:
        """A port that is closed at the other side is nothing to speak of."""


def _with_location(description: str, location: str) -> str:
    """Both bodies in one. Source: RFC 6442 §3.2."""
    parts = (
        f"Content-Type: application/pidf+xml\r\nContent-ID: <here@x>\r\n\r\n{location}\r\n",
        f"Content-Type: application/sdp\r\n\r\n{description}",
    )
    return "".join(f"--part\r\n{part}" for part in parts) + "--part--\r\n"


class _Transaction:
    """Repeats a request until its final answer. Source: RFC 3261 §17.1."""

    def __init__(
        self,
        phone: LightPhone,
        text: str,
        remote: Address,
        on_answer: Callable[[SIPText], None],
        *,
        is_invite: bool,
    ) -> None:
        self._phone, self._text, self._remote = phone, text, remote
        self._on_answer = on_answer
        self._is_invite = is_invite
        self._wait_s = T1_S
        self._is_quiet = False
        self._ends_s = asyncio.get_running_loop().time() + GIVE_UP_S
        self._timer: asyncio.TimerHandle | None = None
        self._again()

    def _again(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() >= self._ends_s:
            self._on_answer(_TIMED_OUT)
            self._phone.forget(self._text)
            return
        self._phone.send(self._text, self._remote)
        self._timer = loop.call_later(self._wait_s, self._again)
        self._wait_s = min(self._wait_s * 2, GIVE_UP_S if self._is_invite else T2_S)

    def take(self, answer: SIPText) -> None:
        if (answer.code >= 200 or self._is_invite) and self._timer is not None:
            self._timer.cancel()
        if self._is_invite and answer.code >= 300:
            self._phone.send(_ack_of_refusal(self._text, answer), self._remote)
        if not self._is_quiet:
            self._on_answer(answer)
        if answer.code >= 200:
            self._is_quiet = not (self._is_invite and answer.code < 300)
            asyncio.get_running_loop().call_later(GIVE_UP_S, self._phone.forget, self._text)


_TIMED_OUT = SIPText(b"SIP/2.0 408 Request Timeout\r\nCSeq: 0 NONE\r\n\r\n")


def _ack_of_refusal(invite: str, answer: SIPText) -> str:
    """Source: RFC 3261 §17.1.1.3."""
    lines = invite.split("\r\n\r\n", maxsplit=1)[0].split("\r\n")
    kept = [line for line in lines[1:] if line.lower().split(":")[0] in _CANCEL_HEADERS - {"to"}]
    cseq = invite.partition("CSeq: ")[2].split()[0]
    start = lines[0].replace("INVITE", "ACK", 1)
    tail = [f"To: {answer.first('to')}", f"CSeq: {cseq} ACK", "Content-Length: 0", "", ""]
    return "\r\n".join([start, *kept, *tail])


class LightPhone:
    """One SIP port with any number of calls.

    Args:
        desk_user: whom a call is for.
        voice: payloads of 20 ms, sent in a loop.
        on_call: told of a call that comes in; it decides with ``LightCall.answer_invite``.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        desk_user: str,
        voice: list[bytes],
        seed: int,
        on_call: Callable[[LightCall], None] | None = None,
    ) -> None:
        self.host = host
        self.port = 0
        self.desk_user = desk_user
        self.voice = voice
        self.random = random.Random(seed)
        self.calls: dict[str, LightCall] = {}
        self._on_call = on_call
        self._transactions: dict[tuple[str, str], _Transaction] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        """Open the port."""
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Receiver(self._receive), local_addr=(self.host, self.port)
        )
        self.port = self._transport.get_extra_info("sockname")[1]

    def stop(self) -> None:
        """Close everything."""
        for call in self.calls.values():
            call.finish("stopped")
        if self._transport is not None:
            self._transport.close()

    async def call(
        self,
        number: str,
        request_uri: str,
        remote: Address,
        *,
        headers: tuple[tuple[str, str], ...] = (),
        location: str = "",
    ) -> LightCall:
        """Phone the desk."""
        call_id = f"{self.random.getrandbits(96):x}"  # no word of who calls
        call = LightCall(self, call_id=call_id, number=number, remote=remote, outgoing=True)
        self.calls[call_id] = call
        await call.begin(request_uri, headers, location=location)
        return call

    def drop(self, call: LightCall) -> None:
        """Forget an ended call."""
        self.calls.pop(call.call_id, None)

    # ------------------------------------------------------------------ the wire

    def branch(self) -> str:
        """Return a new Via branch."""
        return f"z9hG4bK{self.random.getrandbits(64):x}"

    def send(self, text: str, remote: Address) -> None:
        """Send one message."""
        if self._transport is not None:
            self._transport.sendto(text.encode(), remote)

    def transact(
        self,
        text: str,
        remote: Address,
        on_answer: Callable[[SIPText], None] = lambda _answer: None,
        *,
        is_invite: bool = False,
    ) -> None:
        """Send a request and repeat it until it is answered."""
        is_invite = is_invite or text.startswith("INVITE ")
        transaction = _Transaction(self, text, remote, on_answer, is_invite=is_invite)
        self._transactions[_key(text)] = transaction

    def repeat(self, text: str, remote: Address, is_done: Callable[[], bool], wait_s: float = T1_S) -> None:
        """Repeat a 2xx until it was acknowledged. Source: RFC 3261 §13.3.1.4."""

        def again(wait_s: float, left_s: float) -> None:
            if is_done() or left_s <= 0:
                return
            self.send(text, remote)
            loop.call_later(min(wait_s * 2, T2_S), again, min(wait_s * 2, T2_S), left_s - wait_s * 2)

        loop = asyncio.get_running_loop()
        loop.call_later(wait_s, again, wait_s, GIVE_UP_S)

    def forget(self, text: str) -> None:
        """A transaction is over."""
        self._transactions.pop(_key(text), None)

    def response(self, request: SIPText, code: int, *, tag: str, body: str = "", number: str = "") -> str:
        """Build the answer to a request."""
        to = request.first("to")
        lines = [f"SIP/2.0 {code} {_WORDS.get(code, 'OK')}"]
        lines += [f"Via: {value}" for value in request.every("via")]
        lines += [f"Record-Route: {value}" for value in request.every("record-route")]
        lines += [f"From: {request.first('from')}", f"To: {to}" if "tag=" in to else f"To: {to};tag={tag}"]
        lines += [f"Call-ID: {request.first('call-id')}", f"CSeq: {request.first('cseq')}"]
        if number:
            lines.append(f"Contact: <sip:{number}@{self.host}:{self.port}>")
        if body:
            lines.append("Content-Type: application/sdp")
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])

    def _receive(self, data: bytes, source: Address) -> None:
        if len(data) < 20:
            return
        message = SIPText(data)
        call = self.calls.get(message.first("call-id"))
        if message.is_response:
            branch = message.first("via").partition("branch=")[2].split(";")[0]
            transaction = self._transactions.get((branch, message.method))
            if transaction is not None:
                transaction.take(message)
            return
        if call is not None:
            call.take_request(message, source)
        elif message.method == "INVITE" and "tag=" not in message.first("to") and self._on_call is not None:
            self._begin_incoming(message, source)
        elif message.method == "OPTIONS" and "tag=" not in message.first("to"):
            self.send(self.response(message, 200, tag="x"), source)
        elif message.method != "ACK":
            self.send(self.response(message, 481, tag="x"), source)

    def _begin_incoming(self, invite: SIPText, source: Address) -> None:
        number = invite.start.partition("sip:")[2].partition("@")[0]
        call = LightCall(self, call_id=invite.first("call-id"), number=number, remote=source, outgoing=False)
        self.calls[call.call_id] = call

        async def take() -> None:
            await call.take_invite(invite, source)
            if self._on_call is not None:
                self._on_call(call)

        task = asyncio.ensure_future(take())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_WORDS = {
    180: "Ringing",
    200: "OK",
    405: "Method Not Allowed",
    480: "Not Now",
    481: "No Call",
    486: "Busy Here",
    487: "Request Terminated",
}


def _key(text: str) -> tuple[str, str]:
    branch = text.partition("branch=")[2].split(";")[0].split("\r\n")[0]
    return branch, text.partition(" ")[0]
