"""The desk's own settings: declared once, written whole, faults told with file and line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from batola_desk.settings.schema import SETTINGS, complaint
from batola_desk.settings.store import SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def written(path: Path, text: str) -> SettingsStore:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return SettingsStore(path)


def test_without_a_file_every_setting_has_its_default(path: Path) -> None:
    store = SettingsStore(path)
    assert all(store.get(key) == setting.default for key, setting in SETTINGS.items())
    assert store.faults == ()
    assert not path.exists()


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_declaration_is_whole(key: str) -> None:
    setting = SETTINGS[key]
    assert key.count(".") == 1
    assert setting.label
    assert setting.label_en
    assert setting.scope in {"desk", "site", "operator"}
    assert complaint(setting, setting.default) == ""


def test_a_changed_setting_is_there_after_a_restart(path: Path) -> None:
    store = SettingsStore(path)
    store.set("desk.letter", "C")
    store.set("audio.headset_volume", 1)
    store.set("audio.headset_output", 'Jabra "Evolve" \\ 65 — meja C')
    again = SettingsStore(path)
    assert (again.get("desk.letter"), again.get("audio.headset_volume")) == ("C", 1.0)
    assert again.text("audio.headset_output") == 'Jabra "Evolve" \\ 65 — meja C'
    assert again.faults == ()


def test_the_file_explains_itself_in_both_languages(path: Path) -> None:
    SettingsStore(path).set("screen.language", "en")
    text = path.read_text(encoding="utf-8")
    assert "# Bahasa layar / Screen language" in text
    assert tomllib.loads(text) == {"screen": {"language": "en"}}


def test_an_unchanged_value_writes_nothing(path: Path) -> None:
    SettingsStore(path).set("desk.letter", "A")
    assert not path.exists()


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("desk.letter", "AA", "A, B, C"),
        ("desk.letter", 1, "text in quotes"),
        ("screen.text_percent", 79, "at least 80"),
        ("screen.text_percent", 151, "at most 150"),
        ("screen.text_percent", 100.5, "a whole number"),
        ("screen.text_percent", True, "a whole number"),
        ("audio.ring_volume", 0.0, "at least 0.1"),
        ("audio.ring_volume", "loud", "a number"),
        ("operator.name", "a\x00b", "control characters"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_changes_nothing(
    path: Path, key: str, value: object, allowed: str
) -> None:
    store = SettingsStore(path)
    with pytest.raises(ValueError, match=allowed):
        store.set(key, value)
    assert store.get(key) == SETTINGS[key].default
    assert not path.exists()


def test_an_unknown_setting_is_our_fault(path: Path) -> None:
    store = SettingsStore(path)
    with pytest.raises(KeyError):
        store.get("screen.colour")
    with pytest.raises(KeyError):
        store.set("screen.colour", "red")


def test_a_wrong_value_in_the_file_costs_only_itself(path: Path) -> None:
    text = '[desk]\nletter = "B"\n\n[screen]\ntheme = "pink"\nlanguage = "en"\nsize = 3\n'
    store = written(path, text)
    assert (store.get("desk.letter"), store.get("screen.language")) == ("B", "en")
    assert store.get("screen.theme") == "dark"
    assert [(fault.line, fault.key, fault.found) for fault in store.faults] == [
        (5, "screen.theme", "'pink'"),
        (7, "screen.size", "an unknown setting"),
    ]
    assert store.faults[0].allowed == "dark, light"
    assert path.read_text(encoding="utf-8") == text


def test_a_broken_file_is_kept_beside_the_new_one(path: Path) -> None:
    store = written(path, '[desk]\nletter = "B\n')
    (fault,) = store.faults
    assert (fault.file, fault.line) == (path, 2)
    assert store.get("desk.letter") == "A"
    store.set("desk.letter", "D")
    assert SettingsStore(path).get("desk.letter") == "D"
    assert path.with_suffix(".broken.toml").read_text(encoding="utf-8") == '[desk]\nletter = "B\n'


def test_a_value_outside_a_section_is_told(path: Path) -> None:
    (fault,) = written(path, 'letter = "B"\n').faults
    assert (fault.line, fault.key, fault.allowed) == (1, "letter", "a [section]")


def test_a_disk_that_refuses_leaves_the_old_file_and_the_new_value(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SettingsStore(path)
    store.set("desk.letter", "B")
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="no space"):
        store.set("desk.letter", "C")
    assert path.read_bytes() == before
    assert store.get("desk.letter") == "C"
