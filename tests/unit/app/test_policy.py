"""What the organisation decided counts before every file, and nobody at the desk changes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batola_desk.app.doctor.machine import configuration
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import load_settings
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.policy import POLICY_FILES, Policy, read_policy
from batola_desk.settings.schema import SETTINGS
from batola_desk.settings.store import LockedSettingError, Origin, SettingsStore
from batola_desk.settings_registry import build_registry
from batola_desk.site_policy import load_line, site_files


def desk(tmp_path: Path, policy: str) -> DeskPaths:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    assert paths.policy is not None
    paths.policy.write_text(policy, encoding="utf-8")
    return paths


def test_a_policy_counts_before_what_people_chose(tmp_path: Path) -> None:
    paths = desk(tmp_path, '[settings.screen]\ntheme = "light"\n')
    (paths.config / "settings.toml").write_text('[screen]\ntheme = "dark"\nlanguage = "en"\n')
    store = SettingsStore.of(paths)
    assert store.origin("screen.theme") == (Origin.POLICY, "light")
    assert store.origin("screen.language") == (Origin.CHOICE, "en")
    with pytest.raises(LockedSettingError):
        store.set("screen.theme", "dark")
    with pytest.raises(LockedSettingError):
        store.forget("screen.theme")
    store.set("screen.theme", "light")  # what is so already needs nobody's leave
    assert SettingsStore.of(paths).get("screen.theme") == "light"


def test_a_policy_that_fits_no_rule_counts_for_nothing_and_is_told(tmp_path: Path) -> None:
    text = (
        '[settings.screen]\ntheme = "pink"\nlayout = "x"\n[settings.desk]\nlettre = "B"\n[other.x]\ny = 1\n'
    )
    store = SettingsStore.of(desk(tmp_path, text))
    assert store.get("screen.theme") == "dark"
    assert store.get("screen.layout") == ""  # the program's own memory is nobody's to decide
    told = {fault.key: fault.allowed for fault in store.faults}
    assert told["settings.screen.theme"] == "dark, light"
    assert {"settings.desk.lettre", "settings.screen.layout", "other"} <= told.keys()


def test_a_broken_policy_decides_nothing_and_is_told(tmp_path: Path) -> None:
    store = SettingsStore.of(desk(tmp_path, "[settings\n"))
    assert store.get("screen.theme") == "dark"
    assert [fault.file.name for fault in store.faults] == ["policy.toml"]


def test_what_a_registry_holds_is_read_as_it_is_meant() -> None:
    """A double of the registry: texts and numbers only, as an administrative template writes them."""
    said = {
        "settings.toml": {
            "audio.second_microphone_on": 1,
            "audio.ring_volume": "0,5",
            "screen.text_percent": 125,
            "silent.auto_prompts": "ya",
        }
    }
    found = Policy(r"HKLM\Software\Policies\BatolaDesk", said).values("settings.toml", SETTINGS)
    assert found == {
        "audio.second_microphone_on": True,
        "audio.ring_volume": 0.5,
        "screen.text_percent": 125,
        "silent.auto_prompts": True,
    }
    bad = Policy("HKLM", {"settings.toml": {"audio.second_microphone_on": 2, "screen.text_percent": "viel"}})
    assert bad.values("settings.toml", SETTINGS) == {}
    assert len(bad.complaints("settings.toml", SETTINGS)) == 2


def test_the_line_obeys_a_policy_with_and_without_a_file(tmp_path: Path) -> None:
    paths = desk(tmp_path, '[line.sip]\nsip_port = 5070\ncodecs = ["PCMA"]\n[line.volumes]\nring = 1\n')
    file = paths.config / "line.toml"
    assert load_settings(file, policy=site_files(paths).policy("line.toml")).sip_port == 5070
    file.write_text('[sip]\nsip_port = 5062\nuser = "meja-a"\n')
    read = load_settings(file, policy=site_files(paths).policy("line.toml"))
    assert (read.sip_port, read.user, read.codecs, read.volumes["ring"]) == (5070, "meja-a", ("PCMA",), 1.0)


@pytest.mark.expects_log
def test_no_secret_and_no_nonsense_reaches_the_line(tmp_path: Path) -> None:
    paths = desk(tmp_path, '[line.sip]\npassword = "rahasia"\nsip_port = "lima"\nringing_max = 40\n')
    assert site_files(paths).policy("line.toml") == {"sip.ringing_max": 40}
    assert [fault.key for fault in site_files(paths).faults()] == ["line.sip.password", "line.sip.sip_port"]
    told = [finding.code for finding in configuration(paths)]
    assert told.count("config_value_ignored") == 2


def test_a_policy_whose_values_do_not_go_together_is_named(tmp_path: Path) -> None:
    paths = desk(tmp_path, "[line.rtp]\nrtp_port_first = 40000\nrtp_port_last = 30000\n")
    with pytest.raises(EnvironmentFault) as caught:
        load_settings(paths.config / "line.toml", policy=site_files(paths).policy("line.toml"))
    assert "rtp ports" in json.dumps(caught.value.values)


def test_a_home_has_a_policy_of_its_own(tmp_path: Path) -> None:
    assert read_policy(DeskPaths.for_home(tmp_path)) == Policy()


def test_who_looks_at_the_line_sees_what_the_line_would_obey(tmp_path: Path) -> None:
    paths = desk(tmp_path, "[line.sip]\nsip_port = 5070\n")
    (paths.config / "line.toml").write_text("[sip]\nsip_port = 5062\n")
    assert load_line(paths).sip_port == 5070


def test_a_policy_reaches_every_file_of_the_registry() -> None:
    assert set(POLICY_FILES) == {entry.file for entry in build_registry()}


def test_the_catalog_obeys_a_policy_before_the_file_of_it(tmp_path: Path) -> None:
    paths = desk(
        tmp_path,
        '[limits.ring]\nring_all_s = 7\n[centre.centre]\nname = "Batola"\n[routing.travel]\nlow = 0.5\n',
    )
    (paths.config / "catalog").mkdir()
    (paths.config / "catalog" / "limits.toml").write_text(
        "version = 1\n[ring]\nring_all_s = 3.0\nlead_alarm_s = 11.0\n"
    )
    loaded = site_files(paths).catalog()
    assert loaded.faults == ()
    catalog = loaded.catalog
    assert (catalog.limits.ring.ring_all_s, catalog.limits.ring.lead_alarm_s) == (7.0, 11.0)
    assert (catalog.centre.name, catalog.routing.travel.low) == ("Batola", 0.5)


@pytest.mark.expects_log
def test_a_value_of_the_catalog_that_does_not_fit_costs_only_itself(tmp_path: Path) -> None:
    paths = desk(tmp_path, '[limits.ring]\nring_all_s = "lama"\nlead_alarm_s = 12\n')
    assert site_files(paths).catalog().catalog.limits.ring.lead_alarm_s == 12.0
    assert [fault.key for fault in site_files(paths).faults()] == ["limits.ring.ring_all_s"]


def test_a_desk_on_its_own_stays_so_and_one_with_a_room_obeys(tmp_path: Path) -> None:
    paths = desk(tmp_path, '[secretariat.tls]\nverify = "require"\n[secretariat.safe_copy]\nlimit_mb = 64\n')
    assert site_files(paths).room(desk="A") is None
    (paths.config / "meja.secret").write_text("rahasia\n")
    (paths.config / "secretariat.toml").write_text(
        '[secretariat]\nhosts = ["db1"]\ndatabase = "ruang"\npassword_file = "meja.secret"\n'
        '[tls]\nverify = "disable"\n'
    )
    room = site_files(paths).room(desk="A")
    assert room is not None
    assert room.address.tls_mode == "require"
    assert (room.safe_copy, room.copies_fault) == (None, None), "no copy is made of a limit alone"


def test_positions_avl_and_updates_obey(tmp_path: Path) -> None:
    text = (
        "[caller_positions.held]\nlimit_s = 2.5\n[avl.avl]\nport = 5099\nroom = false\n"
        '[update.update]\nsource = "/media/batola"\n'
    )
    paths = desk(tmp_path, text)
    assert site_files(paths).positions().held is None
    (paths.config / "caller_positions.toml").write_text('[held]\nhosts = ["lis.example"]\n')
    held = site_files(paths).positions().held
    assert held is not None
    assert held.limit_s == 2.5
    avl = site_files(paths).avl()
    assert (avl.listener.port, avl.room, avl.enabled) == (5099, False, False)
    assert site_files(paths).updates().source == "/media/batola"
