"""Own appends of a desk while a map pack of 60 MB comes from its room: real PostgreSQL, receiver and check.

Run as a program or through ``main()``. Budget: an own append ≤ 10 ms p99 also meanwhile. Beside it stand the
same appends at rest, before and after, because the machine is never as quiet as one would like.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import hashlib
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.map.pack.copying import created_us_of
from batola_desk.map.pack.digest import digest_of
from batola_desk.map.pack.schema import SCHEMA_VERSION
from batola_desk.map.pack.store import PackStore
from batola_desk.models.journal import Journal, open_journal
from batola_desk.services.import_process import ImportProcess
from batola_desk.sync.pack_publish import describe, hand_over
from batola_desk.sync.pack_receiver import Delivery, PackReceiver, Pauses, Phase
from batola_desk.sync.postgres import connect
from batola_desk.sync.postgres_packs import PostgresShelf
from batola_desk.sync.published_packs import PublishedPack
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, make_template
from tests.support.map_packs import make_network_pack
from tests.support.postgres_rig import PostgresRig

PACK_BYTES: Final = 60_000_000
TILE_BYTES: Final = 24_400  # three pages of the file
AT_REST_S: Final = 8.0
PAUSE_S: Final = 0.02
LIMIT_S: Final = 200.0
RATES_KB: Final = (1_000, 50_000)  # as shipped, and as fast as it goes
BUDGET: Final = " (budget 10)"


def main() -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="batola-bench-") as name:
        folder = Path(name)
        pack = make_large_pack(folder)
        rig = PostgresRig(durable=True).create()
        journal = open_journal(folder / "desk.sqlite", app_version="bench")
        try:
            asyncio.run(make_template(rig))
            figures["map delivery: 60 MB published in s"] = asyncio.run(publish(rig, pack))
            for rate_kb in RATES_KB:
                figures |= one_rate(rig, journal, folder, rate_kb)
        finally:
            journal.close()
            rig.destroy()
    for figure, value in figures.items():
        print(f"{figure:<86}{value:10.2f}")
    return figures


def make_large_pack(folder: Path) -> Path:
    """Return a real pack of a network, with pictures until it has 60 MB."""
    path = folder / "large.btmap"
    path.write_bytes(make_network_pack(folder, segments=20_000).read_bytes())
    noise = random.Random(112)
    count = (PACK_BYTES - path.stat().st_size) // (3 * 8192)
    connection = sqlite3.connect(path)
    rows = ((18, number, 0, 0, noise.randbytes(TILE_BYTES)) for number in range(count))
    connection.executemany("INSERT OR REPLACE INTO raster VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (f'"{digest_of(connection)}"',))
    connection.commit()
    connection.close()
    return path


async def publish(rig: PostgresRig, path: Path) -> float:
    """Hand it over as an admin; return the seconds."""
    shelf = PostgresShelf(await rig.login(TEMPLATE, "ani", PASSWORD))
    pack = describe(
        path, name="Batola", created_us=created_us_of(path), format_version=SCHEMA_VERSION
    )  # fmt: skip
    began_s = time.perf_counter()
    await hand_over(shelf, pack, path, lambda *_: None)
    shelf.terminate()
    return time.perf_counter() - began_s


class Keeper:
    """Installs as the desk does: in a process of its own, at low priority."""

    def __init__(self, folder: Path) -> None:
        self.store = PackStore(folder)
        self.done = threading.Event()

    def newest_us(self) -> int:
        return created_us_of(self.store.current())

    def refusal_of(self, _pack: PublishedPack) -> str:
        return ""

    def refuse(self, _pack: PublishedPack, code: str) -> None:
        raise AssertionError(code)

    def install(self, pack: PublishedPack, path: Path) -> concurrent.futures.Future[str]:
        words = ["map", "receive", "--json", f"--store={self.store.folder}", '--came={"way":"room"}']
        words += [f"--created-us={pack.created_us}", str(path)]
        done: concurrent.futures.Future[str] = concurrent.futures.Future()

        def run() -> None:
            command = [sys.executable, "-m", "batola_desk", *words]
            ended = ImportProcess(command).run(lambda _step: None)
            done.set_result("" if ended.code == 0 else f"failed: {ended.said}")
            self.done.set()

        threading.Thread(target=run, daemon=True).start()
        return done


def one_rate(rig: PostgresRig, journal: Journal, folder: Path, rate_kb: int) -> dict[str, float]:
    """Measure at rest, while the pack comes and is checked, at rest."""
    keeper = Keeper(folder / f"desk-{rate_kb}")
    heard: list[Delivery] = []
    address = rig.address(TEMPLATE)

    async def join() -> PostgresShelf:
        return PostgresShelf((await connect(address, "meja_a", PASSWORD)).connection)

    receiver = PackReceiver(
        join, keeper, keeper.store.folder, bytes_per_s=rate_kb * 1000.0, on_delivery=heard.append,
        pauses=Pauses(first=0.0),
    )  # fmt: skip
    before = appends(journal, until=_after(AT_REST_S))
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    receiver.start()
    coming = appends(journal, until=lambda: bool(heard) and heard[-1].phase is Phase.CHECKING)
    took_s, took_cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    checking = appends(journal, until=keeper.done.is_set)
    after = appends(journal, until=_after(AT_REST_S))
    receiver.stop()
    assert keeper.store.current() is not None
    rest = np.concatenate([before, after])
    rate = f"at {rate_kb} kB/s"
    return {
        f"map delivery {rate}: 60 MB came in s": took_s,
        f"map delivery {rate}: processor of the desk, % (appends too)": took_cpu_s / took_s * 100,
        f"map delivery {rate}: own append at rest, p50 ms": float(np.percentile(rest, 50)),
        f"map delivery {rate}: own append at rest, p99 ms": float(np.percentile(rest, 99)),
        f"map delivery {rate}: own append while it comes, p50 ms": float(np.percentile(coming, 50)),
        f"map delivery {rate}: own append while it comes, p99 ms{BUDGET}": float(np.percentile(coming, 99)),
        f"map delivery {rate}: own append while it is checked, p99 ms{BUDGET}": float(
            np.percentile(checking, 99)
        ),
    }


def appends(journal: Journal, *, until: Callable[[], bool]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Write facts as a busy desk does, until something is so; return how long each took, in ms."""
    took: list[float] = []
    end_s = time.monotonic() + LIMIT_S
    while not until() or not took:
        assert time.monotonic() < end_s
        text = hashlib.sha256(str(len(took)).encode()).hexdigest()
        fact = NewFact(
            event=IncidentNoteAdded(note_id=f"n{time.time_ns()}", text=text),
            aggregates=(f"incident:i{len(took) % 40}",),
        )
        began_s = time.perf_counter()
        journal.store.append([fact], actor="sari", desk="A").result()
        took.append((time.perf_counter() - began_s) * 1000)
        time.sleep(PAUSE_S)
    return np.array(took)


def _after(seconds: float) -> Callable[[], bool]:
    end_s = time.monotonic() + seconds
    return lambda: time.monotonic() > end_s


if __name__ == "__main__":
    main()
    sys.exit(0)
