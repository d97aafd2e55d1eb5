"""Who may do what in the machine's folders (Windows access control lists).

====================  =========================  ==================  =====
folder                SYSTEM, administrators     people at the desk  others
====================  =========================  ==================  =====
``config updates``    everything                 read                nothing
``data log run``      everything                 read and write      nothing
====================  =========================  ==================  =====
"""

from __future__ import annotations

import sys
from pathlib import Path

from batola_desk.settings.installation import Installation
from batola_desk.settings.paths import DeskPaths

_FULL = "(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
_READ = 0x1200A9
_CHANGE = 0x1301BF


def access_list(operators: str, *, may_write: bool) -> str:
    """Return the list for one folder, in Microsoft's notation (SDDL); nothing is inherited from above."""
    rights = _CHANGE if may_write else _READ
    return f"D:PAI{_FULL}(A;OICI;{rights:#x};;;{operators})"


def folders_of(installed: Installation) -> dict[Path, bool]:
    """Return the machine's folders, and whether the people at the desk may write there."""
    paths = DeskPaths.for_installation(installed)
    in_data = (paths.choices, paths.recordings, paths.exports, paths.map_packs)
    writable = (paths.data, *in_data, paths.log, paths.runtime, installed.root / "dumps")
    return {installed.root: False, paths.config: False, paths.updates: False} | dict.fromkeys(writable, True)


def prepare_folders(installed: Installation) -> None:
    """Create the folders and set their rights; the whole chain is done before any secret is written.

    Raises:
        OSError: not an administrator, or no such disk.
    """
    for folder, may_write in folders_of(installed).items():
        folder.mkdir(parents=True, exist_ok=True)
        set_access(folder, access_list(installed.operators, may_write=may_write))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _FILE_OBJECT = 1
    _DACL_ALONE = 0x80000004  # DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION
    _REVISION = 1

    def set_access(path: Path, sddl: str) -> None:
        """Set the list of a folder and of everything in it."""
        advapi, kernel = ctypes.WinDLL("advapi32", use_last_error=True), ctypes.WinDLL("kernel32")
        kernel.LocalFree.argtypes = (ctypes.c_void_p,)
        descriptor = ctypes.c_void_p()
        if not advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            sddl, _REVISION, ctypes.byref(descriptor), None
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            present, given, dacl = wintypes.BOOL(), wintypes.BOOL(), ctypes.c_void_p()
            advapi.GetSecurityDescriptorDacl(
                descriptor, ctypes.byref(present), ctypes.byref(dacl), ctypes.byref(given)
            )
            code = advapi.SetNamedSecurityInfoW(str(path), _FILE_OBJECT, _DACL_ALONE, None, None, dacl, None)
            if code:
                raise ctypes.WinError(code)
        finally:
            kernel.LocalFree(descriptor)

    def sid_of(account: str) -> str:
        """Return the security identifier of an account or a group. Raises OSError if there is none."""
        if account.upper().startswith("S-1-"):
            return account.upper()
        advapi, kernel = ctypes.WinDLL("advapi32", use_last_error=True), ctypes.WinDLL("kernel32")
        kernel.LocalFree.argtypes = (ctypes.c_void_p,)
        size, domain_size, use = wintypes.DWORD(256), wintypes.DWORD(256), wintypes.DWORD()
        sid, domain = ctypes.create_string_buffer(size.value), ctypes.create_unicode_buffer(domain_size.value)
        if not advapi.LookupAccountNameW(
            None, account, sid, ctypes.byref(size), domain, ctypes.byref(domain_size), ctypes.byref(use)
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        text = wintypes.LPWSTR()
        if not advapi.ConvertSidToStringSidW(sid, ctypes.byref(text)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            return str(text.value)
        finally:
            kernel.LocalFree(text)
else:

    def set_access(path: Path, sddl: str) -> None:
        """Elsewhere the folder's mode protects: its owner and nobody else."""
        path.chmod(0o700)

    def sid_of(account: str) -> str:
        """Names stay names elsewhere."""
        return account
