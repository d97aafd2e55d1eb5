"""Whole desks, a real PostgreSQL, `map publish` from the command line: they use the new map by themselves."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.__main__ import main
from batola_desk.domain.errors import OperatorError
from batola_desk.map.pack.digest import digest_of
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.services.map_pack_views import ImportWish
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from batola_desk.sync.address import parse_address
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.pack_publish import describe, hand_over
from batola_desk.sync.pack_receiver import Pauses
from batola_desk.sync.postgres_packs import PostgresShelf
from batola_desk.sync.published_packs import PART_BYTES
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.e2e.whole_desk_stage import room_of
from tests.support.desk_double import DeskDouble
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.map_files import CANAL, MOSQUE, ROAD, write_vector
from tests.support.map_packs import import_files
from tests.support.postgres_rig import PostgresRig

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180)]

SOON = Pauses(first=0.05, poll=0.5, busy=(0.1, 0.3), cut=(0.2, 0.5))
LIMIT_S = 60.0


def make_pack(folder: Path, name: str, *, pictures: int = 0) -> Path:
    """Make a real pack outside of any desk; pictures make it large."""
    store = PackStore(folder / f"maker-{name}")
    kinds = {"satu": (ROAD, {"highway": "primary"}), "dua": (CANAL, {"waterway": "canal"})}
    import_files(store, write_vector(folder / f"{name}.gpkg", [kinds[name]]), name=name)
    made = store.current()
    assert made is not None
    target = folder / f"{name}.btmap"
    target.write_bytes(made.read_bytes())
    if pictures:
        enlarge(target, pictures)
    return target


def enlarge(path: Path, pictures: int) -> None:
    """Add picture tiles of 10 kB each, and the hash that fits."""
    connection = sqlite3.connect(path)
    rows = [(18, n, 0, 0, hashlib.sha256(b"%d" % n).digest() * 320) for n in range(pictures)]
    connection.executemany("INSERT INTO raster VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (f'"{digest_of(connection)}"',))
    connection.commit()
    connection.close()


async def publish(server: PostgresRig, folder: Path, path: Path) -> None:
    secret = folder / "ani.secret"
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    words = [
        "map",
        "publish",
        str(path),
        "--url",
        server.url(TEMPLATE, "ani"),
        "--password-file",
        str(secret),
    ]
    assert await asyncio.to_thread(main, ["--home", str(folder / "it"), *words]) == 0


@asynccontextmanager
async def desks_of(
    server: PostgresRig, folder: Path, letters: str = "AB", *, port: int = 0, **settings: object
) -> AsyncIterator[list[DeskDouble]]:
    """Whole desks whose map comes from the room; ``port``: of the way there."""
    catalog = load_catalog(resource_path("config"), folder / "none").catalog
    async with AsyncExitStack() as ending:
        opened = []
        for letter in letters:
            address = server.address(TEMPLATE)
            if port:
                address = parse_address(f"postgresql://127.0.0.1:{port}/{TEMPLATE}")
            room = RoomSettings(address=address, machine=Credentials(f"meja_{letter.lower()}", PASSWORD))
            desk = DeskDouble(
                folder / letter, real_time=True, letter=letter, room=room, catalog=catalog,
                settings={key.replace("__", "."): value for key, value in settings.items()},
            )  # fmt: skip
            desk.services.map_deliveries._pauses = SOON
            await desk.start(ticking=True)
            ending.push_async_callback(desk.stop)
            opened.append(desk)
        yield opened


def name_of(desk: DeskDouble) -> str:
    pack = desk.services.map_packs.pack
    return pack.meta.name if pack is not None else ""


def kinds_of(desk: DeskDouble) -> set[str]:
    path = desk.services.map_packs.pack_path()
    assert path is not None
    pack = MapPack.open(path)
    pack.close()
    return {kind for kind in pack.meta.counts if "." in kind}


def state_of(desk: DeskDouble) -> tuple[str, str]:
    view = desk.services.map_deliveries.view
    return (view.phase, view.code) if view is not None else ("", "")


async def sign_on(desk: DeskDouble, login: str = "budi") -> None:
    await desk.until(lambda: room_of(desk).mode == "synced", limit_s=20)
    await desk.services.people.sign_on(login, PASSWORD)


async def until(desk: DeskDouble, condition: Callable[[], bool]) -> None:
    try:
        await desk.until(condition, limit_s=LIMIT_S)
    except TimeoutError as late:
        raise AssertionError((name_of(desk), state_of(desk), desk.services.map_packs.trouble)) from late


async def test_a_published_pack_is_used_by_every_desk(server: PostgresRig, tmp_path: Path) -> None:
    first = make_pack(tmp_path, "satu")
    async with desks_of(server, tmp_path) as desks:
        await publish(server, tmp_path, first)
        for desk in desks:
            await until(desk, lambda desk=desk: name_of(desk) == "satu")
            pack = desk.services.map_packs.pack
            assert pack is not None
            assert (pack.came.way, pack.came.by) == ("room", "ani")
            assert kinds_of(desk) == {"road.primary"}
        await asyncio.sleep(1.1)  # packs are told apart by the second they were made
        await publish(server, tmp_path, make_pack(tmp_path, "dua"))
        for desk in desks:
            await until(desk, lambda desk=desk: name_of(desk) == "dua")
            assert kinds_of(desk) == {"water.canal"}
            await until(desk, lambda desk=desk: state_of(desk) == ("", ""))
            assert list(desk.paths.map_packs.glob("*.incoming")) == []
        # What somebody imports here is newer, and stays.
        a = desks[0]
        await sign_on(a)
        await asyncio.sleep(1.1)
        own = write_vector(tmp_path / "sendiri.gpkg", [(MOSQUE, {"amenity": "place_of_worship"})])
        assert await a.services.map_packs.import_files(ImportWish(files=[own])) is not None
        # What somebody removes does not come back by itself.
        b = desks[1]
        await sign_on(b)
        await b.services.map_packs.remove()
        await asyncio.sleep(2.0)
        assert kinds_of(a) == {"poi.worship"}
        assert b.services.map_packs.pack is None
        assert [state_of(desk) for desk in desks] == [("", "")] * 2


@pytest.mark.expects_log
async def test_a_cut_in_the_middle_costs_a_piece_and_no_more(server: PostgresRig, tmp_path: Path) -> None:
    big = make_pack(tmp_path, "satu", pictures=1500)
    size = big.stat().st_size
    assert size > 15_000_000
    proxy = FaultyProxy(server.port, seed=5)
    try:
        async with desks_of(server, tmp_path, "A", port=proxy.port, map__room_kb_per_s=3000) as (desk,):
            heard: list[tuple[str, int]] = []

            def note(_change: object) -> None:
                if (view := desk.services.map_deliveries.view) is not None:
                    heard.append((view.phase, view.done_bytes))

            desk.services.changed.subscribe(note)
            await publish(server, tmp_path, big)
            for weather, share in ((Weather.RESET, 0.2), (Weather.CLOSED, 0.5)):
                goal = int(share * size)
                await until(desk, lambda goal=goal: max((done for _, done in heard), default=0) > goal)
                proxy.weather = weather
                await until(desk, lambda: state_of(desk) == ("waiting", "map_room_cut"))
                (part,) = desk.paths.map_packs.glob("*.incoming")
                kept = part.stat().st_size
                assert kept >= goal
                heard.clear()
                proxy.weather = Weather.FAIR
                await until(desk, lambda: any(phase == "fetching" for phase, _ in heard))
                assert min(done for _, done in heard) >= kept // PART_BYTES * PART_BYTES
            await until(desk, lambda: name_of(desk) == "satu")
            path = desk.services.map_packs.pack_path()
            assert path is not None
            assert path.read_bytes() == big.read_bytes()
    finally:
        proxy.close()


@pytest.mark.expects_log
async def test_facts_go_on_while_a_pack_comes(server: PostgresRig, tmp_path: Path) -> None:
    big = make_pack(tmp_path, "satu", pictures=3000)
    await publish(server, tmp_path, big)
    async with desks_of(server, tmp_path, map__room_kb_per_s=4000) as (a, b):
        await until(a, lambda: state_of(a)[0] == "fetching")
        took_ms = []
        while state_of(a)[0] == "fetching":
            began_s = time.monotonic()
            incident_id = await a.services.incidents.new()
            await b.until(
                lambda incident_id=incident_id: (
                    incident_id in {row.incident_id for row in b.services.incidents.board()}
                ),
                limit_s=5,
            )
            took_ms.append((time.monotonic() - began_s) * 1000)
            await asyncio.sleep(0.1)
        took_ms.sort()
        print(
            f"a ticket at the other desk meanwhile: p50 {took_ms[len(took_ms) // 2]:.0f} ms of {len(took_ms)}"
        )
        assert len(took_ms) > 10
        assert took_ms[len(took_ms) // 2] < 1000
        await until(a, lambda: name_of(a) == "satu")


async def test_who_is_asked_first_gets_nothing_by_itself(server: PostgresRig, tmp_path: Path) -> None:
    await publish(server, tmp_path, make_pack(tmp_path, "satu"))
    async with desks_of(server, tmp_path, "A", map__room_packs="ask") as (desk,):
        await until(desk, lambda: state_of(desk) == ("offered", ""))
        await asyncio.sleep(1.5)
        assert name_of(desk) == ""
        await sign_on(desk)
        desk.services.map_deliveries.take()
        await until(desk, lambda: name_of(desk) == "satu")
    async with desks_of(server, tmp_path, "B", map__room_packs="off") as (desk,):
        await asyncio.sleep(1.5)
        assert (name_of(desk), state_of(desk)) == ("", ("", ""))


async def test_only_who_may_change_the_map_takes_it(server: PostgresRig, tmp_path: Path) -> None:
    await publish(server, tmp_path, make_pack(tmp_path, "satu"))
    async with desks_of(server, tmp_path, "A", map__room_packs="ask") as (desk,):
        deliveries = desk.services.map_deliveries
        await until(desk, lambda: state_of(desk) == ("offered", ""))
        await sign_on(desk)
        assert deliveries.may_take()
        await sign_on(desk, "sari")
        assert not deliveries.may_take()
        with pytest.raises(OperatorError) as refused:
            deliveries.take()
        assert refused.value.code == "map_admin_only"


def _no_pack(path: Path) -> None:
    path.write_bytes(b"bukan peta" * 50_000)


def _changed(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE feature SET name = 'palsu'")
    connection.close()


def _with_view(path: Path) -> None:
    """Its hash fits, but a table is a view that never ends."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP TABLE name; CREATE VIEW name AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS feature_id, '' AS text, '' AS folded, 1 AS x, 1 AS y, '' AS kind, '' AS kecamatan"
        " FROM n;"
    )
    connection.close()


