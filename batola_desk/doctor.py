"""`batola-desk doctor`: one line for each thing a desk needs, with what to do when it is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.recording_store.config import StoreSettings
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.settings.store import SettingsStore

FSYNC_WARN_MS = 20.0
FREE_WARN_GB = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ``ok``, ``warn`` (the desk works, something is less) or ``fail`` (it cannot work)."""

    subject: str
    level: str
    text: str


def examine(paths: DeskPaths, *, with_sound: bool = False) -> Iterator[Finding]:
    """Look at everything; a check that breaks is a finding, never a crash.

    Args:
        with_sound: also play and record on the sound devices.
    """
    checks: list[Callable[[DeskPaths], Iterator[Finding]]] = [
        _versions,
        _folders,
        _disk,
        _configuration,
        _journal,
        _audio,
        _prompts,
        _telephone,
        _room,
        _positions,
        _map,
    ]
    if with_sound:
        checks.append(_sound_test)
    for check in checks:
        try:
            yield from check(paths)
        except Exception as fault:  # noqa: BLE001 - a doctor that dies helps nobody
            yield Finding(check.__name__.strip("_"), "fail", f"{type(fault).__name__}: {fault}")


def print_report(paths: DeskPaths, *, with_sound: bool = False) -> int:
    """Print the findings; exit code 0 the desk can work (perhaps with warnings), 1 it cannot."""
    levels = []
    for finding in examine(paths, with_sound=with_sound):
        mark = {"ok": "OK  ", "warn": "!   ", "fail": "X   "}[finding.level]
        print(f"{mark}{finding.subject:<14} {finding.text}")
        levels.append(finding.level)
    if "fail" in levels:
        print("meja ini belum bisa bekerja: perbaiki baris bertanda X")
        return 1
    print("meja bisa bekerja; baris bertanda ! perlu dilihat" if "warn" in levels else "semua baik")
    return 0


def _versions(_paths: DeskPaths) -> Iterator[Finding]:
    import PySide6
    import sqlalchemy

    yield Finding(
        "versi",
        "ok",
        f"batola-desk {__version__}, Python {platform.python_version()}, Qt {PySide6.__version__}, "
        f"SQLAlchemy {sqlalchemy.__version__}, SQLite {sqlite3.sqlite_version}, {platform.system()}",
    )
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        yield Finding("python", "fail", "perlu Python 3.11, 3.12 atau 3.13")


