"""The command lines of backup, restore, drill and retention, apart from their work."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_backup_parsers(commands: Any) -> None:
    """Add the four commands."""
    backup = commands.add_parser(
        "backup", help="write a backup of this desk, also while it runs; exit code 3 if there is none now"
    )
    backup.add_argument("target", type=Path, help="a new file, or a folder that is there")
    backup.add_argument(
        "--recordings", action="store_true", help="also the list of recordings with their hashes"
    )
    backup.add_argument(
        "--keep", type=int, default=0, help="in a folder: keep so many of this desk, delete older ones"
    )
    restore = commands.add_parser(
        "restore", help="make this desk what it was; the desk must be closed; exit code 3 if nothing changed"
    )
    restore.add_argument("file", type=Path)
    restore.add_argument("--journal-only", action="store_true", help="leave the configuration as it is")
    restore.add_argument(
        "--other-desk", action="store_true", help="also when the journal here is another desk's"
    )
    drill = commands.add_parser(
        "backup-drill",
        help="prove a backup: unpack it beside, verify and open it; exit code 1 warnings, 2 not usable",
    )
    drill.add_argument("file", type=Path, help="a backup, or a folder: the newest of this desk in it")
    drill.add_argument("--beside", type=Path, help="folder to unpack in; else the system's temporary one")
    retention = commands.add_parser(
        "retention", help="show which recordings are past the time they are kept; removes nothing"
    )
    retention.add_argument("--days", type=float, help="as if they were kept so many days")


def run_backup_command(arguments: argparse.Namespace) -> int:
    """Run one of them and return its exit code."""
    if arguments.command == "retention":
        from batola_desk.app.commands.retention import run_retention
        from batola_desk.app.doctor.checks import home_of

        return run_retention(home_of(arguments.home), keep_days=arguments.days)
    from batola_desk.app.commands.backup import run_backup, run_drill, run_restore
    from batola_desk.app.doctor.checks import home_of

    run = {"backup": run_backup, "restore": run_restore, "backup-drill": run_drill}[arguments.command]
    return run(arguments, home_of(arguments.home))
