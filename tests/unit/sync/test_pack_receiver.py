"""Fetching map packs from the room: resumed where it was cut, compared, slow, asked for, given up."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batola_desk.sync import pack_fetch
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.pack_fetch import PackFetch
from batola_desk.sync.pack_receiver import Delivery, PackReceiver, Pauses, Phase
from batola_desk.sync.published_packs import PART_BYTES
from tests.support.pack_shelf import CREATED_US, KeeperDouble, ShelfDouble, some_bytes

FAST = 1e12
SIZE = PART_BYTES * 5 + 17
PAUSES = Pauses(first=0.001, poll=0.05, busy=(0.01, 0.02), cut=(0.01,))


class Stage:
    """A receiver with everything around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "map"
        self.shelf = ShelfDouble()
        self.keeper = KeeperDouble()
        self.heard: list[Delivery] = []
        self._lock = threading.Lock()
        self.receiver: PackReceiver | None = None

    def start(
        self, *, asks: bool = False, pauses: Pauses = PAUSES, bytes_per_s: float = FAST
    ) -> PackReceiver:
        self.receiver = PackReceiver(
            self.shelf.join, self.keeper, self.folder, bytes_per_s=bytes_per_s, asks=asks,
            on_delivery=self.heard.append, pauses=pauses,
        )  # fmt: skip
        self.receiver.start()
        return self.receiver

    def until(self, condition: Callable[[], bool], limit_s: float = 10.0) -> None:
        end_s = time.monotonic() + limit_s
        while not condition():
            assert time.monotonic() < end_s, [(d.phase, d.code) for d in self.heard[-5:]]
            time.sleep(0.002)

    def last(self) -> Delivery:
        return self.heard[-1] if self.heard else Delivery()

    def incoming(self) -> list[Path]:
        return list(self.folder.glob("*.incoming"))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    if made.receiver is not None:
        assert made.receiver.stop()


# ------------------------------------------------------------------ one file


async def fetch(shelf: ShelfDouble, target: Path, *, bytes_per_s: float = FAST) -> bool:
    return await PackFetch(shelf, shelf.listed[0], target, bytes_per_s=bytes_per_s).run()


async def test_a_pack_comes_whole(tmp_path: Path) -> None:
    shelf, target = ShelfDouble(), tmp_path / "map" / "x.incoming"
    data = some_bytes(SIZE)
    shelf.put(data)
    assert await fetch(shelf, target)
    assert target.read_bytes() == data
    assert shelf.asked == [0, 1, 2, 3, 4, 5]
    shelf.asked.clear()
    assert await fetch(shelf, target), "all of it is here already"
    assert shelf.asked == []


async def test_after_a_cut_only_the_rest_is_asked_for(tmp_path: Path) -> None:
    shelf, target = ShelfDouble(), tmp_path / "x"
    data = some_bytes(SIZE)
    shelf.put(data)
    shelf.cut_after = 3
    with pytest.raises(SecretariatFault):
        await fetch(shelf, target)
    assert target.stat().st_size == 3 * PART_BYTES
    shelf.cut_after = None
    shelf.asked.clear()
    assert await fetch(shelf, target)
    assert shelf.asked == [3, 4, 5]
    assert target.read_bytes() == data


@pytest.mark.parametrize(
    ("damage", "asked"),
    [
        (lambda kept: kept[: PART_BYTES * 2 + 100], [2, 3, 4, 5]),  # torn by a power cut
        (lambda kept: kept[:PART_BYTES] + b"\x00" + kept[PART_BYTES + 1 :], [1, 2, 3, 4, 5]),  # a bad disk
        (lambda kept: kept + b"more than there is" * 1000, []),
        (lambda kept: b"", [0, 1, 2, 3, 4, 5]),
    ],
)
async def test_what_lies_there_is_compared_first(
    tmp_path: Path, damage: Callable[[bytes], bytes], asked: list[int]
) -> None:
    shelf, target = ShelfDouble(), tmp_path / "x"
    data = some_bytes(SIZE)
    shelf.put(data)
    target.write_bytes(damage(data))
    assert await fetch(shelf, target)
    assert shelf.asked == asked
    assert target.read_bytes() == data


