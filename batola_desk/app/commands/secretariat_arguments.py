"""The command line of ``batola-desk secretariat``, apart from its work: the desk's cold start stays short."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

PEOPLE: Final = ("operator", "lead", "admin")


def add_parser(commands: Any) -> None:
    """Add ``secretariat`` and its commands to the command line."""
    parser = commands.add_parser("secretariat", help="the shared database of all desks (PostgreSQL)")
    tasks = parser.add_subparsers(dest="task", required=True)

    def task(name: str, text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = tasks.add_parser(name, help=text)
        made.add_argument("url", help="postgresql://user@host[,host2]/database, without a password")
        made.add_argument("--password-file", type=Path, help="file with the password of that user")
        return made

    task("init", "make an empty PostgreSQL database (created if missing) the room")
    task("upgrade", "bring the room to this program's schema and rules")
    task("status", "look at everything a room needs; exit code 1 if something should be changed")
    verify = task("verify", "recompute the whole history; exit code 2 if it was tampered with")
    verify.add_argument(
        "--seal", default="", help="SEQ:HASH from a hand-over sheet that it must still contain"
    )
    user = task("add-user", "give a person a login, or a new password")
    user.add_argument("login")
    user.add_argument(
        "--role", choices=(*PEOPLE, "projector", "report"), help="when absent: as it was; operator when new"
    )
    user.add_argument("--name", default="", help="full name, as others see it; when absent: as it was")
    user.add_argument("--new-password-file", type=Path, help="file with the new password; else it is asked")
    role = task("set-role", "make a person operator, lead or admin")
    role.add_argument("login")
    role.add_argument("role", choices=PEOPLE)
    task("disable-user", "lock a person or a machine out at once").add_argument("login")
    desk = task("add-desk", "give a machine its letter and its login")
    desk.add_argument("letter", help="one or two capital letters, as in ticket numbers")
    desk.add_argument("--login", default=None, help="meja_<letter> when absent")
    desk.add_argument("--password-out", type=Path, required=True, help="new file for the machine's password")
    task("backup", "write a backup and its hash").add_argument("file", type=Path)
    task("restore", "make an empty database the room of a backup").add_argument("file", type=Path)
    task(
        "drill", "prove a backup in a database beside, which is dropped again; 2 if it is not usable"
    ).add_argument("file", type=Path)


def add_project_parser(commands: Any) -> None:
    """Add ``project``, the service that fills the reports."""
    parser = commands.add_parser("project", help="fill the reports of the shared database (a service)")
    parser.add_argument("url", help="postgresql://projector@host[,host2]/database, without a password")
    parser.add_argument("--password-file", type=Path, help="file with the password of that login")
    parser.add_argument("--once", action="store_true", help="end when the reports are up to date")
    parser.add_argument("--rebuild", action="store_true", help="make the reports anew from the whole history")
    parser.add_argument("--standby", action="store_true", help="wait while another copy fills the reports")
