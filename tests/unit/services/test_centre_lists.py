"""The lists of the centre in the hands of IT: who may, what is written, what is told, the way back."""

from __future__ import annotations

import errno
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import SettingChanged
from batola_desk.engine.config import load_settings
from batola_desk.services.centre_lists import CentreLists
from batola_desk.settings.catalog import TABLES, load_catalog
from batola_desk.settings.list_shape import ListRow, ListShape, Origin, catalog_shapes
from batola_desk.settings.paths import resource_path
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shipped import shipped_catalog


@asynccontextmanager
async def desk_of(home: Path, role: str = "AD") -> AsyncIterator[DeskDouble]:
    async with open_desk(home, catalog=shipped_catalog(), role=role, with_files=True) as desk:
        yield desk


def lists_of(desk: DeskDouble) -> CentreLists:
    return desk.services.lists


async def shape_of(desk: DeskDouble, table: str) -> ListShape:
    return next(shape for shape in await lists_of(desk).shapes() if shape.table == table)


async def row_of(desk: DeskDouble, shape: ListShape, code: str) -> ListRow:
    return next(row for row in await lists_of(desk).rows(shape) if row.code == code)


async def told(desk: DeskDouble) -> list[SettingChanged]:
    await desk.settle()
    found = desk.services._context.reader.facts_of("desk:A").result(5)
    return [fact.event for fact in found if isinstance(fact.event, SettingChanged)]


def loaded(desk: DeskDouble) -> Catalog:
    found = load_catalog(resource_path("config"), desk.paths.config / "catalog")
    assert found.faults == ()
    return found.catalog


async def test_every_list_is_shown_with_all_that_ships(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "PT") as desk:
        shapes = await lists_of(desk).shapes()
        assert [(shape.file, shape.table) for shape in shapes][:-1] == [
            (f"catalog/{file}", table) for file, table, *_ in TABLES
        ]
        for shape in shapes:
            for row in await lists_of(desk).rows(shape):
                assert row.origin is Origin.SHIPPED
                for field in shape.fields:
                    value = row.values.get(field.name, field.default)
                    assert value is None or field.complaint(value) == "", (shape.table, row.code, field.name)


