"""line.toml, command line, and what is told when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.audio.config import SoundProcessing
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.choices import ChoiceFile, Choices
from batola_desk.engine.config import load_settings
from batola_desk.engine.volumes import DEFAULT_VOLUMES, audio_volumes


def test_the_command_line_wins_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    path = tmp_path / "line.toml"
    path.write_text(
        '[sip]\nsip_port = 5070\nuser = "meja-a"\nregistrar = "sip:pbx.example"\npassword = "geheim"\n'
        "dial_limit_s = 60\nsilence_probe_s = 20\nlost_after_s = 120\n"
        "[rtp]\nsymmetric_rtp = true\n[volumes]\nring = 1.0\n"
    )
    settings = load_settings(path, sip_port=5080, user=None)
    config = settings.line_config()
    assert (config.bind_port, config.user, config.registrar_uri) == (5080, "meja-a", "sip:pbx.example")
    assert (config.dial_limit_s, config.silence_probe_s, config.lost_after_s) == (60.0, 20.0, 120.0)
    assert config.symmetric_rtp
    assert settings.volumes == dict(DEFAULT_VOLUMES) | {"ring": 1.0}
    assert "geheim" not in repr(settings)
    assert "geheim" not in repr(config)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[sip", ""),
        ("[phone]\nx = 1", "phone"),
        ("[sip]\nport = 5060", "sip.port"),
        ('[sip]\nsip_port = "5060"', "sip.sip_port"),
        ("[sip]\nsip_port = 70000", "sip"),
        ("[sip]\nringing_max = true", "sip.ringing_max"),
        ("[sip]\nlost_after_s = 10", "sip"),
        ('[supervision]\nsupervision_secret = "kurang"', "supervision.supervision_secret"),
        ('[supervision]\nsupervision_secret = "rahasia-bersama-regu"', "supervision.supervision_desk"),
        ('[supervision]\nsupervision_desk = "meja"', "supervision.supervision_desk"),
        ("[supervision]\nsupervision_tone = 1", "supervision.supervision_tone"),
        ("[volumes]\nring = 1.5", "volumes.ring"),
        ("[volumes]\ndrums = 0.5", "volumes.drums"),
    ],
)
def test_a_wrong_file_is_named_with_key_and_what_is_allowed(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "line.toml"
    path.write_text(text)
    with pytest.raises(EnvironmentFault, match="line_config_unusable") as caught:
        load_settings(path)
    assert caught.value.values["file"] == str(path)
    assert caught.value.values["key"] == key
    assert caught.value.values["allowed"]


def test_what_is_done_to_voices_is_set_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "line.toml"
    path.write_text("[audio]\nautomatic_gain = false\nnoise_gate = true\n")
    assert load_settings(path).audio_config().processing == SoundProcessing(
        automatic_gain=False, microphone_gain=False, noise_gate=True, comfort_noise=True
    )


def test_the_own_voice_in_the_ear_is_a_volume_like_the_others() -> None:
    assert audio_volumes({}).sidetone == 0.0
    assert audio_volumes({"sidetone": 0.4}).sidetone == 0.4


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml").line_config().bind_port == 5060


def test_choices_of_the_operator_survive_and_rubbish_does_not_stop_the_engine(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    default = Choices("", "", "", DEFAULT_VOLUMES)
    file = ChoiceFile(tmp_path / "choices.json")
    assert file.load(default) == default
    chosen = Choices("USB", "USB", "Speaker", dict(DEFAULT_VOLUMES) | {"ring": 0.5})
    file.save(chosen)
    assert file.load(default) == chosen


@pytest.mark.expects_log
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"headset": "a", "volumes": 3}'])
def test_an_unreadable_choice_file_means_the_configured_devices(tmp_path: Path, text: str) -> None:
    (tmp_path / "choices.json").write_text(text)
    default = Choices("Headset", "", "", DEFAULT_VOLUMES)
    assert ChoiceFile(tmp_path / "choices.json").load(default) == default


def test_the_screens_four_volumes_reach_ear_room_and_playback() -> None:
    quiet = audio_volumes({"headset": 0.5, "ring": 0.6, "alerts": 0.7})
    assert (quiet.ear, quiet.playback, quiet.ring_loudspeaker, quiet.alert_loudspeaker) == (
        0.5,
        0.5,
        0.6,
        0.7,
    )
    assert quiet.ring_headset < quiet.ring_loudspeaker


def test_the_secret_of_supervision_is_read_and_never_printed(tmp_path: Path) -> None:
    path = tmp_path / "line.toml"
    path.write_text(
        '[supervision]\nsupervision_secret = "rahasia-bersama-regu"\nsupervision_desk = "B"\n'
        "supervision_tone = false\n"
    )
    settings = load_settings(path)
    assert (settings.supervision_desk, settings.supervision_tone) == ("B", False)
    assert "rahasia-bersama-regu" not in repr(settings)


def test_the_recording_store_is_read_and_a_wrong_key_is_named_with_its_section(tmp_path: Path) -> None:
    path = tmp_path / "line.toml"
    path.write_text(
        '[recording_store]\nkind = "s3"\nendpoint = "https://s3.example"\nbucket = "rekaman"\n'
        'access_key = "a"\nsecret_key = "sangat-rahasia"\n'
    )
    settings = load_settings(path)
    assert (settings.store.kind, settings.store.bucket) == ("s3", "rekaman")
    assert "sangat-rahasia" not in repr(settings)
    path.write_text('[recording_store]\nkind = "ftp"\n')
    with pytest.raises(EnvironmentFault) as caught:
        load_settings(path)
    assert caught.value.values["key"] == "recording_store.kind"
    assert caught.value.values["allowed"] == "none, folder, s3"
