"""``update …`` on the command line; what it does is loaded only when it is given."""

from __future__ import annotations

import argparse


def add_update_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    update = commands.add_parser("update", help="updates of this desk: signed, staged, taken back (IT)")
    tasks = update.add_subparsers(dest="task", required=True)
    for name, words in (
        ("check", "say what a folder or an address has for this desk"),
        ("stage", "copy it here and check it; nothing is installed"),
    ):
        tasks.add_parser(name, help=words).add_argument(
            "source", nargs="?", default="", help="folder or https://…; not given: source of update.toml"
        )
    install = tasks.add_parser("install", help="install what is staged; never during a call")
    install.add_argument("--on-duty", action="store_true", help="also if somebody works at the desk")
    tasks.add_parser("rollback", help="back to the version before; never during a call")
    tasks.add_parser("status", help="versions, what is staged, how the last try ended")
    tasks.add_parser("drop", help="forget what is staged")
    tasks.add_parser("attend", help="one turn of IT's scheduled task: stage, and do what the window asks for")
    tasks.add_parser("fits", help="whether this version can work with what is here (rollback.exe asks)")
