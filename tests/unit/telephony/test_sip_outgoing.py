"""What a foreign peer sees of our outgoing side, message by message."""

from __future__ import annotations

import hashlib
import re

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import Account
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.message import SIPMessage, SIPRequest, response_to
from batola_desk.telephony.sdp import Direction
from batola_desk.telephony.user_agent import UserAgent

TARGET = "sip:them@10.0.0.9"
HELD = "a=recvonly\r\n"


@pytest.fixture
def desk(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder, auth_user="desk", password="secret")


@pytest.fixture
def peer(world: World) -> Peer:
    return world.peer()


@pytest.fixture
def talking(world: World, desk: UserAgent, peer: Peer) -> CallLeg:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    return leg


def expected_response(invite: SIPMessage, header: str, algorithm: str) -> tuple[str, str]:
    """(what was sent, what should have been) for one Authorization header, by the book."""
    value = next(v for v in invite.every(header) if f"algorithm={algorithm}," in v)
    found = dict(re.findall(r'(\w+)="?([^",]+)"?', value))
    digest = hashlib.sha256 if algorithm == "SHA-256" else hashlib.md5

    def h(text: str) -> str:
        return digest(text.encode()).hexdigest()

    assert isinstance(invite, SIPRequest)
    first, second = h(f"desk:{found['realm']}:secret"), h(f"{invite.method}:{found['uri']}")
    middle = f":{found['nc']}:{found['cnonce']}:auth:" if "qop" in found else ":"
    return found["response"], h(f"{first}:{found['nonce']}{middle}{second}")


def test_an_unanswered_invite_is_repeated_with_doubling_pauses_and_times_out(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(40)
    times = [d.at_s - 1000 for d in world.wire.sent]
    assert times == pytest.approx([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5])
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.TIMEOUT, 408)


def test_ringing_then_answer_then_ack(world: World, recorder: Recorder, desk: UserAgent, peer: Peer) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    invite = peer.last("INVITE")
    peer.respond(invite, 180)
    world.advance(0.1)
    assert (leg.state, leg.remote_ringing) == (LegState.EARLY, True)
    peer.respond(invite, 200, body=sdp(formats="0 101"))
    world.advance(0.1)
    assert peer.names == ["INVITE", "ACK"]
    assert leg.state is LegState.TALKING
    assert leg.media is not None
    assert leg.media.codec == "PCMU"


def test_a_repeated_200_gets_a_repeated_ack(
    world: World, desk: UserAgent, peer: Peer, talking: CallLeg
) -> None:
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert peer.names == ["INVITE", "ACK", "ACK"]
    assert len({d.at_s for d in world.wire.sent if d.name == "ACK"}) == 2


def test_a_second_fork_that_answers_is_acknowledged_and_ended(
    world: World, peer: Peer, talking: CallLeg
) -> None:
    for _ in range(2):
        peer.respond(peer.last("INVITE"), 200, tag="other", body=sdp(port=7000))
        world.advance(0.1)
    assert peer.names == ["INVITE", "ACK", "ACK", "BYE", "ACK"]
    assert peer.last("BYE").to_address.tag == "other"
    assert talking.state is LegState.TALKING


def test_hanging_up_before_any_answer_cancels_after_the_first_provisional(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    leg.hang_up()
    world.advance(0.1)
    assert leg.end is not None
    assert leg.end.cause is EndCause.WE_HUNG_UP
    assert "CANCEL" not in peer.names
    peer.respond(peer.last("INVITE"), 180)
    world.advance(0.1)
    cancel, invite = peer.last("CANCEL"), peer.last("INVITE")
    assert cancel.via.branch == invite.via.branch
    assert cancel.cseq.number == invite.cseq.number


def test_a_lost_cancel_is_repeated(world: World, desk: UserAgent, peer: Peer) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 180)
    world.advance(0.1)
    leg.hang_up()
    world.advance(3.6)
    assert peer.names.count("CANCEL") == 4
    peer.respond(peer.last("CANCEL"), 200)
    peer.respond(peer.last("INVITE"), 487)
    world.advance(40)
    assert peer.names.count("CANCEL") == 4
    assert peer.names[-1] == "ACK"


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_stop_waits_for_the_invite_and_not_for_a_cancel_that_came_too_late(
    world: World, desk: UserAgent, peer: Peer, *, is_answered: bool
) -> None:
    """The other side refuses in the moment we end, and is gone before the CANCEL comes."""
    desk.dial(TARGET)
    world.advance(0.1)
    invite = peer.last("INVITE")
    peer.respond(invite, 180)
    world.advance(0.1)
    if is_answered:
        peer.respond(invite, 480)  # on its way
    assert desk.stop() is is_answered
    assert "CANCEL" in peer.names
    assert ("ACK" in peer.names) is is_answered


