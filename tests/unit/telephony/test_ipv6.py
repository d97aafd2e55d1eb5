"""IPv6 and both families at once: descriptions, RTP ports, texts of hosts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from batola_desk.telephony.audio_offer import choose_audio
from batola_desk.telephony.loop import SelectorLoop
from batola_desk.telephony.media_policy import MediaPolicy, Refusal
from batola_desk.telephony.rtp_port import SocketRtpPort
from batola_desk.telephony.sdp import SessionDescription, session_lines
from batola_desk.telephony.transport import Address
from batola_desk.telephony.uri import SIPUri, host_text

OFFER = "v=0\r\no=- 1 1 IN IP6 {host}\r\ns=-\r\nc=IN IP6 {host}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n{extra}"


def test_an_offer_with_an_ipv6_address_is_understood_in_any_spelling() -> None:
    description = SessionDescription.parse(OFFER.format(host="2001:DB8:0::1", extra="").encode())
    choice = choose_audio(description, MediaPolicy())
    assert not isinstance(choice, Refusal)
    assert choice.remote == ("2001:db8::1", 4000), "as recvfrom writes it"
    assert choice.remote_rtcp == ("2001:db8::1", 4001)


def test_rtcp_may_go_to_another_ipv6_address() -> None:
    text = OFFER.format(host="2001:db8::1", extra="a=rtcp:5001 IN IP6 2001:db8::2\r\n")
    choice = choose_audio(SessionDescription.parse(text.encode()), MediaPolicy())
    assert not isinstance(choice, Refusal)
    assert choice.remote_rtcp == ("2001:db8::2", 5001)


def test_the_unspecified_ipv6_address_means_hold() -> None:
    choice = choose_audio(SessionDescription.parse(OFFER.format(host="::", extra="").encode()), MediaPolicy())
    assert not isinstance(choice, Refusal)
    assert choice.remote is None
    assert not choice.direction.receives


@pytest.mark.parametrize("host", ["fe80::1%eth0", "pbx.example", "1.2.3", ""])
def test_a_host_that_is_no_address_everywhere_is_no_target_for_audio(host: str) -> None:
    description = SessionDescription.parse(OFFER.format(host=host, extra="").encode())
    assert isinstance(choose_audio(description, MediaPolicy()), Refusal)


def test_our_own_address_is_written_with_its_family() -> None:
    assert session_lines(1, 2, "2001:db8::1")[1::2] == [
        "o=- 1 2 IN IP6 2001:db8::1",
        "c=IN IP6 2001:db8::1",
    ]
    assert session_lines(1, 2, "fe80::1%eth0")[3] == "c=IN IP6 fe80::1"
    assert session_lines(1, 2, "10.0.0.1")[3] == "c=IN IP4 10.0.0.1"


def test_hosts_in_uris_have_brackets_only_when_they_must() -> None:
    assert host_text("2001:db8::1") == "[2001:db8::1]"
    assert host_text("fe80::1%eth0") == "[fe80::1]"
    assert host_text("10.0.0.1") == "10.0.0.1"
    assert SIPUri.parse("sip:a@[2001:db8::1]:5070;transport=tls").destination().host == "2001:db8::1"


def test_a_sips_uri_never_goes_over_a_plain_transport() -> None:
    for text in (
        "sips:a@pbx.example",
        "sips:a@pbx.example;transport=tcp",
        "sips:a@pbx.example;transport=udp",
    ):
        destination = SIPUri.parse(text).destination()
        assert (destination.protocol, destination.port) == ("TLS", 5061)


class Ears:
    def __init__(self) -> None:
        self.heard: list[tuple[bytes, Address]] = []
        self.something = threading.Event()

    def __call__(self, data: bytes, source: Address) -> None:
        self.heard.append((data, source))
        self.something.set()


@pytest.fixture
def loop() -> Iterator[SelectorLoop]:
    loop = SelectorLoop("rtp-test")
    loop.start()
    yield loop
    assert loop.stop(2.0)


@pytest.mark.parametrize("peer_host", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("bind_host", ["::", ""])
def test_one_port_pair_serves_both_families(loop: SelectorLoop, bind_host: str, peer_host: str) -> None:
    port = SocketRtpPort(loop, bind_host, 20_000, 29_998)
    ears = Ears()
    port.open(ears, ears)
    family = socket.AF_INET6 if ":" in peer_host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as peer:
        peer.settimeout(8.0)
        peer.bind((peer_host, 0))
        own: Address = peer.getsockname()[:2]
        port.send_rtp(b"to the peer", own)
        assert peer.recv(100) == b"to the peer"
        peer.sendto(b"from the peer", (peer_host, port.port))
        assert ears.something.wait(8.0)
        assert ears.heard == [(b"from the peer", own)], "the source compares with what the description says"
    port.close()


def test_an_address_of_one_family_binds_only_there(loop: SelectorLoop) -> None:
    port = SocketRtpPort(loop, "127.0.0.1", 20_000, 29_998)
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as other:
        other.bind(("::1", port.port))
    port.send_rtp(b"nowhere", ("::1", 4000))  # never raises
    port.close()
