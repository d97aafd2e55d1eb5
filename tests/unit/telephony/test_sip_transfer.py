"""Transfers: REFER sent and received, Replaces, and what the listener hears of them."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegState, TransferState
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.user_agent import UserAgent


@pytest.fixture
def desk(world: World, recorder: Recorder) -> UserAgent:
    return world.agent("10.0.0.1", recorder)


@pytest.fixture
def peer(world: World) -> Peer:
    return world.peer()


@pytest.fixture
def talking(world: World, desk: UserAgent, peer: Peer) -> CallLeg:
    """A call we dialled, answered by the peer."""
    leg = desk.dial("sip:them@10.0.0.9")
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    return leg


def notify(
    peer: Peer,
    leg: CallLeg,
    fragment: str,
    *,
    cseq: int,
    state: str = "active;expires=60",
    event: str = "refer",
) -> None:
    """The peer reports about the REFER it got."""
    assert leg.dialog is not None
    call_id, our_tag, their_tag = leg.dialog.key
    request = peer.request("NOTIFY", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=cseq)
    request.add("Event", event)
    request.add("Subscription-State", state)
    request.add("Content-Type", "message/sipfrag;version=2.0")
    request.body = fragment.encode()
    peer.send(request)


def states(recorder: Recorder) -> list[TransferState]:
    return [progress.state for progress in recorder.transfers]


def test_a_blind_transfer_is_followed_to_its_success_and_ends_our_leg(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    refer = peer.last("REFER")
    assert refer.first("refer-to") == "<sip:118@10.0.0.7>"
    assert refer.first("referred-by") == "<sip:112@10.0.0.1>"
    peer.respond(refer, 202)
    notify(peer, talking, "SIP/2.0 100 Trying", cseq=10)
    notify(peer, talking, "SIP/2.0 180 Ringing", cseq=11)
    world.advance(0.1)
    assert states(recorder) == [TransferState.ASKED, TransferState.ACCEPTED, TransferState.RINGING]
    assert talking.state is LegState.TALKING
    notify(peer, talking, "SIP/2.0 200 OK", cseq=12, state="terminated;reason=noresource")
    world.advance(0.1)
    assert recorder.transfers[-1].state is TransferState.SUCCEEDED
    assert recorder.transfers[-1].sip_code == 200
    assert peer.names.count("200/NOTIFY") == 3
    assert peer.names[-1] == "BYE"
    assert talking.end is not None
    assert talking.end.cause is EndCause.TRANSFERRED


@pytest.mark.parametrize("code", [486, 603, 404, 503])
def test_a_target_that_refuses_leaves_the_peer_with_us(
    code: int, world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    peer.respond(peer.last("REFER"), 202)
    notify(peer, talking, f"SIP/2.0 {code} No", cseq=10, state="terminated;reason=noresource")
    world.advance(0.1)
    last = recorder.transfers[-1]
    assert (last.state, last.sip_code, last.reason) == (TransferState.FAILED, code, "No")
    assert talking.state is LegState.TALKING
    assert "BYE" not in peer.names
    talking.transfer("sip:113@10.0.0.7")  # another try is possible
    world.advance(0.1)
    assert peer.names.count("REFER") >= 2


def test_a_peer_that_refuses_the_refer_is_told_with_its_code(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    peer.respond(peer.last("REFER"), 603)
    world.advance(0.1)
    assert states(recorder) == [TransferState.ASKED, TransferState.FAILED]
    assert recorder.transfers[-1].sip_code == 603
    assert talking.state is LegState.TALKING


def test_a_refer_that_is_swallowed_on_the_way_does_not_end_the_call_of_a_caller_on_hold(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    for _ in range(35):  # the peer lives, only REFER never reaches it
        world.advance(1)
        if "OPTIONS" in peer.names:
            peer.respond(peer.last("OPTIONS"), 200)
    assert states(recorder) == [TransferState.ASKED, TransferState.FAILED]
    assert recorder.transfers[-1].sip_code == 408
    assert talking.state is LegState.TALKING


def test_a_peer_without_subscription_leaves_the_outcome_open(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    peer.respond(peer.last("REFER"), 200, headers=(("Refer-Sub", "false"),))
    world.advance(0.1)
    assert states(recorder) == [TransferState.ASKED, TransferState.UNREPORTED]
    assert talking.state is LegState.TALKING


@pytest.mark.parametrize("how", ["subscription ends", "silence", "the peer hangs up"])
def test_a_transfer_whose_outcome_nobody_tells_is_unreported(
    how: str, world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    peer.respond(peer.last("REFER"), 202)
    world.advance(0.1)
    if how == "subscription ends":
        notify(peer, talking, "SIP/2.0 100 Trying", cseq=10, state="terminated;reason=noresource")
    elif how == "the peer hangs up":
        assert talking.dialog is not None
        call_id, our_tag, their_tag = talking.dialog.key
        peer.send(peer.request("BYE", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=9))
    world.advance(181 if how == "silence" else 0.1)
    assert states(recorder)[-1] is TransferState.UNREPORTED
    assert states(recorder).count(TransferState.UNREPORTED) == 1


def test_reports_of_other_events_and_other_refers_are_refused(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    notify(peer, talking, "SIP/2.0 200 OK", cseq=5)
    world.advance(0.1)
    assert peer.names[-1] == "481/NOTIFY"
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    refer = peer.last("REFER")
    peer.respond(refer, 202)
    world.advance(0.1)
    notify(peer, talking, "SIP/2.0 200 OK", cseq=6, event="presence")
    notify(peer, talking, "SIP/2.0 200 OK", cseq=7, event=f"refer;id={refer.cseq.number + 1}")
    world.advance(0.1)
    assert peer.names[-2:] == ["489/NOTIFY", "481/NOTIFY"]
    assert talking.state is LegState.TALKING
    notify(peer, talking, "SIP/2.0 200 OK", cseq=8, event=f"refer;id={refer.cseq.number}")
    world.advance(0.1)
    assert states(recorder)[-1] is TransferState.SUCCEEDED


def test_a_report_that_overtakes_the_acceptance_counts(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    notify(peer, talking, "SIP/2.0 180 Ringing", cseq=10, event=f"refer;id={peer.last('REFER').cseq.number}")
    world.advance(0.1)
    peer.respond(peer.last("REFER"), 202)
    world.advance(0.1)
    assert states(recorder) == [TransferState.ASKED, TransferState.RINGING]


def test_an_attended_transfer_names_the_other_dialog(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, talking: CallLeg
) -> None:
    third = world.peer("10.0.0.8")
    other = desk.dial("sip:agency@10.0.0.8")
    world.advance(0.1)
    third.respond(third.last("INVITE"), 200, tag="agency", body=sdp("10.0.0.8"))
    world.advance(0.1)
    talking.transfer_to(other)
    world.advance(0.1)
    refer_to = peer.last("REFER").first("refer-to")
    invite = third.last("INVITE")
    uri, _, header = refer_to.strip("<>").partition("?Replaces=")
    assert uri == "sip:them@10.0.0.8:5060"
    assert header.startswith(f"{invite.call_id}%3Bto-tag%3Dagency")
    assert header.endswith(f"%3Bfrom-tag%3D{invite.from_address.tag}")


def test_what_cannot_be_transferred_is_said_at_once(
    world: World, recorder: Recorder, desk: UserAgent, peer: Peer, talking: CallLeg
) -> None:
    ringing = desk.dial("sip:them@10.0.0.9")
    cases = [
        (lambda: ringing.transfer("sip:a@10.0.0.7"), "call_not_talking"),
        (lambda: talking.transfer_to(ringing), "call_not_talking"),
        (lambda: talking.transfer("118"), "dial_needs_registrar"),
        (lambda: talking.transfer("sip:a@b>\r\nX: y"), "dial_target_invalid"),
    ]
    for attempt, code in cases:
        with pytest.raises(OperatorError) as caught:
            attempt()
        assert caught.value.code == code
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    with pytest.raises(OperatorError) as caught:
        talking.transfer("sip:118@10.0.0.7")
    assert caught.value.code == "transfer_pending"


def test_texts_go_both_ways_within_a_call(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    assert talking.dialog is not None
    call_id, our_tag, their_tag = talking.dialog.key
    message = peer.request("MESSAGE", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=5)
    message.add("Content-Type", "text/plain;charset=iso-8859-1")
    message.body = "Tolong\x07 kami \xe9".encode("latin-1")
    peer.send(message)
    talking.send_text("di mana? " + "é" * 700)
    world.advance(0.1)
    assert recorder.texts == ["Tolong kami é"]
    assert "200/MESSAGE" in peer.names
    first = peer.last("MESSAGE")
    assert first.first("content-type") == "text/plain;charset=utf-8"
    assert len(first.body) <= 1000
    peer.respond(first, 200)
    world.advance(0.1)
    second = peer.last("MESSAGE")
    assert isinstance(second, SIPRequest)
    assert (first.body + second.body).decode() == "di mana? " + "é" * 700


def test_a_text_of_a_foreign_kind_gets_415_and_says_what_we_read(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    assert talking.dialog is not None
    call_id, our_tag, their_tag = talking.dialog.key
    message = peer.request("MESSAGE", call_id=call_id, from_tag=their_tag, to_tag=our_tag, cseq=5)
    message.add("Content-Type", "application/im-iscomposing+xml")
    message.body = b"<isComposing/>"
    peer.send(message)
    world.advance(0.1)
    assert peer.last("415/MESSAGE").first("accept") == "text/plain"
    assert recorder.texts == []


def test_a_text_the_peer_does_not_take_is_told(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.send_text("halo")
    world.advance(0.1)
    peer.respond(peer.last("MESSAGE"), 405)
    world.advance(0.1)
    assert recorder.changes[-1][1].value == "text_failed"
    assert talking.state is LegState.TALKING


def test_a_hold_that_is_under_way_goes_before_the_refer(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.3)
    assert "REFER" not in peer.names
    peer.respond(peer.last("INVITE"), 200, body=sdp(extra="a=recvonly\r\n"))
    world.advance(0.1)
    assert peer.names[-2:] == ["ACK", "REFER"]
    assert states(recorder) == [TransferState.ASKED]


@pytest.mark.parametrize("code", [488, 481])
def test_a_hold_that_fails_does_not_stop_the_transfer_of_a_living_call(
    code: int, world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.hold()
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    peer.respond(peer.last("INVITE"), code)
    world.advance(0.1)
    if code == 488:
        assert peer.names[-1] == "REFER"
    else:
        assert states(recorder)[-1] is TransferState.UNREPORTED
        assert talking.state is LegState.ENDED


def test_a_report_after_the_last_word_changes_nothing(
    world: World, recorder: Recorder, peer: Peer, talking: CallLeg
) -> None:
    talking.transfer("sip:118@10.0.0.7")
    world.advance(0.1)
    peer.respond(peer.last("REFER"), 202)
    notify(peer, talking, "SIP/2.0 486 Busy", cseq=10, state="terminated;reason=noresource")
    notify(peer, talking, "SIP/2.0 200 OK", cseq=11, state="terminated;reason=noresource")
    world.advance(0.1)
    assert states(recorder) == [TransferState.ASKED, TransferState.ACCEPTED, TransferState.FAILED]
    assert talking.state is LegState.TALKING
    assert peer.names.count("200/NOTIFY") == 2
