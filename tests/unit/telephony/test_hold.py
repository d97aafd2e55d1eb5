"""Our own hold, said in each of the three ways. Source: RFC 3264 §8.4, RFC 6157 §4."""

from __future__ import annotations

import pytest
from negotiation_stage import NARROW, Stage

from batola_desk.telephony.media_policy import HoldManner, MediaPolicy
from batola_desk.telephony.sdp import Direction

SAID = {
    HoldManner.SENDONLY: b"a=sendonly",
    HoldManner.INACTIVE: b"a=inactive",
    HoldManner.ADDRESS: b"0.0.0.0",
}


@pytest.mark.parametrize("manner", list(HoldManner))
def test_a_hold_is_said_as_the_account_wants_and_taken_back(manner: HoldManner) -> None:
    stage = Stage(MediaPolicy(codecs=NARROW.codecs, hold=manner), NARROW)
    assert stage.agree()
    left, right = stage.left.negotiator, stage.right.negotiator
    left.local_hold = True
    offer = left.offer()
    assert stage.agree()
    assert SAID[manner] in offer
    assert right.remote_hold
    assert not left.remote_hold
    assert stage.left.media.direction.sends is (manner is not HoldManner.INACTIVE)
    assert not stage.left.media.direction.receives
    assert not stage.right.media.direction.sends
    left.local_hold = False
    offer = left.offer()
    assert stage.agree()
    assert not any(word in offer for word in SAID.values())
    assert not right.remote_hold
    assert stage.left.media.direction is stage.right.media.direction is Direction.SENDRECV


def test_the_address_of_nowhere_is_of_our_family_and_does_not_stop_the_text() -> None:
    policy = MediaPolicy(codecs=NARROW.codecs, hold=HoldManner.ADDRESS, offers_text=True)
    stage = Stage(policy, MediaPolicy(codecs=NARROW.codecs))
    stage.agree()
    stage.left.negotiator.host = "2001:db8::7"
    stage.left.negotiator.local_hold = True
    head, audio, text = stage.left.negotiator.offer().decode().split("m=")
    assert "c=IN IP6 2001:db8::7" in head
    assert audio.split("\r\n")[1] == "c=IN IP6 ::"
    assert "c=" not in text, "a caller on hold may still write"
