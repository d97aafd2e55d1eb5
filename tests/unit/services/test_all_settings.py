"""Settings in the hands of people: who may, what the journal says of it, and what the line hears."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import SettingChanged
from batola_desk.ipc import messages
from batola_desk.settings.book import SettingRow
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from tests.support.desk_double import DeskDouble, open_desk


@asynccontextmanager
async def desk_of(home: Path, role: str) -> AsyncIterator[DeskDouble]:
    shipped = load_catalog(resource_path("config")).catalog
    async with open_desk(home, catalog=shipped, role=role, with_files=True) as desk:
        yield desk


async def row(desk: DeskDouble, key: str, file: str = "settings.toml") -> SettingRow:
    rows = await desk.services.all_settings.rows()
    return next(row for row in rows if (row.entry.file, row.entry.key) == (file, key))


async def told(desk: DeskDouble) -> list[SettingChanged]:
    await desk.settle()
    found = desk.services._context.reader.facts_of("desk:A").result(5)
    return [fact.event for fact in found if isinstance(fact.event, SettingChanged)]


async def refused(desk: DeskDouble, file: str, key: str, value: object) -> OperatorError:
    with pytest.raises(OperatorError) as caught:
        await desk.services.all_settings.change(file, key, value)
    return caught.value


async def test_what_a_person_changes_counts_at_once_and_stands_in_the_journal(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "PT") as desk:
        await desk.services.all_settings.change("settings.toml", "screen.text_percent", 125)
        assert desk.services.session.setting("screen.text_percent") == 125
        await desk.services.all_settings.reset("settings.toml", "screen.text_percent")
        assert desk.services.session.setting("screen.text_percent") == 100
        assert await told(desk) == [
            SettingChanged(file="settings.toml", key="screen.text_percent", before="100", after="125"),
            SettingChanged(file="settings.toml", key="screen.text_percent", before="125", after=""),
        ]


@pytest.mark.parametrize(
    ("role", "key", "code"),
    [
        ("PT", "map.room_kb_per_s", "setting_not_yours"),
        ("KS", "map.room_kb_per_s", ""),
        ("KS", "desk.letter", "setting_not_yours"),
        ("AD", "desk.letter", ""),
        ("AD", "screen.layout", "setting_of_program"),
        ("PT", "audio.ring_volume", ""),
    ],
)
async def test_a_role_changes_what_is_its_own(tmp_path: Path, role: str, key: str, code: str) -> None:
    async with desk_of(tmp_path, role) as desk:
        found = await row(desk, key)
        assert desk.services.all_settings.hindrance(found) == code
        if code:
            assert (await refused(desk, "settings.toml", key, found.value)).code == code


async def test_only_it_writes_the_files_of_it(tmp_path: Path) -> None:
    async with desk_of(tmp_path / "lead", "KS") as desk:
        assert (await refused(desk, "line.toml", "sip.ringing_max", 5)).code == "setting_not_yours"
        assert not (desk.paths.config / "line.toml").exists()
    async with desk_of(tmp_path / "it", "AD") as desk:
        await desk.services.all_settings.change("line.toml", "sip.ringing_max", 5)
        assert "ringing_max = 5" in (desk.paths.config / "line.toml").read_text()
        wrong = await refused(desk, "line.toml", "rtp.rtp_port_last", 100)
        assert (wrong.code, "rtp ports" in str(wrong.values["allowed"])) == ("setting_unusable", True)
        await desk.services.all_settings.change("catalog/limits.toml", "ring.ring_all_s", 4.0)
        assert (await row(desk, "ring.ring_all_s", "catalog/limits.toml")).value == 4.0
        assert (await refused(desk, "line.toml", "account.user", "112")).code == "setting_in_file"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "setting_no_rights"), (errno.ENOSPC, "setting_file_not_written")],
)
async def test_a_missing_right_is_not_blamed_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(number, "refused")

    async with desk_of(tmp_path, "AD") as desk:
        monkeypatch.setattr("batola_desk.app.settings.site_file.write_set", refuse)
        fault = await refused(desk, "line.toml", "sip.ringing_max", 5)
        assert (fault.code, fault.values["file"]) == (code, "line.toml")
        assert await told(desk) == []


async def test_a_secret_is_replaced_and_told_nobody(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "AD") as desk:
        await desk.services.all_settings.change("line.toml", "sip.password", "sangat-rahasia")
        assert (await row(desk, "sip.password", "line.toml")).value is True
        assert await told(desk) == [SettingChanged(file="line.toml", key="sip.password")]


async def test_what_the_policy_says_is_locked(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[settings.screen]\ntheme = "light"\n')
    async with desk_of(tmp_path, "AD") as desk:
        fault = await refused(desk, "settings.toml", "screen.theme", "dark")
        assert (fault.code, Path(str(fault.values["place"])).name) == ("setting_locked", "policy.toml")
        with pytest.raises(OperatorError) as caught:
            desk.services.session.set_setting("screen.theme", "dark")
        assert caught.value.code == "setting_locked"
        assert await told(desk) == []


async def test_a_value_that_does_not_fit_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "PT") as desk:
        fault = await refused(desk, "settings.toml", "screen.text_percent", 200)
        assert (fault.code, fault.values["allowed"]) == ("setting_unusable", "at most 150")
        assert (await refused(desk, "settings.toml", "screen.nothing", 1)).code == "setting_unknown"
        assert await told(desk) == []


async def test_the_line_hears_of_devices_and_volumes(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "PT") as desk:
        await desk.services.all_settings.change("settings.toml", "audio.headset_output", "Plantronics")
        await desk.services.all_settings.change("settings.toml", "audio.ring_volume", 0.5)
        devices, volumes = (
            [wish for wish in desk.engine.commands if isinstance(wish, kind)]
            for kind in (messages.SelectDevices, messages.SetVolumes)
        )
        assert [wish.headset_output for wish in devices] == ["Plantronics"]
        assert [wish.volumes for wish in volumes] == [{"ring": 0.5}]


async def test_a_change_made_elsewhere_in_the_window_is_the_same_fact(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "PT") as desk:
        desk.services.session.set_setting("screen.theme", "light")
        desk.services.session.set_setting("screen.theme", "light")  # nothing new
        desk.services.session.set_setting("screen.layout", "abc")  # the program's own memory
        assert await told(desk) == [
            SettingChanged(file="settings.toml", key="screen.theme", before="dark", after="light")
        ]
