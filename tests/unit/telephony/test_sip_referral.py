"""The peer sends us elsewhere (REFER received), and calls that come in the place of others (Replaces)."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import CallDirection, EndCause, LegChange, LegState, TransferState
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.user_agent import UserAgent

TRUSTED = ("10.0.0.0/24",)


@pytest.fixture
def desk(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder, accept_transfers_from=TRUSTED)


@pytest.fixture
def peer(world: World) -> Peer:
    return world.peer()


@pytest.fixture
def third(world: World) -> Peer:
    return world.peer("10.0.0.8")


def talk(world: World, recorder: Recorder, peer: Peer, call_id: str = "call-1") -> tuple[CallLeg, str]:
    """A call answered here; the leg and our tag."""
    peer.send(peer.invite(call_id=call_id))
    world.advance(0.1)
    leg = recorder.incoming[-1]
    leg.answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", to_tag=tag, call_id=call_id))
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    return leg, tag


def refer(peer: Peer, tag: str, target: str, *headers: tuple[str, str], cseq: int = 2) -> None:
    peer.send(peer.request("REFER", cseq=cseq, to_tag=tag, headers=(("Refer-To", target), *headers)))


def reports(peer: Peer) -> list[tuple[str, str]]:
    """(first line, subscription state) of every NOTIFY, each counted once."""
    found: dict[int, tuple[str, str]] = {}
    for message in peer.received:
        if isinstance(message, SIPRequest) and message.method == "NOTIFY":
            line = message.body.decode().strip()
            found[message.cseq.number] = (line, message.first("subscription-state").partition(";")[0])
            assert message.first("content-type").startswith("message/sipfrag")
            assert message.first("event").startswith("refer")
    return list(found.values())


def answer_notifies(peer: Peer) -> None:
    for message in list(peer.received):
        if isinstance(message, SIPRequest) and message.method == "NOTIFY":
            peer.respond(message, 200)


def test_a_refer_of_a_trusted_exchange_is_followed_and_reported(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    leg, tag = talk(world, recorder, peer)
    refer(peer, tag, "<sip:118@10.0.0.8>", ("Referred-By", "<sip:pos@pbx>"))
    world.advance(0.1)
    assert "202/REFER" in peer.names
    request = recorder.transfer_requests[0]
    assert (request.number, request.referred_by) == ("118", "sip:pos@pbx")
    new_leg = request.new_leg
    assert new_leg is not None
    assert new_leg.direction is CallDirection.OUTGOING
    invite = third.last("INVITE")
    assert invite.first("referred-by") == "<sip:pos@pbx>"
    third.respond(invite, 180)
    world.advance(0.1)
    answer_notifies(peer)
    third.respond(invite, 200, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert reports(peer) == [
        ("SIP/2.0 100 Trying", "active"),
        ("SIP/2.0 180 Ringing", "active"),
        ("SIP/2.0 200 OK", "terminated"),
    ]
    assert new_leg.state is LegState.TALKING
    assert leg.state is LegState.TALKING  # the one who asked hangs up


@pytest.mark.parametrize(("code", "line"), [(486, "486 Busy Here"), (404, "404 Not Found")])
def test_a_target_that_refuses_is_reported_and_the_call_goes_on(
    code: int, line: str, world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    leg, tag = talk(world, recorder, peer)
    refer(peer, tag, "<sip:118@10.0.0.8>")
    world.advance(0.1)
    third.respond(third.last("INVITE"), code)
    world.advance(0.1)
    assert reports(peer)[-1] == (f"SIP/2.0 {line}", "terminated")
    assert leg.state is LegState.TALKING
    answer_notifies(peer)
    refer(peer, tag, "<sip:119@10.0.0.8>", cseq=3)
    world.advance(0.1)
    assert peer.names.count("202/REFER") == 2


def test_the_operator_who_gives_up_the_new_call_is_reported_too(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    _, tag = talk(world, recorder, peer)
    refer(peer, tag, "<sip:118@10.0.0.8>")
    world.advance(0.1)
    new_leg = recorder.transfer_requests[0].new_leg
    assert new_leg is not None
    new_leg.hang_up()
    world.advance(0.1)
    assert reports(peer)[-1] == ("SIP/2.0 487 Request Terminated", "terminated")


def test_without_subscription_nothing_is_reported(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    _, tag = talk(world, recorder, peer)
    refer(peer, tag, "<sip:118@10.0.0.8>", ("Refer-Sub", "false"))
    world.advance(0.1)
    assert peer.last("200/REFER").first("refer-sub") == "false"
    third.respond(third.last("INVITE"), 200, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert reports(peer) == []


def test_an_attended_refer_dials_with_replaces(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    _, tag = talk(world, recorder, peer)
    uri = "sip:a@10.0.0.8?Replaces=c%40x%3Bto-tag%3Dt1%3Bfrom-tag%3Df1&Subject=evil&Route=%3Csip%3Aevil%3E"
    refer(peer, tag, f"<{uri}>")
    world.advance(0.1)
    invite = third.last("INVITE")
    assert invite.start_line() == "INVITE sip:a@10.0.0.8 SIP/2.0"
    assert invite.first("replaces") == "c@x;to-tag=t1;from-tag=f1"
    assert not invite.first("subject")
    assert not invite.first("route")


@pytest.mark.parametrize(
    ("networks", "target", "code"),
    [
        ((), "<sip:118@10.0.0.8>", 603),
        (("192.0.2.0/24",), "<sip:118@10.0.0.8>", 603),
        (TRUSTED, "<sip:118@10.0.0.8;method=BYE>", 403),
        (TRUSTED, "<mailto:a@b>", 403),
        (TRUSTED, "<sip:118@10.0.0.8;transport=pigeon>", 403),
        (TRUSTED, "", 400),
        (TRUSTED, "<sip:a@10.0.0.8>, <sip:b@10.0.0.8>", 400),
    ],
)
def test_what_is_not_followed_is_refused_and_told(
    networks: tuple[str, ...],
    target: str,
    code: int,
    world: World,
    recorder: Recorder,
    peer: Peer,
) -> None:
    third, told = world.peer("10.0.0.8"), code != 400
    world.agent("10.0.0.1", recorder, accept_transfers_from=networks)
    leg, tag = talk(world, recorder, peer)
    refer(peer, tag, target)
    world.advance(0.1)
    assert peer.names[-1] == f"{code}/REFER"
    assert third.received == []
    assert [request.new_leg for request in recorder.transfer_requests] == ([None] if told else [])
    assert (("talking", LegChange.TRANSFER_DECLINED) in recorder.changes) is told
    assert leg.state is LegState.TALKING


def test_addresses_of_exchanges_are_checked_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"pbx\.example"):
        LineConfig(accept_transfers_from=("pbx.example",))
    assert LineConfig(accept_transfers_from=("10.0.0.5",)).takes_transfers_from("::ffff:10.0.0.5")
    assert not LineConfig(accept_transfers_from=("10.0.0.5",)).takes_transfers_from("10.0.0.6")


# ---- Replaces


def replacing(
    peer: Peer, tag: str, *, call_id: str = "call-1", extra: str = "", body: bytes | None = None
) -> None:
    value = f"{call_id};to-tag={tag};from-tag=peer{extra}"
    peer.send(peer.invite(body, call_id="new-call", from_tag="third", headers=(("Replaces", value),)))


def test_a_replacing_call_is_answered_at_once_and_the_old_one_ends(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    old, tag = talk(world, recorder, peer)
    replacing(third, tag, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert third.names == ["200/INVITE"]
    assert b"m=audio" in third.last("200/INVITE").body
    assert peer.names[-1] == "BYE"
    ((told_old, new),) = recorder.replaced
    assert told_old is old
    assert new.state is LegState.TALKING
    assert old.end is not None
    assert old.end.cause is EndCause.REPLACED
    assert len(recorder.incoming) == 1  # nothing rings
    third.send(third.request("ACK", call_id="new-call", from_tag="third",
                             to_tag=third.last("200/INVITE").to_address.tag))  # fmt: skip
    world.advance(40)
    assert new.state is LegState.TALKING


def test_our_own_early_call_can_be_replaced(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    leg = desk.dial("sip:them@10.0.0.9")
    world.advance(0.1)
    invite = peer.last("INVITE")
    peer.respond(invite, 180)
    world.advance(0.1)
    value = f"{invite.call_id};to-tag={invite.from_address.tag};from-tag=them;early-only"
    third.send(third.invite(sdp("10.0.0.8"), call_id="new-call", headers=(("Replaces", value),)))
    world.advance(0.1)
    assert third.names == ["200/INVITE"]
    assert "CANCEL" in peer.names
    assert leg.end is not None
    assert leg.end.cause is EndCause.REPLACED


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("{call};to-tag={tag};from-tag=wrong", 481),
        ("gone;to-tag={tag};from-tag=peer", 481),
        ("{call};to-tag={tag};from-tag=peer;early-only", 486),
        ("{call};to-tag={tag}", 400),
        ("rubbish", 400),
        ("{call};to-tag={tag};from-tag=peer, {call};to-tag={tag};from-tag=peer", 400),
    ],
)
def test_a_replacing_call_that_does_not_fit_changes_nothing(
    value: str, code: int, world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    old, tag = talk(world, recorder, peer)
    header = ("Replaces", value.format(call="call-1", tag=tag))
    third.send(third.invite(sdp("10.0.0.8"), call_id="new-call", headers=(header,)))
    world.advance(0.1)
    assert third.names == [f"{code}/INVITE"]
    assert old.state is LegState.TALKING
    assert recorder.replaced == []


def test_a_ringing_call_cannot_be_taken_by_replaces(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    peer.send(peer.invite())
    world.advance(0.1)
    replacing(third, peer.last("180/INVITE").to_address.tag, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert third.names == ["481/INVITE"]
    assert recorder.incoming[0].state is LegState.RINGING


def test_an_ended_call_cannot_be_replaced_any_more(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    _, tag = talk(world, recorder, peer)
    peer.send(peer.request("BYE", cseq=2, to_tag=tag))
    world.advance(0.1)
    replacing(third, tag, body=sdp("10.0.0.8"))
    world.advance(0.1)
    assert third.names == ["603/INVITE"]


@pytest.mark.parametrize("fault", ["codec", "ports"])
def test_a_replacing_call_that_cannot_speak_leaves_the_old_one(
    fault: str, world: World, recorder: Recorder, desk: UserAgent, peer: Peer, third: Peer
) -> None:
    old, tag = talk(world, recorder, peer)
    world.no_rtp_ports = fault == "ports"
    replacing(third, tag, body=sdp("10.0.0.8", formats="97" if fault == "codec" else "8"))
    world.advance(0.1)
    assert third.names == ["488/INVITE" if fault == "codec" else "500/INVITE"]
    assert old.state is LegState.TALKING
    assert recorder.replaced == []
    assert desk.legs == (old,)


def test_two_desks_of_ours_hand_a_caller_over(world: World) -> None:
    """Attended transfer, all three parties real: the caller ends up with the second desk, nobody is left."""
    caller_ears, first_ears, second_ears = Recorder(), Recorder(), Recorder()
    caller = world.agent("10.0.0.9", caller_ears, accept_transfers_from=TRUSTED)
    first = world.agent("10.0.0.1", first_ears)
    second = world.agent("10.0.0.2", second_ears)
    caller.dial("sip:112@10.0.0.1")
    world.advance(0.2)
    first_leg = first_ears.incoming[0]
    first_leg.answer()
    consultation = first.dial("sip:desk@10.0.0.2")
    world.advance(0.2)
    second_ears.incoming[0].answer()
    world.advance(0.2)
    first_leg.hold()
    world.advance(0.5)
    first_leg.transfer_to(consultation)
    world.advance(1.0)
    assert first_ears.transfers[-1].state is TransferState.SUCCEEDED
    assert first.legs == ()
    assert consultation.end is not None
    assert consultation.end.cause is EndCause.REMOTE_HUNG_UP
    ((old, new),) = second_ears.replaced
    assert old is second_ears.incoming[0]
    assert [leg.state for leg in caller.legs] == [LegState.TALKING]
    assert second.legs == (new,)
    assert new.state is LegState.TALKING


def test_two_agents_transfer_blind(world: World) -> None:
    caller_ears, first_ears, second_ears = Recorder(), Recorder(), Recorder()
    caller = world.agent("10.0.0.9", caller_ears, accept_transfers_from=TRUSTED)
    first = world.agent("10.0.0.1", first_ears)
    second = world.agent("10.0.0.2", second_ears)
    caller.dial("sip:112@10.0.0.1")
    world.advance(0.2)
    leg = first_ears.incoming[0]
    leg.answer()
    world.advance(0.2)
    leg.transfer("sip:118@10.0.0.2")
    world.advance(0.2)
    assert first_ears.transfers[-1].state is TransferState.RINGING
    second_ears.incoming[0].answer()
    world.advance(0.2)
    assert first_ears.transfers[-1].state is TransferState.SUCCEEDED
    assert first.legs == ()
    assert len(caller.legs) == len(second.legs) == 1


def test_a_text_outside_a_call_reaches_the_call_of_its_sender(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer
) -> None:
    def message(call_id: str) -> SIPRequest:
        request = peer.request("MESSAGE", call_id=call_id, headers=(("Content-Type", "text/plain"),))
        request.body = b"kami di tepi sungai"
        return request

    peer.send(message("m1"))
    world.advance(0.1)
    assert peer.names[-1] == "480/MESSAGE"  # no call: nobody would read it
    peer.send(peer.invite(headers=(("P-Asserted-Identity", "<tel:+62-811>"),)))
    world.advance(0.1)
    peer.send(message("m2"))
    world.advance(0.1)
    assert peer.names[-1] == "200/MESSAGE"
    assert recorder.texts == ["kami di tepi sungai"]


@pytest.mark.parametrize(("trusted", "code"), [((), "480"), (("10.0.0.66",), "200")])
def test_nobody_else_writes_in_the_name_of_a_caller(
    trusted: tuple[str, ...], code: str, world: World, recorder: Recorder, peer: Peer
) -> None:
    """Whoever knows the number of an emergency call must not be able to call it off."""
    world.agent("10.0.0.1", recorder, accept_transfers_from=trusted)
    peer.send(peer.invite(headers=(("P-Asserted-Identity", "<tel:+62-811>"),)))
    world.advance(0.1)
    stranger = world.peer("10.0.0.66")
    headers = (("P-Asserted-Identity", "<tel:+62-811>"), ("Content-Type", "text/plain"))
    request = stranger.request("MESSAGE", call_id="m1", headers=headers)
    request.body = b"batal, sudah aman"
    stranger.send(request)
    world.advance(0.1)
    assert stranger.names[-1] == f"{code}/MESSAGE"
    assert bool(recorder.texts) is (code == "200")
