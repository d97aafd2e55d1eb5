"""Presses keys on an X screen at once, through XTest: no process to start, so the time is exact."""

from __future__ import annotations

import ctypes
import ctypes.util
import time

_MODIFIERS = {"ctrl": b"Control_L", "shift": b"Shift_L", "alt": b"Alt_L"}


class XKeys:
    """One connection to an X server."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._xtst = ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._x11.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        self._x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        self._x11.XFlush.argtypes = self._x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
        self._xtst.XTestFakeKeyEvent.argtypes = (
            ctypes.c_void_p,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_ulong,
        )
        self._display = self._x11.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no X server at {display}")

    def close(self) -> None:
        """Disconnect."""
        self._x11.XCloseDisplay(self._display)

    def press(self, name: str) -> float:
        """Press and release one key (``F2``, ``ctrl+k``); return the monotonic time of the press."""
        *modifiers, key = name.split("+")
        codes = [self._code(_MODIFIERS[modifier]) for modifier in modifiers] + [self._code(key.encode())]
        pressed_s = time.monotonic()
        for code in codes:
            self._xtst.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._xtst.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x11.XFlush(self._display)
        return pressed_s

    def _code(self, name: bytes) -> int:
        code = self._x11.XKeysymToKeycode(self._display, self._x11.XStringToKeysym(name))
        if not code:
            raise ValueError(f"no key {name!r}")
        return int(code)
