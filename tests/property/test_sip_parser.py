"""Whatever arrives, the parser answers with a message or with its own error, in time that grows with the
length."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.telephony.audio_offer import choose_audio
from batola_desk.telephony.digest import Challenge, DigestCredentials
from batola_desk.telephony.headers import (
    MalformedMessageError,
    NameAddress,
    Reason,
    SessionExpires,
    Via,
    parse_parameters,
    parse_rack,
    split_outside,
)
from batola_desk.telephony.media_policy import MediaPolicy
from batola_desk.telephony.message import SIPMessage, SIPRequest, parse_message, response_to
from batola_desk.telephony.rtcp import parse_reports
from batola_desk.telephony.rtp import build_rtp, parse_rtp
from batola_desk.telephony.sdp import SessionDescription
from batola_desk.telephony.server_transaction import merge_key, server_key
from batola_desk.telephony.stream_framer import StreamFramer
from batola_desk.telephony.uri import SIPUri, UnusableURIError

INVITE = (
    b"INVITE sip:112@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bK1;rport\r\n"
    b'From: "Budi" <sip:0811@b>;tag=1\r\nTo: <sip:112@c>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n'
    b"Contact: <sip:0811@10.0.0.9>\r\nRecord-Route: <sip:p;lr>\r\n"
    b"Content-Type: multipart/mixed;boundary=b\r\n"
    b"Session-Expires: 90;refresher=uac\r\nRequire: 100rel\r\n\r\n"
    b"--b\r\nContent-Type: application/sdp\r\n\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/AVP 8\r\n--b--\r\n"
)

tokens = st.text("abcXYZ019.-_", min_size=1, max_size=12)
values = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n\0"), max_size=40)
pieces = st.sampled_from(
    [b"\r\n", b"\n", b":", b";", b",", b'"', b"<", b">", b"\\", b" ", b"\0", b"\xff", b"sip:"]
)


def use_everything(message: SIPMessage) -> None:
    """Touch whatever the line reads from a message before it trusts it."""
    for name in ("contact", "record-route", "reason", "p-asserted-identity", "require", "via"):
        for item in message.items(name):
            NameAddress.parse(item)
            Reason.parse(item)
    SessionExpires.parse(message.first("session-expires"))
    parse_rack(message.first("rack"))
    for part in message.parts():
        choose_audio(SessionDescription.parse(part.content), MediaPolicy())
    if isinstance(message, SIPRequest):
        server_key(message)
        merge_key(message)
        response_to(message, 200, to_tag="t").serialise()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(INVITE)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 20))
        data[at : at + cut] = draw(st.one_of(pieces, st.binary(max_size=8)))
    return bytes(data)


@settings(max_examples=400, deadline=None)
@given(st.one_of(mutated(), st.binary(max_size=300), st.lists(pieces, max_size=80).map(b"".join)))
def test_parsing_raises_nothing_but_its_own_error(data: bytes) -> None:
    try:
        message = parse_message(data)
    except MalformedMessageError:
        return
    use_everything(message)


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_what_was_parsed_and_written_is_parsed_to_the_same(data: bytes) -> None:
    try:
        first = parse_message(data)
    except MalformedMessageError:
        return
    second = parse_message(first.serialise())

    def kept(message: SIPMessage) -> list[tuple[str, str]]:
        return [item for item in message.headers if item[0].lower() != "content-length"]

    assert second.start_line() == first.start_line()
    assert kept(second) == kept(first)
    assert second.body == first.body
    assert second.serialise() == first.serialise()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(tokens, values), max_size=10), st.binary(max_size=100))
def test_a_message_we_write_comes_back_whole(headers: list[tuple[str, str]], body: bytes) -> None:
    base = parse_message(INVITE)
    for name, value in headers:
        base.add(f"X-{name}", value)
    base.body = body
    again = parse_message(base.serialise())
    assert again.body == body
    for name, value in headers:
        assert value.strip() in [item.strip() for item in again.every(f"x-{name}")]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_header_values_of_any_shape_are_read(text: str) -> None:
    NameAddress.parse(text)
    Reason.parse(text)
    SessionExpires.parse(text)
    parse_rack(text)
    parse_parameters(text)
    Challenge.parse("Digest " + text)
    DigestCredentials("u", "p").answers(["Digest " + text], "INVITE", "sip:x")
    assert ",".join(split_outside(text, ",")) == text
    for parse in (Via.parse, SIPUri.parse):
        try:
            parse(text)
        except (MalformedMessageError, UnusableURIError):
            continue


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_media_packets_of_any_shape_are_read(data: bytes) -> None:
    parse_rtp(data)
    parse_reports(data)
    choose_audio(SessionDescription.parse(data), MediaPolicy())


@given(
    st.integers(0, 127),
    st.integers(0, 65535),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=200),
    st.booleans(),
)
def test_rtp_comes_back_as_it_was_built(
    payload_type: int, sequence: int, timestamp: int, payload: bytes, marker: bool
) -> None:
    data = build_rtp(payload_type, sequence, timestamp, 7, payload, marker=marker)
    packet = parse_rtp(data)
    if 64 <= payload_type <= 95 and marker:  # looks like RTCP, RFC 5761 §4 keeps these apart
        assert packet is None
        return
    assert packet is not None
    assert (packet.payload_type, packet.sequence, packet.timestamp) == (payload_type, sequence, timestamp)
    assert (packet.payload, packet.marker) == (payload, marker)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=5), st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_a_stream_gives_the_same_messages_however_it_is_cut(bodies: list[bytes], cuts: list[int]) -> None:
    messages = []
    for body in bodies:
        message = parse_message(INVITE)
        message.body = body
        messages.append(message.serialise())
    stream = b"".join(messages)
    framer, out, position = StreamFramer(), [], 0
    for cut in cuts * (len(stream) // sum(cuts) + 1):
        out += framer.feed(stream[position : position + cut])
        position += cut
    assert out == messages


def spent_s(data: bytes) -> float:
    """The best of three, so that a busy machine does not decide."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        with contextlib.suppress(MalformedMessageError):
            use_everything(parse_message(data))
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "unit", [b'"', b"<", b";a", b",", b'"a\\', b" ;", b"a=b;", b"<sip:x>,", b"\\", b"((("]
)
@pytest.mark.parametrize("header", [b"Via: SIP/2.0/UDP h;", b"Contact: ", b"From: ", b"Reason: ", b"Route: "])
def test_hostile_headers_cost_linear_time(unit: bytes, header: bytes) -> None:
    def message(length: int) -> bytes:
        lines = (header + unit * (8000 // len(unit)) + b"\r\n") * (length // 8000)
        return INVITE.replace(b"Contact:", lines + b"Contact:", 1)

    small, large = spent_s(message(8_000)), spent_s(message(56_000))
    assert large < 0.25
    assert large < max(0.01, 7 * small) * 4


@pytest.mark.parametrize("name", [b"C\x00", b"\x00CSeq", b"Two Words", b"\xff"])
def test_a_header_whose_name_is_no_token_is_left_out_with_its_folded_lines(name: bytes) -> None:
    data = INVITE.replace(b"\r\nCSeq:", b"\r\n" + name + b": evil\r\n more\r\nCSeq:", 1)
    assert [value for _, value in parse_message(data).headers if "evil" in value or "more" in value] == []
