"""A cheap look at the machine's sound hardware that works beside running streams.

PortAudio only sees new devices after a restart of the library, which would interrupt the headset; the watch
says when that is worth it.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import time
from pathlib import Path
from typing import Any, Protocol

log = logging.getLogger("batola.audio")

_OWN_CLIENTS = ("PortAudio", "batola-watch")
_JACK_NO_START = 0x01
_RETRY_S = 1.0
_CARDS = Path("/proc/asound/cards")


class HardwareWatch(Protocol):
    """What the supervisor asks; each answer takes well under a millisecond."""

    def look(self) -> object:
        """Something that is equal as long as nothing was plugged or unplugged."""

    @property
    def is_server_dead(self) -> bool:
        """Whether the sound server died under open streams, so that they must not be closed."""

    def start_over(self) -> None:
        """Forget the dead server; look for its successor."""


def hardware_watch() -> HardwareWatch:
    """The watch of this system."""
    if sys.platform == "win32":
        return WindowsWatch()
    return UnixWatch()


class UnixWatch:
    """ALSA's cards and, where a JACK server runs, its clients. Empty where there is neither (macOS): then
    only an idle desk looks for devices.

    Thread: the device supervisor's.
    """

    def __init__(self) -> None:
        self._jack = JackClients()

    def look(self) -> object:
        cards = _CARDS.read_text(errors="replace") if _CARDS.exists() else ""
        return cards, self._jack.names()

    @property
    def is_server_dead(self) -> bool:
        return self._jack.is_dead

    def start_over(self) -> None:
        self._jack = JackClients()


class JackClients:
    """Names of JACK clients that have ports, ours left out, by a client of our own that carries no sound.

    PortAudio goes on calling back when the client it is connected to leaves: nobody else tells that the
    headset is gone.
    """

    def __init__(self) -> None:
        self.is_dead = False
        self._library: Any = None
        self._client: Any = None
        self._retry_at_s = 0.0

    def names(self) -> tuple[str, ...]:
        """Clients with ports, in JACK's order; empty without a server."""
        if self.is_dead or not self._is_open():
            return ()
        ports = self._library.jack_get_ports(self._client, None, None, 0)
        if not ports:
            return ()
        owners: dict[str, None] = {}
        index = 0
        while ports[index]:
            owners[ports[index].decode(errors="replace").partition(":")[0]] = None
            index += 1
        self._library.jack_free(ports)  # `ctypes.cast` would leave a cycle behind at every look
        return tuple(name for name in owners if not name.startswith(_OWN_CLIENTS))

    def _is_open(self) -> bool:
        if self._client is not None:
            return True
        if time.monotonic() < self._retry_at_s:
            return False
        self._retry_at_s = time.monotonic() + _RETRY_S
        library = self._library = self._library or _libjack()
        if library is None:
            return False
        status = ctypes.c_int(0)
        client = library.jack_client_open(b"batola-watch", _JACK_NO_START, ctypes.byref(status))
        if not client:
            return False
        # SAFETY: JACK calls this on a thread of its own; the object must outlive the client.
        self._on_end = _EndCallback(self._note_end)
        library.jack_on_shutdown(client, self._on_end, None)
        library.jack_activate(client)  # only an active client is told of the server's end
        self._client = client
        _kept_callbacks.append(self._on_end)
        return True

    def _note_end(self, _argument: object) -> None:
        self.is_dead = True


_EndCallback = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_TextCallback = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
_kept_callbacks: list[object] = []  # SAFETY: see `JackClients`; one for each server met


# JACK would print on our console that no server runs.
_say_nothing = _TextCallback(lambda _text: None)


def _libjack() -> Any:
    """The JACK library with its functions declared; None where it is not installed."""
    try:
        library = ctypes.CDLL("libjack.so.0")
    except OSError:
        return None
    library.jack_client_open.restype = ctypes.c_void_p
    library.jack_client_open.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int))
    library.jack_get_ports.restype = ctypes.POINTER(ctypes.c_char_p)
    library.jack_get_ports.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong)
    library.jack_free.argtypes = (ctypes.c_void_p,)
    library.jack_on_shutdown.argtypes = (ctypes.c_void_p, _EndCallback, ctypes.c_void_p)
    library.jack_activate.argtypes = (ctypes.c_void_p,)
    library.jack_set_error_function(_say_nothing)
    library.jack_set_info_function(_say_nothing)
    return library


class WindowsWatch:
    """Names of all wave devices; their order also tells the default one.

    Thread: the device supervisor's. Not run on Windows yet, see tests/unit/audio/test_hardware_watch.py.
    """

    is_server_dead = False

    def __init__(self, winmm: Any = None) -> None:
        self._winmm: Any = winmm if winmm is not None else ctypes.WinDLL("winmm")  # type: ignore[attr-defined]

    def look(self) -> object:
        return self._outputs(), self._inputs()

    def start_over(self) -> None:
        """Windows' audio service restarts by itself and invalidates our streams, which then end."""

    def _outputs(self) -> tuple[str, ...]:
        return _wave_names(self._winmm.waveOutGetNumDevs, self._winmm.waveOutGetDevCapsW)

    def _inputs(self) -> tuple[str, ...]:
        return _wave_names(self._winmm.waveInGetNumDevs, self._winmm.waveInGetDevCapsW)


class WaveCapabilities(ctypes.Structure):
    """Head of WAVEOUTCAPSW and WAVEINCAPSW, long enough for both. Source: mmeapi.h."""

    _fields_ = (
        ("maker_id", ctypes.c_uint16),
        ("product_id", ctypes.c_uint16),
        ("driver_version", ctypes.c_uint32),
        ("name", ctypes.c_uint16 * 32),  # UTF-16, which ctypes has no type for outside Windows
        ("formats", ctypes.c_uint32),
        ("channels", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16),
        ("support", ctypes.c_uint32),
    )


def _wave_names(count: Any, describe: Any) -> tuple[str, ...]:
    names = []
    for index in range(int(count())):
        found = WaveCapabilities()
        fault = describe(ctypes.c_size_t(index), ctypes.byref(found), ctypes.sizeof(found))
        text = bytes(found.name).decode("utf-16-le", errors="replace").partition("\0")[0]
        names.append(text if not fault else f"#{index}")
    return tuple(names)
