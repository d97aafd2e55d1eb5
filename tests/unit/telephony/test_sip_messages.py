"""Parsing and writing messages, headers, URIs, descriptions."""

from __future__ import annotations

import pytest

from batola_desk.telephony.audio_offer import answer_lines, choose_audio
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.headers import MalformedMessageError, NameAddress, Reason, split_outside
from batola_desk.telephony.media_policy import MediaPolicy, Refusal
from batola_desk.telephony.message import SIPRequest, SIPResponse, parse_message
from batola_desk.telephony.sdp import Direction, SessionDescription
from batola_desk.telephony.stream_framer import StreamFramer
from batola_desk.telephony.uri import SIPUri, UnusableURIError

GOOD = (
    b"INVITE sip:112@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\n"
    b"From: <sip:a@b>;tag=1\r\nTo: <sip:112@c>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
)


def parsed(extra: bytes = b"", body: bytes = b"") -> SIPRequest:
    message = parse_message(GOOD + extra + b"\r\n" + body)
    assert isinstance(message, SIPRequest)
    return message


@pytest.mark.parametrize("name", [b"Via", b"From", b"To", b"Call-ID", b"CSeq"])
def test_only_the_headers_that_carry_the_dialogue_are_indispensable(name: bytes) -> None:
    lines = [line for line in GOOD.split(b"\r\n") if not line.startswith(name + b":")]
    with pytest.raises(MalformedMessageError):
        parse_message(b"\r\n".join(lines) + b"\r\n")


@pytest.mark.parametrize(
    "odd",
    [
        b"Contact: <<>>;;;\r\n",
        b"Content-Length: 99999\r\n",
        b"Content-Length: minus one\r\n",
        b"Max-Forwards: none\r\n",
        b"no colon here\r\n",
        b": no name\r\n",
        b"X: \xff\xfe\x00\r\n",
        b"Date: whenever\r\n",
        b'P-Asserted-Identity: "never closed <sip:x@y>\r\n',
        b"Session-Expires: soon\r\nRequire: \r\nSupported: ,,,\r\n",
    ],
)
def test_an_odd_invite_is_still_an_invite(odd: bytes) -> None:
    message = parsed(odd, b"body")
    assert message.method == "INVITE"
    assert message.body == b"body"


def test_compact_names_folding_and_bare_line_feeds_are_read() -> None:
    message = parse_message(
        b"OPTIONS sip:x@y SIP/2.0\nv: SIP/2.0/UDP h\nf: <sip:a@b>;\n tag=1\nt: <sip:c@d>\ni: 9\n"
        b"CSeq: 1 OPTIONS\n\nhello"
    )
    assert message.from_address.tag == "1"
    assert message.call_id == "9"
    assert message.body == b"hello"


def test_limits_are_refused_not_digested() -> None:
    for data in (
        GOOD + b"X: y\r\n" * 1001 + b"\r\n",
        GOOD + b"X: " + b"y" * 17_000 + b"\r\n\r\n",
        GOOD + b"X: y\r\n" * 12_000 + b"\r\n",
        GOOD + b"\r\n" + b"z" * 262_144,
    ):
        with pytest.raises(MalformedMessageError):
            parse_message(data)


def test_a_large_multipart_body_with_location_is_split() -> None:
    location = b"<presence>" + b"x" * 60_000 + b"</presence>"
    body = (
        b"--sep\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--sep\r\n"
        b"Content-Type: application/pidf+xml\r\nContent-ID: <l@x>\r\n\r\n" + location + b"\r\n--sep--\r\n"
    )
    message = parsed(b'Content-Type: multipart/mixed;boundary="sep"\r\n', body)
    assert message.body_of_type("application/sdp") == b"v=0"
    part = message.parts()[1]
    assert part.content == location
    assert part.headers["content-id"] == "<l@x>"


def test_a_line_end_inside_a_value_cannot_make_a_header() -> None:
    message = parsed()
    message.add("Subject", "hello\r\nX-Evil: 1")
    assert b"\r\nX-Evil" not in message.serialise()


def test_commas_in_quotes_and_brackets_do_not_split() -> None:
    assert split_outside('"a,b" <sip:x,y@z>, c', ",") == ['"a,b" <sip:x,y@z>', " c"]


@pytest.mark.parametrize(
    ("text", "name", "uri", "tag"),
    [
        ('"Budi \\"B\\" <x>" <sip:1@2;p=1>;tag=t', 'Budi "B" <x>', "sip:1@2;p=1", "t"),
        ("sip:1@2;tag=t", "", "sip:1@2", "t"),
        ("Budi <sip:1@2>", "Budi", "sip:1@2", ""),
        ('"open <sip:1@2>;tag=t', '"open', "sip:1@2", "t"),
        ("", "", "", ""),
    ],
)
def test_addresses_are_read_in_all_their_shapes(text: str, name: str, uri: str, tag: str) -> None:
    address = NameAddress.parse(text)
    assert (address.display_name, address.uri, address.tag) == (name, uri, tag)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sip:+62%20811@x", "+62811"),
        ("sip:0811;phone-context=x@y;user=phone", "0811"),
        ("tel:+62-811-222;ext=1", "+62811222"),
        ("sip:budi.s@x", "budi.s"),
        ("urn:service:sos", "service:sos"),
    ],
)
def test_numbers_are_shown_as_people_write_them(text: str, number: str) -> None:
    assert SIPUri.parse(text).number == number


