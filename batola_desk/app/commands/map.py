"""`batola-desk map …`: makes, shows, copies and removes the map pack of this desk.

With ``--json`` it is the window that reads: one JSON object a line, at low priority beside a live call.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from batola_desk.app.commands.command_words import end_line, tell_map_fault
from batola_desk.app.commands.map_words import info_lines, report_lines
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.imports.report import ImportReport, ImportRequest
from batola_desk.map.pack.copying import created_us_of, export_copy, install_received, newest_pack
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.notes import Came
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.services.import_process import LOW_PRIORITY
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.ui.map_packs.map_pack_words import STAGE_WORDS

DONE, NO_PACK, REFUSED = 0, 1, 3
_SAY_EACH_S: Final = 0.2


def run_map(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Run one command; exit code 0 done, 1 there is no pack, 3 refused and nothing changed."""
    store = PackStore(getattr(arguments, "store", None) or paths.map_packs)
    try:
        return _COMMANDS[arguments.task](arguments, store)
    except MapPackFault as fault:
        if getattr(arguments, "json", False):
            _say({"fault": fault.code, "values": {key: str(value) for key, value in fault.values.items()}})
        else:
            end_line()
            tell_map_fault(fault)
    except KeyboardInterrupt:
        end_line()
        print("dibatalkan; peta lama tetap dipakai")
    return REFUSED


def _import(arguments: argparse.Namespace, store: PackStore) -> int:
    if arguments.date and not _is_date(arguments.date):
        raise MapPackFault("map_bad_date", date=arguments.date)
    request = ImportRequest(
        files=arguments.files, name=arguments.name, attribution=arguments.attribution, date=arguments.date,
        crs=arguments.crs, keep=arguments.keep,
    )  # fmt: skip
    return _run_import(request, store, as_json=arguments.json)


def _take(arguments: argparse.Namespace, store: PackStore) -> int:
    path = newest_pack(arguments.folder, store)
    if path is not None:
        return _run_import(ImportRequest(files=[path], from_share=True), store, as_json=arguments.json)
    if arguments.json:
        _say({"nothing": True})
    else:
        print("OK  tidak ada paket yang lebih baru di folder itu")
    return DONE


def _receive(arguments: argparse.Namespace, store: PackStore) -> int:
    """Use a file that the desk put together from the room's pieces."""
    from batola_desk.map.imports.importer import report_of_copy

    _step_back()
    tell, started_s = _Teller(as_json=True), time.monotonic()
    came = msgspec.json.decode(arguments.came, type=Came)
    installed = install_received(
        arguments.file, store, came, lambda: tell("check", 0, 0), created_us=arguments.created_us
    )
    report = report_of_copy(installed)
    report.seconds = time.monotonic() - started_s
    _say({"report": report.as_plain()})
    return DONE


def _step_back() -> None:
    """Run beside a live call; who starts us from a window has said so already."""
    if sys.platform != "win32" and os.getpriority(os.PRIO_PROCESS, 0) < LOW_PRIORITY:
        os.setpriority(os.PRIO_PROCESS, 0, LOW_PRIORITY)


def _run_import(request: ImportRequest, store: PackStore, *, as_json: bool) -> int:
    from batola_desk.map.imports.importer import import_map

    if as_json:
        _step_back()
    gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
    report = import_map(request, store, gazetteer, _Teller(as_json=as_json))
    if as_json:
        _say({"report": report.as_plain()})
    else:
        end_line()
        _print_report(report)
    return DONE


def _print_report(report: ImportReport) -> None:
    for line in report_lines(report):
        print(line)


def _info(_arguments: argparse.Namespace, store: PackStore) -> int:
    path = store.current()
    if path is None:
        print("!   meja ini tidak punya paket peta; peta sederhana dari daftar desa yang dipakai")
        return NO_PACK
    pack = MapPack.open(path)
    try:
        for line in info_lines(pack.meta, path, store.came()):
            print(line)
    finally:
        pack.close()
    return DONE


def _remove(_arguments: argparse.Namespace, store: PackStore) -> int:
    path = store.current()
    if path is None:
        print("!   tidak ada paket peta di meja ini")
        return NO_PACK
    with store.changing():
        store.remove(created_us_of(path))
    print("OK  paket peta tidak dipakai lagi; peta sederhana dari daftar desa yang dipakai")
    return DONE


def _export(arguments: argparse.Namespace, store: PackStore) -> int:
    target = export_copy(store, arguments.file)
    size_mb = target.stat().st_size / 2**20
    print(f"OK  {target} ({size_mb:.1f} MB); di meja lain: batola-desk map import {target.name}")
    return DONE


class _Teller:
    """Says what is going on, a few times a second."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._said_s = 0.0
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        now_s = time.monotonic()
        if stage == self._stage and now_s - self._said_s < _SAY_EACH_S:
            return
        self._said_s, self._stage = now_s, stage
        if self._as_json:
            _say({"stage": stage, "done": done, "total": total})
        elif sys.stderr.isatty():
            share = f" {100 * done // total} %" if total else f" {done}" if done else ""
            sys.stderr.write(f"\r{STAGE_WORDS.get(stage, stage)}{share}          ")


def _say(values: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


_COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace, PackStore], int]]] = {
    "import": _import,
    "info": _info,
    "remove": _remove,
    "export": _export,
    "take": _take,
    "receive": _receive,
}
