"""Can the ministry's report be written as configured? A wrong source names the nearest right one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.ministry_report import (
    CLASS_PREFIX,
    DECIMALS,
    DELIMITERS,
    MINISTRY_PREFIX,
    NAME_MAX,
    SOURCES,
    SUMMARY,
    ReportColumn,
    ValueKind,
    is_format,
    kind_of,
)
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.toml_file import TomlFile

FILE = "ministry_report.toml"
_FORMATS = "%d %m %Y %y %H %M %S %j and plain letters"


def ministry_faults(catalog: Catalog, files: Mapping[str, TomlFile]) -> Iterator[ConfigError]:
    """Yield a fault for everything that cannot be written."""
    file = files.get(FILE)
    if file is None:
        return
    yield from _form_faults(catalog, file)
    written = {str(row.get("code")) for row in file.data.get("column", [])}
    seen: dict[tuple[str, str], ReportColumn] = {}
    for column in catalog.ministry_report.columns:
        for key, found, allowed in _column_faults(column, catalog):
            yield _fault(file, column, key, found, allowed)
        if column.used:
            first = seen.setdefault((column.table, column.name.strip().casefold()), column)
            if first is not column:  # told of the one that stands in this file
                late, other = (column, first) if column.code in written else (first, column)
                yield _fault(file, late, "name", late.name, f"another name than {other.code!r} has")


def _column_faults(column: ReportColumn, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    if column.table not in SOURCES:
        yield "table", column.table, ", ".join(SOURCES)
        return
    known = sources_of(column.table, catalog)
    if column.source not in known:
        yield "source", column.source, _nearest(column.source, known)
        return
    if not column.name.strip() or not column.name.isprintable() or len(column.name) > NAME_MAX:
        yield "name", column.name, f"one line of 1 to {NAME_MAX} letters"
    if column.format and (kind_of(column) not in {ValueKind.DATE, ValueKind.MOMENT}):
        yield "format", column.format, "empty: this source is no day and no moment"
    elif column.format and not is_format(column.format):
        yield "format", column.format, _FORMATS


def sources_of(table: str, catalog: Catalog) -> tuple[str, ...]:
    """Return what may fill a column of a table; classes are the centre's own."""
    counted: tuple[str, ...] = ()
    if table == SUMMARY:
        ministry = dict.fromkeys(one.ministry for one in catalog.classes.values() if one.ministry)
        counted = (
            *(f"{CLASS_PREFIX}{code}" for code in catalog.classes),
            *(f"{MINISTRY_PREFIX}{name}" for name in ministry),
        )
    return (*SOURCES[table], *counted)


def _nearest(found: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(found, known, n=1, cutoff=0.4)
    hint = f"perhaps {close[0]!r}; " if close else ""
    return f"{hint}one of {', '.join(sorted(known))}"


def _form_faults(catalog: Catalog, file: TomlFile) -> Iterator[ConfigError]:
    form = catalog.ministry_report.form
    choices = (("delimiter", form.delimiter, DELIMITERS), ("decimal", form.decimal, DECIMALS))
    for key, value, allowed in choices:
        if value not in allowed:
            yield _form_fault(file, key, value, ", ".join(map(repr, allowed)))
    if form.delimiter == form.decimal:
        yield _form_fault(file, "decimal", form.decimal, "another sign than delimiter")
    for key, text in (("date_format", form.date_format), ("moment_format", form.moment_format)):
        if not is_format(text):
            yield _form_fault(file, key, text, _FORMATS)
    if not form.csv and not form.json:
        yield _form_fault(file, "csv", "false", "true here or with json")


def _form_fault(file: TomlFile, key: str, found: str, allowed: str) -> ConfigError:
    line = file.line_of("report", key=key)
    return ConfigError(file.path, line, f"report.{key}", found=repr(found), allowed=allowed)


def _fault(file: TomlFile, column: ReportColumn, key: str, found: str, allowed: str) -> ConfigError:
    rows = file.data.get("column", [])
    index = next((at for at, row in enumerate(rows) if row.get("code") == column.code), None)
    line = file.line_of("column", index, key) if index is not None else 1
    return ConfigError(file.path, line, f"column.{key}", found=repr(found), allowed=allowed)
