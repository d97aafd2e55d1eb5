"""What a stranger writes into his call reaches the screen as words: nothing that turns or clears a line."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World

from batola_desk.telephony.call_leg import NAME_LETTERS_MAX, NUMBER_LETTERS_MAX
from batola_desk.telephony.headers import shown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Budi", "Budi"),
        ("<b>Budi</b> =1+1", "<b>Budi</b> =1+1"),
        ("Budi \u202e2110", "Budi 2110"),
        ("a\x00b\x1b[2Jc", "a b [2Jc"),
        ("\u2066\u200f\ufeff", ""),
        ("Siti \U0001f600", "Siti \U0001f600"),
        ("ibu  di\tdesa", "ibu di desa"),
        ("x" * 10_000_000, "x" * 50),
        ("\u202e" * 10_000_000, ""),
    ],
    ids=[
        "plain",
        "markup",
        "turned",
        "control",
        "nothing left",
        "emoji",
        "spaces",
        "10 MB",
        "10 MB of turns",
    ],
)
def test_words_of_a_stranger(written: str, read: str) -> None:
    assert shown(written, 50) == read


@pytest.mark.parametrize(
    ("identity", "number", "name"),
    [
        ('"Budi \u202eidub\u202c" <sip:0811@pbx>', "0811", "Budi idub"),
        ("<sip:%E2%80%AE0811@pbx>", "0811", "Budi"),
        ("<sip:%E2%80%AE@pbx>", "0811", "Budi"),
        (f'"{"n" * 1500}" <sip:{"9" * 1500}@pbx>', "9" * NUMBER_LETTERS_MAX, "n" * NAME_LETTERS_MAX),
        ('"<img src=x>" <sip:0811@pbx>', "0811", "<img src=x>"),
    ],
    ids=["turned name", "turned number", "number of turns only", "endless", "markup"],
)
def test_the_card_of_a_caller_cannot_be_written_over(
    world: World, recorder: Recorder, identity: str, number: str, name: str
) -> None:
    world.agent("10.0.0.1", recorder)
    peer: Peer = world.peer()
    peer.send(peer.invite(headers=(("P-Asserted-Identity", identity),)))
    world.advance(0.1)
    (leg,) = recorder.incoming
    assert (leg.remote_number, leg.remote_display_name) == (number, name)
