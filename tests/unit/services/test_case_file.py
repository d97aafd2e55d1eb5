"""A ticket for others: with the journal's seals, only through who may see it, and nothing half written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.app.commands.verify_seals import run_verify_seals
from batola_desk.domain.errors import OperatorError
from tests.support.desk_double import DeskDouble, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path) as opened:
        yield opened


def _journal(home: Path) -> Path:
    return next(home.rglob("journal.sqlite"))


async def _ticket(desk: DeskDouble, kind: str = "KB01") -> str:
    incidents = desk.services.incidents
    ticket = await incidents.new(source="manual")
    incidents.set_field(ticket, "type_code", kind)
    await incidents.add_note(ticket, "api besar")
    await incidents.flush(ticket)
    return ticket


async def test_every_fact_of_the_ticket_has_its_seal(desk: DeskDouble) -> None:
    ticket = await _ticket(desk)
    case = await desk.services.case_files.case_file(ticket)
    timeline = [entry.fact_id for entry in case.view.incident.timeline]
    assert [seal.fact_id for seal in case.seals] == timeline
    assert all(len(seal.hash) == 64 for seal in case.seals)
    assert case.chain_head[0] >= max(seal.oseq for seal in case.seals)


async def test_the_command_says_whether_the_seals_hold(
    desk: DeskDouble, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ticket = await _ticket(desk)
    case = await desk.services.case_files.case_file(ticket)
    file = await desk.services.case_files.write_seals(case, tmp_path / "laporan.pdf")
    journal = _journal(tmp_path)
    assert run_verify_seals(journal, file) == 0
    assert f"{len(case.seals)} segel cocok" in capsys.readouterr().out
    told = json.loads(file.read_text(encoding="utf-8"))
    told["seals"][0]["hash"] = "0" * 64
    told["seals"][1]["fact_id"] = "nobody"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert run_verify_seals(journal, file) == 2
    out = capsys.readouterr().out
    assert "berbeda dari yang dicetak" in out
    assert "tidak ada di jurnal ini" in out


async def test_a_journal_that_was_changed_behind_its_seals_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await _ticket(desk)
        case = await desk.services.case_files.case_file(ticket)
        file = await desk.services.case_files.write_seals(case, tmp_path / "laporan.pdf")
    journal = _journal(tmp_path)
    with sqlite3.connect(journal) as connection:
        for trigger in connection.execute("select name from sqlite_master where type='trigger'").fetchall():
            connection.execute(f"drop trigger {trigger[0]}")
        connection.execute(
            "update journal set body = replace(body, 'besar', 'kecil') where kind = 'incident.note_added'"
        )
    connection.close()
    assert run_verify_seals(journal, file) == 2
    assert "tidak cocok dengan segelnya sendiri" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"format": "batola-seals-1", "seals": [{"x": 1}]}', "\x00"]
)
def test_a_file_that_holds_no_seals_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    assert run_verify_seals(tmp_path / "none.sqlite", file) == 3


async def test_eido_is_written_whole_and_nothing_is_written_over(desk: DeskDouble) -> None:
    ticket = await _ticket(desk)
    first = await desk.services.case_files.write_eido(ticket)
    second = await desk.services.case_files.write_eido(ticket)
    assert first != second
    told = json.loads(first.read_text(encoding="utf-8"))
    assert told["incidentComponent"]["incidentTypeInternalCode"] == "KB01"
    assert {path.suffix for path in first.parent.iterdir()} == {".json"}, "nothing half written lies beside"


async def test_a_confidential_ticket_leaves_only_through_who_may_see_it(desk: DeskDouble) -> None:
    """Also when it hides in another one: a merged child takes its secrets along."""
    secret = await _ticket(desk, "KR06")
    context = desk.services._context
    lead = context.person
    for role, may in (("AN", False), (lead.role, True)):
        context.person = replace(lead, role=role)
        for wish in (desk.services.case_files.case_file, desk.services.case_files.write_eido):
            if may:
                await wish(secret)
            else:
                with pytest.raises(OperatorError, match="incident_confidential"):
                    await wish(secret)
    context.person = lead
    await desk.forward(1)
    young = await _ticket(desk, "KR06")
    old = secret
    desk.services.incidents.set_field(old, "type_code", "KB01")
    await desk.services.kinship.merge(old, young)
    context.person = replace(lead, role="AN")
    case = await desk.services.case_files.case_file(old)
    assert case.view.absorbed == ()
    context.person = lead
    assert len((await desk.services.case_files.case_file(old)).view.absorbed) == 1
