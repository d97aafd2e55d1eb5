"""Written words and sound quality of calls, in the engine: what the screen gets, what becomes a fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.audio.events import CallAudioStatistics
from batola_desk.domain.events import call as call_events
from batola_desk.domain.live_text import TypedLine, apply_typing, typing_between
from batola_desk.engine.engine_call import LegView
from batola_desk.engine.quality import QualityMeter
from batola_desk.engine.speech import SpeechDetector
from batola_desk.ipc import messages as m
from batola_desk.telephony import emodel
from batola_desk.telephony.leg_types import EndCause, LegChange, LegEnd, LegState
from batola_desk.telephony.media_policy import Refusal, RefusalCause
from tests.unit.engine.engine_room import NO_MEDIA_STATISTICS, EngineRoom, FakeLeg

HEARD = CallAudioStatistics(0, 0, 0, 0, 0, 0, 0, 40.0, 40.0, 4.0, 0, -30.0)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    engine_room = EngineRoom(tmp_path)
    yield engine_room
    engine_room.close()


def with_text(room: EngineRoom) -> FakeLeg:
    leg = room.answered()
    view = LegView(LegState.TALKING, codec="PCMA", secure=True, has_text=True)
    room.core.calls.on_leg_changed(leg.leg_id, view, LegChange.MEDIA)
    return leg


def test_letters_reach_the_screen_at_once_and_a_line_becomes_a_fact(room: EngineRoom) -> None:
    leg = with_text(room)
    for piece in ("Tolo", "nh\b", "g\n", "ada as"):
        room.core.calls.on_text(leg.leg_id, piece, medium="rtt")
    shown = "".join(t.text for t in room.sent if isinstance(t, m.TextReceived))
    assert apply_typing("", shown) == "Tolong\nada as"
    assert room.bodies("call.text_received") == [{"text": "Tolong", "medium": "rtt"}]
    assert room.last(leg).has_text
    assert room.last(leg).secure


def test_an_unfinished_line_is_remembered_after_a_pause_and_at_the_end(room: EngineRoom) -> None:
    leg = with_text(room)
    room.core.calls.on_text(leg.leg_id, "sembunyi", medium="rtt")
    room.wait(4.0)
    assert room.bodies("call.text_received") == []
    room.wait(5.0)
    assert room.bodies("call.text_received") == [{"text": "sembunyi", "medium": "rtt"}]
    room.core.calls.on_text(leg.leg_id, "dia datan", medium="rtt")
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    kinds = room.facts()
    assert [body["text"] for body in room.bodies("call.text_received")] == ["sembunyi", "dia datan"]
    assert kinds.index("call.ended") > max(i for i, kind in enumerate(kinds) if kind == "call.text_received")


def test_the_operator_types_by_letters_where_there_is_a_text_leg(room: EngineRoom) -> None:
    leg = with_text(room)
    for piece in ("Di mana", " lokasi?", "\n"):
        assert room.ask(m.SendText(call_id=leg.leg_id, text=piece)) == ""
    assert leg.asked[-3:] == ["rtt 'Di mana'", "rtt ' lokasi?'", "rtt '\\n'"]
    assert room.bodies("call.text_sent") == [{"text": "Di mana lokasi?", "medium": "rtt"}]


def test_without_a_text_leg_a_text_goes_as_one_message(room: EngineRoom) -> None:
    leg = room.answered()
    assert room.ask(m.SendText(call_id=leg.leg_id, text="Di mana?\n")) == ""
    assert leg.asked[-1] == "text Di mana?"
    assert room.bodies("call.text_sent") == [{"text": "Di mana?", "medium": "message"}]
    room.core.calls.on_text(leg.leg_id, "Marabahan", medium="message")
    assert room.bodies("call.text_received") == [{"text": "Marabahan", "medium": "message"}]
    room.core.calls.on_leg_changed(leg.leg_id, LegView(LegState.TALKING), LegChange.TEXT_FAILED)
    assert m.EngineAlarm(code="text_failed", call_id=leg.leg_id) in room.sent


def test_a_flood_of_text_is_cut_off_and_marked_once_and_the_next_words_are_read(room: EngineRoom) -> None:
    leg = with_text(room)
    for _ in range(1000):
        room.core.calls.on_text(leg.leg_id, "spam spam spam spam spam spam\n" * 5, medium="rtt")
    lines = [body["text"] for body in room.bodies("call.text_received")]
    assert len(lines) < 700
    shown = [t.text for t in room.sent if isinstance(t, m.TextReceived)]
    assert shown.count("\ufffd") == 1
    room.wait(5.0)
    room.core.calls.on_text(leg.leg_id, "\ntolong\n", medium="rtt")
    assert room.bodies("call.text_received")[-1]["text"] == "tolong"


def test_a_flood_of_keys_is_no_flood_of_facts(room: EngineRoom) -> None:
    leg = room.answered()
    for _ in range(5000):
        room.core.calls.on_digit(leg.leg_id, "1")
    assert len(room.bodies("call.digit_received")) == 64
    room.wait(1.0)
    room.core.calls.on_digit(leg.leg_id, "5")
    assert room.bodies("call.digit_received")[-1] == {"digit": "5"}


def test_texts_that_cannot_go_are_refused(room: EngineRoom) -> None:
    leg = room.rings()
    assert room.ask(m.SendText(call_id=leg.leg_id, text="Halo")) == "call_not_talking"
    leg = room.answered("0810011201")
    assert room.ask(m.SendText(call_id=leg.leg_id, text="")) == "text_unusable"
    assert room.ask(m.SendText(call_id=leg.leg_id, text="x" * 2001)) == "text_unusable"
    assert room.ask(m.SendText(call_id="nobody", text="x")) == "call_unknown"


def test_the_call_ends_with_one_fact_about_its_sound(room: EngineRoom) -> None:
    leg = with_text(room)
    assert leg.media is not None
    for second in range(1, 13):
        received, lost = 50 * second, 0 if second < 7 else 10 * (second - 6)
        leg.media.figures = replace(NO_MEDIA_STATISTICS, packets_received=received, packets_lost=lost)
        room.wait(1.0)
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    (body,) = room.bodies("call.quality_measured")
    assert body["codec"] == "PCMA"
    assert 7.0 < body["loss_percent"] < 11.0  # type: ignore[operator]
    assert body["mos_min"] < 3.1 < body["mos_mean"] < 4.3  # type: ignore[operator]
    kinds = room.facts()
    assert kinds.index("call.quality_measured") < kinds.index("call.ended")


def test_a_call_that_was_plain_for_a_moment_is_not_called_encrypted(room: EngineRoom) -> None:
    leg = room.answered()  # plain at first
    assert leg.media is not None
    view = LegView(LegState.TALKING, codec="PCMA", secure=True)
    room.core.calls.on_leg_changed(leg.leg_id, view, LegChange.MEDIA)
    for second in range(1, 4):
        leg.media.figures = replace(NO_MEDIA_STATISTICS, packets_received=50 * second)
        room.wait(1.0)
    end = LegView(LegState.ENDED, end=LegEnd(EndCause.REMOTE_HUNG_UP), secure=True)
    room.core.calls.on_leg_changed(leg.leg_id, end, LegChange.STATE)
    (body,) = room.bodies("call.quality_measured")
    assert body["encrypted"] is False


def test_a_call_of_text_alone_has_no_sound_until_its_caller_adds_it(room: EngineRoom) -> None:
    leg = room.rings()
    assert room.ask(m.AnswerCall(call_id=leg.leg_id)) == ""
    room.core.calls.on_leg_changed(leg.leg_id, LegView(LegState.TALKING, has_text=True), LegChange.STATE)
    room.core.calls.on_text(leg.leg_id, "tolong\n", medium="rtt")
    room.wait(2.0)
    assert leg.leg_id not in room.audio.calls
    assert room.bodies("call.text_received") == [{"text": "tolong", "medium": "rtt"}]
    room.becomes(leg, LegState.TALKING, LegChange.MEDIA)
    assert leg.leg_id in room.audio.calls


def test_a_call_on_hold_is_not_measured(room: EngineRoom) -> None:
    leg = room.answered()
    assert leg.media is not None
    assert room.ask(m.HoldCall(call_id=leg.leg_id)) == ""
    leg.media.figures = replace(NO_MEDIA_STATISTICS, packets_received=500, packets_lost=400)
    room.wait(5.0)
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    assert room.bodies("call.quality_measured") == []


def test_a_dialled_call_that_ended_over_its_media_says_why(room: EngineRoom) -> None:
    leg = room.answered()
    refusal = Refusal(RefusalCause.PLAIN_NOT_ALLOWED, ("PCMA",), ("G722", "PCMA"))
    view = LegView(LegState.ENDED, end=LegEnd(EndCause.FAILED, 488, "", refusal))
    room.core.calls.on_leg_changed(leg.leg_id, view, LegChange.STATE)
    assert room.last(leg).refusal == {"cause": "plain_not_allowed", "theirs": "PCMA", "ours": "G722, PCMA"}


# -- the figures themselves


def test_the_estimate_meets_the_known_points_of_the_model() -> None:
    clean = emodel.r_factor("PCMA", delay_ms=50, loss_percent=0)
    assert clean == pytest.approx(93.2)
    assert emodel.mos(clean) == pytest.approx(4.41, abs=0.01)  # G.107 annex B, default connection
    assert emodel.r_factor("PCMA", delay_ms=150, loss_percent=0) == pytest.approx(93.2 - 0.2, abs=0.5)
    assert emodel.r_factor("PCMA", delay_ms=400, loss_percent=0) == pytest.approx(93.2 - 24.1, abs=1.5)
    assert emodel.mos(60) == pytest.approx(3.1)
    assert emodel.mos(70) == pytest.approx(3.6, abs=0.01)  # the limits of domain.md §16 are R 60 and R 70
    assert (emodel.mos(-5), emodel.mos(120)) == (1.0, 4.5)


def test_more_loss_and_more_delay_never_sound_better() -> None:
    for codec in ("PCMA", "PCMU", "G722", "?"):
        losses = [emodel.mos(emodel.r_factor(codec, delay_ms=20, loss_percent=p)) for p in range(101)]
        delays = [emodel.mos(emodel.r_factor(codec, delay_ms=d, loss_percent=1)) for d in range(0, 3000, 10)]
        assert losses == sorted(losses, reverse=True)
        assert delays == sorted(delays, reverse=True)
        assert 1.0 <= losses[-1] <= 1.5


def test_late_packets_count_like_lost_ones_and_silence_is_no_judgement() -> None:
    meter = QualityMeter()
    media = NO_MEDIA_STATISTICS
    meter.read("PCMA", media, HEARD, 0.0)
    media = replace(media, packets_received=50, round_trip_ms=30.0, remote_loss_fraction=0.05)
    late = meter.read("PCMA", media, replace(HEARD, concealed_count=20), 1.0)
    assert (late.loss_percent, late.concealed_percent) == (0.0, 20.0)
    assert late.mos is not None
    assert late.mos < 3.0
    assert (late.delay_ms, late.remote_loss_percent) == (75.0, 5.0)
    quiet = meter.read("PCMA", media, replace(HEARD, concealed_count=20), 2.0)
    assert quiet.mos is None


def test_what_was_lost_during_a_hold_says_nothing_about_the_call() -> None:
    meter = QualityMeter()
    media = replace(NO_MEDIA_STATISTICS, packets_received=50)
    meter.read("PCMA", media, HEARD, 0.0)
    meter.read("PCMA", replace(media, packets_received=100), HEARD, 1.0)
    meter.skip()
    media = replace(media, packets_received=150, packets_lost=500)
    first = meter.read("PCMA", media, replace(HEARD, concealed_count=900), 30.0)
    assert (first.loss_percent, first.concealed_percent) == (0.0, 0.0)


def test_speech_from_before_a_hold_does_not_count_after_it() -> None:
    detector = SpeechDetector(0.0)
    detector.feed(0, 0.1)
    detector.feed(10, 0.5)
    detector.restart(0.6)
    assert detector.feed(10, 0.9) == pytest.approx(0.3)


# -- lines


def test_typed_lines_are_cut_where_people_end_them() -> None:
    line = TypedLine()
    assert line.take("satu\ndua\n\n  \ntig") == ["satu", "dua"]
    assert line.take("\b\b\b\b\bx") == []
    assert line.flush() == "x"
    assert line.flush() == ""
    assert line.take("y" * 1200) == ["y" * 500, "y" * 500]


@pytest.mark.parametrize(
    ("before", "after"), [("", "abc"), ("abc", ""), ("abc", "abd"), ("abc", "xabc"), ("sama", "sama")]
)
def test_what_is_sent_makes_the_other_side_see_the_same(before: str, after: str) -> None:
    assert apply_typing(before, typing_between(before, after)) == after


def test_the_facts_are_known_by_their_stored_names() -> None:
    names = {event.TYPE for event in call_events.EVENTS}
    assert {"call.text_received", "call.text_sent", "call.quality_measured"} <= names


def hears(leg: FakeLeg, packets: int) -> None:
    assert leg.media is not None
    leg.media.figures = replace(NO_MEDIA_STATISTICS, packets_received=packets)


def test_a_call_from_which_no_sound_comes_is_doubtful_until_it_sounds(room: EngineRoom) -> None:
    leg = room.answered()
    for second in range(1, 4):
        hears(leg, 50 * second)
        room.wait(1.0)
    room.wait(4.0)
    assert not room.last(leg).doubtful
    room.wait(2.0)
    assert room.last(leg).doubtful
    hears(leg, 200)
    room.wait(1.1)
    assert not room.last(leg).doubtful


def test_a_call_on_hold_has_no_sound_to_miss(room: EngineRoom) -> None:
    leg = room.answered()
    room.wait(6.5)
    assert room.last(leg).doubtful
    assert room.ask(m.HoldCall(call_id=leg.leg_id)) == ""
    room.wait(10.0)
    assert not room.last(leg).doubtful


def test_what_the_line_doubts_the_screen_is_told(room: EngineRoom) -> None:
    leg = room.rings()
    for doubtful in (True, False):
        view = LegView(LegState.RINGING, is_doubtful=doubtful)
        room.core.calls.on_leg_changed(leg.leg_id, view, LegChange.DOUBT)
        assert room.last(leg).doubtful is doubtful
