"""The ministry's report as configuration data: tables, columns, what a column may be filled from.

How the ministry wants it is not published, so names, order, sources and formats are data
(``ministry_report.toml``). Source: domain.md §2, §13.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SUMMARY: Final = "summary"  # one row for each day
CALLS: Final = "calls"
INCIDENTS: Final = "incidents"
CLASS_PREFIX: Final = "class:"  # how many calls of a class: "class:N"
MINISTRY_PREFIX: Final = "ministry:"  # how many calls in a class of the ministry: "ministry:Normal"
DELIMITERS: Final = (";", ",", "\t", "|")
DECIMALS: Final = (",", ".")
NAME_MAX: Final = 100
FORMAT_MAX: Final = 40
_FORMAT: Final = re.compile(r"(?:%[dmYyHMSj%]|[^%\x00-\x1f])+")  # what every system writes alike


class ValueKind(StrEnum):
    """What a source holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    NUMBER_OF_PERSON = "telephone"  # masked unless the column says ``whole``
    PERSON = "person"  # masked unless the column says ``whole``


PERSONAL: Final = frozenset({ValueKind.NUMBER_OF_PERSON, ValueKind.PERSON})


def _kinds(**names: str) -> Mapping[str, ValueKind]:
    return {name: ValueKind(kind) for kind, listed in names.items() for name in listed.split()}


_COMMON: Final = _kinds(text="centre regency_code psap_id", date="day")
SOURCES: Final[Mapping[str, Mapping[str, ValueKind]]] = {
    SUMMARY: {
        **_COMMON,
        **_kinds(
            text="desks",
            number="incoming answered abandoned_short abandoned_long abandoned_percent unclassified"
            " within_10_s_percent within_15_s_percent within_20_s_percent answer_median_s answer_p90_s"
            " answer_p95_s answer_max_s talk_total_s tickets real_tickets confidential_tickets"
            " processing_median_s processing_p90_s response_median_s response_p90_s",
        ),
    },
    CALLS: {
        **_COMMON,
        **_kinds(
            text="call_key class class_label ministry_class ticket desk operator end_cause",
            moment="offered_at answered_at ended_at classified_at",
            number="answer_s abandoned_s talk_s wrap_up_s",
            telephone="number",
        ),
    },
    INCIDENTS: {
        **_COMMON,
        **_kinds(
            text="ticket type type_label group_label priority state disposition place agencies desk operator"
            " source is_real",
            moment="opened_at verified_at alerted_at acknowledged_at en_route_at on_scene_at closed_at"
            " ringing_at answered_at",
            number="report_count answer_s processing_s acceptance_s turnout_s response_s closing_s",
            telephone="callback_number",
            person="caller_name",
        ),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """How the files look.

    Attributes:
        bom: CSV begins with a byte order mark, by which spreadsheets know UTF-8.
        decimal: what divides whole and parts in CSV.
    """

    csv: bool = True
    json: bool = True
    delimiter: str = ";"
    bom: bool = True
    decimal: str = ","
    date_format: str = "%d/%m/%Y"
    moment_format: str = "%d/%m/%Y %H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumn:
    """One column.

    Attributes:
        table: ``summary``, ``calls`` or ``incidents``.
        name: what stands above it, and its key in JSON.
        source: what fills it (``SOURCES``), or ``class:N``, ``ministry:Normal`` in the summary.
        at: its place; smaller ones stand further left.
        format: of a day or a moment; empty = the form's.
        whole: a person's number or name unmasked.
        used: False = not in the report.
    """

    code: str
    table: str
    name: str
    source: str
    at: int = 0
    format: str = ""
    whole: bool = False
    used: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistryReport:
    """The report as configured; columns from left to right."""

    form: ReportForm = ReportForm()
    columns: tuple[ReportColumn, ...] = ()

    def columns_of(self, table: str) -> tuple[ReportColumn, ...]:
        """Return the columns of one table that are in the report."""
        return tuple(column for column in self.columns if column.table == table and column.used)

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables with at least one column."""
        return tuple(table for table in SOURCES if self.columns_of(table))


def in_order(columns: Iterable[ReportColumn]) -> tuple[ReportColumn, ...]:
    """Return columns from left to right."""
    return tuple(sorted(columns, key=lambda column: column.at))


def kind_of(column: ReportColumn) -> ValueKind:
    """Return what a column holds."""
    return SOURCES[column.table].get(column.source, ValueKind.NUMBER)


def is_format(text: str) -> bool:
    """Whether a format of days or moments is one that every system writes alike."""
    return len(text) <= FORMAT_MAX and _FORMAT.fullmatch(text) is not None
