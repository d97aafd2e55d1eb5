"""What the doctor finds out about the machine: versions, folders, disk, configuration, journal, sound."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from batola_desk import __version__
from batola_desk.app.doctor.finding import Finding, fail, ok, warn
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from batola_desk.site_policy import site_files

FSYNC_WARN_MS: Final = 20.0
MB_PER_S_WARN: Final = 20.0  # a recording needs 0.03; below this a disk is dying or a share in disguise
FREE_WARN_GB: Final = 5.0
_BLOCK: Final = bytes(4096)
_BIG_BLOCK: Final = bytes(1 << 20)
_BIG_BLOCKS: Final = 16
_SMALL_WRITES: Final = 20


def versions(_paths: DeskPaths) -> Iterator[Finding]:
    """Which programs work together here."""
    import PySide6

    yield ok(
        "versions",
        desk=__version__,
        python=platform.python_version(),
        qt=PySide6.__version__,
        sqlite=sqlite3.sqlite_version,
        system=f"{platform.system()} {platform.release()}",
    )
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        yield fail("python_unsupported", python=platform.python_version())


def folders(paths: DeskPaths) -> Iterator[Finding]:
    """Whether the desk can write where it must."""
    places = [paths.data, paths.config, paths.log]
    if paths.choices != paths.config:  # an installed desk: the configuration is IT's and is only read
        places[1] = paths.choices
        yield _readable(paths.config)
    for folder in places:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                pass
        except OSError as fault:
            yield fail("folder_not_writable", folder=str(folder), detail=fault.strerror)
        else:
            yield ok("folder_writable", folder=str(folder))


def _readable(folder: Path) -> Finding:
    try:
        found = sum(1 for _ in folder.iterdir())
    except OSError as fault:
        return fail("config_unreadable", folder=str(folder), detail=fault.strerror)
    return ok("config_readable", folder=str(folder), count=found)


def disk(paths: DeskPaths) -> Iterator[Finding]:
    """How much room is left, how long a write takes until it is safe, and how fast a long one is."""
    free_gb = round(shutil.disk_usage(paths.data).free / 1e9, 1)
    if free_gb >= FREE_WARN_GB:
        yield ok("disk_space", gb=free_gb, folder=str(paths.data))
    else:
        yield warn("disk_space_low", gb=free_gb, folder=str(paths.data), least=FREE_WARN_GB)
    with tempfile.TemporaryFile(dir=paths.data, buffering=0) as file:
        began_s = time.perf_counter()
        for _ in range(_SMALL_WRITES):
            file.write(_BLOCK)
            os.fsync(file.fileno())
        small_s = time.perf_counter() - began_s
        began_s = time.perf_counter()
        for _ in range(_BIG_BLOCKS):
            file.write(_BIG_BLOCK)
        os.fsync(file.fileno())
        big_s = time.perf_counter() - began_s
    fsync_ms = small_s / _SMALL_WRITES * 1000
    mb_per_s = _BIG_BLOCKS * len(_BIG_BLOCK) / 1e6 / max(big_s, 1e-6)
    found = {"ms": round(fsync_ms, 1), "mb_per_s": round(mb_per_s)}
    is_fast = fsync_ms <= FSYNC_WARN_MS and mb_per_s >= MB_PER_S_WARN
    yield ok("disk_speed", **found) if is_fast else warn("disk_slow", **found)


def configuration(paths: DeskPaths) -> Iterator[Finding]:
    """Whether the regency's data and this desk's settings are as they should be."""
    loaded = site_files(paths).catalog()
    catalog = loaded.catalog
    yield ok(
        "catalog_read", types=len(catalog.types), agencies=len(catalog.agencies), units=len(catalog.units)
    )
    for fault in (*loaded.faults, *SettingsStore.of(paths).faults, *site_files(paths).faults()):
        yield warn("config_value_ignored", detail=str(fault))
    contacts = sum(gap.startswith("agency_contact:") for gap in catalog.gaps)
    if contacts:
        yield warn("agencies_without_number", count=contacts)
    if "units:none" in catalog.gaps:
        yield warn("units_none")


def journal(paths: DeskPaths) -> Iterator[Finding]:
    """Whether the journal's file is whole; ``batola-desk verify`` folds it anew."""
    if not paths.journal.exists():
        yield ok("journal_new")
        return
    try:
        with closing(
            sqlite3.connect(f"{paths.journal.absolute().as_uri()}?mode=ro", uri=True, timeout=2)
        ) as database:
            answer = database.execute("pragma quick_check(1)").fetchone()[0]
            count = database.execute("select count(*) from journal").fetchone()[0]
    except sqlite3.Error as fault:
        yield fail("journal_unreadable", file=str(paths.journal), detail=str(fault))
        return
    if answer != "ok":
        yield fail("journal_broken", detail=answer)
    else:
        yield ok("journal_whole", count=count, mb=round(paths.journal.stat().st_size / 1e6, 1))


def audio(_paths: DeskPaths) -> Iterator[Finding]:
    """Which sound devices there are."""
    from batola_desk.audio.config import AudioConfig
    from batola_desk.audio.devices import find_devices
    from batola_desk.audio.port_audio import PortAudio

    report = find_devices(PortAudio(), AudioConfig())
    for problem in report.missing:
        yield warn("sound_problem", problem=problem)
    for device in report.devices:
        yield ok(
            "sound_device",
            name=device.name,
            api=device.host_api,
            outputs=device.output_channel_count,
            inputs=device.input_channel_count,
            hz=round(device.sample_rate_hz),
        )