def test_an_answer_that_crosses_our_cancel_is_acknowledged_and_ended(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 180)
    world.advance(0.1)
    leg.hang_up()
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert peer.names[-2:] == ["ACK", "BYE"]
    assert leg.state is LegState.ENDED


def test_nobody_answering_for_too_long_cancels(world: World, recorder: Recorder, peer: Peer) -> None:
    desk = world.agent("10.0.0.1", recorder, dial_limit_s=20.0)
    leg = desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 180)
    world.advance(21)
    assert "CANCEL" in peer.names
    assert leg.end is not None
    assert leg.end.cause is EndCause.TIMEOUT


@pytest.mark.parametrize(
    ("code", "cause"), [(486, EndCause.REJECTED), (503, EndCause.FAILED), (404, EndCause.REJECTED)]
)
def test_a_refusal_is_acknowledged_and_reported(
    code: int, cause: EndCause, world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    for _ in range(2):
        peer.respond(peer.last("INVITE"), code)
        world.advance(0.1)
    assert peer.names == ["INVITE", "ACK", "ACK"]
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (cause, code)
    assert world.rtp_ports[0].is_closed


def test_several_challenges_are_answered_with_the_strongest_of_each_realm(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    desk.dial(TARGET)
    world.advance(0.1)
    challenges = (
        ("Proxy-Authenticate", 'Digest realm="pbx", nonce="n1", algorithm=MD5, qop="auth"'),
        ("Proxy-Authenticate", 'Digest realm="pbx", nonce="n2", algorithm=SHA-256, qop="auth,auth-int"'),
        ("Proxy-Authenticate", 'Digest realm="pbx", nonce="n3", algorithm=SHA-512-256, qop="auth"'),
        ("Proxy-Authenticate", 'Digest realm="other", nonce="n4", algorithm=MD5'),
        ("Proxy-Authenticate", "Basic realm=x"),
    )
    first = peer.last("INVITE")
    peer.respond(first, 407, headers=challenges)
    world.advance(0.1)
    second = peer.last("INVITE")
    assert second.cseq.number == first.cseq.number + 1
    assert second.call_id == first.call_id
    assert len(second.every("proxy-authorization")) == 2
    for algorithm in ("SHA-256", "MD5"):
        sent, right = expected_response(second, "proxy-authorization", algorithm)
        assert sent == right


def test_a_wrong_password_ends_in_a_refusal_not_in_a_loop(world: World, desk: UserAgent, peer: Peer) -> None:
    leg = desk.dial(TARGET)
    for _ in range(10):
        world.advance(0.1)
        if peer.names[-1] == "INVITE":
            peer.respond(
                peer.last("INVITE"), 401, headers=(("WWW-Authenticate", 'Digest realm="a", nonce="b"'),)
            )
    assert leg.end is not None
    assert peer.names.count("INVITE") == 4


def test_bye_is_answered_with_credentials_when_asked(world: World, peer: Peer, talking: CallLeg) -> None:
    talking.hang_up()
    world.advance(0.1)
    peer.respond(peer.last("BYE"), 407, headers=(("Proxy-Authenticate", 'Digest realm="a", nonce="b"'),))
    world.advance(0.1)
    assert peer.names.count("BYE") == 2
    assert peer.last("BYE").first("proxy-authorization")


def test_the_ack_of_a_hold_shows_what_proved_the_hold(world: World, peer: Peer, talking: CallLeg) -> None:
    """Source: RFC 3261 §13.2.2.4: an ACK cannot be challenged, so it carries the proof of its INVITE."""
    talking.hold()
    world.advance(0.1)
    challenge = (("Proxy-Authenticate", 'Digest realm="a", nonce="b"'),)
    peer.respond(peer.last("INVITE"), 407, headers=challenge)
    world.advance(0.1)
    invite = peer.last("INVITE")
    proof = invite.first("proxy-authorization")
    assert proof
    peer.respond(invite, 200, body=sdp(extra=HELD))
    world.advance(0.1)
    ack = peer.last("ACK")
    assert ack.cseq.number == invite.cseq.number
    assert ack.first("proxy-authorization") == proof
    talking.resume()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert not peer.last("ACK").first("proxy-authorization"), "this one was not asked for a proof"


def test_an_unanswered_bye_is_repeated_at_most_every_four_seconds(
    world: World, peer: Peer, talking: CallLeg
) -> None:
    start_s = world.loop.now_s()
    talking.hang_up()
    world.advance(40)
    times = [d.at_s - start_s for d in world.wire.sent if d.name == "BYE"]
    assert times == pytest.approx([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5])


def test_a_reliable_183_is_confirmed_once_and_its_sound_is_early_media(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    headers = (("Require", "100rel"), ("RSeq", "7"))
    for _ in range(2):
        peer.respond(peer.last("INVITE"), 183, body=sdp(), headers=headers)
        world.advance(0.1)
    assert peer.names.count("PRACK") == 1
    assert peer.last("PRACK").first("rack") == f"7 {peer.last('INVITE').cseq.number} INVITE"
    assert leg.state is LegState.EARLY
    assert leg.media is not None
    assert leg.media.direction is Direction.SENDRECV


def test_a_longer_session_is_tried_after_422(world: World, desk: UserAgent, peer: Peer) -> None:
    desk.dial(TARGET)
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 422, headers=(("Min-SE", "3600"),))
    world.advance(0.1)
    assert peer.last("INVITE").first("session-expires") == "3600"
    assert peer.last("INVITE").first("min-se") == "3600"


def test_hold_and_resume_reach_the_peer(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    world.advance(0.1)
    assert b"a=sendonly" in peer.last("INVITE").body
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra=HELD))
    world.advance(0.1)
    assert talking.local_hold
    assert not talking.remote_hold
    assert talking.media is not None
    assert talking.media.direction is Direction.SENDONLY
    talking.resume()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert not talking.local_hold
    assert talking.media.direction is Direction.SENDRECV


def test_a_hold_wished_while_another_is_open_follows_later(
    world: World, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    talking.resume()
    talking.hold()
    talking.resume()
    world.advance(0.1)
    assert peer.names.count("INVITE") == 2
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra=HELD))
    world.advance(0.1)
    assert peer.names.count("INVITE") == 3
    assert b"a=sendrecv" in peer.last("INVITE").body


