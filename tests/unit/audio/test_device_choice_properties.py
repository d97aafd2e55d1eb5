"""Whatever a system lists, each role gets a device of its own or says that it has none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from batola_desk.audio.config import AudioConfig
from batola_desk.audio.devices import choose_devices, unique_devices
from batola_desk.audio.port_audio import AudioDevice

APIS = ("Windows WASAPI", "Windows WDM-KS", "Windows DirectSound", "MME", "ALSA", "Something new")
NAMES = (
    "Headset (USB)",
    "headset (usb)",
    "Speakers",
    "Microphone",
    "HDMI",
    "",
    "Primary Sound Driver",
    "ヘッド",
)
wanted = st.sampled_from(("", "headset", "SPEAKERS", "not there", "m", "ヘッド"))


@st.composite
def machines(draw: st.DrawFn) -> list[AudioDevice]:
    count = draw(st.integers(0, 8))
    return [
        AudioDevice(
            index,
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(APIS)),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 2)),
            48000.0,
        )
        for index in range(count)
    ]


@given(machines(), st.frozensets(st.integers(0, 8)), st.frozensets(st.integers(0, 8)), wanted, wanted, wanted)
def test_no_output_has_two_roles_and_what_is_missing_is_said(
    devices: list[AudioDevice],
    defaults: frozenset[int],
    refused: frozenset[int],
    headset: str,
    loudspeaker: str,
    second: str,
) -> None:
    config = AudioConfig(
        headset_name=headset,
        loudspeaker_name=loudspeaker,
        second_headset_name=second,
        second_microphone_on=True,
    )
    report = choose_devices(devices, defaults, config, refused=refused)
    outputs = [found for found in (report.ear, report.loudspeaker, report.second_ear) if found is not None]
    inputs = [found for found in (report.microphone, report.second_microphone) if found is not None]
    assert len({found.index for found in outputs}) == len(outputs)
    assert len({found.index for found in inputs}) == len(inputs)
    assert not {found.index for found in outputs + inputs} & refused
    assert all(found.output_channel_count > 0 for found in outputs)
    assert all(found.input_channel_count > 0 for found in inputs)
    usable = [found for found in devices if found.index not in refused]
    assert (report.ear is None) == (not any(found.output_channel_count > 0 for found in usable))
    assert (report.ear is None) == ("no_output" in report.missing)
    assert (report.microphone is None) == ("no_input" in report.missing)
    assert (report.second_ear is None) == (not second or "second_headset_missing" in report.missing)


@given(machines())
def test_a_list_to_choose_from_loses_no_name_but_windows_own(devices: list[AudioDevice]) -> None:
    def names(found: list[AudioDevice] | tuple[AudioDevice, ...]) -> set[str]:
        real = (entry for entry in found if entry.output_channel_count or entry.input_channel_count)
        return {entry.name.casefold() for entry in real if not entry.name.startswith("Primary")}

    assert names(unique_devices(devices)) == names(devices)
