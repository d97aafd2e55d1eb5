"""``secretariat.toml`` in the desk's configuration folder: where its room is, and as which machine it speaks.

Without the file the desk stands alone. The password never stands in it: it lies in a file of its own, which
``batola-desk secretariat add-desk --password-out`` writes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.secrets import SecretFault, reveal
from batola_desk.settings.section import Section, wrong
from batola_desk.settings.toml_file import TomlFile, read_configured
from batola_desk.sync.address import DEFAULT_PORT, TLS_MODES, Address, Host, parse_host
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.folder_copy import FolderSettings
from batola_desk.sync.neighbour_config import NEIGHBOUR_KEYS, NeighbourSettings, read_neighbours
from batola_desk.sync.voices import Credentials

CONFIG_NAME: Final = "secretariat.toml"
_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "secretariat": frozenset({"hosts", "port", "database", "login", "password_file"}),
    "tls": frozenset({"ca", "verify"}),
}
_COPIES: Final[Mapping[str, frozenset[str]]] = {
    "safe_copy": frozenset({"folder", "limit_mb", "same_disk"}),
    "neighbours": NEIGHBOUR_KEYS,
}
_ROOTS: Final = {"secretariat": "hosts", "safe_copy": "folder", "neighbours": "listen"}
MEGABYTE: Final = 1 << 20
COPY_LIMIT_MB: Final = 128  # about 150,000 facts: a month of a desk without its room
COPY_LIMIT_MB_MAX: Final = 1024  # LIMIT: whoever rescues a copy holds it in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSettings:
    """What the desk needs to reach its room.

    Attributes:
        machine: the workstation's login, as ``secretariat add-desk`` made it.
        password_is_open: others on this machine can read the password's file.
        safe_copy: where the second copy of unsent facts lies; None = there is none.
        neighbours: desks that keep each other's unsent facts; None = they do not.
        copies_fault: why those two cannot be used as they stand; the exchange with the room goes on.
    """

    address: Address
    machine: Credentials
    password_is_open: bool = False
    safe_copy: FolderSettings | None = None
    neighbours: NeighbourSettings | None = None
    copies_fault: SecretariatFault | None = None


def load_room_settings(
    path: Path, *, desk: str, policy: Mapping[str, object] | None = None
) -> RoomSettings | None:
    """Read the file; None = there is none, the desk stands alone.

    Args:
        desk: letter of this workstation; its login is ``meja_<letter>`` unless the file names another.
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        SecretariatFault: ``secretariat_config`` with ``file``, ``line``, ``key``, ``found`` and ``allowed``.
    """
    try:
        file = read_configured(path, policy, roots=_ROOTS)
        if file is None or (not path.exists() and "secretariat" not in file.data):
            return None
        return _read(file, desk)
    except ConfigError as fault:
        raise SecretariatFault("secretariat_config", **fault.values) from fault


def _read(file: TomlFile, desk: str) -> RoomSettings:
    for section, values in file.data.items():
        if section not in _KNOWN.keys() | _COPIES.keys() or not isinstance(values, dict):
            allowed = ", ".join(f"[{name}]" for name in (*_KNOWN, *_COPIES))
            raise ConfigError(file.path, file.line_of(section), section, found=section, allowed=allowed)
        _refuse_unknown(file, section, _KNOWN)
    room = Section(file, "secretariat")
    tls = Section(file, "tls")
    port = room.data.get("port", DEFAULT_PORT)
    if type(port) is not int or not 0 < port < 65536:
        raise room.wrong("port", port, "1 … 65535")
    verify = tls.text("verify", default="", allowed=", ".join(TLS_MODES))
    if verify and verify not in TLS_MODES:
        raise tls.wrong("verify", verify, ", ".join(TLS_MODES))
    hosts = _hosts(room, port)
    database = room.text("database", allowed="ruang")
    password, is_open = _password(room)
    settings = RoomSettings(
        address=Address(
            hosts=hosts,
            database=database,
            tls_mode=verify,
            authority=_authority(tls),
        ),
        machine=Credentials(
            room.text("login", default=f"meja_{desk.lower()}", allowed="meja_a"),
            password,
        ),
        password_is_open=is_open,
    )
    return _with_copies(settings, file, desk)


def _with_copies(settings: RoomSettings, file: TomlFile, desk: str) -> RoomSettings:
    """Add the second copies; a mistake there must not cut the desk off from its room."""
    try:
        for section in _COPIES.keys() & file.data.keys():
            _refuse_unknown(file, section, _COPIES)
        if "safe_copy" in file.data:
            settings = replace(settings, safe_copy=_safe_copy(Section(file, "safe_copy")))
        if "neighbours" in file.data:
            neighbours = read_neighbours(file, authority=settings.address.authority, desk=desk)
            settings = replace(settings, neighbours=neighbours)
    except ConfigError as fault:
        return replace(settings, copies_fault=SecretariatFault("secretariat_config", **fault.values))
    return settings


def _refuse_unknown(file: TomlFile, section: str, known: Mapping[str, frozenset[str]]) -> None:
    allowed = known.get(section)
    for name in file.data[section].keys() - allowed if allowed is not None else ():
        raise wrong(file, section, name, name, ", ".join(sorted(allowed or ())))


def _hosts(room: Section, port: int) -> tuple[Host, ...]:
    places = room.data.get("hosts")
    allowed = '["db1.112.batola", "db2.112.batola:5433"]'
    if not isinstance(places, list) or not places or not all(isinstance(place, str) for place in places):
        raise room.wrong("hosts", places, allowed)
    try:
        return tuple(parse_host(place, port) for place in places)
    except SecretariatFault as fault:
        raise room.wrong("hosts", places, allowed) from fault


def _authority(tls: Section) -> Path | None:
    if not tls.data.get("ca"):
        return None
    path = tls.path("ca", allowed="ca.pem")
    if not path.is_file():
        raise tls.wrong("ca", str(path), "a readable file")
    return path


def _password(room: Section) -> tuple[str, bool]:
    """Return the first line of the password's file, and whether others can read it."""
    path = room.path("password_file", allowed="meja_a.secret")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        is_open = os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except (OSError, UnicodeDecodeError) as fault:
        raise room.wrong("password_file", str(path), "a readable file") from fault
    if not lines or not lines[0]:
        raise room.wrong("password_file", str(path), "a password in its first line")
    try:
        return reveal(lines[0]), is_open
    except SecretFault as fault:
        raise room.wrong("password_file", str(path), str(fault)) from fault


def _safe_copy(section: Section) -> FolderSettings:
    folder = Path(section.text("folder", allowed='"/media/salinan/meja_a"'))
    if not folder.is_absolute():
        raise section.wrong("folder", str(folder), "a whole path")
    limit_mb = section.data.get("limit_mb", COPY_LIMIT_MB)
    if type(limit_mb) is not int or not 1 <= limit_mb <= COPY_LIMIT_MB_MAX:
        raise section.wrong("limit_mb", limit_mb, f"1 … {COPY_LIMIT_MB_MAX}")
    same_disk = section.data.get("same_disk", False)
    if type(same_disk) is not bool:
        raise section.wrong("same_disk", same_disk, "true, false")
    return FolderSettings(folder=folder, bytes_max=limit_mb * MEGABYTE, same_disk=same_disk)
