"""Each kind of damage is told with file, line and what is allowed; a broken override costs only itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.paths import resource_path

SHIPPED = resource_path("config")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "shipped"
    shutil.copytree(SHIPPED, copy)
    return copy


def damage(folder: Path, name: str, before: str, after: str) -> int:
    """Replace the first occurrence and return its line."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "before", "after", "key", "allowed"),
    [
        ("limits.toml", "ring_all_s = 5.0", 'ring_all_s = "lima"', "ring.ring_all_s", "a number"),
        ("limits.toml", "ring_all_s = 5.0", "ring_all_s = -5.0", "ring.ring_all_s", "zero or more"),
        (
            "limits.toml",
            "lead_alarm_s = 10.0",
            "lead_alarm_s = 1.0",
            "ring.lead_alarm_s",
            "at least ring_all_s",
        ),
        (
            "limits.toml",
            "hold_lead_s = 60.0",
            "hold_lead_s = 6.0",
            "call.hold_lead_s",
            "at least hold_operator_s",
        ),
        (
            "limits.toml",
            "night_from_hour = 22",
            "night_from_hour = 24",
            "callback.night_from_hour",
            "0 to 23",
        ),
        ("limits.toml", "prank_many = 5", "prank_mani = 5", "callback.prank_mani", "prank_many"),
        ("limits.toml", "KB = 900", "XX = 900", "on_scene_s.XX", "KB"),
        (
            "limits.toml",
            "clock_warn_share = 0.75",
            "clock_warn_share = 75",
            "desk.clock_warn_share",
            "0.0 to 1.0",
        ),
        (
            "centre.toml",
            "utc_offset_min = 480",
            "utc_offset_min = 4800",
            "centre.utc_offset_min",
            "-720 to 840",
        ),
        ("centre.toml", "north = -2.3970", "north = -9.0", "centre.north", "above south"),
        ("centre.toml", 'regency_code = "6304"', 'regency_code = "Batola"', "centre.regency_code", "digits"),
        ("centre.toml", "version = 1", "version = 2", "version", "1"),
        (
            "priorities.toml",
            "ack_limit_s = 60",
            "ack_limit_s = true",
            "priority.ack_limit_s",
            "a whole number",
        ),
        ("priorities.toml", 'alert = "new_p1"', 'alert = "siren"', "priority.alert", "new_p1"),
        ("call_classes.toml", 'code = "I"', 'code = "N"', "class.code", "each code once"),
        ("call_classes.toml", 'code = "I"', 'code = "i"', "class.code", "one capital letter"),
        (
            "call_classes.toml",
            "needs_incident = true",
            "needs_incident = 1",
            "class.needs_incident",
            "true or false",
        ),
        ("incident_types.toml", 'priority = "P1"', 'priority = "P0"', "type.priority", "P1, P2, P3, P4, P5"),
        ("incident_types.toml", '["bpk", "bpbd"', '["bpkk", "bpbd"', "type.partners", "bpk"),
        ("incident_types.toml", 'synonyms = ["keb', 'synonym = ["keb', "type.synonym", "synonyms"),
        ("agencies.toml", 'symbol = "pentagon"', 'symbol = "shield"', "agency.symbol", "pentagon"),
        (
            "agencies.toml",
            'channels = ["voice", "radio"]',
            'channels = ["smoke"]',
            "agency.channels",
            "voice",
        ),
        ("agencies.toml", "contacts = []", "ack_limits_s = { P9 = 60 }", "agency.ack_limits_s", "P1"),
        ("alerts.toml", 'tone = "waiting"', 'tone = "gong"', "alert.tone", "attention"),
        ("alerts.toml", 'tone = "p3"', 'tone = "p1"\nquiet_s = 1.0', "alert.tone", "p3"),
        (
            "alerts.toml",
            'acknowledge = "lead"',
            'acknowledge = "boss"',
            "alert.acknowledge",
            "operator, lead",
        ),
        ("roles.toml", '"reopen"', '"re-open"', "role.actions", "reopen"),
        ("silent_procedure.toml", 'key = "T"', 'key = "N"', "item.key", "a key no other line has"),
        ("training_units.toml", 'medium = "water"', 'medium = "air"', "unit.medium", "road, water, both"),
        ("training_units.toml", 'agency = "bpk"', 'agency = "bpx"', "unit.agency", "bpk"),
        ("speed_dial.toml", 'agency = "basarnas"', 'agency = "basarna"', "speed_dial.agency", "basarnas"),
        ("speed_dial.toml", 'number = "123"', 'number = "listrik"', "speed_dial.number", "a number"),
    ],
)
def test_damage_names_file_line_and_what_is_allowed(
    folder: Path, name: str, before: str, after: str, key: str, allowed: str
) -> None:
    line = damage(folder, name, before, after)
    with pytest.raises(ConfigError) as found:
        load_catalog(folder)
    fault = found.value
    assert (fault.file, fault.line, fault.key) == (folder / name, line, key)
    assert allowed in fault.allowed
    assert fault.code == "config_invalid"
    assert str(fault).startswith(f"{folder / name}:{line}: {key}: found ")


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('kind = "yes_no"\nraise_on = "Y"', 'kind = "maybe"\nraise_on = "Y"', "set.questions"),
        ('raise_to = "P1"', 'raise_to = "P7"', "set.questions"),
        ('change_type = "LL02"', 'change_type = "LL99"', "set.questions"),
        ('also_for = ["KR07"', 'also_for = ["KR99"', "set.also_for"),
    ],
)
def test_triage_points_only_at_what_exists(folder: Path, before: str, after: str, key: str) -> None:
    damage(folder, "triage.toml", before, after)
    with pytest.raises(ConfigError) as found:
        load_catalog(folder)
    assert found.value.key == key