def test_a_refused_hold_is_told_and_undone(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 488)
    world.advance(10)
    assert not talking.local_hold
    assert recorder.changes[-1] == ("talking", LegChange.HOLD_FAILED)
    assert peer.names.count("INVITE") == 2


def test_after_491_the_hold_is_tried_again(world: World, peer: Peer, talking: CallLeg) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 491)
    world.advance(2.0)
    assert peer.names.count("INVITE") == 2
    world.advance(2.2)
    assert len({m.cseq.number for n, m in zip(peer.names, peer.received, strict=True) if n == "INVITE"}) == 3


def test_offers_that_cross_get_491(world: World, peer: Peer, talking: CallLeg) -> None:
    talking.hold()
    world.advance(0.1)
    tag = peer.last("INVITE").from_address.tag
    crossing = peer.invite(
        call_id=peer.last("INVITE").call_id, from_tag="them", to_tag=tag, cseq=900, body=sdp()
    )
    peer.send(crossing)
    world.advance(0.1)
    assert peer.names[-1] == "491/INVITE"


def test_a_peer_that_forgot_the_call_ends_it_as_lost(world: World, peer: Peer, talking: CallLeg) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 481)
    world.advance(0.1)
    assert talking.end is not None
    assert (talking.end.cause, talking.end.sip_code) == (EndCause.LOST, 481)


def test_a_proxy_that_waited_in_vain_costs_the_hold_and_not_the_call(
    world: World, peer: Peer, recorder: Recorder, talking: CallLeg
) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 408)
    world.advance(0.1)
    assert (talking.state, talking.local_hold) == (LegState.TALKING, False)
    assert recorder.changes[-1] == ("talking", LegChange.HOLD_FAILED)


