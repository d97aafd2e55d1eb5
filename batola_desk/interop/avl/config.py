"""``avl.toml``: how the program of positions listens. It does not, unless the file says ``enabled``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.http_answers import TOKEN_CHARS_MIN
from batola_desk.interop.http_listener import ListenerConfig
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.toml_file import TomlFile, read_configured

CONFIG_NAME: Final = "avl.toml"
DEFAULT_PORT: Final = 5055  # the port that Traccar's clients have entered already
_KEYS: Final = frozenset({"enabled", "host", "port", "token", "certificate", "key", "room"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AvlSettings:
    """How to listen.

    Attributes:
        room: tell the secretariat too, when this machine has one.
    """

    listener: ListenerConfig
    enabled: bool = False
    room: bool = True


def load_avl_settings(path: Path, *, policy: Mapping[str, object] | None = None) -> AvlSettings:
    """Read the file; without it everything is as it ships: off.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        EnvironmentFault: ``avl_config`` with ``file``, ``line``, ``key``, ``found`` and ``allowed``.
    """
    try:
        file = read_configured(path, policy)
        return AvlSettings(listener=ListenerConfig(port=DEFAULT_PORT)) if file is None else _read(file)
    except ConfigError as fault:
        raise EnvironmentFault("avl_config", **fault.values) from fault


def _read(file: TomlFile) -> AvlSettings:
    table = file.data.get("avl", {})
    if not isinstance(table, dict):
        raise _wrong(file, "avl", repr(table)[:40], "[avl] with keys below it")
    for key in (*(name for name in file.data if name != "avl"), *(set(table) - _KEYS)):
        raise _wrong(file, key, "an unknown key", ", ".join(sorted(_KEYS)))
    token = _value(file, table, "token", str, "")
    if token and len(token) < TOKEN_CHARS_MIN:
        raise _wrong(file, "token", f"{len(token)} characters", f"at least {TOKEN_CHARS_MIN} characters")
    port = _value(file, table, "port", int, DEFAULT_PORT)
    if not 0 < port < 65536:
        raise _wrong(file, "port", str(port), "1 to 65535")
    names = {key: _value(file, table, key, str, "") for key in ("certificate", "key")}
    files = {key: file.path.parent / name if name else None for key, name in names.items()}
    return AvlSettings(
        listener=ListenerConfig(
            host=_value(file, table, "host", str, "127.0.0.1"),
            port=port,
            tokens={"avl": token} if token else {},
            certificate=files["certificate"],
            key=files["key"],
        ),
        enabled=_value(file, table, "enabled", bool, False),
        room=_value(file, table, "room", bool, True),
    )


def _value(file: TomlFile, table: dict[str, Any], key: str, kind: type[Any], default: Any) -> Any:
    value = table.get(key, default)
    if type(value) is not kind:
        raise _wrong(file, key, repr(value)[:40], f"a {kind.__name__}")
    return value


def _wrong(file: TomlFile, key: str, found: str, allowed: str) -> ConfigError:
    return ConfigError(file.path, file.line_of("avl", key=key), f"avl.{key}", found=found, allowed=allowed)
