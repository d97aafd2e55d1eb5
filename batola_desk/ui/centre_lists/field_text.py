"""A field of a list as it is typed: a value as text, and the text as a value again."""

from __future__ import annotations

import tomllib
from typing import Final

from batola_desk.settings.list_shape import ListField
from batola_desk.settings.toml_writer import toml_value
from batola_desk.settings.value_rules import TEXT_CHARS_MAX, Kind, read_text

EMPTY: Final[tuple[object, ...]] = (None, (), [], {})


def text_of(field: ListField, value: object) -> str:
    """Return a value as it is typed; a secret is never shown."""
    if field.secret or value in EMPTY:
        return ""
    if field.kind is Kind.LIST and isinstance(value, list | tuple):
        items = [str(item) for item in value]
        return toml_value(items) if any("," in item for item in items) else ", ".join(items)
    if field.is_plain:
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    return toml_value(value)


def value_of(field: ListField, text: str) -> object:
    """Return what a text means: None = nothing is said; one that means nothing comes back as it is.

    A list or data may be typed as TOML, for items with commas in them.
    """
    text = text.strip()[:TEXT_CHARS_MAX]
    if not text and (field.kind is not Kind.TEXT or field.secret):
        return None
    if not field.is_plain or (field.kind is Kind.LIST and text.startswith("[")):
        try:
            return tomllib.loads(f"x = {text}")["x"]
        except (tomllib.TOMLDecodeError, RecursionError):
            return text
    return read_text(field, text)