@pytest.mark.parametrize(
    ("before", "after", "key", "allowed"),
    [
        ('raise_to = "P1"', 'raise_too = "P1"', "set.questions.raise_too", "raise_to"),
        ('raise_to = "P1"', "raise_to = 1", "set.questions.raise_to", "text in quotes"),
    ],
)
def test_damage_inside_a_question_is_found_on_its_own_line(
    folder: Path, before: str, after: str, key: str, allowed: str
) -> None:
    line = damage(folder, "triage.toml", before, after)
    with pytest.raises(ConfigError) as found:
        load_catalog(folder)
    assert (found.value.line, found.value.key) == (line, key)
    assert allowed in found.value.allowed


def test_a_file_that_is_no_toml_says_where(folder: Path) -> None:
    (folder / "roles.toml").write_text('version = 1\n\n[[role]]\ncode = "PT\n', encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        load_catalog(folder)
    assert found.value.line == 4


def test_a_file_that_is_no_text_or_not_there_says_so(folder: Path) -> None:
    (folder / "roles.toml").write_bytes(b"version = 1\n\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8") as found:
        load_catalog(folder)
    assert found.value.line == 2
    (folder / "roles.toml").unlink()
    with pytest.raises(ConfigError, match="readable file"):
        load_catalog(folder)


def test_a_byte_order_mark_of_a_windows_editor_is_no_damage(folder: Path) -> None:
    path = folder / "limits.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_catalog(folder).catalog.limits.ring.ring_all_s == 5


# ------------------------------------------------------------------ overrides of the site


def override(tmp_path: Path, name: str, text: str) -> Path:
    site = tmp_path / "catalog"
    site.mkdir(exist_ok=True)
    (site / name).write_text("version = 1\n" + text, encoding="utf-8")
    return site


def shipped() -> Catalog:
    return load_catalog(SHIPPED).catalog


def test_an_override_changes_only_what_it_names(tmp_path: Path) -> None:
    override(tmp_path, "agencies.toml", '[[agency]]\ncode = "bpk"\ncontacts = ["0812-0000-0001"]\n')
    site = override(tmp_path, "limits.toml", "[ring]\nlead_alarm_s = 8.0\n[on_scene_s]\nMD = 1800\n")
    loaded = load_catalog(SHIPPED, site)
    assert loaded.faults == ()
    bpk, before = loaded.catalog.agencies["bpk"], shipped().agencies["bpk"]
    assert (bpk.contacts, bpk.label, bpk.channels) == (("0812-0000-0001",), before.label, before.channels)
    limits = loaded.catalog.limits
    assert (limits.ring.lead_alarm_s, limits.ring.ring_all_s) == (8.0, 5.0)
    assert (limits.on_scene_s["MD"], limits.on_scene_s["KB"]) == (1800, 900)
    assert "agency_contact:bpk" not in loaded.catalog.gaps


def test_an_override_adds_types_and_units(tmp_path: Path) -> None:
    override(
        tmp_path,
        "incident_types.toml",
        '[[type]]\ncode = "HW06"\ngroup = "HW"\nlabel = "Kerbau di jalan"\npriority = "P3"\n',
    )
    site = override(
        tmp_path, "units.toml", '[[unit]]\nunit_id = "damkar-1"\ncall_sign = "Damkar 1"\nagency = "damkar"\n'
    )
    loaded = load_catalog(SHIPPED, site)
    assert loaded.faults == ()
    assert loaded.catalog.suggested_agencies("HW06") == ("damkar",)
    assert [unit.unit_id for unit in loaded.catalog.units] == ["damkar-1"]
    assert "units:none" not in loaded.catalog.gaps


def test_a_site_lists_its_desks_and_adds_numbers_with_keys(tmp_path: Path) -> None:
    override(
        tmp_path, "desks.toml", '[[desk]]\nletter = "B"\nlabel = "Meja B"\nuri = "sip:b@10.0.0.12:5060"\n'
    )
    override(tmp_path, "agencies.toml", '[[agency]]\ncode = "rsud"\nnational_number = "0511-4799"\n')
    site = override(tmp_path, "speed_dial.toml", '[[speed_dial]]\ncode = "RSUD"\nagency = "rsud"\n')
    loaded = load_catalog(SHIPPED, site)
    assert loaded.faults == ()
    assert [*loaded.catalog.speed_dials] == ["110", "113", "115", "118", "119", "123", "RSUD"]
    assert loaded.catalog.desks["B"].uri == "sip:b@10.0.0.12:5060"


@pytest.mark.parametrize(
    ("letter", "uri", "key"),
    [
        ("b", "sip:b@10.0.0.12", "desk.letter"),
        ("B", "tel:112", "desk.uri"),
        ("B", "sip:10.0.0.12", "desk.uri"),
    ],
)
def test_a_desk_nobody_can_call_is_refused(tmp_path: Path, letter: str, uri: str, key: str) -> None:
    text = f'[[desk]]\nletter = "{letter}"\nlabel = "Meja"\nuri = "{uri}"\n'
    loaded = load_catalog(SHIPPED, override(tmp_path, "desks.toml", text))
    assert [fault.key for fault in loaded.faults] == [key]
    assert loaded.catalog.desks == {}


def test_a_broken_override_costs_only_itself(tmp_path: Path) -> None:
    override(tmp_path, "limits.toml", "[ring]\nlead_alarm_s = 1.0\n")
    override(tmp_path, "agencies.toml", '[[agency]]\ncode = "bpk"\nshort = "Barisan"\n')
    site = override(tmp_path, "roles.toml", '[[role]]\ncode = "PT"\nlabel = 7\n')
    loaded = load_catalog(SHIPPED, site)
    assert {fault.file.name: fault.line for fault in loaded.faults} == {"limits.toml": 3, "roles.toml": 4}
    assert loaded.catalog.limits == shipped().limits
    assert loaded.catalog.roles == shipped().roles
    assert loaded.catalog.agencies["bpk"].short == "Barisan"


def test_an_override_that_points_at_nothing_is_refused_with_its_line(tmp_path: Path) -> None:
    site = override(tmp_path, "incident_types.toml", '[[type]]\ncode = "KB01"\nlead_agency = "nasa"\n')
    loaded = load_catalog(SHIPPED, site)
    (fault,) = loaded.faults
    assert (fault.file, fault.line, fault.key) == (site / "incident_types.toml", 4, "type.lead_agency")
    assert loaded.catalog.types["KB01"].lead_agency == "damkar"


def test_without_a_folder_of_the_site_the_defaults_count(tmp_path: Path) -> None:
    assert load_catalog(SHIPPED, tmp_path / "nothing").faults == ()
