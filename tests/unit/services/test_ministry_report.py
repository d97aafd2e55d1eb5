"""The ministry's report: counted as the room counts, whole or not at all, nobody in it unasked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallOffered
from batola_desk.domain.facts import NewFact
from batola_desk.domain.incident import Incident
from batola_desk.domain.ministry_report import MinistryReport, ReportColumn, ReportForm, ValueKind
from batola_desk.models.codec import decode_event
from batola_desk.models.rows import CallRow
from batola_desk.services.ministry import files as ministry_files
from batola_desk.services.ministry.figures import CountedIncident, percentile
from batola_desk.services.ministry.files import masked
from batola_desk.services.ministry.report import WrittenReport
from batola_desk.services.spreadsheet_text import plain_cell
from tests.support.desk_double import NOON_US, DeskDouble, ManualClock, open_desk
from tests.support.report_day import EIGHT_LOCAL, ordinary_day
from tests.support.secret_ticket import CALLER, TICKET, OtherDeskOfTheRoom, secret_facts, told
from tests.support.shipped import shipped_catalog

DAY_US = 86_400_000_000


def column(table: str, source: str, **more: object) -> ReportColumn:
    return ReportColumn(code=f"{table}_{source}", table=table, name=source, source=source, **more)  # type: ignore[arg-type]


def with_report(*columns: ReportColumn, **form: object) -> Catalog:
    report = MinistryReport(form=ReportForm(**form), columns=columns)  # type: ignore[arg-type]
    return replace(shipped_catalog(), ministry_report=report)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as made:
        yield made


async def call(
    desk: DeskDouble,
    key: str,
    *,
    at_us: int = NOON_US,
    answered_s: float | None = 4.0,
    ended_s: float = 64.0,
    call_class: str = "",
    number: str = "081250001111",
) -> None:
    """A call as the line writes it; None = the caller left before somebody answered."""

    def fact(event: object, after_s: float) -> NewFact:
        moment_us = at_us + int(after_s * 1e6)
        return NewFact(event=event, aggregates=(f"call:{key}",), occurred_us=moment_us)  # type: ignore[arg-type]

    facts = [fact(CallOffered(call_key=key, direction="inbound", number=number), 0.0)]
    if answered_s is not None:
        facts.append(fact(CallAnswered(), answered_s))
    facts.append(fact(CallEnded(cause="caller_hung_up"), ended_s))
    if call_class:
        facts.append(fact(CallClassified(call_class=call_class), ended_s + 10.0))
    await desk.services._context.recorder.record(*facts)
    await desk.settle()


async def written(desk: DeskDouble, words: str = "hari ini") -> WrittenReport:
    return await desk.services.ministry.write(desk.services.ministry.period(words))


def table(done: WrittenReport, name: str) -> list[dict[str, str]]:
    text = (done.folder / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def document(done: WrittenReport) -> dict[str, object]:
    found: dict[str, object] = json.loads((done.folder / "laporan.json").read_text(encoding="utf-8"))
    return found


async def busy_day(desk: DeskDouble) -> None:
    await call(desk, "k1", answered_s=4.0, call_class="I")
    await call(desk, "k2", at_us=NOON_US + 1_000_000, answered_s=12.0, call_class="P")
    await call(desk, "k3", at_us=NOON_US + 2_000_000, answered_s=None, ended_s=3.0)
    await call(desk, "k4", at_us=NOON_US + 3_000_000, answered_s=None, ended_s=30.0)
    await call(desk, "k5", at_us=NOON_US + 4_000_000, answered_s=2.0, call_class="U")
    await call(desk, "k6", at_us=NOON_US - DAY_US, answered_s=2.0, call_class="I")


async def test_a_day_is_counted_as_the_room_counts_it(desk: DeskDouble) -> None:
    await busy_day(desk)
    done = await written(desk)
    (day,) = table(done, "ringkasan.csv")
    assert day["Tanggal"] == "25/08/2025"
    assert (day["Panggilan masuk"], day["Dijawab"]) == ("4", "2")  # a test counts in nothing
    assert (day["Terputus di bawah 5 detik"], day["Terputus 5 detik atau lebih"]) == ("1", "1")
    assert (day["Informasi"], day["Prank"], day["Terputus"]) == ("1", "1", "2")
    assert (day["Dijawab dalam 10 detik (%)"], day["Median waktu jawab (detik)"]) == ("50", "8")
    assert done.call_count == 4
    rows = table(done, "panggilan.csv")
    assert [row["Waktu masuk"] for row in rows] == [f"25/08/2025 13:00:0{at}" for at in range(4)]
    assert rows[0]["Golongan kementerian"] == "Informasi"
    assert rows[0]["Lama bicara (detik)"] == "60"


async def test_the_day_of_the_room_s_reports_has_the_same_figures_here(tmp_path: Path) -> None:
    """``tests/e2e/test_secretariat_reports.py`` has them from the database's own views."""
    figures = (
        "incoming answered abandoned_short abandoned_long abandoned_percent within_10_s_percent"
        " within_20_s_percent answer_median_s answer_p90_s answer_p95_s answer_max_s tickets real_tickets"
        " processing_median_s response_median_s ministry:Informasi ministry:Ghost ministry:Terputus"
    )
    catalog = with_report(*(column("summary", source) for source in figures.split()))
    clock = ManualClock(round(EIGHT_LOCAL.timestamp() * 1_000_000) + 4 * 3_600_000_000)
    async with open_desk(tmp_path, catalog=catalog, clock=clock) as desk:
        for one in map(json.loads, ordinary_day()):
            event = decode_event(one["kind"], one["v"], one["body"])
            await desk.services._context.recorder.record(
                NewFact(event=event, aggregates=tuple(one["aggs"]), occurred_us=one["t"])
            )
        await desk.settle()
        summary = document(await written(desk, "2026-11-26"))["summary"]
    assert summary == [
        {
            "incoming": 5,
            "answered": 3,
            "abandoned_short": 1,
            "abandoned_long": 1,
            "abandoned_percent": 20.0,
            "within_10_s_percent": 33.3,
            "within_20_s_percent": 100.0,
            "answer_median_s": 16.0,
            "answer_p90_s": 19.2,
            "answer_p95_s": 19.6,
            "answer_max_s": 20.0,
            "tickets": 1,
            "real_tickets": 1,
            "processing_median_s": 62.0,
            "response_median_s": 432.0,
            "ministry:Informasi": 2,
            "ministry:Ghost": 1,
            "ministry:Terputus": 2,
        }
    ]


