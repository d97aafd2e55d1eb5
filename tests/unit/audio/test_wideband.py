"""Calls of 8 and of 16 kHz at one desk: what each carries, what is recorded, what a change of codec does."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio.codec import Codec, call_codecs
from batola_desk.audio.frames import NARROWBAND_HZ, SAMPLE_RATE_HZ, to_pcm
from batola_desk.audio.playback import FilePlayback
from batola_desk.audio.resample import StreamResampler
from batola_desk.audio.routing import Routing
from tests.unit.audio.bench import Bench, FakePort, Packet, wait_for_sound
from tests.unit.audio.simulation import Line, likeness, play, spectrum_db, speech_like

PEAK = 0.1  # below what the acoustic-shock limiter takes for a sudden loud tone


def tone(frequency_hz: float, seconds: float, *, rate_hz: int, peak: float = PEAK) -> np.ndarray:
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    return (peak * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.float32)


def level_at(samples: np.ndarray, frequency_hz: float, *, rate_hz: int) -> float:
    """Amplitude of one line in the settled part."""
    part = samples[len(samples) // 4 :].astype(np.float64)
    time_s = np.arange(len(part)) / rate_hz
    window = np.hanning(len(part))
    return float(2 * abs(np.sum(part * window * np.exp(-2j * np.pi * frequency_hz * time_s))) / window.sum())


def talk(bench: Bench, codec: str, samples: np.ndarray, call_id: str = "a") -> None:
    """The far party says ``samples`` (at the rate of ``codec``)."""
    coder: Codec = call_codecs()[codec]
    size = coder.sample_rate_hz // 50
    for at in range(0, len(samples) - size + 1, size):
        bench.receive(call_id, coder.encode(to_pcm(samples[at : at + size])), codec)
        bench.step()


def desk_with(codec: str) -> tuple[Bench, FakePort]:
    bench, port = Bench(ear_peak_limit_dbfs=0.0), FakePort(codec)
    bench.desk.add_call("a", port)
    bench.desk.set_routing(Routing.talk("a"))
    return bench, port


def test_g722_carries_what_g711_cannot() -> None:
    bench, _ = desk_with("G722")
    talk(bench, "G722", tone(5500, 0.8, rate_hz=16000))
    assert level_at(np.concatenate(bench.sound.ear), 5500, rate_hz=SAMPLE_RATE_HZ) == pytest.approx(
        PEAK, rel=0.15
    )


@pytest.mark.parametrize("frequency_hz", [300, 1000, 2500, 3300])
def test_a_g711_call_keeps_its_band_and_shows_no_image_above_it(frequency_hz: int) -> None:
    bench, _ = desk_with("PCMA")
    talk(bench, "PCMA", tone(frequency_hz, 0.8, rate_hz=8000))
    ear = np.concatenate(bench.sound.ear)
    assert level_at(ear, frequency_hz, rate_hz=SAMPLE_RATE_HZ) == pytest.approx(PEAK, rel=0.02)
    frequency, level_db = spectrum_db(ear[4000:], rate_hz=SAMPLE_RATE_HZ)
    assert level_db[frequency > 4600].max() < -58


@pytest.mark.parametrize("frequency_hz", [4700, 5500, 7000])
def test_what_the_microphone_hears_above_the_telephone_does_not_fold_into_it(frequency_hz: int) -> None:
    bench, port = desk_with("PCMA")
    bench.sound.microphone = tone(frequency_hz, 0.8, rate_hz=16000)
    for _ in range(40):
        bench.step()
    heard = port.heard().astype(np.float32) / 32768
    assert level_at(heard, 8000 - frequency_hz, rate_hz=8000) < PEAK * 10 ** (-50 / 20)


def test_the_way_between_8_and_16_khz_costs_less_than_2_ms() -> None:
    click = np.zeros(320, np.float32)
    click[0] = 1.0
    up = StreamResampler(NARROWBAND_HZ, SAMPLE_RATE_HZ).process(click)
    down = StreamResampler(SAMPLE_RATE_HZ, NARROWBAND_HZ).process(click)
    assert np.argmax(np.abs(up)) / SAMPLE_RATE_HZ <= 0.002
    assert np.argmax(np.abs(down)) / NARROWBAND_HZ <= 0.002


def recorded(path: Path) -> tuple[np.ndarray, int]:
    with wave.open(str(path), "rb") as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
        return data.astype(np.float32) / 32768, file.getframerate()


@pytest.mark.parametrize(
    ("first", "second", "rate_hz"), [("PCMA", "G722", 8000), ("G722", "PCMA", 16000), ("G722", "G722", 16000)]
)
def test_a_recording_keeps_the_rate_the_call_began_with(
    first: str, second: str, rate_hz: int, tmp_path: Path
) -> None:
    bench, port = desk_with(first)
    bench.desk.start()
    bench.desk._audio_clock.stop()  # driven by hand
    bench.desk.start_recording("a", tmp_path / "x.wav")
    for codec in (first, second):
        port.codec = codec
        bench.sound.microphone = tone(700, 1.0, rate_hz=16000)
        talk(bench, codec, tone(1000, 1.0, rate_hz=call_codecs()[codec].sample_rate_hz))
    bench.desk.stop()
    data, found_hz = recorded(tmp_path / "x.wav")
    assert found_hz == rate_hz
    assert len(data) == 2 * rate_hz
    for half in (data[:rate_hz], data[rate_hz:]):
        assert level_at(half[:, 0], 1000, rate_hz=rate_hz) == pytest.approx(PEAK, rel=0.1)
        assert level_at(half[:, 1], 700, rate_hz=rate_hz) == pytest.approx(PEAK, rel=0.1)


@pytest.mark.parametrize(("rate_hz", "frequency_hz"), [(8000, 2500), (16000, 5500)])
def test_a_recording_of_either_rate_is_heard_again(rate_hz: int, frequency_hz: int, tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "x.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.repeat(to_pcm(tone(frequency_hz, 1.0, rate_hz=rate_hz)), 2).tobytes())
    playback = FilePlayback(tmp_path / "x.wav")
    heard: list[np.ndarray] = []
    try:
        while not playback.is_finished:
            wait_for_sound(playback)
            heard.append(playback.next_frame())
    finally:
        playback.close()
    sound = np.concatenate(heard)
    sounding = np.flatnonzero(sound)
    sound = sound[sounding[0] : sounding[-1] + 1]
    assert len(sound) == pytest.approx(SAMPLE_RATE_HZ, rel=0.05)
    frequency, level_db = spectrum_db(sound, rate_hz=SAMPLE_RATE_HZ)
    assert frequency[np.argmax(level_db)] == pytest.approx(frequency_hz, rel=0.02)


def test_a_change_of_codec_goes_on_within_two_frames_and_keeps_counting() -> None:
    bench, port = desk_with("PCMU")
    talk(bench, "PCMU", tone(1000, 0.6, rate_hz=8000))
    port.codec = "G722"
    bench.sound.ear.clear()
    bench.sound.microphone = tone(6000, 0.6, rate_hz=16000)
    talk(bench, "G722", tone(6000, 0.6, rate_hz=16000))
    ear = np.concatenate(bench.sound.ear)
    assert np.abs(ear[2 * 320 : 4 * 320]).max() > PEAK / 2
    assert level_at(ear, 6000, rate_hz=SAMPLE_RATE_HZ) == pytest.approx(PEAK, rel=0.15)
    sent = call_codecs()["G722"].decode(b"".join(port.sent[30:])).astype(np.float32) / 32768
    assert level_at(sent, 6000, rate_hz=SAMPLE_RATE_HZ) == pytest.approx(PEAK, rel=0.15)
    assert bench.desk.statistics("a").received_count == 60
    assert bench.desk.statistics("a").sent_frame_count == 60


def test_reordered_packets_of_g722_are_decoded_as_they_were_spoken() -> None:
    """Its decoder remembers: out of order, every swapped pair would crackle (5 dB SNR on speech)."""
    voice = to_pcm(speech_like(4, rate_hz=16000).astype(np.float32) / 32768)
    coder = call_codecs()["G722"]
    packets = [coder.encode(voice[at : at + 320]) for at in range(0, len(voice), 320)]

    def heard(order: list[int]) -> np.ndarray:
        bench, _ = desk_with("G722")
        receive = bench.desk.receiver("a")
        arrived = [Packet(0, packets[0], bench.now_s, "G722")]
        for step in range(len(packets)):
            for packet in arrived:
                receive(packet)
            arrived = [
                Packet(number * 160, packets[number], bench.now_s, "G722")
                for number in order[2 * step + 1 : 2 * step + 3]
            ]
            bench.step()
            bench.step()
        return np.concatenate(bench.sound.ear)

    straight = list(range(len(packets)))
    swapped = straight.copy()
    for number in range(1, len(swapped) - 1, 4):
        swapped[number], swapped[number + 1] = swapped[number + 1], swapped[number]
    assert np.array_equal(heard(straight), heard(swapped))


def test_packets_still_under_way_in_the_old_codec_and_unknown_ones_do_no_harm() -> None:
    bench, port = desk_with("G722")
    port.codec = "PCMA"  # the re-INVITE was quicker than the network
    talk(bench, "G722", tone(1000, 0.2, rate_hz=16000))
    bench.receive("a", b"\x00" * 160, "OPUS")
    bench.receive("a", b"", "PCMA")
    talk(bench, "PCMA", tone(1000, 0.2, rate_hz=8000))
    assert bench.desk.statistics("a").received_count == 20


@pytest.mark.parametrize(
    ("jitter_s", "loss", "concealed_max"),
    [(0.0, 0.0, 0), (0.06, 0.0, 6), (0.0, 0.05, 260), (0.06, 0.05, 300)],
)
def test_the_jitter_buffer_works_at_16_khz_as_at_8(jitter_s: float, loss: float, concealed_max: int) -> None:
    line = Line(40, jitter_s=jitter_s, loss=loss, rate_hz=16000)
    played = play(line)
    assert played.statistics.concealed_count <= concealed_max
    assert likeness(played.samples, line.source, rate_hz=16000).mean() > 0.97
    assert played.depth_ms.max() <= 100.0
