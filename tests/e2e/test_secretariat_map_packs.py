"""Map packs in the room: who may hand one over, what the server takes, what desks see and when."""

from __future__ import annotations

import hashlib
import random
import time
from pathlib import Path

import asyncpg
import pytest

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.pack_publish import describe, hand_over
from batola_desk.sync.postgres_packs import FETCHING_MAX, PostgresShelf
from batola_desk.sync.published_packs import PART_BYTES, PackPart, PublishedPack
from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.support.room_writer import RoomWriter

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

REFUSED = asyncpg.InsufficientPrivilegeError
NO_SUCH_VIEW = (
    asyncpg.ObjectNotInPrerequisiteStateError
)  # what is read of two tables cannot be written at all
BYTES = PART_BYTES * 3 + 5


def new_file(folder: Path, seed: int = 1, size: int = BYTES) -> Path:
    path = folder / f"{seed}.btmap"
    path.write_bytes(random.Random(seed).randbytes(size))
    return path


def told(path: Path, *, age_s: float = 60.0, name: str = "Batola") -> PublishedPack:
    created_us = int((time.time() - age_s) * 1e6)
    return describe(path, name=name, created_us=created_us, format_version=1)


async def shelf_of(room: Room, login: str) -> PostgresShelf:
    return PostgresShelf(await room.psql(login))


async def publish(room: Room, path: Path, pack: PublishedPack, login: str = "ani") -> bool:
    return await hand_over(await shelf_of(room, login), pack, path, lambda *_: None)


async def whole(shelf: PostgresShelf, pack: PublishedPack) -> bytes:
    parts = [await shelf.part(pack, number) for number in range(pack.part_count)]
    assert all(part is not None for part in parts)
    return b"".join(part.data for part in parts if part is not None)


