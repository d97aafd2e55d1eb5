"""``batola-deskctl doctor --installed``: is this installation whole, and can it do its work?

Setup goes by the answer. First the files against their list, then every library with one real task, then the
machine's configuration and folders, a map pack that is painted, last a rehearsal: a desk of its own in a
temporary folder opens its window, takes a call over the loopback and closes again. What only a workplace can
show (a headset, an exchange) is no reason to roll back.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from batola_desk import __version__
from batola_desk.app.setup.setup_words import Code, note_reason, say
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.settings.installation import MANIFEST, find_installation, program_folder
from batola_desk.settings.paths import DeskPaths


class NotInstalledError(Exception):
    """A check failed; its text says which file, library or folder and why."""


def run_doctor_installed(paths: DeskPaths) -> int:
    """Print one line per check; `Code.DONE`, or `Code.SELF_TEST_FAILED` at the first that fails."""
    checks: tuple[tuple[str, str, Callable[[DeskPaths], str]], ...] = (
        ("berkas", "files", check_files),
        ("pustaka", "libraries", check_libraries),
        ("konfigurasi", "config", check_configuration),
        ("folder", "folders", check_folders),
        ("peta", "map", check_map),
        ("latihan", "rehearsal", check_rehearsal),
    )
    for name, code, check in checks:
        try:
            say(f"OK  {name:<12} {check(paths)}")
        except Exception as fault:  # noqa: BLE001 - whatever breaks here, the installation is not good
            say(f"X   {name:<12} {type(fault).__name__}: {fault}")
            note_reason(f"update_test_{code}")
            return Code.SELF_TEST_FAILED
    say("pemasangan baik")
    return Code.DONE


def check_files(_paths: DeskPaths, folder: Path | None = None) -> str:
    """Compare the installed tree with its list: nothing missing, nothing changed, nothing more."""
    program = folder or program_folder()
    if program is None:
        return f"batola-desk {__version__} (bukan dari pemasang: tanpa daftar berkas)"
    wanted = dict(_read_manifest(program / MANIFEST))
    for path in program.rglob("*"):
        name = path.relative_to(program).as_posix()
        if path.is_dir() or name == MANIFEST:
            continue
        if name not in wanted:
            raise NotInstalledError(f"berkas asing: {name}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != wanted.pop(name):
            raise NotInstalledError(f"berkas berubah: {name}")
    if wanted:
        raise NotInstalledError(f"berkas hilang: {min(wanted)} (semua {len(wanted)})")
    return f"batola-desk {__version__}, semua berkas sama dengan daftar"


def _read_manifest(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def check_libraries(_paths: DeskPaths) -> str:
    """Load everything that was compiled elsewhere, and let each do one thing whose result is known."""
    import argon2
    import asyncpg
    import dns.name
    import msgspec
    import numpy as np
    import obstore.store
    import osmium
    import pylibsrtp
    import pyogrio
    import pyproj
    import shapely
    import sounddevice
    from G722 import G722
    from rapidfuzz import fuzz

    results = {
        "numpy": bool(np.allclose(np.linalg.inv(np.eye(3) * 2.0), np.eye(3) / 2)),
        "shapely": shapely.box(0, 0, 2, 2).buffer(0).area == 4.0,
        "pyproj": abs(
            pyproj.Transformer.from_crs(4326, 32750, always_xy=True).transform(114.7, -3.1)[1] - 9_656_000
        )
        < 10_000,
        "pyogrio": {"GPKG", "GeoJSON", "ESRI Shapefile"} <= set(pyogrio.list_drivers()),
        "osmium": bool(osmium.osm.Location(114.7, -3.1).valid()),
        "rapidfuzz": fuzz.ratio("marabahan", "marabahan") == 100.0,
        "msgspec": msgspec.json.decode(msgspec.json.encode({"a": 1})) == {"a": 1},
        "argon2": argon2.PasswordHasher(1, 8, 1).hash("x").startswith("$argon2id$"),
        "asyncpg": bool(asyncpg.__version__),
        "dns": str(dns.name.from_text("112.batola")) == "112.batola.",
        "obstore": obstore.store.MemoryStore() is not None,
        "pylibsrtp": bool(pylibsrtp.__version__),
        "g722": len(G722(16_000, 64_000).encode(np.zeros(320, np.int16))) == 160,
        "suara": bool(sounddevice.query_hostapis()) or sys.platform != "win32",
        "sqlite": sqlite3.connect(":memory:").execute("select json('[1]')").fetchone() == ("[1]",),
    }
    broken = [name for name, good in results.items() if not good]
    if broken:
        raise NotInstalledError(f"tidak bekerja: {', '.join(broken)}")
    return f"{len(results)} pustaka bekerja"


def check_configuration(paths: DeskPaths) -> str:
    """Read the machine's configuration as the desk will."""
    from batola_desk.app.setup.machine_config import check
    from batola_desk.site_policy import site_files

    try:
        check(paths.config)
    except EnvironmentFault as fault:
        raise NotInstalledError(f"{fault.values.get('file', '')}: {fault.values.get('key', '')}") from fault
    loaded = site_files(paths).catalog()
    return f"terbaca, {len(loaded.catalog.types)} jenis kejadian"


def check_folders(paths: DeskPaths) -> str:
    """Write and read where the desk will; the configuration is IT's and is left alone."""
    for folder in (paths.data, paths.log, paths.runtime, paths.choices):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as probe:
            probe.write(b"batola")
            probe.flush()
            os.fsync(probe.fileno())
    where = "pemasangan mesin" if find_installation() is not None else "folder pengguna"
    return f"{where}, data di {paths.data}"


def check_map(_paths: DeskPaths) -> str:
    """Let a small map pack be written, read and painted (``doctor.map_paint``)."""
    from batola_desk.app.doctor.map_paint import painted_road_px

    with tempfile.TemporaryDirectory(prefix="batola-map-", ignore_cleanup_errors=True) as folder:
        painted_px = painted_road_px(Path(folder))
    if not painted_px:
        raise NotInstalledError("peta tergambar tanpa jalan")
    return f"peta digambar ({painted_px} piksel jalan)"


def check_rehearsal(_paths: DeskPaths) -> str:
    """Let a desk of its own do a piece of work (``doctor_rehearsal``)."""
    from batola_desk.app.doctor.rehearsal import rehearse

    with tempfile.TemporaryDirectory(prefix="batola-rehearsal-", ignore_cleanup_errors=True) as home:
        return rehearse(Path(home))
