"""The shipped data is whole and fits the rooms that use it. Source: domain.md §6–§10, §12, §14, §16."""

from __future__ import annotations

import tomllib

import pytest

from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.rights import RIGHTS
from batola_desk.map.marks import AGENCY_SHAPES
from batola_desk.settings import catalog_checks
from batola_desk.settings.catalog import FILES, load_catalog
from batola_desk.settings.paths import resource_path


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    loaded = load_catalog(resource_path("config"))
    assert loaded.faults == ()
    return loaded.catalog


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_file_is_versioned_and_says_where_it_comes_from(name: str) -> None:
    text = resource_path("config", name).read_text(encoding="utf-8")
    assert tomllib.loads(text)["version"] == 1
    assert text.startswith("#")


def test_no_shipped_file_is_forgotten_by_the_loader() -> None:
    assert {path.name for path in resource_path("config").glob("*.toml")} == set(FILES)


def test_call_classes_are_the_closed_list(catalog: Catalog) -> None:
    assert "".join(catalog.classes) == "NIRGPFTSLUC"
    assert [code for code, kind in catalog.classes.items() if kind.needs_incident] == ["N", "L"]
    assert [code for code, kind in catalog.classes.items() if kind.needs_silent_check] == ["G"]
    assert [code for code, kind in catalog.classes.items() if kind.lead_only] == ["F"]
    assert [code for code, kind in catalog.classes.items() if kind.automatic] == ["T"]
    assert [code for code, kind in catalog.classes.items() if not kind.counts] == ["U"]


def test_incident_types_are_complete(catalog: Catalog) -> None:
    sizes = dict.fromkeys(catalog.groups, 0)
    for kind in catalog.types.values():
        sizes[kind.group] += 1
        assert kind.code.startswith(kind.group)
        assert kind.synonyms
    assert sizes == {
        "KB": 9, "LL": 7, "AR": 7, "MD": 16, "KR": 13, "BA": 8,
        "IN": 8, "HW": 5, "SO": 6, "SN": 2, "LN": 1, "UJ": 1,
    }  # fmt: skip
    assert {code for code, kind in catalog.types.items() if kind.confidential} == {"KR06", "KR07", "KR08"}


@pytest.mark.parametrize(
    ("type_code", "priority", "lead"),
    [
        ("KB01", "P1", "damkar"),
        ("KB05", "P2", "bpbd"),
        ("LL04", "P3", "polres"),
        ("AR01", "P1", "basarnas"),
        ("MD15", "P4", "psc119"),
        ("KR12", "P4", "satpolpp"),
        ("BA08", "P1", "bpbd"),
        ("IN08", "P5", "diskominfo"),
        ("HW02", "P3", "bksda"),
        ("SN01", "P1", "polres"),
    ],
)
def test_defaults_of_types(catalog: Catalog, type_code: str, priority: str, lead: str) -> None:
    assert catalog.types[type_code].priority == priority
    assert catalog.suggested_agencies(type_code)[0] == lead


def test_everything_has_a_label_in_both_languages(catalog: Catalog) -> None:
    tables = (
        *(catalog.classes, catalog.priorities, catalog.groups, catalog.types, catalog.agencies),
        *(catalog.channels, catalog.dispositions, catalog.triage, catalog.alerts, catalog.roles),
    )
    for table in tables:
        for code, item in table.items():
            assert label_of(item, "id").strip(), code
            assert item.label_en.strip(), code
    for kind in catalog.alerts.values():
        assert kind.advice
        assert kind.advice_en
    for prompt in catalog.silent.prompts:
        assert prompt.text
        assert prompt.text_en
    for entry in catalog.triage.values():
        assert bool(entry.message) == bool(entry.message_en)
        assert all(question.text and question.text_en for question in entry.questions)


def test_limits_are_those_of_the_plan(catalog: Catalog) -> None:
    limits = catalog.limits
    assert (limits.ring.ring_all_s, limits.ring.lead_alarm_s, limits.ring.overflow_s) == (5, 10, 20)
    assert (limits.silent.start_after_s, limits.silent.listen_min_s) == (6, 30)
    assert (limits.call.hold_operator_s, limits.call.hold_lead_s) == (30, 60)
    assert (limits.unit.assigned_fire_s, limits.unit.assigned_medical_s) == (80, 60)
    assert limits.on_scene_s["KB"] == 900
    assert [(p.first_alert_limit_s, p.ack_limit_s) for p in catalog.priorities.values()] == [
        (60, 60), (90, 120), (180, 300), (600, 1800), (None, None),
    ]  # fmt: skip


def test_the_silent_procedure_has_its_four_prompts_and_ten_lines(catalog: Catalog) -> None:
    assert [prompt.at_s for prompt in catalog.silent.prompts] == [0, 8, 16, 24]
    assert len(catalog.silent.items) == 10
    assert [digit.digit for digit in catalog.silent.digits] == ["1", "2", "3", "5"]


def test_triage_is_marked_as_a_draft_and_each_message_belongs_to_its_type(catalog: Catalog) -> None:
    assert not any(entry.approved for entry in catalog.triage.values())
    assert [entry.code for entry in catalog.triage_for("KB01")] == ["U", "KB"]
    assert [entry.code for entry in catalog.triage_for("KR08")] == ["U", "KR06"]
    assert [entry.code for entry in catalog.triage_for("unknown")] == ["U"]
    told = {
        code: [s.message for s in catalog.triage_for(code) if s.message] for code in ("MD01", "MD02", "MD08")
    }
    assert "dada" in told["MD01"][0]
    assert told["MD02"] == []
    assert "bayi" in told["MD08"][0]


def test_nothing_is_invented_where_the_regency_must_speak(catalog: Catalog) -> None:
    assert all(agency.contacts == () for agency in catalog.agencies.values())
    assert catalog.units == ()
    assert "agency_contact:bpk" in catalog.gaps
    assert "agency_contact:polres" not in catalog.gaps
    assert "units:none" in catalog.gaps
    assert "triage_draft:MD" in catalog.gaps


def test_training_units_are_plainly_training_and_stand_inside_the_regency(catalog: Catalog) -> None:
    assert len(catalog.training_units) == 14
    centre = catalog.centre
    for unit in catalog.training_units:
        assert unit.call_sign.startswith("Latihan ")
        assert unit.latitude is not None
        assert unit.longitude is not None
        assert centre.south < unit.latitude < centre.north
        assert centre.west < unit.longitude < centre.east
    assert {unit.medium for unit in catalog.training_units} == {"road", "water", "both"}


def test_rights_follow_the_table_of_roles(catalog: Catalog) -> None:
    assert {right for role in catalog.roles.values() for right in role.actions} <= set(RIGHTS)
    assert not catalog.may("PT", "dispatch")
    assert catalog.may("PT", "dispatch_p1")
    assert catalog.may("KS", "reopen")
    assert not catalog.may("DS", "reopen")
    assert not catalog.may("AN", "see_confidential")
    assert not catalog.may("nobody", "answer")


def test_the_map_can_draw_every_shape_of_the_data() -> None:
    assert set(catalog_checks.SYMBOLS) == set(AGENCY_SHAPES)
