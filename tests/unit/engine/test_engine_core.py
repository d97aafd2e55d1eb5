"""What the engine does with calls, sound, facts and the operator's wishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.audio.config import AudioConfig, SoundProcessing
from batola_desk.audio.devices import DeviceReport
from batola_desk.audio.events import (
    DeviceChanged,
    RecordingContinues,
    RecordingFailed,
    RecordingFinished,
    RecordingResult,
)
from batola_desk.audio.port_audio import AudioDevice
from batola_desk.audio.recording_file import segment_path
from batola_desk.audio.routing import Routing
from batola_desk.audio.tones import AlertName, RingKind
from batola_desk.domain.call import EndCause as Cause
from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.engine.choices import ChoiceFile, Choices
from batola_desk.engine.origin import FACTS_MAX
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.ipc.call_parts import Carried
from batola_desk.ipc.recording_messages import PlayRecording
from batola_desk.ipc.transport import FRAME_BYTES_MAX
from batola_desk.telephony.emergency import CallInfo, Diversion, EmergencyInfo, LocationDocument
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState
from batola_desk.telephony.media_policy import Refusal, RefusalCause
from batola_desk.telephony.pidf import Position
from batola_desk.telephony.sdp import Direction
from tests.support.waiting import until
from tests.unit.engine.engine_room import EngineRoom, FakeMedia


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    room = EngineRoom(tmp_path)
    yield room
    room.close()


def test_a_call_is_shown_rings_and_becomes_a_fact_at_once(room: EngineRoom) -> None:
    leg = room.rings("081001120101")
    shown = room.last(leg)
    assert (shown.state, shown.direction, shown.number) == ("ringing", "inbound", "081001120101")
    assert room.audio.ring is RingKind.INCOMING
    (fact,) = room.spool.pending()
    assert fact.kind == "call.offered"
    assert fact.aggregates == (f"call:{leg.call_key}",)
    assert room.heard(m.FactsSpooled) == [m.FactsSpooled(facts=(fact,))]


def test_facts_carry_exactly_the_fields_of_their_events(room: EngineRoom) -> None:
    leg = room.answered()
    room.ask(m.HoldCall(call_id=leg.leg_id))
    room.ask(m.ResumeCall(call_id=leg.leg_id))
    room.core.calls.on_digit(leg.leg_id, "5")
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    assert room.facts() == [
        "call.offered",
        "call.answered",
        "call.held",
        "call.resumed",
        "call.digit_received",
        "call.ended",
    ]
    for fact in room.spool.pending():
        EVENT_CLASSES[fact.kind](**json.loads(json.dumps(fact.body)))


def test_answering_brings_sound_recording_and_silence_of_the_ring(room: EngineRoom) -> None:
    leg = room.rings()
    assert room.ask(m.AnswerCall(call_id=leg.leg_id)) == ""
    assert leg.asked == ["answer"]
    assert room.audio.ring is None, "it must not ring into the first words"
    room.becomes(leg, LegState.TALKING)
    assert room.audio.calls == {leg.leg_id: leg.media}
    assert leg.media is not None
    assert leg.media.receiver is not None
    assert room.audio.routing == Routing.talk(leg.leg_id)
    assert room.audio.recordings[leg.leg_id].is_relative_to(room.folder / "recordings")
    shown = room.last(leg)
    assert (shown.state, shown.recording, shown.codec) == ("talking", True, "PCMA")


def test_answering_a_second_call_puts_the_first_on_hold(room: EngineRoom) -> None:
    first = room.answered()
    second = room.rings()
    assert room.ask(m.AnswerCall(call_id=second.leg_id)) == ""
    assert first.asked[-1] == "hold"
    room.becomes(second, LegState.TALKING)
    assert room.audio.routing == Routing.talk(second.leg_id)
    assert room.last(first).local_hold
    room.ask(m.ResumeCall(call_id=first.leg_id))
    assert room.audio.routing == Routing.talk(first.leg_id)
    assert not room.last(first).local_hold
    assert room.last(second).local_hold


def test_a_forgotten_mute_never_meets_the_next_caller(room: EngineRoom) -> None:
    first = room.answered()
    room.ask(m.SetMuted(muted=True))
    assert room.audio.muted
    assert room.last(first).muted
    second = room.answered()
    assert not room.audio.muted
    assert not room.last(second).muted, "and the screen does not say so"


def test_in_a_call_a_second_one_only_pulses(room: EngineRoom) -> None:
    room.answered()
    waiting = room.rings()
    assert room.audio.ring is None
    assert room.audio.alerts == [AlertName.CALL_WAITING]
    room.wait(4.2)
    assert room.audio.alerts == [AlertName.CALL_WAITING] * 2
    room.ends(waiting, EndCause.CANCELLED)
    room.wait(5)
    assert len(room.audio.alerts) == 2


def test_a_silenced_ring_stays_silent_until_a_new_call_comes(room: EngineRoom) -> None:
    room.rings()
    room.ask(m.SilenceRinging())
    assert room.audio.ring is None
    room.wait(28)
    assert room.audio.ring is None
    room.rings()
    assert room.audio.ring is RingKind.INCOMING


def test_a_caller_nobody_answers_rings_again_after_half_a_minute_of_silence(room: EngineRoom) -> None:
    room.rings()
    for _ in range(3):
        room.ask(m.SilenceRinging())
        assert room.audio.ring is None
        room.wait(31)
        assert room.audio.ring is RingKind.INCOMING


def test_commands_about_calls_that_are_not_there_or_not_so_are_refused(room: EngineRoom) -> None:
    assert room.ask(m.AnswerCall(call_id="gone")) == "call_unknown"
    leg = room.answered()
    assert room.ask(m.AnswerCall(call_id=leg.leg_id)) == "call_not_ringing"
    assert room.ask(m.RejectCall(call_id=leg.leg_id)) == "call_not_ringing"
    assert room.ask(m.SendDigits(call_id=leg.leg_id, digits="12x")) == "digits_unusable"
    assert room.ask(m.SendDigits(call_id=leg.leg_id, digits="12#")) == ""
    assert room.ask(m.DialNumber(number="no number")) == "number_unusable"
    assert room.ask(m.PlayAlert(name="trumpet")) == "alert_unknown"
    assert room.ask(m.SetVolumes(volumes={"ring": 2.0})) == "volume_unusable"
    assert room.ask(m.HoldCall(call_id=room.rings().leg_id)) == "call_not_talking"


@pytest.mark.parametrize(
    ("cause", "code", "expected"),
    [
        (EndCause.CANCELLED, 0, Cause.CANCELLED),
        (EndCause.ANSWERED_ELSEWHERE, 200, Cause.ANSWERED_ELSEWHERE),
        (EndCause.REJECTED, 486, Cause.REJECTED),
        (EndCause.WE_HUNG_UP, 486, Cause.REJECTED),
        (EndCause.TIMEOUT, 487, Cause.CANCELLED),
    ],
)
def test_a_call_nobody_answered_ends_with_its_cause(
    room: EngineRoom, cause: EndCause, code: int, expected: Cause
) -> None:
    leg = room.rings()
    room.ends(leg, cause, code)
    assert room.last(leg).state == "ended"
    assert room.last(leg).end_cause == expected
    assert room.spool.pending()[-1].body["cause"] == expected
    assert room.audio.ring is None


@pytest.mark.parametrize(
    ("cause", "code", "expected"),
    [
        (EndCause.REJECTED, 486, Cause.BUSY),
        (EndCause.REJECTED, 480, Cause.NO_ANSWER),
        (EndCause.REJECTED, 603, Cause.REJECTED),
        (EndCause.REJECTED, 404, Cause.FAILED),
        (EndCause.TIMEOUT, 408, Cause.NO_ANSWER),
        (EndCause.WE_HUNG_UP, 0, Cause.OPERATOR_HUNG_UP),
    ],
)
def test_a_dialled_call_ends_with_its_cause(
    room: EngineRoom, cause: EndCause, code: int, expected: Cause
) -> None:
    room.ask(m.DialNumber(number="0511", purpose="agency", incident_id="i1"))
    (shown,) = [message.call for message in room.heard(m.CallChanged) if isinstance(message, m.CallChanged)]
    assert (shown.direction, shown.purpose, shown.incident_id) == ("outbound", "agency", "i1")
    leg = room.core.calls.calls[shown.call_id].leg
    room.ends(leg, cause, code)  # type: ignore[arg-type]
    assert room.last(leg).end_cause == expected  # type: ignore[arg-type]


def test_ringback_sounds_until_the_far_end_is_heard(room: EngineRoom) -> None:
    room.ask(m.DialNumber(number="0511"))
    leg = next(iter(room.core.calls.calls.values())).leg
    assert room.audio.ring is None
    leg.media = FakeMedia()  # type: ignore[misc]
    leg.media.direction = Direction.INACTIVE  # type: ignore[misc]
    room.becomes(leg, LegState.EARLY)  # type: ignore[arg-type]
    assert room.audio.ring is RingKind.RINGBACK
    room.becomes(leg, LegState.TALKING)  # type: ignore[arg-type]
    assert room.audio.ring is None
    assert room.audio.routing == Routing.talk(leg.leg_id)


def test_silence_of_the_caller_is_told_in_whole_seconds_and_ends_with_a_word(room: EngineRoom) -> None:
    leg = room.answered()
    room.wait(6.2)
    assert room.last(leg).silence_s == 6.0
    told = len(room.heard(m.CallChanged))
    assert told < 12, "once a second is enough"
    room.audio.spoken += 5
    room.wait(0.2)
    assert room.last(leg).silence_s == 0.0


def test_noise_however_loud_and_a_single_squeal_are_no_speech(room: EngineRoom) -> None:
    leg = room.answered()
    room.audio.caller_dbfs = -12.0
    for _ in range(6):
        room.audio.spoken += 2
        room.wait(2)
    assert (room.last(leg).silence_s or 0) >= 11.0


def test_all_counters_of_a_call_are_asked_for_once_a_second(room: EngineRoom) -> None:
    """They cost its sound a lock and the engine a percentile; meters and silence have cheaper questions."""
    room.answered()
    room.wait(1.0)
    before = room.audio.statistics_asked
    room.wait(10.0)
    assert 9 <= room.audio.statistics_asked - before <= 11


def test_levels_come_ten_times_a_second_only_while_somebody_looks(room: EngineRoom) -> None:
    room.answered()
    room.wait(1.0)
    assert len(room.heard(m.Levels)) == 10
    room.is_attached = False
    room.wait(1.0)
    assert len(room.heard(m.Levels)) == 10


def test_a_screen_that_comes_back_gets_calls_and_every_unconfirmed_fact(room: EngineRoom) -> None:
    leg = room.answered()
    facts = room.spool.pending()
    room.ask(m.ConfirmFacts(fact_ids=(facts[0].fact_id,)))
    room.sent.clear()
    room.attach()
    snapshot = room.sent[0]
    assert isinstance(snapshot, m.Snapshot)
    assert [call.call_id for call in snapshot.calls] == [leg.leg_id]
    assert snapshot.focus_call_id == leg.leg_id
    assert room.heard(m.FactsSpooled) == [m.FactsSpooled(facts=facts[1:])]


def test_facts_the_screen_does_not_confirm_come_again(room: EngineRoom) -> None:
    room.rings()
    assert len(room.heard(m.FactsSpooled)) == 1
    room.wait(11)
    assert 2 <= len(room.heard(m.FactsSpooled)) <= 3
    room.ask(m.ConfirmFacts(fact_ids=tuple(fact.fact_id for fact in room.spool.pending())))
    room.sent.clear()
    room.wait(11)
    assert room.heard(m.FactsSpooled) == []


def test_a_sealed_recording_becomes_a_fact_of_its_call(room: EngineRoom) -> None:
    leg = room.answered()
    path = room.audio.recordings[leg.leg_id]
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    result = RecordingResult(path=path, sha256="ab", duration_s=1.5, byte_count=48_044)
    room.core._on_audio_event(RecordingFinished(leg.leg_id, result))
    fact = room.spool.pending()[-1]
    assert fact.kind == "call.recorded"
    assert fact.aggregates == (f"call:{leg.call_key}",)
    assert fact.body["path"] == path.relative_to(room.folder / "recordings").as_posix()


def test_a_failed_recording_is_told_and_the_call_goes_on(room: EngineRoom) -> None:
    leg = room.answered()
    first = room.audio.recordings[leg.leg_id]
    room.core._on_audio_event(RecordingFailed(leg.leg_id, "disk_full", first))
    assert room.facts()[-1] == "call.recording_failed"
    assert not room.last(leg).recording
    assert room.last(leg).state == "talking"
    assert AlertName.RECORDING_FAILED in room.audio.alerts


def test_a_recording_cut_by_a_full_disk_becomes_several_facts_of_its_call_in_order(room: EngineRoom) -> None:
    leg = room.answered()
    first = room.audio.recordings[leg.leg_id]
    further = segment_path(first, 61.5)
    room.core._on_audio_event(RecordingFailed(leg.leg_id, "disk_full", first))
    room.core._on_audio_event(RecordingFinished(leg.leg_id, RecordingResult(first, "ab", 61.5, 100)))
    room.core._on_audio_event(RecordingContinues(leg.leg_id, further))
    assert room.last(leg).recording
    assert [alarm.active for alarm in room.heard(m.EngineAlarm)] == [True, False]
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    result = RecordingResult(further, "cd", 2.0, 100, start_s=61.5)
    room.core._on_audio_event(RecordingFinished(leg.leg_id, result))
    facts = [fact for fact in room.spool.pending() if fact.kind == "call.recorded"]
    assert [fact.aggregates[0] for fact in facts] == [f"call:{leg.call_key}"] * 2
    assert [(fact.body["start_s"], fact.body["sha256"]) for fact in facts] == [(0.0, "ab"), (61.5, "cd")]
    begun = [int(str(fact.body["started_us"])) for fact in facts]
    assert begun == [int(room.now_s * 1e6), int(room.now_s * 1e6) + 61_500_000]


def test_the_networks_words_before_an_answer_are_recorded(room: EngineRoom) -> None:
    assert room.ask(m.DialNumber(number="0511113")) == ""
    leg = next(iter(room.core.calls.calls.values())).leg
    room.becomes(leg, LegState.EARLY)  # type: ignore[arg-type]
    assert leg.leg_id in room.audio.recordings


def test_two_sessions_with_one_key_keep_their_own_story(room: EngineRoom) -> None:
    first = room.rings(call_key="same")
    second = room.rings(call_key="same")
    assert room.last(first).call_key == "same"
    assert room.last(second).call_key != "same"
    assert room.last(second).call_key.startswith("same/")


def test_an_answer_without_a_free_port_is_told_and_the_call_still_rings(room: EngineRoom) -> None:
    leg = room.rings()
    room.ask(m.AnswerCall(call_id=leg.leg_id))
    room.becomes(leg, LegState.RINGING, LegChange.ANSWER_FAILED)
    assert m.EngineAlarm(code="answer_failed", call_id=leg.leg_id) in room.sent
    assert room.audio.ring is RingKind.INCOMING
    assert room.ask(m.AnswerCall(call_id=leg.leg_id)) == ""


def test_a_caller_without_a_common_codec_still_becomes_a_lost_call(room: EngineRoom) -> None:
    refusal = Refusal(RefusalCause.NO_COMMON_CODEC, ("G729", "OPUS"), ("PCMA", "PCMU"))
    room.core.on_unusable_offer("key-x", "0812", refusal)
    values = {"cause": "no_common_codec", "theirs": "G729, OPUS", "ours": "PCMA, PCMU"}
    assert m.EngineAlarm(code="offer_unusable", values=values) in room.sent
    assert room.facts() == ["call.offered", "call.ended"]
    assert room.spool.pending()[-1].body["cause"] == Cause.UNUSABLE_OFFER


def alarms(room: EngineRoom, code: str) -> list[tuple[bool, str]]:
    told = [item for item in room.sent if isinstance(item, m.EngineAlarm) and item.code == code]
    return [(alarm.active, alarm.values.get("detail", "")) for alarm in told]


def test_a_flood_of_calls_fills_no_journal_and_is_one_alarm_a_minute(room: EngineRoom) -> None:
    refusal = Refusal(RefusalCause.NO_COMMON_CODEC, ("G729",), ("PCMA",))
    for number in range(2000):
        room.ends(room.rings(f"08{number}"), EndCause.CANCELLED)
        room.core.on_unusable_offer(f"odd-{number}", "0812", refusal)
    assert room.facts().count("call.offered") == room.facts().count("call.ended") == 1000
    assert alarms(room, "calls_not_listed") == [(True, "")]
    assert len(alarms(room, "offer_unusable")) <= 500
    room.wait(60.1)
    assert alarms(room, "calls_not_listed")[1:] == [(False, ""), (True, "3000 × / 60 s")]
    room.wait(60.1)
    assert alarms(room, "calls_not_listed")[3:] == [(False, "")]
    room.ends(room.rings("0899"), EndCause.CANCELLED)
    assert room.facts().count("call.offered") == 1001, "an ordinary caller after the flood"


def test_a_call_amid_a_flood_is_written_down_whole_once_it_is_answered(room: EngineRoom) -> None:
    for number in range(1200):
        room.ends(room.rings(f"08{number}"), EndCause.CANCELLED)
    before = room.facts()
    leg = room.rings("0811", call_key="real")
    assert room.last(leg).state == "ringing", "it is shown all the same"
    assert room.facts() == before
    leg.emergency = EmergencyInfo(locations=(LocationDocument(uri="cid:a", content=b"<presence/>"),))
    room.becomes(leg, LegState.RINGING, LegChange.LOCATION)
    room.now_s += 0.05
    assert room.ask(m.AnswerCall(call_id=leg.leg_id)) == ""
    room.becomes(leg, LegState.TALKING)
    told = [fact for fact in room.spool.pending() if fact.aggregates == ("call:real",)]
    assert [fact.kind for fact in told][:3] == ["call.offered", "call.location_received", "call.answered"]
    assert told[0].occurred_us < told[2].occurred_us
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    assert room.facts()[-1] == "call.ended"


def test_callers_turned_away_are_counted_in_one_alarm_a_minute(room: EngineRoom) -> None:
    for _ in range(60):
        for _ in range(100):
            room.core.on_overload()
        assert alarms(room, "line_overloaded") == [(True, "")]
        room.wait(1.0)
    room.wait(0.2)
    assert alarms(room, "line_overloaded")[1:] == [(False, ""), (True, "6000 × / 60 s")]
    room.wait(60.1)
    assert alarms(room, "line_overloaded")[-1] == (False, "")
    assert room.facts() == []


def test_the_engine_does_not_end_while_calls_live_unless_forced(room: EngineRoom) -> None:
    leg = room.answered()
    assert room.ask(m.ShutDownEngine()) == "calls_alive"
    assert not room.has_ended
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    assert room.ask(m.ShutDownEngine()) == ""
    assert room.has_ended


def test_an_engine_that_was_asked_to_end_does_so_after_its_last_call_if_no_screen_came_back(
    room: EngineRoom,
) -> None:
    leg = room.answered()
    assert room.ask(m.ShutDownEngine()) == "calls_alive"
    room.is_attached = False
    room.core.tick()
    assert not room.has_ended
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    room.core.tick()
    assert room.has_ended


def test_a_screen_that_comes_back_keeps_the_engine(room: EngineRoom) -> None:
    leg = room.answered()
    assert room.ask(m.ShutDownEngine()) == "calls_alive"
    room.core._welcome(room.session, m.Attach(request_id=9, version=1, screen_pid=1))  # type: ignore[arg-type]
    room.is_attached = False
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    room.core.tick()
    assert not room.has_ended


def test_a_second_conversation_under_the_key_of_a_finished_one_is_a_call_of_its_own(room: EngineRoom) -> None:
    first = room.rings(call_key="same")
    room.becomes(first, LegState.TALKING)
    room.ends(first, EndCause.REMOTE_HUNG_UP)
    second = room.rings(call_key="same")
    (call,) = room.core.calls.calls.values()
    assert call.leg is second
    assert call.call_key != "same"


def test_a_caller_the_exchange_offers_again_unanswered_keeps_his_key(room: EngineRoom) -> None:
    first = room.rings(call_key="same")
    room.ends(first, EndCause.CANCELLED)
    room.rings(call_key="same")
    (call,) = room.core.calls.calls.values()
    assert call.call_key == "same"


def test_other_devices_are_chosen_in_a_call_and_remembered(room: EngineRoom, tmp_path: Path) -> None:
    leg = room.answered()
    before = room.audio
    assert (
        room.ask(m.SelectDevices(headset_output="USB", second_headset="B", second_microphone_on=True)) == ""
    )
    assert room.audio is before
    assert list(room.audio.calls) == [leg.leg_id], "the call is untouched"
    (config,) = room.audio.configs
    assert isinstance(config, AudioConfig)
    assert (config.headset_name, config.second_headset_name) == ("USB", "B")
    assert config.second_microphone_on
    room.core._playback._worker.submit(lambda: None).result(2)
    kept = json.loads((tmp_path / "choices.json").read_text())
    assert (kept["headset"], kept["second_headset"], kept["second_microphone_on"]) == ("USB", "B", True)
    assert ChoiceFile(tmp_path / "choices.json").load(Choices("", "", "", {})).second_headset == "B"


def test_devices_on_trial_are_used_and_not_kept(room: EngineRoom, tmp_path: Path) -> None:
    assert room.ask(m.SelectDevices(headset_output="USB")) == ""
    assert room.ask(m.SelectDevices(headset_output="Lain", is_trial=True)) == ""
    assert room.audio.configs[-1].headset_name == "Lain"  # type: ignore[attr-defined]
    assert room.ask(m.SetVolumes(volumes={"ring": 0.5})) == ""
    room.core._playback._worker.submit(lambda: None).result(2)
    kept = ChoiceFile(tmp_path / "choices.json").load(Choices("", "", "", {}))
    assert (kept.headset, kept.volumes["ring"]) == ("USB", 0.5)
    room.attach()  # the screen that tried them is gone
    assert room.audio.configs[-1].headset_name == "USB"  # type: ignore[attr-defined]


def test_the_automatic_gain_is_switched_in_a_call_and_remembered(room: EngineRoom, tmp_path: Path) -> None:
    room.answered()
    assert room.ask(sm.SetAutomaticGain(on=False)) == ""
    (processing,) = room.audio.processings
    assert processing == SoundProcessing(automatic_gain=False)
    assert room.audio.configs == [], "the devices are left alone"
    room.core._playback._worker.submit(lambda: None).result(2)
    room.attach()
    (snapshot,) = room.heard(m.Snapshot)
    assert isinstance(snapshot, m.Snapshot)
    assert snapshot.automatic_gain is False
    kept = ChoiceFile(tmp_path / "choices.json")
    assert kept.load(Choices("", "", "", {})).automatic_gain is False


def test_a_choice_from_before_the_switch_keeps_the_gain_of_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text('{"headset": "", "microphone": "", "loudspeaker": "", "volumes": {}}')
    assert ChoiceFile(path).load(Choices("", "", "", {}, automatic_gain=False)).automatic_gain is False


def test_a_lost_headset_is_told_and_heard(room: EngineRoom) -> None:
    headset = AudioDevice(1, "Headset", "ALSA", 1, 2, 48_000.0)
    room.audio.report = DeviceReport(devices=(headset,), ear=headset, microphone=headset)
    room.core._on_audio_event(DeviceChanged(room.audio.report))
    room.audio.report = DeviceReport(missing=("no_output", "no_input"))
    room.core._on_audio_event(DeviceChanged(room.audio.report))
    told = room.heard(m.DevicesChanged)[-1]
    assert isinstance(told, m.DevicesChanged)
    assert {"no_headset", "no_microphone"} <= set(told.devices.problems)
    assert room.audio.alerts == [AlertName.HEADSET_LOST]


def test_only_recordings_of_this_desk_are_played(room: EngineRoom, tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    assert room.ask(PlayRecording(path="../secret.wav")) == "recording_unknown"
    assert room.audio.played == []


def test_service_origin_and_position_reach_screen_and_journal(room: EngineRoom) -> None:
    leg = room.leg("112233")
    leg.emergency = EmergencyInfo(
        service="urn:service:sos.fire",
        diversions=(Diversion("110", "486"), Diversion("119")),
        priority="emergency",
        resource_priority=("esnet.1", "wps.0"),
        asserted=("112233", "+62811"),
        call_info=(CallInfo("https://x/card", "EmergencyCallData.SubscriberInfo"),),
        locations=(
            LocationDocument("https://lis.example/9"),
            LocationDocument("cid:a", "application/pidf+xml", b"<p>\xff</p>", Position(-3.2, 114.6, 50.0)),
        ),
    )
    room.core.calls.on_incoming(leg, int(room.now_s * 1e6), training=False)
    shown = room.last(leg)
    assert (shown.service, shown.diverted_from, shown.priority) == (
        "urn:service:sos.fire",
        "110",
        "emergency",
    )
    assert shown.has_location
    assert shown.position == m.LinePosition(latitude=-3.2, longitude=114.6, radius_m=50.0)
    assert shown.carried == Carried(
        resource_priority="esnet.1, wps.0", info=("SubscriberInfo https://x/card",)
    ), "with a position at hand its address is of no use"
    offered, reference, document, info = room.spool.pending()
    assert (offered.body["service"], offered.body["diverted_from"]) == ("urn:service:sos.fire", "110")
    assert (offered.body["priority"], offered.body["resource_priority"]) == (
        "emergency",
        ("esnet.1", "wps.0"),
    )
    assert offered.body["diversions"] == ("110 486", "119")
    assert offered.body["asserted"] == ("112233", "+62811")
    assert info.body["uri"] == "https://x/card"
    assert (reference.kind, document.kind) == ("call.location_received", "call.location_received")
    assert (reference.body["source"], reference.body["uri"]) == ("sip_reference", "https://lis.example/9")
    assert (document.body["source"], document.body["document"]) == ("sip_body", "<p>�</p>")
    assert (document.body["latitude"], document.body["radius_m"]) == (-3.2, 50.0)


def test_a_position_that_is_only_an_address_is_told_as_one(room: EngineRoom) -> None:
    leg = room.leg("112233")
    leg.emergency = EmergencyInfo(locations=(LocationDocument("https://lis.example/9"),))
    room.core.calls.on_incoming(leg, int(room.now_s * 1e6), training=False)
    shown = room.last(leg)
    assert (shown.position, shown.carried.position_uri) == (None, "https://lis.example/9")


def test_many_large_positions_reach_a_screen_that_attaches_later(room: EngineRoom) -> None:
    """Frames of the local connection have a limit; a backlog of documents must not exceed it."""
    for _ in range(30):
        leg = room.leg("112233")
        leg.emergency = EmergencyInfo(
            locations=(LocationDocument("", "application/pidf+xml", b"\x01" * 65_536),)
        )
        room.core.calls.on_incoming(leg, int(room.now_s * 1e6), training=False)
    room.sent.clear()
    room.attach()
    delivered = [message for message in room.sent if isinstance(message, m.FactsSpooled)]
    assert sum(len(message.facts) for message in delivered) == 60
    assert max(len(m.encode(message)) for message in delivered) < FRAME_BYTES_MAX


@pytest.mark.parametrize(("purpose", "priority"), [("callback", "psap-callback"), ("manual", "")])
def test_a_call_back_is_marked_for_the_network(purpose: str, priority: str, room: EngineRoom) -> None:
    assert room.ask(m.DialNumber(number="0810011200", purpose=purpose)) == ""
    assert room.dialled_leg.headers.get("Priority", "") == priority


def test_a_position_that_comes_later_is_told_once(room: EngineRoom) -> None:
    leg = room.answered()
    before = len(room.facts())
    for radius_m in (50.0, 50.0, 20.0):
        document = LocationDocument("cid:a", "application/pidf+xml", b"<p/>", Position(-3.2, 114.6, radius_m))
        leg.emergency = EmergencyInfo(locations=(document,), call_info=(CallInfo("https://x", "card"),))
        room.becomes(leg, LegState.TALKING, LegChange.LOCATION)
    assert room.last(leg).position == m.LinePosition(latitude=-3.2, longitude=114.6, radius_m=20.0)
    assert room.facts()[before:] == [
        "call.location_received",
        "call.info_received",
        "call.location_received",
    ]


@pytest.mark.parametrize("set_s", [86_400.0, -86_400.0])
def test_a_clock_set_by_a_day_costs_no_call_and_is_told(room: EngineRoom, set_s: float) -> None:
    leg = room.answered()
    room.wait(1.0)
    room.clock_set_s += set_s
    room.wait(40.0)
    assert [alarm.code for alarm in room.heard(m.EngineAlarm) if isinstance(alarm, m.EngineAlarm)] == [
        "clock_jumped"
    ]
    assert room.last(leg).state == "talking"
    second = room.rings()
    assert room.ask(m.AnswerCall(call_id=second.leg_id)) == ""
    room.becomes(second, LegState.TALKING)
    assert room.core.calls.focus_call_id == second.leg_id


def test_a_telephone_that_reports_without_end_does_not_fill_the_journal(room: EngineRoom) -> None:
    leg = room.answered()
    for number in range(300):
        leg.emergency = EmergencyInfo(locations=(LocationDocument(f"https://lis/{number}"),))
        room.becomes(leg, LegState.TALKING, LegChange.LOCATION)
    assert room.facts().count("call.location_received") == FACTS_MAX
    assert room.last(leg).state == "talking"


def test_a_trace_that_goes_to_a_dead_share_makes_no_call_wait(room: EngineRoom) -> None:
    """The simulated disk answers only after the call was answered; it must not be waited for."""
    export = m.ExportTrace(request_id=77, call_key="key", stem="//dead/share/jejak")
    room.core.on_command(room.session, export)  # type: ignore[arg-type]
    assert export.request_id not in room.session.replies, "nobody waits for the disk"
    caller = room.answered()
    assert "answer" in caller.asked
    room.may_write.set()
    until(lambda: export.request_id in room.session.replies)
    assert room.session.replies[export.request_id].code == "trace_empty"