def _folders(paths: DeskPaths) -> Iterator[Finding]:
    for name, folder in (("data", paths.data), ("konfigurasi", paths.config), ("log", paths.log)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                pass
        except OSError as fault:
            yield Finding(name, "fail", f"{folder}: tidak bisa ditulis ({fault.strerror}); beri hak tulis")
        else:
            yield Finding(name, "ok", str(folder))


def _disk(paths: DeskPaths) -> Iterator[Finding]:
    free_gb = shutil.disk_usage(paths.data).free / 1e9
    level = "ok" if free_gb >= FREE_WARN_GB else "warn"
    yield Finding("ruang disk", level, f"{free_gb:.1f} GB kosong di {paths.data}")
    with tempfile.TemporaryFile(dir=paths.data) as file:
        started = time.perf_counter()
        for _ in range(20):
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        spent_ms = (time.perf_counter() - started) / 20 * 1000
    level = "ok" if spent_ms <= FSYNC_WARN_MS else "warn"
    yield Finding("kecepatan disk", level, f"{spent_ms:.1f} ms per tulis yang dipastikan (fsync)")


def _configuration(paths: DeskPaths) -> Iterator[Finding]:
    loaded = load_catalog(resource_path("config"), paths.config / "catalog")
    catalog = loaded.catalog
    yield Finding(
        "katalog",
        "ok",
        f"{len(catalog.types)} jenis kejadian, {len(catalog.agencies)} instansi, {len(catalog.units)} satuan",
    )
    for fault in (*loaded.faults, *SettingsStore(paths.config / "settings.toml").faults):
        yield Finding("konfigurasi", "warn", f"{fault}; nilai bawaan dipakai")
    contacts = sum(gap.startswith("agency_contact:") for gap in catalog.gaps)
    if contacts:
        yield Finding("instansi", "warn", f"{contacts} instansi belum punya nomor; isi di agencies.toml")
    if "units:none" in catalog.gaps:
        yield Finding("satuan", "warn", "belum ada satuan; isi units.toml atau tambah di meja")


def _journal(paths: DeskPaths) -> Iterator[Finding]:
    if not paths.journal.exists():
        yield Finding("jurnal", "ok", "belum ada; dibuat saat meja dibuka pertama kali")
        return
    try:
        with sqlite3.connect(f"file:{paths.journal}?mode=ro", uri=True, timeout=2) as database:
            answer = database.execute("pragma quick_check(1)").fetchone()[0]
            count = database.execute("select count(*) from journal").fetchone()[0]
        database.close()
    except sqlite3.Error as fault:
        yield Finding(
            "jurnal", "fail", f"{paths.journal}: {fault}; buka meja, berkas rusak akan diselamatkan"
        )
        return
    size_mb = paths.journal.stat().st_size / 1e6
    if answer != "ok":
        yield Finding("jurnal", "fail", f"rusak ({answer}); buka meja, berkas rusak akan diselamatkan")
    else:
        yield Finding("jurnal", "ok", f"{count} fakta, {size_mb:.1f} MB; periksa penuh: batola-desk verify")


def _audio(_paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.audio.config import AudioConfig
    from batola_desk.audio.devices import find_devices
    from batola_desk.audio.port_audio import PortAudio

    report = find_devices(PortAudio(), AudioConfig())
    if report.missing:
        words = ", ".join(report.missing)
        yield Finding(
            "suara", "warn", f"{words}; meja tetap bekerja, panggilan direkam tetapi tidak terdengar"
        )
    for device in report.devices:
        yield Finding(
            "perangkat",
            "ok",
            f"{device.name} ({device.host_api}): dengar {device.output_channel_count}, "
            f"mikrofon {device.input_channel_count}, {device.sample_rate_hz:.0f} Hz",
        )


def _prompts(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.doctor_sound import prompt_findings

    yield from prompt_findings(paths)


def _sound_test(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.doctor_sound import sound_findings

    yield from sound_findings(paths, lambda words: print(f"    {words}", flush=True))


def _recording_store(settings: StoreSettings) -> Iterator[Finding]:
    """Ask the store for a name it cannot have: address, certificate, keys and bucket must be right for that.

    A new folder is prepared by the first copy, never by us: we might be looking at an unmounted share.
    """
    from batola_desk.interop.recording_store.config import build_store
    from batola_desk.interop.recording_store.port import StoreFault, no_pause

    try:
        store = build_store(settings, may_prepare=False)
        if store is None:
            yield Finding("rekaman", "warn", "tanpa [recording_store]: rekaman hanya ada di meja ini")
            return
        store.sha256_of("doctor/none.wav", no_pause)
    except StoreFault as fault:
        words = f"penyimpanan {settings.kind} tidak siap: {fault.code}; lihat line.toml"
        yield Finding("rekaman", "warn", words)
    else:
        yield Finding("rekaman", "ok", f"penyimpanan {store.store_id} menjawab")


def _telephone(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.doctor_line import exchange_findings, port_findings
    from batola_desk.engine.config import CONFIG_NAME, load_settings

    try:
        settings = load_settings(paths.config / CONFIG_NAME)
    except EnvironmentFault as fault:
        allowed = fault.values.get("allowed", "")
        yield Finding(
            "saluran", "fail", f"{CONFIG_NAME} salah: {fault.values.get('key', '')}; yang boleh: {allowed}"
        )
        return
    for account in settings.line_config().accounts:
        if account.sends_keys_in_clear:
            yield Finding(
                "enkripsi",
                "warn",
                f"akun {account.name}: srtp = mandatory tanpa TLS; kunci suara terbaca di jaringan. "
                "Pakai transport = tls pada registrar atau proxy",
            )
    yield from _recording_store(settings.store)
    yield from port_findings(settings)
    yield from exchange_findings(settings.line_config())


def _room(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.doctor_room import room_findings

    yield from room_findings(paths, desk=SettingsStore(paths.config / "settings.toml").text("desk.letter"))


def _positions(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.doctor_avl import avl_findings
    from batola_desk.doctor_callers import caller_findings

    yield from caller_findings(paths)
    yield from avl_findings(paths)


def _map(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.doctor_map import map_findings

    share = SettingsStore(paths.config / "settings.toml").text("map.pack_folder")
    yield from map_findings(paths, share=share)


def home_of(argument: Path | None) -> DeskPaths:
    """Return the folders of ``--home``, else this machine's."""
    return DeskPaths.for_home(argument) if argument is not None else DeskPaths.for_machine()
