"""The registry of settings says what the parsers do, and the reference says what the registry does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import load_settings
from batola_desk.interop import position_config
from batola_desk.interop.avl import config as avl
from batola_desk.interop.cap import config as weather
from batola_desk.interop.intake import config as intake
from batola_desk.interop.mail import config as mail
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.entry import Entry, read_words
from batola_desk.settings.paths import resource_path
from batola_desk.settings.store import SettingsStore
from batola_desk.settings.toml_writer import dump_toml
from batola_desk.settings.value_rules import Kind, refusal
from batola_desk.settings_registry import build_registry
from batola_desk.sync import config as room
from batola_desk.updates.config import load_update_settings
from batola_desk.updates.faults import UpdateFault
from tools.settings_reference import REFERENCE, reference

REGISTRY = build_registry()
NUMBERS = [entry for entry in REGISTRY if entry.minimum is not None or entry.maximum is not None]
# What else a section must say so that the value under test is the only fault.
BESIDE: dict[str, dict[str, object]] = {
    "secretariat": {"hosts": ["db1"], "database": "ruang", "password_file": "room.secret"},
    "held": {"hosts": ["lis.example"]},
    "account": {"name": "trunk"},
    "mail": {"host": "smtp.example", "sender": "112@example.id"},
    "neighbours": {},
}
# Limits of one value that its neighbour's default forbids already: first after last, south of south ….
BOUND_BY_ANOTHER = {
    ("rtp.rtp_port_first", 65534),
    ("rtp.rtp_port_last", 2),
    ("centre.south", 90),
    ("centre.north", -90),
    ("centre.west", 180),
    ("centre.east", -180),
    ("quality.mos_alarm", 4.5),
    ("quality.mos_warn", 1.0),
    ("ring.lead_alarm_s", 0),
    ("ring.overflow_s", 0),
    ("call.hold_lead_s", 0),
    ("travel.turnout_high_s", 0),
}


def keys_of(file: str) -> dict[str, set[str]]:
    sections: dict[str, set[str]] = {}
    for entry in REGISTRY:
        if entry.file == file:
            sections.setdefault(entry.section, set()).add(entry.key.rpartition(".")[2])
    return sections


def read_back(entry: Entry, value: object, folder: Path) -> None:
    """Let the program's own loader read a file with this one value; raises what it raises."""
    (folder / "room.secret").write_text("rahasia\n")
    (folder / "catalog").mkdir(exist_ok=True)
    name = entry.key.rpartition(".")[2]
    beside = dict(BESIDE.get(entry.section, {}))
    if entry.section == "safe_copy":
        beside["folder"] = str(folder)
    table = {**beside, name: list(value) if isinstance(value, tuple) else value}
    document: dict[str, object] = {entry.section: [table] if entry.is_repeated else table}
    if entry.section == "safe_copy":
        document["secretariat"] = BESIDE["secretariat"]
    if entry.file.startswith("catalog/"):
        document = {"version": 1, **document}
    (folder / entry.file).write_text(dump_toml(document), encoding="utf-8")
    faults: tuple[EnvironmentFault, ...] = ()
    match entry.file:
        case "settings.toml":
            faults = SettingsStore(folder / entry.file).faults
        case "line.toml":
            load_settings(folder / entry.file)
        case "secretariat.toml":
            read = room.load_room_settings(folder / entry.file, desk="A")
            if read is not None and read.copies_fault is not None:
                faults = (read.copies_fault,)
        case "caller_positions.toml":
            position_config.load_position_settings(folder / entry.file)
        case "avl.toml":
            avl.load_avl_settings(folder / entry.file)
        case "weather.toml":
            weather.load_weather_settings(folder / entry.file)
        case "intake.toml":
            intake.load_intake_settings(folder / entry.file)
        case "mail.toml":
            mail.load_mail_settings(folder / entry.file)
        case _:
            faults = load_catalog(resource_path("config"), folder / "catalog").faults
    if faults:
        raise faults[0]


