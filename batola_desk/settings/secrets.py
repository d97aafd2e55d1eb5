"""Secrets in configuration files: on Windows they stand there encrypted for this machine (DPAPI).

``password = "dpapi:AQAA…"`` opens on the machine it was written on and nowhere else: a copied file, a backup
or a disk taken out gives nothing away. Who may read the file *on* this machine is the business of its access
rights. Text without the mark is taken as it stands, so a file written by hand keeps working.
"""

from __future__ import annotations

import base64
import binascii
import sys
from typing import Any, Final

MARK: Final = "dpapi:"


class SecretFault(ValueError):
    """A secret of another machine, damaged, or on a system that has no DPAPI."""


def is_encrypted(text: str) -> bool:
    """Return whether a text is one of ours."""
    return text.startswith(MARK)


def encrypt(text: str) -> str:
    """Return the text for a configuration file. Raises SecretFault."""
    return MARK + base64.b64encode(_protect(text.encode("utf-8"))).decode("ascii")


def reveal(text: str) -> str:
    """Return what a text of a configuration file means. Raises SecretFault."""
    if not is_encrypted(text):
        return text
    try:
        data = base64.b64decode(text.removeprefix(MARK), validate=True)
    except binascii.Error as fault:
        raise SecretFault("a whole text dpapi:…") from fault
    return _unprotect(data).decode("utf-8")


def reveal_all(value: Any) -> Any:
    """Return a parsed file with every secret in it open. Raises SecretFault."""
    if isinstance(value, str):
        return reveal(value)
    if isinstance(value, dict):
        return {key: reveal_all(item) for key, item in value.items()}
    if isinstance(value, list):
        return [reveal_all(item) for item in value]
    return value


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _FOR_THE_MACHINE = 0x4
    _ASK_NOBODY = 0x1

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    def _protect(data: bytes) -> bytes:
        return _call("CryptProtectData", data, "DPAPI of this machine")

    def _unprotect(data: bytes) -> bytes:
        return _call("CryptUnprotectData", data, "a secret that was encrypted on this machine")

    def _call(name: str, data: bytes, wanted: str) -> bytes:
        crypt, kernel = ctypes.WinDLL("crypt32", use_last_error=True), ctypes.WinDLL("kernel32")
        kernel.LocalFree.argtypes = (ctypes.c_void_p,)
        given = _Blob(len(data), ctypes.create_string_buffer(data, len(data)))
        made = _Blob()
        flags = _FOR_THE_MACHINE | _ASK_NOBODY
        if not getattr(crypt, name)(ctypes.byref(given), None, None, None, None, flags, ctypes.byref(made)):
            raise SecretFault(wanted)
        try:
            return ctypes.string_at(made.data, made.size)
        finally:
            kernel.LocalFree(made.data)
else:

    def _protect(data: bytes) -> bytes:
        raise SecretFault("Windows: other systems have no DPAPI")

    def _unprotect(data: bytes) -> bytes:
        raise SecretFault("a secret of this machine: dpapi: opens on Windows only")