async def test_a_piece_that_is_not_what_it_says_is_never_kept(tmp_path: Path) -> None:
    shelf, target = ShelfDouble(), tmp_path / "x"
    shelf.put(some_bytes(SIZE))
    shelf.hashes[2] = b"?" * 32
    with pytest.raises(SecretariatFault) as caught:
        await fetch(shelf, target)
    assert caught.value.code == "map_room_damaged"
    assert target.stat().st_size == 2 * PART_BYTES


async def test_a_pack_that_is_taken_back_ends_it(tmp_path: Path) -> None:
    shelf = ShelfDouble()
    pack = shelf.put(some_bytes(SIZE))
    del shelf.data[pack.sha256]
    with pytest.raises(SecretariatFault) as caught:
        await fetch(shelf, tmp_path / "x")
    assert caught.value.code == "map_room_gone"


async def test_the_disk_keeps_room_for_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = ShelfDouble()
    shelf.put(some_bytes(SIZE))
    free = pack_fetch.FREE_LEFT_BYTES + SIZE - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**12, 0, free))
    with pytest.raises(SecretariatFault) as caught:
        await fetch(shelf, tmp_path / "x")
    assert (caught.value.code, caught.value.values) == ("map_room_disk_full", {"need_mb": 513})
    assert shelf.asked == []


async def test_it_takes_its_time(tmp_path: Path) -> None:
    shelf = ShelfDouble()
    shelf.put(some_bytes(SIZE))
    began_s = time.monotonic()
    await fetch(shelf, tmp_path / "x", bytes_per_s=SIZE / 0.5)
    assert 0.45 <= time.monotonic() - began_s < 3.0


# ------------------------------------------------------------------ the thread


def test_a_newer_pack_is_fetched_and_used_by_itself(stage: Stage) -> None:
    data = some_bytes(SIZE)
    stage.shelf.put(data)
    stage.start()
    stage.until(lambda: stage.keeper.installed == [data])
    stage.until(lambda: stage.last().phase is Phase.NOTHING)
    phases = [delivery.phase for delivery in stage.heard]
    assert phases.index(Phase.FETCHING) < phases.index(Phase.CHECKING)
    assert {delivery.pack.name for delivery in stage.heard if delivery.pack} == {"Batola"}
    asked = len(stage.shelf.asked)
    before = stage.shelf.joined
    stage.until(lambda: stage.shelf.joined > before + 2)
    assert len(stage.shelf.asked) == asked, "it is here: nothing is fetched again"


def test_what_is_not_newer_is_left_there(stage: Stage) -> None:
    stage.shelf.put(some_bytes(SIZE))
    stage.keeper.us = CREATED_US
    left = stage.folder / ("room-" + "0" * 32 + ".incoming")
    stage.folder.mkdir()
    left.write_bytes(b"x")
    stage.start()
    stage.until(lambda: stage.shelf.joined > 2)
    assert stage.shelf.asked == []
    assert not left.exists(), "of a pack that is no more wanted"
    assert {delivery.phase for delivery in stage.heard} <= {Phase.NOTHING}


def test_a_cut_is_told_and_gone_on_from(stage: Stage) -> None:
    data = some_bytes(SIZE)
    stage.shelf.put(data)
    stage.shelf.cut_after = 2
    stage.start(pauses=Pauses(first=0.001, poll=30.0, busy=(0.01, 0.02), cut=(0.05,)))
    stage.until(lambda: stage.last().phase is Phase.WAITING)
    assert stage.last().code == "map_room_cut"
    stage.shelf.is_open = False
    before = stage.shelf.joined
    stage.until(lambda: stage.shelf.joined > before + 2)
    assert stage.last().phase is Phase.WAITING, "the server is still away"
    stage.shelf.cut_after, stage.shelf.is_open = None, True
    stage.until(lambda: stage.keeper.installed == [data])
    assert sorted(stage.shelf.asked) == [0, 1, 2, 2, 3, 4, 5]


def test_a_desk_that_was_closed_goes_on_after_its_start(stage: Stage) -> None:
    data = some_bytes(SIZE)
    stage.shelf.put(data)
    receiver = stage.start(bytes_per_s=PART_BYTES * 20)
    stage.until(lambda: len(stage.shelf.asked) >= 3)
    assert receiver.stop()
    kept = sum(path.stat().st_size for path in stage.incoming()) // PART_BYTES
    assert kept >= 2
    stage.shelf.asked.clear()
    stage.start()
    stage.until(lambda: stage.keeper.installed == [data])
    assert stage.shelf.asked[0] == kept


