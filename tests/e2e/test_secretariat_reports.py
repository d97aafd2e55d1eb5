"""The reports on real PostgreSQL: hand-computed figures, killed and doubled projectors, who may read what."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.events import call, callback, incident, operator, unit
from batola_desk.domain.ids import callback_id_for_call
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.reports.call_names import CallNames
from batola_desk.sync.reports.folding import PageChange
from batola_desk.sync.reports.projector import AlreadyFilled, Projector, Wish
from batola_desk.sync.reports.rows import TABLES
from batola_desk.sync.reports.store import LeaseLost, ProgressMoved, ReportStore
from batola_desk.sync.room_status import examine_room
from tests.e2e.secretariat_stage import PASSWORD, Room, needs_postgres
from tests.support.report_day import ReportDay, ordinary_day
from tests.support.room_writer import RoomWriter
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

DOCUMENT = Path(__file__).parents[2] / "docs" / "report-schema.md"
DAY = date(2026, 11, 26)
ONCE = Wish(once=True)


class Reports:
    """A room and its projectors."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room = room
        self.catalog: Catalog = shipped_catalog()
        self.told: list[str] = []
        self._reader: asyncpg.Connection | None = None
        self._secret = folder / "projector.secret"
        self._secret.write_text(PASSWORD + "\n")
        self._secret.chmod(0o600)
        self._processes: list[subprocess.Popen[str]] = []

    async def submit(self, envelopes: list[str]) -> None:
        desk = await self.room.join("meja_a")
        for start in range(0, len(envelopes), 400):
            await desk.submit(envelopes[start : start + 400])

    def projector(self) -> Projector:
        return Projector(
            self.room.rig.address(self.room.name),
            "proyektor",
            PASSWORD,
            self.catalog,
            lambda what, _value: self.told.append(what),
        )

    async def fill(self, wish: Wish = ONCE) -> None:
        await self.projector().run(wish)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the command as IT does."""
        url = self.room.rig.url(self.room.name, "proyektor")
        command = [sys.executable, "-m", "batola_desk", "project", url, "--password-file", str(self._secret)]
        process = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._processes.append(process)
        return process

    def finish(self) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()

    async def row(self, query: str, *values: Any) -> dict[str, Any]:
        if self._reader is None or self._reader.is_closed():
            self._reader = await self.room.psql("laporan")
        found = await self._reader.fetchrow(query, *values)
        assert found is not None
        return dict(found)

    async def key(self, call_key: str) -> str:
        """What the reports call a call."""
        first = (await (await self.room.join("meja_a")).pull(0, 1))[0]
        return CallNames(first).key(call_key)

    async def content(self) -> dict[str, list[Any]]:
        """Everything in the reports."""
        root = await self.room.superuser()
        return {
            table.name: sorted(
                str(tuple(row)) for row in await root.fetch(f"select * from report.{table.name}")
            )
            for table in TABLES
        }

    async def applied(self) -> int:
        return int((await self.row("select applied_seq from report.progress"))["applied_seq"])

    async def applied_reaches(self, seq: int, limit_s: float = 30.0) -> None:
        end = time.monotonic() + limit_s
        while await self.applied() != seq:
            assert time.monotonic() < end, f"at {await self.applied()} instead of {seq}"
            await asyncio.sleep(0.2)


@pytest_asyncio.fixture
async def reports(room: Room, tmp_path: Path) -> AsyncIterator[Reports]:
    stage = Reports(room, tmp_path)
    yield stage
    stage.finish()


def many_calls(count: int) -> list[str]:
    day = ReportDay()
    for n in range(count):
        day.call(f"k{n}", n * 10, n * 10 + 4, n * 10 + 9, call_class="I", classified_s=n * 10 + 12)
    return day.envelopes


# ------------------------------------------------------------------ the figures


async def test_a_call_has_its_intervals(reports: Reports) -> None:
    await reports.submit(ordinary_day())
    await reports.fill()
    by_key = "select * from report.call where call_key = $1"
    c1 = await reports.row(by_key, await reports.key("c1"))
    assert (c1["answer_s"], c1["talk_s"], c1["hold_s"], c1["wrap_up_s"]) == (8, 120, Decimal("20.5"), 22)
    assert (c1["call_class"], c1["operator"], c1["desk"], c1["state"]) == ("I", "rina", "A", "classified")
    assert c1["is_counted"]
    c2 = await reports.row(by_key, await reports.key("c2"))
    assert (c2["is_abandoned"], c2["abandoned_s"], c2["answer_s"], c2["call_class"]) == (True, 3, None, "T")
    c6 = await reports.row(by_key, await reports.key("c6"))
    assert (c6["is_silent"], c6["is_silent_checked"], c6["wrap_up_s"]) == (True, True, 0)
    flags = await reports.row(
        "select (select is_training from report.call where call_key = $1) as training,"
        " (select is_test from report.call where call_key = $2) as test,"
        " (select count(*) from report.call where is_counted) as counted",
        await reports.key("c4"),
        await reports.key("c5"),
    )
    assert flags == {"training": True, "test": True, "counted": 5}


async def test_a_day_has_the_figures_of_the_definitions(reports: Reports) -> None:
    await reports.submit(ordinary_day())
    await reports.fill()
    day = await reports.row("select * from report.call_daily")
    assert day == {
        "day": DAY,
        "incoming_count": 5,
        "answered_count": 3,
        "abandoned_short_count": 1,
        "abandoned_long_count": 1,
        "abandoned_percent": Decimal("20.0"),
        "within_10_s_percent": Decimal("33.3"),
        "within_15_s_percent": Decimal("33.3"),
        "within_20_s_percent": Decimal("100.0"),
        "answer_median_s": 16,
        "answer_p90_s": pytest.approx(19.2),
        "answer_p95_s": pytest.approx(19.6),
        "answer_max_s": 20,
        "talk_median_s": 60,
        "talk_total_s": 210,
        "wrap_up_median_s": 4,
        "silent_count": 1,
        "silent_checked_percent": Decimal("100.0"),
    }
    reader = await reports.room.psql("laporan")
    shares = await reader.fetch("select call_class, call_count, share_percent from report.call_composition")
    assert {row[0]: (row[1], row[2]) for row in shares} == {
        "I": (1, Decimal("16.7")),
        "T": (2, Decimal("33.3")),
        "U": (1, Decimal("16.7")),
        "G": (1, Decimal("16.7")),
        "R": (1, Decimal("16.7")),
    }
    ministry = await reader.fetch("select ministry_class, call_count from report.ministry_composition")
    classes = reports.catalog.classes
    expected: Counter[str] = Counter(classes[code].ministry for code in "ITTGR")
    assert {row[0]: row[1] for row in ministry} == expected
    assert await reports.row("select * from report.busy_hour") == {"weekday": 4, "hour": 8, "call_count": 5}
    assert await reports.row("select * from report.operator_hour") == {
        "operator": "rina",
        "hour": datetime(2026, 11, 26, 8),
        "call_count": 3,
        "talk_min": Decimal("3.5"),
        "p1_count": 2,
    }
    assert await reports.row("select * from report.callback_daily") == {
        "day": DAY,
        "opened_count": 1,
        "reached_count": 1,
        "reached_percent": Decimal("100.0"),
        "reach_median_s": 80,
    }


async def test_a_ticket_has_t0_to_t7_and_every_interval(reports: Reports) -> None:
    await reports.submit(ordinary_day())
    await reports.fill()
    times = await reports.row("select * from report.incident_times where incident_id = 'i1'")
    intervals = {name: value for name, value in times.items() if name.endswith("_s")}
    assert intervals == {
        "answer_s": 8,
        "ticket_s": 12,
        "processing_s": 62,
        "acceptance_s": 120,
        "turnout_s": 70,
        "response_s": 432,
        "response_from_ringing_s": 440,
        "response_from_alert_s": 370,
        "closing_s": 1200,
    }
    assert (times["is_real"], times["report_count"], times["priority"]) == (True, 2, "P1")
    task = await reports.row("select * from report.agency_task")
    assert (task["ack_s"], task["work_s"], task["total_s"], task["state"]) == (120, 810, 1030, "completed")
    limit_s = reports.catalog.agencies["damkar"].ack_limit_s(reports.catalog.priorities["P1"])
    assert task["ack_limit_s"] == limit_s is not None
    part = await reports.row("select * from report.incident_unit")
    assert (part["turnout_s"], part["travel_s"], part["on_scene_s"], part["committed_s"]) == (
        60,
        300,
        600,
        960,
    )
    day = await reports.row("select * from report.incident_daily")
    assert (day["ticket_count"], day["real_count"], day["processing_median_s"]) == (1, 1, 62)
    assert (day["response_median_s"], day["reports_per_ticket"]) == (432, 2)
    agency = await reports.row("select * from report.agency_daily")
    assert (agency["sent_count"], agency["ack_median_s"], agency["measured_count"]) == (1, 120, 1)
    assert agency["within_limit_percent"] is None  # of one, a percentage says nothing


# what became of the ticket: whether it is a real incident (domain.md §13: Kejadian nyata), how long the
# agency took to accept, and where
TICKETS = (
    ("a1", "", True, 30, "63.04.01.1001"),
    ("a2", "cancelled", True, 40, "63.04.01.1001"),
    ("a3", "moved_region", True, 50, "63.04.01.1001"),
    ("a4", "referred", False, 60, "63.04.01.1001"),
    ("a5", "false_report", False, 3600, "63.04.01.1001"),
    ("b1", "", True, None, "63.04.02.2001"),
    ("b2", "closed as false_report", False, None, "63.04.02.2001"),
    ("b3", "under_control", True, None, "63.04.02.2001"),
)


def day_of_tickets() -> list[str]:
    day = ReportDay()
    for n, (key, state, _, ack_s, place) in enumerate(TICKETS):
        name, at_s = f"incident:{key}", n * 1000
        day.call(f"c-{key}", at_s, at_s + 5, at_s + 90)
        day.ticket(key, at_s + 10, f"c-{key}")
        day.fact(at_s + 11, incident.IncidentFieldSet(field="place_code", value=place), name)
        day.fact(at_s + 11, incident.IncidentPrioritySet(priority="P1"), name)
        if ack_s is not None:
            sent = incident.AgencyTaskSent(task_id=f"t-{key}", agency_code="damkar", channel="voice")
            named = incident.AgencyTaskAcknowledged(task_id=f"t-{key}", person_name="Pak Rahman")
            day.fact(at_s + 20, sent, name)
            day.fact(at_s + 20 + ack_s, named, name)
        if state.startswith("closed"):
            ended = incident.IncidentClosed(disposition="false_report", caller_informed="yes")
            day.fact(at_s + 500, ended, name, actor="budi")
        elif state:
            day.fact(at_s + 500, incident.IncidentStateSet(state=state, reason="x"), name, actor="budi")
    return day.envelopes


async def test_real_incidents_are_counted_and_small_numbers_hidden(reports: Reports) -> None:
    await reports.submit(day_of_tickets())
    await reports.fill()
    reader = await reports.room.psql("laporan")
    real = await reader.fetch("select incident_id, is_real from report.incident_times")
    assert dict(map(tuple, real)) == {key: is_real for key, _, is_real, *_ in TICKETS}
    day = await reports.row("select ticket_count, real_count, reports_per_ticket from report.incident_daily")
    assert (day["ticket_count"], day["real_count"], day["reports_per_ticket"]) == (8, 5, 1)
    places = await reader.fetch("select place_code, incident_count from report.incident_place")
    assert [tuple(row) for row in places] == [("63.04.01.1001", 3)], "two of a place could name a family"
    agency = await reports.row("select measured_count, within_limit_percent from report.agency_daily")
    assert (agency["measured_count"], agency["within_limit_percent"]) == (5, Decimal("80.0"))


async def test_units_and_operators_have_a_row_for_each_state_they_were_in(reports: Reports) -> None:
    await reports.submit(ordinary_day())
    await reports.fill()
    reader = await reports.room.psql("laporan")
    periods = "select state, period_s from report.{}_period order by applied_seq"
    assert [tuple(row) for row in await reader.fetch(periods.format("unit"))] == [
        ("available", 80),
        ("assigned", 60),
        ("en_route", 300),
        ("on_scene", 600),
        ("returning", 460),
        ("available", None),
    ]
    assert [tuple(row) for row in await reader.fetch(periods.format("operator"))] == [
        ("available", 3600),
        ("paused", 900),
        ("available", 2700),
        ("offline", None),
    ]
    assert (await reports.row("select state, role from report.operator")) == {
        "state": "offline",
        "role": "call_taker",
    }


async def test_page_by_page_gives_what_one_fold_gives(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """States are read back between pages: nothing that a later fact needs is left out of them."""
    monkeypatch.setattr("batola_desk.sync.reports.projector.PAGE", 1)
    monkeypatch.setattr("batola_desk.sync.reports.folding.TALLIES_KEPT", 0)
    await reports.submit(ordinary_day())
    await reports.fill()
    by_ones = await reports.content()
    monkeypatch.undo()
    await reports.fill(Wish(once=True, rebuild=True))
    assert await reports.content() == by_ones


async def test_nothing_of_a_caller_is_in_the_reports(reports: Reports) -> None:
    await reports.submit(ordinary_day())
    await reports.fill()
    root = await reports.room.superuser()
    states = b"".join(row[0] for row in await root.fetch("select state from report.state"))
    everything = str(await reports.content()).encode() + states
    for secret in (b"0812", b"Rahasia", b"Rina Sari", b"padam", b"makan"):
        assert secret not in everything


NUMBER_IN_ID = "081299887766-1795665600@10.11.2.9"
CLOSED = callback_id_for_call(NUMBER_IN_ID)


def day_of_a_talkative_exchange() -> list[str]:
    """Every kind of fact that names a call, of a call whose id holds the caller's number."""
    day, name = ReportDay(), f"call:{NUMBER_IN_ID}"
    day.fact(0, operator.OperatorSignedOn(name="Rina", role="call_taker"), "operator:rina")
    day.call(NUMBER_IN_ID, 1, None, 9)
    lost = callback.CallbackOpened(number="0812", call_key=NUMBER_IN_ID, reason="abandoned")
    day.fact(9, lost, f"callback:{CLOSED}")
    again = callback.CallbackMissedAgain(call_key=NUMBER_IN_ID, reason="abandoned")
    day.fact(9, again, f"callback:{CLOSED}")
    tried = callback.CallbackAttempted(outcome="reached", call_key=NUMBER_IN_ID)
    day.fact(12, tried, f"callback:{CLOSED}")
    opened = incident.IncidentOpened(ticket_number="T-1", call_key=NUMBER_IN_ID)
    day.fact(20, opened, "incident:i1", name)
    day.ticket("i2", 21, NUMBER_IN_ID)
    day.ticket("i3", 22, NUMBER_IN_ID)
    apart = call.CallUnlinked(call_key=NUMBER_IN_ID, incident_id="i3", reason="salah tiket")
    day.fact(23, apart, "incident:i3", name)
    other = incident.IncidentSimilarJudged(other=name)
    day.fact(24, other, "incident:i1")
    held = call.CallLocationReceived(source="sip_reference", uri=f"https://lis/{NUMBER_IN_ID}")
    day.fact(25, held, name)
    return day.envelopes


