"""A newer map in the secretariat: told on the map, shown in the sheet, fetched by a key and a right."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from batola_desk.services.change import Change
from batola_desk.services.map_deliveries import MapDeliveryService
from batola_desk.sync.pack_receiver import Delivery, Phase
from batola_desk.sync.published_packs import PublishedPack
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

PACK = PublishedPack(
    sha256=b"x" * 32, name="Batola November", created_us=1_795_000_000_000_000, format=1,
    size_bytes=60 * 2**20, published_by="ani", published_us=1_795_000_100_000_000,
)  # fmt: skip


def shipped(tmp_path: Path) -> object:
    return shipped_catalog()


async def tell(
    stage: ShellStage, phase: Phase, done_mb: float = 0.0, code: str = "", **values: object
) -> None:
    delivery = Delivery(
        phase=phase, pack=PACK, done_bytes=int(done_mb * 2**20), code=code, values=values
    )  # fmt: skip
    stage.services.map_deliveries._take_delivery(delivery)
    await stage.settle()
    stage.window.map_panel.render_now()


async def test_what_comes_is_told_on_the_map_and_in_the_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped(tmp_path)) as stage:
        canvas = stage.window.map_panel.canvas
        assert canvas._news == ""
        await stage.press("Ctrl+Shift+F12")
        sheet = stage.window.map_pack_sheet
        assert not sheet.delivery_card.isVisible()
        for phase, done_mb, code, news, words in (
            (Phase.FETCHING, 27.0, "", "Peta baru dari sekretariat: 45 %", "45 % sudah di sini (27,0 MB)"),
            (Phase.WAITING, 27.0, "map_room_cut", "Peta baru dari sekretariat: 45 %", "putus"),
            (Phase.WAITING, 0.0, "", "Peta baru dari sekretariat: 0 %", "Meja lain sedang mengambilnya"),
            (Phase.CHECKING, 60.0, "", "Peta baru dari sekretariat: diperiksa", "diperiksa sebelum dipakai"),
            (Phase.OFFERED, 0.0, "", "Ada peta baru di sekretariat", "menunggu sampai seseorang"),
            (Phase.FAILED, 0.0, "map_room_damaged", "Peta baru dari sekretariat: gagal", "rusak"),
            (Phase.FAILED, 0.0, "map_room_newer", "Peta baru dari sekretariat: gagal", "program yang lebih"),
        ):
            await tell(stage, phase, done_mb, code)
            assert canvas._news == news
            told = sheet.delivery.text()
            assert told.startswith("Batola November, dibuat 2026-"), told
            assert "60,0 MB, diterbitkan ani" in told
            assert words in told
            assert sheet.delivery_card.isVisible()
            is_on_its_way = phase in {Phase.FETCHING, Phase.WAITING}
            assert sheet.delivery_bar.isVisible() == is_on_its_way
            assert sheet.take.isVisible() == (phase in {Phase.OFFERED, Phase.FAILED})
        assert "Coba lagi" in sheet.take.text()
        await tell(stage, Phase.FAILED, 0.0, "map_room_disk_full", need_mb=572)
        assert "572 MB" in sheet.delivery.text()
        stage.services.map_deliveries._take_delivery(Delivery())
        await stage.settle()
        stage.window.map_panel.render_now()
        assert canvas._news == ""
        assert not sheet.delivery_card.isVisible()


async def test_a_key_fetches_what_is_offered(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(MapDeliveryService, "take", lambda _self: taken.append("taken"))
    async with open_shell(tmp_path, catalog=shipped(tmp_path)) as stage:
        await tell(stage, Phase.OFFERED)
        await stage.press("Ctrl+Shift+F12")
        assert stage.window.map_pack_sheet.take.isVisible()
        await stage.press("A")
        assert taken == ["taken"]


async def test_who_may_not_change_the_map_sees_it_and_has_no_button(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped(tmp_path), role="PTDS") as stage:
        await tell(stage, Phase.OFFERED)
        await stage.press("Ctrl+Shift+F12")
        sheet = stage.window.map_pack_sheet
        assert sheet.delivery_card.isVisible()
        assert not sheet.take.isVisible()


async def test_an_own_pack_that_is_newer_hides_what_waits(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped(tmp_path)) as stage:
        await tell(stage, Phase.OFFERED)
        deliveries = stage.services.map_deliveries
        assert deliveries.view is not None
        assert stage.services.map_packs.pack is None
        stage.services.map_packs.pack = _own(PACK.created_us)
        stage.services.changed.publish(Change(what=frozenset({"map_pack"})))
        assert deliveries.view is None


def _own(created_us: int) -> object:
    class Meta:
        pass

    own, meta = Meta(), Meta()
    meta.created_us, own.meta = created_us, meta  # type: ignore[attr-defined]
    return own
