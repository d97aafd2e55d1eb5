"""What a command line says when something went wrong: to IT in front of the server, not to an operator."""

from __future__ import annotations

import errno
import sys
from collections import defaultdict
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ui.map_delivery_error_texts import MAP_DELIVERY_ERROR_TEXTS
from batola_desk.ui.map_pack_error_texts import MAP_PACK_ERROR_TEXTS
from batola_desk.ui.secretariat_error_texts import SECRETARIAT_ERROR_TEXTS

# Whoever types a command is IT: a desk's advice ("ask IT", "it tries again by itself") would be wrong.
_ADVICE: Final = {
    "secretariat_unreachable": "Periksa nama server, port dan jaringan, dan apakah PostgreSQL berjalan.",
    "secretariat_not_postgres": "Periksa nama server dan port.",
    "secretariat_password": "Periksa nama login di alamat dan sandi yang diberikan.",
    "secretariat_no_role": "Pakai login dengan --role projector (batola-desk secretariat add-user).",
    "secretariat_disabled": "Login dibuka lagi dengan sandi baru: batola-desk secretariat add-user.",
    "secretariat_full": "Kosongkan disk server sekarang.",
    "secretariat_starting": "Tunggu sebentar, lalu coba lagi.",
    "secretariat_standby": "Server utama mati: naikkan cadangannya (docs/secretariat.md).",
}
_VALUE_NAMES: Final = {
    "database": "database",
    "desk": "meja",
    "detail": "kode",
    "file": "berkas",
    "least": "paling sedikit",
    "login": "login",
    "why": "sebab",
}
_FILE_WORDS: Final[tuple[tuple[type[OSError], str], ...]] = (
    (FileExistsError, "sudah ada; tidak ditimpa, beri nama lain"),
    (FileNotFoundError, "tidak ada (periksa nama dan foldernya)"),
    (PermissionError, "tidak boleh dibaca atau ditulis oleh pengguna ini"),
    (IsADirectoryError, "adalah folder, bukan berkas"),
)


def tell_fault(fault: EnvironmentFault) -> None:
    """Say what went wrong and what to do."""
    texts = MAP_DELIVERY_ERROR_TEXTS.get(fault.code) or SECRETARIAT_ERROR_TEXTS.get(fault.code)
    values = defaultdict(str, {key: str(value) for key, value in fault.values.items()})
    what, _, advice = (text.format_map(values) for text in texts or (fault.code, "", ""))
    print(f"X   {what}")
    if advice := _ADVICE.get(fault.code, advice):
        print(f"    {advice}")
    if fault.values:
        named = (f"{_VALUE_NAMES.get(name, name)}: {value}" for name, value in fault.values.items())
        print("    (" + ", ".join(named) + ")")


def tell_map_fault(fault: EnvironmentFault) -> None:
    """Say why a map file was not taken; the texts carry their values themselves."""
    values = defaultdict(str, {key: str(value) for key, value in fault.values.items()})
    what, works, advice = (text.format_map(values) for text in MAP_PACK_ERROR_TEXTS[fault.code])
    print(f"X   {what}")
    for line in filter(None, (advice, works)):
        print(f"    {line}")


def tell_file_fault(fault: OSError) -> None:
    """Say which file is in the way and why."""
    if fault.errno == errno.ENOSPC:
        print(f"X   berkas {fault.filename or ''}: disk penuh; kosongkan, lalu ulangi")
        return
    words = (text for kind, text in _FILE_WORDS if isinstance(fault, kind))
    print(f"X   berkas {fault.filename or ''}: {next(words, fault.strerror or str(fault))}")


def end_line() -> None:
    """End the line on which progress was told, so that what comes stands below it."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def in_short(code: str) -> str:
    """Return the sentence of a code, for a line of its own in a service's output."""
    return SECRETARIAT_ERROR_TEXTS.get(code, (code, "", ""))[0]
