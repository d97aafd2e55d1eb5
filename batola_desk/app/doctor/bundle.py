"""``doctor --bundle FILE.zip``: what a maker needs to help, and nothing about a person (docs/it/doctor.md).

Every text goes through ``doctor_scrub``; files that hold people's data (journal, recordings, drafts,
catalogue, crash dumps) are counted and measured, never copied.
"""

from __future__ import annotations

import collections
import json
import os
import platform
import re
import sqlite3
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from batola_desk import __version__
from batola_desk.app.doctor.checks import Wish
from batola_desk.app.doctor.known import known_people, known_secrets
from batola_desk.app.doctor.report import document, find_all, worst
from batola_desk.app.doctor.scrub import GONE, Scrubber
from batola_desk.settings.paths import DeskPaths

LOG_BYTES_MAX: Final = 5_000_000  # LIMIT: of each file, its end; a log file is no longer than this
CONFIG_BYTES_MAX: Final = 1_000_000
NAMES_MAX: Final = 200
_LOG_NAME: Final = re.compile(r"[a-z-]{1,30}\.jsonl(\.\d)?")
_CRASH_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,80}\.(txt|dmp)")
_OWN_FILES: Final = frozenset(
    {"line.toml", "settings.toml", "secretariat.toml", "avl.toml", "caller_positions.toml", "intake.toml"}
    | {"mail.toml", "weather.toml"}
)
_LIBRARIES: Final = (
    "PySide6-Essentials", "qasync", "SQLAlchemy", "aiosqlite", "alembic", "asyncpg", "msgspec", "numpy",
    "sounddevice", "pylibsrtp", "dnspython", "G722", "obstore", "argon2-cffi", "shapely", "pyproj",
)  # fmt: skip
_README: Final = """\
Support bundle of Batola Desk.

findings.json   what `batola-desk doctor` found (codes: docs/it/doctor.md)
versions.json   program, libraries, operating system
config.json     configuration files: switches, numbers and words of the program; every other text is taken out
journal.json    how many facts of which kind, and how many wait; no content
sizes.json      how big files and folders are; names of crash dumps, not their content
log/            the ends of the logs, scrubbed

Not in here: telephone numbers, names, places, texts, recordings, passwords, addresses of any kind.
{gone} stands where something was taken out. Left out because it could not be made safe: {left_out}
"""


def run_bundle(paths: DeskPaths, target: Path, wish: Wish) -> int:
    """Look at everything, write the file; exit code as ``doctor``, 2: the file could not be written."""
    if target.suffix.lower() != ".zip":
        print(f"X   {target}: nama berkas harus berakhir .zip")
        return 2
    found = find_all(paths, wish)
    try:
        write_bundle(paths, target, document(found))
    except FileExistsError:
        print(f"X   {target} sudah ada; tidak ditimpa, beri nama lain")
        return 2
    except OSError as fault:
        print(f"X   {target}: {fault.strerror or type(fault).__name__}")
        return 2
    print(
        f"OK  {target} ({target.stat().st_size // 1024 + 1} KB), tanpa data pribadi; periksa sendiri isinya"
    )
    return 1 if worst(found) == "fail" else 0


def write_bundle(paths: DeskPaths, target: Path, findings: Mapping[str, Any]) -> None:
    """Write the file whole or not at all.

    Raises:
        FileExistsError: something of that name is there.
        OSError: it cannot be written.
    """
    if target.exists():
        raise FileExistsError(str(target))
    scrubber = Scrubber(known_people(paths), known_secrets(paths))
    left_out: list[str] = []
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name}.", suffix=".part", delete=False
    ) as part:
        made = Path(part.name)
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
                for name, text in _members(paths, findings, scrubber):
                    if scrubber.holds_secret(text):  # a hole in what we took for safe: the part stays at home
                        left_out.append(name)
                    else:
                        bundle.writestr(name, text)
                readme = _README.format(gone=GONE, left_out=", ".join(left_out) or "nothing")
                bundle.writestr("README.txt", readme)
            part.flush()
            os.fsync(part.fileno())
        except BaseException:
            part.close()
            made.unlink()
            raise
    made.replace(target)


def _members(paths: DeskPaths, findings: Mapping[str, Any], scrubber: Scrubber) -> Iterator[tuple[str, str]]:
    yield "findings.json", _json(_findings(findings, scrubber))
    yield "versions.json", _json(_versions())
    yield "config.json", _json(_config(paths, scrubber))
    yield "journal.json", _json(journal_statistics(paths.journal))
    yield "sizes.json", _json(_sizes(paths, scrubber))
    for file in sorted(paths.log.glob("*")):
        if file.is_file() and _LOG_NAME.fullmatch(file.name):
            yield f"log/{file.name}", "".join(_log(file, scrubber))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _findings(told: Mapping[str, Any], scrubber: Scrubber) -> Mapping[str, object]:
    kept = []
    for finding in told["findings"]:
        values = {name: _found_value(name, value, scrubber) for name, value in finding["values"].items()}
        kept.append({"code": finding["code"], "level": finding["level"], "values": values})
    return {**told, "findings": kept}