def test_every_setting_stands_once_and_is_told_in_both_languages() -> None:
    assert len({(entry.file, entry.key) for entry in REGISTRY}) == len(REGISTRY)
    for entry in REGISTRY:
        assert entry.name.strip() and entry.name_en.strip(), entry.key
        own, english = f"{entry.name}{entry.meaning}", f"{entry.name_en}{entry.meaning_en}"
        assert own != english, entry.key


def test_a_default_fits_its_own_rule() -> None:
    assert [(e.key, e.default) for e in REGISTRY if refusal(e, e.default) is not None] == []


def test_no_words_are_left_without_a_setting() -> None:
    for file in {entry.file for entry in REGISTRY}:
        known = {entry.key for entry in REGISTRY if entry.file == file}
        general = {key.replace("account.tls_", "account.") for key in known}
        words = read_words(file.removeprefix("catalog/"))
        assert words.keys() <= known | general, file


def test_the_hand_written_parsers_know_the_same_keys() -> None:
    assert keys_of("secretariat.toml") == {**room._KNOWN, **room._COPIES}
    assert keys_of("caller_positions.toml") == position_config._KEYS
    assert keys_of("avl.toml") == {"avl": avl._KEYS}
    assert keys_of("intake.toml") == intake.KEYS
    assert keys_of("mail.toml") == {"mail": set(mail.KEYS)}


def test_the_keys_of_updates_are_those_of_their_parser(tmp_path: Path) -> None:
    (tmp_path / "update.toml").write_text("[update]\nelse = 1\n")
    with pytest.raises(UpdateFault) as caught:
        load_update_settings(tmp_path / "update.toml")
    assert keys_of("update.toml") == {"update": set(str(caught.value.values["allowed"]).split(", "))}


def test_every_configuration_file_of_the_program_is_in_the_registry() -> None:
    """Whoever adds a file of settings (``CONFIG_NAME``) tells people of it."""
    named = {
        found[1]
        for path in (REFERENCE.parents[2] / "batola_desk").rglob("*.py")
        if (found := re.search(r'^CONFIG_NAME\b[^=\n]*= "([^"]+)"', path.read_text("utf-8"), re.M))
    }
    assert len(named) >= 5
    assert named <= {entry.file for entry in REGISTRY}


@pytest.mark.parametrize("entry", NUMBERS, ids=lambda entry: f"{entry.file}:{entry.key}")
def test_a_number_beyond_its_limits_is_refused_by_the_program(entry: Entry, tmp_path: Path) -> None:
    step = 1 if entry.kind is Kind.WHOLE else 0.01
    for limit, way in ((entry.minimum, -step), (entry.maximum, step)):
        if limit is not None:
            with pytest.raises(EnvironmentFault):
                read_back(entry, type(entry.default)(limit + way), tmp_path)  # type: ignore[call-arg]


@pytest.mark.parametrize("entry", NUMBERS, ids=lambda entry: f"{entry.file}:{entry.key}")
def test_a_number_at_its_limit_is_taken_by_the_program(entry: Entry, tmp_path: Path) -> None:
    for limit in (entry.minimum, entry.maximum):
        if limit is not None and (entry.key, limit) not in BOUND_BY_ANOTHER:
            read_back(entry, type(entry.default)(limit), tmp_path)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "entry",
    [entry for entry in REGISTRY if entry.choices and entry.kind is Kind.TEXT],
    ids=lambda entry: f"{entry.file}:{entry.key}",
)
def test_a_choice_that_is_not_listed_is_refused_by_the_program(entry: Entry, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        read_back(entry, "entah", tmp_path)


@pytest.mark.parametrize("entry", [e for e in REGISTRY if e.file == "line.toml"], ids=lambda entry: entry.key)
def test_the_line_takes_each_of_its_defaults(entry: Entry, tmp_path: Path) -> None:
    read_back(entry, entry.default if not entry.choices or entry.default else entry.choices[1], tmp_path)


def test_the_reference_is_what_the_registry_says() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "python tools/settings_reference.py"