@pytest.mark.parametrize("text", ["", "nothing", "sip:", "tel:112", "sips:", "sip:a@b;transport=sctp"])
def test_uris_that_lead_nowhere_are_told(text: str) -> None:
    with pytest.raises(UnusableURIError):
        SIPUri.parse(text).destination()


def test_reasons_are_read() -> None:
    reason = Reason.parse('SIP ;cause=200 ;text="Call completed elsewhere"')
    assert reason.means_answered_elsewhere
    assert not Reason.parse("Q.850;cause=16").means_answered_elsewhere
    assert Reason.parse('SIP;text="call completed elsewhere"').means_answered_elsewhere


def test_a_response_that_copies_nothing_can_still_be_written() -> None:
    assert SIPResponse(408, is_local=True).serialise().startswith(b"SIP/2.0 408 Request Timeout\r\n")


def test_the_route_set_of_a_caller_is_reversed() -> None:
    class Way:
        protocol, is_reliable, is_open, local, remote = "UDP", False, True, ("1.1.1.1", 1), ("2.2.2.2", 2)

        def send(self, data: bytes) -> None:
            raise AssertionError

    response = SIPResponse(200)
    response.add("To", "<sip:112@c>;tag=9")
    response.add("Record-Route", "<sip:p1;lr>")
    response.add("Record-Route", "<sip:p2;lr>")
    dialog = Dialog.from_response(parsed(), response, Way(), "<sip:me@1.1.1.1>")
    assert dialog.route_set == ["<sip:p2;lr>", "<sip:p1;lr>"]
    assert dialog.next_hop() == "sip:p2;lr"


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_stream_is_cut_right_wherever_it_breaks(size: int) -> None:
    one = GOOD + b"Content-Length: 5\r\n\r\nhello"
    two = GOOD + b"l: 0\r\n\r\n"
    stream = b"\r\n\r\n" + one + two + b"\r\n" + one
    framer = StreamFramer()
    out = [m for i in range(0, len(stream), size) for m in framer.feed(stream[i : i + size])]
    assert out == [one, two, one]


def test_a_ping_is_counted_even_in_pieces() -> None:
    framer = StreamFramer()
    assert list(framer.feed(b"\r\n\r\n")) == []
    assert framer.pings == 1


@pytest.mark.parametrize(
    "stream",
    [GOOD + b"\r\n", b"x" * 70_000, GOOD + b"Content-Length: 9999999\r\n\r\n"],
    ids=["no length", "endless header", "too long"],
)
def test_a_stream_that_cannot_be_followed_is_given_up(stream: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        list(StreamFramer().feed(stream))


def test_pcma_is_preferred_and_telephone_events_follow_the_peer() -> None:
    text = (
        b"v=0\r\nc=IN IP4 10.0.0.1\r\nm=video 9 RTP/AVP 31\r\nm=audio 5000 RTP/AVP 0 8 96\r\n"
        b"a=rtpmap:96 telephone-event/8000\r\na=rtcp:5009\r\na=sendonly\r\n"
    )
    choice = choose_audio(SessionDescription.parse(text), MediaPolicy())
    assert not isinstance(choice, Refusal)
    assert (choice.index, choice.codec, choice.payload_type, choice.dtmf_payload_type) == (1, "PCMA", 8, 96)
    assert choice.remote_rtcp == ("10.0.0.1", 5009)
    assert choice.direction is Direction.SENDONLY
    assert answer_lines(7000, choice, None, Direction.RECVONLY)[0] == "m=audio 7000 RTP/AVP 8 96"


def test_a_renumbered_codec_is_understood() -> None:
    text = (
        b"c=IN IP4 1.2.3.4\r\nm=audio 5000 RTP/AVP 97 8\r\na=rtpmap:97 PCMU/8000\r\na=rtpmap:8 G729/8000\r\n"
    )
    choice = choose_audio(SessionDescription.parse(text), MediaPolicy())
    assert not isinstance(choice, Refusal)
    assert (choice.codec, choice.payload_type) == ("PCMU", 97)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"m=audio",
        b"c=IN IP4 x\r\nm=audio 1 RTP/AVP 8\r\n",
        b"c=IN IP4 1.2.3.4\r\nm=audio 0 RTP/AVP 8\r\n",
        b"c=IN IP4 1.2.3.4\r\nm=audio 99999 RTP/AVP 8\r\n",
        b"c=IN IP4 1.2.3.4\r\nm=audio 5000 RTP/SAVP 8\r\n",
        b"c=IN IP6 ::1%1\r\nm=audio 5000 RTP/AVP 8\r\n",
    ],
)
def test_a_description_without_usable_audio_is_none(text: bytes) -> None:
    assert isinstance(choose_audio(SessionDescription.parse(text), MediaPolicy()), Refusal)