def _with_wild_lines(path: Path) -> None:
    """Its hash fits, but a line says that it has more points than there are."""
    connection = sqlite3.connect(path)
    connection.execute("UPDATE geometry SET parts = x'ffffff7f'")
    connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (f'"{digest_of(connection)}"',))
    connection.commit()
    connection.close()


def _from_tomorrow(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("spoil", "code", "format_version"),
    [
        (_no_pack, "map_pack_damaged", 1),
        (_changed, "map_pack_damaged", 1),
        (_with_view, "map_pack_damaged", 1),
        (_with_wild_lines, "map_pack_damaged", 1),
        (_from_tomorrow, "map_pack_newer", 1),  # hidden from the room
        (_from_tomorrow, "map_room_newer", 2),  # and said: not even fetched
    ],
)
async def test_a_bad_pack_in_the_room_never_hurts_a_desk(
    server: PostgresRig, tmp_path: Path, spoil: Callable[[Path], None], code: str, format_version: int
) -> None:
    good, bad = make_pack(tmp_path, "satu"), make_pack(tmp_path, "dua")
    await publish(server, tmp_path, good)
    async with desks_of(server, tmp_path, "A") as (desk,):
        await until(desk, lambda: name_of(desk) == "satu")
        before = desk.services.map_packs.pack_path()
        spoil(bad)
        admin = PostgresShelf(await server.login(TEMPLATE, "ani", PASSWORD))
        now_us = time.time_ns() // 1000
        pack = describe(bad, name="dua", created_us=now_us, format_version=format_version)
        await hand_over(admin, pack, bad, lambda *_: None)
        await until(desk, lambda: state_of(desk) == ("failed", code))
        await asyncio.sleep(1.5)
        assert state_of(desk) == ("failed", code)
        assert desk.services.map_packs.pack_path() == before
        assert list(desk.paths.map_packs.glob("*.incoming")) == []
        assert desk.services.map_packs.trouble is None
        assert await admin.unpublish(pack)
        await until(desk, lambda: state_of(desk) == ("", ""))
        admin.terminate()


@pytest.mark.expects_log
async def test_a_pack_that_says_it_is_newer_than_it_is_comes_once(
    server: PostgresRig, tmp_path: Path
) -> None:
    path = make_pack(tmp_path, "satu")
    admin = PostgresShelf(await server.login(TEMPLATE, "ani", PASSWORD))
    pack = describe(path, name="satu", created_us=time.time_ns() // 1000 + 10**9, format_version=1)
    await hand_over(admin, pack, path, lambda *_: None)
    admin.terminate()
    async with desks_of(server, tmp_path, "A") as (desk,):
        await until(desk, lambda: state_of(desk) == ("failed", "map_pack_damaged"))
        assert desk.services.map_packs.pack is None