async def test_a_period_has_a_row_for_each_day_also_for_a_quiet_one(desk: DeskDouble) -> None:
    await busy_day(desk)
    done = await written(desk, "2025-08-23 2025-08-25")
    days = table(done, "ringkasan.csv")
    assert [(day["Tanggal"], day["Panggilan masuk"]) for day in days] == [
        ("23/08/2025", "0"),
        ("24/08/2025", "1"),
        ("25/08/2025", "4"),
    ]
    assert days[0]["Median waktu jawab (detik)"] == ""


async def test_a_ticket_stands_with_its_times_and_its_words_cannot_become_a_formula(tmp_path: Path) -> None:
    catalog = with_report(
        *(column("incidents", source) for source in ("ticket", "type", "report_count", "processing_s")),
        column("incidents", "caller_name", whole=True),
        column("incidents", "callback_number", whole=True),
    )
    async with open_desk(tmp_path, catalog=catalog) as desk:
        key = desk.engine.ring(CALLER)
        await desk.settle()
        await desk.services.calls.answer(key)
        await desk.settle()
        incident_id = await desk.services.incidents.new(call_key=key)
        for field, value in (("type_code", "KB01"), ("caller_name", "=cmd|' /C calc'!A0; \"dua\"\nbaris")):
            desk.services.incidents.set_field(incident_id, field, value)
        await desk.services.incidents.flush()
        await desk.forward(30)
        await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await desk.settle()
        done = await written(desk)
        (row,) = table(done, "kejadian.csv")
        assert row["type"] == "KB01"
        assert row["report_count"] == "1"
        assert row["processing_s"].startswith("30")
        assert row["caller_name"].startswith("'=cmd")
        assert [path.name for path in sorted(done.folder.iterdir())] == ["kejadian.csv", "laporan.json"]


