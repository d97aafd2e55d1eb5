"""Whatever a peer sends, its cost grows with its length and no faster: eight times the bytes, about eight
times the work. A quadratic parser needs sixty-four times.

Processor time of this thread only, the best of several tries, so that a loaded machine does not decide.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from batola_desk.telephony.audio_offer import choose_audio
from batola_desk.telephony.bad_requests import BadRequests
from batola_desk.telephony.crypto import crypto_lines
from batola_desk.telephony.digest import Challenge
from batola_desk.telephony.emergency import emergency_info
from batola_desk.telephony.headers import (
    MalformedMessageError,
    NameAddress,
    Reason,
    Via,
    parse_parameters,
    split_outside,
)
from batola_desk.telephony.media_policy import MediaPolicy
from batola_desk.telephony.message import SIPRequest, parse_message
from batola_desk.telephony.multipart import body_parts
from batola_desk.telephony.pidf import read_geo_uri, read_position
from batola_desk.telephony.replaces import Replaces, split_refer_to
from batola_desk.telephony.rtcp import parse_reports, said_goodbye
from batola_desk.telephony.sdp import SessionDescription
from batola_desk.telephony.stream_framer import StreamFramer
from batola_desk.telephony.t140 import T140Reader
from batola_desk.telephony.text_blocks import split_red
from batola_desk.telephony.trace import TracedMessage
from batola_desk.telephony.uri import SIPUri, UnusableURIError

SMALL, FACTOR = 8_000, 8
GROWTH_MAX = 3.0 * FACTOR
ENOUGH_S = 0.004  # below this the clock decides
TRIES = 5
HEAD = (
    "INVITE sip:112@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\n"
    "From: <sip:a@b>;tag=1\r\nTo: <sip:112@c>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
)


@dataclass(frozen=True)
class Case:
    """``unit`` repeated to the wanted length, between ``head`` and ``tail``, given to ``parse``."""

    parse: Callable[[bytes], object]
    unit: bytes
    head: bytes = b""
    tail: bytes = b""

    def data(self, length: int) -> bytes:
        return self.head + self.unit * (length // len(self.unit)) + self.tail


def decoded(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parse(data.decode("utf-8", "surrogateescape"))


def message(data: bytes) -> object:
    parsed = parse_message(data)
    parsed.items("contact")
    parsed.tokens("require")
    parsed.parts()
    return emergency_info(parsed) if isinstance(parsed, SIPRequest) else None


def dripped(data: bytes) -> object:
    framer = StreamFramer()
    return [found for at in range(len(data)) for found in framer.feed(data[at : at + 1])]


def described(data: bytes) -> object:
    description = SessionDescription.parse(data)
    for line in description.media:
        line.encodings()
    return choose_audio(description, MediaPolicy())


def traced(data: bytes) -> object:
    message = TracedMessage(0, False, "UDP", ("a", 1), ("b", 2), data)
    return message.call_id, message.without_secrets


def in_lines(name: str, unit: bytes) -> list[Case]:
    """The unit as one long header value (cut at its limit) and as many lines."""
    line = f"{name}: ".encode() + unit * (60 // len(unit) + 1) + b"\r\n"
    return [
        Case(message, line, HEAD.encode(), b"Content-Length: 0\r\n\r\n"),
        Case(message, unit, HEAD.encode() + f"{name}: ".encode(), b"\r\nContent-Length: 0\r\n\r\n"),
    ]


CASES: dict[str, Case] = {}
for header in ("Contact", "Record-Route", "Geolocation", "History-Info", "Call-Info", "P-Asserted-Identity"):
    for number, unit in enumerate((b"<sip:a@b>,", b'"', b"<", b'"a\\', b";a=b", b",")):
        for shape, case in zip(("lines", "value"), in_lines(header, unit), strict=True):
            CASES[f"message-{header}-{number}-{shape}"] = case
for number, unit in enumerate(
    (b'"', b"<", b";a", b",", b'\\"', b" ", b"a=b;", b"<sip:x>,", b"(", b"@", b":", b"%41")
):
    for name, parse in (
        ("name-address", NameAddress.parse),
        ("via", Via.parse),
        ("reason", Reason.parse),
        ("parameters", parse_parameters),
        ("split", lambda text: split_outside(text, ",")),
        ("challenge", lambda text: Challenge.parse("Digest " + text)),
        ("uri", lambda text: SIPUri.parse("sip:" + text)),
        ("replaces", Replaces.parse),
        ("refer-to", split_refer_to),
        ("crypto", lambda text: crypto_lines([text])),
        ("geo-uri", lambda text: read_geo_uri("geo:" + text)),
    ):
        CASES[f"{name}-{number}"] = Case(decoded(parse), unit)
CASES |= {
    "folded-lines": Case(message, b" folded\r\n", HEAD.encode() + b"Subject: x\r\n", b"\r\n"),
    "empty-lines": Case(message, b"\r\n", b"", HEAD.encode() + b"\r\n"),
    "stream-head": Case(dripped, b"X: y\r\n", HEAD.encode(), b"Content-Length: 0\r\n\r\n"),
    "stream-keep-alives": Case(dripped, b"\r\n"),
    "stream-small-messages": Case(
        lambda data: list(StreamFramer().feed(data)), HEAD.encode() + b"Content-Length: 0\r\n\r\n"
    ),
    "sdp-media": Case(described, b"m=audio 4000 RTP/AVP 8 0 101\r\n"),
    "sdp-attributes": Case(described, b"a=rtpmap:8 PCMA/8000\r\n", b"m=audio 4000 RTP/AVP 8\r\n"),
    "sdp-parameters": Case(described, b"a=fmtp:8 x=y\r\n", b"m=audio 4000 RTP/AVP 8\r\n"),
    "sdp-formats": Case(described, b" 8", b"m=audio 4000 RTP/AVP"),
    "sdp-crypto": Case(described, b"a=crypto:1 X inline:a|b\r\n", b"m=audio 4000 RTP/SAVP 8\r\n"),
    "sdp-bare-returns": Case(described, b"\r"),
    "rtcp": Case(parse_reports, bytes.fromhex("80c90001000000ff")),
    "rtcp-goodbye": Case(lambda data: said_goodbye(data, 7), bytes.fromhex("81cb0001000000ff")),
    "red": Case(lambda data: split_red(data, 98), bytes.fromhex("e2000000")),
    "t140": Case(lambda data: T140Reader().read(data), b"\xe2\x80"),
    "trace-secrets": Case(traced, b'Authorization: Digest response="', HEAD.encode()),
    "trace-call-ids": Case(traced, b"i :", HEAD.encode()),
    "bad-request": Case(
        lambda data: BadRequests(lambda: 0.0).answer(data), b"Via: \r\n", b"BYE x SIP/3.0\r\n"
    ),
    "multipart-parts": Case(
        lambda data: body_parts("multipart/mixed;boundary=b", data), b"--b\r\nContent-Type: a/b\r\n\r\nx\r\n"
    ),
    "multipart-dashes": Case(lambda data: body_parts("multipart/mixed;boundary=b", data), b"--"),
    "multipart-open": Case(lambda data: body_parts("multipart/mixed;boundary=b", data), b"\r\n--bx"),
    "multipart-nested": Case(
        lambda data: body_parts("multipart/mixed;boundary=b", data),
        b"--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n",
    ),
    "multipart-headers": Case(
        lambda data: body_parts("multipart/mixed;boundary=b", data), b"X: y\r\n", b"--b\r\n"
    ),
    "pidf-nested": Case(read_position, b"<a>"),
    "pidf-attributes": Case(read_position, b' a="b"', b"<x", b"/>"),
    "pidf-points": Case(read_position, b"<pos>-3.0 114.6</pos>", b"<Polygon><exterior><LinearRing>"),
    "pidf-list": Case(read_position, b"1.5 ", b"<Polygon><exterior><LinearRing><posList>"),
    "pidf-text": Case(read_position, b"1", b"<Point><pos>"),
}


def spent_s(case: Case, data: bytes, times: int) -> float:
    best = float("inf")
    for _ in range(TRIES):
        start_s = time.thread_time()
        for _ in range(times):
            with contextlib.suppress(MalformedMessageError, UnusableURIError):
                case.parse(data)
        best = min(best, time.thread_time() - start_s)
    return best


@pytest.mark.parametrize("name", CASES)
def test_eight_times_the_bytes_cost_about_eight_times_the_work(name: str) -> None:
    case = CASES[name]
    small, large = case.data(SMALL), case.data(SMALL * FACTOR)
    once_s = spent_s(case, large, 1)
    assert once_s < 0.5
    if once_s < ENOUGH_S:  # refused at once, or so cheap that its growth cannot hurt
        return
    times = max(1, int(ENOUGH_S / max(1e-6, spent_s(case, small, 1))))
    small_s = spent_s(case, small, times) / times
    if once_s > GROWTH_MAX * small_s:  # look once more before believing a clock
        once_s = min(once_s, spent_s(case, large, 2) / 2)
    assert once_s <= GROWTH_MAX * small_s, f"{small_s * 1e3:.2f} ms became {once_s * 1e3:.2f} ms"