def _found_value(name: str, value: object, scrubber: Scrubber) -> object:
    """A measured figure stays; of a sentence, what the program could have said itself."""
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return scrubber.text(value)
    return scrubber.value(name, value)


def _versions() -> Mapping[str, object]:
    libraries = {}
    for name in _LIBRARIES:
        try:
            libraries[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            libraries[name] = "-"
    return {
        "batola-desk": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.version()}",
        "machine": platform.machine(),
        "is_64_bit": sys.maxsize > 2**32,
        "cpu_count": os.cpu_count(),
        "libraries": libraries,
    }


def _config(paths: DeskPaths, scrubber: Scrubber) -> Mapping[str, object]:
    """Return every configuration file with what the program itself could have written there."""
    found: dict[str, object] = {}
    for kind, folder in {"config": paths.config, "choices": paths.choices}.items():
        for file in sorted(folder.glob("*.toml")):
            name = f"{kind}/{file.name if file.name in _OWN_FILES else scrubber.text(file.name)}"
            try:
                document = tomllib.loads(file.read_bytes()[:CONFIG_BYTES_MAX].decode("utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
                found[name] = {"unreadable": type(fault).__name__}
            else:
                found[name] = scrubber.table(document)
        if paths.config == paths.choices:
            break
    catalog = paths.config / "catalog"
    found["catalog_file_count"] = sum(1 for _ in catalog.glob("*.toml"))  # numbers and names of agencies
    return found


def journal_statistics(journal: Path) -> Mapping[str, object]:
    """Return counts per kind, and nothing that a fact says."""
    if not journal.exists():
        return {"exists": False}
    asked = {
        "facts_by_kind": "select kind, count(*) from journal group by kind order by kind",
        "facts_by_version_of_program": "select app, count(*) from journal group by app order by app",
        "verdicts": "select verdict, count(*) from room_entry group by verdict order by verdict",
        "problems": "select problem, count(*) from fact_problem group by problem order by problem",
    }
    counted = {
        "origin_count": "select count(distinct origin) from journal",
        "waiting_count": "select count(*) from pending_fact",
        "room_seq": "select coalesce(max(seq), 0) from room_entry",
        "page_count": "pragma page_count",
    }
    found: dict[str, object] = {"exists": True}
    try:
        with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as file:
            for name, question in asked.items():
                found[name] = {_as_code(row[0]): row[1] for row in file.execute(question)}
            for name, question in counted.items():
                found[name] = file.execute(question).fetchone()[0]
    except sqlite3.Error as fault:
        found["unreadable"] = type(fault).__name__
    return found


def _as_code(text: object) -> str:
    """Another desk may have written anything where a kind should stand."""
    return str(text) if re.fullmatch(r"[a-z0-9_.+-]{1,40}", str(text)) else GONE


def _sizes(paths: DeskPaths, scrubber: Scrubber) -> Mapping[str, object]:
    folders = {"data": paths.data, "config": paths.config, "log": paths.log, "choices": paths.choices}
    return {
        "folders": {name: _folder_size(folder) for name, folder in folders.items()},
        "recordings": _folder_size(paths.recordings),
        "map_packs": _folder_size(paths.map_packs),
        "data_files": {
            scrubber.text(file.name): file.stat().st_size
            for file in sorted(paths.data.glob("*"))[:NAMES_MAX]
            if file.is_file()
        },
        "crash_files": {
            file.name: file.stat().st_size
            for folder in (paths.log, paths.log / "crash")
            for file in sorted(folder.glob("*crash*"))[:NAMES_MAX] + sorted(folder.glob("*.dmp"))[:NAMES_MAX]
            if file.is_file() and _CRASH_NAME.fullmatch(file.name)
        },
    }


def _folder_size(folder: Path) -> Mapping[str, int]:
    count = total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).stat().st_size
            except OSError:
                continue  # it went away meanwhile
            count += 1
    return {"file_count": count, "bytes": total}


def _log(file: Path, scrubber: Scrubber) -> Iterator[str]:
    """Yield the end of a log, scrubbed; a line that is no JSON is counted and not told."""
    unread: collections.Counter[str] = collections.Counter()
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - LOG_BYTES_MAX))
        for raw in opened:
            try:
                line = json.loads(raw)
            except ValueError:
                unread["no_json"] += 1
                continue
            if isinstance(line, dict):
                yield json.dumps(scrubber.log_line(line), ensure_ascii=False) + "\n"
            else:
                unread["no_object"] += 1
    if unread:
        yield json.dumps({"left_out": dict(unread)}) + "\n"