def test_a_number_goes_to_the_registrar_through_the_proxy(world: World, recorder: Recorder) -> None:
    proxy = world.peer("10.0.0.7")
    desk = world.agent(
        "10.0.0.1", recorder, registrar_uri="sip:10.0.0.9", outbound_proxy_uri="sip:10.0.0.7", user="desk1"
    )
    desk.dial("0811222")
    world.advance(0.1)
    invite = proxy.last("INVITE")
    assert invite.start_line().split()[1] == "sip:0811222@10.0.0.9"
    assert invite.items("route") == ["<sip:10.0.0.7;lr>"]
    assert invite.from_address.uri == "sip:desk1@10.0.0.9"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("0811222", "dial_needs_registrar"),
        ("sip:", "dial_target_invalid"),
        ("sip:a@b\r\nX: y", "dial_target_invalid"),
        ("sip:a@b;transport=carrier-pigeon", "dial_target_invalid"),
    ],
)
def test_a_target_that_cannot_be_dialled_is_said_at_once(target: str, code: str, desk: UserAgent) -> None:
    with pytest.raises(OperatorError) as caught:
        desk.dial(target)
    assert caught.value.code == code


def test_a_name_that_cannot_be_found_fails_the_call(world: World, desk: UserAgent) -> None:
    leg = desk.dial("sip:x@nowhere.invalid")
    world.advance(0.1)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.FAILED, 503)


def test_a_called_telephone_behind_nat_gets_our_requests_where_we_called_it(
    world: World, desk: UserAgent
) -> None:
    outside, inside = world.peer("8.8.8.8"), world.peer("192.168.1.20")
    leg = desk.dial("sip:them@8.8.8.8")
    world.advance(0.1)
    outside.respond(outside.last("INVITE"), 200, body=sdp(), headers=())
    world.advance(0.1)
    assert leg.dialog is not None
    assert not leg.dialog.is_behind_nat
    second = desk.dial("sip:them@8.8.8.8")
    world.advance(0.1)
    invite = outside.last("INVITE")
    assert isinstance(invite, SIPRequest)
    response = response_to(invite, 200, to_tag="nat")
    response.add("Contact", "<sip:them@192.168.1.20>")
    response.add("Content-Type", "application/sdp")
    response.body = sdp()
    outside.send(response)
    world.advance(0.1)
    assert second.state is LegState.TALKING
    second.hang_up()
    world.advance(0.1)
    assert outside.names[-2:] == ["ACK", "BYE"]
    assert inside.received == []


