"""weather.toml: off without it; what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.interop.cap.config import WeatherSettings, load_weather_settings
from batola_desk.settings.config_error import ConfigError


def read(tmp_path: Path, text: str, **policy: object) -> WeatherSettings:
    path = tmp_path / "weather.toml"
    path.write_text(text, encoding="utf-8")
    return load_weather_settings(path, policy=policy or None)


def test_without_the_file_nothing_is_asked(tmp_path: Path) -> None:
    settings = load_weather_settings(tmp_path / "weather.toml")
    assert not settings.feed.enabled
    assert settings.folder.path == ""
    assert "BMKG" in settings.show.credit


def test_a_whole_file_is_taken(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")
    settings = read(
        tmp_path,
        '[feed]\nenabled = true\naddress = "https://office.example/id"\ninterval_min = 10\n'
        'silent_after_min = 60\nauthority = "ca.pem"\n[folder]\npath = "masuk"\n'
        '[place]\nregency = "Tapin"\nprovince = "Kalsel"\n[show]\ncredit = "Kantor"\nalarm_from = ""\n',
    )
    assert (settings.feed.address, settings.feed.interval_min) == ("https://office.example/id", 10)
    assert settings.feed.authority == str(tmp_path / "ca.pem")
    assert settings.folder.path == str(tmp_path / "masuk")
    assert (settings.place.regency, settings.show.credit, settings.show.alarm_from) == ("Tapin", "Kantor", "")


def test_a_policy_counts_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "weather.toml"
    path.write_text("[feed]\nenabled = true\n")
    assert not load_weather_settings(path, policy={"feed.enabled": False}).feed.enabled


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[fed]\n", "fed"),
        ("feed = 1\n", "feed"),
        ("[feed]\nurl = 1\n", "feed.url"),
        ("[feed]\nenabled = 1\n", "feed.enabled"),
        ('[feed]\naddress = "http://office.example/"\n', "feed.address"),
        ('[feed]\naddress = "ftp://office.example/"\n', "feed.address"),
        ('[feed]\naddress = ""\n', "feed.address"),
        ("[feed]\ninterval_min = 0\n", "feed.interval_min"),
        ("[feed]\ninterval_min = 1.5\n", "feed.interval_min"),
        ("[feed]\nsilent_after_min = true\n", "feed.silent_after_min"),
        ('[feed]\nenabled = true\nauthority = "none.pem"\n', "feed.authority"),
        ("[folder]\npath = 3\n", "folder.path"),
        ('[place]\nregency = " "\n', "place.regency"),
        ('[show]\ncredit = ""\n', "show.credit"),
        ('[show]\ncredit = "a\\nb"\n', "show.credit"),
        ('[show]\nalarm_from = "Sedang"\n', "show.alarm_from"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert caught.value.values["key"] == key
