"""A sound card for tests: a private JACK server whose clients play headset and loudspeaker.

    with JackRig() as rig:
        with rig.environment():              # this process's PortAudio sees "headset" and "loudspeaker"
            ...
        subprocess.Popen(..., env=rig.env)   # another process sees the same

``rig.headset.captured()`` is what was played into the ear, ``rig.headset.feed(samples)`` what the microphone
hears. The server name is unique, every process is ended by its own id.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 48000
PERIOD_FRAMES = 480
_START_LIMIT_S = 10.0
_LAG_PERIODS = 30  # a single callback may be late, the earliest of so many is in time

Samples = NDArray[np.float32]
_left_behind: list[Any] = []


def is_available() -> bool:
    """JACK and its Python client are installed."""
    if shutil.which("jackd") is None:
        return False
    try:
        import jack  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


class VirtualDevice:
    """One JACK client that looks like a sound device to PortAudio.

    ``captured`` starts at the first callback; ``period_s`` are the times between callbacks.
    Thread: the process callback is JACK's; the buffers are allocated beforehand.
    """

    def __init__(self, name: str, server_name: str, *, has_microphone: bool, seconds_max: float) -> None:
        import jack

        self.name = name
        self._client: Any = jack.Client(name, no_start_server=True, servername=server_name)
        capacity = int(seconds_max * SAMPLE_RATE_HZ)
        self._played = np.zeros(capacity, np.float32)
        self._played_count = 0
        self._feed: Samples = np.zeros(0, np.float32)
        self._feed_position = 0
        self._callback_s = np.zeros(capacity // PERIOD_FRAMES + 1)
        self._callback_count = 0
        self.fed_mono_s: float | None = None
        self._couplings: list[tuple[VirtualDevice, float]] = []
        self.last_played: Samples = np.zeros(PERIOD_FRAMES, np.float32)
        self._ear = self._client.inports.register("playback_1")
        self._microphone = self._client.outports.register("capture_1") if has_microphone else None
        self._client.set_process_callback(self._process)
        self._client.activate()

    def _process(self, frames: int) -> None:
        try:
            self._play(frames)
        except TypeError:
            if self._client._ptr is not None:
                raise  # else JACK still called into what was left behind

    def _play(self, frames: int) -> None:
        now_s = time.monotonic()
        if self._callback_count < len(self._callback_s):
            self._callback_s[self._callback_count] = now_s
            self._callback_count += 1
        self.last_played = np.array(self._ear.get_array(), np.float32)
        at = self._played_count
        if at + frames <= len(self._played):
            self._played[at : at + frames] = self._ear.get_array()
            self._played_count = at + frames
        if self._microphone is not None:
            target = self._microphone.get_array()
            part = self._feed[self._feed_position : self._feed_position + frames]
            if len(part) and self._feed_position == 0:
                self.fed_mono_s = now_s
            target[: len(part)] = part
            target[len(part) :] = 0.0
            for source, gain in self._couplings:
                target[:] += gain * source.last_played
            self._feed_position += len(part)

    def couple(self, source: VirtualDevice, gain: float) -> None:
        """Let the microphone hear what is played into ``source``: the air between ear, room and mouth."""
        self._couplings = [*self._couplings, (source, gain)]

    def feed(self, samples: Samples) -> None:
        """Let the microphone hear ``samples`` (48 kHz) from the next callback on, once."""
        self.fed_mono_s = None
        self._feed, self._feed_position = np.zeros(0, np.float32), 0
        self._feed = samples.astype(np.float32)

    def captured(self) -> Samples:
        """Everything played into this device so far (48 kHz)."""
        return self._played[: self._played_count].copy()

    @property
    def captured_count(self) -> int:
        """How many samples `captured` has now."""
        return self._played_count

    def captured_at_mono_s(self, index: int) -> float:
        """When sample ``index`` of `captured` was played."""
        return float(self._callback_s[index // PERIOD_FRAMES]) + index % PERIOD_FRAMES / SAMPLE_RATE_HZ

    @property
    def period_s(self) -> NDArray[np.float64]:
        return np.diff(self._callback_s[: self._callback_count])

    def stood_still_s(self, start_mono_s: float, end_mono_s: float) -> float:
        """How much less than the time between was played: this machine let its virtual sound card wait."""
        times = self._callback_s[: self._callback_count]
        times = times[(times >= start_mono_s) & (times <= end_mono_s)]
        if len(times) < 2 * _LAG_PERIODS:
            return end_mono_s - start_mono_s
        behind = times - np.arange(len(times)) * (PERIOD_FRAMES / SAMPLE_RATE_HZ)
        return float(np.min(behind[-_LAG_PERIODS:]) - np.min(behind[:_LAG_PERIODS]))

    @property
    def is_connected(self) -> bool:
        """Somebody plays into this device."""
        return bool(self._client.get_all_connections(self._ear))

    def leave_behind(self) -> None:
        """Its server is dead: JACK crashes when such a client is closed, and may still call into it."""
        _left_behind.append(self._client)
        self._client._ptr = None

    def close(self) -> None:
        self._client.deactivate(ignore_errors=True)
        self._client.close(ignore_errors=True)


class JackRig:
    """A private dummy server with a headset (ear and microphone) and a loudspeaker."""

    def __init__(self, *, seconds_max: float = 120.0) -> None:
        self.server_name = f"batola-{uuid.uuid4().hex[:12]}"
        self.env = {
            **os.environ,
            "JACK_DEFAULT_SERVER": self.server_name,
            "JACK_NO_START_SERVER": "1",
            "JACK_NO_AUDIO_RESERVATION": "1",
        }
        self._seconds_max = seconds_max
        self._server: subprocess.Popen[bytes] | None = None
        self.devices: dict[str, VirtualDevice] = {}
        self._holds_slot = False

    def __enter__(self) -> JackRig:
        self.start_server()
        try:
            self.add_device("headset", has_microphone=True)
            self.add_device("loudspeaker", has_microphone=False)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def headset(self) -> VirtualDevice:
        return self.devices["headset"]

    @property
    def loudspeaker(self) -> VirtualDevice:
        return self.devices["loudspeaker"]

    def start_server(self) -> None:
        """Start jackd and wait until clients may come."""
        import jack

        jack.set_error_function(lambda _text: None)
        jack.set_info_function(lambda _text: None)
        command = ["jackd", "-n", self.server_name, "-r", "-d", "dummy"]
        command += ["-r", str(SAMPLE_RATE_HZ), "-p", str(PERIOD_FRAMES), "-C", "0", "-P", "0"]
        self._server = subprocess.Popen(
            command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline_s = time.monotonic() + _START_LIMIT_S
        while True:
            with suppress(jack.JackOpenError):
                jack.Client("probe", no_start_server=True, servername=self.server_name).close()
                self._holds_slot = False
                return
            if time.monotonic() > deadline_s:
                self.stop_server()
                raise TimeoutError("jackd does not start (it knows eight servers at most; see /dev/shm)")
            time.sleep(0.05)

    def add_device(self, name: str, *, has_microphone: bool) -> VirtualDevice:
        device = VirtualDevice(
            name, self.server_name, has_microphone=has_microphone, seconds_max=self._seconds_max
        )
        self.devices[name] = device
        return device

    def remove_device(self, name: str) -> None:
        self.devices.pop(name).close()

    def stop_server(self) -> None:
        """End the server; its clients hear of it."""
        server, self._server = self._server, None
        if server is not None:
            server.terminate()
            try:
                server.wait(5.0)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
                self._holds_slot = True

    def kill_server(self) -> None:
        """SIGKILL; the devices are lost with it and are left to their threads."""
        server, self._server = self._server, None
        assert server is not None
        for device in self.devices.values():
            device.leave_behind()
        self.devices = {}
        server.kill()
        server.wait()
        self._holds_slot = True

    def stop(self) -> None:
        """Close the devices, then the server. Closing a client of a dead server can hang, so it is
        bounded.
        """
        devices, self.devices = list(self.devices.values()), {}
        for device in devices:
            closer = threading.Thread(target=device.close, daemon=True, name=f"close-{device.name}")
            closer.start()
            closer.join(3.0)
        self.stop_server()
        if self._holds_slot:
            self._free_slot()

    def _free_slot(self) -> None:
        """JACK knows eight servers at most, and only a server of the same name takes a killed one's place."""
        with suppress(TimeoutError):
            self.start_server()
        self.stop_server()

    @contextmanager
    def environment(self) -> Iterator[None]:
        """This process's PortAudio talks to the private server."""
        keys = ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER", "JACK_NO_AUDIO_RESERVATION")
        before = {key: os.environ.get(key) for key in keys}
        os.environ.update({key: self.env[key] for key in keys})
        try:
            yield
        finally:
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value
