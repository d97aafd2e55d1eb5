"""The machine's configuration files as IT's answers change them: drafted, checked by our own rules, written.

An answer changes only what it names; whatever else stands in a file stays. Files that no answer touches are
not even opened for writing, so an upgrade without options leaves them as they are, to the byte.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batola_desk.app.setup.configure_options import Answers
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import CONFIG_NAME as LINE_NAME
from batola_desk.engine.config import load_settings
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.file_set import BEFORE, keep_set, undo_set, write_set
from batola_desk.settings.paths import SETTINGS_NAME
from batola_desk.settings.secrets import encrypt, is_encrypted
from batola_desk.settings.store import SettingsStore
from batola_desk.settings.toml_file import read_toml
from batola_desk.settings.toml_writer import dump_toml
from batola_desk.sync.config import CONFIG_NAME as ROOM_NAME
from batola_desk.sync.config import load_room_settings
from batola_desk.sync.faults import SecretariatFault

FILES: Mapping[str, str] = {"settings": SETTINGS_NAME, "line": LINE_NAME, "secretariat": ROOM_NAME}
SECRET_FILE = "room.secret"
_SECRET_KEYS = frozenset({"password", "supervision_secret", "secret_key"})
_HEAD = (
    "# Written by setup. Whoever edits it keeps a copy; `batola-deskctl doctor` says whether it is right.\n\n"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Contents of files by name, complete and checked."""

    files: Mapping[str, str]


def draft(config: Path, answers: Answers) -> Draft:
    """Return what would be written, having been read back by the program's own loaders.

    Raises:
        ConfigError, EnvironmentFault: the result would not be usable; the text says where and what is
        allowed.
    """
    files: dict[str, str] = {}
    for name, tables in answers.documents.items():
        path = config / FILES[name]
        whole = merged(read_toml(path).data if path.exists() else {}, tables)
        if name == "secretariat":
            _move_password(whole, files)
        try:
            files[FILES[name]] = _HEAD + dump_toml(with_secrets(whole))
        except TypeError as fault:
            raise ConfigError(
                path, 1, name, found=str(fault), allowed="texts, numbers, lists, tables"
            ) from fault
    _check(config, files)
    return Draft(files)


def check(config: Path) -> None:
    """Check the files as they stand. Raises ConfigError or EnvironmentFault."""
    _check(config, {})


def write(config: Path, made: Draft) -> None:
    """Write the files, all of them or none; `undo` brings back what was there. Raises OSError."""
    write_set(config, {name: text.encode() for name, text in made.files.items()})


def undo(config: Path) -> None:
    """Put back what `write` found; nothing written is nothing to do. Raises OSError."""
    undo_set(config)


def keep(config: Path) -> None:
    """The new files stay: forget what was there before."""
    keep_set(config)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with other values laid over it, section by section."""
    whole = dict(old)
    for key, value in new.items():
        before = whole.get(key)
        whole[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return whole


def _move_password(document: dict[str, Any], files: dict[str, str]) -> None:
    """The secretariat's password lies in a file of its own (``sync.config``)."""
    section = document.get("secretariat")
    if isinstance(section, dict) and isinstance(section.get("password"), str):
        files[SECRET_FILE] = _encrypted(section.pop("password")) + "\n"
        section["password_file"] = SECRET_FILE


def with_secrets(value: Any, key: str = "") -> Any:
    """Return a document with its passwords encrypted for this machine, where the system can."""
    if isinstance(value, dict):
        return {name: with_secrets(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [with_secrets(item) for item in value]
    return _encrypted(value) if key in _SECRET_KEYS and isinstance(value, str) and value else value


def _encrypted(text: str) -> str:
    """Encrypt for this machine; systems without DPAPI keep the text and protect the folder."""
    return encrypt(text) if sys.platform == "win32" and not is_encrypted(text) else text


@contextlib.contextmanager
def laid_out(config: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """Give a folder with drafts where they will lie, beside what else is there (certificates, secrets)."""
    if not files:
        yield config
        return
    with tempfile.TemporaryDirectory(prefix="batola-config-") as scratch:
        folder = Path(scratch)
        if config.is_dir():
            shutil.copytree(
                config,
                folder,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns(f"{BEFORE}*"),
                copy_function=_copy,
            )
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        yield folder


def _check(config: Path, files: Mapping[str, str]) -> None:
    """Let the program read drafts as it will read the files."""
    with laid_out(config, files) as folder:
        store = SettingsStore(folder / SETTINGS_NAME)
        if files and store.faults:
            raise store.faults[0]
        load_settings(folder / LINE_NAME)
        try:
            load_room_settings(folder / ROOM_NAME, desk=store.text("desk.letter"))
        except SecretariatFault as fault:
            raise EnvironmentFault(fault.code, **fault.values) from fault


def _copy(source: str, target: str) -> None:
    """Copy the bytes and nothing else: rights and times of the original do not matter in a scratch folder."""
    Path(target).write_bytes(Path(source).read_bytes())