async def test_a_shipped_row_is_changed_by_the_field_and_told(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        shape = await shape_of(desk, "agency")
        row = (await lists_of(desk).rows(shape))[0]
        wish = {**row.values, "contacts": ["0511-1", "0511-2"]}
        (found,) = await lists_of(desk).preview(shape, row.code, wish)
        assert (found.field.name, found.after) == ("contacts", ["0511-1", "0511-2"])
        await lists_of(desk).save(shape, row.code, wish)
        written = tomllib.loads((desk.paths.config / "catalog" / "agencies.toml").read_text())
        assert written == {
            "version": 1,
            "agency": [{"code": row.code, "contacts": ["0511-1", "0511-2"]}],
        }
        assert loaded(desk).agencies[row.code].contacts == ("0511-1", "0511-2")
        (fact,) = await told(desk)
        assert (fact.file, fact.key) == ("catalog/agencies.toml", f"agency.{row.code}.contacts")
        changed = await row_of(desk, shape, row.code)
        assert changed.origin is Origin.CHANGED
        await lists_of(desk).remove(shape, changed)
        assert (await row_of(desk, shape, row.code)).origin is Origin.SHIPPED
        assert len(await told(desk)) == 2


async def test_what_is_put_back_by_hand_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        shape = await shape_of(desk, "disposition")
        row = (await lists_of(desk).rows(shape))[0]
        await lists_of(desk).save(shape, row.code, {**row.values, "label": "Lain"})
        await lists_of(desk).save(shape, row.code, dict(row.values))
        assert (await row_of(desk, shape, row.code)).origin is Origin.SHIPPED
        text = (desk.paths.config / "catalog" / "dispositions.toml").read_text()
        assert tomllib.loads(text)["disposition"] == []


async def test_a_row_of_ones_own_comes_goes_and_comes_back(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        shape = await shape_of(desk, "speed_dial")
        agency = next(iter(loaded(desk).agencies))
        await lists_of(desk).save(shape, "PLN", {"code": "PLN", "agency": agency, "number": "0511-123"})
        row = await row_of(desk, shape, "PLN")
        assert (row.origin, loaded(desk).speed_dials["PLN"].number) == (Origin.OWN, "0511-123")
        await lists_of(desk).remove(shape, row)
        assert "PLN" not in loaded(desk).speed_dials
        assert lists_of(desk).can_undo
        await lists_of(desk).undo()
        assert loaded(desk).speed_dials["PLN"].number == "0511-123"
        assert not lists_of(desk).can_undo
        keys = [fact.key for fact in await told(desk)]
        assert keys[-2:] == ["speed_dial.PLN", "speed_dial.PLN"]


@pytest.mark.parametrize(
    ("table", "values", "key"),
    [
        ("speed_dial", {"code": "X", "agency": "NIEMAND"}, "agency"),
        ("speed_dial", {"code": "X", "agency": ""}, "speed_dial.agency"),
        ("type", {"code": "X1", "group": "", "label": "x", "priority": "P1"}, "type.group"),
        ("alert", {"code": "x", "label": "x", "repeat_s": "sering"}, "alert.repeat_s"),
        ("set", {"code": "x", "label": "x", "questions": "bukan toml"}, "questions"),
        ("account", {"name": "a", "user": "112", "srtp": "vielleicht"}, "account.srtp"),
    ],
)
async def test_what_the_loader_refuses_is_not_written(
    tmp_path: Path, table: str, values: dict[str, object], key: str
) -> None:
    async with desk_of(tmp_path) as desk:
        shape = await shape_of(desk, table)
        code = str(values[shape.code])
        for wish in (lists_of(desk).preview, lists_of(desk).save):
            with pytest.raises(OperatorError) as caught:
                await wish(shape, code, values)
            assert caught.value.code == "setting_unusable"
            assert key in str(caught.value.values["key"])
        assert not (desk.paths.config / shape.file).exists()
        assert await told(desk) == []


async def test_a_new_type_may_name_a_new_agency_of_another_file(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        catalog = loaded(desk)
        agencies, types = await shape_of(desk, "agency"), await shape_of(desk, "type")
        await lists_of(desk).save(agencies, "BMKG", {"code": "BMKG", "label": "BMKG"})
        group, priority = next(iter(catalog.groups)), next(iter(catalog.priorities))
        row = {"code": "ZZ01", "group": group, "label": "Gempa", "priority": priority, "lead_agency": "BMKG"}
        await lists_of(desk).save(types, "ZZ01", row)
        assert loaded(desk).types["ZZ01"].lead_agency == "BMKG"


async def test_only_it_changes_a_list(tmp_path: Path) -> None:
    async with desk_of(tmp_path, "KS") as desk:
        shape = await shape_of(desk, "disposition")
        row = (await lists_of(desk).rows(shape))[0]
        assert lists_of(desk).hindrance(shape) == "setting_not_yours"
        for wish in (
            lists_of(desk).save(shape, row.code, {**row.values, "label": "Lain"}),
            lists_of(desk).remove(shape, row),
        ):
            with pytest.raises(OperatorError) as caught:
                await wish
            assert caught.value.code == "setting_not_yours"
        assert not (desk.paths.config / "catalog").exists()


async def test_accounts_are_rows_and_their_passwords_stay_unseen(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        shape = await shape_of(desk, "account")
        await lists_of(desk).save(shape, "trunk", {"name": "trunk", "user": "112", "password": "rahasia-1"})
        await lists_of(desk).save(shape, "dalam", {"name": "dalam", "user": "113", "password": "rahasia-2"})
        rows = await lists_of(desk).rows(shape)
        assert [row.values["password"] for row in rows] == [True, True]
        await lists_of(desk).save(shape, "trunk", {"name": "trunk", "user": "112", "expires_s": 60})
        first, second = load_settings(desk.paths.config / "line.toml").accounts
        assert (first.password, first.expires_s, second.password) == ("rahasia-1", 60, "rahasia-2")
        await lists_of(desk).remove(shape, await row_of(desk, shape, "dalam"))
        assert len(load_settings(desk.paths.config / "line.toml").accounts) == 1
        await lists_of(desk).undo()
        assert len(load_settings(desk.paths.config / "line.toml").accounts) == 2
        assert "rahasia" not in repr(await told(desk))


async def test_a_missing_right_is_said_and_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EACCES, "refused")

    async with desk_of(tmp_path) as desk:
        shape = await shape_of(desk, "disposition")
        row = (await lists_of(desk).rows(shape))[0]
        monkeypatch.setattr("batola_desk.app.settings.site_file.write_set", refuse)
        with pytest.raises(OperatorError) as caught:
            await lists_of(desk).save(shape, row.code, {**row.values, "label": "Lain"})
        assert caught.value.code == "setting_no_rights"
        assert not lists_of(desk).can_undo
        assert await told(desk) == []


def test_every_field_has_words_and_no_words_are_left_without_one() -> None:
    from batola_desk.settings.entry import read_words

    shapes = catalog_shapes()
    used = {f"field.{field.name}" for shape in shapes for field in shape.fields}
    own = {f"{shape.table}.{field.name}" for shape in shapes for field in shape.fields}
    assert set(read_words("fields.toml")) <= used | own
    unsaid = [
        f"{shape.table}.{field.name}"
        for shape in shapes
        for field in shape.fields
        if field.label == field.name
    ]
    assert unsaid == [], "resources/settings/fields.toml"
