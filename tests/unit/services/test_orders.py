"""Lines of the command line: right, nearly right, ambiguous, wrong. One wrong word and there is no order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from batola_desk.domain.incident import AgencyTask, FieldValue, Incident, IncidentState, TaskState
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.services.orders import vocabulary as v
from batola_desk.services.orders.completion import common_way, ways_on
from batola_desk.services.orders.matching import Item, find
from batola_desk.services.orders.parser import read
from batola_desk.services.orders.reading import (
    AssignOrder,
    Order,
    ReplayOrder,
    SendOrder,
    TicketOrder,
    UnitOrder,
    WordOrder,
)
from batola_desk.services.views import PlaceSuggestion
from tests.support.small_catalog import small_catalog

WORDS = {
    "baru": True, "isi": True, "kirim": True, "s": True, "satuan": True, "tugas": True, "putar": True,
    "tahan": False, "tutup": False, "batal": False, "kelas": True, "jawab": False,
}  # fmt: skip


def _place(name: str, kecamatan: str) -> PlaceSuggestion:
    return PlaceSuggestion(
        place_code="63.04.01", label=f"{name}, {kecamatan}", name=name, kecamatan=kecamatan,
        latitude=-3.2, longitude=114.6, uncertainty_m=800.0,
    )  # fmt: skip


HANDIL = _place("Handil Bakti", "Alalak")
LAND = (
    HANDIL,
    _place("Sungai Lumbah", "Alalak"),
    _place("Tinggiran", "Tamban"),
    _place("Tinggiran", "Mekarsari"),
)


def _search(text: str) -> Sequence[PlaceSuggestion]:
    first = text.casefold().split()[0][:4]
    return [place for place in LAND if place.name.casefold().startswith(first)]


UNITS = tuple(
    Unit(unit_id=name.lower(), call_sign=name, agency_code="bpk", state=state)
    for name, state in (
        ("BPK-3", UnitState.EN_ROUTE),
        ("BPK-8", UnitState.AVAILABLE),
        ("Latihan Ambulans 1", UnitState.EN_ROUTE),
        ("Latihan Ambulans 2", UnitState.AVAILABLE),
    )
)


def _ticket(**more: object) -> Incident:
    typed = FieldValue(value="KB01", at_us=1, actor="dewi", fact_id="f1")
    return Incident(incident_id="i1", ticket_number="112-A0001", fields=(("type_code", typed),), **more)  # type: ignore[arg-type]


def _known(incident: Incident | None = None, *, role: str = "KS") -> v.Vocabulary:
    catalog = small_catalog()
    return v.Vocabulary(
        catalog=catalog, role=role, words=WORDS, types=v.type_names(catalog),
        agencies=v.agency_names(catalog), priorities=v.priority_names(catalog),
        channels=v.channel_names(catalog), unit_names=v.unit_names(UNITS),
        units={unit.unit_id: unit for unit in UNITS}, incident=incident, search_places=_search,
    )  # fmt: skip


RIGHT: tuple[tuple[str, Order], ...] = (
    ("tahan", WordOrder(word="tahan")),
    ("  TAHAN ", WordOrder(word="tahan")),
    ("batal", WordOrder(word="batal")),
    ("kelas p", WordOrder(word="kelas", argument="p")),
    ("baru", WordOrder(word="baru")),
    ("kirim", WordOrder(word="kirim")),
    ("putar", WordOrder(word="putar")),
    ("putar 20", ReplayOrder(seconds=20)),
    ("putar 60", ReplayOrder(seconds=60)),
    ("kirim damkar,bpk", SendOrder(agencies=("damkar", "bpk"))),
    ("kirim Damkar , 119", SendOrder(agencies=("damkar", "psc119"))),
    ("kirim damkar,damkar", SendOrder(agencies=("damkar",))),
    ("kirim damkr", SendOrder(agencies=("damkar",))),
    ("kirim bpbd lewat:radio", SendOrder(agencies=("bpbd",), channel="radio")),
    ("kirim polres lewat: telepon", SendOrder(agencies=("polres",), channel="voice")),
    ("s BPK-3 tiba", UnitOrder(unit_id="bpk-3", state="on_scene")),
    ("s bpk 3 sampai", UnitOrder(unit_id="bpk-3", state="on_scene")),
    ("satuan bpk3 di lokasi", UnitOrder(unit_id="bpk-3", state="on_scene")),
    ("s latihan ambulans 1 tiba", UnitOrder(unit_id="latihan ambulans 1", state="on_scene")),
    ("s bpk-8 tidak siap ban pecah", UnitOrder(unit_id="bpk-8", state="out_of_service", reason="ban pecah")),
    ("tugas bpk-8", AssignOrder(unit_id="bpk-8")),
    (
        "baru kb01 @handil bakti rt 4 !p1",
        TicketOrder(
            is_new=True, type_code="KB01", place_text="handil bakti rt 4", place=HANDIL, priority="P1"
        ),
    ),
    (
        "baru kebakaran rumah @handil bakti",
        TicketOrder(is_new=True, type_code="KB01", place_text="handil bakti", place=HANDIL),
    ),
    (
        "baru kb01 tempat: handil bakty nomor:0812-5000-1111 pelapor: Ibu Siti catatan: api @ dapur !besar",
        TicketOrder(
            is_new=True,
            type_code="KB01",
            place_text="handil bakty",
            place=HANDIL,
            number="0812-5000-1111",
            reporter="Ibu Siti",
            note="api @ dapur !besar",
        ),
    ),
    ("baru @di seberang masjid", TicketOrder(is_new=True, place_text="di seberang masjid")),
    ("baru @tinggiran rt 2", TicketOrder(is_new=True, place_text="tinggiran rt 2")),
    (
        "baru @tinggiran mekarsari",
        TicketOrder(is_new=True, place_text="tinggiran mekarsari", place=LAND[3]),
    ),
    ("isi !1", TicketOrder(is_new=False, priority="P1")),
    ("isi /dua rumah", TicketOrder(is_new=False, note="dua rumah")),
    (
        "isi !p3 alasan: sudah padam",
        TicketOrder(is_new=False, priority="P3", reason="sudah padam"),
    ),
)


@pytest.mark.parametrize(("line", "order"), RIGHT)
def test_a_right_line_is_one_order(line: str, order: Order) -> None:
    reading = read(line, _known(_ticket()))
    assert reading.troubles == ()
    assert reading.order == order


WRONG: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("tahn", "word_unknown", "tahn", ("tahan",)),
    ("qqqq", "word_unknown", "qqqq", ()),
    ("tahan dulu", "argument_unwanted", "dulu", ()),
    ("putar 0", "seconds_wrong", "0", ()),
    ("putar 61", "seconds_wrong", "61", ()),
    ("putar ²", "seconds_wrong", "²", ()),
    ("putar dua puluh", "seconds_wrong", "dua puluh", ()),
    ("kirim damkar,pln", "agency_unknown", "pln", ()),
    ("kirim bp", "agency_ambiguous", "bp", ("BPBD", "BPK")),
    ("kirim ,", "agency_missing", "", ()),
    ("kirim damkar lewat:", "channel_missing", "", ()),
    ("kirim damkar lewat:merpati", "channel_unknown", "merpati", ()),
    ("s BPK-9 tiba", "unit_unknown", "BPK-9", ("BPK-3", "BPK-8")),
    ("s BPK tiba", "unit_ambiguous", "BPK", ("BPK-3", "BPK-8")),
    ("s BPK-3", "state_missing", "", ("siap", "tiba", "kembali", "tidak siap", "darurat")),
    ("s BPK-3 tibo sekali", "state_unknown", "tibo", ("tiba",)),
    ("baru kb09", "type_unknown", "kb09", ("KB05 Karhutla",)),
    ("baru kb", "type_ambiguous", "kb", ("KB01 Rumah / permukiman", "KB05 Karhutla")),
    ("baru kb01 !p7", "priority_unknown", "p7", ()),
    ("baru kb01 tmpat: handil", "field_unknown", "tmpat", ("tempat:",)),
    ("baru @handil @lumbah", "field_twice", "place", ()),
    ("baru @", "fields_missing", "", ()),
    ("isi #abc", "number_wrong", "abc", ()),
)


@pytest.mark.parametrize(("line", "code", "typed", "nearest"), WRONG)
def test_a_wrong_word_is_told_with_the_nearest_and_nothing_happens(
    line: str, code: str, typed: str, nearest: tuple[str, ...]
) -> None:
    reading = read(line, _known(_ticket()))
    assert reading.order is None
    found = next(trouble for trouble in reading.troubles if trouble.code == code)
    assert found.typed == typed
    assert set(nearest) <= set(found.nearest)


def _refusals(line: str, known: v.Vocabulary) -> list[str]:
    reading = read(line, known)
    assert reading.order is None
    return [trouble.refusal.code for trouble in reading.troubles if trouble.refusal is not None]


def test_what_a_rule_forbids_is_known_before_enter() -> None:
    ended = _ticket(state=IncidentState.CANCELLED)
    assert _refusals("isi !p4", _known(_ticket())) == ["reason_missing"]
    assert _refusals("isi !p4 alasan: padam", _known(_ticket(), role="PT")) == ["lead_only"]
    assert _refusals("baru in06 !p5", _known(role="PT")) == ["lead_only"]
    assert _refusals("kirim damkar", _known(ended)) == ["incident_ended"]
    assert _refusals("isi /x", _known(ended)) == ["incident_ended"]
    assert _refusals("s bpk-8 tiba", _known()) == ["unit_state_not_now"]
    assert _refusals("s bpk-8 tidak siap", _known()) == ["reason_missing"]


def test_a_new_ticket_needs_none_and_everything_else_does() -> None:
    assert read("baru kb01", _known()).order is not None
    for line in ("isi kb01", "kirim damkar", "tugas bpk-8"):
        reading = read(line, _known())
        assert [trouble.code for trouble in reading.troubles] == ["no_ticket"]


def test_who_was_asked_is_not_asked_twice_and_nobody_else_either() -> None:
    asked = _ticket(tasks=(AgencyTask(task_id="t1", agency_code="bpk", state=TaskState.SENT),))
    reading = read("kirim damkar,bpk", _known(asked))
    assert reading.order is None
    assert [(trouble.code, trouble.typed) for trouble in reading.troubles] == [("asked_already", "BPK")]
    ended = _ticket(tasks=(AgencyTask(task_id="t1", agency_code="bpk", state=TaskState.REJECTED),))
    assert read("kirim bpk", _known(ended)).order == SendOrder(agencies=("bpk",))


def test_a_name_is_never_mended_across_its_digits() -> None:
    items = [Item(code=name, label=name, names=(name,)) for name in ("Ambulans 118", "Mobil tangki 7")]
    assert find("ambulns 118", items).item is items[0]
    assert find("ambulans 119", items).item is None
    assert find("mobil tangki 1", items).item is None


def test_a_mended_word_is_shown_as_mended_and_a_doubtful_place_as_doubtful() -> None:
    parts = read("baru kb01 @handil bakty", _known()).parts
    assert [(part.kind, part.is_close) for part in parts] == [("type", False), ("place", True)]
    unsure = read("baru @tinggiran", _known()).parts[0]
    assert unsure.is_unsure
    assert unsure.others == ("Tinggiran, Tamban", "Tinggiran, Mekarsari")


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("ta", "tahan "),
        ("t", "t"),
        ("kirim dam", "kirim damkar "),
        ("kirim damkar,pol", "kirim damkar,polres "),
        ("kirim damkar,b", "kirim damkar,bp"),
        ("baru kb0", "baru kb0"),
        ("baru kb01 @handil b", "baru kb01 @Handil Bakti "),
        ("s lat", "s Latihan Ambulans "),
        ("s bpk-3 ti", "s bpk-3 ti"),
        ("s bpk-3 tib", "s bpk-3 tiba "),
        ("tahan ", "tahan "),
    ],
)
def test_tab_goes_on_as_far_as_there_is_no_choice(line: str, completed: str) -> None:
    assert common_way(line, _known()) == completed


def test_the_ways_on_stand_beside_the_line() -> None:
    assert ways_on("t", _known()) == ("tahan", "tugas", "tutup")
    assert ways_on("kirim b", _known()) == ("kirim bpbd", "kirim bpk")
    assert ways_on("", _known()) == ()


@pytest.mark.parametrize(
    "line", ["@" * 500, "baru " + "!p1 " * 120, "kirim " + "," * 490, "s " + "a " * 240, "\x00\x1f"]
)
def test_nonsense_is_refused_and_quickly_read(line: str) -> None:
    assert read(line, _known(_ticket())).order is None
    ways_on(line, _known(_ticket()))
