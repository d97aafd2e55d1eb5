"""What does not belong here: border card and referral, from the shipped data. Source: domain.md §12.4."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import IncidentState, TaskState
from batola_desk.domain.prepared_text import GAPS, filled, gaps_of
from batola_desk.domain.referral import reference_code, target_of
from batola_desk.ipc.party_messages import HandOver, TransferBlind
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shipped import shipped_catalog

NUMBER = "0511-000112"
CALLER = "081250001111"
# What a text may never ask of a person in need: to hang up and dial elsewhere.
REDIAL = re.compile(
    r"kode wilayah|kode area|tutup telepon|nomor lain|hubungi (?!lagi atau balas)", re.IGNORECASE
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    shipped = shipped_catalog()
    agencies = dict(shipped.agencies)
    agencies["l112_banjarbaru"] = replace(agencies["l112_banjarbaru"], contacts=(NUMBER,))
    return replace(shipped, agencies=agencies)


@pytest.fixture
async def desk(tmp_path: Path, catalog: Catalog) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=catalog) as opened:
        yield opened


async def talking(desk: DeskDouble, number: str = CALLER) -> str:
    key = desk.engine.ring(number)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    return key


async def ticket(desk: DeskDouble, call_key: str | None, **fields: str) -> str:
    incident_id = await desk.services.incidents.new(call_key=call_key)
    for name, value in fields.items():
        desk.services.incidents.set_field(incident_id, name, value)
    await desk.services.incidents.flush()
    await desk.settle()
    return incident_id


# ------------------------------------------------------------------ the data


def test_no_text_that_leaves_the_desk_tells_a_caller_to_dial_elsewhere(catalog: Catalog) -> None:
    texts = [one.text for one in (*catalog.prepared_texts.values(), *catalog.referrals.values())]
    assert len(texts) >= 5
    assert [text for text in texts if REDIAL.search(text)] == []


def test_every_gap_of_the_shipped_texts_is_filled_by_a_ticket(catalog: Catalog) -> None:
    for one in (*catalog.prepared_texts.values(), *catalog.referrals.values()):
        assert set(gaps_of(one.text)) <= set(GAPS), one.code


def test_a_line_of_which_nothing_is_known_is_left_out() -> None:
    text = "Tempat: {place}\nPelapor: {caller} {number}\nSalam"
    assert filled(text, {"place": "", "number": "0812"}) == "Pelapor: 0812\nSalam"


def test_a_reference_names_its_target_and_its_ticket(catalog: Catalog) -> None:
    for target in catalog.referrals.values():
        code = reference_code(target, "112-6304-20261127-A0007")
        assert code == f"{target.prefix}-20261127-A0007"
        assert target_of(catalog.referrals.values(), code) is target
    assert target_of(catalog.referrals.values(), "XYZ-1") is None


# ------------------------------------------------------------------ border


async def test_the_caller_stays_connected_until_a_named_person_has_accepted(desk: DeskDouble) -> None:
    key = await talking(desk)
    incident_id = await ticket(desk, key, place_text="Landasan Ulin", type_code="LL01", caller_name="Rudi")
    card = await desk.services.handing_on.begin_handover("banjarbaru", incident_id=incident_id, call_key=key)
    await desk.settle()
    assert card.problem is None
    for word in (
        "SERAH-TERIMA 112",
        "masih tersambung",
        "Kota Banjarbaru",
        "Landasan Ulin",
        "Rudi",
        "0812-5000-1111",
    ):
        assert word in card.text
    assert [call.number for call in desk.engine.calls.values() if call.direction == "outbound"] == [NUMBER]
    assert not [one for one in desk.engine.commands if isinstance(one, TransferBlind)]
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert view.incident.is_open, "still ours: nobody there has said a name"
    assert [(task.agency_code, task.state) for task in view.incident.tasks] == [
        ("l112_banjarbaru", TaskState.SENT)
    ]
    with pytest.raises(OperatorError, match="name_missing"):
        await desk.services.handing_on.accept_handover("banjarbaru", incident_id=incident_id, name="  ")
    desk.engine.far_end_answers(desk.services.parties.group()[1].key)
    await desk.settle()
    await desk.services.handing_on.accept_handover("banjarbaru", incident_id=incident_id, name="Budi")
    await desk.settle()
    ended = (await desk.services.incidents.open_view(incident_id)).incident
    assert (ended.state, ended.reference) == (IncidentState.MOVED_REGION, "Budi")
    assert [(task.acknowledged_by, task.state) for task in ended.tasks] == [("Budi", TaskState.COMPLETED)]
    call = await desk.services.calls.load(key)
    assert call is not None
    assert call.call.call_class == "S"
    assert [one for one in desk.engine.commands if isinstance(one, HandOver)]
    kinds = [entry.kind for entry in ended.timeline if not entry.kind.startswith("call.")]
    assert kinds[-4:] == [
        "agency_task.sent", "agency_task.acknowledged", "agency_task.completed", "incident.state_set",
    ]  # fmt: skip


async def test_a_call_without_a_ticket_gets_one_so_that_it_can_be_chased(desk: DeskDouble) -> None:
    key = await talking(desk)
    card = await desk.services.handing_on.begin_handover("banjarbaru", incident_id="", call_key=key)
    await desk.settle()
    assert [row.incident_id for row in desk.services.incidents.board()] == [card.incident_id]


async def test_without_a_number_the_card_is_good_all_the_same(desk: DeskDouble) -> None:
    key = await talking(desk)
    card = await desk.services.handing_on.begin_handover("tapin", incident_id="", call_key=key)
    assert card.problem is not None
    assert card.problem.code == "neighbour_without_number"
    assert "Kabupaten Tapin" in card.text
    await desk.services.handing_on.accept_handover("tapin", incident_id=card.incident_id, name="Sari")
    await desk.settle()
    ended = (await desk.services.incidents.open_view(card.incident_id)).incident
    assert ended.state is IncidentState.MOVED_REGION


async def test_begun_twice_the_neighbour_has_one_task(desk: DeskDouble) -> None:
    key = await talking(desk)
    card = await desk.services.handing_on.begin_handover("banjarbaru", incident_id="", call_key=key)
    await desk.settle()
    again = await desk.services.handing_on.begin_handover(
        "banjarbaru", incident_id=card.incident_id, call_key=key
    )
    assert again.problem is not None, "it rings already"
    view = desk.services.incidents.view(card.incident_id)
    assert view is not None
    assert len(view.incident.tasks) == 1


async def test_while_our_own_agencies_work_the_ticket_stays_open(desk: DeskDouble) -> None:
    key = await talking(desk)
    incident_id = await ticket(desk, key, type_code="KB01")
    await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    await desk.services.handing_on.begin_handover("banjarbaru", incident_id=incident_id, call_key=key)
    await desk.settle()
    with pytest.raises(OperatorError, match="party_not_answered"):
        await desk.services.handing_on.accept_handover("banjarbaru", incident_id=incident_id, name="Budi")
    desk.engine.far_end_answers(desk.services.parties.group()[1].key)
    await desk.settle()
    await desk.services.handing_on.accept_handover("banjarbaru", incident_id=incident_id, name="Budi")
    await desk.settle()
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert view.incident.is_open
    call = await desk.services.calls.load(key)
    assert call is not None
    assert call.call.call_class == ""


async def test_an_unknown_neighbour_is_refused(desk: DeskDouble) -> None:
    with pytest.raises(OperatorError, match="neighbour_unknown"):
        await desk.services.handing_on.begin_handover("mars", incident_id="", call_key="")
    assert not desk.services.incidents.board()


async def test_the_list_of_neighbours(desk: DeskDouble) -> None:
    found = desk.services.handing_on.neighbours()
    assert [one.code for one in found if one.has_number] == ["banjarbaru"]
    assert found[0].code == "banjarbaru"
    assert len(found) == 8


# ------------------------------------------------------------------ referral


async def test_a_referral_ends_ticket_and_call_and_gives_a_code(desk: DeskDouble) -> None:
    key = await talking(desk)
    done = await desk.services.handing_on.refer(
        "lapor_bupati", incident_id="", call_key=key, what="Lampu jalan mati di Handil Bakti"
    )
    await desk.settle()
    assert re.fullmatch(r"LPB-\d{8}-A\d{4}", done.reference)
    for word in (done.reference, "Lampu jalan mati di Handil Bakti", "0812-5000-1111"):
        assert word in done.text
    ended = (await desk.services.incidents.open_view(done.incident_id)).incident
    assert (ended.state, ended.reference) == (IncidentState.REFERRED, done.reference)
    call = await desk.services.calls.load(key)
    assert call is not None
    assert call.call.call_class == "R"


@pytest.mark.parametrize(
    ("target", "what", "code"),
    [("lapor_bupati", "  ", "referral_empty"), ("nowhere", "Lampu", "referral_unknown")],
)
async def test_what_is_no_referral_opens_no_ticket(
    desk: DeskDouble, target: str, what: str, code: str
) -> None:
    with pytest.raises(OperatorError, match=code):
        await desk.services.handing_on.refer(target, incident_id="", call_key="", what=what)
    assert not desk.services.incidents.board()


async def test_a_ticket_somebody_works_on_is_no_referral(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, None, type_code="KB01")
    await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    with pytest.raises(OperatorError, match="tasks_open"):
        await desk.services.handing_on.refer("lapor_bupati", incident_id=incident_id, call_key="", what="x")
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert view.incident.is_open


async def test_the_answer_comes_later_and_both_stand_in_the_export(desk: DeskDouble) -> None:
    refer = desk.services.handing_on.refer
    first = await refer("lapor_bupati", incident_id="", call_key="", what="=HYPERLINK(1) lampu mati")
    await refer("sp4n_lapor", incident_id="", call_key="", what="Jalan rusak")
    secret = await ticket(desk, None, type_code="KR06", place_text="Rumah Siti")
    await refer("sp4n_lapor", incident_id=secret, call_key="", what="Rahasia")
    await desk.settle()
    await desk.services.handing_on.answer_referral(first.incident_id, "Lampu sudah diganti")
    with pytest.raises(OperatorError, match="text_missing"):
        await desk.services.handing_on.answer_referral(first.incident_id, " ")
    await desk.settle()
    ended = (await desk.services.incidents.open_view(first.incident_id)).incident
    assert (ended.state, ended.referral_answer) == (IncidentState.REFERRED, "Lampu sudah diganti")
    stem, count = await desk.services.handing_on.export_referrals()
    assert count == 2, "the confidential one stays here"
    written = Path(stem).with_suffix(".csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(written.splitlines()))
    assert [row["target"] for row in rows] == ["SP4N-LAPOR!", "Lapor Pak Bupati"]
    assert rows[1]["answer"] == "Lampu sudah diganti"
    assert rows[1]["what"].startswith("'=")
    whole = json.loads(Path(stem).with_suffix(".json").read_text(encoding="utf-8"))
    assert whole["referrals"][1]["reference"] == first.reference
    assert "Rumah Siti" not in written + json.dumps(whole)


async def test_only_what_was_referred_is_answered_and_nothing_is_not_exported(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, None, type_code="KB01")
    with pytest.raises(OperatorError, match="incident_not_referred"):
        await desk.services.handing_on.answer_referral(incident_id, "ya")
    with pytest.raises(OperatorError, match="referrals_none"):
        await desk.services.handing_on.export_referrals()
