"""A ladder, a source or a message that makes no sense is refused with its line and what is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.paths import resource_path


@pytest.mark.parametrize(
    ("before", "after", "key", "allowed"),
    [
        ("after_limits = 2.0", "after_limits = 1.0", "escalation.after_limits", "above 1"),
        ("after_limits = 3.0", "after_limits = 61.0", "escalation.after_limits", "at most 60"),
        ("after_limits = 1.0", "after_limits = 0.0", "escalation.after_limits", "above 0"),
        ("code = 3\n", "code = 4\n", "escalation.code", "1 to 3"),
        ("contact = 3", "contact = 0", "escalation.contact", "1 to 9"),
        ('alert = "agency_silent"', 'alert = "agency_mute"', "escalation.alert", "agency_silent"),
        ('agency = "polres"\nchannel', 'agency = "polisi"\nchannel', "source.agency", "polres"),
        (
            'agency = "polres"\nchannel = "voice"',
            'agency = "polres"\nchannel = "fax"',
            "source.channel",
            "voice",
        ),
        ('"Lokasi: {place}"', '"Lokasi: {tempat}"', "message.lines", "{place}"),
        ('"Lokasi: {place}"', '"Lokasi: {place"', "message.lines", "{place}"),
        ("wait_s = 45", "wait_s = 0", "channel.wait_s", "above 0"),
        ("wait_s = 45", "wait_s = 3601", "channel.wait_s", "at most 3600"),
        ("contact = 3", 'contact = "tiga"', "escalation.contact", "a whole number"),
    ],
)
def test_it_is_found_where_it_stands(tmp_path: Path, before: str, after: str, key: str, allowed: str) -> None:
    folder = tmp_path / "config"
    shutil.copytree(resource_path("config"), folder)
    path = folder / "agencies.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        load_catalog(folder)
    assert found.value.key == key
    assert allowed in found.value.allowed
    lines = path.read_text(encoding="utf-8").splitlines()
    name = key.partition(".")[2]
    assert lines[found.value.line - 1].startswith(name)
