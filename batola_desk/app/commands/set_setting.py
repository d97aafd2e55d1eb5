"""``batola-deskctl set``: one value of one of IT's files, as the settings window would write it.

For machines where the people at the desk may read the configuration and not change it: IT types what the
window refused.
"""

from __future__ import annotations

import argparse
import getpass
from typing import Final

from batola_desk.app.settings.desk import open_settings_book
from batola_desk.app.settings.writer import SettingsWriter
from batola_desk.app.setup.setup_words import Code
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.settings.entry import Effect, Entry, Who
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from batola_desk.settings.value_rules import read_text, refusal

_COUNTS: Final = {
    Effect.NOW: "berlaku setelah jendela dibuka lagi",
    Effect.SCREEN: "berlaku setelah jendela dibuka lagi",
    Effect.LINE: "berlaku setelah saluran telepon dimulai lagi",
    Effect.AVL: "berlaku setelah penerima posisi satuan dimulai lagi",
    Effect.INTAKE: "berlaku setelah batola-desk intake dimulai lagi",
}


def run_set(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Write it; exit code as of ``configure``."""
    book = open_settings_book(paths, SettingsStore.of(paths))
    writer = SettingsWriter(paths.config)
    try:
        row = book.row(arguments.file, arguments.key)
    except KeyError:
        print(f"X   tidak ada setelan {arguments.file} {arguments.key}")
        return Code.OPTION_BAD
    entry = row.entry
    if row.is_locked:
        print(f"X   ditetapkan oleh kebijakan ({row.place}); ubah di sana")
        return Code.CONFIGURATION_BAD
    if entry.who is Who.PROGRAM or not writer.can_write(entry):
        print(f"X   {entry.key} tidak ditulis dari sini; ubah berkasnya dengan tangan")
        return Code.OPTION_BAD
    if entry.secret and arguments.value is not None:
        print("X   kata sandi tidak ditulis di baris perintah (semua orang bisa membacanya); akan ditanyakan")
        return Code.OPTION_BAD
    text = arguments.value if arguments.value is not None else _ask(entry)
    value = text if entry.secret else read_text(entry, text)
    why = refusal(entry, value)
    if why is not None:
        print(f"X   {entry.key}: yang boleh: {why}")
        return Code.CONFIGURATION_BAD
    try:
        writer.write(entry, value)
    except EnvironmentFault as fault:
        print(
            f"X   {entry.file}: {fault.values.get('key', '')}: yang boleh: {fault.values.get('allowed', '')}"
        )
        return Code.CONFIGURATION_BAD
    except OSError as fault:
        print(f"X   {paths.config / entry.file}: {fault.strerror or fault}; jalankan sebagai administrator")
        return Code.CONFIGURATION_NOT_WRITTEN
    print(f"OK  {entry.file} {entry.key}; {_COUNTS[entry.effect]}")
    return Code.DONE


def _ask(entry: Entry) -> str:
    """Ask for what may not stand on a command line."""
    return getpass.getpass(f"{entry.key}: ") if entry.secret else input(f"{entry.key} = ")