def test_who_asks_decides(stage: Stage) -> None:
    data = some_bytes(SIZE)
    pack = stage.shelf.put(data)
    receiver = stage.start(asks=True)
    stage.until(lambda: stage.last().phase is Phase.OFFERED and stage.shelf.joined > 3)
    assert stage.shelf.asked == []
    receiver.take(pack)
    stage.until(lambda: stage.keeper.installed == [data])


def test_no_more_than_a_few_fetch_at_a_time(stage: Stage) -> None:
    stage.shelf.put(some_bytes(SIZE))
    stage.shelf.is_free = False
    stage.start()
    stage.until(lambda: stage.last().phase is Phase.WAITING and stage.shelf.joined > 3)
    assert (stage.shelf.asked, stage.last().code) == ([], "")
    stage.shelf.is_free = True
    stage.until(lambda: len(stage.keeper.installed) == 1)


@pytest.mark.expects_log
def test_a_pack_that_cannot_be_used_is_told_and_not_fetched_again(stage: Stage) -> None:
    pack = stage.shelf.put(some_bytes(SIZE))
    stage.keeper.answers = ["map_pack_damaged"]
    receiver = stage.start()
    stage.until(lambda: stage.last().phase is Phase.FAILED)
    assert stage.last().code == "map_pack_damaged"
    assert stage.incoming() == []
    asked, before = len(stage.shelf.asked), stage.shelf.joined
    stage.until(lambda: stage.shelf.joined > before + 3)
    assert len(stage.shelf.asked) == asked
    receiver.take(pack)  # somebody says: again
    stage.until(lambda: len(stage.keeper.installed) == 1)


@pytest.mark.expects_log
def test_a_pack_whose_whole_is_another_than_it_says_is_never_used(stage: Stage) -> None:
    pack = stage.shelf.put(some_bytes(SIZE))
    stage.shelf.data[pack.sha256] = some_bytes(SIZE, seed=2)  # its pieces agree with each other
    stage.start()
    stage.until(lambda: stage.last().phase is Phase.FAILED)
    assert stage.last().code == "map_room_damaged"
    before = stage.shelf.joined
    stage.until(lambda: stage.shelf.joined > before + 3)
    assert stage.shelf.asked == [0, 1, 2, 3, 4, 5]
    assert stage.keeper.installed == []


def test_an_import_that_runs_here_is_waited_for(stage: Stage) -> None:
    data = some_bytes(SIZE)
    stage.shelf.put(data)
    stage.keeper.answers = ["map_import_running", "map_disk_full"]
    stage.start()
    stage.until(lambda: stage.keeper.installed == [data])
    assert stage.shelf.asked == [0, 1, 2, 3, 4, 5], "what is here stays here"
    assert {"map_import_running", "map_disk_full"} <= {delivery.code for delivery in stage.heard}


def test_a_newer_one_that_comes_meanwhile_takes_its_place(stage: Stage) -> None:
    stage.shelf.put(some_bytes(SIZE))
    stage.start(bytes_per_s=PART_BYTES * 10)
    stage.until(lambda: len(stage.shelf.asked) >= 2)
    (first,) = stage.shelf.listed
    newer = some_bytes(1000, seed=9)
    stage.shelf.put(newer, created_us=CREATED_US + 1)
    del stage.shelf.data[first.sha256]
    stage.shelf.listed.remove(first)
    stage.until(lambda: stage.keeper.installed == [newer])
    stage.until(lambda: stage.incoming() == [])


@pytest.mark.expects_log
def test_a_fault_of_ours_does_not_end_the_looking(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.shelf.put(some_bytes(SIZE))
    broken = [1, 1]

    def newest_us() -> int:
        if broken:
            broken.pop()
            raise RuntimeError("test")
        return 0

    monkeypatch.setattr(stage.keeper, "newest_us", newest_us)
    stage.start()
    stage.until(lambda: len(stage.keeper.installed) >= 1)
