"""The lists of IT's files, read and written row by row.

A row of the centre's lists that ships is changed by naming only the fields that differ, so that the next
version's other fields still reach it; IT's own rows stand whole. Nothing is written that the loader of the
file would refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from batola_desk.app.settings import site_file
from batola_desk.settings.list_shape import CATALOG, Difference, ListRow, ListShape, Origin
from batola_desk.settings.paths import resource_path
from batola_desk.settings.toml_file import read_toml

OwnRow = Mapping[str, Any]


class ListBook:
    """See ``services.centre_lists.ListPort``."""

    def __init__(self, config: Path, shapes: Sequence[ListShape]) -> None:
        self._config = config
        self.shapes = tuple(shapes)

    def rows(self, shape: ListShape) -> tuple[ListRow, ...]:
        """Return the rows as they stand in the files. Raises ConfigError."""
        shipped, own = self._shipped(shape), self._own(shape)
        codes = list(dict.fromkeys([*shipped, *own]))
        return tuple(_row(shape, code, shipped.get(code), own.get(code)) for code in codes)

    def own(self, shape: ListShape, code: str) -> OwnRow | None:
        """Return what IT's file says of a row, None: nothing. Raises ConfigError."""
        return self._own(shape).get(code)

    def differences(
        self, shape: ListShape, code: str, values: Mapping[str, object]
    ) -> tuple[Difference, ...]:
        """Return what would become different. Raises ConfigError."""
        row = next((row for row in self.rows(shape) if row.code == code), None)
        before: Mapping[str, object] = row.values if row is not None else {}
        found = []
        for field in shape.fields:
            if field.name not in values or (row is not None and field.name == shape.code):
                continue
            old = before.get(field.name, field.default)
            new = values[field.name]
            if new is None:  # taken out: what ships counts, or the default
                shipped = row.shipped if row is not None else None
                new = (shipped or {}).get(field.name, field.default)
            if field.secret or _plain(new) != _plain(old):
                found.append(Difference(field, old, new))
        return tuple(found)

    def draft(self, shape: ListShape, code: str, own: OwnRow | None) -> dict[str, str]:
        """Return the files' texts with this row in it, or (None) without.

        Raises:
            ConfigError, EnvironmentFault: the program could not use them.
        """
        rows = {known: dict(said) for known, said in self._own(shape).items()}
        if own is None:
            rows.pop(code, None)
        else:
            rows[code] = dict(own)
        return site_file.draft(self._config, shape.file, {shape.table: list(rows.values())})

    def laid_over(self, shape: ListShape, code: str, values: Mapping[str, object]) -> dict[str, Any] | None:
        """Return what IT's file must say so that a row has these values; None: nothing, it is as shipped."""
        shipped = self._shipped(shape).get(code)
        # What is not named stays as it was, also a secret that nobody typed anew; None takes it out.
        typed = {name: _plain(value) for name, value in values.items() if value is not None}
        own = {name: said for name, said in self._own(shape).get(code, {}).items() if name not in values}
        said = {**(shipped or {}), **own, **typed}
        row = {shape.code: said[shape.code]}
        for field in shape.fields:
            usual = field.default if shipped is None else shipped.get(field.name, field.default)
            is_needed = field.needed and shipped is None
            if field.name in said and (is_needed or said[field.name] != _plain(usual)):
                row[field.name] = said[field.name]
        return None if shipped is not None and set(row) == {shape.code} else row

    def write(self, files: Mapping[str, str]) -> None:
        """Write drafted texts. Raises OSError."""
        site_file.write(self._config, files)

    def _shipped(self, shape: ListShape) -> dict[str, OwnRow]:
        if not shape.file.startswith(f"{CATALOG}/"):
            return {}
        return _by_code(shape, read_toml(resource_path("config", shape.file.rpartition("/")[2])).data)

    def _own(self, shape: ListShape) -> dict[str, OwnRow]:
        return _by_code(shape, site_file.data_of(self._config, shape.file))


def _by_code(shape: ListShape, data: Mapping[str, Any]) -> dict[str, OwnRow]:
    rows = data.get(shape.table, [])
    tables = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {str(row.get(shape.code, "")): row for row in tables}


def _row(shape: ListShape, code: str, shipped: OwnRow | None, own: OwnRow | None) -> ListRow:
    if shipped is None:
        origin = Origin.OWN
    else:
        origin = Origin.SHIPPED if own is None else Origin.CHANGED
    values: dict[str, object] = {**(shipped or {}), **(own or {})}
    for field in shape.fields:
        if field.secret and field.name in values:
            values[field.name] = bool(values[field.name])
    return ListRow(code=code, values=values, origin=origin, shipped=shipped)


def _plain(value: object) -> Any:
    """Lists are lists in TOML, whoever made them."""
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
