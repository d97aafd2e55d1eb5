"""``batola-deskctl configure``: what the installer asks to be checked, written or taken back.

IT may use it by hand.

``configure --check /WORKSTATION=B …`` touches nothing. Without ``--check`` the machine's folders get their
access rights, the files are written and the registry learns where they are. ``--undo`` takes the last writing
back.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from batola_desk.app.setup import machine_config
from batola_desk.app.setup.configure_options import Answers, OptionError, read_answers, read_words
from batola_desk.app.setup.setup_words import Code, note_reason, say
from batola_desk.app.setup.windows_rights import prepare_folders, sid_of
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.settings.installation import (
    APP_NAME,
    Installation,
    forget_registry,
    read_registry,
    write_registry,
)
from batola_desk.settings.secrets import SecretFault

LINE_VARIABLE = "BATOLA_SETUP_LINE"
FOLDER_VARIABLE = "BATOLA_SETUP_FOLDER"
ROOT_VARIABLE = "BATOLA_SETUP_ROOT"
_FIELD_PREFIX = "BATOLA_SETUP_FIELD_"


def run_configure(arguments: argparse.Namespace) -> int:
    """Do it; the exit code is one of ``setup_words.Code``."""
    known = read_registry()
    root = arguments.root or (known.root if known else _default_root())
    installed = known if known is not None and known.root == root else Installation(root, root / "data")
    config = root / "config"
    try:
        if arguments.undo:
            machine_config.undo(config)
            return Code.DONE
        if arguments.keep:
            machine_config.keep(config)
            return Code.DONE
        words = _words(arguments.words, os.environ)
        answers = read_answers(words, Path(os.environ.get(FOLDER_VARIABLE) or Path.cwd()))
        installed = _with_answers(installed, answers)
        made = machine_config.draft(config, answers)
        if not arguments.check:
            _write(installed, config, made, is_new=known is None)
    except OptionError as fault:
        say(f"pilihan salah: {fault}")
        return Code.OPTION_BAD
    except (EnvironmentFault, SecretFault) as fault:
        say(f"konfigurasi ditolak, tidak ada yang diubah: {_words_of(fault)}")
        _note(fault)
        return Code.CONFIGURATION_BAD
    except OSError as fault:
        say(f"konfigurasi tidak bisa ditulis: {fault.strerror or fault} ({fault.filename or root})")
        return Code.CONFIGURATION_NOT_WRITTEN
    say("konfigurasi benar" if arguments.check else f"konfigurasi: {_told(made.files)}")
    return Code.DONE


def _write(installed: Installation, config: Path, made: machine_config.Draft, *, is_new: bool) -> None:
    prepare_folders(installed)
    try:
        machine_config.write(config, made)
        write_registry(installed)
    except OSError:
        machine_config.undo(config)
        if is_new:
            forget_registry()
        raise


def _told(files: Mapping[str, str]) -> str:
    return ", ".join(sorted(files)) if files else "tidak ada yang diubah"


def _with_answers(installed: Installation, answers: Answers) -> Installation:
    if answers.data is not None:
        data = Path(answers.data)
        if not data.is_absolute():
            raise OptionError(f"/DATA={answers.data}: jalur lengkap, misalnya D:\\Batola")
        # A folder of ours alone below what was named: purging removes it whole.
        installed = replace(installed, data=data / APP_NAME)
    if answers.operators is not None:
        try:
            installed = replace(installed, operators=sid_of(answers.operators))
        except OSError as fault:
            raise OptionError(f"/OPERATORS={answers.operators}: akun atau grup itu tidak ada") from fault
    return installed


def _words(given: list[str], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the options: by hand, or as the installer hands them on (command line, then wizard's fields).

    They travel in the environment, not on a command line: every user of a machine can read those.
    """
    if given:
        return read_words(" ".join(f'"{word}"' for word in given))
    words = read_words(environment.get(LINE_VARIABLE, ""))
    for name, value in environment.items():
        if name.startswith(_FIELD_PREFIX) and value:
            words[name.removeprefix(_FIELD_PREFIX)] = value
    return words


def _words_of(fault: Exception) -> str:
    """Say file, key and what is allowed; the value found may be a secret and is not repeated."""
    values = fault.values if isinstance(fault, EnvironmentFault) else {}
    if not values:
        return str(fault)
    place = ": ".join(str(values[name]) for name in ("key",) if values.get(name))
    return (
        f"{Path(str(values.get('file', ''))).name} {place}; yang boleh: {values.get('allowed', '')}".strip()
    )


def _note(fault: EnvironmentFault | SecretFault) -> None:
    """For the desk that asked for this setup: file, key and what is allowed, never what was found."""
    values = fault.values if isinstance(fault, EnvironmentFault) else {}
    if values.get("key"):
        file = Path(str(values.get("file", ""))).name
        note_reason("update_config_refused", file=file, key=values["key"], allowed=values.get("allowed", ""))


def _default_root() -> Path:
    override = os.environ.get(ROOT_VARIABLE)
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / APP_NAME
    return Path("/etc/batola-desk")
