"""``weather.toml`` of a desk: where warnings of the weather office come from. Everything is off without it.

    [feed]                          # the list of the office, asked now and then
    enabled = true
    address = "https://www.bmkg.go.id/alerts/nowcast/id"
    interval_min = 5
    silent_after_min = 30           # no answer for so long is told
    authority = ""                  # PEM; empty: whom the system trusts

    [folder]                        # documents that others put there; a folder or one file
    path = "/srv/peringatan"

    [place]                         # for areas without an outline, and for what is fetched first
    regency = "Barito Kuala"
    province = "Kalimantan Selatan"

    [show]
    credit = "BMKG (Badan Meteorologi, Klimatologi, dan Geofisika)"
    alarm_from = "Moderate"         # Minor, Moderate, Severe, Extreme; "" = no alert

Source: domain.md §8 (BMKG: at most 60 requests a minute, credit on the screen), §16, §17.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from batola_desk.interop.safe_address import safe_address
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.section import Section
from batola_desk.settings.toml_file import TomlFile, read_configured

CONFIG_NAME: Final = "weather.toml"
ALARM_CHOICES: Final = ("", "Minor", "Moderate", "Severe", "Extreme")
INTERVAL_MIN: Final = (1, 60)
SILENT_MIN: Final = (10, 1_440)
_LETTERS_MAX: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """``[feed]``; ``authority``: who signs its certificate (PEM), empty = whom the system trusts."""

    enabled: bool = False
    address: str = "https://www.bmkg.go.id/alerts/nowcast/id"
    interval_min: int = 5
    silent_after_min: int = 30
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """``[folder]``; empty = none."""

    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSettings:
    """``[place]``: names of the regency and its province, as areas say them."""

    regency: str = "Barito Kuala"
    province: str = "Kalimantan Selatan"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSettings:
    """``[show]``."""

    credit: str = "BMKG (Badan Meteorologi, Klimatologi, dan Geofisika)"
    alarm_from: str = "Moderate"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherSettings:
    """What the file says."""

    feed: FeedSettings = field(default_factory=FeedSettings)
    folder: FolderSettings = field(default_factory=FolderSettings)
    place: PlaceSettings = field(default_factory=PlaceSettings)
    show: ShowSettings = field(default_factory=ShowSettings)


TABLES: Final = {"feed": FeedSettings, "folder": FolderSettings, "place": PlaceSettings, "show": ShowSettings}


def load_weather_settings(path: Path, *, policy: Mapping[str, object] | None = None) -> WeatherSettings:
    """Read the file; without one nothing is fetched.

    Args:
        policy: ``section.key`` → value that counts before the file (``settings.policy``).

    Raises:
        ConfigError: what is wrong with it.
    """
    file = read_configured(path, policy)
    if file is None:
        return WeatherSettings()
    for table, content in file.data.items():
        if table not in TABLES:
            raise ConfigError(
                path, file.line_of(table), table, found="an unknown table", allowed=", ".join(TABLES)
            )
        if not isinstance(content, dict):
            line = file.line_of("", key=table)
            raise ConfigError(path, line, table, found=repr(content)[:40], allowed="a table")
        known = {item.name for item in dataclasses.fields(TABLES[table])}
        for key in content:
            if key not in known:
                raise Section(file, table).wrong(key, content[key], ", ".join(sorted(known)))
    return WeatherSettings(
        feed=_feed(Section(file, "feed")), folder=_folder(file), place=_place(file), show=_show(file)
    )


def _feed(section: Section) -> FeedSettings:
    standard = FeedSettings()
    enabled = section.data.get("enabled", standard.enabled)
    if not isinstance(enabled, bool):
        raise section.wrong("enabled", enabled, "true, false")
    address = standard.address
    if "address" in section.data:
        address = safe_address(section, "address", f'"{standard.address}"')
    authority = section.text("authority", allowed='"ca.pem"', default="")
    if authority:
        found = section.path("authority", allowed='"ca.pem"')
        if enabled and not found.is_file():
            raise section.wrong("authority", authority, "an existing file (PEM)")
        authority = str(found)
    return FeedSettings(
        enabled=enabled,
        address=address,
        interval_min=_whole(section, "interval_min", standard.interval_min, INTERVAL_MIN),
        silent_after_min=_whole(section, "silent_after_min", standard.silent_after_min, SILENT_MIN),
        authority=authority,
    )


def _folder(file: TomlFile) -> FolderSettings:
    section = Section(file, "folder")
    path = section.text("path", allowed='"/srv/peringatan"', default="")
    return FolderSettings(path=str(section.path("path", allowed="")) if path else "")


def _place(file: TomlFile) -> PlaceSettings:
    section, standard = Section(file, "place"), PlaceSettings()
    return PlaceSettings(
        regency=_line(section, "regency", standard.regency),
        province=_line(section, "province", standard.province),
    )


def _show(file: TomlFile) -> ShowSettings:
    section, standard = Section(file, "show"), ShowSettings()
    alarm_from = (
        section.text("alarm_from", allowed=", ".join(ALARM_CHOICES[1:]), default="")
        if "alarm_from" in section.data
        else standard.alarm_from
    )
    if alarm_from not in ALARM_CHOICES:
        raise section.wrong("alarm_from", alarm_from, '"", ' + ", ".join(ALARM_CHOICES[1:]))
    return ShowSettings(credit=_line(section, "credit", standard.credit), alarm_from=alarm_from)


def _line(section: Section, key: str, standard: str) -> str:
    """One line of text that cannot be empty: the credit is owed, the names are needed."""
    allowed = f"1 to {_LETTERS_MAX} letters"
    text = section.text(key, allowed=allowed, default=standard)
    if not text.strip() or len(text) > _LETTERS_MAX or not text.isprintable():
        raise section.wrong(key, text, allowed)
    return text.strip()


def _whole(section: Section, key: str, standard: int, limits: tuple[int, int]) -> int:
    value = section.data.get(key, standard)
    if isinstance(value, bool) or not isinstance(value, int) or not limits[0] <= value <= limits[1]:
        raise section.wrong(key, value, f"{limits[0]} to {limits[1]} minutes")
    return value
