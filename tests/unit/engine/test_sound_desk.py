"""Sound tests, prompts and the noise dose as the screen asks for them and is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.devices import DeviceReport
from batola_desk.audio.events import PromptEnded
from batola_desk.audio.port_audio import AudioDevice
from batola_desk.audio.sound_ports import Role
from batola_desk.audio.sound_test import EchoTest, LoopTest, ToneTest
from batola_desk.engine.dose import DoseMeter, stage_of
from batola_desk.engine.ears import LineEars
from batola_desk.engine.prompts import PromptShelf, load_shelf
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.settings.catalog_checks import TONES
from batola_desk.settings.paths import resource_path
from batola_desk.telephony.leg_types import EndCause
from tests.support.sounds import tone, write_sound
from tests.unit.engine.engine_room import EngineRoom

HEADSET = AudioDevice(0, "Headset", "ALSA", 1, 2, 48000.0)
SPEAKER = AudioDevice(1, "Speaker", "ALSA", 0, 2, 48000.0)
HOUR_S = 3600.0


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    made = EngineRoom(tmp_path, shelf=PromptShelf({"sapaan": np.zeros(160, np.float32)}))
    made.audio.report = DeviceReport(ear=HEADSET, microphone=HEADSET, loudspeaker=SPEAKER)
    yield made
    made.close()


def checks(room: EngineRoom) -> list[sm.SoundCheckStatus]:
    return [told.check for told in room.heard(sm.SoundCheckChanged) if isinstance(told, sm.SoundCheckChanged)]


def test_a_sound_test_is_refused_in_a_call_and_ended_by_one(room: EngineRoom) -> None:
    leg = room.rings()
    assert room.ask(sm.StartSoundCheck(kind="echo")) == "sound_check_in_call"
    room.ends(leg, EndCause.CANCELLED)
    assert room.ask(sm.StartSoundCheck(kind="echo")) == ""
    assert isinstance(room.audio.test, EchoTest)
    room.rings()
    room.wait(0.1)
    assert room.audio.test is None
    assert checks(room)[-1].phase == "stopped"


def test_an_arriving_call_ends_a_sound_test_at_once_and_not_at_the_next_tick(room: EngineRoom) -> None:
    assert room.ask(sm.StartSoundCheck(kind="tone", role="ear")) == ""
    ears = LineEars(room.core, lambda: 1, training=False)
    leg = room.leg("0812")
    leg.invite = None  # type: ignore[attr-defined]
    ears.on_incoming(leg)  # type: ignore[arg-type]
    assert room.audio.test is None
    assert checks(room)[-1].phase == "stopped"


def test_each_kind_needs_its_devices(room: EngineRoom) -> None:
    assert room.ask(sm.StartSoundCheck(kind="loop")) == ""
    assert isinstance(room.audio.test, LoopTest)
    assert room.ask(sm.StartSoundCheck(kind="tone", role="loudspeaker")) == ""
    assert isinstance(room.audio.test, ToneTest)
    assert room.ask(sm.StartSoundCheck(kind="tone", role="second_ear")) == "sound_check_no_device"
    assert room.ask(sm.StartSoundCheck(kind="tone", role="../etc")) == "sound_check_no_device"
    assert room.ask(sm.StartSoundCheck(kind="magic")) == "sound_check_unknown"
    room.audio.report = DeviceReport(ear=HEADSET)
    assert room.ask(sm.StartSoundCheck(kind="echo")) == "sound_check_no_device"


def test_the_result_is_told_once_it_is_there(room: EngineRoom) -> None:
    room.ask(sm.StartSoundCheck(kind="echo"))
    test = room.audio.test
    assert isinstance(test, EchoTest)
    for _ in range(250):
        test.hear(np.zeros(160, np.float32))
    room.wait(0.1)
    assert checks(room)[-1].phase == "playing"
    while test.phase == "playing":
        test.next_frame(Role.EAR)
    room.wait(0.1)
    last = checks(room)[-1]
    assert (last.phase, last.results[0].code) == ("done", "microphone_dead")
    assert room.audio.test is None


def test_levels_are_told_only_while_somebody_looks(room: EngineRoom) -> None:
    room.wait(1.0)
    assert room.heard(sm.DeviceLevels) == []
    assert room.ask(sm.WatchLevels(seconds=0.5)) == ""
    room.wait(2.0)
    told = room.heard(sm.DeviceLevels)
    assert len(told) == 5
    assert told[0] == sm.DeviceLevels(dbfs={"microphone": -31.3, "ear": -100.0})


def test_a_prompt_is_spoken_to_the_caller_in_the_headset_only(room: EngineRoom) -> None:
    assert room.ask(sm.PlayPrompt(call_id="nobody", name="sapaan")) == "call_unknown"
    waiting = room.rings()
    assert room.ask(sm.PlayPrompt(call_id=waiting.leg_id, name="sapaan")) == "call_not_talking"
    leg = room.answered()
    assert room.ask(sm.PlayPrompt(call_id=leg.leg_id, name="../x")) == "prompt_unknown"
    assert room.ask(sm.PlayPrompt(call_id=leg.leg_id, name="sapaan")) == ""
    assert room.audio.prompt == (leg.leg_id, "sapaan")
    room.core._on_audio_event(PromptEnded(leg.leg_id, "sapaan"))
    assert room.heard(sm.PromptChanged) == [
        sm.PromptChanged(call_id=leg.leg_id, name="sapaan"),
        sm.PromptChanged(),
    ]
    room.ask(sm.PlayPrompt(call_id=leg.leg_id, name="sapaan"))
    assert room.ask(sm.StopPrompt()) == ""
    assert room.audio.prompt is None
    assert room.ask(m.HoldCall(call_id=leg.leg_id)) == ""
    assert room.ask(sm.PlayPrompt(call_id=leg.leg_id, name="sapaan")) == "call_not_talking"


def test_one_caller_at_a_time_is_made_louder_until_it_is_over_or_another_screen_comes(
    room: EngineRoom,
) -> None:
    assert room.ask(sm.BoostListening(call_id="nobody", on=True)) == "call_unknown"
    leg = room.answered()
    assert room.ask(sm.BoostListening(call_id=leg.leg_id, on=True)) == ""
    assert room.audio.boosted == leg.leg_id
    assert room.ask(sm.BoostListening(call_id="nobody", on=False)) == ""
    assert room.audio.boosted is None
    room.ask(sm.BoostListening(call_id=leg.leg_id, on=True))
    room.attach()
    assert room.audio.boosted is None


@pytest.mark.expects_log
def test_a_centres_own_prompt_comes_first_and_a_bad_one_is_named(tmp_path: Path) -> None:
    own = tmp_path / "prompts"
    own.mkdir()
    write_sound(own / "sapaan.wav", tone(1.0))
    write_sound(own / "tanda.wav", tone(0.1))
    (own / "catatan.txt").write_text("not looked at")
    shelf = load_shelf(resource_path("prompts"), own)
    assert sorted(shelf.sounds) == ["pilihan", "sapaan", "tanda", "ya_tidak"]
    assert len(shelf.sounds["sapaan"]) < 1.2 * 16000
    assert len(shelf.sounds["tanda"]) > 2.0 * 8000, "the shipped one"
    assert [(complaint.reason, Path(complaint.file).name) for complaint in shelf.complaints] == [
        ("length", "tanda.wav")
    ]
    with closing(EngineRoom(tmp_path, shelf=shelf)) as room:
        room.core.sound.start()
        (alarm,) = room.heard(m.EngineAlarm)
        assert isinstance(alarm, m.EngineAlarm)
        assert (alarm.code, "tanda.wav" in alarm.values["detail"]) == ("prompt_unusable", True)


# -- the noise dose


def energy_of(level_dba: float, seconds: float, full_scale_dba: float = 105.0) -> float:
    return float(10 ** ((level_dba - full_scale_dba) / 10) * seconds)


def test_eight_hours_at_a_level_are_that_level_and_half_the_time_three_decibels_less() -> None:
    for hours, expected in ((8, 85.0), (4, 82.0), (2, 79.0)):
        meter = DoseMeter(None, full_scale_dba=105.0, now_us=0)
        meter.sit_down("ani", 0)
        meter.add((energy_of(85.0, hours * HOUR_S), hours * HOUR_S), 1)
        status = meter.status()
        assert status.daily_dba == pytest.approx(expected, abs=0.1)
        assert status.mean_dba == pytest.approx(85.0, abs=0.1)
    assert [stage_of(dba) for dba in (None, 79.9, 80.0, 84.9, 85.0, 87.0)] == [
        "", "", "low", "low", "high", "limit",
    ]  # fmt: skip


def test_the_dose_belongs_to_a_person_and_a_shift_and_outlives_the_engine(tmp_path: Path) -> None:
    path, hour_us = tmp_path / "dose.json", 3_600_000_000
    meter = DoseMeter(path, full_scale_dba=105.0, now_us=0)
    meter.sit_down("ani", 0)
    total = (energy_of(85.0, 4 * HOUR_S), 4 * HOUR_S)
    meter.add(total, 4 * hour_us)
    meter.sit_down("budi", 4 * hour_us)
    assert meter.status().daily_dba is None
    meter.save(meter.as_kept())

    later = DoseMeter(path, full_scale_dba=105.0, now_us=5 * hour_us)
    later.sit_down("ani", 5 * hour_us)
    assert later.status().daily_dba == pytest.approx(82.0, abs=0.1)
    later.add((energy_of(85.0, 4 * HOUR_S), 4 * HOUR_S), 9 * hour_us)
    assert later.status().daily_dba == pytest.approx(85.0, abs=0.1)
    assert later.status().started_us == 0
    later.sit_down("ani", 20 * hour_us)
    assert later.status().daily_dba is None, "after a night's rest a new shift begins"


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"ani": 1}', '{"ani": {"started_us": 0, "seen_us": 0, "sound_s": 1e999, "seconds": 1}}'],
)
def test_a_broken_dose_file_begins_anew(tmp_path: Path, content: str) -> None:
    path = tmp_path / "dose.json"
    path.write_text(content)
    meter = DoseMeter(path, full_scale_dba=105.0, now_us=0)
    meter.sit_down("ani", 0)
    assert meter.status().daily_dba is None


def test_reaching_a_value_is_an_alarm_until_somebody_else_sits_down(room: EngineRoom, tmp_path: Path) -> None:
    room.core.on_attached(room.session, m.Attach(version=m.PROTOCOL_VERSION, screen_pid=1, operator="ani"))  # type: ignore[arg-type]
    room.audio.exposure = (energy_of(85.5, 8 * HOUR_S), 8 * HOUR_S)
    room.wait(5.1)
    told = room.heard(sm.DoseChanged)[-1]
    assert isinstance(told, sm.DoseChanged)
    assert (told.dose.operator, told.dose.stage) == ("ani", "high")
    alarms = [
        (alarm.code, alarm.active) for alarm in room.heard(m.EngineAlarm) if isinstance(alarm, m.EngineAlarm)
    ]
    assert alarms[-3:].count(("noise_high", True)) == 1
    room.sent.clear()
    room.core.on_attached(room.session, m.Attach(version=m.PROTOCOL_VERSION, screen_pid=1, operator="budi"))  # type: ignore[arg-type]
    room.wait(5.1)
    (snapshot,) = room.heard(m.Snapshot)
    assert isinstance(snapshot, m.Snapshot)
    assert (snapshot.dose.operator, snapshot.dose.stage) == ("budi", "")
    assert "noise_high" not in [getattr(alarm, "code", "") for alarm in room.heard(m.EngineAlarm)]
    room.wait(31.0)
    room.core._playback._worker.submit(lambda: None).result(2)
    assert set(json.loads((tmp_path / "dose.json").read_text())) == {"ani", "budi"}


def test_another_person_sits_down_and_no_call_notices(room: EngineRoom) -> None:
    room.core.on_attached(room.session, m.Attach(version=m.PROTOCOL_VERSION, screen_pid=1, operator="ani"))  # type: ignore[arg-type]
    room.audio.exposure = (energy_of(85.5, 8 * HOUR_S), 8 * HOUR_S)  # not counted yet when ani leaves
    room.audio.boosted = "leg-of-a-silent-call"
    room.sent.clear()
    assert room.ask(m.SitDown(operator="budi")) == ""
    told = room.heard(sm.DoseChanged)[-1]
    assert isinstance(told, sm.DoseChanged)
    assert (told.dose.operator, told.dose.stage) == ("budi", "")
    assert room.audio.boosted == "leg-of-a-silent-call"
    assert room.heard(m.Snapshot) == []
    room.ask(m.SitDown(operator="ani"))
    told = room.heard(sm.DoseChanged)[-1]
    assert isinstance(told, sm.DoseChanged)
    assert (told.dose.operator, told.dose.stage) == ("ani", "high")


@pytest.mark.parametrize("tone_name", TONES)
def test_the_engine_knows_every_tone_of_the_catalogue(room: EngineRoom, tone_name: str) -> None:
    assert room.ask(m.PlayAlert(name=tone_name)) == ""
    assert len(room.audio.alerts) == 1


# -- the beat of chest compressions


def test_the_beat_is_for_the_caller_in_the_headset_and_ends_with_his_call(room: EngineRoom) -> None:
    assert room.ask(sm.StartMetronome(call_id="nobody", per_min=110)) == "call_unknown"
    waiting = room.rings()
    assert room.ask(sm.StartMetronome(call_id=waiting.leg_id, per_min=110)) == "call_not_talking"
    leg = room.answered()
    for wrong in (0, -5, 99, 121, 10_000):
        assert room.ask(sm.StartMetronome(call_id=leg.leg_id, per_min=wrong)) == "metronome_unusable"
    assert room.audio.metronome is None
    assert room.ask(sm.StartMetronome(call_id=leg.leg_id, per_min=110)) == ""
    assert room.audio.metronome == (leg.leg_id, 110)
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    room.wait(0.2)
    assert room.audio.metronome is None
    assert room.heard(sm.MetronomeChanged) == [
        sm.MetronomeChanged(call_id=leg.leg_id, per_min=110),
        sm.MetronomeChanged(),
    ]


def test_the_beat_ends_by_key_and_outlives_a_screen(room: EngineRoom) -> None:
    leg = room.answered()
    room.ask(sm.StartMetronome(call_id=leg.leg_id, per_min=100))
    room.sent.clear()
    room.attach()
    assert room.audio.metronome == (leg.leg_id, 100), "nobody stops counting because a screen died"
    assert room.heard(sm.MetronomeChanged) == [sm.MetronomeChanged(call_id=leg.leg_id, per_min=100)]
    assert room.ask(sm.StopMetronome()) == ""
    assert room.ask(sm.StopMetronome()) == ""
    assert room.audio.metronome is None
