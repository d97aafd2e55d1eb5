"""ministry_report.toml: shipped columns can be written; a wrong one is told with the nearest right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.ministry_report import PERSONAL, SOURCES, kind_of
from batola_desk.settings.catalog import LoadedCatalog, load_catalog
from batola_desk.settings.paths import resource_path
from tests.support.shipped import shipped_catalog


def loaded(folder: Path, text: str) -> LoadedCatalog:
    (folder / "ministry_report.toml").write_text(f"version = 1\n{text}", encoding="utf-8")
    return load_catalog(resource_path("config"), folder)


def test_as_shipped_there_are_three_tables_and_nobody_in_them() -> None:
    report = shipped_catalog().ministry_report
    assert report.tables == tuple(SOURCES)
    assert [column for column in report.columns if kind_of(column) in PERSONAL] == []


def test_a_site_renames_moves_leaves_out_and_adds(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        """
[report]
delimiter = ","
decimal = "."
[[column]]
code = "summary_day"
name = "tgl"
at = 900
[[column]]
code = "summary_desks"
used = false
[[column]]
code = "own"
table = "calls"
name = "Nomor"
source = "number"
at = 5
""",
    )
    assert found.faults == ()
    report = found.catalog.ministry_report
    assert (report.form.delimiter, report.form.bom) == (",", True)
    summary = [column.name for column in report.columns_of("summary")]
    assert summary[-1] == "tgl"
    assert "Meja" not in summary
    assert report.columns_of("calls")[0].source == "number"


COLUMN = '[[column]]\ncode = "own"\ntable = "{table}"\nname = "{name}"\nsource = "{source}"\n{more}'


def column(table: str = "calls", name: str = "Baru", source: str = "desk", more: str = "") -> str:
    return COLUMN.format(table=table, name=name, source=source, more=more)


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        (column(source="ofered_at"), "column.source", "perhaps 'offered_at'; one of"),
        (column(source="response_s"), "column.source", "one of"),
        (column(table="summary", source="ministry:Normaal"), "column.source", "perhaps 'ministry:Normal'"),
        (column(table="summary", source="class:Z"), "column.source", "perhaps 'class:"),
        (column(table="panggilan"), "column.table", "summary, calls, incidents"),
        (column(name=""), "column.name", "1 to 100"),
        (column(name="a\\nb"), "column.name", "1 to 100"),
        (column(name="meja"), "column.name", "calls_desk"),
        (column(more='format = "%d"'), "column.format", "no day"),
        (column(source="offered_at", more='format = "%-d"'), "column.format", "%d %m"),
        (column(source="offered_at", more='format = "%"'), "column.format", "%d %m"),
        (column(more="sumber = 1"), "column.sumber", "source"),
        ('[report]\ndelimiter = ":"', "report.delimiter", "';'"),
        ('[report]\ndecimal = "."\ndelimiter = "."', "report.delimiter", "';'"),
        ('[report]\ndelimiter = ","', "report.decimal", "another sign"),
        ('[report]\ndate_format = "%A"', "report.date_format", "%d %m"),
        ("[report]\ncsv = false\njson = false", "report.csv", "json"),
        ('[report]\nbom = "ya"', "report.bom", ""),
    ],
)
def test_what_cannot_be_written_is_told_and_the_shipped_report_stays(
    tmp_path: Path, text: str, key: str, hint: str
) -> None:
    found = loaded(tmp_path, text)
    (fault,) = found.faults[:1]
    assert fault.key == key
    assert hint in fault.allowed
    assert fault.line > 1
    assert found.catalog.ministry_report == shipped_catalog().ministry_report


def test_the_page_lists_every_source() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
    for table, sources in SOURCES.items():
        (line,) = (line for line in page.splitlines() if line.startswith(f"| `{table}` |"))
        assert line.removesuffix(" |").split(" | ")[1].startswith(", ".join(f"`{name}`" for name in sources))
