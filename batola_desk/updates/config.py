"""``update.toml``: whose packages this desk takes, and where IT lays them.

::

    [update]
    public_keys = ["1eXf…="]            # as tools/update_package.py prints it; two while keys change
    source = '\\\\server\\batola'          # or https://…; left out: it is named each time
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.section import Section
from batola_desk.settings.toml_file import read_configured
from batola_desk.updates.ed25519 import KEY_BYTES
from batola_desk.updates.faults import UpdateFault

CONFIG_NAME = "update.toml"
_KEYS_ALLOWED = 'a list of keys of 32 bytes in base64: ["1eXf…="]'


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """What IT wrote. Without a key no package is believed."""

    keys: tuple[bytes, ...] = ()
    source: str = ""


def load_update_settings(path: Path, *, policy: Mapping[str, object] | None = None) -> UpdateSettings:
    """Read the file; none means that this desk takes no updates.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        UpdateFault: ``update_config`` with ``file``, ``line``, ``key``, ``found``, ``allowed``.
    """
    try:
        file = read_configured(path, policy)
        if file is None:
            return UpdateSettings()
        for name, values in file.data.items():
            if name != "update" or not isinstance(values, dict):
                raise ConfigError(path, file.line_of(name), name, found=name, allowed="[update]")
        section = Section(file, "update")
        for name in section.data.keys() - {"public_keys", "source"}:
            raise section.wrong(name, name, "public_keys, source")
        keys = section.data.get("public_keys", [])
        if not isinstance(keys, list):
            raise section.wrong("public_keys", keys, _KEYS_ALLOWED)
        source = section.text("source", allowed="a folder or an address", default="")
        return UpdateSettings(tuple(_key(section, key) for key in keys), source)
    except ConfigError as fault:
        raise UpdateFault("update_config", **fault.values) from fault


def _key(section: Section, text: object) -> bytes:
    try:
        key = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise section.wrong("public_keys", text, _KEYS_ALLOWED)
    return key