def test_a_called_side_that_has_moved_is_followed(world: World, desk: UserAgent, peer: Peer) -> None:
    third = world.peer("10.0.0.8")
    leg = desk.dial(TARGET)
    world.advance(0.1)
    moved = "<mailto:a@b>, <sip:them@10.0.0.9>, <sip:forward@10.0.0.8?Route=evil>;q=0.5, <sip:other@10.0.0.8>"
    first = peer.last("INVITE")
    response = response_to(first, 302, to_tag="x")  # type: ignore[arg-type]
    response.add("Contact", moved)
    peer.send(response)
    world.advance(0.1)
    invite = third.last("INVITE")
    assert invite.start_line() == "INVITE sip:forward@10.0.0.8 SIP/2.0"
    assert (invite.call_id, invite.cseq.number) == (first.call_id, first.cseq.number + 1)
    assert peer.names == ["INVITE", "ACK"]
    third.respond(invite, 200, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert leg.state is LegState.TALKING


@pytest.mark.parametrize("contacts", ["", "<mailto:a@b>", "<sip:them@10.0.0.9>"])
def test_a_redirection_to_nowhere_is_a_refusal(
    contacts: str, world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    world.advance(0.1)
    response = response_to(peer.last("INVITE"), 302, to_tag="x")  # type: ignore[arg-type]
    response.add("Contact", contacts)
    peer.send(response)
    world.advance(0.1)
    assert leg.end is not None
    assert (leg.end.cause, leg.end.sip_code) == (EndCause.FAILED, 302)


def test_telephones_that_send_calls_in_circles_are_given_up(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    leg = desk.dial(TARGET)
    for number in range(20):
        world.advance(0.1)
        if peer.names[-1] == "INVITE":
            response = response_to(peer.last("INVITE"), 302, to_tag="x")  # type: ignore[arg-type]
            response.add("Contact", f"<sip:them{number}@10.0.0.9>")
            peer.send(response)
    assert leg.end is not None
    assert peer.names.count("INVITE") == 6


CHALLENGE = 'Digest realm="pbx", nonce="n1", algorithm=MD5, qop="auth"'


def redirect(peer: Peer, contact: str) -> None:
    response = response_to(peer.last("INVITE"), 302, to_tag="x")  # type: ignore[arg-type]
    response.add("Contact", contact)
    peer.send(response)


def challenge(world: World, peer: Peer, method: str = "INVITE") -> None:
    """Ask for credentials as a server and as a proxy."""
    headers = (("WWW-Authenticate", CHALLENGE), ("Proxy-Authenticate", CHALLENGE))
    peer.respond(peer.last(method), 401, headers=headers)
    world.advance(0.1)


def proofs(message: SIPMessage) -> list[str]:
    return [*message.every("authorization"), *message.every("proxy-authorization")]


def test_what_proved_us_to_one_host_does_not_travel_to_the_next(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    third = world.peer("10.0.0.8")
    leg = desk.dial(TARGET)
    world.advance(0.1)
    challenge(world, peer)
    assert len(proofs(peer.last("INVITE"))) == 2
    redirect(peer, "<sip:forward@10.0.0.8>")
    world.advance(0.1)
    assert proofs(third.last("INVITE")) == []
    third.respond(third.last("INVITE"), 200, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert (leg.state, proofs(third.last("ACK"))) == (LegState.TALKING, [])


def test_whom_a_redirection_chose_gets_no_proof_of_the_password(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    third = world.peer("10.0.0.8")
    leg = desk.dial(TARGET)
    world.advance(0.1)
    redirect(peer, "<sip:forward@10.0.0.8>")
    world.advance(0.1)
    challenge(world, third)
    assert (third.names, leg.end is not None and leg.end.sip_code) == (["INVITE", "ACK"], 401)


def test_whom_a_redirection_chose_may_not_challenge_within_the_call_either(
    world: World, desk: UserAgent, peer: Peer
) -> None:
    third = world.peer("10.0.0.8")
    leg = desk.dial(TARGET)
    world.advance(0.1)
    redirect(peer, "<sip:forward@10.0.0.8>")
    world.advance(0.1)
    third.respond(third.last("INVITE"), 200, body=sdp("10.0.0.8"))
    world.advance(0.1)
    leg.hang_up()
    world.advance(0.1)
    challenge(world, third, "BYE")
    assert third.names == ["INVITE", "ACK", "BYE"]


def test_a_proxy_of_ours_is_answered_after_a_redirection_as_before_it(
    world: World, recorder: Recorder, peer: Peer
) -> None:
    desk = world.agent(
        "10.0.0.1", recorder, auth_user="desk", password="secret", outbound_proxy_uri="sip:10.0.0.9"
    )
    leg = desk.dial("sip:them@far.example")
    world.advance(0.1)
    for place in range(3):
        challenge(world, peer)
        assert len(proofs(peer.last("INVITE"))) == 2
        redirect(peer, f"<sip:forward{place}@far.example>")
        world.advance(0.1)
        assert proofs(peer.last("INVITE")) == []
    challenge(world, peer)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert leg.state is LegState.TALKING


def test_the_next_registrar_asks_for_itself(world: World, recorder: Recorder, peer: Peer) -> None:
    second = world.peer("10.0.0.8")
    main = Account(user="desk", password="secret", registrar_uris=("sip:10.0.0.9", "sip:10.0.0.8"))
    desk = world.agent("10.0.0.1", recorder, accounts=(main,))
    leg = desk.dial("0812")
    world.advance(0.1)
    challenge(world, peer)
    peer.respond(peer.last("INVITE"), 503)
    world.advance(0.1)
    assert proofs(second.last("INVITE")) == []
    for _ in range(2):
        challenge(world, second)
        assert len(proofs(second.last("INVITE"))) == 2
    second.respond(second.last("INVITE"), 200, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert leg.state is LegState.TALKING