async def test_a_number_is_masked_unless_the_column_says_whole(tmp_path: Path) -> None:
    catalog = with_report(
        column("calls", "number"),
        ReportColumn(code="utuh", table="calls", name="utuh", source="number", whole=True),
    )
    async with open_desk(tmp_path, catalog=catalog) as desk:
        await call(desk, "k1", number="081250001111")
        (row,) = table(await written(desk), "panggilan.csv")
        assert row == {"number": "0812••••••11", "utuh": "081250001111"}


async def test_as_shipped_nobody_is_in_it(desk: DeskDouble) -> None:
    await call(desk, "k1", number="081250001111")
    incident_id = await desk.services.incidents.new()
    for field, value in (("caller_name", "Siti Aminah"), ("callback_number", "0812 9999 0000")):
        desk.services.incidents.set_field(incident_id, field, value)
    await desk.services.incidents.flush()
    await desk.settle()
    done = await written(desk)
    assert done.incident_count == 1
    for path in done.folder.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        for word in ("081250001111", "Aminah", "99990000", "9999 0000"):
            assert word not in text, path.name


async def test_a_confidential_ticket_is_counted_and_listed_nowhere(tmp_path: Path) -> None:
    every = shipped_catalog().ministry_report.columns
    catalog = with_report(
        *every,
        column("summary", "confidential_tickets"),
        column("incidents", "callback_number", whole=True),
        column("calls", "number", whole=True),
        column("calls", "call_key"),
    )
    async with open_desk(tmp_path, catalog=catalog, role="AU") as desk:
        await OtherDeskOfTheRoom(desk).writes(secret_facts())
        done = await written(desk)
        (day,) = table(done, "ringkasan.csv")
        assert (day["Tiket"], day["confidential_tickets"]) == ("1", "1")
        assert table(done, "kejadian.csv") == []
        (row,) = table(done, "panggilan.csv")
        assert (row["Nomor tiket"], row["number"], row["call_key"]) == ("", "", "")
        for path in done.folder.iterdir():
            text = path.read_text(encoding="utf-8-sig")
            assert told(text) == []
            assert CALLER not in text
            assert TICKET not in text


@pytest.mark.parametrize(
    ("role", "may"), [("KS", True), ("AN", True), ("AU", True), ("PT", False), ("PTDS", False), ("AD", False)]
)
async def test_lead_analyst_and_auditor_write_it_and_nobody_else(
    tmp_path: Path, role: str, may: bool
) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog(), role=role) as desk:
        assert desk.services.ministry.may_write() is may
        if may:
            assert (await written(desk)).folder.is_dir()
        else:
            with pytest.raises(OperatorError, match="report_not_allowed"):
                await written(desk)
            assert not list(desk.services._context.exports.glob("laporan-kementerian*"))


async def test_it_says_which_desks_facts_it_covers(tmp_path: Path) -> None:
    async with open_desk(tmp_path / "a", catalog=shipped_catalog()) as desk:
        done = await written(desk)
        assert (done.desks, done.room, done.is_whole) == (("A",), "alone", True)
        coverage = document(done)["coverage"]
        assert isinstance(coverage, dict)
        assert (coverage["desks"], coverage["from"], coverage["is_whole"]) == (["A"], "2025-08-25", True)
    async with open_desk(tmp_path / "b", catalog=shipped_catalog()) as desk:
        await OtherDeskOfTheRoom(desk).writes(secret_facts())
        assert (await written(desk)).desks == ("A", "B")