async def test_what_an_admin_handed_over_is_what_a_desk_reads(room: Room, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    pack = told(path)
    reader = await shelf_of(room, "meja_a")
    assert await reader.packs() == []
    assert await publish(room, path, pack)
    (seen,) = await reader.packs() or []
    assert (seen.sha256, seen.name, seen.size_bytes, seen.format) == (pack.sha256, "Batola", BYTES, 1)
    assert (seen.created_us, seen.published_by) == (pack.created_us, "ani")
    assert abs(seen.published_us - time.time() * 1e6) < 60e6
    assert await whole(reader, seen) == path.read_bytes()
    hashes = await reader.part_hashes(seen, 4)
    data = path.read_bytes()
    assert hashes == [
        hashlib.sha256(data[at : at + PART_BYTES]).digest() for at in range(0, BYTES, PART_BYTES)
    ]
    assert not await publish(room, path, pack), "a second time it is there already"
    assert len(await (await shelf_of(room, "sari")).packs() or []) == 1


async def test_nobody_sees_a_pack_before_its_last_piece(room: Room, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    pack = told(path)
    admin, reader = await shelf_of(room, "ani"), await shelf_of(room, "meja_a")
    data = path.read_bytes()
    assert await admin.begin(pack) == 0
    for number in range(pack.part_count - 1):
        piece = data[number * PART_BYTES :][:PART_BYTES]
        await admin.add(pack, number, PackPart(hashlib.sha256(piece).digest(), piece))
        assert await reader.packs() == []
        assert await reader.part(pack, number) is None
    with pytest.raises(SecretariatFault) as refused:
        await admin.publish(pack)
    assert refused.value.code == "map_publish_part"
    # Cut here: another session of an admin goes on where it stopped.
    asked: list[int] = []
    again = await shelf_of(room, "ani")
    add = again.add

    async def counted(pack: PublishedPack, number: int, part: PackPart) -> None:
        asked.append(number)
        await add(pack, number, part)

    again.add = counted  # type: ignore[method-assign]
    assert await hand_over(again, pack, path, lambda *_: None)
    assert asked == [pack.part_count - 1]
    assert await whole(reader, pack) == data


async def test_pieces_that_do_not_fit_are_refused(room: Room, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    pack = told(path)
    admin = await shelf_of(room, "ani")
    await admin.begin(pack)
    piece = path.read_bytes()[:PART_BYTES]
    good = hashlib.sha256(piece).digest()
    for number, part in (
        (1, PackPart(good, piece)),  # not the next one
        (-1, PackPart(good, piece)),
        (0, PackPart(good, b"\x00" + piece[1:])),  # damaged on the way
        (0, PackPart(hashlib.sha256(piece[:-1]).digest(), piece[:-1])),  # too short
        (0, PackPart(hashlib.sha256(piece + b"x").digest(), piece + b"x")),
    ):
        with pytest.raises(SecretariatFault) as refused:
            await admin.add(pack, number, part)
        assert refused.value.code == "map_publish_part", number
    other = PublishedPack(sha256=b"x" * 32, name="x", created_us=1, format=1, size_bytes=5)
    with pytest.raises(SecretariatFault) as refused:
        await admin.add(other, 0, PackPart(good, piece))
    assert refused.value.code == "map_publish_gone"


@pytest.mark.parametrize("login", ["rina", "budi", "meja_a", "proyektor", "laporan"])
async def test_only_an_admin_publishes_or_takes_back(room: Room, tmp_path: Path, login: str) -> None:
    path = new_file(tmp_path)
    pack = told(path)
    await publish(room, path, pack)
    session = await room.psql(login)
    sha = pack.sha256
    other = told(new_file(tmp_path, 2), age_s=1)
    for attack, values in (
        ("select api.begin_map_pack(1::smallint, $1, 'x', 5, 1, 10, 131072)", (other.sha256,)),
        ("select api.add_map_pack_part(1::smallint, $1, 0, $2, $3)", (sha, sha, b"x")),
        ("select api.publish_map_pack(1::smallint, $1)", (sha,)),
        ("select api.unpublish_map_pack(1::smallint, $1)", (sha,)),
        ("update batola.map_pack set name = 'palsu' where sha256 = $1", (sha,)),
        ("update api.map_pack set name = 'palsu' where sha256 = $1", (sha,)),
        ("update api.map_pack_part set data = 'x' where sha256 = $1", (sha,)),
        ("update batola.map_pack_part set data = 'x' where sha256 = $1", (sha,)),
        ("delete from api.map_pack where sha256 = $1", (sha,)),
        ("delete from batola.map_pack where sha256 = $1", (sha,)),
        ("insert into batola.map_pack_part values (1, $1, 9, $2, 'x')", (sha, sha)),
        ("insert into batola.map_pack values (1, $1, 'x', 9, 1, 1, 131072)", (other.sha256,)),
        ("select batola.next_map_pack_part(1::smallint, $1)", (sha,)),
        ("truncate batola.map_pack cascade", ()),
        ("drop table batola.map_pack cascade", ()),
        ("update batola.room set map_packs_max = 0", ()),
    ):
        with pytest.raises((REFUSED, NO_SUCH_VIEW)):
            await session.execute(attack, *values)
    with pytest.raises(SecretariatFault) as refused:
        await publish(room, tmp_path / "2.btmap", other, login)
    assert refused.value.code == "map_publish_not_admin"
    reader = await shelf_of(room, "meja_b")
    assert [p.name for p in await reader.packs() or []] == ["Batola"]
    assert await whole(reader, pack) == path.read_bytes()


@pytest.mark.parametrize("login", ["proyektor", "laporan"])
async def test_who_only_reports_sees_no_packs(room: Room, tmp_path: Path, login: str) -> None:
    path = new_file(tmp_path)
    await publish(room, path, told(path))
    with pytest.raises(REFUSED):
        await (await room.psql(login)).fetch("select * from api.map_pack_part")


async def test_the_newest_two_stay_and_nothing_older_is_taken(room: Room, tmp_path: Path) -> None:
    packs = []
    for number, age_s in enumerate((300.0, 200.0, 100.0)):
        path = new_file(tmp_path, number, 50_000)
        packs.append(told(path, age_s=age_s, name=f"Peta {number}"))
        await publish(room, path, packs[-1])
    shelf = await shelf_of(room, "ani")
    assert [pack.name for pack in await shelf.packs() or []] == ["Peta 2", "Peta 1"]
    owner = await room.superuser()
    assert await owner.fetchval("select count(*) from batola.map_pack_part") == 2
    old = new_file(tmp_path, 7)
    for age_s, code in ((150.0, "older"), (-7200.0, "clock")):
        with pytest.raises(SecretariatFault) as refused:
            await publish(room, old, told(old, age_s=age_s))
        assert refused.value.code == f"map_publish_{code}"
    assert await shelf.unpublish(packs[2])
    assert not await shelf.unpublish(packs[2])
    assert [pack.name for pack in await shelf.packs() or []] == ["Peta 1"]
    assert await publish(room, old, told(old, age_s=150.0)), "newer than what is left"


async def test_what_is_too_large_is_refused_before_it_is_sent(room: Room, tmp_path: Path) -> None:
    await (await room.superuser()).execute("update batola.room set map_pack_bytes_max = 300000")
    path = new_file(tmp_path)
    with pytest.raises(SecretariatFault) as refused:
        await publish(room, path, told(path))
    assert (refused.value.code, refused.value.values) == ("map_publish_large", {"limit_mb": 0})
    assert await (await room.superuser()).fetchval("select count(*) from batola.map_pack") == 0


async def test_an_unfinished_one_makes_room_for_the_next(room: Room, tmp_path: Path) -> None:
    first, second = new_file(tmp_path, 1), new_file(tmp_path, 2)
    admin = await shelf_of(room, "ani")
    await admin.begin(told(first))
    await publish(room, second, told(second))
    owner = await room.superuser()
    assert await owner.fetchval("select count(*) from batola.map_pack") == 1


async def test_few_fetch_at_a_time_and_none_when_the_server_is_nearly_full(room: Room) -> None:
    shelves = [await shelf_of(room, "meja_a") for _ in range(FETCHING_MAX)]
    assert [await shelf.may_fetch() for shelf in shelves] == [True] * FETCHING_MAX
    other = await shelf_of(room, "meja_b")
    assert not await other.may_fetch()
    shelves[0].terminate()
    end_s = time.monotonic() + 10
    while not await other.may_fetch():
        assert time.monotonic() < end_s
    full = await shelf_of(room, "sari")
    await (await room.superuser()).execute(
        "create or replace function api.may_join_presence() returns boolean language sql as 'select false'"
    )
    shelves[1].terminate()
    assert not await full.may_fetch()


async def test_facts_do_not_wait_for_an_admin_who_holds_a_pack(room: Room, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    pack = told(path)
    holder = await room.psql("ani")
    async with holder.transaction():
        await PostgresShelf(holder).begin(pack)
        started_s = time.monotonic()
        desk = await room.join("sari")
        assert (await desk.submit([RoomWriter("sari").fact()]))[0].verdict == "ok"
        assert time.monotonic() - started_s < 1.0


async def test_an_older_room_keeps_none_and_says_so(room: Room, tmp_path: Path) -> None:
    owner = await room.superuser()
    await owner.execute("drop view api.map_pack_part; drop view api.map_pack")
    await owner.execute("drop function api.begin_map_pack(smallint, bytea, text, bigint, int, bigint, int)")
    assert await (await shelf_of(room, "meja_a")).packs() is None
    path = new_file(tmp_path)
    with pytest.raises(SecretariatFault) as refused:
        await publish(room, path, told(path))
    assert refused.value.code == "map_publish_old_room"


async def test_a_forged_row_is_cut_short_and_left_out(room: Room, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    pack = told(path)
    await publish(room, path, pack)
    owner = await room.superuser()
    await owner.execute("update batola.map_pack_part set data = $1 where number = 0", b"x" * 5_000_000)
    reader = await shelf_of(room, "meja_a")
    part = await reader.part(pack, 0)
    assert part is not None
    assert len(part.data) == PART_BYTES + 1
    await owner.execute("update batola.map_pack set size_bytes = 1::bigint << 40")
    assert await reader.packs() == []
