"""The PortAudio library behind ``sounddevice``: loaded when first needed, and loaded anew when it is lost.

Without the library the desk runs on; a report says what is missing.
"""

from __future__ import annotations

import atexit
import importlib.util
import logging
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

log = logging.getLogger("batola.audio")

COPIES_MAX = 20  # LIMIT: each copy left behind keeps about 2 MB; a server that dies so often is another fault
_OWN_CLIENT = "PortAudio"  # JACK lists our own client too


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """One device as PortAudio lists it."""

    index: int
    name: str
    host_api: str
    input_channel_count: int
    output_channel_count: int
    sample_rate_hz: float


class PortAudioMissingError(Exception):
    """The library is not installed or does not start."""


class PortAudio:
    """The one way to ``sounddevice``.

    When a sound server dies with streams open (a killed JACK), the library cannot be closed any more:
    closing a stream waits ten minutes, ending the library ends the process by an assertion. `leave_behind`
    then forgets it without touching it, and the next use works with a fresh copy of the library, which has
    its own memory and meets the server's successor as if for the first time.

    Thread: one owner; PortAudio itself is not safe to use from several.
    """

    def __init__(self) -> None:
        self._module: Any = None
        self._left_behind: list[Any] = []  # SAFETY: their callbacks must stay in memory as long as they do

    @property
    def module(self) -> Any:
        """The ``sounddevice`` module. Raises `PortAudioMissingError`."""
        if self._module is None:
            if len(self._left_behind) > COPIES_MAX:
                raise PortAudioMissingError("the sound server died too often")
            try:
                self._module = _fresh_copy() if self._left_behind else _first_copy()
            except (OSError, ImportError) as fault:
                raise PortAudioMissingError(str(fault)) from fault
        return self._module

    @property
    def is_used_up(self) -> bool:
        """Whether it was lost so often that only a new process helps."""
        return len(self._left_behind) > COPIES_MAX

    def leave_behind(self) -> None:
        """Give up the library with whatever is open in it."""
        module, self._module = self._module, None
        if module is not None:
            module._initialized = 0  # its exit handler must not end the library, see the class
            self._left_behind.append(module)

    def release(self) -> None:
        """Let go of the library and its sound servers until the next use. No stream may be open."""
        if self._module is not None and self._module._initialized:
            self._module._terminate()

    def rescan(self) -> None:
        """Let PortAudio look for devices again. No stream may be open."""
        module = self.module
        self.release()
        try:
            module._initialize()
        except module.PortAudioError as fault:
            raise PortAudioMissingError(str(fault)) from fault

    def devices(self) -> tuple[AudioDevice, ...]:
        """Every usable device, in PortAudio's order."""
        module = self.module
        if not module._initialized:
            self.rescan()
        try:
            host_apis = [str(host_api["name"]) for host_api in module.query_hostapis()]
            found = [
                AudioDevice(
                    index=int(entry["index"]),
                    name=str(entry["name"]),
                    host_api=host_apis[int(entry["hostapi"])],
                    input_channel_count=int(entry["max_input_channels"]),
                    output_channel_count=int(entry["max_output_channels"]),
                    sample_rate_hz=float(entry["default_samplerate"]),
                )
                for entry in module.query_devices()
            ]
        except module.PortAudioError as fault:
            raise PortAudioMissingError(str(fault)) from fault
        return tuple(
            device
            for device in found
            if not (device.host_api.startswith("JACK") and device.name == _OWN_CLIENT)
        )

    def default_indexes(self) -> frozenset[int]:
        """The default devices of all host APIs."""
        defaults: set[int] = set()
        for host_api in self.module.query_hostapis():
            defaults.update((int(host_api["default_input_device"]), int(host_api["default_output_device"])))
        return frozenset(defaults)

    def stream_settings(self, device: AudioDevice) -> dict[str, Any]:
        """How to open a stream on ``device``.

        WASAPI: shared mode, so that other programs keep their sound, and Windows converts where the device
        takes neither our rate nor our number of channels (microphone arrays).
        """
        settings: dict[str, Any] = {
            "device": device.index,
            "samplerate": device.sample_rate_hz,
            "dtype": "float32",
            "blocksize": 0,
            "latency": "low",
        }
        make = getattr(self.module, "WasapiSettings", None)
        if make is not None and device.host_api == "Windows WASAPI":
            try:
                settings["extra_settings"] = make(exclusive=False, auto_convert=True)
            except TypeError:  # before sounddevice 0.4.7 there was no auto_convert
                settings["extra_settings"] = make(exclusive=False)
        return settings


def _first_copy() -> Any:
    import sounddevice

    return sounddevice


def _fresh_copy() -> Any:
    """A second ``sounddevice`` over a copy of the library's file; the loader takes another file for another
    library.

    Raises:
        ImportError, OSError: it cannot be copied or loaded.
    """
    spec = importlib.util.find_spec("sounddevice")
    if spec is None or spec.loader is None:
        raise ImportError("sounddevice")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)  # also counts a use of the library it finds, which is not given back
    source = _library_file(module)
    folder = Path(tempfile.mkdtemp(prefix="batola-sound-"))
    copy = folder / f"copy-{folder.name[-8:]}{source.suffix}"
    shutil.copyfile(source, copy)
    vars(module).update(_lib=module._ffi.dlopen(str(copy)), _initialized=0)
    if sys.platform == "win32":  # a loaded file cannot be removed there
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    log.info("a fresh copy of PortAudio is in use")
    return module


def _library_file(module: ModuleType) -> Path:
    """Where the library was loaded from. Raises `OSError`."""
    named = Path(str(module._libname))
    if named.is_file():
        return named.resolve()
    maps = Path("/proc/self/maps")
    if maps.exists():
        for line in maps.read_text(errors="replace").splitlines():
            path = line.rpartition(" ")[2]
            if Path(path).name.startswith("libportaudio"):
                return Path(path)
    raise OSError(f"{named} is not found")
