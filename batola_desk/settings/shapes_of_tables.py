"""Tables of a TOML file turned into dataclasses; a fault names the line, what was found, what is allowed.

Which tables there are is told by ``settings.catalog``.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.toml_file import TomlFile

Item = TypeVar("Item")

_NESTED = re.compile(r"(?P<list>\w+)\[(?P<number>\d+)\]\.(?P<key>\w+)`")


def refuse_unknown(file: TomlFile, data: Mapping[str, Any], allowed: Iterable[str], table: str) -> None:
    """A key that nobody reads is a slip of the pen. Raises ConfigError."""
    names = sorted(allowed)
    for key in data:
        if key not in names:
            line = file.line_of(key) if isinstance(data[key], list | dict) else file.line_of(table, key=key)
            raise ConfigError(file.path, line, key, found="an unknown key", allowed=", ".join(names))


def convert(
    file: TomlFile, table: str, index: int | None, row: Any, shape: type[Item], before: Item | None
) -> Item:
    """Turn one table into its dataclass; a field that is absent in an override keeps its value.

    Raises ConfigError.
    """
    if not isinstance(row, dict):
        raise ConfigError(
            file.path, file.line_of(table, index), table, found=repr(row), allowed="a table of key = value"
        )
    names = {f.name: f.type for f in dataclasses.fields(shape)}  # type: ignore[arg-type]
    for key in row:
        if key not in names:
            raise ConfigError(
                file.path,
                file.line_of(table, index, key),
                f"{table}.{key}",
                found="an unknown key",
                allowed=", ".join(sorted(names)),
            )
    for key, value in row.items():
        if isinstance(value, list):
            _refuse_unknown_inside(file, (table, index or 0, key), value, _element_of(shape, key))
    values = dict(row)
    if before is not None:
        plain = msgspec.to_builtins(before)
        values = {**plain, **row}
    try:
        return msgspec.convert(values, shape, strict=True)
    except msgspec.ValidationError as error:
        raise _fault_of(file, table, index, row, shape, error) from error


def _fault_of(
    file: TomlFile,
    table: str,
    index: int | None,
    row: Mapping[str, Any],
    shape: type[Any],
    error: msgspec.ValidationError,
) -> ConfigError:
    """Translate where msgspec stopped (``$.questions[2].kind``) into a line and plain words."""
    message, _, path = str(error).partition(" - at `$.")
    nested = _NESTED.match(path)
    if nested and _element_of(shape, nested["list"]) is not None:
        name, number, key = nested["list"], int(nested["number"]), nested["key"]
        line = file.line_of(f"{table}.{name}", _count_before(file, table, index or 0, name) + number, key)
        element = _element_of(shape, name)
        allowed = _allowed_text(element, key) if element is not None else message
        found = repr(row[name][number].get(key, message))
        return ConfigError(file.path, line, f"{table}.{name}.{key}", found=found, allowed=allowed)
    key = path.split("`")[0].split(".")[0].split("[")[0]
    return ConfigError(
        file.path,
        file.line_of(table, index, key or None),
        f"{table}.{key}" if key else table,
        found=repr(row.get(key)) if key in row else message,
        allowed=_allowed_text(shape, key) if key else message,
    )


_hints: dict[type[Any], dict[str, Any]] = {}


def _hints_of(shape: type[Any]) -> dict[str, Any]:
    """Working them out anew for every key took most of the time of reading the catalog."""
    if shape not in _hints:
        _hints[shape] = typing.get_type_hints(shape)
    return _hints[shape]


def _element_of(shape: type[Any], key: str) -> type[Any] | None:
    """Return the dataclass of a list of tables inside a table, None for everything else."""
    hint = _hints_of(shape).get(key)
    parts = typing.get_args(hint)
    is_list_of_tables = typing.get_origin(hint) is tuple and dataclasses.is_dataclass(parts[0])
    return parts[0] if is_list_of_tables else None


def _count_before(file: TomlFile, table: str, index: int, key: str) -> int:
    rows = file.data.get(table, [])
    return sum(len(row.get(key, ())) for row in rows[:index])


def _refuse_unknown_inside(
    file: TomlFile, place: tuple[str, int, str], rows: list[Any], element: type[Any] | None
) -> None:
    if element is None:
        return
    table, index, key = place
    allowed = sorted(f.name for f in dataclasses.fields(element))
    first = _count_before(file, table, index, key)
    for number, row in enumerate(rows):
        for name in row if isinstance(row, dict) else ():
            if name not in allowed:
                raise ConfigError(
                    file.path,
                    file.line_of(f"{table}.{key}", first + number, name),
                    f"{table}.{key}.{name}",
                    found="an unknown key",
                    allowed=", ".join(allowed),
                )


def convert_plain(file: TomlFile, table: str, value: Any, shape: Any) -> Any:
    """Turn a table of seconds into what it is to be. Raises ConfigError."""
    try:
        return msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        raise ConfigError(
            file.path, file.line_of(table), table, found=str(value), allowed="name = whole seconds"
        ) from error


_WORDS: Mapping[Any, str] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _allowed_text(shape: type[Any], key: str) -> str:
    hint = _hints_of(shape).get(key)
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        return "a list"
    return _WORDS.get(hint, "a value of the documented kind")
