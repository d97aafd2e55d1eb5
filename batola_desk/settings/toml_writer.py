"""Writes plain values as TOML: what ``tomllib`` reads back is what went in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def dump_toml(document: Mapping[str, Any]) -> str:
    """Return the text of a document: tables, arrays of tables, lists and plain values.

    Raises:
        TypeError: a value that TOML cannot hold.
    """
    lines: list[str] = []
    _dump_table(document, (), lines)
    return "\n".join(lines).strip("\n") + "\n"


def _dump_table(table: Mapping[str, Any], path: tuple[str, ...], lines: list[str]) -> None:
    plain = {key: value for key, value in table.items() if not _is_table(value) and not _is_tables(value)}
    if path and (plain or not table):
        lines += ["", f"[{_dotted(path)}]"]
    lines += [f"{_key(key)} = {toml_value(value)}" for key, value in plain.items()]
    for key, value in table.items():
        if _is_table(value):
            _dump_table(value, (*path, key), lines)
        elif _is_tables(value):
            for item in value:
                lines += ["", f"[[{_dotted((*path, key))}]]"]
                lines += [f"{_key(name)} = {toml_value(inner)}" for name, inner in item.items()]


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(_key(part) for part in path)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_value(value: object) -> str:
    """Return one value as it stands behind the ``=``. Raises TypeError."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {toml_value(inner)}" for key, inner in value.items())
        return "{" + f" {inside} " + "}" if inside else "{}"
    raise TypeError(f"TOML cannot hold {type(value).__name__}")