async def test_csv_and_json_are_as_configured(tmp_path: Path) -> None:
    columns = (
        column("summary", "day", format="%Y-%m-%d"),
        column("summary", "abandoned_percent"),
        column("calls", "offered_at", at=9),
    )
    catalog = with_report(*columns, delimiter="|", bom=False, decimal=".", moment_format="%H.%M")
    async with open_desk(tmp_path, catalog=catalog) as desk:
        await call(desk, "k1", answered_s=None, ended_s=30.0)
        await call(desk, "k2")
        await call(desk, "k3")
        done = await written(desk)
        lines = (done.folder / "ringkasan.csv").read_bytes()
        assert lines == b"day|abandoned_percent\r\n2025-08-25|33.3\r\n"
        told_by = document(done)
        assert told_by["summary"] == [{"day": "2025-08-25", "abandoned_percent": 33.3}]
        assert told_by["calls"] == [{"offered_at": "13.00"}] * 3
        assert told_by["format"] == "batola-desk-ministry"


async def test_a_disk_that_fails_leaves_nothing_half(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    await busy_day(desk)
    real, count = ministry_files.write_whole, 0

    def full(path: Path, content: bytes) -> None:
        nonlocal count
        count += 1
        assert path.parent.name.endswith(".new"), "a power cut would leave half under the name of the whole"
        if count == 3:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(ministry_files, "write_whole", full)
    with pytest.raises(OperatorError, match="export_not_written"):
        await written(desk)
    assert list(desk.services._context.exports.glob("laporan-kementerian*")) == []
    monkeypatch.undo()
    first, second = await written(desk), await written(desk)
    assert first.folder != second.folder


async def test_practice_is_in_no_report(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog(), training=True) as desk:
        desk.services.incidents.set_field(await desk.services.incidents.new(), "type_code", "KB01")
        await desk.services.incidents.flush()
        await desk.settle()
        done = await written(desk)
        assert (done.call_count, done.incident_count) == (0, 0)


async def test_without_columns_it_is_told(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=with_report()) as desk:
        with pytest.raises(OperatorError, match="report_empty"):
            await written(desk)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("081250001111", "0812••••••11"), ("+62 812-5000-1111", "+62 81•-••••-••11"), ("110", "•••"), ("", "")],
)
def test_a_masked_number_keeps_network_and_end(number: str, shown: str) -> None:
    assert masked(number, ValueKind.NUMBER_OF_PERSON) == shown


def test_a_masked_name_keeps_its_first_letters() -> None:
    assert masked("Siti  Aminah", ValueKind.PERSON) == "S••• A•••"


@pytest.mark.parametrize("value", ["=1+1", "+62", "-1", "@A1", "\t=1", "\r=1", " =1", "\n=1", "＝1", "－1"])
def test_no_word_becomes_a_formula(value: str) -> None:
    assert plain_cell(value) == f"'{value}"
    assert plain_cell(f"RT {value}") == f"RT {value}"


def test_percentiles_are_those_of_the_database() -> None:
    assert percentile([], 0.5) is None
    assert percentile([4.0], 0.9) == 4.0
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.9) == 3.7


def test_the_report_that_was_answered_first_is_the_one_that_counts() -> None:
    early = CallRow(row_id=1, call_key="a", offered_us=1, answered_us=90)
    quick = CallRow(row_id=2, call_key="b", offered_us=5, answered_us=20)
    lost = CallRow(row_id=3, call_key="c", offered_us=0)
    ticket = Incident(incident_id="i")
    assert CountedIncident(ticket, (early, quick, lost)).first is quick
    assert CountedIncident(ticket, (lost,)).first is lost
    assert CountedIncident(ticket, ()).first is None
