"""The look at the hardware, with a pretended Windows; for JACK see tests/e2e/test_device_loss.py."""

from __future__ import annotations

import ctypes

from batola_desk.audio.hardware_watch import WaveCapabilities, WindowsWatch


class FakeWinmm:
    """winmm.dll as far as the watch uses it."""

    def __init__(self) -> None:
        self.outputs = ["Headset Earphone (Jabra Evolve ", "Speakers (Realtek)"]
        self.inputs = ["Headset Microphone (Jabra)"]

    def waveOutGetNumDevs(self) -> int:
        return len(self.outputs)

    def waveInGetNumDevs(self) -> int:
        return len(self.inputs)

    def waveOutGetDevCapsW(self, index: ctypes.c_size_t, found: object, size: int) -> int:
        return self._fill(self.outputs, index, found, size)

    def waveInGetDevCapsW(self, index: ctypes.c_size_t, found: object, size: int) -> int:
        return self._fill(self.inputs, index, found, size)

    def _fill(self, names: list[str], index: ctypes.c_size_t, found: object, size: int) -> int:
        assert size == ctypes.sizeof(WaveCapabilities) == 84  # WAVEOUTCAPSW; WAVEINCAPSW is 80
        if index.value >= len(names):
            return 2  # MMSYSERR_BADDEVICEID: it left between the count and the question
        target: WaveCapabilities = found._obj  # type: ignore[attr-defined]
        text = names[index.value].encode("utf-16-le") + b"\0\0"
        ctypes.memmove(ctypes.addressof(target) + WaveCapabilities.name.offset, text, len(text))
        return 0


def test_windows_tells_when_a_device_is_exchanged_for_another() -> None:
    winmm = FakeWinmm()
    watch = WindowsWatch(winmm)
    before = watch.look()
    assert before == ((winmm.outputs[0], winmm.outputs[1]), (winmm.inputs[0],))
    assert watch.look() == before
    winmm.outputs[0] = "Headphones (Plantronics)"
    assert watch.look() != before
    winmm.outputs.clear()
    assert watch.look() == ((), (winmm.inputs[0],))
