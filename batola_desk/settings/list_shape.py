"""What the lists of IT's files are made of: fields with kind and meaning, for the window that edits them.

Fields come from the dataclasses the loaders fill, so they cannot differ; words come from
``resources/settings/fields.toml``; a field without words is shown by its key, and tests find it.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import msgspec

from batola_desk.settings.catalog import TABLES
from batola_desk.settings.entry import Effect, Entry, Words, read_words, unit_of
from batola_desk.settings.value_rules import Kind, refusal

CATALOG: Final = "catalog"
FIELDS: Final = "fields.toml"
_KINDS: Final[Mapping[Any, Kind]] = {str: Kind.TEXT, int: Kind.WHOLE, float: Kind.NUMBER, bool: Kind.SWITCH}


class Origin(StrEnum):
    """Where a row comes from."""

    SHIPPED = "shipped"
    CHANGED = "changed"  # a shipped one that IT changed
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField:
    """One field of a row.

    Attributes:
        is_plain: a text, a number, yes or no, a list of texts; anything else is typed as TOML.
        default: what counts when a row does not say it; None: it must be said, or may stay away.
        needed: the row is not whole without it.
    """

    name: str
    kind: Kind
    label: str
    label_en: str
    meaning: str = ""
    meaning_en: str = ""
    is_plain: bool = True
    default: object = None
    needed: bool = False
    secret: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""

    def complaint(self, value: object) -> str:
        """Return what is allowed when a value does not fit, empty when it does; data are their loader's."""
        return str(refusal(self, value) or "") if self.is_plain else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """One list of tables of one file.

    Attributes:
        file: as seen from the configuration folder.
        code: the field that tells rows apart; a row keeps it for life.
    """

    file: str
    table: str
    code: str
    name: str
    name_en: str
    fields: tuple[ListField, ...]
    effect: Effect

    def field(self, name: str) -> ListField:
        """Return one field. Raises KeyError."""
        for found in self.fields:
            if found.name == name:
                return found
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row as it counts.

    Attributes:
        values: all fields that are said somewhere; of a secret only whether there is one (True).
        shipped: the values it comes with; None: it is IT's own.
    """

    code: str
    values: Mapping[str, object]
    origin: Origin
    shipped: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row that becomes another; None = not said."""

    field: ListField
    before: object
    after: object


def catalog_shapes() -> tuple[ListShape, ...]:
    """Return the lists of the centre, in the order in which they are loaded.

    Raises:
        ConfigError: the words that ship are broken.
    """
    tables, words = read_words("tables.toml"), read_words(FIELDS)
    found = []
    for file, table, shape, code in TABLES:
        said = tables.get(f"{file.removesuffix('.toml')}.{table}") or _unsaid(table)
        found.append(
            ListShape(
                file=f"{CATALOG}/{file}",
                table=table,
                code=code,
                name=said.name,
                name_en=said.name_en,
                fields=tuple(_fields(table, shape, code, words)),
                effect=Effect.SCREEN,
            )
        )
    return tuple(found)


def account_shape(entries: Sequence[Entry]) -> ListShape:
    """Return the list of the line's accounts, from their entries in the registry of settings."""
    own = [entry for entry in entries if entry.is_repeated]
    return ListShape(
        file=own[0].file,
        table=own[0].section,
        code="name",
        name="Akun SIP saluran telepon",
        name_en="SIP accounts of the telephone line",
        fields=tuple(
            ListField(
                name=(name := entry.key.rpartition(".")[2]),
                kind=entry.kind,
                label=entry.name,
                label_en=entry.name_en,
                meaning=entry.meaning,
                meaning_en=entry.meaning_en,
                default=entry.default,
                needed=name == "name",
                secret=entry.secret,
                choices=entry.choices,
                minimum=entry.minimum,
                maximum=entry.maximum,
                unit=entry.unit,
            )
            for entry in sorted(own, key=lambda entry: entry.key != "account.name")
        ),
        effect=own[0].effect,
    )


def _fields(
    table: str, shape: type[Any], code: str, words: Mapping[str, Words]
) -> typing.Iterator[ListField]:
    hints = typing.get_type_hints(shape)
    for item in sorted(dataclasses.fields(shape), key=lambda item: item.name != code):
        own = f"{table}.{item.name}"
        said = words.get(own) or words.get(f"field.{item.name}") or _unsaid(item.name)
        kind, is_plain = _kind(hints[item.name])
        has_default = item.default is not dataclasses.MISSING
        made = item.default_factory() if item.default_factory is not dataclasses.MISSING else None
        yield ListField(
            name=item.name,
            kind=kind,
            label=said.name,
            label_en=said.name_en,
            meaning=said.meaning,
            meaning_en=said.meaning_en,
            is_plain=is_plain,
            default=msgspec.to_builtins(item.default if has_default else made),
            needed=not has_default and made is None,
            minimum=said.minimum,
            maximum=said.maximum,
            unit=unit_of(item.name),
        )


def _unsaid(name: str) -> Words:
    return Words(name, name, "", "", None, None)


def _kind(hint: Any) -> tuple[Kind, bool]:
    """Return the kind of a field's values, and whether it is one that everybody can type."""
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if hint in _KINDS:
        return _KINDS[hint], True
    parts = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and parts and parts[0] is str:
        return Kind.LIST, True
    return Kind.TABLE, False
