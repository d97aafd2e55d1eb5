"""What the room does not have lies in a second place, or people are told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batola_desk.services import safe_keeping
from batola_desk.services.seat_views import RoomView
from batola_desk.sync.address import Address, Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.folder_copy import FolderSettings
from batola_desk.sync.status import SyncMode, SyncStatus
from batola_desk.sync.voices import Credentials
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.model_secretariat import ModelRoom
from tests.support.neighbour_stage import Neighbourhood
from tests.support.ports import free_port
from tests.support.sync_desk import SyncDesk

pytestmark = [pytest.mark.expects_log, pytest.mark.timeout(60)]


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[SyncDesk]:
    desk = SyncDesk(tmp_path, "B", ModelRoom())
    yield desk
    desk.close()


def nowhere(**copies: object) -> RoomSettings:
    """A room that nobody answers for."""
    address = Address(hosts=(Host("127.0.0.1", free_port()),), database="ruang", tls_mode="disable")
    return RoomSettings(address=address, machine=Credentials("meja_a", "sandi"), **copies)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_keeping, "UNSAFE_ALARM_S", 1.0)


def room_of(desk: DeskDouble) -> RoomView:
    room = desk.services.session.status().room
    assert room is not None
    return room


def standing(desk: DeskDouble) -> list[str]:
    alarms = desk.services.session.status().alarms
    return [alarm.detail for alarm in alarms if alarm.code == safe_keeping.ALARM and not alarm.cleared]


async def ticked(desk: DeskDouble, condition: Callable[[], bool]) -> None:
    for _ in range(400):
        await desk.forward(0.5, step_s=0.5)
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(standing(desk))


async def test_without_any_copy_people_are_told(tmp_path: Path) -> None:
    async with open_desk(tmp_path, room=nowhere()) as desk:
        await ticked(desk, lambda: standing(desk) == ["copy_none"])
        assert room_of(desk).waiting_count > 0
        assert room_of(desk).copies == ()


async def test_a_stick_that_comes_ends_the_alert(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    settings = nowhere(safe_copy=FolderSettings(folder=stick, same_disk=True))
    async with open_desk(tmp_path / "A", room=settings) as desk:
        await ticked(desk, lambda: standing(desk) == ["copy_folder_missing"])
        stick.mkdir()
        await ticked(desk, lambda: standing(desk) == [])
        (copy,) = room_of(desk).copies
        assert (copy.kind, copy.name, copy.is_whole, copy.code) == ("folder", str(stick), True, "")
        assert any(stick.iterdir())
        for file in stick.iterdir():
            file.unlink()
        stick.rmdir()
        await ticked(desk, lambda: standing(desk) == ["copy_folder_missing"])


async def test_a_neighbour_that_keeps_is_enough(tmp_path: Path, neighbour: SyncDesk) -> None:
    street = Neighbourhood(tmp_path)
    settings = nowhere(
        safe_copy=FolderSettings(folder=tmp_path / "no", same_disk=True),
        neighbours=street.settings("A", keeps=False),
    )
    keeping = street.thread("B", neighbour.journal)
    try:
        async with open_desk(tmp_path / "A", room=settings) as desk:
            await ticked(desk, lambda: any(c.is_whole and c.name == "B" for c in room_of(desk).copies))
            await ticked(desk, lambda: room_of(desk).waiting_count == neighbour.waiting > 0)
            await ticked(desk, lambda: standing(desk) == [])
            keeping.stop()
            await ticked(desk, lambda: len(standing(desk)) == 1)
    finally:
        keeping.stop()


async def test_a_wrong_section_is_told_and_the_desk_works(tmp_path: Path) -> None:
    fault = SecretariatFault("secretariat_config", line=9, key="safe_copy.folder", found="x", allowed="y")
    async with open_desk(tmp_path, room=nowhere(copies_fault=fault)) as desk:
        await ticked(desk, lambda: standing(desk) == ["secretariat_config"])
        (copy,) = room_of(desk).copies
        assert copy.values["key"] == "safe_copy.folder"
        key = desk.engine.ring()
        await desk.settle()
        assert await desk.services.calls.answer() == key


async def test_a_room_that_takes_nothing_is_an_alert_until_it_does(tmp_path: Path) -> None:
    async with open_desk(tmp_path, room=nowhere()) as desk:
        service, alarms = desk.services._room, desk.services._context.alarms
        assert service._thread is not None
        await asyncio.to_thread(service._thread.stop)

        def refused() -> bool:
            service.judge_absence()
            return alarms.is_active(safe_keeping.REFUSED)

        await asyncio.sleep(0)
        for mode in (SyncMode.IN_SYNC, SyncMode.OFFLINE):
            service._status = SyncStatus(mode=mode, code="origin_cloned", waiting=3, waiting_s=0)
            assert not refused()
            service._status = SyncStatus(mode=mode, code="origin_cloned", waiting=3, waiting_s=31)
            assert refused()
            service._status = SyncStatus(mode=mode)
            assert not refused()
        service._status = SyncStatus(code="secretariat_unreachable", waiting=3, waiting_s=31)
        assert not refused()


async def test_a_desk_that_stands_alone_has_no_such_threads(desk: DeskDouble) -> None:
    await desk.forward(3)
    assert standing(desk) == []
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"batola-copy", "batola-neighbours"}