@pytest.mark.parametrize("page", [500, 1])
async def test_a_number_in_a_call_id_stands_in_no_column(
    reports: Reports, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("batola_desk.sync.reports.projector.PAGE", page)
    monkeypatch.setattr("batola_desk.sync.reports.folding.TALLIES_KEPT", 0 if page == 1 else 5000)
    await reports.submit(day_of_a_talkative_exchange())
    await reports.fill()
    root = await reports.room.superuser()
    searched = []
    for table in await root.fetch("select relname from pg_class where relnamespace = 'report'::regnamespace"
                                  " and relkind in ('r', 'v', 'm', 'p')"):  # fmt: skip
        searched.append(table["relname"])
        for row in await root.fetch(f"select * from report.{table['relname']}"):
            for column, value in row.items():
                words = value if isinstance(value, bytes) else str(value).encode()
                assert b"99887766" not in words, (table["relname"], column)
    assert {"state", "call", "incident_call", "callback", "incident_times"} <= set(searched)
    # Still one call, by the same name wherever it stands; a link that was undone is gone.
    assert await reports.row(
        "select (select count(*) from report.call c join report.callback b using (call_key)) as lost,"
        " (select string_agg(l.incident_id, ' ' order by l.incident_id)"
        " from report.incident_call l join report.call c using (call_key)) as tickets,"
        " (select lost_count from report.callback) as missed"
    ) == {"lost": 1, "tickets": "i1 i2", "missed": 1}
    named = (await reports.row("select call_key from report.call"))["call_key"]
    await reports.fill(Wish(once=True, rebuild=True))
    assert (await reports.row("select call_key from report.call"))["call_key"] == named
    first = (await (await reports.room.join("meja_a")).pull(0, 1))[0]
    other = first._replace(hash=b"\x01" * 32)
    assert CallNames(other).key(NUMBER_IN_ID) != named  # nobody finds it by hashing all numbers


async def test_what_no_desk_of_ours_writes_does_not_stop_the_reports(reports: Reports) -> None:
    day = ReportDay()
    day.fact(-9e10, call.CallOffered(call_key="x", direction="in\x00bound", number=""), "call:x")
    day.fact(9e11, call.CallAnswered(), "call:x")
    for estimate_s in (2**40, 2**70):
        sent = unit.UnitDispatched(unit_id="u" * 5000, incident_id="i", estimate_s=estimate_s)
        day.fact(0, sent, "unit:u", "incident:i")
    other = RoomWriter("rina", "A")
    await reports.submit(day.envelopes)
    await reports.submit(
        [
            other.fact("call.offered", aggregates=("call:", "nothing", "moon:1"), body={"direction": 7}),
            other.fact("call.answered", aggregates=("call:y", "incident:y", "unit:y", "desk:A"), body={}),
            other.fact(wrong={"v": "x"}),
            other.fact("call.teleported"),
        ]
    )
    await reports.fill()
    assert await reports.applied() == 8
    found = await reports.row("select direction from report.call where call_key = $1", await reports.key("x"))
    assert found["direction"] == "in\ufffdbound"


# ------------------------------------------------------------------ kills and doubles


async def test_a_kill_in_the_middle_of_a_page_loses_and_doubles_nothing(reports: Reports) -> None:
    await reports.submit(many_calls(200))
    root = await reports.room.superuser()
    await root.execute(
        "create function report.slow() returns trigger language plpgsql as"
        " $$ begin perform pg_sleep(20); return null; end $$;"
        " create trigger slow after insert on report.call for each statement"
        " when (pg_trigger_depth() = 0) execute function report.slow()"
    )
    killed = reports.start("--once")
    sleeping = "select count(*) from pg_stat_activity where usename = 'proyektor' and wait_event = 'PgSleep'"
    end = time.monotonic() + 30
    while not await root.fetchval(sleeping):
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    await root.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'proyektor'")
    await root.execute("drop trigger slow on report.call; drop function report.slow()")
    assert await reports.applied() == 0
    assert (await reports.content())["call"] == []
    await reports.fill(Wish(once=True, standby=True))  # the dead one's lease ends first
    assert await reports.applied() == 800
    day = await reports.row("select incoming_count, answered_count, talk_total_s from report.call_daily")
    assert day == {"incoming_count": 200, "answered_count": 200, "talk_total_s": 1000}


async def test_kills_at_any_moment_leave_the_fold_of_the_history(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reports.submit([*ordinary_day(), *many_calls(1500)])
    root = await reports.room.superuser()
    for pause_s in (1.0, 1.2, 1.4, 1.6):
        process = reports.start("--once")
        await asyncio.sleep(pause_s)
        process.kill()
        process.wait(10)
        await root.execute("update report.lease set held_until = '-infinity'")
    await reports.fill()
    after_kills = await reports.content()
    await reports.fill(Wish(once=True, rebuild=True))
    assert await reports.content() == after_kills
    assert len(after_kills["call"]) == 1507


async def test_a_second_copy_is_refused_and_one_that_waits_takes_over(reports: Reports) -> None:
    day = many_calls(6)
    await reports.submit(day[:8])
    first = reports.start()
    await reports.applied_reaches(8)
    second = reports.start()
    assert second.wait(20) == 1
    assert second.stdout is not None
    assert "salinan lain" in second.stdout.read()
    with pytest.raises(AlreadyFilled):
        await reports.fill()
    third = reports.start("--standby")
    await asyncio.sleep(1.5)
    assert third.poll() is None
    first.kill()
    await reports.submit(day)
    await reports.applied_reaches(len(day))
    assert third.poll() is None
    third.terminate()  # a service manager's stop gives the lease back
    assert third.wait(10) == 0
    await reports.fill()


async def test_who_has_lost_the_lease_writes_nothing(reports: Reports) -> None:
    """A copy that was frozen and comes back must not write over the one that took over."""
    day = many_calls(4)
    await reports.submit(day[:4])
    running = asyncio.create_task(reports.projector().run(Wish(standby=True)))
    await reports.applied_reaches(4)
    root = await reports.room.superuser()
    await root.execute(
        "update report.lease set holder = gen_random_uuid(), host = 'other',"
        " held_until = clock_timestamp() + interval '9 s'"
    )
    await reports.submit(day)
    await asyncio.sleep(3)
    assert await reports.applied() == 4
    assert "lost" in reports.told
    await root.execute("update report.lease set held_until = '-infinity'")
    await reports.applied_reaches(len(day))
    running.cancel()


async def test_a_page_of_one_who_was_replaced_meanwhile_is_not_written(reports: Reports) -> None:
    frozen = ReportStore(await reports.room.psql("proyektor"), uuid.uuid4(), "one")
    other = ReportStore(await reports.room.psql("proyektor"), uuid.uuid4(), "other")
    assert await frozen.take_lease() == ""
    assert await other.take_lease() == "one"
    root = await reports.room.superuser()
    await root.execute("update report.lease set held_until = '-infinity'")
    assert await other.take_lease() == ""
    before = await frozen.progress()
    with pytest.raises(LeaseLost):
        await frozen.commit(before, 7, b"x" * 32, PageChange())
    with pytest.raises(LeaseLost):
        await frozen.restart(1)
    assert await other.progress() == before
    await other.commit(before, 7, b"x" * 32, PageChange())
    with pytest.raises(ProgressMoved):  # folded on what is no longer the end
        await other.commit(before, 8, b"y" * 32, PageChange())
    await root.execute("update report.lease set held_until = now() + interval '5 hours'")  # a clock set back
    assert await frozen.take_lease() == ""


async def test_a_lost_connection_is_made_again(reports: Reports) -> None:
    day = many_calls(4)
    await reports.submit(day[:8])
    running = asyncio.create_task(reports.projector().run(Wish()))
    await reports.applied_reaches(8)
    root = await reports.room.superuser()
    await root.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'proyektor'")
    await reports.submit(day)
    await reports.applied_reaches(len(day))
    assert "fault" in reports.told
    running.cancel()


# ------------------------------------------------------------------ another history


async def test_a_restored_older_database_is_followed_from_what_it_holds(reports: Reports) -> None:
    day = many_calls(10)
    rig, name = reports.room.rig, reports.room.name
    await reports.submit(day[:12])
    await reports.fill()
    reports.room.leave()
    await asyncio.sleep(0.3)
    await rig.copy_database(name, f"{name}_older")
    await reports.submit(day)
    running = asyncio.create_task(reports.projector().run(Wish()))
    await reports.applied_reaches(len(day))
    root = await rig.superuser()
    await root.execute(f"drop database {name} with (force)")
    await root.execute(f"alter database {name}_older rename to {name}")
    older = await rig.superuser(name)
    await older.execute("update batola.stream set epoch = gen_random_uuid()")
    other = ReportDay()
    other.call("k3", 40, 41, 42)  # the history that is gone knew another call of this key
    await reports.submit(other.envelopes)
    await reports.applied_reaches(15)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    followed = await reports.content()
    assert len(followed["call"]) == 4
    await reports.fill(Wish(once=True, rebuild=True))
    assert await reports.content() == followed
    await root.close()
    await older.close()


@pytest.mark.parametrize("seq", [3, 7_000])
async def test_reports_of_another_history_are_made_anew(reports: Reports, seq: int) -> None:
    """Somebody restored the history without the reports, or the other way round."""
    await reports.submit(many_calls(2))
    await reports.fill()
    right = await reports.content()
    root = await reports.room.superuser()
    await root.execute("update report.progress set applied_seq = $1, applied_hash = sha256('x')", seq)
    await root.execute("insert into report.incident_call values ('ghost', 'ghost', 1)")
    reports.told.clear()
    await reports.fill()
    assert "rebuild" in reports.told
    assert await reports.content() == right


async def test_a_new_fold_makes_the_reports_anew(reports: Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    await reports.submit(many_calls(2))
    await reports.fill()
    reports.told.clear()
    await reports.fill()
    assert "rebuild" not in reports.told
    monkeypatch.setattr("batola_desk.sync.reports.projector.FOLD_LEVEL", 99)
    await reports.fill()
    assert "rebuild" in reports.told


async def test_status_says_how_far_the_reports_are(reports: Reports) -> None:
    root = await reports.room.superuser()

    async def said() -> list[tuple[str, str]]:
        found = [finding async for finding in examine_room(root)]
        return [(f.level, f.text.partition(":")[0]) for f in found if f.subject == "laporan"]

    assert await said() == []
    await reports.submit(many_calls(2))
    await reports.fill()
    assert await said() == [("ok", "sampai fakta 8, 0 menunggu")]
    await root.execute("update report.progress set applied_at = now() - interval '2 min'")
    assert await said() == [("ok", "sampai fakta 8, 0 menunggu")]  # a quiet room
    await reports.submit(many_calls(1))
    assert await said() == [("warn", "sampai fakta 8, 4 menunggu")]


# ------------------------------------------------------------------ who may what


REFUSALS = (
    asyncpg.InsufficientPrivilegeError,
    asyncpg.WrongObjectTypeError,  # a view cannot be emptied …
    asyncpg.ObjectNotInPrerequisiteStateError,  # … nor, with GROUP BY in it, be written to by anybody
)


async def relations(connection: asyncpg.Connection) -> list[str]:
    found = await connection.fetch(
        "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('report', 'api', 'batola') and c.relkind in ('r', 'v') order by 1"
    )
    return [row[0] for row in found]


async def test_the_report_role_reads_the_reports_and_nothing_else(reports: Reports) -> None:
    reader = await reports.room.psql("laporan")
    closed = {"report.state", "report.lease"}
    seen = 0
    for name in await relations(await reports.room.superuser()):
        if name.startswith("report.") and name not in closed:
            await reader.fetch(f"select * from {name}")
            seen += 1
        else:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await reader.fetch(f"select * from {name}")
        for attack in (f"delete from {name}", f"insert into {name} default values", f"truncate {name}"):
            with pytest.raises(REFUSALS):
                await reader.execute(attack)
    assert seen > 20
    for attack in (
        "update report.progress set applied_seq = 0",
        "update report.call set desk = 'B'",
        "select api.submit(1::smallint, '{}')",
        "create table report.mine (x int)",
        "create table public.mine (x int)",
        "create temporary table mine (x int)",
        "set role batola_projector",
        "lock table report.call in access share mode nowait; lock table report.lease",
        "select pg_advisory_lock(1)",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute(attack)


async def test_a_reader_of_reports_who_keeps_a_transaction_open_is_ended(reports: Reports) -> None:
    """An open snapshot keeps PostgreSQL from tidying up what every desk writes to."""
    root = await reports.room.superuser()
    await root.execute("update batola.room set idle_max_s = 1")
    reader = await reports.room.psql("laporan")
    await reader.execute("set idle_in_transaction_session_timeout = 0")
    await reader.execute("begin; select * from report.call")
    await asyncio.sleep(1.2)
    await root.execute("update batola.stream set swept_at = '-infinity'")
    await reports.submit(many_calls(1))
    await asyncio.sleep(0.3)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await reader.fetch("select 1")


async def test_the_projector_writes_reports_and_nothing_of_the_history(reports: Reports) -> None:
    projector = await reports.room.psql("proyektor")
    for attack in (
        "select api.submit(1::smallint, '{}')",
        "delete from batola.journal",
        "update batola.stream set seq = 0",
        "drop table report.call",
        "alter table report.call add column x int",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await projector.execute(attack)


@pytest.mark.parametrize("login", ["rina", "ani", "meja_a"])
async def test_desks_have_no_business_in_the_reports(reports: Reports, login: str) -> None:
    member = await reports.room.psql(login)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await member.fetch("select * from report.call")


async def test_a_login_without_the_projectors_role_is_refused(reports: Reports) -> None:
    projector = Projector(reports.room.rig.address(reports.room.name), "rina", PASSWORD, reports.catalog)
    with pytest.raises(SecretariatFault) as refused:
        await projector.run(Wish())
    assert refused.value.code == "secretariat_no_role"


# ------------------------------------------------------------------ the document


async def test_the_document_names_every_column_and_no_other(room: Room) -> None:
    reader = await room.psql("laporan")
    rows = await reader.fetch(
        "select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
        " where n.nspname = 'report' and c.relkind in ('r', 'v') and c.relname not in ('state', 'lease')"
    )
    assert documented() == {(row[0], row[1]) for row in rows}


def documented() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    table = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"### `report\.(\w+)`", line):
            table = heading[1]
        elif column := re.match(r"\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", line):
            assert column[2].strip() and column[3].strip(), line
            assert (table, column[1]) not in found, line
            found.add((table, column[1]))
    return found
