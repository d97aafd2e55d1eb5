"""What `batola-desk doctor` prints: lines for people, one JSON document, or JSON after each check."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from batola_desk import __version__
from batola_desk.app.doctor.checks import Wish, checks, examine
from batola_desk.app.doctor.finding import LEVELS, Finding
from batola_desk.settings.paths import DeskPaths

FORMAT: Final = "batola-doctor/1"  # rises when a field changes its meaning; new fields and codes do not count
_MARKS: Final = {"ok": "OK  ", "warn": "!   ", "fail": "X   "}
_VERDICTS: Final = {
    "ok": "semua baik",
    "warn": "meja bisa bekerja; baris bertanda ! perlu dilihat",
    "fail": "meja ini belum bisa bekerja: perbaiki baris bertanda X",
}


def add_doctor_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``doctor``."""
    doctor = commands.add_parser(
        "doctor", help="look at everything a desk needs; exit code 1 if something is wrong"
    )
    doctor.add_argument(
        "--installed",
        action="store_true",
        help="rehearse this installation with a desk and a call of its own",
    )
    doctor.add_argument("--audio", action="store_true", help="also test headset, microphone and loudspeaker")
    doctor.add_argument(
        "--call", action="store_true", help="also register and dial the echo number; never while a call lives"
    )
    forms = doctor.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="one JSON document (docs/it/doctor.md)")
    forms.add_argument("--json-lines", action="store_true", help="a line of JSON after each check")
    forms.add_argument(
        "--bundle", type=Path, metavar="FILE.zip", help="write a support bundle without personal data"
    )


def run_doctor(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Look and tell; exit code 0: the desk can work (perhaps with warnings), 1: it cannot."""
    wish = Wish(sound=arguments.audio, call=arguments.call)
    if arguments.json_lines:
        return _print_steps(paths, wish)
    if arguments.json:
        found = find_all(paths, wish)
        print(json.dumps(document(found), ensure_ascii=False, indent=1))
        return _code(found)
    if arguments.bundle is not None:
        from batola_desk.app.doctor.bundle import run_bundle

        return run_bundle(paths, arguments.bundle, wish)
    return _print_lines(paths, replace(wish, say=lambda words: print(f"    {words}", flush=True)))


def find_all(paths: DeskPaths, wish: Wish) -> list[Finding]:
    """Look at everything."""
    return [found for name, check in checks(wish) for found in examine(name, check, paths)]


def worst(found: Iterable[Finding]) -> str:
    """Return the worst level."""
    return max((finding.level for finding in found), key=LEVELS.index, default="ok")


def document(found: Iterable[Finding]) -> Mapping[str, Any]:
    """Return all findings as ``--json`` tells them."""
    listed = list(found)
    return {
        "format": FORMAT,
        "at_utc": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "verdict": worst(listed),
        "findings": [_plain(finding) for finding in listed],
    }


def _plain(finding: Finding) -> Mapping[str, Any]:
    values = {name: _json_value(value) for name, value in finding.values.items()}
    return {"code": finding.code, "level": finding.level, "values": values}


def _json_value(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _code(found: Iterable[Finding]) -> int:
    return 1 if worst(found) == "fail" else 0


def _print_lines(paths: DeskPaths, wish: Wish) -> int:
    found = []
    for name, check in checks(wish):
        for finding in examine(name, check, paths):
            print(f"{_MARKS[finding.level]}{finding.subject:<16} {finding.text}", flush=True)
            found.append(finding)
    print(_VERDICTS[worst(found)])
    return _code(found)


def _print_steps(paths: DeskPaths, wish: Wish) -> int:
    """For the window: what is being looked at, then what came of it (``services.doctor``)."""
    _hush_libraries()
    wanted, found = checks(wish), []
    for done, (name, check) in enumerate(wanted):
        _say({"stage": name, "done": done, "total": len(wanted), "findings": []})
        new = list(examine(name, check, paths))
        found += new
        _say(
            {
                "stage": name,
                "done": done + 1,
                "total": len(wanted),
                "findings": [_plain(finding) for finding in new],
            }
        )
    _say({"verdict": worst(found)})
    return _code(found)


def _hush_libraries() -> None:
    """What sound and database libraries write to the error stream would stand between our lines."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _say(line: Mapping[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)
