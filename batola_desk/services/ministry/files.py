"""Tables as CSV and JSON, as ``ministry_report.toml`` wants them. Pure but for ``write``. Thread: any."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.ministry_report import (
    PERSONAL,
    MinistryReport,
    ReportColumn,
    ReportForm,
    ValueKind,
    kind_of,
)
from batola_desk.services.ministry.figures import Value
from batola_desk.services.spreadsheet_text import plain_cell
from batola_desk.settings.whole_file import write_whole

FORMAT: Final = "batola-desk-ministry"
FILE_NAMES: Final = {"summary": "ringkasan", "calls": "panggilan", "incidents": "kejadian"}
_MASK: Final = "•"
_SHOWN: Final = (4, 2)  # digits at the beginning (the network) and at the end

Rows = Sequence[Mapping[str, Value]]
Cell = str | int | float | None


def contents(
    report: MinistryReport, tables: Mapping[str, Rows], coverage: Mapping[str, Any], offset_min: int
) -> dict[str, bytes]:
    """Return the files by name."""
    zone = timezone(timedelta(minutes=offset_min))
    made: dict[str, bytes] = {}
    whole: dict[str, Any] = {"format": FORMAT, "version": 1, "coverage": dict(coverage)}
    for table in report.tables:
        columns = report.columns_of(table)
        cells = [[_cell(column, row, report.form, zone) for column in columns] for row in tables[table]]
        if report.form.csv:
            made[f"{FILE_NAMES[table]}.csv"] = _csv(columns, cells, report.form)
        whole[table] = [dict(zip((one.name for one in columns), row, strict=True)) for row in cells]
    if report.form.json:
        made["laporan.json"] = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    return made


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder with these files, whole or not at all. Raises: OSError."""
    fresh = folder.with_name(f"{folder.name}.new")
    try:
        fresh.mkdir(parents=True)
        for name, content in files.items():
            write_whole(fresh / name, content)
        fresh.rename(folder)
    except OSError:
        with contextlib.suppress(OSError):
            shutil.rmtree(fresh)
        raise


def masked(text: str, kind: ValueKind) -> str:
    """Return a person's number or name so that nobody is known by it."""
    if kind is ValueKind.PERSON:
        return " ".join(f"{word[0]}{_MASK * 3}" for word in text.split())
    digits = [at for at, char in enumerate(text) if char.isdigit()]
    first, last = _SHOWN
    hidden = set(digits[first : len(digits) - last]) if len(digits) > first + last else set(digits)
    return "".join(_MASK if at in hidden else char for at, char in enumerate(text))


def _cell(column: ReportColumn, row: Mapping[str, Value], form: ReportForm, zone: timezone) -> Cell:
    kind, value = kind_of(column), row.get(column.source)
    if value is None:
        return None
    if kind is ValueKind.DATE and isinstance(value, date):
        return value.strftime(column.format or form.date_format)
    if kind is ValueKind.MOMENT and isinstance(value, int):
        return datetime.fromtimestamp(value / 1e6, zone).strftime(column.format or form.moment_format)
    if kind in PERSONAL and not column.whole:
        return masked(str(value), kind)
    return value if isinstance(value, int | float | str) else str(value)


def _csv(columns: Sequence[ReportColumn], cells: Sequence[Sequence[Cell]], form: ReportForm) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=form.delimiter)
    writer.writerow([plain_cell(column.name) for column in columns])
    writer.writerows([_text(cell, form) for cell in row] for row in cells)
    return table.getvalue().encode("utf-8-sig" if form.bom else "utf-8")


def _text(cell: Cell, form: ReportForm) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.1f}".removesuffix(".0").replace(".", form.decimal)
    return plain_cell(cell) if isinstance(cell, str) else str(cell)
